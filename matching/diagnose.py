"""Before any run: are there seats enough, for whom not, who competes for too few seats, and what would help.

Everything rests on one largest possible pairing (by priority) and Hall's theorem: if a mentee must stay without
a seat, then the mentees reachable from him by exchanges need more seats than all mentors allowed to them have.
That set is minimal: drop anybody from it, and the rest can all be placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.criteria import within
from matching.people import MAX_GRADE, Mentor, Pool
from matching.policy import Policy
from matching.problem import Ban, Cell, Problem, build_problem, cells_as_arrays
from matching.reasons import count_codes, ineligibility
from matching.residual import all_pairs
from matching.solve import Search, Watch
from matching.source import Integers
from matching.tiers import Tier

REPAIRS_PER_GAP = 3
RELAXABLE = ("command", "stream", "banned")
NEW_MENTOR = "\x00new"


@dataclass(frozen=True, slots=True)
class NoMentor:
    """A mentee whom no mentor may take: `rules` counts the mentors that each rule takes away."""

    mentee: str
    seats: int
    rules: dict[str, int]
    ineligible: str


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """`mentees` (a minimal set) ask for `wanted` seats, their only `mentors` have `seats` = wanted - 1 left.

    `waiting` are all who go without because of these mentors; `needs` and `counties` count what the set asks for.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    wanted: int
    seats: int
    waiting: tuple[str, ...]
    needs: tuple[tuple[str, int], ...]
    counties: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """In a county, for a first-ranked need: mentees who ask, seats of the county's mentors with it, unplaced people."""

    county: str
    need: str
    people: int
    seats: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was re-solved and places `gain` more seats.

    kind "capacity": one more seat for `mentor`; "relax": let `mentee` go to `mentor` against `rule`;
    "recruit": one mentor more with the expertise `need`, in `county`, of `stream` where that one is closed to others.
    """

    kind: str
    gain: int
    mentor: str = ""
    mentee: str = ""
    rule: str = ""
    need: str = ""
    county: str = ""
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`people` seats asked for, `seats` open seats of available mentors, `short` that must stay unplaced."""

    people: int
    seats: int
    short: int
    no_mentor: tuple[NoMentor, ...]
    bottlenecks: tuple[Bottleneck, ...]
    shortages: tuple[Shortage, ...]
    repairs: tuple[Repair, ...]


def diagnose(pool: Pool, policy: Policy, pins: Iterable[tuple[str, str]] = (), bans: Iterable[Ban] = ()) -> Diagnosis:
    """Seats against people, named bottlenecks, shortages by county and need, and verified repairs.

    `InputError` as for `build_problem`.
    """
    return diagnose_problem(build_problem(pool, policy, pins, bans))


def diagnose_problem(problem: Problem) -> Diagnosis:
    """The same for a problem from a table, which knows no counties and needs."""
    placed = Placement(problem)
    blocked = no_mentor(problem)
    gaps = bottlenecks(problem, placed)
    refused = ineligibility(problem)
    asked = problem.demand[[name not in refused for name in problem.mentees]]
    return Diagnosis(
        people=int(asked.sum()),
        seats=int(open_seats(problem).sum()),
        short=int(placed.missing.sum()) - sum(x.seats for x in blocked if x.ineligible),
        no_mentor=blocked,
        bottlenecks=gaps,
        shortages=shortages(problem, placed),
        repairs=repairs(problem, placed, gaps, blocked),
    )


def open_seats(problem: Problem) -> Integers:
    """Seats left of mentors who are available, before pins, (m,)."""
    gone = {p.id for p in problem.pool.mentors if p.available} if problem.pool else set()
    here = np.array([name not in gone for name in problem.mentors], dtype=np.int64)
    return np.maximum(problem.capacity - problem.load, 0) * here


