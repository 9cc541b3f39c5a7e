"""The three forces (战斗力、执行力、动员力): people grade a unit in a campaign in words, each with what it rests on; nothing is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Campaign, ForceGrade, Term, Unit
from db.models.outcomes import FORCE_GRADES
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.outcomes.values import text
from programme.recordbook.history import columns_of, keep_version, strike_out
from programme.usecase import claim, fetch, record, use_case

LONGEST = 500
SAID = ("grade", "evidence")


@dataclass(frozen=True, slots=True)
class Graded:
    """One force as it was filled in: the grade ("": none), what it rests on, and the version that was seen (0: none yet)."""

    grade: str
    evidence: str = ""
    seen_version: int = 0


@use_case(Action.MANAGE_COHORTS)
def grade_unit(
    session: Session, by: Actor, *, campaign_id: int, unit_id: int, told: Mapping[int, Graded], reason: str = ""
) -> int:  # fmt: skip
    """Grade a unit by some of the forces {terms.id: Graded}; returns how many grades changed.

    A grade that is there is corrected, or struck out where none is told any more; both need the reason. Raises Invalid,
    Stale, Conflict ("forces_off" where the campaign is not judged by them, "pool_unchanged").
    """
    campaign, unit = fetch(session, Campaign, campaign_id), fetch(session, Unit, unit_id)
    if not campaign.forces:
        raise Conflict("forces_off", name=campaign.name)
    there = {row.term_id: row for row in _in_force(session, campaign_id, unit_id)}
    changed = {}
    for term_id, one in told.items():
        columns = _checked(session, term_id, one)
        row = there.get(term_id)
        if row is None and columns["grade"]:
            row = ForceGrade(campaign_id=campaign_id, unit_id=unit.id, term_id=term_id, by_id=by.id, **columns)
            session.add(row)
            changed[term_id] = columns["grade"]
        elif row is not None and _moved(row, columns):
            _correct(session, by, row, (one, columns, reason))
            changed[term_id] = columns["grade"]
    if not changed:
        raise Conflict("pool_unchanged")
    session.flush()
    act = {"act": "grade_forces", "unit": unit_id, "grades": changed, "reason": reason.strip()}
    record(session, by, Action.MANAGE_COHORTS, f"campaign:{campaign_id}", **act)
    return len(changed)


def _in_force(session: Session, campaign_id: int, unit_id: int) -> list[ForceGrade]:
    rows = select(ForceGrade).filter_by(campaign_id=campaign_id, unit_id=unit_id, struck_at=None)
    return list(session.scalars(rows))


def _checked(session: Session, term_id: int, one: Graded) -> dict[str, str]:
    if fetch(session, Term, term_id).kind != "force":
        raise Invalid("not_in_list", field="term_id", value=term_id)
    if one.grade not in ("", *FORCE_GRADES):
        raise Invalid("not_in_list", field="grade", value=one.grade)
    evidence = text({"evidence": one.evidence}, "evidence", LONGEST)
    if one.grade and not evidence:
        raise Invalid("force_evidence_needed", field="evidence")
    return {"grade": one.grade, "evidence": evidence}


def _moved(row: ForceGrade, columns: Mapping[str, str]) -> bool:
    """Whether something else is told; without a grade the evidence says nothing."""
    return bool(columns["grade"] != row.grade or columns["evidence"] != row.evidence)


def _correct(session: Session, by: Actor, row: ForceGrade, told: tuple[Graded, Mapping[str, str], str]) -> None:
    one, columns, reason = told
    before: dict[str, Any] = columns_of(row, SAID)
    claim(session, row, one.seen_version)
    if not columns["grade"]:
        strike_out(session, by, row, reason)
        return
    keep_version(session, by, row, before, reason)
    row.grade, row.evidence = columns["grade"], columns["evidence"]
    session.flush()
