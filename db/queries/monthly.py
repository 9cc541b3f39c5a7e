"""Read models of the monthly review: rounds, units, reviews with their filters, one review; a liaison sees its own unit's."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Cohort,
    EntryVersion,
    ExemptMonth,
    Mentee,
    Pairing,
    Person,
    Review,
    ReviewComment,
    ReviewRound,
    Unit,
    UnitReviewer,
)
from db.queries.frames import frame
from db.queries.small import FEWEST, hidden_groups
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")

excusing = aliased(ExemptMonth, name="excusing")
EXEMPT = exists().where(excusing.unit_id == Review.unit_id, excusing.month == ReviewRound.month)
COMPLETE = Review.state == "complete"
EXCUSED = and_(not_(COMPLETE), or_(Review.paused, EXEMPT))
OUTSTANDING = and_(not_(COMPLETE), not_(Review.paused), not_(EXEMPT))
COUNTED: dict[str, ColumnElement[bool]] = {
    "on_time": and_(COMPLETE, Review.mark == ""),
    "late": and_(COMPLETE, Review.mark == "late"),
    "backfilled": and_(COMPLETE, Review.mark == "backfilled"),
    "outstanding": OUTSTANDING,
    "begun": and_(OUTSTANDING, Review.state != "not_started"),
    "excused": EXCUSED,
}


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What to leave of a round's reviews; `stand` is one of COUNTED, "complete" or a state, `words` stand in a name."""

    unit_id: int | None = None
    stand: str = ""
    words: str = ""


def _counts() -> list[ColumnElement[Any]]:
    """How many of each kind; `mean` is the mean score of the complete ones, `scored` how many they are."""
    kinds = [func.coalesce(func.sum(case((kind, 1), else_=0)), 0).label(name) for name, kind in COUNTED.items()]
    return [*kinds, func.avg(Review.score).label("mean"), func.count(Review.score).label("scored")]


