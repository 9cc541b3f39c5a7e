"""The office's calendar: days off and days made up, entered year by year from the notice that is published each autumn."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import CalendarDay
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.holiday_notice import Entry, read_notice
from programme.usecase import record, use_case
from programme.workdays import SATURDAY, Calendar

FIRST, LAST = 2000, 2100


@use_case(Action.MANAGE_COHORTS)
def enter_year(session: Session, by: Actor, *, year: int, text: str) -> int:
    """Put the days of a year's notice in place of those entered for that year before; returns how many there are.

    Raises Invalid for a notice that cannot be read (see `read_notice`), Conflict("holiday_of_other_year") for a day that
    another year's notice has settled otherwise.
    """
    if not FIRST <= year <= LAST:
        raise Invalid("holiday_year", value=year, low=FIRST, high=LAST)
    entries = read_notice(year, text)
    session.execute(delete(CalendarDay).where(CalendarDay.year == year))
    _check_other_years(session, entries)
    session.add_all(CalendarDay(day=one.day, year=year, kind=one.kind, name=one.name, by_id=by.id) for one in entries)
    session.flush()
    told = {kind: [str(one.day) for one in entries if one.kind == kind] for kind in ("off", "work")}
    record(session, by, Action.MANAGE_COHORTS, f"calendar:{year}", act="enter", **told)
    return len(entries)


@use_case(Action.MANAGE_COHORTS)
def forget_year(session: Session, by: Actor, *, year: int) -> None:
    """Take a year's days out again: from then on Monday to Friday count in it."""
    gone = session.scalars(select(CalendarDay).where(CalendarDay.year == year)).all()
    if not gone:
        raise Conflict("holiday_year_not_entered", year=year)
    session.execute(delete(CalendarDay).where(CalendarDay.year == year))
    record(session, by, Action.MANAGE_COHORTS, f"calendar:{year}", act="forget", days=len(gone))


def calendar_of(session: Session) -> Calendar:
    """The calendar as it stands."""
    rows = session.scalars(select(CalendarDay)).all()
    return Calendar(
        off=frozenset(row.day for row in rows if row.kind == "off"),
        made_up=frozenset(row.day for row in rows if row.kind == "work" and row.day.weekday() >= SATURDAY),
        years=frozenset(row.year for row in rows),
    )


@reads("programme")
def calendar(session: Session, viewer: Viewer) -> Calendar:
    """The calendar for the pages."""
    return calendar_of(session)


@reads("programme")
def days_entered(session: Session, viewer: Viewer) -> dict[int, list[Entry]]:
    """{year of the notice: its days in their order}, the latest year first."""
    rows = session.scalars(select(CalendarDay).order_by(CalendarDay.year.desc(), CalendarDay.day))
    found: dict[int, list[Entry]] = {}
    for row in rows:
        found.setdefault(row.year, []).append(Entry(row.day, row.kind, row.name))
    return found


def _check_other_years(session: Session, entries: tuple[Entry, ...]) -> None:
    """Two notices may both speak of a day around New Year, but not differently."""
    wanted = {one.day: one.kind for one in entries}
    rows = session.scalars(select(CalendarDay).where(CalendarDay.day.in_(wanted)).order_by(CalendarDay.day))
    for row in rows:
        if row.kind != wanted[row.day]:
            raise Conflict("holiday_of_other_year", day=row.day, year=row.year)
