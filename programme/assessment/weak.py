"""Mentors whose pairings go badly (帮带实效不明显, S45): thresholds only point at them; an exit is proposed and decided by people."""

from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import (
    Assessment,
    AssessmentRound,
    Mentee,
    MentorExit,
    MentorProfile,
    Pairing,
    Person,
    Record,
    Unit,
)
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.assessment.evidence import share
from programme.errors import Invalid
from programme.setup import put_setting, setting
from programme.usecase import record, use_case

SETTING = "weak_mentors"
INSIDE = ("in_pool", "paused")
LIMITS = {
    "mean_score": (0, 100),
    "poor_share": (1, 100),
    "stalled": (1, 20),
    "silent_days": (15, 365),
    "fewest": (1, 20),
}
POOR = ("basically_qualified", "unqualified")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where a mentor is pointed at: mean score below, share of poor grades (percent) from, stalled pairings from.

    `silent_days` without a record make a pairing stalled; the two about grades count from `fewest` graded pairings on.
    """

    mean_score: int = 70
    poor_share: int = 50
    stalled: int = 2
    silent_days: int = 60
    fewest: int = 2


@dataclass(frozen=True, slots=True)
class WeakMentor:
    """A mentor with what points at him: `flags` of "mean_score", "poor_share", "stalled"; the names are those of mentees."""

    person_id: int
    name: str
    unit: str
    profile_version: int
    load: int
    graded: int
    mean: float | None
    poor: tuple[str, ...]
    stalled: tuple[str, ...]
    flags: tuple[str, ...]
    exit_proposed: bool


def thresholds(session: Session) -> Thresholds:
    """The thresholds in force."""
    kept = setting(session, SETTING)
    return replace(Thresholds(), **{one.name: kept[one.name] for one in fields(Thresholds) if one.name in kept})


@reads("programme")
def thresholds_now(session: Session, viewer: Viewer) -> Thresholds:
    """The thresholds in force, for the page."""
    return thresholds(session)


@use_case(Action.MANAGE_COHORTS)
def set_thresholds(session: Session, by: Actor, *, wanted: Thresholds) -> None:
    """Put other thresholds in force. Raises Invalid for one out of its range."""
    for name, (low, high) in LIMITS.items():
        value = getattr(wanted, name)
        if not isinstance(value, int) or not low <= value <= high:
            raise Invalid("threshold_range", field=name, value=value, low=low, high=high)
    before = asdict(thresholds(session))
    put_setting(session, SETTING, asdict(wanted))
    told = {"before": before, "after": asdict(wanted)}
    record(session, by, Action.MANAGE_COHORTS, f"setting:{SETTING}", act="thresholds", **told)


@reads("programme")
def weak_mentors(session: Session, viewer: Viewer) -> list[WeakMentor]:
    """The mentors of the pool whom a threshold points at, those with most flags first; none for a liaison."""
    if viewer.unit_id is not None:
        return []
    bars = thresholds(session)
    grades, stalled = _grades(session), _stalled(session, bars.silent_days)
    keys = [key for key in {*grades, *stalled} if _flags(grades[key], stalled[key], bars)]
    found = [_told(row, grades[row.id], stalled[row.id], bars) for row in session.execute(_people(keys))]
    return sorted(found, key=lambda one: (-len(one.flags), one.mean is None, one.mean or 0, one.person_id))


def _people(keys: list[int]) -> Any:
    proposed = select(MentorExit.id).where(MentorExit.person_id == Person.id, MentorExit.status == "proposed").exists()
    load = select(func.count(Pairing.id)).where(
        Pairing.mentor_id == Person.id, Pairing.status.in_(("active", "paused", "due"))
    )
    columns = (Person.id, Person.name, func.coalesce(Unit.name, "").label("unit"), MentorProfile.version)
    rows = select(*columns, load.scalar_subquery().label("load"), proposed.label("proposed"))
    rows = rows.join(MentorProfile, MentorProfile.person_id == Person.id).outerjoin(Unit, Unit.id == Person.unit_id)
    return rows.where(Person.id.in_(keys), MentorProfile.status.in_(INSIDE))


def _grades(session: Session) -> dict[int, list[tuple[str, str, float]]]:
    """The latest grade of each pairing by mentor: (mentee, grade, score)."""
    rows = (
        select(Pairing.id, Pairing.mentor_id, Person.name, Assessment.grade, Assessment.score)
        .join(Assessment, Assessment.pairing_id == Pairing.id)
        .join(AssessmentRound, AssessmentRound.id == Assessment.round_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .where(Assessment.number > 0)
        .order_by(AssessmentRound.year, AssessmentRound.opens_on, Assessment.id)
    )
    latest = {key: (mentor, (name, grade, score or 0.0)) for key, mentor, name, grade, score in session.execute(rows)}
    found: dict[int, list[tuple[str, str, float]]] = defaultdict(list)
    for mentor, told in latest.values():
        found[mentor].append(told)
    return found


def _stalled(session: Session, days: int) -> dict[int, list[str]]:
    """Mentees of active pairings without a record for so many days, by mentor."""
    last = today() - timedelta(days=days)
    recent = select(Record.id).where(
        Record.pairing_id == Pairing.id, Record.happened_on > last, Record.struck_at.is_(None)
    )
    rows = (
        select(Pairing.mentor_id, Person.name)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .where(Pairing.status == "active", Pairing.starts_on <= last, ~recent.exists())
    )
    found: dict[int, list[str]] = defaultdict(list)
    for mentor, name in session.execute(rows.order_by(Pairing.id)):
        found[mentor].append(name)
    return found


def _flags(grades: list[tuple[str, str, float]], stalled: list[str], bars: Thresholds) -> tuple[str, ...]:
    found = []
    if len(grades) >= bars.fewest:
        if _mean(grades) < bars.mean_score:
            found.append("mean_score")
        if share(sum(grade in POOR for _name, grade, _score in grades), len(grades)) >= bars.poor_share:
            found.append("poor_share")
    if len(stalled) >= bars.stalled:
        found.append("stalled")
    return tuple(found)


def _mean(grades: list[tuple[str, str, float]]) -> float:
    return round(sum(score for _name, _grade, score in grades) / len(grades), 1)


def _told(row: Any, grades: list[tuple[str, str, float]], stalled: list[str], bars: Thresholds) -> WeakMentor:
    poor = tuple(name for name, grade, _score in grades if grade in POOR)
    return WeakMentor(
        row.id, row.name, row.unit, row.version, row.load, len(grades), _mean(grades) if grades else None, poor,
        tuple(stalled), _flags(grades, stalled, bars), bool(row.proposed),
    )  # fmt: skip
