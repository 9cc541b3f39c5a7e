"""The certificates of the city's mentors: a first term for everybody, renewed in time for those who lead somebody."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import OPEN, Certificate, Pairing
from programme.demo.sizes import CURRENT, TERMS
from programme.demo.store import insert_all

RENEWED_YEARS = 3


def write_certificates(session: Session, called: Iterable[int], by_id: int) -> None:
    """First terms of two, three or four years; whoever leads nobody when it ends is left without one."""
    starts = TERMS[0].starts_on
    rows = [_row(key, (starts.year, number), (starts, _years(number)), by_id) for number, key in enumerate(called, 1)]
    insert_all(session, Certificate, rows + _renewals(session, rows, by_id))


def _years(number: int) -> int:
    return 2 if number % 5 == 0 else 4 if number % 3 else 3


def _renewals(session: Session, rows: list[dict[str, Any]], by_id: int) -> list[dict[str, Any]]:
    """In the order of the first certificates, numbered anew in each year."""
    leading = set(session.scalars(select(Pairing.mentor_id).where(Pairing.status.in_(OPEN))))
    over = [row for row in rows if row["ends_on"] < CURRENT.starts_on and row["person_id"] in leading]
    numbers: dict[int, int] = {}
    made = []
    for row in over:
        starts = row["ends_on"] + timedelta(days=1)
        numbers[starts.year] = numbers.get(starts.year, 0) + 1
        made.append(
            _row(row["person_id"], (starts.year, numbers[starts.year]), (starts, RENEWED_YEARS), by_id, "renewal")
        )
    return made


def _row(
    person_id: int, number: tuple[int, int], term: tuple[date, int], by_id: int, kind: str = "first"
) -> dict[str, Any]:
    starts, years = term
    ends = starts.replace(year=starts.year + years) - timedelta(days=1)
    return {
        "person_id": person_id, "year": number[0], "number": number[1], "kind": kind, "starts_on": starts,
        "ends_on": ends, "issued_on": starts, "by_id": by_id, "at": datetime.combine(starts, time(2)),
    }  # fmt: skip
