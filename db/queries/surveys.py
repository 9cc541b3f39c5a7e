"""Read models of surveys. Single answers are read in the area `relations` and by a liaison only of its own unit's people;
everybody else reads sums, and no sum of fewer than three answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, EntryVersion, Mentee, Pairing, Person, RelationMark, Survey, SurveyAnswer, Unit
from db.models.surveys import HIGHEST, QUESTIONS, SIDES
from db.queries.frames import frame
from db.queries.progress_facts import end_of
from db.queries.small import FEWEST, hidden_groups
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")
CONTENT = 3
FILED = SurveyAnswer.filed_at.is_not(None)
STANDS: Mapping[str, ColumnElement[bool]] = {"outstanding": SurveyAnswer.filed_at.is_(None), "filed": FILED}


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """What to leave of a survey's answers; `stand` is one of STANDS, `words` stand in one of the two names."""

    unit_id: int | None = None
    side: str = ""
    stand: str = ""
    words: str = ""


def _scope(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [] if viewer.unit_id is None else [SurveyAnswer.unit_id == viewer.unit_id]


def _count(test: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((test, 1), else_=0)), 0)


@reads("programme")
def surveys(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The surveys of a cohort, the latest first: id, version, number, opens_on, due_on, status, asked, filed; both count
    answers, a liaison's own unit's only."""
    columns = (Survey.id, Survey.version, Survey.number, Survey.opens_on, Survey.due_on, Survey.status)
    rows = select(
        *columns, func.count(SurveyAnswer.id).label("asked"), func.count(SurveyAnswer.filed_at).label("filed")
    )
    rows = rows.outerjoin(SurveyAnswer, and_(SurveyAnswer.survey_id == Survey.id, *_scope(viewer)))
    rows = rows.where(Survey.cohort_id == cohort_id).group_by(*columns)
    return frame(session, rows.order_by(Survey.number.desc()))


def _listed(*more: Any) -> Select:
    name = case((SurveyAnswer.side == "mentee", mentee_person.name), else_=mentor_person.name)
    other = case((SurveyAnswer.side == "mentee", mentor_person.name), else_=mentee_person.name)
    rows = select(
        SurveyAnswer.id, SurveyAnswer.version, SurveyAnswer.survey_id, SurveyAnswer.pairing_id, SurveyAnswer.side,
        name.label("name"), other.label("other"), SurveyAnswer.unit_id, func.coalesce(Unit.name, "").label("unit"),
        SurveyAnswer.filed_at, *more,
    )  # fmt: skip
    return (
        rows.join(Pairing, Pairing.id == SurveyAnswer.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == SurveyAnswer.unit_id)
    )


@reads("relations")
def answers(session: Session, viewer: Viewer, *, survey_id: int, chosen: AnswerFilter | None = None) -> pd.DataFrame:
    """Whom a survey asks, in the official order of units: id, version, survey_id, pairing_id, side, name, other (the
    counterpart), unit_id, unit, filed_at (None: outstanding). What was answered stands in `answer` only."""
    chosen = chosen or AnswerFilter()
    rows = _listed().where(SurveyAnswer.survey_id == survey_id, *_scope(viewer), *_chosen(chosen))
    place = func.coalesce(Unit.position, 999_999)
    return frame(session, rows.order_by(place, SurveyAnswer.side, SurveyAnswer.pairing_id, SurveyAnswer.id))


def _chosen(chosen: AnswerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [STANDS[chosen.stand]] if chosen.stand else []
    if chosen.unit_id is not None:
        found.append(SurveyAnswer.unit_id == chosen.unit_id)
    if chosen.side:
        found.append(SurveyAnswer.side == chosen.side)
    for word in chosen.words.split():
        named = (mentee_person.name, mentor_person.name)
        found.append(or_(*(column.icontains(word, autoescape=True) for column in named)))
    return found


@reads("relations")
def answer(session: Session, viewer: Viewer, *, answer_id: int) -> dict[str, Any] | None:
    """One answer with everything: the columns of `answers`, the questions, remark, by, status (of the survey), `versions`
    [{version, content, reason, by, at}], the newest first. None where this viewer sees none."""
    more = [getattr(SurveyAnswer, name) for name in QUESTIONS]
    rows = _listed(*more, SurveyAnswer.remark, func.coalesce(Account.name, "").label("by"), Survey.status)
    rows = rows.join(Survey, Survey.id == SurveyAnswer.survey_id).outerjoin(Account, Account.id == SurveyAnswer.by_id)
    found = session.execute(rows.where(SurveyAnswer.id == answer_id, *_scope(viewer))).mappings().one_or_none()
    return None if found is None else dict(found) | {"versions": _versions(session, answer_id)}


def _versions(session: Session, answer_id: int) -> list[dict[str, Any]]:
    told = (EntryVersion.version, EntryVersion.content, EntryVersion.reason, Account.name.label("by"), EntryVersion.at)
    rows = select(*told).join(Account, Account.id == EntryVersion.by_id)
    rows = rows.where(EntryVersion.subject == "survey_answer", EntryVersion.subject_id == answer_id)
    return [dict(row) for row in session.execute(rows.order_by(EntryVersion.version.desc())).mappings()]


@reads("programme")
def sums(session: Session, viewer: Viewer, *, survey_id: int) -> pd.DataFrame:
    """How a survey was answered, by side and question: side, question, asked, filed, step1 .. step4 (how many chose it).

    The steps are None for a side of which fewer than three people answered.
    """
    steps = range(1, HIGHEST + 1)
    counts = [
        _count(getattr(SurveyAnswer, name) == step).label(f"{name}_{step}") for name in QUESTIONS for step in steps
    ]
    rows = select(
        SurveyAnswer.side, func.count().label("asked"), func.count(SurveyAnswer.filed_at).label("filed"), *counts
    )
    rows = rows.where(SurveyAnswer.survey_id == survey_id, *_scope(viewer)).group_by(SurveyAnswer.side)
    told = {row["side"]: dict(row) for row in session.execute(rows).mappings()}
    found = [_question(told[side], name) for side in SIDES if side in told for name in QUESTIONS]
    return pd.DataFrame(found, columns=["side", "question", "asked", "filed", *(f"step{step}" for step in steps)])


def _question(row: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    shown = row["filed"] >= FEWEST
    steps = [int(row[f"{name}_{step}"]) if shown else None for step in range(1, HIGHEST + 1)]
    return row["side"], name, int(row["asked"]), int(row["filed"]), *steps


@reads("programme")
def sums_by_unit(session: Session, viewer: Viewer, *, survey_id: int) -> pd.DataFrame:
    """The units of a survey in their official order: unit_id (None: without a unit), unit, asked, filed, content (percent of
    the answers to all questions that are "mostly" or "fully true"; None where it would tell single answers)."""
    content = [_count(getattr(SurveyAnswer, name) >= CONTENT) for name in QUESTIONS]
    whole = sum(content[1:], content[0])
    rows = select(
        SurveyAnswer.unit_id, func.coalesce(Unit.name, "").label("unit"), func.count().label("asked"),
        func.count(SurveyAnswer.filed_at).label("filed"), whole.label("content"),
    ).outerjoin(Unit, Unit.id == SurveyAnswer.unit_id)  # fmt: skip
    rows = rows.where(SurveyAnswer.survey_id == survey_id, *_scope(viewer))
    place = func.coalesce(Unit.position, 999_999)
    rows = rows.group_by(SurveyAnswer.unit_id, Unit.name, Unit.position).order_by(place)
    found = frame(session, rows)
    hidden = hidden_groups([int(count) for count in found["filed"]])
    share = 100 * pd.to_numeric(found["content"]) / (len(QUESTIONS) * found["filed"].clip(lower=1))
    return found.assign(content=share.round(0).mask(pd.Series(hidden, index=found.index, dtype=bool)))


def relations_on(
    session: Session, *, cohort_id: int, on: date, pairing_id: int | None = None
) -> tuple[dict[int, Any], dict[int, Any]]:
    """By pairing the answers of the latest survey it answered by a day [rows of side, filed_at, corrected_at (None: never by
    then), the questions], and the last mark of staff by then (mark, at). It shows single answers, so it is a part of read
    models and none itself."""
    corrected = select(func.max(EntryVersion.at)).where(
        EntryVersion.subject == "survey_answer",
        EntryVersion.subject_id == SurveyAnswer.id,
        EntryVersion.at < end_of(on),
    )
    told = (
        SurveyAnswer.pairing_id, SurveyAnswer.survey_id, SurveyAnswer.side, SurveyAnswer.filed_at,
        corrected.scalar_subquery().label("corrected_at"),
    )  # fmt: skip
    rows = select(*told, *(getattr(SurveyAnswer, name) for name in QUESTIONS))
    rows = rows.join(Survey, Survey.id == SurveyAnswer.survey_id)
    rows = rows.where(Survey.cohort_id == cohort_id, SurveyAnswer.filed_at < end_of(on))
    marks = select(RelationMark.pairing_id, RelationMark.mark, RelationMark.at)
    marks = marks.join(Pairing, Pairing.id == RelationMark.pairing_id)
    marks = marks.where(Pairing.cohort_id == cohort_id, RelationMark.at < end_of(on))
    if pairing_id is not None:
        rows = rows.where(SurveyAnswer.pairing_id == pairing_id)
        marks = marks.where(RelationMark.pairing_id == pairing_id)
    given: dict[int, list[Any]] = {}
    for row in session.execute(rows.order_by(SurveyAnswer.survey_id)):
        before = given.get(row.pairing_id, [])
        given[row.pairing_id] = [*(one for one in before if one.survey_id == row.survey_id), row]
    return given, {row.pairing_id: row for row in session.execute(marks.order_by(RelationMark.id))}


@reads("relations")
def marks(session: Session, viewer: Viewer, *, pairing_id: int) -> pd.DataFrame:
    """What staff marked on the relation of a pairing, the newest first: id, mark, reason, by, at.

    The reasons are the department's: a liaison reads none.
    """
    rows = select(RelationMark.id, RelationMark.mark, RelationMark.reason, Account.name.label("by"), RelationMark.at)
    rows = rows.join(Account, Account.id == RelationMark.by_id).where(RelationMark.pairing_id == pairing_id)
    if viewer.unit_id is not None:
        rows = rows.where(RelationMark.id < 0)
    return frame(session, rows.order_by(RelationMark.id.desc()))
