"""What a user could pick instead: the same single-tier problem for other solvers, fit less 50 b^2 / capacity, everybody placed."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

from matching.problem import Problem
from matching.source import Integers


def dense_fit(problem: Problem) -> Integers:
    """All fits, (n, m)."""
    return np.concatenate([block.fit for block in problem.blocks()])


def seats(problem: Problem) -> tuple[Integers, Integers]:
    """(mentor, cost) of every free seat."""
    mentor = np.repeat(np.arange(problem.shape[1]), problem.free)
    first = np.repeat(np.cumsum(problem.free) - problem.free, problem.free)
    burden = problem.load[mentor] + np.arange(len(mentor)) - first + 1
    capacity = np.maximum(problem.capacity[mentor], 1)
    return mentor, (100_000 * (2 * burden - 1) + capacity) // (2 * capacity)


def by_assignment(problem: Problem) -> int:
    """scipy `linear_sum_assignment` on cloned seats."""
    mentor, cost = seats(problem)
    matrix = dense_fit(problem)[:, mentor] - cost
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return int(matrix[rows, columns].sum())


def by_assignment_of_fit(problem: Problem) -> int:
    """The same when only fits count."""
    matrix = dense_fit(problem)[:, seats(problem)[0]]
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return int(matrix[rows, columns].sum())


def by_full_flow(problem: Problem) -> int:
    """OR-Tools `SimpleMinCostFlow` with an arc for every pair."""
    n, m = problem.shape
    mentor, cost = seats(problem)
    fit = dense_fit(problem).ravel()
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([np.repeat(np.arange(n), m), n + mentor]),
        np.concatenate([n + np.tile(np.arange(m), n), np.full(len(mentor), n + m)]),
        np.ones(n * m + len(mentor), dtype=np.int64),
        np.concatenate([-fit, cost]),
    )
    solver.set_nodes_supplies(np.arange(n + m + 1), np.concatenate([np.ones(n, int), np.zeros(m, int), [-n]]))
    solver.solve()
    return -int(solver.optimal_cost())


def by_milp(problem: Problem) -> int:
    """HiGHS through scipy `milp` at gap 0."""
    n, m = problem.shape
    mentor, cost = seats(problem)
    pair, seat = np.arange(n * m), n * m + np.arange(len(mentor))
    rows = np.concatenate([pair // m, n + pair % m, n + mentor])
    columns = np.concatenate([pair, pair, seat])
    values = np.concatenate([np.ones(2 * n * m), -np.ones(len(mentor))])
    answer = milp(
        np.concatenate([-dense_fit(problem).ravel(), cost]),
        integrality=np.ones(n * m + len(mentor)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(
            coo_array((values, (rows, columns))).tocsr(), np.repeat([1, 0], (n, m)), np.repeat([1, 0], (n, m))
        ),
        options={"mip_rel_gap": 0},
    )
    return -round(answer.fun)


def by_munkres(problem: Problem) -> int:
    """munkres in pure Python, on cloned seats; `ModuleNotFoundError` without the extra `benchmark`."""
    from munkres import Munkres

    mentor, cost = seats(problem)
    matrix = cost - dense_fit(problem)[:, mentor]
    square = np.zeros((len(mentor), len(mentor)), dtype=np.int64)
    square[: len(matrix)] = matrix
    return -int(sum(square[i, j] for i, j in Munkres().compute(square.tolist())))
