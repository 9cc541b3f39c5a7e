"""Rounds of assessment: open one with its weights frozen, take up who came since, close it, open it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Assessment, AssessmentRound, Mentee, Pairing, Person
from db.queries.viewer import Viewer, reads
from programme import pairings
from programme.access import Action, Actor
from programme.assessment.values import (
    MOST_QUOTA,
    QUOTA,
    ROUND_KINDS,
    WEIGHTS,
    Indicator,
    check_weights,
    read_indicators,
    usual,
    written,
)
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case

FIELDS = ("weight_self", "weight_mentor", "weight_leader", "weight_head")
ASSESSED = ("active", "paused", "due")
DUE_MONTH, DUE_DAY = 12, 31


@dataclass(frozen=True, slots=True)
class Terms:
    """What is frozen with a round: weights (self, mentor, leader in charge, unit head), quota in percent, indicators."""

    weights: tuple[int, int, int, int] = WEIGHTS
    quota: int = QUOTA
    indicators: tuple[Indicator, ...] = usual()


@reads("programme")
def usual_terms(session: Session, viewer: Viewer, *, kind: str) -> Terms:
    """The terms of the latest round of this kind in any cohort, so that a year begins as the last one was; else the defaults."""
    rows = select(AssessmentRound).filter_by(kind=kind).order_by(AssessmentRound.year.desc(), AssessmentRound.id.desc())
    row = session.scalars(rows.limit(1)).first()
    return Terms() if row is None else terms_of(row)


def terms_of(row: AssessmentRound) -> Terms:
    """What was frozen with a round."""
    weights: Any = tuple(getattr(row, name) for name in FIELDS)
    return Terms(weights, row.quota, read_indicators(row.indicators))


def usual_due(kind: str, ends_on: date) -> date:
    """The last day of the year; of a final round a month after the term, and never a day that is over."""
    later = max(ends_on, today()).replace(day=28)
    final = date(later.year + later.month // 12, later.month % 12 + 1, 28)
    return final if kind == "final" else date(today().year, DUE_MONTH, DUE_DAY)


@use_case(Action.MANAGE_COHORTS)
def open_round(
    session: Session, by: Actor, *, cohort_id: int, kind: str, year: int, due_on: date, terms: Terms | None = None
) -> int:  # fmt: skip
    """Open a round; returns assessment_rounds.id. One assessment is laid out for each mentee with an open lead in force.

    A final round also marks the pairings whose term is over as due (期满待鉴定). Raises Invalid, Conflict
    ("assessment_there", "assessment_nobody", "cohort_is_closed").
    """
    demand_open(session, cohort_id)
    asked = terms or Terms()
    _check(kind, year, due_on, asked)
    if session.scalars(select(AssessmentRound.id).filter_by(cohort_id=cohort_id, kind=kind, year=year)).first():
        raise Conflict("assessment_there", year=year)
    row = AssessmentRound(
        cohort_id=cohort_id, kind=kind, year=year, opens_on=today(), due_on=due_on, quota=asked.quota,
        indicators=written(asked.indicators), by_id=by.id, **dict(zip(FIELDS, asked.weights, strict=True)),
    )  # fmt: skip
    session.add(row)
    session.flush()
    added = _take_up(session, by, row)
    if not added:
        raise Conflict("assessment_nobody")
    told = {"kind": kind, "year": year, "due_on": due_on, "weights": list(asked.weights), "people": added}
    record(session, by, Action.MANAGE_COHORTS, f"assessment_round:{row.id}", act="open", quota=asked.quota, **told)
    return row.id


def _check(kind: str, year: int, due_on: date, terms: Terms) -> None:
    if kind not in ROUND_KINDS:
        raise Invalid("not_in_list", field="kind", value=kind)
    if not 2000 <= year <= today().year + 1:
        raise Invalid("assessment_year", field="year", value=year, limit=today().year + 1)
    if due_on < today():
        raise Invalid("assessment_due_past", field="due_on", day=due_on)
    check_weights(terms.weights)
    if not isinstance(terms.quota, int) or not 0 <= terms.quota <= MOST_QUOTA:
        raise Invalid("assessment_quota", field="quota", value=terms.quota, limit=MOST_QUOTA)


@use_case(Action.MANAGE_COHORTS)
def take_up(session: Session, by: Actor, *, round_id: int, seen_version: int) -> int:
    """Lay out assessments of pairings that came since; nothing is taken away. Returns how many."""
    row = _in_state(session, round_id, seen_version, "open")
    demand_open(session, row.cohort_id)
    added = _take_up(session, by, row)
    record(session, by, Action.MANAGE_COHORTS, f"assessment_round:{row.id}", act="take_up", added=added)
    return added


def _take_up(session: Session, by: Actor, row: AssessmentRound) -> int:
    there = set(session.scalars(select(Assessment.pairing_id).filter_by(round_id=row.id)))
    owed = (
        select(Pairing, Person.unit_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .where(Pairing.cohort_id == row.cohort_id, Pairing.role == "lead", Pairing.status.in_(ASSESSED))
    )
    found = [(one, unit_id) for one, unit_id in session.execute(owed.order_by(Pairing.id))]
    new = [(one.id, unit_id) for one, unit_id in found if one.id not in there]
    session.add_all(Assessment(round_id=row.id, pairing_id=key, unit_id=unit_id, scores={}) for key, unit_id in new)
    if row.kind == "final":
        _mark_due(session, by, [one for one, _unit in found])
    session.flush()
    return len(new)


def _mark_due(session: Session, by: Actor, found: Sequence[Pairing]) -> None:
    for one in found:
        if one.status == "active" and one.ends_on < today():
            claim(session, one, one.version)
            pairings.shift(session, by, one, "due")


@use_case(Action.MANAGE_COHORTS)
def close_round(session: Session, by: Actor, *, round_id: int, seen_version: int) -> None:
    """End the grading; what has no grade then stays without one until the round is opened again."""
    row = _in_state(session, round_id, seen_version, "open")
    row.status = "closed"
    record(session, by, Action.MANAGE_COHORTS, f"assessment_round:{row.id}", act="close")


@use_case(Action.MANAGE_COHORTS)
def reopen_round(session: Session, by: Actor, *, round_id: int, seen_version: int) -> None:
    """Let units grade again; not in a cohort that is closed."""
    row = _in_state(session, round_id, seen_version, "closed")
    demand_open(session, row.cohort_id)
    row.status = "open"
    record(session, by, Action.MANAGE_COHORTS, f"assessment_round:{row.id}", act="reopen")


def _in_state(session: Session, round_id: int, seen_version: int, status: str) -> AssessmentRound:
    row = fetch(session, AssessmentRound, round_id)
    claim(session, row, seen_version)
    if row.status != status:
        raise Conflict("assessment_round_closed" if status == "open" else "assessment_round_open")
    return row
