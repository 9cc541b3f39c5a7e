"""The figures by which schemes stand beside each other, computed from the snapshot and the pairs alone."""

from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import OPEN, Pairing, Scheme
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from programme.desk_figures import gini
from programme.scheme_input import Input, Pair, frozen_input, plans

Present = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's seats: `load` taken before the plan, `new` by it."""

    mentor_id: int
    capacity: int
    load: int
    new: int

    @property
    def burden(self) -> int:
        """How many people the mentor has with this plan."""
        return self.load + self.new

    @property
    def share(self) -> float:
        """Burden / capacity; a mentor who has people without having seats counts as having one."""
        return self.burden / max(self.capacity, 1)


@dataclass(frozen=True, slots=True)
class SchemeFigures:
    """People are counted once, pairs each. Fits in fit points, None without pairs; `gini` in 0..1.

    `paired` and `unmatched` make up `eligible`. `burden` of `seats` is the biggest load; `crowded` counts mentors
    over their seats. `moves` counts people with a pairing in force whom the plan gives other mentors; None while
    the cohort has no pairing in force.
    """

    eligible: int
    ineligible: int
    paired: int
    unmatched: int
    mean_fit: float | None
    lowest_fit: float | None
    under_floor: int
    gini: float
    burden: int
    seats: int
    crowded: int
    moves: int | None


@reads("programme")
@kept
def scheme_figures(session: Session, viewer: Viewer, *, cohort_id: int) -> dict[int, SchemeFigures]:
    """{scheme: its figures} of every scheme of a cohort that has a plan."""
    rows = select(Scheme.id).where(Scheme.cohort_id == cohort_id, Scheme.fingerprint != "")
    known = {key: frozen_input(session, key) for key in session.scalars(rows)}
    present, plan = present_pairs(session, cohort_id), plans(session, list(known))
    return {key: figures(known[key], plan[key], loads(known[key], plan[key]), present) for key in known}


def figures(
    basis: Input, plan: Mapping[Pair, int], seats: Collection[Load], present: Present, own: Set[int] | None = None
) -> SchemeFigures:
    """The figures of a plan; `seats` are those of the mentors who count (see `loads`), `own` the mentees who do."""
    eligible, ineligible = (part if own is None else part & own for part in (basis.eligible, basis.ineligible))
    points = [fit / 1000 for fit in plan.values()]
    with_mentor = {mentee for mentee, _mentor in plan}
    top = max(seats, key=lambda one: (one.share, one.burden), default=Load(0, 0, 0, 0))
    return SchemeFigures(
        eligible=len(eligible),
        ineligible=len(ineligible),
        paired=len(with_mentor & eligible),
        unmatched=len(eligible - with_mentor),
        mean_fit=sum(points) / len(points) if points else None,
        lowest_fit=min(points, default=None),
        under_floor=sum(fit < basis.floor for fit in plan.values()),
        gini=gini([one.share for one in seats if one.capacity]),
        burden=top.burden,
        seats=top.capacity,
        crowded=sum(one.burden > one.capacity for one in seats),
        moves=_moves(plan, present) if present else None,
    )


def loads(basis: Input, plan: Mapping[Pair, int]) -> list[Load]:
    """The seats of every mentor who was available in the snapshot or has somebody in the plan, by people.id."""
    new = Counter(mentor for _mentee, mentor in plan)
    shown = sorted((basis.available | new.keys()) & basis.seats.keys())
    return [Load(key, basis.seats[key].capacity, basis.seats[key].load, new[key]) for key in shown]


def present_pairs(session: Session, cohort_id: int) -> dict[int, frozenset[int]]:
    """{mentees.id: people.id of the mentors} of the pairings in force in a cohort."""
    out: dict[int, frozenset[int]] = {}
    rows = select(Pairing.mentee_id, Pairing.mentor_id).where(Pairing.cohort_id == cohort_id, Pairing.status.in_(OPEN))
    for mentee_id, mentor_id in session.execute(rows):
        out[mentee_id] = out.get(mentee_id, frozenset()) | {mentor_id}
    return out


def _moves(plan: Mapping[Pair, int], present: Present) -> int:
    """People with a pairing in force for whom the plan has other mentors."""
    planned: dict[int, set[int]] = {}
    for mentee_id, mentor_id in plan:
        planned.setdefault(mentee_id, set()).add(mentor_id)
    return sum(key in present and present[key] != mentors for key, mentors in planned.items())
