"""Two plans of one scheme side by side: who moves, what it costs, whose load changes, and the figures of both."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from matching import Pool
from programme.desk_cards import Contrast, Load, Price, Shift
from programme.desk_figures import Figures, Seats, figures
from programme.desk_holds import Pair
from programme.desk_people import People
from programme.desk_plan import MILLI, sheet_of, weights_of
from programme.scheme_state import Core
from programme.snapshot import person_of

EVENNESS = 50
Plan = Mapping[Pair, int]


@dataclass(frozen=True, slots=True)
class Side:
    """A plan of what was solved in `core`, and the seats of every mentor under which it stands."""

    core: Core
    plan: Plan
    seats: Mapping[int, Seats]


def side_of(core: Core, plan: Plan | None = None) -> Side:
    """What was solved, or another plan under the same seats."""
    return Side(core, sheet_of(core).plan if plan is None else plan, seats_of(core.pool))


def seats_of(pool: Pool) -> dict[int, Seats]:
    """The seats of every mentor."""
    return {person_of(mentor.id): Seats(mentor.capacity, mentor.load) for mentor in pool.mentors}


def shifts_of(old: Plan, new: Plan, people: People) -> list[Shift]:
    """Everybody whose mentor differs between two plans, by mentees.id."""
    out: list[Shift] = []
    for mentee in sorted({pair[0] for pair in old.keys() ^ new.keys()}):
        lost = [mentor for one, mentor in sorted(old.keys() - new.keys()) if one == mentee]
        came = [mentor for one, mentor in sorted(new.keys() - old.keys()) if one == mentee]
        for place in range(max(len(lost), len(came))):
            mentor = came[place] if place < len(came) else None
            out.append(
                Shift(
                    mentee=people.mentees[mentee],
                    from_mentor=people.mentors[lost[place]] if place < len(lost) else None,
                    to_mentor=people.mentors[mentor] if mentor is not None else None,
                    fit_after=new[mentee, mentor] / MILLI if mentor is not None else None,
                )
            )
    return out


def price_between(before: Side, after: Side) -> Price:
    """What the second plan brings against the first, each under its own seats; negative is a loss."""
    old, new, policy = before.plan, after.plan, before.core.problem.policy
    fit = (sum(new.values()) - sum(old.values())) / MILLI
    balance = _burden_cost(before) - _burden_cost(after)
    weight_of_fit, weight_of_balance = weights_of(policy)
    bar = round(policy.floor * MILLI)
    moved = [fit for pair, fit in new.items() if pair not in old]
    return Price(
        total=weight_of_fit * fit + weight_of_balance * balance,
        fit=fit,
        balance=balance,
        unmatched=len({mentee for mentee, _ in old}) - len({mentee for mentee, _ in new}),
        below_floor=sum(fit < bar for fit in new.values()) - sum(fit < bar for fit in old.values()),
        lowest=min(moved) / MILLI if moved else None,
    )


def contrast_of(before: Side, after: Side, people: People) -> Contrast:
    """The figures of both plans and the mentors whose people or seats differ, the fullest after first."""
    old, new = burdens_of(before), burdens_of(after)
    loads = [
        Load(people.mentors[key], old[key][0], new[key][0], old[key][1], new[key][1])
        for key in old
        if old[key] != new[key]
    ]
    loads.sort(key=lambda load: (-load.after / max(load.seats_after, 1), load.mentor.id))
    return Contrast(_figures(before), _figures(after), tuple(loads))


def burdens_of(side: Side) -> dict[int, tuple[int, int]]:
    """(people, seats) of every mentor, pairings in force and the plan together."""
    new = Counter(mentor for _mentee, mentor in side.plan)
    return {key: (own.load + new[key], own.capacity) for key, own in side.seats.items()}


def _figures(side: Side) -> Figures:
    sheet, busy = sheet_of(side.core), {mentor for _mentee, mentor in side.plan}
    seats = {key: own for key, own in side.seats.items() if key in sheet.seats or key in busy}
    return figures(side.plan, sheet.waiting, seats, ())


def _burden_cost(side: Side) -> float:
    """50 x burden^2 / capacity over all mentors, in points: the measure of evenness that the engine minimises."""
    return sum(EVENNESS * burden**2 / max(seats, 1) for burden, seats in burdens_of(side).values())
