"""Certificates of appointment (聘任证书): several at once, numbered year by year without a double, renewed by a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Certificate, MentorProfile, Person
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.usecase import fetch, record, use_case

MOST = 500
LONGEST_YEARS = 10
LAST_NUMBER = 99_999


@dataclass(frozen=True, slots=True)
class Appointment:
    """The term, the day of issue (None: today), and the first number (None: the next free one of the year of issue)."""

    starts_on: date
    ends_on: date
    issued_on: date | None = None
    first_number: int | None = None


@dataclass(frozen=True, slots=True)
class Appointed:
    """The certificates made, in the order of `person_ids`, and how many of them renew an earlier one."""

    ids: tuple[int, ...]
    first: str
    last: str
    renewals: int


@use_case(Action.EDIT_POOL)
def appoint(session: Session, by: Actor, *, person_ids: tuple[int, ...], term: Appointment) -> Appointed:
    """Issue certificates to mentors in the pool, in this order; all or none. Who had one before gets a renewal.

    Raises Invalid for a term out of order, Conflict for a mentor who is not in the pool, for a term that meets an
    earlier one of the same mentor, and for a number that is taken.
    """
    year, ends = _checked(term)
    if not person_ids:
        raise Invalid("no_mentor_chosen")
    if len(person_ids) > MOST:
        raise Invalid("mentors_too_many", count=len(person_ids), limit=MOST)
    number = term.first_number or next_number(session, year)
    _check_numbers(session, year, number, len(person_ids))
    before = _latest_ends(session)
    rows = [
        _certificate(session, by, key, (year, number + place), term, before)
        for place, key in enumerate(dict.fromkeys(person_ids))
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        told = {"act": f"certificate_{row.kind}", "number": label(row.year, row.number), "until": ends}
        record(session, by, Action.EDIT_POOL, f"person:{row.person_id}", **told)
    first, last = label(year, rows[0].number), label(year, rows[-1].number)
    return Appointed(tuple(row.id for row in rows), first, last, sum(row.kind == "renewal" for row in rows))


def _certificate(
    session: Session, by: Actor, person_id: int, place: tuple[int, int], term: Appointment, before: Mapping[int, date]
) -> Certificate:  # fmt: skip
    profile = fetch(session, MentorProfile, person_id)
    name = fetch(session, Person, person_id).name
    if profile.status != "in_pool":
        raise Conflict("appoint_in_pool", name=name)
    earlier = before.get(person_id)
    if earlier and earlier >= term.starts_on:
        raise Conflict("terms_meet", name=name, ends_on=earlier)
    return Certificate(
        person_id=person_id, year=place[0], number=place[1], kind="renewal" if earlier else "first",
        starts_on=term.starts_on, ends_on=term.ends_on, issued_on=term.issued_on or today(), by_id=by.id,
    )  # fmt: skip


def _checked(term: Appointment) -> tuple[int, date]:
    issued = term.issued_on or today()
    if term.ends_on < term.starts_on:
        raise Invalid("ends_before_starts", starts_on=term.starts_on, ends_on=term.ends_on)
    if (term.ends_on - term.starts_on).days > LONGEST_YEARS * 366:
        raise Invalid("term_too_long", years=LONGEST_YEARS)
    if issued > today():
        raise Invalid("future_day", value=issued)
    return issued.year, term.ends_on


def _check_numbers(session: Session, year: int, first: int, count: int) -> None:
    if not 0 < first <= LAST_NUMBER - count:
        raise Invalid("bad_number", limit=LAST_NUMBER)
    rows = select(Certificate.number).where(Certificate.year == year, Certificate.number >= first)
    taken = session.scalar(rows.where(Certificate.number < first + count).order_by(Certificate.number).limit(1))
    if taken is not None:
        raise Conflict("number_taken", number=label(year, taken), next=label(year, next_number(session, year)))


def next_number(session: Session, year: int) -> int:
    """The number after the highest one of a year; a gap stays a gap, for a paper may be out with it."""
    return int(session.scalar(select(func.max(Certificate.number)).where(Certificate.year == year)) or 0) + 1


def _latest_ends(session: Session) -> dict[int, date]:
    rows = select(Certificate.person_id, func.max(Certificate.ends_on)).group_by(Certificate.person_id)
    return dict(session.execute(rows).all())  # type: ignore[arg-type]


def label(year: int, number: int) -> str:
    """The number as it is written: 〔2025〕第001号."""
    return f"〔{year}〕第{number:03d}号"
