"""File a review: the self-assessment first, then the two comments in either order; corrections after publication show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local, now
from db.models import EntryVersion, Review, ReviewComment, ReviewRound
from db.models.monthly import REVIEWERS
from programme.access import Action, Actor, require
from programme.errors import Conflict, Invalid
from programme.reviews.reviewers import names_of
from programme.reviews.values import Part, People, Values, checked, demand_others, mark_of
from programme.usecase import claim, fetch, record, use_case

SUBJECT = "review"
Parts = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Filed:
    """A review after it was filed: its state, its mark, its score (None while something is missing), what changed."""

    state: str
    mark: str
    score: float | None
    changed: tuple[str, ...]


@use_case(Action.KEEP_RECORDS)
def file_review(
    session: Session, by: Actor, *, review_id: int, seen_version: int, values: Values, namesake: bool = False
) -> Filed:  # fmt: skip
    """File what is given of a review while its round is open; a part that is blank stays as it was.

    `namesake` says that a commenter only shares the mentor's name. Raises Invalid, Conflict ("round_not_open",
    "review_paused", "review_self_first", "comment_by_mentor", "review_unchanged"), Forbidden for another unit.
    """
    review = fetch(session, Review, review_id)
    require(by, Action.KEEP_RECORDS, review.unit_id)
    row = fetch(session, ReviewRound, review.round_id)
    demand_open(row, review)
    claim(session, review, seen_version)
    filed = apply(session, by, review, Filing(row, checked(values, row.month), "", namesake))
    told = {"parts": list(filed.changed), "state": filed.state, "mark": filed.mark, "namesake": namesake}
    record(session, by, Action.KEEP_RECORDS, f"review:{review.id}", act="file", **told)
    return filed


@use_case(Action.MANAGE_COHORTS, after_close=True)
def correct(
    session: Session, by: Actor, *, review_id: int, seen_version: int, values: Values, reason: str
) -> Filed:  # fmt: skip
    """Correct a review whose month was published, or file a missing one then: the reason and what it said before show."""
    review = fetch(session, Review, review_id)
    row = fetch(session, ReviewRound, review.round_id)
    if row.status != "published":
        raise Conflict("round_not_published", month=row.month)
    if not reason.strip():
        raise Invalid("correction_reason_needed", field="reason")
    claim(session, review, seen_version)
    filed = apply(session, by, review, Filing(row, checked(values, row.month), reason.strip()))
    review.corrections += 1
    told = {"parts": list(filed.changed), "reason": reason.strip(), "version": review.version}
    record(session, by, Action.MANAGE_COHORTS, f"review:{review.id}", act="correct", **told)
    return filed


def demand_open(row: ReviewRound, review: Review) -> None:
    """Conflict unless a review of this round may be filed now."""
    if row.status != "open":
        raise Conflict("round_published" if row.status == "published" else "round_not_open", month=row.month)
    if review.paused:
        raise Conflict("review_paused")


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed: the round, the parts, why (corrections), and whether a commenter only shares the mentor's name."""

    round: ReviewRound
    parts: Parts
    reason: str = ""
    namesake: bool = False


def apply(session: Session, by: Actor, review: Review, filing: Filing) -> Filed:
    """Write the parts that differ on a claimed review, keeping what it said before, and settle its state."""
    before = said(session, [review])[review.id]
    changed = demand_sound(before, filing.parts, People(*names_of(session, review.pairing_id), filing.namesake))
    if not changed:
        raise Conflict("review_unchanged")
    if before.keys() & set(changed) or filing.reason:
        _keep(session, by, review, before, filing.reason)
    for name in changed:
        _write(session, by, review, name, filing.parts[name])
    session.flush()
    _settle(review, {**before, **filing.parts}, filing.round)
    session.flush()
    return Filed(review.state, review.mark, review.score, changed)


def demand_sound(before: Parts, parts: Parts, people: People) -> tuple[str, ...]:
    """The names of the parts that change. Raises Conflict where the whole would not be sound."""
    whole = {**before, **parts}
    if "self" not in whole and whole:
        raise Conflict("review_self_first", field="self_text")
    changed = tuple(name for name, part in parts.items() if not _same(before.get(name), part))
    # Who wrote what stands already was judged then.
    demand_others({name: part for name, part in whole.items() if name in changed or name in before}, people)
    return changed


def _same(before: Part | None, part: Part) -> bool:
    """The day a form fills in by itself changes nothing."""
    return before is not None and (before.text, before.score, before.author) == (part.text, part.score, part.author)


def said(session: Session, reviews: list[Review]) -> dict[int, dict[str, Part]]:
    """What reviews say now: {review id: {"self" / "head" / "leader": Part}}."""
    found: dict[int, dict[str, Part]] = {review.id: {} for review in reviews}
    for review in reviews:
        if review.self_score is not None:
            found[review.id]["self"] = Part(review.self_text, review.self_score, "", review.self_on)
    for row in session.scalars(select(ReviewComment).where(ReviewComment.review_id.in_(found))):
        found[row.review_id][row.role] = Part(row.content, row.score, row.author, row.written_on)
    return found


def _write(session: Session, by: Actor, review: Review, name: str, part: Part) -> None:
    if name == "self":
        review.self_text, review.self_score, review.self_on = part.text, part.score, part.on
        review.self_at, review.self_by_id = now(), by.id
        return
    row = session.get(ReviewComment, (review.id, name)) or ReviewComment(review_id=review.id, role=name)
    row.content, row.score, row.author = part.text, part.score, part.author
    row.written_on, row.filed_at, row.by_id = part.on, now(), by.id  # type: ignore[assignment]
    session.add(row)


def _settle(review: Review, whole: Parts, row: ReviewRound) -> None:
    review.state = state_of(whole)
    if review.state != "complete":
        return
    review.score = weighted(whole, row)
    if review.completed_at is None:
        review.completed_at = now()
        review.mark = mark_of(local(review.completed_at).date(), row.due_on)


def state_of(whole: Parts) -> str:
    """not_started, self_assessed, commenting (one comment), complete."""
    comments = sum(role in whole for role in REVIEWERS)
    if "self" not in whole:
        return "not_started"
    return ("self_assessed", "commenting", "complete")[comments]


def weighted(whole: Parts, row: ReviewRound) -> float:
    """The weighted score, to one decimal."""
    weights = {"self": row.weight_self, "head": row.weight_head, "leader": row.weight_leader}
    return round(sum(whole[name].score * weight for name, weight in weights.items()) / 100, 1)


def _keep(session: Session, by: Actor, review: Review, before: Parts, reason: str) -> None:
    content = {name: _told(part) for name, part in before.items()}
    row = EntryVersion(
        subject=SUBJECT, subject_id=review.id, version=review.version - 1, content=content, reason=reason, by_id=by.id
    )
    session.add(row)
    session.flush()


def _told(part: Part) -> dict[str, Any]:
    on = part.on.isoformat() if part.on else ""
    return {"text": part.text, "score": part.score, "author": part.author, "on": on}
