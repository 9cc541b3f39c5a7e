"""A month's table comes back from a unit: every row compared with what is filed, every fault by sheet, row and column."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.engines import Database
from db.models import Review, ReviewRound
from db.queries.monthly import reviews
from documents.linelist import Line
from documents.reviewlist import number_of, read_review_list
from documents.safe import Upload
from documents.values import PartialDate, read_date
from documents.values.dates import Window
from documents.values.text import key
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, ProgrammeError
from programme.frozen import digest
from programme.reviews.filing import Filing, Parts, apply, demand_open, demand_sound, said
from programme.reviews.values import People, checked
from programme.unit_tables import Fault, read_lines
from programme.usecase import claim, fetch, record, use_case

DAYS = ("self_on", "head_on", "leader_on")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: whose review it means (None: unknown), "new", "changed", "same", "blank" or "fault"."""

    sheet: str
    row: int
    name: str
    state: str
    review_id: int | None = None
    changed: tuple[str, ...] = ()
    parts: tuple[tuple[str, Any], ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a table in would do; `fingerprint` stands for exactly this."""

    rows: tuple[Row, ...]

    def count(self, *states: str) -> int:
        """How many rows are in one of the states."""
        counts = Counter(row.state for row in self.rows)
        return sum(counts[state] for state in states)

    @property
    def fingerprint(self) -> str:
        """What the user saw, as a hash."""
        seen = [[row.sheet, row.row, row.state, row.review_id, row.changed, repr(row.parts)] for row in self.rows]
        return digest(seen)


def read_table(upload: Upload) -> list[Line]:
    """The rows of a file. Raises Invalid for a file that cannot be read or has not the columns."""
    return read_lines(upload, read_review_list, "review_sheet_columns")


def preview(database: Database, by: Actor, *, round_id: int, lines: Sequence[Line]) -> Preview:
    """What these rows would do to the reviews of a month that this account keeps."""
    with database.read() as session:
        return compare(session, by, fetch(session, ReviewRound, round_id), lines)


def compare(session: Session, by: Actor, row: ReviewRound, lines: Sequence[Line]) -> Preview:
    """Every row against what is filed now."""
    known = reviews(session, by.viewer, round_id=row.id).to_dict("records")
    there = {review.id: review for review in session.scalars(select(Review).filter_by(round_id=row.id))}
    mine = [there[one["id"]] for one in known]
    book = Book(row, {one["id"]: one for one in known}, there, said(session, mine))
    return Preview(tuple(book.rows(lines)))


@dataclass
class Book:
    """The reviews of a month that rows are held against: listed by id, their rows, what they say."""

    round: ReviewRound
    known: Mapping[int, Mapping[Any, Any]]
    there: Mapping[int, Review]
    said: Mapping[int, Parts]

    def rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        """Every line as a row; the second one that speaks about a review is a fault."""
        first: dict[int, int] = {}
        for line in lines:
            row = self._row(line)
            if row.review_id in first:
                why = Conflict("review_twice", field="number", row=first[row.review_id])
                row = self._faulty(line, why, row.review_id)
            elif row.review_id is not None:
                first[row.review_id] = line.row
            yield row

    def _row(self, line: Line) -> Row:
        try:
            review_id = self._whose(line)
        except ProgrammeError as why:
            return self._faulty(line, why)
        base = Row(line.sheet, line.row, line.texts.get("mentee", ""), "blank", review_id)
        try:
            return self._judged(base, line)
        except ProgrammeError as why:
            return self._faulty(line, why, review_id)

    def _judged(self, base: Row, line: Line) -> Row:
        review_id = base.review_id or 0
        listed, before = self.known[review_id], self.said[review_id]
        parts = checked(_values(line), self.round.month)
        if not parts:
            return base
        changed = demand_sound(before, parts, People(listed["mentee"], listed["mentor"]))
        if not changed:
            return replace(base, state="same")
        demand_open(self.round, self.there[review_id])
        state = "changed" if before.keys() & set(changed) else "new"
        kept = tuple((name, parts[name]) for name in changed)
        return replace(base, state=state, changed=changed, parts=kept)

    def _whose(self, line: Line) -> int:
        """The review that a row means: by its number, which must agree with the name; else by the name alone."""
        name, text = line.texts.get("mentee", ""), line.texts.get("number", "")
        if text:
            number = number_of(text)
            if number is None or number not in self.known:
                raise Invalid("review_unknown", field="number", value=text)
            if key(name) != key(self.known[number]["mentee"]):
                raise Invalid("review_other_person", field="mentee", value=name, expected=self.known[number]["mentee"])
            return number
        found = [number for number, one in self.known.items() if key(one["mentee"]) == key(name) and _fits(one, line)]
        if len(found) != 1:
            raise Invalid("review_several" if found else "review_unknown", field="mentee", value=name)
        return found[0]

    def _faulty(self, line: Line, why: ProgrammeError, review_id: int | None = None) -> Row:
        name = str(why.data.get("field", "mentee"))
        column = line.labels.get(name) or line.labels.get(name.replace("_author", "_text"), "")
        fault = Fault(column, line.texts.get(name, ""), why)
        return Row(line.sheet, line.row, line.texts.get("mentee", ""), "fault", review_id, fault=fault)


def _fits(one: Mapping[Any, Any], line: Line) -> bool:
    unit = line.texts.get("unit", "")
    return not unit or key(one["unit"]) == key(unit)


def _values(line: Line) -> dict[str, Any]:
    return {**line.texts, **{name: _day(line.texts.get(name, ""), name) for name in DAYS}}


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    read = read_date(text, Window(today()))
    if not isinstance(read.value, PartialDate) or read.value.precision != "day":
        raise Invalid("review_day_unread", field=name, value=text)
    return read.value.first_day


@use_case(Action.KEEP_RECORDS)
def take_in(session: Session, by: Actor, *, round_id: int, lines: Sequence[Line], seen: str, file: str) -> Counter[str]:
    """File every sound row that brings something, as `seen` (the fingerprint of the preview); rows with a fault wait.

    Returns how many rows were in which state. Raises Conflict ("review_file_moved", "review_file_empty").
    """
    row = fetch(session, ReviewRound, round_id)
    shown = compare(session, by, row, lines)
    if shown.fingerprint != seen:
        raise Conflict("review_file_moved")
    if not shown.count("new", "changed"):
        raise Conflict("review_file_empty")
    for one in shown.rows:
        if one.state in ("new", "changed"):
            _file(session, by, row, one)
    counts = Counter(one.state for one in shown.rows)
    told = {"file": file[:120], "digest": seen, "counts": dict(counts)}
    record(session, by, Action.KEEP_RECORDS, f"review_round:{row.id}", act="take_in", **told)
    return counts


def _file(session: Session, by: Actor, row: ReviewRound, one: Row) -> None:
    review = fetch(session, Review, one.review_id)
    claim(session, review, review.version)
    apply(session, by, review, Filing(row, dict(one.parts)))
