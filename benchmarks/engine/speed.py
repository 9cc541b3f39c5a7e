"""G3 and its peers, G5 all prices, G8 edits, G12 robustness."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from random import Random

from benchmarks.engine import peers
from benchmarks.engine.clock import peak_memory, timed
from benchmarks.vectors import vector_problem
from benchmarks.worlds import COUNTIES, random_pool
from matching import (
    Ban,
    Capacity,
    Pin,
    Policy,
    Pool,
    Quota,
    Solution,
    build_problem,
    diagnose,
    explain,
    price_change,
    robustness,
    solve,
    verify,
)
from matching.prices import price_table

SINGLE: tuple[dict[str, float], ...] = ({"fit": 1, "balance": 1, "unmatched": 1000},)


def _from_people(pool: Pool) -> Solution:
    return solve(build_problem(pool, Policy()))


def g3(sizes: str = "300x120,500x150,2000x300") -> None:
    """All tiers on pools, from people to the proved plan: build, solve."""
    for size in sizes.split(","):
        n, m = map(int, size.split("x"))
        pool = random_pool(n, m)
        solution, took = timed(partial(_from_people, pool), 5)
        print(f"G3  all tiers {size:>11}: {took}  {solution.status}, unmatched {len(solution.unmatched)}")


PEERS = {
    "300x120": ("assignment", "full_flow", "milp", "munkres"),
    "500x150": ("assignment", "full_flow", "milp"),
    "2000x300": ("assignment", "full_flow", "milp"),
    "10000x3000": ("full_flow", "assignment"),
}


def g3_single(size: str = "10000x3000", with_peers: str = "yes") -> None:
    """One tier (fit and balance), ours and peers in the same run."""
    n, m = map(int, size.split("x"))
    problem = vector_problem(n, m, SINGLE)
    solution, ours = timed(lambda: solve(problem), 3 if n < 50_000 else 1)
    print(f"G3  single tier {size:>12}: ours {ours}  {solution.status}, peak {peak_memory():.2f} GB", flush=True)
    for name in PEERS.get(size, ()) if with_peers == "yes" else ():
        try:
            value, took = timed(partial(getattr(peers, f"by_{name}"), problem))
        except ModuleNotFoundError:
            print(f"G3  {'':24}{name}: not installed")
            continue
        same = value == -solution.costs[0]
        print(
            f"G3  {name:>27}: {took}  {took.wall / ours.wall:.1f}x wall, {took.cpu / ours.cpu:.1f}x cpu, same optimum: {same}"
        )


def g3_fit(size: str = "10000x3000") -> None:
    """The kindest case for dense assignment: fit alone, seats all alike."""
    n, m = map(int, size.split("x"))
    problem = vector_problem(n, m, ({"fit": 1, "unmatched": 1000},))
    solution, ours = timed(partial(solve, problem), 3)
    print(f"G3  fit alone {size:>14}: ours {ours}  {solution.status}", flush=True)
    value, took = timed(partial(peers.by_assignment_of_fit, problem))
    same = value == -solution.costs[0]
    print(
        f"G3  {'assignment':>27}: {took}  {took.wall / ours.wall:.1f}x wall, {took.cpu / ours.cpu:.1f}x cpu, same optimum: {same}"
    )


def g3_proof(size: str = "2000x300") -> None:
    """The independent checker on the same plan."""
    n, m = map(int, size.split("x"))
    problem = build_problem(random_pool(n, m), Policy())
    solution = solve(problem)
    verdict, took = timed(lambda: verify(problem, solution))
    print(f"G3  verify {size}: {took}  {bool(verdict)}")


def g3_quotas(sizes: str = "300x120,1000x300,2000x300") -> None:
    """Two quotas that cross between counties, which no flow can hold: a ceiling at home, and a floor from next door."""
    for size in sizes.split(","):
        n, m = map(int, size.split("x"))
        pool = random_pool(n, m)
        here, next_door = (
            (
                frozenset(p.id for p in pool.mentors if p.county == county),
                frozenset(p.id for p in pool.mentees if p.county == county),
            )
            for county in COUNTIES[:2]
        )
        quotas = [Quota(here[0], here[1], 0, n // 60), Quota(next_door[0], here[1], n // 50, None)]
        problem = build_problem(pool, Policy(), quotas=quotas)
        solution, took = timed(partial(solve, problem), 3)
        print(f"G3  crossing quotas at {size}: {took}  {solution.certificate.method}, {solution.status}")


def g5(size: str = "2000x300", checks: int = 12) -> None:
    """The price of every pair at once, samples compared with solving anew."""
    n, m = map(int, size.split("x"))
    problem = build_problem(random_pool(n, m), Policy())
    solution = solve(problem)
    prices, took = timed(lambda: price_table(problem, solution))
    random, right = Random(0), 0
    for _ in range(checks):
        i, j = random.randrange(n), random.randrange(m)
        while not prices.priced[i, j]:
            i, j = random.randrange(n), random.randrange(m)
        after = price_change(problem, solution, Pin(problem.mentees[i], problem.mentors[j]))
        right += after.tier_losses == prices.losses(i, j)
    print(f"G5  {int(prices.priced.sum())} prices at {size}: {took}; {right} of {checks} samples equal a new solution")
    _, one = timed(lambda: explain(problem, solution, problem.mentees[7]), 5)
    print(f"G5  explain for one mentee at {size}: {one}")


def g8(size: str = "500x150") -> None:
    """Lock, ban and capacity edits with the list of who moves."""
    n, m = map(int, size.split("x"))
    problem = build_problem(random_pool(n, m), Policy())
    solution = solve(problem)
    mentee, mentor = solution.pairs[n // 3]
    other = next(c.mentor for c in explain(problem, solution, mentee).candidates if not c.chosen)
    for change in (Pin(mentee, other), Ban(mentee, mentor, "asked"), Capacity(mentor, 1), Capacity(mentor, -1)):
        effect, took = timed(partial(price_change, problem, solution, change), 7)
        print(f"G8  {type(change).__name__:>8} at {size}: {took}, {len(effect.moves)} moves")


def g10_speed(sizes: str = "300x120,1000x300,2000x300,2000x900", streams: int = 12) -> None:
    """The whole diagnosis of short pools, from people to proved remedies: with one gap, and with one per closed stream."""
    for size in sizes.split(","):
        n, m = map(int, size.split("x"))
        pool = random_pool(n, m, seats=0.8)
        closed = replace(Policy(), closed_streams=frozenset(map(str, range(streams))))
        for kind, people, policy in (("open", pool, Policy()), ("closed", _in_streams(pool, streams), closed)):
            found, took = timed(partial(diagnose, people, policy), 3)
            sets = f"{found.short} short, {len(found.bottlenecks)} sets, {len(found.repairs)} remedies"
            print(f"G10 diagnose {size:>9} {kind:>6}: {took}  {sets}")


def _in_streams(pool: Pool, count: int) -> Pool:
    """Everybody in one of so many streams."""
    random = Random(count)
    mentors = tuple(replace(p, stream=str(random.randrange(count))) for p in pool.mentors)
    return replace(
        pool, mentors=mentors, mentees=tuple(replace(p, stream=str(random.randrange(count))) for p in pool.mentees)
    )


def g12(size: str = "300x120", samples: int = 200) -> None:
    """Perturbed weightings, each solved exactly."""
    n, m = map(int, size.split("x"))
    problem = build_problem(random_pool(n, m), Policy())
    found, took = timed(lambda: robustness(problem, samples=samples))
    firm = sum(standing.firm for standing in found.standings)
    print(f"G12 {samples} samples at {size}: {took}; {firm} of {len(found.standings)} pairings firm")
