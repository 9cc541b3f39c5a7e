"""What would help those who wait: remedies of each kind for each gap, only those shown to place more seats.

Each is re-optimised from the pairing there is: it opens one seat or one door, which places one seat more if somebody
who waits reaches it by exchanges, and otherwise none - exactly what solving anew would find. Where quotas or a
person in both roles could interfere, the changed problem is solved anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.bottlenecks import Bottleneck, NoMentor, counted
from matching.criteria import Encoded
from matching.people import MAX_GRADE, Mentee, Mentor, Pool
from matching.placement import Placement, largest, missing_seats
from matching.problem import Ban, Problem, build_problem
from matching.rules import forbidden_block
from matching.search import Watch

REPAIRS_PER_GAP = 3
RELAXABLE = ("command", "stream", "banned")
NEW_MENTOR = "\x00new"


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


def repairs(
    placed: Placement, gaps: Iterable[Bottleneck], blocked: Iterable[NoMentor], watch: Watch
) -> tuple[Repair, ...]:
    """The remedies that hold, in the order of the gaps."""
    ideas = candidates(placed, gaps, blocked)
    trial, out = Trial(placed, ideas, watch), []
    for at, idea in enumerate(ideas):
        watch.step(at / len(ideas), "repairs")
        gain = trial.gain(idea)
        if gain > 0:
            out.append(replace(idea, gain=gain))
    return tuple(out)


def candidates(placed: Placement, gaps: Iterable[Bottleneck], blocked: Iterable[NoMentor]) -> tuple[Repair, ...]:
    """What is worth trying, each once: a few remedies of each kind for each gap."""
    return tuple(dict.fromkeys(_ideas(placed, gaps, blocked)))


class Trial:
    """How many more seats each of these remedies places; a pair is tried with a mentor who keeps an open seat."""

    def __init__(self, placed: Placement, ideas: Sequence[Repair], watch: Watch) -> None:
        self.problem, self.placed, self.watch = placed.problem, placed, watch
        self.row = {name: i for i, name in enumerate(self.problem.mentees)}
        self.column = {name: j for j, name in enumerate(self.problem.mentors)}
        self.mentees, self.mentors = placed.in_reach()
        self.recruits = self._in_reach([idea for idea in ideas if idea.kind == "recruit"])
        self.taught = {self.problem.mentees[i] for i, _ in self.problem.roles}
        self.teaching = {self.problem.mentors[j] for _, j in self.problem.roles}

    def gain(self, idea: Repair) -> int:
        """Seats that the remedy adds to a largest pairing: by exchanges where these tell all, else solved anew."""
        # The pair of two people who are mentor and mentee, once pinned, forbids the reverse pair.
        if self.problem.quotas or (idea.mentee in self.taught and idea.mentor in self.teaching):
            return self._solved_anew(idea)
        if idea.kind == "capacity":
            # Where pins alone are more than the seats, one seat more is none.
            more = carried_out(self.problem, idea).free.sum() > self.problem.free.sum()
            return int(more and self.mentors[self.column[idea.mentor]])
        if idea.kind == "relax":
            return int(self.mentees[self.row[idea.mentee]])
        return int(idea in self.recruits)

    def _in_reach(self, ideas: Sequence[Repair]) -> frozenset[Repair]:
        """The recruits whom the rules allow to somebody in reach."""
        pool, policy = self.problem.pool, self.problem.policy
        if pool is None:
            return frozenset()
        people, new = {p.id: p for p in pool.mentees}, [newcomer(idea) for idea in ideas]
        reached = [people[self.problem.mentees[i]] for i in np.flatnonzero(self.mentees)]
        world = Encoded(Pool((), ()), new, reached, policy.unit_direction)
        allowed = (forbidden_block(world, policy, np.arange(len(reached))) == 0).any(axis=0)
        return frozenset(idea for idea, open_ in zip(ideas, allowed, strict=True) if open_)

    def _solved_anew(self, idea: Repair) -> int:
        changed = carried_out(self.problem, idea)
        rows, _ = largest(changed, Watch(cancel=self.watch.cancel))
        return int(self.placed.missing.sum() - missing_seats(changed, rows).sum())


def carried_out(problem: Problem, repair: Repair) -> Problem:
    """The problem with a remedy: a seat more, a pair pinned against the rule, or a mentor more."""
    if repair.kind == "capacity":
        more, column = problem.capacity.copy(), problem.mentors.index(repair.mentor)
        more[column] = max(more[column], problem.load[column]) + 1
        return replace(problem, capacity=more)
    if repair.kind == "relax":
        cell = problem.mentees.index(repair.mentee), problem.mentors.index(repair.mentor)
        return replace(problem, pins=tuple(sorted({*problem.pins, cell})))
    assert problem.pool is not None
    pool = replace(problem.pool, mentors=(*problem.pool.mentors, newcomer(repair)))
    pins = [(problem.mentees[i], problem.mentors[j]) for i, j in problem.pins]
    bans = [Ban(problem.mentees[i], problem.mentors[j], reason) for i, j, reason in problem.bans]
    return build_problem(pool, problem.policy, pins, bans, quotas=problem.quotas)


def newcomer(repair: Repair) -> Mentor:
    """The mentor whom a "recruit" asks for: one seat, and the top grade in what is needed."""
    knows = {repair.need: MAX_GRADE} if repair.need else {}
    return Mentor(NEW_MENTOR, 1, expertise=knows, county=repair.county, stream=repair.stream)


def _ideas(placed: Placement, gaps: Iterable[Bottleneck], blocked: Iterable[NoMentor]) -> Iterable[Repair]:
    people = {p.id: p for p in placed.problem.pool.mentees} if placed.problem.pool else {}
    for gap in gaps:
        yield from (Repair("capacity", 0, mentor=name) for name in gap.mentors[:REPAIRS_PER_GAP])
        yield from _relaxed(placed, gap.mentees)
        if people:
            yield _recruit(placed.problem, [people[name] for name in gap.mentees], people[gap.waiting[0]])
    for one in blocked:
        if not one.ineligible:
            yield from _relaxed(placed, (one.mentee,))
            if people:
                yield _recruit(placed.problem, [people[one.mentee]], people[one.mentee])


def _relaxed(placed: Placement, names: Sequence[str]) -> list[Repair]:
    """A few pairs that only a softer rule forbids, with mentors who keep an open seat."""
    problem, spare, out = placed.problem, placed.spare > 0, list[Repair]()
    codes = [code for code, rule in enumerate(problem.codes) if rule in RELAXABLE]
    rows = np.flatnonzero(np.isin(np.array(problem.mentees), names)) if spare.any() else np.zeros(0, np.int64)
    for part in problem.row_blocks(rows):
        block = problem.block(part)
        for at, j in np.argwhere(np.isin(block.code, codes) & spare)[:REPAIRS_PER_GAP]:
            rule = problem.codes[block.code[at, j]]
            out.append(Repair("relax", 0, mentor=problem.mentors[j], mentee=problem.mentees[block.rows[at]], rule=rule))
        if len(out) >= REPAIRS_PER_GAP:
            break
    return out[:REPAIRS_PER_GAP]


def _recruit(problem: Problem, group: Sequence[Mentee], first: Mentee) -> Repair:
    """One more mentor with a single seat: with the need and county most asked for, and of the first one's stream."""
    needs = counted(p.needs[0] for p in group if p.needs)
    counties = counted(p.county for p in group if p.county)
    need, county = (words[0][0] if words else "" for words in (needs, counties))
    closed = first.stream if first.stream in problem.policy.closed_streams else ""
    return Repair("recruit", 0, need=need, county=county, stream=closed)
