"""A scheme's plan in the desk's own terms: pairs by ids, seats, pairs to be looked at, figures."""

from collections import Counter

from matching.tiers import scale
from programme.desk_figures import Figures, Seats, figures
from programme.desk_holds import Pair
from programme.scheme_state import SchemeState
from programme.snapshot import person_of

MILLI = 1000


def plan_of(state: SchemeState) -> dict[Pair, int]:
    """{(mentees.id, people.id of the mentor): fit in milli-points}."""
    return {state.ids(pair): fit for pair, fit in zip(state.solution.pairs, state.solution.fits, strict=True)}


def seats_of(state: SchemeState) -> dict[int, Seats]:
    """The seats of every mentor who is available, and of whoever has somebody in this plan."""
    busy = {mentor for _mentee, mentor in state.solution.pairs}
    return {
        person_of(mentor.id): Seats(mentor.capacity, mentor.load)
        for mentor in state.pool.mentors
        if not mentor.available or mentor.id in busy
    }


def demand_of(state: SchemeState) -> dict[int, int]:
    """How many mentors each mentee asks for."""
    return {state.mentees[mentee.id]: mentee.demand for mentee in state.pool.mentees}


def burdens_of(state: SchemeState) -> dict[int, tuple[int, int]]:
    """(seats, seats in use with this plan) of every mentor of the snapshot."""
    new = Counter(mentor for _mentee, mentor in state.solution.pairs)
    return {person_of(mentor.id): (mentor.capacity, mentor.load + new[mentor.id]) for mentor in state.pool.mentors}


def weights_of(state: SchemeState) -> tuple[float, float]:
    """What a point of fit and a point of evenness weigh in the tier that prices are quoted in."""
    tier = next((tier for tier in state.policy.tiers if "fit" in tier), {"fit": 1.0})
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


def figures_of(state: SchemeState) -> Figures:
    """The figures of the plan."""
    return figures(plan_of(state), demand_of(state), seats_of(state), doubts_of(state))


def doubts_of(state: SchemeState) -> dict[Pair, tuple[str, ...]]:
    """Pairs to be looked at with the codes why: "floor", or a rule that only warns."""
    bar, hints = round(state.policy.floor * 1000), Hints(state)
    doubts = {}
    for pair, fit in zip(state.solution.pairs, state.solution.fits, strict=True):
        codes = (*(("floor",) if fit < bar else ()), *hints.of(pair))
        if codes:
            doubts[state.ids(pair)] = codes
    return doubts


class Hints:
    """The rules that speak against a pair (in the engine's names) without forbidding it under the scheme's policy."""

    def __init__(self, state: SchemeState) -> None:
        self.pool, self.closed = state.pool, state.policy.closed_streams
        self.warning = [name for name in ("kinship", "command", "stream") if state.policy.rule(name) == "hint"]
        self.mentees = {person.id: person.stream for person in state.pool.mentees}
        self.mentors = {person.id: person.stream for person in state.pool.mentors}

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
