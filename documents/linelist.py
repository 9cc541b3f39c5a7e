"""A plain table as units send it back: find its header among the first rows, read the rows below as they are written."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from documents.grid import Sheet
from documents.roster.headers import header_key
from documents.values.text import DATA, is_empty, key

HEAD_ROWS = 15


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its sheet, its number in the file, {field: text as it is written}, {field: header as it is written}."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """What a table looks like: {header as it is compared: field}, the fields a header must have, those one of which says that
    a row is about somebody."""

    fields: Mapping[str, str]
    needed: frozenset[str]
    naming: frozenset[str]

    def lines(self, sheets: Iterable[Sheet]) -> list[Line]:
        """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
        return [line for sheet in sheets for line in self._of_sheet(sheet)]

    def _of_sheet(self, sheet: Sheet) -> Iterator[Line]:
        head = next(
            (row for row in range(1, min(HEAD_ROWS, len(sheet.rows)) + 1) if self._is_head(sheet.rows[row - 1])), 0
        )
        if not head:
            return
        columns = self._columns(sheet.rows[head - 1])
        labels = {name: sheet.text(head, number).strip() for name, number in columns.items()}
        for row, texts in sheet.numbered():
            told = {name: _plain(sheet.text(row, number)) for name, number in columns.items()}
            if row > head and any(told.get(name) for name in self.naming) and not self._is_head(texts):
                yield Line(sheet.title, row, told, labels)

    def _is_head(self, texts: list[str]) -> bool:
        return self._columns(texts).keys() >= self.needed

    def _columns(self, texts: list[str]) -> dict[str, int]:
        """{field: column from 1} of a row that may be the header."""
        found: dict[str, int] = {}
        for number, text in enumerate(texts, start=1):
            name = self.fields.get(header_key(text))
            if name:
                found.setdefault(name, number)
        return found


class Listed:
    """A table whose words stand in `data/NAME.toml`: under `headers` those of each field's column."""

    def __init__(self, name: str, needed: Iterable[str], naming: Iterable[str]) -> None:
        self._name, self._needed, self._naming = name, frozenset(needed), frozenset(naming)

    def read(self, sheets: Iterable[Sheet]) -> list[Line]:
        """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
        return self._form.lines(sheets)

    @cached_property
    def words(self) -> dict[str, Any]:
        """All words of the table."""
        return tomllib.loads((DATA / f"{self._name}.toml").read_text("utf-8"))

    @cached_property
    def _form(self) -> Form:
        fields = {key(word): name for name, told in self.words["headers"].items() for word in told}
        return Form(fields, self._needed, self._naming)


def _plain(text: str) -> str:
    return "" if is_empty(text) else text.strip()
