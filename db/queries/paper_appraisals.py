"""Read models of what papers say of assessments and conclusions of many pairings at once; a liaison's are its mentees'."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Assessment, AssessmentRound, Conclusion
from db.queries.paper_sources import own_pairings
from db.queries.viewer import Viewer, reads

STANDING = ("proposed", "carried_out")


@reads("programme")
def paper_assessments(
    session: Session, viewer: Viewer, *, pairing_ids: Iterable[int]
) -> dict[int, list[dict[str, Any]]]:
    """{pairings.id: its assessments in the order of rounds}: kind, year, opens_on, due_on, indicators, weight_self, weight_mentor,
    weight_leader, weight_head, scores, score, mentor_opinion, unit_opinion, grade, number (of signed grades)."""
    own = own_pairings(session, viewer, pairing_ids=pairing_ids)
    shared = (
        "kind",
        "year",
        "opens_on",
        "due_on",
        "indicators",
        "weight_self",
        "weight_mentor",
        "weight_leader",
        "weight_head",
    )
    single = ("pairing_id", "scores", "score", "mentor_opinion", "unit_opinion", "grade", "number")
    columns = [getattr(AssessmentRound, name) for name in shared] + [getattr(Assessment, name) for name in single]
    rows = select(*columns).join(Assessment, Assessment.round_id == AssessmentRound.id)
    rows = rows.where(Assessment.pairing_id.in_(own)).order_by(AssessmentRound.opens_on, AssessmentRound.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for row in session.execute(rows).mappings():
        found.setdefault(row["pairing_id"], []).append(dict(row))
    return found


@reads("programme")
def paper_conclusions(session: Session, viewer: Viewer, *, pairing_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{pairings.id: kind, ground, status, answer, effective_on of the conclusion that stands}."""
    own = own_pairings(session, viewer, pairing_ids=pairing_ids)
    names = ("pairing_id", "kind", "ground", "status", "answer", "effective_on")
    rows = select(*(getattr(Conclusion, name) for name in names))
    rows = rows.where(Conclusion.pairing_id.in_(own), Conclusion.status.in_(STANDING)).order_by(Conclusion.id)
    return {row["pairing_id"]: dict(row) for row in session.execute(rows).mappings()}
