"""Close a cohort (结项): what still stands open is told by name; what is closed only takes corrections with a reason."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    OPEN,
    Assessment,
    AssessmentRound,
    Change,
    Cohort,
    Conclusion,
    GradeDispute,
    Mentee,
    Pairing,
    Person,
    Survey,
    Unit,
)
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.change_content import UNDER_WAY
from programme.cohort_open import demand_open
from programme.errors import Conflict
from programme.usecase import claim, fetch, record, use_case

CAME_TO_AN_END = ("due", "graduated", "extended")
mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")


@dataclass(frozen=True, slots=True)
class Item:
    """A pairing that something is still to be done about."""

    pairing_id: int
    mentee: str
    mentor: str
    unit: str
    status: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against closing: the first four bar it, missing grades can be set aside with a reason.

    `running` are open pairings that go on after an extension: they can be carried over to another cohort. `waiting` are
    mentees who never got a mentor, told but no bar; `slips` counts change slips on their way.
    """

    running: tuple[Item, ...] = ()
    pairings: tuple[Item, ...] = ()
    disputes: tuple[Item, ...] = ()
    conclusions: tuple[Item, ...] = ()
    slips: int = 0
    grades: tuple[Item, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def bars(self) -> bool:
        """Whether anything bars closing whatever the reason."""
        return bool(self.running or self.pairings or self.disputes or self.conclusions or self.slips)


@reads("programme")
def closing(session: Session, viewer: Viewer, *, cohort_id: int) -> Standing:
    """What stands against closing a cohort; a liaison, who closes none, is told nothing."""
    return Standing() if viewer.unit_id is not None else standing(session, cohort_id)


def standing(session: Session, cohort_id: int) -> Standing:
    """Everything that is open in a cohort, by name."""
    still_open = _items(session, cohort_id, Pairing.status.in_(OPEN))
    going_on = set(session.scalars(select(Pairing.id).where(Pairing.mentee_id.in_(extended_mentees()))))
    return Standing(
        running=tuple(one for one in still_open if one.pairing_id in going_on),
        pairings=tuple(one for one in still_open if one.pairing_id not in going_on),
        disputes=_items(session, cohort_id, Pairing.id.in_(_disputed())),
        conclusions=_items(session, cohort_id, Pairing.id.in_(_proposed())),
        slips=len(session.scalars(select(Change.id).where(Change.cohort_id == cohort_id, Change.status.in_(UNDER_WAY))).all()),
        grades=_without_grade(session, cohort_id),
        waiting=_waiting(session, cohort_id),
    )  # fmt: skip


def extended_mentees() -> Select:
    """mentees.id of those whose pairing was extended."""
    rows = select(Pairing.mentee_id).join(Conclusion, Conclusion.pairing_id == Pairing.id)
    return rows.where(Conclusion.kind == "extend", Conclusion.status == "carried_out")


def _disputed() -> Select:
    rows = select(Assessment.pairing_id).join(GradeDispute, GradeDispute.assessment_id == Assessment.id)
    return rows.where(GradeDispute.decision == "")


def _proposed() -> Select:
    return select(Conclusion.pairing_id).where(Conclusion.status == "proposed")


def _without_grade(session: Session, cohort_id: int) -> tuple[Item, ...]:
    """Leads that came to their end whose mentee has no grade of a final round, neither in this pairing nor before it."""
    graded = select(Pairing.mentee_id).join(Assessment, Assessment.pairing_id == Pairing.id)
    graded = graded.join(AssessmentRound, AssessmentRound.id == Assessment.round_id)
    graded = graded.where(AssessmentRound.kind == "final", Assessment.number > 0)
    ended = (Pairing.role == "lead", Pairing.status.in_(CAME_TO_AN_END), Pairing.mentee_id.not_in(graded))
    return _items(session, cohort_id, *ended)


def _items(session: Session, cohort_id: int, *which: ColumnElement[bool]) -> tuple[Item, ...]:
    rows = (
        select(Pairing.id, mentee_person.name, mentor_person.name, Unit.name, Pairing.status)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == mentee_person.unit_id)
        .where(Pairing.cohort_id == cohort_id, *which)
        .order_by(Unit.position, mentee_person.name_key, Pairing.id)
    )
    return tuple(
        Item(key, mentee, mentor, unit or "", state) for key, mentee, mentor, unit, state in session.execute(rows)
    )


def _waiting(session: Session, cohort_id: int) -> tuple[str, ...]:
    rows = select(Person.name).join(Mentee, Mentee.person_id == Person.id)
    rows = rows.where(Mentee.cohort_id == cohort_id, Mentee.status == "waiting").order_by(Person.name_key, Person.id)
    return tuple(session.scalars(rows))


@use_case(Action.MANAGE_COHORTS)
def close_cohort(session: Session, by: Actor, *, cohort_id: int, seen_version: int, override: str = "") -> Standing:
    """Close a cohort and its rounds of assessment; `override` says why missing grades are set aside.

    Raises Conflict("cohort_stands_open") with the `standing` and how many of each in its data, "cohort_is_closed".
    """
    row: Cohort = demand_open(session, cohort_id)
    claim(session, row, seen_version)
    found = demand_nothing_open(session, row)
    if found.grades and not override.strip():
        raise Conflict("cohort_stands_open", cohort=row.name, **_numbers(found), standing=found)
    rounds = session.scalars(select(AssessmentRound).filter_by(cohort_id=cohort_id, status="open")).all()
    surveys = session.scalars(select(Survey).filter_by(cohort_id=cohort_id, status="open")).all()
    running: list[AssessmentRound | Survey] = [*rounds, *surveys]
    for one in running:
        one.status, one.version = "closed", one.version + 1
    row.status = "closed"
    session.flush()
    told = {"act": "close", "override": override.strip(), "without_grade": len(found.grades)}
    record(session, by, Action.MANAGE_COHORTS, f"cohort:{cohort_id}", waiting=len(found.waiting), **told)
    return found


def demand_nothing_open(session: Session, row: Cohort) -> Standing:
    """What stands open in a cohort; Conflict("cohort_stands_open") when something bars its close."""
    found = standing(session, row.id)
    if found.bars:
        raise Conflict("cohort_stands_open", cohort=row.name, **_numbers(found), standing=found)
    return found


def _numbers(found: Standing) -> dict[str, int]:
    return {
        "pairings": len(found.pairings) + len(found.running), "disputes": len(found.disputes), "slips": found.slips,
        "conclusions": len(found.conclusions), "grades": len(found.grades),
    }  # fmt: skip


@use_case(Action.APPROVE, after_close=True)
def reopen_cohort(session: Session, by: Actor, *, cohort_id: int, seen_version: int, reason: str) -> None:
    """Open a closed cohort again, with the reason; its rounds stay closed."""
    row = fetch(session, Cohort, cohort_id)
    claim(session, row, seen_version)
    if row.status == "open":
        raise Conflict("cohort_is_open", cohort=row.name)
    if not reason.strip():
        raise Conflict("verdict_reason", field="reason")
    row.status = "open"
    record(session, by, Action.APPROVE, f"cohort:{cohort_id}", act="reopen", reason=reason.strip())
