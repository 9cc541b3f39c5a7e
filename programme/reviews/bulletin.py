"""The bulletin (晾晒通报) of a month: by unit in the official order, comments without scores, no ranks of persons; frozen.

Format 1 of the content: cohort, month, due day, weights, sums, units with their sums (a mean only for three or more)
and comments, the pairings that are an example, grades by the three forces of campaigns of that month, the spot check, what staff wrote, and how often which review was corrected by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Cohort, Publication, Review, ReviewRound
from db.models.monthly import REVIEWERS
from db.queries.force_grades import campaign_force_counts
from db.queries.monthly import by_unit, reviews, texts_of_round
from db.queries.monthly_checks import spot_checks
from db.queries.standings import examples
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.frozen import Content, digest
from programme.reviews.values import first_day, is_absent, last_day
from programme.usecase import claim, fetch, record, use_case

SUMS = ("on_time", "late", "backfilled", "outstanding", "excused")
WRITTEN = ("good", "problems", "next")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Wording:
    """What staff decide about a bulletin: their three paragraphs, and whether the comments name the mentees."""

    good: str = ""
    problems: str = ""
    next: str = ""
    named: bool = True


@reads("programme")
def preview(session: Session, viewer: Viewer, *, round_id: int, wording: Wording | None = None) -> Content:
    """The bulletin as it would be published now; a liaison sees what concerns its unit."""
    row, wording = fetch(session, ReviewRound, round_id), wording or Wording()
    units = by_unit(session, viewer, round_id=round_id)
    said = _comments(session, viewer, round_id, wording.named)
    corrected = select(Review.id, Review.corrections).where(Review.round_id == round_id, Review.corrections > 0)
    return {
        "format": 1, "cohort": fetch(session, Cohort, row.cohort_id).name, "month": row.month,
        "due_on": row.due_on.isoformat(),
        "weights": {"self": row.weight_self, "head": row.weight_head, "leader": row.weight_leader},
        "sums": {name: int(units[name].sum()) for name in SUMS},
        "units": [_unit(one, said) for one in units.to_dict("records")],
        "examples": _examples(session, viewer, row.cohort_id), "check": _check(spot_checks(session, viewer, round_id=round_id)),
        "forces": _forces(session, viewer, row.month),
        "written": {name: _text(getattr(wording, name), name) for name in WRITTEN}, "named": wording.named,
        "corrected": [{"id": key, "corrections": count} for key, count in session.execute(corrected.order_by(Review.id))],
    }  # fmt: skip


def _text(text: str, name: str) -> str:
    if len(text.strip()) > LONGEST:
        raise Invalid("text_too_long", field=name, length=len(text), limit=LONGEST)
    return text.strip()


def _unit(row: Mapping[Any, Any], said: Mapping[int, list[dict[str, str]]]) -> dict[str, Any]:
    mean = None if is_absent(row["mean"]) else float(row["mean"])
    key = 0 if is_absent(row["unit_id"]) else int(row["unit_id"])
    sums = {name: int(row[name]) for name in SUMS}
    return {"unit_id": key, "unit": row["unit"], **sums, "mean": mean, "comments": said.get(key, [])}


def _comments(session: Session, viewer: Viewer, round_id: int, named: bool) -> dict[int, list[dict[str, str]]]:
    """{unit id: comments of its complete reviews by the names of the mentees, without any score}."""
    listed, told = reviews(session, viewer, round_id=round_id), texts_of_round(session, viewer, round_id=round_id)
    found: dict[int, list[dict[str, str]]] = {}
    joined = listed.merge(told.drop(columns=["unit_id", "self_score"]), on="id", how="left")
    for row in joined[joined["state"] == "complete"].to_dict("records"):
        key = 0 if is_absent(row["unit_id"]) else int(row["unit_id"])
        one = {"mentee": row["mentee"] if named else ""}
        one |= {role: str(row[f"{role}_text"]) for role in REVIEWERS}
        found.setdefault(key, []).append(one)
    return found


def _examples(session: Session, viewer: Viewer, cohort_id: int) -> list[dict[str, str]]:
    """The pairings of the cohort that are an example now; bulletins of an earlier release have no such list."""
    known = examples(session, viewer, cohort_id=cohort_id)
    shown = known[known["ends_on"].isna()].to_dict("records")
    names = ("mentor", "mentor_unit", "mentee", "mentee_unit")
    return [{name: str(row[name]) for name in names} | {"since": row["since"].isoformat()} for row in shown]


def _forces(session: Session, viewer: Viewer, month: str) -> list[dict[str, Any]]:
    """How many units have which grade, by campaign and force; bulletins of an earlier release have no such list."""
    found = campaign_force_counts(session, viewer, first=first_day(month), last=last_day(month))
    return [{**row, "count": int(row["count"])} for row in found.to_dict("records")]


def _check(known: Any) -> dict[str, Any] | None:
    """The latest spot check."""
    if known.empty:
        return None
    row = known.iloc[0]
    counts = {name: int(row[name]) for name in ("drawn", "sound", "thin", "wrong")}
    return {"number": int(row["number"]), "share": int(row["share"]), "seed": str(row["seed"]), **counts}


@use_case(Action.MANAGE_COHORTS)
def publish(
    session: Session, by: Actor, *, round_id: int, seen_version: int, seen: str, wording: Wording, reason: str = ""
) -> int:  # fmt: skip
    """Freeze the bulletin that the user saw (`seen` is its digest) under the next number; returns publications.id.

    The first one publishes the round, which then changes only by corrections; a later one replaces it with a reason.
    Raises Conflict ("bulletin_moved") where it is no longer what was seen, Invalid without a reason from the second on.
    """
    row = fetch(session, ReviewRound, round_id)
    claim(session, row, seen_version)
    content = preview(session, by.viewer, round_id=round_id, wording=wording)
    if digest(content) != seen:
        raise Conflict("bulletin_moved")
    number = (session.scalar(select(func.max(Publication.number)).filter_by(round_id=row.id)) or 0) + 1
    if number > 1 and not reason.strip():
        raise Invalid("bulletin_reason_needed", field="reason")
    if not any(content["sums"][name] for name in ("on_time", "late", "backfilled")):
        raise Conflict("nothing_to_publish")
    paper = Publication(
        round_id=row.id, number=number, content=content, frozen_hash=seen, reason=reason.strip(), by_id=by.id
    )
    session.add(paper)
    row.status = "published"
    session.flush()
    told = {"number": number, "hash": seen, "reason": reason.strip()}
    record(session, by, Action.MANAGE_COHORTS, f"publication:{paper.id}", act="publish", **told)
    return paper.id


def is_untouched(content: Content, frozen_hash: str) -> bool:
    """Whether a stored bulletin still has the hash under which it was published."""
    return digest(content) == frozen_hash
