"""Tasks of the mentor pool: nominations, exits, certificates, retirement, and mentors who lead more than they have seats."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from db.clock import local
from db.models import OPEN, Certificate, Cohort, MentorExit, MentorProfile, Nomination, Pairing, Person
from programme.access import Action
from programme.retirement import WARN_MONTHS, months_until, retires_on
from programme.rules import Rules, rules_in_force
from programme.seats import seats_of
from programme.todo.task import Asked, Task

APPOINTMENTS, CHANGES, MENTORS = "prepare/appointments.py", "match/changes.py", "prepare/mentors.py"
INSIDE = ("in_pool", "paused")
# Retired already, or no civil servant whose age a statute sets.
OUTSIDE_RULE = ("retired", "rehired", "village_secretary")
NOTICE_OF_CERTIFICATE = timedelta(days=60)


def own_people(asked: Asked, rows: Select) -> Select:
    """A statement over people, narrowed to the unit of a liaison."""
    return rows if asked.unit_id is None else rows.where(Person.unit_id == asked.unit_id)


def nominations(asked: Asked) -> list[Task]:
    """Nominated people who await review, and reviewed ones whose confirmation is wanting."""
    newest = select(func.max(Nomination.id)).group_by(Nomination.person_id)
    rows = (
        select(Person.id, Person.name, MentorProfile.status, Nomination.status.label("step"), Nomination.nominated_on,
               Nomination.required, Nomination.organization_on, Nomination.publicity_on)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Nomination, (Nomination.person_id == Person.id) & Nomination.id.in_(newest))
        .where(MentorProfile.status.in_(("nominated", "reviewed")))
        .order_by(Nomination.nominated_on, Person.id)
    )  # fmt: skip
    found = [
        _nomination(asked, row) for row in asked.session.execute(own_people(asked, rows)) if row.step != "rejected"
    ]
    kinds = ("nomination_review", "nomination_returned", "nomination_confirm")
    way: dict[str, Any] = {"params": {"view": "nominations"}}
    return [
        task
        for kind in kinds
        for task in asked.fold((one for one in found if one.kind == kind), lambda one: one.data["name"], **way)
    ]


def _nomination(asked: Asked, row: Any) -> Task:
    """Reviewed ones wait for the departments that have not confirmed yet; the publicity department confirms for itself."""
    kind = "nomination_confirm" if row.status == "reviewed" else "nomination_review"
    kind = "nomination_returned" if row.step == "returned" else kind
    confirms = kind == "nomination_confirm"
    barred = confirms and asked.by.role == "publicity" and not _publicity_wanted(row)
    return asked.task(
        kind, APPOINTMENTS, Action.CONFIRM_MENTOR if confirms else Action.EDIT_POOL, barred=barred,
        params={"view": "nominations", "nomination_search": row.name}, data={"name": row.name}, since=row.nominated_on,
        people=frozenset({row.id}),
    )  # fmt: skip


def _publicity_wanted(row: Any) -> bool:
    return row.required in (None, "any", "publicity", "both") and row.publicity_on is None


def exits(asked: Asked) -> list[Task]:
    """Proposed exits: to be decided by another person, or, where somebody is still led, by a change slip."""
    load = select(func.count()).where(Pairing.mentor_id == MentorExit.person_id, Pairing.status.in_(OPEN))
    rows = (
        select(MentorExit.id, MentorExit.person_id, MentorExit.by_id, MentorExit.leaves_on, MentorExit.at, Person.name,
               load.correlate(MentorExit).scalar_subquery().label("load"))
        .join(Person, Person.id == MentorExit.person_id)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .where(MentorExit.status == "proposed", MentorProfile.status != "left")
        .order_by(MentorExit.leaves_on, MentorExit.id)
    )  # fmt: skip
    found = [_exit(asked, row) for row in asked.session.execute(own_people(asked, rows))]
    kinds = ("exit_decide", "exit_slip")
    way: dict[str, Any] = {"params": {"view": "exits"}}
    return [
        task
        for kind in kinds
        for task in asked.fold((one for one in found if one.kind == kind), lambda one: one.data["name"], **way)
    ]


def _exit(asked: Asked, row: Any) -> Task:
    kind, action = ("exit_slip", Action.EDIT_POOL) if row.load else ("exit_decide", Action.APPROVE)
    return asked.task(
        kind, APPOINTMENTS, action, told=True, barred=kind == "exit_decide" and row.by_id == asked.by.id,
        params={"view": "exits", "exit": str(row.id)}, due_on=row.leaves_on, since=local(row.at).date(),
        data={"name": row.name, "count": row.load, "day": row.leaves_on}, people=frozenset({row.person_id}),
    )  # fmt: skip


def certificates(asked: Asked) -> list[Task]:
    """Appointments of mentors in the pool that end within sixty days, or have ended.

    An appointment that ended is late where somebody is led without one; who leads nobody needs none before the next
    pairing, so that is only told.
    """
    over: list[Task] = []
    idle: list[Task] = []
    ahead: list[Task] = []
    for row in asked.session.execute(own_people(asked, _appointed(asked.on))):
        lapsed = row.day < asked.on
        kind = "certificate_idle" if lapsed and not row.led else "certificate"
        (ahead if not lapsed else over if row.led else idle).append(
            asked.task(
                kind, APPOINTMENTS, Action.EDIT_POOL, weight="look" if kind == "certificate_idle" else "next",
                params={"view": "appointments", "appointment_search": row.name},
                due_on=row.day if kind == "certificate" else None, data={"name": row.name, "day": row.day},
                people=frozenset({row.id}),
            )
        )  # fmt: skip
    # What has ended is not told together with what will end: its day would stand for all of them.
    way = {"params": {"view": "appointments"}}
    return [task for part in (over, ahead, idle) for task in asked.fold(part, lambda one: one.data["name"], **way)]


def _appointed(on: date) -> Select:
    """Mentors in the pool whose last appointment ends soon or has ended, with how many they lead."""
    last = select(Certificate.person_id, func.max(Certificate.ends_on).label("day")).group_by(Certificate.person_id)
    newest = last.subquery()
    led = select(func.count()).where(Pairing.mentor_id == Person.id, Pairing.status.in_(OPEN)).correlate(Person)
    return (
        select(Person.id, Person.name, newest.c.day, led.scalar_subquery().label("led"))
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .join(newest, newest.c.person_id == Person.id)
        .where(MentorProfile.status.in_(INSIDE), newest.c.day <= on + NOTICE_OF_CERTIFICATE)
        .order_by(newest.c.day, Person.id)
    )


def retiring(asked: Asked) -> list[Task]:
    """Mentors with open pairings who reach retirement age within six months, or have."""
    load = select(Pairing.mentor_id, func.count().label("led")).where(Pairing.status.in_(OPEN))
    leads = load.group_by(Pairing.mentor_id).subquery()
    rows = (
        select(Person.id, Person.name, Person.birth, Person.sex, leads.c.led)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .join(leads, leads.c.mentor_id == Person.id)
        .where(MentorProfile.status.in_(INSIDE), MentorProfile.standing.not_in(OUTSIDE_RULE))
    )
    dated = [(retires_on(row.birth, row.sex), row) for row in asked.session.execute(own_people(asked, rows))]
    soon = [(day, row) for day, row in dated if day and months_until(day, asked.on) <= WARN_MONTHS]
    found = [_retiring(asked, day, row) for day, row in sorted(soon, key=lambda one: (one[0], one[1].id))]
    # Who is past the age is not told together with who comes to it: that day would stand for all of them.
    parts = ([one for one in found if one.kind == kind] for kind in ("retired", "retiring"))
    return [task for part in parts for task in asked.fold(part, lambda one: one.data["name"])]


def _retiring(asked: Asked, day: date, row: Any) -> Task:
    return asked.task(
        "retired" if day < asked.on else "retiring", CHANGES, Action.EDIT_POOL, params={"view": "ahead"}, due_on=day,
        data={"name": row.name, "month": f"{day:%Y-%m}", "count": row.led}, people=frozenset({row.id}),
    )  # fmt: skip


def overloaded(asked: Asked) -> list[Task]:
    """Mentors who lead more people than the pool, or the rules of an open cohort, give them seats."""
    load = select(Pairing.mentor_id, func.count().label("led")).where(Pairing.status.in_(OPEN))
    leads = load.group_by(Pairing.mentor_id).subquery()
    rows = (
        select(Person.id, Person.name, MentorProfile.capacity, MentorProfile.standing, leads.c.led)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .join(leads, leads.c.mentor_id == Person.id)
        .where(leads.c.led > MentorProfile.capacity)
        .order_by(Person.name_key, Person.id)
    )
    crowded = asked.session.execute(own_people(asked, rows)).all()
    rules = _rules_of_open_cohorts(asked) if crowded else []
    found = [
        asked.task(
            "overloaded", MENTORS, Action.EDIT_POOL, told=True, weight="wrong", params={"mentor": str(row.id)},
            data={"name": row.name, "count": row.led, "seats": row.capacity}, people=frozenset({row.id}),
        )
        for row in crowded
        if row.led > max((seats_of(one, row.id, row.capacity, row.standing).seats for one in rules), default=0)
    ]  # fmt: skip
    way: dict[str, Any] = {"file": "follow/workload.py", "params": {"view": "mentors"}}
    return asked.fold(found, lambda one: one.data["name"], **way)


def _rules_of_open_cohorts(asked: Asked) -> list[Rules]:
    open_ones = asked.session.scalars(select(Cohort.id).where(Cohort.status == "open")).all()
    return [rules_in_force(asked.session, cohort_id) for cohort_id in open_ones]


def empty_pool(asked: Asked) -> Iterator[Task]:
    """There is no mentor at all."""
    if asked.session.scalar(select(MentorProfile.person_id).limit(1)) is None:
        yield asked.task("pool_empty", "prepare/roster_import.py", Action.IMPORT_ROSTER)
