"""A scheme's plan in the desk's own terms: pairs by ids, seats, pairs to be looked at, figures."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache

from matching import Policy
from matching.tiers import scale
from programme.desk_figures import Figures, Seats, figures
from programme.desk_holds import Pair
from programme.scheme_state import Core, SchemeState
from programme.snapshot import person_of

MILLI = 1000
SHEETS = 16


class Sheet:
    """A plan in the desk's own terms; each part is worked out when first asked for."""

    def __init__(self, core: Core) -> None:
        self.core = core

    @cached_property
    def plan(self) -> Mapping[Pair, int]:
        """{(mentees.id, people.id of the mentor): fit in milli-points}."""
        solution, mentees = self.core.solution, self.core.mentees
        cells = zip(solution.pairs, solution.fits, strict=True)
        return {(mentees[mentee], person_of(mentor)): fit for (mentee, mentor), fit in cells}

    @cached_property
    def waiting(self) -> Mapping[int, str]:
        """{mentees.id: code of ineligibility, "" for eligible} of everybody in the snapshot."""
        return {self.core.mentees[one.id]: one.ineligible for one in self.core.pool.mentees}

    @cached_property
    def seats(self) -> Mapping[int, Seats]:
        """The seats of every mentor who is available, and of whoever has somebody in this plan."""
        busy = {mentor for _mentee, mentor in self.plan}
        mentors = ((person_of(mentor.id), mentor) for mentor in self.core.pool.mentors)
        return {
            key: Seats(mentor.capacity, mentor.load) for key, mentor in mentors if not mentor.available or key in busy
        }

    @cached_property
    def burdens(self) -> Mapping[int, tuple[int, int]]:
        """(seats, seats in use with this plan) of every mentor of the snapshot."""
        new = Counter(mentor for _mentee, mentor in self.plan)
        mentors = ((person_of(mentor.id), mentor) for mentor in self.core.pool.mentors)
        return {key: (mentor.capacity, mentor.load + new[key]) for key, mentor in mentors}

    @cached_property
    def doubts(self) -> Mapping[Pair, tuple[str, ...]]:
        """Pairs to be looked at with the codes why: "floor", or a rule that only warns."""
        bar, hints = round(self.core.problem.policy.floor * MILLI), Hints(self.core)
        solution, mentees, doubts = self.core.solution, self.core.mentees, {}
        for pair, fit in zip(solution.pairs, solution.fits, strict=True):
            codes = (*(("floor",) if fit < bar else ()), *hints.of(pair))
            if codes:
                doubts[mentees[pair[0]], person_of(pair[1])] = codes
        return doubts

    @cached_property
    def reasons(self) -> Mapping[int, str]:
        """{mentees.id: why a mentor is missing, as in `matching.Unmatched`}."""
        return {self.core.mentees[one.mentee]: one.reason for one in self.core.solution.unmatched}

    @cached_property
    def figures(self) -> Figures:
        """The figures of the plan."""
        return figures(self.plan, self.waiting, self.seats, self.doubts)


@lru_cache(maxsize=SHEETS)
def sheet_of(core: Core) -> Sheet:
    """The sheet of what was solved, kept as long as it is asked for again."""
    return Sheet(core)


def plan_of(state: SchemeState) -> Mapping[Pair, int]:
    """{(mentees.id, people.id of the mentor): fit in milli-points}."""
    return sheet_of(state.core).plan


def figures_of(state: SchemeState) -> Figures:
    """The figures of the plan."""
    return sheet_of(state.core).figures


def weights_of(policy: Policy) -> tuple[float, float]:
    """What a point of fit and a point of evenness weigh in the tier that prices are quoted in."""
    tier = next((tier for tier in policy.tiers if "fit" in tier), {"fit": 1.0})
    return tier["fit"], tier.get("balance", 0.0)


def earlier_losses(state: SchemeState, losses: tuple[int, ...]) -> tuple[str, ...]:
    """The terms of the tiers before the one that prices are quoted in, where a change loses something."""
    names: list[str] = []
    for tier, loss in zip(state.policy.tiers, losses, strict=False):
        if "fit" in tier:
            break
        names += tier if loss > 0 else ()
    return tuple(names)


def in_points(state: SchemeState, cost: int) -> float:
    """A cost of the engine's main tier in points: milli-points times the power of ten that makes weights whole."""
    tier = next((tier for tier in state.policy.tiers if "fit" in tier), {"fit": 1.0})
    return cost / MILLI / scale(tier)


class Hints:
    """The rules that speak against a pair (in the engine's names) without forbidding it under the scheme's policy."""

    def __init__(self, core: Core) -> None:
        policy = core.problem.policy
        self.pool, self.closed = core.pool, policy.closed_streams
        self.warning = [name for name in ("kinship", "command", "stream") if policy.rule(name) == "hint"]
        self.mentees = {person.id: person.stream for person in core.pool.mentees}
        self.mentors = {person.id: person.stream for person in core.pool.mentors}

    def of(self, pair: tuple[str, str]) -> tuple[str, ...]:
        """The codes for one pair, () without any."""
        if not self.warning:
            return ()
        streams = {self.mentees[pair[0]], self.mentors[pair[1]]}
        speaks = {
            "kinship": pair in self.pool.avoid,
            "command": pair in self.pool.command,
            "stream": len(streams) == 2 and bool(streams & self.closed),
        }
        return tuple(name for name in self.warning if speaks[name])
