"""Small random worlds in the JSON format of the engine, with everything that the format can say."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from matching import Mentee, Mentor, Pool, Problem, Solution, read_problem
from matching.problem import Cells
from matching.values import quota_shortage

TERMS = ("unmatched", "min_load", "below_floor", "fit", "balance", "changes")
POLICIES: tuple[list[dict[str, float]], ...] = (
    [{"unmatched": 1}, {"min_load": 1}, {"below_floor": 1}, {"fit": 1, "balance": 1}, {"changes": 1}],
    [{"unmatched": 1}, {"changes": 1}, {"fit": 1}, {"balance": 1}],
    [{"unmatched": 1}, {"worst": 1}, {"fit": 1, "balance": 0.5}],
    [{"min_load": 1}, {"unmatched": 2, "below_floor": 1}, {"balance": 1}, {"fit": 1}],
    [{"fit": 1, "balance": 0.25, "unmatched": 20}, {"worst": 1}],
)


def random_world(random: Random, quotas: str = "none", size: tuple[int, int] | None = None) -> dict[str, Any]:
    """A world of `size` mentees and mentors, else of 1-7 and 1-5; `quotas` is "none", "nested" or "any"."""
    mentees, mentors = size or (random.randint(1, 7), random.randint(1, 5))
    es, ms = [f"e{i}" for i in range(mentees)], [f"m{j}" for j in range(mentors)]
    coarse = random.random() < 0.4
    world: dict[str, Any] = {
        "format": 1,
        "mentors": [_mentor(random, name) for name in ms],
        "mentees": [_mentee(random, name) for name in es],
        "fit": [[e, m, _fit(random, coarse)] for e in es for m in ms if random.random() < 0.85],
        "forbidden": [[e, m, random.choice(["kinship", "command"])] for e in es for m in ms if random.random() < 0.1],
        "pinned": [[e, m] for e in es for m in ms if random.random() < 0.05],
        "incumbent": [[e, m] for e in es for m in ms if random.random() < 0.15],
        "policy": {"floor": random.choice([0, 40, 55.5]), "tiers": random.choice(POLICIES)},
    }
    if quotas in ("nested", "any"):
        world["quotas"] = _quotas(random, (es, ms), quotas)
    for name in ("mentors", "mentees", "fit"):
        random.shuffle(world[name])
    return world


def small_problem(random: Random, kind: str, size: tuple[int, int]) -> Problem:
    """A random world of a kind: quotas "none", "nested" or "any", "ties" (few fits, seats alike), "roles" (mutual pairs)."""
    world = random_world(random, "any" if kind in ("ties", "roles") and random.random() < 0.3 else kind, size)
    if kind == "ties":
        world["fit"] = [[e, m, random.choice([50, 50, 50, 80])] for e, m, _ in world["fit"]]
        world["mentors"] = [person | {"capacity": 2, "load": 0} for person in world["mentors"]]
    if kind != "roles":
        return read_problem(world)
    both = range(min(size))
    world["forbidden"] += [[f"e{k}", f"m{k}", "same_person"] for k in both]
    return replace(read_problem(world), roles=tuple((k, k) for k in both))


def _mentor(random: Random, name: str) -> dict[str, Any]:
    load = random.choice([0, 0, 0, 1])
    return {"id": name, "capacity": random.randint(0, 3), "load": load, "min_load": random.choice([0, 0, 0, 1, 2])}


def _mentee(random: Random, name: str) -> dict[str, Any]:
    return {"id": name, "demand": random.choice([1, 1, 1, 2, 3]), "priority": random.choice([0, 0, 0, 1, 2])}


def _fit(random: Random, coarse: bool) -> float:
    return random.choice([20, 50, 80]) if coarse else round(random.uniform(0, 100), 3)


def _quotas(random: Random, ids: tuple[list[str], list[str]], kind: str) -> list[dict[str, Any]]:
    out = []
    for _ in range(random.randint(1, 3)):
        es = random.sample(ids[0], random.randint(1, len(ids[0])))
        ms = random.sample(ids[1], random.randint(1, len(ids[1])))
        if kind == "nested":
            es, ms = random.choice([(es, [ms[0]]), ([es[0]], ms), (ids[0], ms), (es, ids[1])])
        low = random.choice([0, 0, 1, 2])
        out.append({"mentees": es, "mentors": ms, "min": low, "max": random.choice([None, low, low + 1])})
    return out


def table(
    mentors: dict[str, Any],
    fit: list[tuple[str, str, float]],
    mentees: list[str] | None = None,
    tiers: list[dict[str, float]] | None = None,
) -> dict[str, Any]:
    """A world from `mentor -> capacity` or `mentor -> (capacity, load)` and fits; mentees are those with a fit."""
    names = sorted({e for e, _, _ in fit}) if mentees is None else mentees
    rows = [(name, *(seats if isinstance(seats, tuple) else (seats, 0))) for name, seats in mentors.items()]
    world: dict[str, Any] = {
        "format": 1,
        "mentors": [{"id": name, "capacity": capacity, "load": load} for name, capacity, load in rows],
        "mentees": [{"id": name} for name in names],
        "fit": [list(row) for row in fit],
    }
    return world | ({"policy": {"tiers": tiers}} if tiers else {})


def pool_of(both: tuple[str, ...], extra: str, mentees: tuple[str, ...] = ()) -> Pool:
    """People in both roles, each an expert (grade 5) in what the others need, and one more mentor of grade 1."""
    experts = tuple(Mentor(name, 1, expertise={"law": 5}) for name in both)
    learners = tuple(Mentee(name, needs=("law",)) for name in (*both, *mentees))
    return Pool((*experts, Mentor(extra, 1, expertise={"law": 1})), learners)


def all_costs(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """Costs of a plan, preceded by missed quota minima when there are any to miss."""
    if not any(quota.min for quota in problem.quotas):
        return solution.costs
    cells = Cells(problem.mentees, problem.mentors).of(solution.pairs)
    return (sum(quota_shortage(problem, cells)), *solution.costs)