class Placement:
    """A largest pairing by priority: who is placed where, who is missing a seat, and who may go where."""

    def __init__(self, problem: Problem) -> None:
        search = Search(problem, Watch())
        search.pairs, search.complete = all_pairs(problem, search.frame), True
        plan = search.prove((Tier(unmatched=1),))
        rows, self.columns = open_doors(problem)
        self.start = np.searchsorted(rows, np.arange(problem.shape[0] + 1))
        self.cells: tuple[Cell, ...] = tuple(sorted(set(plan.fits()) - set(problem.pins)))
        placed = np.bincount([i for i, _ in self.cells], minlength=problem.shape[0])
        self.missing: Integers = problem.wanted - placed
        self.taken: dict[int, list[int]] = {}
        for i, j in self.cells:
            self.taken.setdefault(j, []).append(i)

    def allowed(self, row: int) -> set[int]:
        """Mentors whom the rules allow to a mentee, pins apart, whether they have a seat or not."""
        return set(self.columns[self.start[row] : self.start[row + 1]].tolist())

    def hall_set(self, row: int) -> tuple[set[int], set[int]]:
        """(mentees, mentors) reachable by exchanges from a mentee who is missing a seat."""
        mentees, mentors, waiting = {row}, set[int](), [row]
        while waiting:
            found = self.allowed(waiting.pop()) - mentors
            mentors |= found
            fresh = {i for j in found for i in self.taken.get(j, [])} - mentees
            mentees |= fresh
            waiting += sorted(fresh)
        return mentees, mentors


def open_doors(problem: Problem) -> tuple[Integers, Integers]:
    """(rows, columns) of the pairs that rules and decisions allow, without the pins."""
    parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for block in problem.blocks():
        allowed = block.code == 0
        allowed[within(cells_as_arrays(problem.pins), block.rows)] = False
        row, column = np.nonzero(allowed)
        parts.append((block.rows[row], column))
    rows, columns = (np.concatenate(part) for part in zip(*parts, strict=True))
    return rows, columns


def no_mentor(problem: Problem) -> tuple[NoMentor, ...]:
    """Mentees who ask for a seat and whom no mentor may take, with the rules counted."""
    refused, out = ineligibility(problem), []
    for block in problem.blocks():
        for at in np.flatnonzero((block.code > 0).all(axis=1)):
            i = int(block.rows[at])
            if problem.wanted[i]:
                rules = count_codes(problem, block.code[at])
                out.append(
                    NoMentor(problem.mentees[i], int(problem.wanted[i]), rules, refused.get(problem.mentees[i], ""))
                )
    return tuple(out)


def bottlenecks(problem: Problem, placed: Placement) -> tuple[Bottleneck, ...]:
    """One minimal set per group of mentors for whom somebody has to wait."""
    found: dict[frozenset[int], tuple[set[int], list[int]]] = {}
    for i in np.flatnonzero(placed.missing):
        mentees, mentors = placed.hall_set(int(i))
        if mentors:
            found.setdefault(frozenset(mentors), (mentees, []))[1].append(int(i))
    return tuple(_bottleneck(problem, mentees, mentors, waiting) for mentors, (mentees, waiting) in found.items())


