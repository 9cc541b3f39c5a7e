"""Find the table of records in a sheet: the row, or pair of rows, of the head that names the most known columns."""

import re
from collections.abc import Mapping
from functools import cache

from documents.grid import Sheet
from documents.recordlist.fields import FIELDS, words
from documents.roster.headers import header_key
from documents.roster.table import Column, Table
from documents.values.text import key, without_brackets

HEAD_ROWS = 15
NEEDED = ("mentee", "day")
Named = Mapping[str, str]


def find_records(sheet: Sheet, named: Named) -> Table | None:
    """The table, None where no header names both a mentee and a day; `named` are headers that staff have assigned."""
    last = min(HEAD_ROWS, len(sheet.rows))
    heads = [
        (row, height, _meanings(sheet, row, height, named)) for height in (1, 2) for row in range(1, last - height + 2)
    ]
    able = [head for head in heads if set(NEEDED) <= {field for _label, field, _how in head[2]}]
    if not able:
        return None
    # The first of the best: one row before two, so that a title above does not count as header.
    row, height, cells = max(able, key=lambda head: len({field for _label, field, _how in head[2]} - {""}))
    title = " ".join(text.strip() for texts in sheet.rows[: row - 1] for text in texts if text.strip())
    return Table(row, row + height, _columns(sheet, row + height, cells), "record", title, None)


def _meanings(sheet: Sheet, row: int, height: int, named: Named) -> list[tuple[str, str, str]]:
    """(label, field or "", how) of each column."""
    return [(label, *_meaning(label, named)) for label in _labels(sheet, row, height)]


def _labels(sheet: Sheet, row: int, height: int) -> list[str]:
    """Header texts; of two rows the lower one, or the upper one where nothing stands below it."""
    upper = sheet.rows[row - 1]
    if height == 1:
        return list(upper)
    lower = sheet.rows[row]
    width = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
    return [below if below.strip() else above for above, below in pairs]


def _meaning(label: str, named: Named) -> tuple[str, str]:
    plain = header_key(label)
    if plain in named:
        return named[plain], "staff"
    bare = header_key(without_brackets(plain))
    field = _words().get(plain) or _words().get(bare)
    if field:
        return field, "word"
    for pattern, name in _patterns():
        if bare and pattern.fullmatch(bare):
            return name, "pattern"
    return "", "unknown"


@cache
def _words() -> dict[str, str]:
    table: dict[str, str] = {}
    for field, entry in words()["headers"].items():
        for word in entry["words"]:
            table.setdefault(key(word), field)
    return table


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    headers = words()["headers"].items()
    return [(re.compile(pattern), field) for field, entry in headers for pattern in entry.get("patterns", ())]


def _columns(sheet: Sheet, first: int, cells: list[tuple[str, str, str]]) -> tuple[Column, ...]:
    """Columns with a header or with data below; labels made unique, one column for each field."""
    columns: list[Column] = []
    width = max([len(cells), *(len(texts) for texts in sheet.rows[first - 1 :])])
    for number, (label, field, how) in enumerate(cells + [("", "", "unknown")] * (width - len(cells)), start=1):
        taken = {column.field for column in columns} - {""}
        meant, reason = ("", "twice") if field in taken else (field, how)
        if meant not in FIELDS and meant not in ("", "seq"):
            meant, reason = "", "unknown"
        if label.strip() or any(sheet.text(row, number).strip() for row in range(first, len(sheet.rows) + 1)):
            columns.append(Column(number, _unique(label.strip() or f"({number})", columns), meant, reason))
    return tuple(columns)


def _unique(label: str, columns: list[Column]) -> str:
    labels = {column.label for column in columns}
    return next(name for name in (label, *(f"{label}({n})" for n in range(2, len(labels) + 3))) if name not in labels)


def usual_header(field: str) -> str:
    """The usual header of a field."""
    return str(words()["headers"][field]["words"][0])
