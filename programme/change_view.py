"""What the page of changes reads: the slips of a cohort, whom a leaving mentor touches, the three plans with names."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local
from db.models import Account, Change, Cohort, MenteeNeed, MentorExpertise, MentorProfile, Pairing, Term
from db.queries.viewer import Viewer, reads
from programme.change_content import CHANGEABLE, Content
from programme.change_ground import Bond, bonds_by_id, open_bonds
from programme.change_people import Named, people_of
from programme.change_plans import PLANS
from programme.change_slip import seen_of
from programme.desk_cards import Who
from programme.desk_people import terms_of
from programme.errors import Forbidden
from programme.usecase import fetch

MILLI = 1000.0


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A slip in the list: whom it is about in names, and how many pairings it touches."""

    id: int
    kind: str
    status: str
    effective_on: date
    names: tuple[str, ...]
    pairings: int
    cohort: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """A pairing that loses its mentor, or, when due for appraisal, stays until it is appraised."""

    pairing_id: int
    mentee: Who
    county: str
    category: str
    mentor: Who
    role: str
    status: str
    ends_on: date

    @property
    def loses(self) -> bool:
        """Whether somebody has to follow."""
        return self.status in CHANGEABLE


@dataclass(frozen=True, slots=True)
class LostExpertise:
    """An expertise of those who leave: holders in the pool before and after, and how many of the touched need it."""

    word: str
    before: int
    after: int
    needed: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What it means that some mentors leave: who loses a mentor, what is known by fewer, where it happens."""

    mentors: tuple[Who, ...]
    touched: tuple[Touched, ...]
    expertise: tuple[LostExpertise, ...]
    counties: tuple[tuple[str, int], ...]
    seats: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with names; figures as in `change_plans.Plan`."""

    name: str
    proved: bool
    moved: int
    unavoidable: int
    mean_fit: float
    lowest_fit: float | None
    under_floor: int
    largest: int
    full: int
    without: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A pairing in the three plans: for each plan the mentor (None: nobody) with the fit, or () where it stays as it is."""

    pairing_id: int
    mentee: Who
    old: Who
    fit_before: float
    plans: Mapping[str, tuple[Who | None, float | None] | tuple[()]]


@dataclass(frozen=True, slots=True)
class ThreePlans:
    """The plans side by side and every pairing that any of them touches."""

    scope: str
    rules: int
    in_play: int
    fit_before: float
    plans: tuple[PlanView, ...]
    choices: tuple[Choice, ...]


@reads("programme")
def slips(session: Session, viewer: Viewer) -> list[SlipLine]:
    """The slips of all cohorts, the newest first; a liaison sees those that touch its unit."""
    cohorts = dict(session.execute(select(Cohort.id, Cohort.name)).all())  # type: ignore[arg-type]
    rows = select(Change, Account.name).join(Account, Account.id == Change.by_id)
    found = [
        (change, by, Content.of(change.content)) for change, by in session.execute(rows.order_by(Change.id.desc()))
    ]
    named = people_of(session, _mentors(found), _mentees(found))
    seen = [(change, by, seen_of(viewer, named, content)) for change, by, content in found]
    return [
        _slip_line(change, by, content, named, cohorts[change.cohort_id])
        for change, by, content in seen
        if viewer.unit_id is None or content.lines
    ]


@reads("programme")
def impact(session: Session, viewer: Viewer, *, mentor_ids: Collection[int]) -> Impact:
    """Whom it touches that these mentors leave, over all cohorts."""
    _whole(viewer)
    bonds = open_bonds(session, Pairing.mentor_id.in_(mentor_ids))
    named = people_of(session, set(mentor_ids), {bond.mentee_id for bond in bonds})
    touched = tuple(_touched(bond, named) for bond in bonds)
    losing = [one for one in touched if one.loses]
    return Impact(
        mentors=tuple(named.mentors[key] for key in mentor_ids if key in named.mentors),
        touched=touched,
        expertise=_expertise(session, mentor_ids, [one.mentee.id for one in losing]),
        counties=tuple(Counter(one.county for one in losing).most_common()),
        seats=_seats(session, mentor_ids),
    )


@reads("programme")
def three_plans(session: Session, viewer: Viewer, *, change_id: int) -> ThreePlans | None:
    """The plans as they were computed with the draft; None for a slip without any."""
    _whole(viewer)
    change = fetch(session, Change, change_id)
    kept = change.plans
    if not kept:
        return None
    bonds = bonds_by_id(session, [int(key) for key in kept["before"]])
    named = people_of(session, _plan_mentors(kept, bonds.values()), {bond.mentee_id for bond in bonds.values()})
    return ThreePlans(
        scope=kept["scope"],
        rules=kept["rules"],
        in_play=kept["in_play"],
        fit_before=kept["fit_before"],
        plans=tuple(_plan_view(kept["plans"][name], named) for name in PLANS),
        choices=tuple(_choices(kept, bonds, named)),
    )


def _whole(viewer: Viewer) -> None:
    """Planning names people of every unit."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")


