"""Turn one row of texts into a person's values, with the faults and warnings of its cells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.roster.fields import FIELDS, Context, is_required
from documents.roster.model import Finding
from documents.roster.rows import Line
from documents.roster.table import Column, Table
from documents.values import Note, PartialDate, Reading, split_unit
from documents.values.dates import stated_age
from documents.values.reading import fault
from documents.values.text import is_empty

EXCEL_ERROR = re.compile(r"#(?:REF|N/A|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC)[!?]?")
BROKEN = re.compile(r"\ufffd|锟斤拷|烫烫烫|[\x80-\x9f]")
ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2}")
ADULT = {"mentor": (25, 78), "mentee": (16, 60)}
YOUNGEST_AT_WORK = 14


@dataclass
class Row:
    """A row being read: what is known so far, cell by cell."""

    sheet: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def note(self, found: list[Finding], cell: tuple[str, str], remark: Note) -> None:
        """Add a fault or a warning about a cell (label, text)."""
        found.append(Finding(self.sheet, self.number, cell[0], remark.rule, cell[1], remark.data))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one table."""

    sheet: str
    kind: str
    table: Table
    context: Context
    unsolved: frozenset[tuple[int, int]] = frozenset()

    def read(self, line: Line) -> Row:
        """The row's values and findings."""
        row = Row(self.sheet, line.row)
        for column in self.table.columns:
            if column.field in FIELDS:
                self._cell(row, column, line.texts[column.label])
        self._place(row, line)
        self._plausible(row, line)
        return row

    def _cell(self, row: Row, column: Column, text: str) -> None:
        reading = self._reading(row.number, column, text)
        if reading.fault:
            row.note(row.faults, (column.label, text), reading.fault)
        for remark in reading.warnings:
            row.note(row.warnings, (column.label, text), remark)
        if reading.value is not None:
            row.values[column.field] = _joined(row.values.get(column.field), reading.value)

    def _reading(self, number: int, column: Column, text: str) -> Reading:
        """A cell that says nothing, cannot be read by anybody, or is for its field's reader."""
        if (number, column.number) in self.unsolved and not text.strip():
            return fault("formula_without_result")
        if is_empty(text):
            return self._blank(column)
        if EXCEL_ERROR.fullmatch(text.strip()):
            return fault("excel_error")
        if BROKEN.search(text):
            return fault("broken_text")
        if ROUNDED.fullmatch(text.strip()):
            return fault("rounded_number")
        return FIELDS[column.field].read(text, self.context)

    def _blank(self, column: Column) -> Reading:
        if column.field == "name":
            return fault("missing_name")
        if is_required(column.field, self.kind):
            return fault("missing_value")
        if column.field in ("expertise", "needs") and not self._has_more(column):
            return Reading(warnings=(Note("nothing_listed", {}),))
        return Reading()

    def _has_more(self, column: Column) -> bool:
        return sum(1 for other in self.table.columns if other.field == column.field) > 1

    def _place(self, row: Row, line: Line) -> None:
        """Unit, post and county out of whatever columns tell them."""
        column = self._column("unit_post") or self._column("unit")
        text = row.values.pop("unit_post", None) or row.values.get("unit")
        if column is None or not text:
            return
        placed = split_unit(text, self.context.vocabulary, row.values.get("county", ""))
        cell = column.label, line.texts[column.label]
        if placed is None and column.field == "unit_post":
            row.note(row.faults, cell, Note("unit_not_found"))
            return
        if placed is None or (column.field == "unit" and not placed.known):
            self._new_unit(row, cell, text)
            return
        row.values["unit"] = placed.unit
        row.values["post"] = row.values.get("post") or placed.post
        row.values.setdefault("county", placed.county)
        if not placed.known:
            self._warn_of_unit(row, cell, placed.unit)

    def _new_unit(self, row: Row, cell: tuple[str, str], text: str) -> None:
        row.values.setdefault("county", self.context.vocabulary.county(text))
        row.values["unit"] = text
        self._warn_of_unit(row, cell, text)

    def _warn_of_unit(self, row: Row, cell: tuple[str, str], unit: str) -> None:
        """A new unit may be a slip of the pen, but not where no unit is known yet."""
        if self.context.vocabulary.units:
            row.note(row.warnings, cell, Note("new_unit", {"unit": unit}))

    def _column(self, name: str) -> Column | None:
        return next((column for column in self.table.columns if column.field == name), None)

    def _plausible(self, row: Row, line: Line) -> None:
        """Remarks that need more than one cell: age, age in brackets, start of work."""
        birth, start = row.values.get("birth"), row.values.get("work_start")
        if not isinstance(birth, PartialDate):
            return
        self._remark(row, line, "birth", self._ages(birth, line.texts[self._label("birth")]))
        if isinstance(start, PartialDate) and start.year - birth.year < YOUNGEST_AT_WORK:
            self._remark(row, line, "work_start", [Note("began_too_young", {"years": start.year - birth.year})])

    def _remark(self, row: Row, line: Line, name: str, remarks: Iterable[Note]) -> None:
        label = self._label(name)
        for remark in remarks:
            row.note(row.warnings, (label, line.texts[label]), remark)

    def _label(self, name: str) -> str:
        column = self._column(name)
        return column.label if column else ""

    def _ages(self, birth: PartialDate, text: str) -> Iterator[Note]:
        age = self.context.today.year - birth.year
        low, high = ADULT[self.kind]
        if not low <= age <= high:
            yield Note("implausible_age", {"age": age})
        stated = stated_age(text)
        if stated is not None and not _agrees(stated, birth, self.table.reported_on or self.context.today):
            yield Note("age_disagrees", {"stated": stated, "age": age})


def _agrees(stated: int, birth: PartialDate, on: date) -> bool:
    """Ages are counted by year or by birthday, on lists that may be a few years old."""
    return -5 <= stated - (on.year - birth.year) <= 2


def _joined(before: Any, value: Any) -> Any:
    """Words of several columns put together, each once."""
    return tuple(dict.fromkeys((*before, *value))) if isinstance(before, tuple) else value
