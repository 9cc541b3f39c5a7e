"""What happened to somebody in the programme, day by day: appointment, pairings, plans, stages of growth, grades, outcomes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local
from db.models import Assessment, AssessmentRound, Mentee, Pairing, PairingEvent, Person
from db.queries.outcomes import outcomes
from db.queries.paper_sources import own_pairings, paper_certificates, paper_exits, paper_plans, paper_stages
from db.queries.viewer import Viewer
from programme.certificates import label
from programme.papers import archive_words as words
from programme.papers import form_words
from programme.papers.words import day

Values = dict[str, Any]
Event = tuple[date, str, str]


def events_of(session: Session, viewer: Viewer, part: str, person_id: int, pairing_ids: Sequence[int]) -> list[Values]:
    """The events in the order of days: day, what, detail (the other one of the pair, or what is known besides)."""
    others = _others(session, part, pairing_ids)
    found = [
        *(_appointed(session, viewer, person_id) if part == "mentor" else ()),
        *_pairing_events(session, pairing_ids, others),
        *_growth(session, viewer, pairing_ids, others),
        *_grades(session, viewer, pairing_ids, others),
        *_outcomes(session, viewer, person_id),
    ]
    return [
        {"day": day(on), "what": what, "detail": detail} for on, what, detail in sorted(found, key=lambda one: one[0])
    ]


def _others(session: Session, part: str, ids: Sequence[int]) -> dict[int, str]:
    """{pairings.id: the name of the other one}."""
    rows = select(Pairing.id, Person.name).join(Mentee, Mentee.id == Pairing.mentee_id)
    other = Mentee.person_id if part == "mentor" else Pairing.mentor_id
    return dict(session.execute(rows.join(Person, Person.id == other).where(Pairing.id.in_(ids))).all())  # type: ignore[arg-type]


def _appointed(session: Session, viewer: Viewer, person_id: int) -> Iterator[Event]:
    for row in paper_certificates(session, viewer, person_ids=[person_id]).values():
        yield row["issued_on"], words.CERTIFIED, label(row["year"], row["number"])
    for row in paper_exits(session, viewer, person_ids=[person_id]).values():
        if row["status"] in ("decided", "earlier"):
            yield row["leaves_on"], words.LEFT, form_words.EXIT_REASONS[row["reason"]]


def _pairing_events(session: Session, ids: Sequence[int], others: dict[int, str]) -> Iterator[Event]:
    rows = select(PairingEvent.pairing_id, PairingEvent.to_status, PairingEvent.on_day)
    for key, state, on in session.execute(rows.where(PairingEvent.pairing_id.in_(ids)).order_by(PairingEvent.id)):
        yield on, words.PAIRING_STATES[state], others.get(key, "")


def _growth(session: Session, viewer: Viewer, ids: Sequence[int], others: dict[int, str]) -> Iterator[Event]:
    for key, row in paper_plans(session, viewer, pairing_ids=ids).items():
        if row["taken_from_id"] in ids:
            continue
        yield row["agreed_on"], words.AGREED, others.get(key, "")
    for row in paper_stages(session, viewer, pairing_ids=ids):
        if row["taken_from_id"] in ids:
            continue
        told = words.ENTERED.format(stage=form_words.STAGES[row["stage"]])
        yield row["entered_on"], told, row["duty"] or others.get(row["pairing_id"], "")


def _grades(session: Session, viewer: Viewer, ids: Sequence[int], others: dict[int, str]) -> Iterator[Event]:
    rows = select(Assessment.pairing_id, AssessmentRound.kind, Assessment.grade, Assessment.graded_at)
    rows = rows.join(AssessmentRound, AssessmentRound.id == Assessment.round_id).where(
        Assessment.graded_at.is_not(None)
    )
    own = own_pairings(session, viewer, pairing_ids=ids)
    for key, kind, grade, at in session.execute(rows.where(Assessment.pairing_id.in_(own)).order_by(Assessment.id)):
        told = words.GRADED.format(
            round=form_words.ROUNDS[kind].removesuffix(form_words.SHEET), grade=form_words.GRADES[grade]
        )
        if at is not None:
            yield local(at).date(), told, others.get(key, "")


def _outcomes(session: Session, viewer: Viewer, person_id: int) -> Iterator[Event]:
    for row in outcomes(session, viewer, person_id=person_id).to_dict("records"):
        detail = row["title"] or row["to_post"] or row["place"] or ""
        yield row["happened_on"], words.OUTCOMES[row["kind"]], detail