def _mentors(found: Iterable[tuple[Change, str, Content]]) -> set[int]:
    lines = {key for _c, _b, content in found for line in content.lines for key in (line.mentor_id, line.new_mentor_id)}
    return {key for key in lines if key} | {one.mentor_id for _c, _b, content in found for one in content.leavers}


def _mentees(found: Iterable[tuple[Change, str, Content]]) -> set[int]:
    return {line.mentee_id for _c, _b, content in found for line in content.lines}


def _slip_line(change: Change, by: str, content: Content, named: Named, cohort: str) -> SlipLine:
    if content.leavers:
        names = [named.mentors[one.mentor_id].name for one in content.leavers]
    else:
        names = [named.mentees[line.mentee_id].name for line in content.lines]
    return SlipLine(
        change.id, change.kind, change.status, content.effective_on, tuple(names), len(content.lines), cohort, by,
        local(change.at),
    )  # fmt: skip


def _touched(bond: Bond, named: Named) -> Touched:
    county, category = named.places[bond.mentee_id]
    return Touched(
        pairing_id=bond.id,
        mentee=named.mentees[bond.mentee_id],
        county=county,
        category=category,
        mentor=named.mentors[bond.mentor_id],
        role=bond.role,
        status=bond.status,
        ends_on=bond.ends_on,
    )


def _expertise(session: Session, leaving: Collection[int], mentee_ids: Collection[int]) -> tuple[LostExpertise, ...]:
    """What those who leave know well enough to be chosen for it, the rarest afterwards first."""
    rows = (
        select(Term.code, MentorExpertise.person_id)
        .join(Term, Term.id == MentorExpertise.term_id)
        .join(MentorProfile, MentorProfile.person_id == MentorExpertise.person_id)
        .where(MentorExpertise.grade > 0, MentorProfile.status == "in_pool")
    )
    holders: dict[str, set[int]] = defaultdict(set)
    for code, person in session.execute(rows):
        holders[code].add(person)
    needed = Counter(session.scalars(_needs_of(mentee_ids)))
    words, gone = terms_of(session), set(leaving)
    found = [
        LostExpertise(words[code], len(people), len(people - gone), needed[code])
        for code, people in holders.items()
        if people & gone
    ]
    return tuple(sorted(found, key=lambda one: (one.after, -one.needed, one.word)))


def _needs_of(mentee_ids: Collection[int]) -> Any:
    rows = select(Term.code).join(MenteeNeed, MenteeNeed.term_id == Term.id)
    return rows.where(MenteeNeed.mentee_id.in_(mentee_ids))


def _seats(session: Session, mentor_ids: Collection[int]) -> int:
    """Seats that the pool loses, taken or free."""
    rows = select(MentorProfile.capacity).where(
        MentorProfile.person_id.in_(mentor_ids), MentorProfile.status == "in_pool"
    )
    return sum(session.scalars(rows))


def _plan_mentors(kept: Mapping[str, Any], bonds: Iterable[Bond]) -> set[int]:
    new = {line[2] for plan in kept["plans"].values() for line in plan["lines"] if line[2]}
    return new | {bond.mentor_id for bond in bonds}


def _plan_view(row: Mapping[str, Any], named: Named) -> PlanView:
    figures = ("name", "proved", "moved", "unavoidable", "mean_fit", "lowest_fit", "under_floor", "largest", "full")
    without = tuple(named.mentees[key] for key in row["without"] if key in named.mentees)
    return PlanView(**{name: row[name] for name in figures}, without=without)


def _choices(kept: Mapping[str, Any], bonds: Mapping[int, Bond], named: Named) -> Iterable[Choice]:
    lines = {
        (name, key): (mentor, fit) for name, plan in kept["plans"].items() for key, _act, mentor, fit in plan["lines"]
    }
    touched = {key for _name, key in lines}
    for key in sorted(touched & bonds.keys(), key=lambda key: (named.mentors[bonds[key].mentor_id].name, key)):
        yield Choice(
            pairing_id=key,
            mentee=named.mentees[bonds[key].mentee_id],
            old=named.mentors[bonds[key].mentor_id],
            fit_before=kept["before"][str(key)] / MILLI,
            plans={name: _chosen(lines.get((name, key)), named) for name in PLANS},
        )


def _chosen(found: tuple[int | None, int | None] | None, named: Named) -> tuple[Any, ...]:
    if found is None:
        return ()
    mentor, fit = found
    return named.mentor(mentor), None if fit is None else fit / MILLI