def _bottleneck(problem: Problem, mentees: set[int], mentors: frozenset[int], waiting: list[int]) -> Bottleneck:
    people = {p.id: p for p in problem.pool.mentees} if problem.pool else {}
    names = tuple(problem.mentees[i] for i in sorted(mentees))
    group = [people[name] for name in names if name in people]
    return Bottleneck(
        mentees=names,
        mentors=tuple(problem.mentors[j] for j in sorted(mentors)),
        wanted=int(problem.wanted[sorted(mentees)].sum()),
        seats=int(problem.free[sorted(mentors)].sum()),
        waiting=tuple(problem.mentees[i] for i in waiting),
        needs=_counted(p.needs[0] for p in group if p.needs),
        counties=_counted(p.county for p in group if p.county),
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


def shortages(problem: Problem, placed: Placement) -> tuple[Shortage, ...]:
    """Every (county, first need) with more people than seats or with somebody unplaced, the worst first."""
    if problem.pool is None:
        return ()
    seats = dict(zip(problem.mentors, open_seats(problem).tolist(), strict=True))
    missing = dict(zip(problem.mentees, placed.missing.tolist(), strict=True))
    people: Counter[tuple[str, str]] = Counter()
    unplaced: Counter[tuple[str, str]] = Counter()
    for p in problem.pool.mentees:
        if not p.ineligible:
            key = (p.county, p.needs[0] if p.needs else "")
            people[key] += p.demand
            unplaced[key] += missing[p.id]
    offered = Counter({(p.county, code): 0 for p in problem.pool.mentors for code in p.expertise})
    for mentor in problem.pool.mentors:
        for code in mentor.expertise:
            offered[mentor.county, code] += seats[mentor.id]
    rows = [Shortage(*key, count, offered[key], unplaced[key]) for key, count in people.items()]
    short = [row for row in rows if row.people > row.seats or row.unplaced]
    return tuple(sorted(short, key=lambda row: (-row.unplaced, row.seats - row.people, row.county, row.need)))


def repairs(
    problem: Problem, placed: Placement, gaps: Iterable[Bottleneck], blocked: Iterable[NoMentor]
) -> tuple[Repair, ...]:
    """Remedies of each kind for each gap, only those that a new solution has shown to place more seats."""
    before = int(placed.missing.sum())
    ideas: list[tuple[Repair, Problem]] = []
    for gap in gaps:
        ideas += [_more_seats(problem, name) for name in gap.mentors[:REPAIRS_PER_GAP]]
        ideas += _relaxed(problem, placed, gap.mentees)
        ideas += _recruits(problem, gap.mentees, (*gap.waiting, *gap.mentees))
    for one in blocked:
        if not one.ineligible:
            ideas += _relaxed(problem, placed, (one.mentee,)) + _recruits(problem, (one.mentee,), (one.mentee,))
    out: dict[Repair, Repair] = {}
    for idea, changed in ideas:
        gain = before - int(Placement(changed).missing.sum()) if idea not in out else 0
        if gain > 0:
            out[idea] = replace(idea, gain=gain)
    return tuple(out.values())


def _more_seats(problem: Problem, mentor: str) -> tuple[Repair, Problem]:
    more = problem.capacity.copy()
    column = problem.mentors.index(mentor)
    more[column] = max(more[column], problem.load[column]) + 1
    return Repair("capacity", 0, mentor=mentor), replace(problem, capacity=more)


def _relaxed(problem: Problem, placed: Placement, mentees: tuple[str, ...]) -> list[tuple[Repair, Problem]]:
    """Pairs that only a softer rule forbids, with mentors who keep an open seat; tried by pinning them."""
    used = {j: len(rows) for j, rows in placed.taken.items()}
    spare = np.array([problem.free[j] > used.get(j, 0) for j in range(problem.shape[1])], dtype=bool)
    out: list[tuple[Repair, Problem]] = []
    for name in mentees:
        i = problem.mentees.index(name)
        code = problem.line(i).code[0]
        for j in np.flatnonzero(spare & (code > 0)):
            rule = problem.codes[code[j]]
            if rule in RELAXABLE and len(out) < REPAIRS_PER_GAP:
                idea = Repair("relax", 0, mentor=problem.mentors[j], mentee=name, rule=rule)
                out.append((idea, replace(problem, pins=tuple(sorted({*problem.pins, (i, int(j))})))))
    return out


def _recruits(problem: Problem, mentees: tuple[str, ...], first: tuple[str, ...]) -> list[tuple[Repair, Problem]]:
    """One more mentor with a single seat: with the need and county most asked for, and of the first one's stream."""
    if problem.pool is None:
        return []
    people = {p.id: p for p in problem.pool.mentees}
    group, one = [people[name] for name in mentees], people[first[0]]
    needs = _counted(p.needs[0] for p in group if p.needs)
    counties = _counted(p.county for p in group if p.county)
    need, county = (words[0][0] if words else "" for words in (needs, counties))
    closed = one.stream if one.stream in problem.policy.closed_streams else ""
    idea = Repair("recruit", 0, need=need, county=county, stream=closed)
    pool = replace(problem.pool, mentors=(*problem.pool.mentors, newcomer(idea)))
    pins = [(problem.mentees[i], problem.mentors[j]) for i, j in problem.pins]
    bans = [Ban(problem.mentees[i], problem.mentors[j], reason) for i, j, reason in problem.bans]
    return [(idea, build_problem(pool, problem.policy, pins, bans))]


def newcomer(repair: Repair) -> Mentor:
    """The mentor whom a "recruit" asks for: one seat, and the top grade in what is needed."""
    knows = {repair.need: MAX_GRADE} if repair.need else {}
    return Mentor(NEW_MENTOR, 1, expertise=knows, county=repair.county, stream=repair.stream)
