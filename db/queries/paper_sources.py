"""Read models of what papers say of many pairings at once: records, plans, reviews, certificates, exits.

All take ids and give rows ordered by day; a liaison gets what concerns the mentees (for the last two: mentors) of its unit.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Campaign,
    Certificate,
    ExemptMonth,
    MentorExit,
    Pairing,
    PairingStage,
    Person,
    Plan,
    PlanItem,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
    Review,
    ReviewComment,
    ReviewRound,
    Term,
)
from db.queries.people import in_scope
from db.queries.records_scope import backfill_days, in_unit, month_span, pairings_of_unit
from db.queries.viewer import Viewer, reads

Rows = list[dict[str, Any]]


@reads("programme")
def own_pairings(session: Session, viewer: Viewer, *, pairing_ids: Iterable[int]) -> set[int]:
    """Those of the pairings whose process this viewer may read: all, or those whose mentee serves in the liaison's unit."""
    asked = set(pairing_ids)
    if viewer.unit_id is None:
        return asked
    return asked & set(session.scalars(pairings_of_unit(viewer.unit_id)))


@reads("programme")
def paper_records(
    session: Session,
    viewer: Viewer,
    *,
    pairing_ids: Iterable[int],
    kinds: Iterable[str],
    month: str = "",
    record_id: int = 0,
) -> Rows:
    """Records that were not struck, by pairing and day: id, pairing_id, kind, happened_on, recorded_at, backfilled, place,
    title, content, outcome, reflection, forms, methods, steps, aspects, problems_found, problems_solved, village,
    households_visited, households_total, campaign, post, mode, links, visits, remedy, feedback_count, rating, topics."""
    rows = (
        select(
            Record.id, Record.pairing_id, Record.kind, Record.happened_on, Record.recorded_at,
            (Record.delay > backfill_days(session)).label("backfilled"), Record.place, Record.title, Record.content,
            Record.outcome, Record.reflection, Record.forms, Record.methods, Record.steps, Record.aspects,
            Record.problems_found, Record.problems_solved, RecordVisit.village, RecordVisit.households_visited,
            RecordVisit.households_total, Campaign.name.label("campaign"), RecordPost.post, RecordPost.mode,
            RecordPost.links, RecordPost.visits, RecordRemedy.remedy, RecordRemedy.feedback_count, RecordRemedy.rating,
        )
        .outerjoin(RecordVisit, RecordVisit.record_id == Record.id)
        .outerjoin(RecordPost, RecordPost.record_id == Record.id)
        .outerjoin(Campaign, Campaign.id == RecordPost.campaign_id)
        .outerjoin(RecordRemedy, RecordRemedy.record_id == Record.id)
        .where(Record.pairing_id.in_(list(pairing_ids)), Record.struck_at.is_(None), *in_unit(viewer))
        .where(Record.kind.in_(list(kinds)))
        .order_by(Record.pairing_id, Record.happened_on, Record.id)
    )  # fmt: skip
    if month:
        rows = rows.where(Record.happened_on.between(*month_span(month)))
    if record_id:
        rows = rows.where(Record.id == record_id)
    found = _rows(session, rows)
    named = _topics(session, [row["id"] for row in found])
    return [row | {"topics": named.get(row["id"], [])} for row in found]


def _topics(session: Session, ids: list[int]) -> dict[int, list[str]]:
    rows = select(RecordTopic.record_id, Term.name).join(Term, Term.id == RecordTopic.term_id).order_by(Term.position)
    found: dict[int, list[str]] = {}
    for key, name in session.execute(rows.where(RecordTopic.record_id.in_(ids))):
        found.setdefault(key, []).append(name)
    return found


def _rows(session: Session, statement: Select) -> Rows:
    return [dict(row) for row in session.execute(statement).mappings()]


