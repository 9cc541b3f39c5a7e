"""Tasks of a cohort's beginning and end: people, dates, rules, the first scheme, the calendar of holidays, the close."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from db.models import OPEN, Audit, CalendarDay, Cohort, Mentee, MentorProfile, Pairing, Person, PolicyRow, Scheme, Unit
from programme.access import Action
from programme.eligibility import OUTSIDE, Candidate, judge
from programme.pilots import Reach, reach
from programme.rules import Rules
from programme.todo.task import Asked, Task

IMPORT, MENTEES, COHORTS = "prepare/roster_import.py", "prepare/mentees.py", "prepare/cohorts.py"
# A mentee without one of these cannot be judged; whoever can be judged and fails is told apart.
INCOMPLETE = ("no_work_start", "no_birth", "year_only")
ON_THE_WAY = ("computing", "draft", "returned", "proposed", "approved", "confirmed")
# The notice of the next year's holidays comes out in November.
DECEMBER = 12


def beginnings(asked: Asked) -> Iterator[Task]:
    """Open cohorts without people, whose rules nobody looked over, or without a scheme while somebody waits."""
    waiting = select(func.count()).where(Mentee.cohort_id == Cohort.id, Mentee.status == "waiting")
    mentees = select(func.count()).where(Mentee.cohort_id == Cohort.id)
    schemes = select(func.count()).where(Scheme.cohort_id == Cohort.id, Scheme.status.in_(ON_THE_WAY))
    counts = {"waiting": waiting, "mentees": mentees, "schemes": schemes}
    columns = [rows.correlate(Cohort).scalar_subquery().label(name) for name, rows in counts.items()]
    found = asked.session.execute(
        select(Cohort.id, Cohort.name, *columns).where(Cohort.status == "open").order_by(Cohort.starts_on)
    ).all()
    reviewed = _reviewed(asked)
    pool = asked.session.scalar(select(MentorProfile.person_id).where(MentorProfile.status == "in_pool").limit(1))
    for row in found:
        more: dict[str, Any] = {"cohort": row.name, "data": {"cohort": row.name, "count": row.waiting}}
        if not row.mentees:
            yield asked.task("cohort_empty", IMPORT, Action.IMPORT_ROSTER, **more)
        if row.waiting and f"cohort:{row.id}" not in reviewed:
            yield asked.task("rules_unseen", "match/rules.py", Action.EDIT_RULES, **more)
        if row.waiting and not row.schemes and pool is not None:
            yield asked.task("scheme_none", "match/schemes.py", Action.RUN_SCHEME, **more)


def _reviewed(asked: Asked) -> set[str]:
    rows = select(Audit.object).where(Audit.action == "edit_rules", Audit.outcome == "done").distinct()
    return set(asked.session.scalars(rows))


def eligibility(asked: Asked) -> Iterator[Task]:
    """Waiting mentees of open cohorts who lack the date that decides, and those who are not eligible on the cohort's day.

    Whom the cohort does not reach yet waits by decision, and is nobody's task.
    """
    rules, within = _rules(asked), _reaches(asked)
    counts: dict[str, dict[str, set[int]]] = {}
    for row in asked.session.execute(_waiting(asked)):
        who = Candidate(row.category, row.stream, row.birth, row.work_start, within[row.cohort_id].covers(row.unit_id))
        verdict = judge(who, row.eligible_on, rules.get(row.cohort_id, Rules()))
        if not verdict.ok and verdict.code != OUTSIDE:
            kind = "dates_missing" if verdict.code in INCOMPLETE else "not_eligible"
            counts.setdefault(row.cohort, {}).setdefault(kind, set()).add(row.person_id)
    for cohort, kinds in counts.items():
        for kind, people in sorted(kinds.items()):
            wrong = kind == "dates_missing"
            yield asked.task(
                kind, MENTEES, Action.EDIT_POOL, told=not wrong, weight="wrong" if wrong else "look", cohort=cohort,
                data={"count": len(people), "cohort": cohort}, people=frozenset(people),
                params={"mentee_state": "waiting", "mentee_eligible": "no"},
            )  # fmt: skip


def _waiting(asked: Asked) -> Any:
    rows = (
        select(Mentee.cohort_id, Mentee.person_id, Mentee.category, Person.unit_id, func.coalesce(Unit.stream, "").label("stream"),
               Person.birth, Person.work_start, Cohort.name.label("cohort"), Cohort.eligible_on)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .join(Cohort, Cohort.id == Mentee.cohort_id)
        .where(Mentee.status == "waiting", Cohort.status == "open")
        .order_by(Mentee.cohort_id, Mentee.id)
    )  # fmt: skip
    return rows if asked.unit_id is None else rows.where(Person.unit_id == asked.unit_id)


def _reaches(asked: Asked) -> dict[int, Reach]:
    return {row.id: reach(asked.session, row) for row in asked.session.scalars(select(Cohort).filter_by(status="open"))}


def _rules(asked: Asked) -> dict[int, Rules]:
    """The rules last saved for each cohort; the defaults where none are."""
    newest = select(func.max(PolicyRow.id)).group_by(PolicyRow.cohort_id)
    rows = select(PolicyRow.cohort_id, PolicyRow.rules).where(PolicyRow.id.in_(newest))
    return {key: Rules.of(0, saved) for key, saved in asked.session.execute(rows)}


def holidays(asked: Asked) -> Iterator[Task]:
    """Years whose public holidays nobody entered: without them the days of a notice are guessed."""
    known = set(asked.session.scalars(select(CalendarDay.year).distinct()))
    if asked.session.scalar(select(Cohort.id).where(Cohort.status == "open").limit(1)) is None:
        return
    wanted = [asked.on.year, *([asked.on.year + 1] if asked.on.month == DECEMBER else [])]
    for year in (year for year in wanted if year not in known):
        due = None if year == asked.on.year else date(year, 1, 1)
        yield asked.task("holidays", COHORTS, Action.MANAGE_COHORTS, data={"year": str(year)}, due_on=due)


def ended(asked: Asked) -> Iterator[Task]:
    """Open cohorts beyond their last day; how many pairings are still open decides what comes first."""
    count = select(func.count()).where(Pairing.cohort_id == Cohort.id, Pairing.status.in_(OPEN)).correlate(Cohort)
    rows = select(Cohort.id, Cohort.name, Cohort.ends_on, count.scalar_subquery().label("pairings"))
    rows = rows.where(Cohort.status == "open", Cohort.ends_on < asked.on).order_by(Cohort.ends_on)
    for row in asked.session.execute(rows):
        data = {"cohort": row.name, "day": row.ends_on, "count": row.pairings}
        kind = "cohort_running" if row.pairings else "cohort_over"
        yield asked.task(
            kind, COHORTS, Action.MANAGE_COHORTS, cohort=row.name, data=data, due_on=row.ends_on,
            params={"edit": str(row.id)},
        )  # fmt: skip
