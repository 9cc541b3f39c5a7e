"""What reading rosters gives: people row by row, and everything that was found, left out or understood on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault (the cell cannot be taken as it stands) or a warning (it can, but is worth a look).

    `row` is the row in the file, `column` the header as it is written there, `value` the cell as it is,
    `rule` a code whose sentence is in `documents.roster.sentences`, `data` what fills the sentence.
    """

    sheet: str
    row: int
    column: str
    rule: str
    value: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The cell, as corrections name it."""
        return self.sheet, self.row, self.column


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as one row tells it: values by field, and the texts of all columns as they were written."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    raw: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet (row None) or a row that holds no person, with the reason and the first words of it."""

    sheet: str
    row: int | None
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that occurs more than once; the first copy (`same_as` is its own place) stays a person row."""

    sheet: str
    row: int
    same_as: tuple[str, int]


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How a column was understood: its field ("" if it is left out) and by what.

    `how` is "word", "pattern", "staff" (a mapping that was passed in), "private" (left out because it is nobody's
    business here), "unknown", or "twice" (another column already gives this field).
    """

    sheet: str
    column: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet that holds a roster: where it is from and what its head says."""

    sheet: str
    file: str
    title: str
    header_row: int
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class Roster:
    """People of one kind ("mentor" or "mentee") from one or several files. Nothing in it was guessed."""

    kind: str
    rows: tuple[PersonRow, ...] = ()
    faults: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    mapping: tuple[ColumnUse, ...] = ()
    sheets: tuple[SheetInfo, ...] = ()
