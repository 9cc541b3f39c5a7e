"""The world of changes (王 leads 甲 and 乙, 李 leads 丙, 赵 nobody) with rounds of assessment, and short steps to act in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Assessment, AssessmentRound, Cohort, Conclusion, Mentee, Pairing, PlanItem
from programme.access import Actor
from programme.assessment import conclude, grading, rounds
from programme.assessment.conclude import Proposal
from tests.support.changing import pairing_of, world_in_force
from tests.support.signing import World

SCORES = {"self": 90, "mentor": 80, "leader": 85, "head": 75}
WEIGHTED = 81.0


def assess_world(database: Database, make_staff: Callable[..., Actor]) -> World:
    """The world with nothing opened yet."""
    return world_in_force(database, make_staff)


def opened(world: World, kind: str = "final", **more: Any) -> int:
    """A round of this year, due in a month."""
    asked = {"cohort_id": world.cohort_id, "kind": kind, "year": today().year, "due_on": today() + timedelta(days=30)}
    return int(world.do("officer", rounds.open_round, **{**asked, **more}))


def assessment_of(world: World, name: str, round_id: int | None = None) -> Assessment:
    """Somebody's assessment as it is now, of the latest round unless one is named."""
    with world.database.read() as session:
        rows = select(Assessment).join(Pairing, Pairing.id == Assessment.pairing_id)
        rows = rows.where(Pairing.mentee_id == world.mentees[name]).order_by(Assessment.id.desc())
        rows = rows.where(Assessment.round_id == round_id) if round_id else rows
        found = session.scalars(rows).first()
        assert found is not None
        session.expunge(found)
        return found


def graded(world: World, name: str, grade: str = "qualified", who: str = "officer", **values: Any) -> Any:
    """All four scores and a grade filed for somebody."""
    row, reason = assessment_of(world, name), values.pop("reason", "")
    told = {**SCORES, "grade": grade, **values}
    asked = {"assessment_id": row.id, "seen_version": row.version, "values": told, "reason": reason}
    return world.do(who, grading.file_assessment, **asked)


def planned(world: World, name: str, items: int, done: int) -> None:
    """A plan with so many items, so many of them done."""
    key, officer = pairing_of(world, name).id, world.staff["officer"].id
    told = {"pairing_id": key, "goal": "ways", "due_on": today(), "measure": "走访", "by_id": officer}
    world.add(*(PlanItem(**told, done_on=today() if number < done else None) for number in range(items)))


def proposed(world: World, name: str, kind: str = "graduate", who: str = "officer", **more: Any) -> int:
    """A conclusion about somebody's open lead."""
    row = pairing_of(world, name)
    proposal = Proposal(kind, **more)
    return int(world.do(who, conclude.propose, pairing_id=row.id, seen_version=row.version, proposal=proposal))


def decided(world: World, conclusion_id: int, who: str = "chief", agreed: bool = True, answer: str = "") -> Any:
    """The decision at the conclusion's present version."""
    version = world.row(Conclusion, conclusion_id).version
    asked = {"conclusion_id": conclusion_id, "seen_version": version, "agreed": agreed, "answer": answer}
    return world.do(who, conclude.decide, **asked)


def mentee_state(world: World, name: str) -> str:
    """waiting, paired, graduated, extended or ended."""
    return str(world.row(Mentee, world.mentees[name]).status)


def pairings_of(world: World, name: str) -> list[tuple[str, int]]:
    """(state, mentor) of all pairings of somebody, the oldest first."""
    with world.database.read() as session:
        rows = select(Pairing.status, Pairing.mentor_id).where(Pairing.mentee_id == world.mentees[name])
        return [(status, mentor) for status, mentor in session.execute(rows.order_by(Pairing.id))]


def round_now(world: World, round_id: int) -> AssessmentRound:
    """A round as it is now."""
    found: AssessmentRound = world.row(AssessmentRound, round_id)
    return found


def cohort_now(world: World) -> Cohort:
    """The cohort as it is now."""
    found: Cohort = world.row(Cohort, world.cohort_id)
    return found
