"""Outcomes from Excel: every row is new, on record already or held back by a fault that is told; confirm, undo by striking out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.engines import Database
from db.models import Import, ImportRow, Outcome, Person
from documents.linelist import Line
from documents.outcomelist import kind_of, level_of, read_outcome_list, step_of
from documents.safe import Upload
from documents.values import PartialDate, read_date
from documents.values.dates import Window
from documents.values.text import fold, key
from programme.access import Action, Actor, require
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid, ProgrammeError
from programme.frozen import digest
from programme.handmade.who import Named, Side
from programme.outcomes import person_row
from programme.outcomes.belonging import belonging, pairings_of
from programme.outcomes.keep import demand_in_order, new_outcome, person_for
from programme.outcomes.row_changes import RowChange, row_changes
from programme.outcomes.values import LENGTHS, checked
from programme.recordbook.taken_in import standing_of, take_back
from programme.roster.known import people
from programme.roster.words import wordbook
from programme.unit_tables import Fault, read_lines
from programme.usecase import record, use_case

KIND = "outcome"
COLUMN_OF = {"happened_on": "day", "until_on": "until", "introducer_id": "introducers"}
STATES = ("new", "present", "fault")
BETWEEN = re.compile(r"[、，,;；/／\s]+")
# The end of a posting may lie ahead; a fact that does is refused where facts are checked, in its own words.
AHEAD = 120
MARK = ("kind", "step", "happened_on", "title", "to_post", "to_level", "to_grade", "place")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: whom it means (people.id, 0: nobody), its state, what would be kept, and what that says of the
    person's row (None: nothing new)."""

    sheet: str
    row: int
    name: str
    state: str
    person_id: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    fault: Fault | None = None
    brings: RowChange | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a table in would do; `fingerprint` stands for exactly this."""

    rows: tuple[Row, ...]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """What the user saw, as a hash."""
        seen = [
            [row.sheet, row.row, row.state, row.person_id, repr(sorted(row.values.items())), repr(row.brings)]
            for row in self.rows
        ]
        return digest(seen)


def read_table(upload: Upload) -> list[Line]:
    """The rows of a file. Raises Invalid for a file that cannot be read or has not the columns."""
    return read_lines(upload, read_outcome_list, "outcome_sheet_columns")


def preview(database: Database, by: Actor, *, lines: Sequence[Line]) -> Preview:
    """What these rows would add; nothing is saved. Raises Forbidden."""
    require(by, Action.KEEP_RECORDS)
    with database.read() as session:
        return compare(session, by, lines)


def compare(session: Session, by: Actor, lines: Sequence[Line]) -> Preview:
    """Every row against what is on record now."""
    open_to = select(Person.id)
    if by.role == "liaison":
        open_to = open_to.where(Person.unit_id == by.unit_id)
    side = Side(people(session, "mentor", None), frozenset(session.scalars(open_to)), wordbook(session).vocabulary)
    rows = tuple(_Book(session, side).rows(lines))
    changes = row_changes(session, by, rows)
    return Preview(tuple(replace(row, brings=changes.get(place)) for place, row in enumerate(rows)))


@dataclass
class _Book:
    """What rows are held against, and what earlier rows of the same table would add."""

    session: Session
    side: Side
    known: dict[int, list[Mapping[str, Any]]] = field(default_factory=dict)

    def rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        for line in lines:
            try:
                yield self._row(line)
            except ProgrammeError as why:
                yield _faulty(line, why)

    def _row(self, line: Line) -> Row:
        person_id = self._whose(line)
        values = _values(line) | self._introducers(person_id, line)
        columns = checked(values)
        found = belonging(self.session, person_id, columns, values)
        if found.cohort_id is not None:
            demand_open(self.session, found.cohort_id)
        there = self._on_record(person_id)
        base = (line.sheet, line.row, line.texts.get("name", ""))
        if any(all(one[name] == columns[name] for name in MARK) for one in there):
            return Row(*base, "present", person_id)
        demand_in_order(((one["step"], one["happened_on"]) for one in there if one["kind"] == "party"), columns)
        there.append(columns)
        return Row(*base, "new", person_id, values)

    def _whose(self, line: Line) -> int:
        told = Named(line.texts.get("name", ""), line.texts.get("no", ""), line.texts.get("unit", ""))
        found = self.side.find(told)
        if found.person_id:
            return found.person_id
        known = len(found.candidates) > 1
        raise Invalid("outcome_person_several" if known else "outcome_person_unknown", field="name", value=told.name)

    def _on_record(self, person_id: int) -> list[Mapping[str, Any]]:
        if person_id not in self.known:
            rows = self.session.scalars(
                select(Outcome).where(Outcome.person_id == person_id, Outcome.struck_at.is_(None))
            )
            self.known[person_id] = [{name: getattr(row, name) for name in MARK} for row in rows]
        return self.known[person_id]

    def _introducers(self, person_id: int, line: Line) -> dict[str, Any]:
        """One of the person's mentors by his id, the others by their names."""
        names = [part for part in BETWEEN.split(line.texts.get("introducers", "")) if part]
        if not names:
            return {}
        mentors = {key(one.other): one.other_id for one in pairings_of(self.session, person_id) if one.side == "mentee"}
        known = [name for name in names if key(name) in mentors]
        others = [name for name in names if name not in known[:1]]
        introducer_id = mentors[key(known[0])] if known else None
        return {"introducer_id": introducer_id, "other_introducer": "、".join(others)}


