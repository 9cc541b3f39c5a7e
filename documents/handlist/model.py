"""What a list of pairs says, as it is written: where its columns are, what each row tells, what was left out."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from documents.roster.model import Skipped
from documents.values.text import DATA, is_empty

SIDES = ("mentee", "mentor")
PARTS = ("", "_no", "_unit")
FIELDS = tuple(f"{side}{part}" for side in SIDES for part in PARTS)
Columns = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet says what: {field of `FIELDS`: column from 1}, the first row below the head, the columns' headers.

    `header_row` is 0 where no header told it.
    """

    sheet: str
    header_row: int
    first_row: int
    columns: Columns
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of one side: one name or several, and of one alone also number and unit, as written."""

    names: tuple[str, ...]
    no: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    sheet: str
    row: int
    mentee: Told
    mentor: Told


@dataclass(frozen=True, slots=True)
class HandList:
    """The rows of a workbook that pair somebody, and every sheet and row that does not, with the reason."""

    lines: tuple[Line, ...]
    left_out: tuple[Skipped, ...]
    layouts: tuple[Layout, ...]


def split_names(text: str) -> tuple[str, ...]:
    """The names in a cell, as written."""
    parts = re.split(f"[{re.escape(list_words()['between'])}]+", text)
    return tuple(part.strip() for part in parts if not is_empty(part))


@cache
def list_words() -> dict[str, Any]:
    """The words that tell whose column it is, and what stands between names (`data/handlist.toml`)."""
    return tomllib.loads((DATA / "handlist.toml").read_text("utf-8"))