@reads("programme")
def paper_plans(session: Session, viewer: Viewer, *, pairing_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{pairings.id: agreed_on, gap, outcome, taken_from_id, taken_from} of those with a plan; the last is the mentor of the
    pairing before that it was taken over from (None: its own)."""
    own = own_pairings(session, viewer, pairing_ids=pairing_ids)
    rows = select(
        Plan.pairing_id, Plan.agreed_on, Plan.gap, Plan.outcome, Plan.taken_from_id, Person.name.label("taken_from")
    )
    rows = rows.outerjoin(Pairing, Pairing.id == Plan.taken_from_id).outerjoin(Person, Person.id == Pairing.mentor_id)
    rows = rows.where(Plan.pairing_id.in_(own))
    return {row["pairing_id"]: row for row in _rows(session, rows)}


@reads("programme")
def paper_items(session: Session, viewer: Viewer, *, pairing_ids: Iterable[int]) -> Rows:
    """Items of plans that were not struck: pairing_id, goal, gap, measure, due_on, done_on, result."""
    own = own_pairings(session, viewer, pairing_ids=pairing_ids)
    columns = (PlanItem.pairing_id, PlanItem.goal, PlanItem.gap, PlanItem.measure, PlanItem.due_on, PlanItem.done_on, PlanItem.result)  # fmt: skip
    rows = select(*columns).where(PlanItem.pairing_id.in_(own), PlanItem.struck_at.is_(None))
    return _rows(session, rows.order_by(PlanItem.pairing_id, PlanItem.due_on, PlanItem.id))


@reads("programme")
def paper_stages(session: Session, viewer: Viewer, *, pairing_ids: Iterable[int]) -> Rows:
    """Stages of growth: pairing_id, stage, entered_on, duty, taken_from_id (the pairing before in which it was reached)."""
    own = own_pairings(session, viewer, pairing_ids=pairing_ids)
    columns = (PairingStage.pairing_id, PairingStage.stage, PairingStage.entered_on, PairingStage.duty, PairingStage.taken_from_id)  # fmt: skip
    rows = select(*columns).where(PairingStage.pairing_id.in_(own), PairingStage.struck_at.is_(None))
    return _rows(session, rows.order_by(PairingStage.pairing_id, PairingStage.entered_on, PairingStage.id))


@reads("programme")
def paper_reviews(session: Session, viewer: Viewer, *, pairing_ids: Iterable[int], month: str = "") -> Rows:
    """Monthly reviews by pairing and month: id, pairing_id, month, state, mark, paused, excuse, self_text, self_score,
    self_on, score, head_name, leader_name, and for head and leader `{role}_text`, `_score`, `_author`, `_on`."""
    own = own_pairings(session, viewer, pairing_ids=pairing_ids)
    rows = (
        select(
            Review.id, Review.pairing_id, ReviewRound.month, Review.state, Review.mark, Review.paused,
            ExemptMonth.reason.label("excuse"), Review.self_text, Review.self_score, Review.self_on, Review.score,
            Review.head_name, Review.leader_name,
        )
        .join(ReviewRound, ReviewRound.id == Review.round_id)
        .outerjoin(ExemptMonth, and_(ExemptMonth.unit_id == Review.unit_id, ExemptMonth.month == ReviewRound.month))
        .where(Review.pairing_id.in_(own))
        .order_by(Review.pairing_id, ReviewRound.month)
    )  # fmt: skip
    for role in ("head", "leader"):
        said = aliased(ReviewComment, name=role)
        rows = rows.outerjoin(said, and_(said.review_id == Review.id, said.role == role)).add_columns(
            said.content.label(f"{role}_text"), said.score.label(f"{role}_score"),
            said.author.label(f"{role}_author"), said.written_on.label(f"{role}_on"),
        )  # fmt: skip
    return _rows(session, rows.where(ReviewRound.month == month) if month else rows)


@reads("programme")
def paper_certificates(session: Session, viewer: Viewer, *, person_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{people.id: year, number, starts_on, ends_on, issued_on} of each mentor's newest certificate."""
    rows = (
        select(Certificate.person_id, Certificate.year, Certificate.number, Certificate.starts_on, Certificate.ends_on,
               Certificate.issued_on)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.person_id.in_(list(person_ids)))
        .order_by(Certificate.id)
    )  # fmt: skip
    return {row["person_id"]: row for row in _rows(session, in_scope(rows, viewer))}


@reads("programme")
def paper_exits(session: Session, viewer: Viewer, *, person_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{people.id: reason, ground, leaves_on, status, proposer, at, decider, decided_at} of the newest exit of each mentor."""
    proposer, decider = aliased(Account), aliased(Account)
    rows = (
        select(MentorExit.person_id, MentorExit.reason, MentorExit.ground, MentorExit.leaves_on, MentorExit.status,
               proposer.name.label("proposer"), MentorExit.at, decider.name.label("decider"), MentorExit.decided_at)
        .join(Person, Person.id == MentorExit.person_id)
        .outerjoin(proposer, proposer.id == MentorExit.by_id)
        .outerjoin(decider, decider.id == MentorExit.decided_by_id)
        .where(MentorExit.person_id.in_(list(person_ids)))
        .order_by(MentorExit.id)
    )  # fmt: skip
    return {row["person_id"]: row for row in _rows(session, in_scope(rows, viewer))}
