"""The table of a month's reviews as a unit sends it back: find its columns, read its rows as they are written."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from documents.grid import Sheet
from documents.roster.headers import header_key
from documents.values.text import DATA, fold, is_empty, key

HEAD_ROWS = 15
NEEDED = frozenset({"mentee", "self_text", "self_score", "head_text", "leader_text"})
MARKS = frozenset({"seq", "number", "mentee", "unit", "mentor"})


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its sheet, its number in the file, {field: text as it is written}, {field: header as it is written}."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)


def read_review_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return [line for sheet in sheets for line in _lines(sheet)]


def _lines(sheet: Sheet) -> Iterator[Line]:
    head = next((row for row in range(1, min(HEAD_ROWS, len(sheet.rows)) + 1) if _is_head(sheet.rows[row - 1])), 0)
    if not head:
        return
    columns = _columns(sheet.rows[head - 1])
    labels = {name: sheet.text(head, number).strip() for name, number in columns.items()}
    for row, _texts in sheet.numbered():
        texts = {name: _plain(sheet.text(row, number)) for name, number in columns.items()}
        if row > head and (texts.get("mentee") or texts.get("number")) and not _is_head(sheet.rows[row - 1]):
            yield Line(sheet.title, row, texts, labels)


def _plain(text: str) -> str:
    return "" if is_empty(text) else text.strip()


def _is_head(texts: list[str]) -> bool:
    return _columns(texts).keys() >= NEEDED


def _columns(texts: list[str]) -> dict[str, int]:
    """{field: column from 1} of a row that may be the header."""
    found: dict[str, int] = {}
    for number, text in enumerate(texts, start=1):
        name = _fields().get(header_key(text))
        if name:
            found.setdefault(name, number)
    return found


@cache
def _fields() -> dict[str, str]:
    return {key(word): name for name, told in words()["headers"].items() for word in told}


@cache
def words() -> dict[str, Any]:
    """The words of the table (`data/reviewlist.toml`)."""
    return tomllib.loads((DATA / "reviewlist.toml").read_text("utf-8"))


def number_of(text: str) -> int | None:
    """The number of a review as the table writes it: 1024, also 1,024 or 1024.0; None for anything else."""
    plain = fold(text).replace(",", "").removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() else None
