"""What is posted in a public notice: names and units only, in the official order, without those who must not be public.

Pairs in a stream that the rules keep apart (discipline inspection) are left out: its data are for that stream only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.clock import today
from db.models import Cohort, Mentee, Pairing, PairingEvent, Person, Scheme, Unit
from db.queries.viewer import Viewer, reads
from documents.workbook import write_roster
from programme import exports, roster_words
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.holidays import calendar_of
from programme.name_order import by_strokes
from programme.results import CHINESE, XLSX, Offer
from programme.usecase import fetch, record, use_case
from programme.workdays import last_day
from texts import speaking

CLOSED_STREAMS = frozenset({"discipline"})
LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Posted:
    """A line of the notice."""

    mentor: str
    mentor_unit: str
    mentee: str
    mentee_unit: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A scheme's public notice: its first and last day, its lines, how many pairs are left out as not public.

    `first` and `last` are None without a notice; `running` counts the pairings that are still on it.
    """

    cohort: str
    first: date | None
    last: date | None
    days: int
    lines: tuple[Posted, ...]
    withheld: int
    running: int


@reads("programme")
def notice(session: Session, viewer: Viewer, *, scheme_id: int) -> Notice:
    """The notice of a confirmed scheme; a liaison sees the lines of its own unit."""
    scheme = fetch(session, Scheme, scheme_id)
    cohort = fetch(session, Cohort, scheme.cohort_id)
    days = cohort.notice_days if scheme.notice_days is None else scheme.notice_days
    rows = [row for row in _rows(session, scheme_id) if viewer.unit_id in (None, row["mentor_of"], row["mentee_of"])]
    public = [row for row in rows if not {row["mentor_stream"], row["mentee_stream"]} & CLOSED_STREAMS]
    first = session.scalar(_first_day(scheme_id)) if days else None
    return Notice(
        cohort=cohort.name,
        first=first,
        last=last_day(first, days, calendar_of(session)) if first else None,
        days=days,
        lines=tuple(_line(row) for row in _ordered(public)),
        withheld=len(rows) - len(public),
        running=sum(row["status"] == "notice" for row in rows),
    )


@use_case(Action.EXPORT)
def offer_notice(session: Session, by: Actor, *, scheme_id: int) -> Offer:
    """Lay the list for posting ready as .xlsx: number, mentor, unit, mentee, unit, and nothing else."""
    found = notice(session, by.viewer, scheme_id=scheme_id)
    if not found.lines:
        raise Conflict("nothing_to_export")
    rows = [
        [number, one.mentor, one.mentor_unit, one.mentee, one.mentee_unit] for number, one in enumerate(found.lines, 1)
    ]
    name = f"{found.cohort}{roster_words.NOTICE_TITLE}"
    with speaking(CHINESE):
        content = write_roster(name, "", list(roster_words.NOTICE_HEADS), rows)
    file = f"{name}{today():%Y%m%d}.xlsx"
    token = exports.offer(session, by, file, XLSX, content)
    record(session, by, Action.EXPORT, f"scheme:{scheme_id}", act="notice_list", rows=len(rows))
    return Offer(token, file, len(rows))


def _rows(session: Session, scheme_id: int) -> list[dict[str, Any]]:
    mentee, mentor, home, desk = aliased(Person), aliased(Person), aliased(Unit), aliased(Unit)
    rows = session.execute(
        select(
            mentor.id.label("mentor_id"), mentor.name.label("mentor"), func.coalesce(desk.name, "").label("mentor_unit"),
            mentor.unit_id.label("mentor_of"), func.coalesce(desk.stream, "").label("mentor_stream"),
            func.coalesce(desk.position, LAST).label("position"), mentee.name.label("mentee"),
            func.coalesce(home.name, "").label("mentee_unit"), mentee.unit_id.label("mentee_of"),
            func.coalesce(home.stream, "").label("mentee_stream"), Pairing.status,
        )
        .select_from(Pairing)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee, mentee.id == Mentee.person_id)
        .join(mentor, mentor.id == Pairing.mentor_id)
        .outerjoin(home, home.id == mentee.unit_id)
        .outerjoin(desk, desk.id == mentor.unit_id)
        .where(Pairing.scheme_id == scheme_id, Pairing.status != "ended")
    )  # fmt: skip
    return [dict(row) for row in rows.mappings()]


def _first_day(scheme_id: int) -> Any:
    joined = select(func.min(PairingEvent.on_day)).join(Pairing, Pairing.id == PairingEvent.pairing_id)
    return joined.where(Pairing.scheme_id == scheme_id, PairingEvent.to_status == "notice")


def _ordered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """By the official order of the mentors' units, then strokes of the name."""
    return sorted(
        rows, key=lambda row: (row["position"], by_strokes(row["mentor"]), row["mentor_id"], by_strokes(row["mentee"]))
    )


def _line(row: dict[str, Any]) -> Posted:
    return Posted(row["mentor"], row["mentor_unit"], row["mentee"], row["mentee_unit"])