def _scope(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [] if viewer.unit_id is None else [Review.unit_id == viewer.unit_id]


@reads("programme")
def rounds(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The months of a cohort, the latest first, as far as the viewer sees them.

    id, version, month, status, opens_on, due_on, weight_self, weight_head, weight_leader, on_time, late, backfilled,
    outstanding, begun, excused, mean (None for fewer than three), scored.
    """
    columns = (ReviewRound.id, ReviewRound.version, ReviewRound.month, ReviewRound.status, ReviewRound.opens_on,
               ReviewRound.due_on, ReviewRound.weight_self, ReviewRound.weight_head, ReviewRound.weight_leader)  # fmt: skip
    rows = select(*columns, *_counts()).outerjoin(Review, and_(Review.round_id == ReviewRound.id, *_scope(viewer)))
    rows = rows.where(ReviewRound.cohort_id == cohort_id).group_by(*columns).order_by(ReviewRound.month.desc())
    found = frame(session, rows)
    return _few_hidden(found, [count < FEWEST for count in found["scored"]])


def _few_hidden(found: pd.DataFrame, hidden: list[bool]) -> pd.DataFrame:
    """A mean over one or two people would tell their scores."""
    return found.assign(
        mean=pd.to_numeric(found["mean"]).round(1).mask(pd.Series(hidden, index=found.index, dtype=bool))
    )


@reads("programme")
def by_unit(session: Session, viewer: Viewer, *, round_id: int) -> pd.DataFrame:
    """The units of a round in their official order: unit_id, unit, county, kind, and the columns of `rounds` from on_time on."""
    rows = select(
        Unit.id.label("unit_id"), func.coalesce(Unit.name, "").label("unit"), Unit.county, Unit.kind, *_counts()
    )
    rows = rows.select_from(Review).join(ReviewRound, ReviewRound.id == Review.round_id)
    rows = rows.outerjoin(Unit, Unit.id == Review.unit_id).where(Review.round_id == round_id, *_scope(viewer))
    rows = rows.group_by(Unit.id, Unit.name, Unit.county, Unit.kind, Unit.position)
    found = frame(session, rows.order_by(Unit.position, Unit.id))
    return _few_hidden(found, hidden_groups([int(count) for count in found["scored"]]))


@reads("programme")
def reviews(
    session: Session, viewer: Viewer, *, round_id: int, chosen: ReviewFilter | None = None
) -> pd.DataFrame:  # fmt: skip
    """The reviews of a round that the filter leaves, in the official order of units, then by name.

    id, version, pairing_id, mentee_id, mentee, mentee_no, unit_id, unit, mentor_id, mentor, state, mark, score,
    self_score, paused, excused, excuse (the reason of an exempt month, "" otherwise), head_name, head_post, leader_name,
    leader_post, completed_at, corrections.
    """
    rows = _listed().where(Review.round_id == round_id, *_scope(viewer), *_chosen(chosen or ReviewFilter()))
    return frame(session, rows.order_by(Unit.position, mentee_person.name_key, Review.id))


def _listed() -> Select:
    rows = select(
        Review.id, Review.version, Review.pairing_id, Pairing.mentee_id, mentee_person.name.label("mentee"),
        mentee_person.no.label("mentee_no"), Review.unit_id, func.coalesce(Unit.name, "").label("unit"),
        Pairing.mentor_id, mentor_person.name.label("mentor"), Review.state, Review.mark, Review.score, Review.self_score,
        Review.paused, case((EXCUSED, True), else_=False).label("excused"),
        func.coalesce(ExemptMonth.reason, "").label("excuse"), Review.head_name, Review.head_post, Review.leader_name,
        Review.leader_post, Review.completed_at, Review.corrections,
    )  # fmt: skip
    return (
        rows.join(ReviewRound, ReviewRound.id == Review.round_id)
        .join(Pairing, Pairing.id == Review.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == Review.unit_id)
        .outerjoin(ExemptMonth, and_(ExemptMonth.unit_id == Review.unit_id, ExemptMonth.month == ReviewRound.month))
    )


def _chosen(chosen: ReviewFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.unit_id is not None:
        found.append(Review.unit_id == chosen.unit_id)
    if chosen.stand == "corrected":
        found.append(Review.corrections > 0)
    elif chosen.stand == "unrouted":
        found.append(and_(OUTSTANDING, or_(_nobody("head"), _nobody("leader"))))
    elif chosen.stand:
        found.append(COUNTED.get(chosen.stand, Review.state == chosen.stand))
    for word in chosen.words.split():
        named = (mentee_person.name, mentor_person.name, mentee_person.name_key)
        found.append(or_(*(column.icontains(word, autoescape=True) for column in named)))
    return found


def _nobody(role: str) -> ColumnElement[bool]:
    return and_(getattr(Review, f"{role}_name") == "", getattr(Review, f"{role}_post") == "")


@reads("programme")
def review(session: Session, viewer: Viewer, *, review_id: int) -> dict[str, Any] | None:
    """One review with everything: the columns of `reviews`, round_id, month, round_status, due_on, self_text, self_on,
    `comments` {role: {content, score, author, written_on, filed_at, by}}, `versions` [{version, content, reason, by, at}]
    the newest first. None where this viewer sees none."""
    rows = _listed().add_columns(
        Review.round_id, ReviewRound.month, ReviewRound.status.label("round_status"), ReviewRound.due_on, Review.self_text,
        Review.self_on, Review.self_at, ReviewRound.weight_self, ReviewRound.weight_head, ReviewRound.weight_leader,
    )  # fmt: skip
    found = session.execute(rows.where(Review.id == review_id, *_scope(viewer))).mappings().one_or_none()
    if found is None:
        return None
    comments = _comments(session, [review_id]).get(review_id, {})
    return dict(found) | {"comments": comments, "versions": _versions(session, review_id)}


def _comments(session: Session, ids: list[int]) -> dict[int, dict[str, dict[str, Any]]]:
    rows = select(
        ReviewComment.review_id, ReviewComment.role, ReviewComment.content, ReviewComment.score, ReviewComment.author,
        ReviewComment.written_on, ReviewComment.filed_at, Account.name.label("by"),
    ).join(Account, Account.id == ReviewComment.by_id)  # fmt: skip
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for row in session.execute(rows.where(ReviewComment.review_id.in_(ids))).mappings():
        found.setdefault(row["review_id"], {})[row["role"]] = dict(row)
    return found


def _versions(session: Session, review_id: int) -> list[dict[str, Any]]:
    rows = select(
        EntryVersion.version, EntryVersion.content, EntryVersion.reason, Account.name.label("by"), EntryVersion.at
    )
    rows = rows.join(Account, Account.id == EntryVersion.by_id)
    rows = rows.where(EntryVersion.subject == "review", EntryVersion.subject_id == review_id)
    return [dict(row) for row in session.execute(rows.order_by(EntryVersion.version.desc())).mappings()]


@reads("programme")
def texts_of_round(session: Session, viewer: Viewer, *, round_id: int) -> pd.DataFrame:
    """What is written in a round, one row for each review: id, unit_id, self_text, self_score, self_on, and for head and
    leader `{role}_text`, `{role}_score`, `{role}_author`, `{role}_on` (None where nothing is filed)."""
    head, leader = aliased(ReviewComment, name="head"), aliased(ReviewComment, name="leader")
    rows = select(Review.id, Review.unit_id, Review.self_text, Review.self_score, Review.self_on)
    for role, table in (("head", head), ("leader", leader)):
        rows = rows.outerjoin(table, and_(table.review_id == Review.id, table.role == role)).add_columns(
            table.content.label(f"{role}_text"), table.score.label(f"{role}_score"),
            table.author.label(f"{role}_author"), table.written_on.label(f"{role}_on"),
        )  # fmt: skip
    return frame(session, rows.where(Review.round_id == round_id, *_scope(viewer)).order_by(Review.id))


@reads("programme")
def unit_reviewers(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The units with mentees of a cohort and who comments for them: unit_id, unit, head_name, head_post, leader_name,
    leader_post ("" where nobody is entered)."""
    head, leader = aliased(UnitReviewer, name="head"), aliased(UnitReviewer, name="leader")
    rows = select(Unit.id.label("unit_id"), Unit.name.label("unit"))
    for role, table in (("head", head), ("leader", leader)):
        rows = rows.outerjoin(table, and_(table.unit_id == Unit.id, table.role == role)).add_columns(
            func.coalesce(table.name, "").label(f"{role}_name"), func.coalesce(table.post, "").label(f"{role}_post")
        )
    there = select(Person.unit_id).join(Mentee, Mentee.person_id == Person.id)
    there = there.join(Pairing, Pairing.mentee_id == Mentee.id).where(Pairing.cohort_id == cohort_id)
    rows = rows.where(Unit.id.in_(there))
    if viewer.unit_id is not None:
        rows = rows.where(Unit.id == viewer.unit_id)
    return frame(session, rows.order_by(Unit.position, Unit.id))


@reads("programme")
def cohorts_reviewed(session: Session, viewer: Viewer) -> pd.DataFrame:
    """The cohorts with months of reviews, the one with the latest month first: cohort_id, cohort, month (the latest), rounds."""
    latest = func.max(ReviewRound.month).label("month")
    rows = select(ReviewRound.cohort_id, Cohort.name.label("cohort"), latest, func.count().label("rounds"))
    rows = rows.join(Cohort, Cohort.id == ReviewRound.cohort_id).group_by(ReviewRound.cohort_id, Cohort.name)
    return frame(session, rows.order_by(latest.desc(), ReviewRound.cohort_id.desc()))