def _values(line: Line) -> dict[str, Any]:
    told = line.texts
    kind = _known("kind", told.get("kind", ""), kind_of(told.get("kind", "")))
    step = told.get("step", "")
    if kind == "posting" and not step:
        # A table that says 借调 as the kind has said its form with it.
        step = told.get("kind", "")
    values: dict[str, Any] = {"kind": kind, "step": _known("step", step, step_of(kind, step))}
    values |= {name: told[name] for name in LENGTHS if told.get(name)}
    for name in ("from_level", "to_level"):
        values[name] = _known(name, told.get(name, ""), level_of(told.get(name, "")))
    values |= {"happened_on": _day(line, "day"), "until_on": _day(line, "until") if told.get("until") else None}
    return values | {"amount": _amount(told.get("amount", ""))}


def _known(name: str, text: str, code: str | None) -> str:
    if code is None:
        raise Invalid("outcome_word_unknown", field=name, value=text)
    return code


def _day(line: Line, name: str) -> date:
    text = line.texts.get(name, "")
    read = read_date(text, Window(today(), AHEAD)) if text else None
    if read is None or not isinstance(read.value, PartialDate) or read.value.precision != "day":
        raise Invalid("review_day_unread", field=name, value=text)
    return read.value.first_day


def _amount(text: str) -> int | None:
    plain = fold(text).replace(",", "").removesuffix(".0")
    if plain and not (plain.isascii() and plain.isdecimal()):
        raise Invalid("record_bad_number", field="amount", value=text, low=0, high=100_000)
    return int(plain) if plain else None


def _faulty(line: Line, why: ProgrammeError) -> Row:
    name = COLUMN_OF.get(str(why.data.get("field", "")), str(why.data.get("field", "name")))
    fault = Fault(line.labels.get(name, ""), line.texts.get(name, ""), why)
    return Row(line.sheet, line.row, line.texts.get("name", ""), "fault", fault=fault)


@use_case(Action.KEEP_RECORDS)
def take_in(
    session: Session, by: Actor, *, lines: Sequence[Line], seen: str, file: str, bring: bool = False
) -> Counter[str]:  # fmt: skip
    """Keep every new row as one import, as `seen` (the fingerprint of the preview); rows with a fault wait.

    With `bring` the people's rows are brought up to date as the preview told. Returns how many rows were in which state.
    Raises Conflict ("review_file_moved", "review_file_empty"), Forbidden to bring without the right to edit the pool.
    """
    if bring:
        require(by, Action.EDIT_POOL)
    shown = compare(session, by, lines)
    if shown.fingerprint != seen:
        raise Conflict("review_file_moved")
    if not shown.count("new"):
        raise Conflict("review_file_empty")
    counts = {state: shown.count(state) for state in STATES}
    row = Import(kind=KIND, digest=seen, files=file[:200], summary={"counts": counts}, by_id=by.id)
    session.add(row)
    session.flush()
    for one in shown.rows:
        if one.state == "new":
            _keep(session, by, one, row.id, bring=bring)
    session.flush()
    record(session, by, Action.KEEP_RECORDS, f"import:{row.id}", act="import", file=file[:120], digest=seen, **counts)
    return Counter(counts)


def _keep(session: Session, by: Actor, one: Row, import_id: int, *, bring: bool) -> None:
    person = person_for(session, by, one.person_id)
    made = new_outcome(session, by, person, one.values, import_id)
    told = {"import_id": import_id, "sheet": one.sheet[:200], "row": one.row, "action": "new"}
    session.add(ImportRow(**told, before={}, after={"outcome_id": made.id}))
    if bring and one.brings:
        # The fingerprint has held the version against what was seen; an earlier row of this table may have raised it since.
        person_row.bring(session, by, made, person.version)


@use_case(Action.KEEP_RECORDS)
def undo(session: Session, by: Actor, *, import_id: int, seen_version: int) -> int:
    """Take an import back: its facts are struck out with that reason, and people's rows say again what they did before;
    returns how many facts.

    Raises Conflict "import_undone", or "record_import_corrected" once one of them was corrected; Forbidden if they are
    not all this account's to keep.
    """
    rows = standing_of(session, KIND, import_id, Outcome)
    for person_id in {one.person_id for one in rows}:
        person_for(session, by, person_id)
    for one in rows:
        person_row.put_back(session, by, one)
    return take_back(session, by, import_id, seen_version, rows)
