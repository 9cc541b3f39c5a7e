"""What stands against concluding a pairing: named checks that a reason can set aside, and what stops it in any case."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Assessment, AssessmentRound, Change, Conclusion, Pairing, PlanItem
from db.queries.records_scope import pairings_of_unit
from db.queries.viewer import Viewer, reads
from programme.assessment.evidence import share
from programme.change_content import EDITABLE, GROUNDS, UNDER_WAY
from programme.errors import Conflict, Invalid

PASSING = ("excellent", "qualified")
PLAN_SHARE = 80
# In which states of a pairing what can be proposed; changes and ends are slips and follow their own rules.
STATES: Mapping[str, tuple[str, ...]] = {
    "graduate": ("active", "due"),
    "extend": ("active", "due"),
    "change": ("active", "paused"),
    "end": ("active", "paused", "due"),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a conclusion rests on: the graded assessment (a final one if there is any), the plan's items and those done."""

    assessment_id: int | None = None
    round_kind: str = ""
    number: int = 0
    grade: str = ""
    status: str = ""
    items: int = 0
    done: int = 0

    @property
    def plan_share(self) -> int:
        """Plan items done, in whole percent."""
        return share(self.done, self.items)


def bases(session: Session, pairing_ids: Collection[int]) -> dict[int, Basis]:
    """The basis of each of these pairings."""
    plans = select(PlanItem.pairing_id, func.count().label("items"), func.count(PlanItem.done_on).label("done"))
    plans = plans.where(PlanItem.pairing_id.in_(pairing_ids), PlanItem.struck_at.is_(None)).group_by(
        PlanItem.pairing_id
    )
    told = {key: (items, done) for key, items, done in session.execute(plans)}
    graded: dict[int, Basis] = {}
    rows = select(Assessment, AssessmentRound.kind).join(AssessmentRound, AssessmentRound.id == Assessment.round_id)
    rows = rows.where(Assessment.pairing_id.in_(pairing_ids), Assessment.number > 0)
    for row, kind in session.execute(rows.order_by(AssessmentRound.year, AssessmentRound.opens_on, Assessment.id)):
        if kind == "final" or graded.get(row.pairing_id, Basis()).round_kind != "final":
            graded[row.pairing_id] = Basis(row.id, kind, row.number, row.grade, row.status)
    plans_of = {key: told.get(key, (0, 0)) for key in pairing_ids}
    return {key: replace(graded.get(key, Basis()), items=items, done=done) for key, (items, done) in plans_of.items()}


def failed(kind: str, basis: Basis) -> list[str]:
    """The checks that do not hold and that a reason can set aside; only graduation has any.

    >>> failed("graduate", Basis(1, "final", 1, "qualified", "graded", 5, 4)), failed("graduate", Basis())
    ([], ['no_final', 'plan_short'])
    """
    if kind != "graduate":
        return []
    found = []
    if basis.round_kind != "final":
        found.append("no_final")
    elif basis.grade not in PASSING:
        found.append("grade_below")
    if basis.plan_share < PLAN_SHARE:
        found.append("plan_short")
    return found


def kept(basis: Basis, codes: Collection[str]) -> dict[str, Any]:
    """The checks as a conclusion keeps them."""
    return {"failed": list(codes), "plan_share": basis.plan_share, **asdict(basis)}


def demand_possible(session: Session, row: Pairing, kind: str, basis: Basis) -> None:
    """Raise Conflict for what no reason sets aside: the pairing's state, a dispute, another conclusion, a slip on its way."""
    if row.role != "lead":
        raise Conflict("conclude_the_lead")
    if row.status not in STATES[kind]:
        raise Conflict("conclusion_state", status=row.status, kind=kind)
    if basis.status == "disputed":
        raise Conflict("grade_disputed")
    if session.scalars(select(Conclusion.id).filter_by(pairing_id=row.id, status="proposed")).first():
        raise Conflict("conclusion_there")
    demand_no_slip(session, row.id)


def demand_no_slip(session: Session, pairing_id: int) -> None:
    """Conflict("in_other_slip") while a change slip on its way speaks of the pairing."""
    rows = select(Change.id, Change.content).where(Change.status.in_((*EDITABLE, *UNDER_WAY)))
    for change_id, content in session.execute(rows):
        if any(line["pairing_id"] == pairing_id for line in content["lines"]):
            raise Conflict("in_other_slip", number=change_id)


def check_reason(kind: str, reason: str) -> None:
    """Changes and ends need one of the slip's grounds, the others have none."""
    allowed = GROUNDS.get(kind, ("",))
    if reason not in allowed:
        raise Invalid("not_in_list", field="reason", value=reason)


@reads("programme")
def clear_ones(session: Session, viewer: Viewer, *, round_id: int) -> set[int]:
    """pairings.id of a round that could graduate without setting anything aside."""
    rows = select(Assessment.pairing_id).join(Pairing, Pairing.id == Assessment.pairing_id)
    rows = rows.where(Assessment.round_id == round_id, Pairing.status.in_(STATES["graduate"]))
    if viewer.unit_id is not None:
        rows = rows.where(Assessment.unit_id == viewer.unit_id)
    proposed = select(Conclusion.pairing_id).where(Conclusion.status == "proposed")
    found = bases(session, list(session.scalars(rows.where(Assessment.pairing_id.not_in(proposed)))))
    return {
        key
        for key, basis in found.items()
        if not failed("graduate", basis) and basis.status == "graded" and basis.assessment_id is not None
    }


@reads("programme")
def basis_of(session: Session, viewer: Viewer, *, pairing_id: int) -> Basis:
    """What a conclusion about one pairing would rest on."""
    own = viewer.unit_id is None or pairing_id in set(session.scalars(pairings_of_unit(viewer.unit_id)))
    return bases(session, [pairing_id])[pairing_id] if own else Basis()
