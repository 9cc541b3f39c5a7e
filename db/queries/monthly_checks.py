"""Read models of what follows a month of reviews: spot checks with their findings, bulletins as they were published."""

from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Mentee,
    Pairing,
    Person,
    Publication,
    Review,
    ReviewRound,
    SpotCheck,
    SpotFinding,
    Unit,
)
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")


@reads("programme")
def spot_checks(session: Session, viewer: Viewer, *, round_id: int) -> pd.DataFrame:
    """The draws of a round, the latest first: id, number, share, seed, frozen_hash, by, at, drawn, and how many were found
    sound, thin, wrong. A liaison's counts are those of its unit."""
    counts = [
        func.sum(case((SpotFinding.verdict == code, 1), else_=0)).label(code) for code in ("sound", "thin", "wrong")
    ]
    columns = (SpotCheck.id, SpotCheck.number, SpotCheck.share, SpotCheck.seed, SpotCheck.frozen_hash,
               Account.name.label("by"), SpotCheck.at)  # fmt: skip
    rows = select(*columns, func.count(SpotFinding.review_id).label("drawn"), *counts)
    rows = rows.join(Account, Account.id == SpotCheck.by_id).join(SpotFinding, SpotFinding.check_id == SpotCheck.id)
    rows = rows.join(Review, Review.id == SpotFinding.review_id).where(SpotCheck.round_id == round_id)
    if viewer.unit_id is not None:
        rows = rows.where(Review.unit_id == viewer.unit_id)
    return frame(session, rows.group_by(*columns).order_by(SpotCheck.number.desc()))


@reads("programme")
def findings(session: Session, viewer: Viewer, *, check_id: int) -> pd.DataFrame:
    """The drawn reviews in the order of the draw: id (of the review), place, version, verdict, note, by, at, mentee, unit,
    mentor, score."""
    rows = select(
        SpotFinding.review_id.label("id"), SpotFinding.place, SpotFinding.version, SpotFinding.verdict, SpotFinding.note,
        func.coalesce(Account.name, "").label("by"), SpotFinding.at, mentee_person.name.label("mentee"),
        func.coalesce(Unit.name, "").label("unit"), mentor_person.name.label("mentor"), Review.score,
    )  # fmt: skip
    rows = (
        rows.join(Review, Review.id == SpotFinding.review_id)
        .join(Pairing, Pairing.id == Review.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == Review.unit_id)
        .outerjoin(Account, Account.id == SpotFinding.by_id)
        .where(SpotFinding.check_id == check_id)
    )
    if viewer.unit_id is not None:
        rows = rows.where(Review.unit_id == viewer.unit_id)
    return frame(session, rows.order_by(SpotFinding.place))


@reads("programme")
def publications(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The bulletins of a cohort, the latest month and number first: id, round_id, month, number, frozen_hash, reason, by,
    at. Whoever reads the programme reads what was published."""
    rows = (
        select(Publication.id, Publication.round_id, ReviewRound.month, Publication.number, Publication.frozen_hash,
               Publication.reason, Account.name.label("by"), Publication.at)
        .join(ReviewRound, ReviewRound.id == Publication.round_id)
        .join(Account, Account.id == Publication.by_id)
        .where(ReviewRound.cohort_id == cohort_id)
        .order_by(ReviewRound.month.desc(), Publication.number.desc())
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def publication(session: Session, viewer: Viewer, *, publication_id: int) -> dict[str, Any] | None:
    """A bulletin as it was published: id, round_id, number, content, frozen_hash, reason, by, at, and `corrected`, how many
    reviews were corrected since."""
    row = session.get(Publication, publication_id)
    if row is None:
        return None
    since = select(func.count(Review.id)).where(Review.round_id == row.round_id, Review.corrections > 0)
    before = {one["id"]: one["corrections"] for one in row.content.get("corrected", [])}
    changed = select(Review.id, Review.corrections).where(Review.round_id == row.round_id, Review.corrections > 0)
    corrected = sum(before.get(key, 0) != count for key, count in session.execute(changed))
    names = ("id", "round_id", "number", "content", "frozen_hash", "reason", "at")
    by = session.get_one(Account, row.by_id).name
    told = {name: getattr(row, name) for name in names}
    return told | {"by": by, "corrected": corrected, "corrected_ever": session.scalar(since) or 0}
