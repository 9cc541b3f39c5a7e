"""Tell the people's rows from what else stands under a header: totals, signatures, notes, sections, examples."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from documents.grid import Sheet
from documents.roster.table import Table, matches_header
from documents.values.text import is_empty, key, words

COUNT = re.compile(r"(?:总|合|共)?共计?[0-9]+(?:人|名)")
LONGEST_NAME = 5
MOST_FILLED = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the body: its number in the file and its texts by column label."""

    row: int
    texts: Mapping[str, str]


def body(sheet: Sheet, table: Table) -> Iterator[tuple[Line, str]]:
    """The rows below the header that say anything, each with the reason to leave it out ("" for a person)."""
    wide = _wide_rows(sheet, table)
    filled = _filled_down(sheet, table)
    for row in range(table.first_row, len(sheet.rows) + 1):
        texts = sheet.rows[row - 1]
        if not any(text.strip() for text in texts):
            continue
        reason = "section" if row in wide and not _is_tail(texts) else _reason(texts, table)
        cells = {
            column.label: filled.get((row, column.number)) or sheet.text(row, column.number) for column in table.columns
        }
        yield Line(row, cells), reason


def _reason(texts: list[str], table: Table) -> str:
    if matches_header(texts, table):
        return "repeated_header"
    return _is_tail(texts) or _is_thin(texts, table)


def _is_tail(texts: list[str]) -> str:
    """The kind of a row that starts with 合计, 填表人, 备注：, 示例 … ; "" for any other."""
    first = key(next(text for text in texts if text.strip()))
    if COUNT.match(first):
        return "total"
    for reason, starts in words()["tail"].items():
        for word in starts:
            if first == key(word) or (reason != "example" and first.startswith(key(word))):
                return reason
    return ""


def _is_thin(texts: list[str], table: Table) -> str:
    """Rows that say too little to be a person: a number without anything, one sentence across the sheet."""
    told = {
        column.field: texts[column.number - 1]
        for column in table.columns
        if column.number <= len(texts) and not is_empty(texts[column.number - 1])
    }
    about = set(told) - {"seq", "", "remark"}
    if not about:
        return "numbered_blank" if set(told) == {"seq"} and _is_figure(told["seq"]) else "note"
    if len(told) == 1 and not ("name" in told and len(key(told["name"])) <= LONGEST_NAME):
        return "note"
    return ""


def _is_figure(text: str) -> bool:
    return key(text).rstrip(".、").isdigit()


def _wide_rows(sheet: Sheet, table: Table) -> set[int]:
    """Rows that are one merged cell over at least half the columns: the name of a section, a note."""
    half = len(table.columns) / 2
    return {
        top
        for top, left, bottom, right in sheet.merges
        if top >= table.first_row and top == bottom and right - left + 1 >= max(half, 3)
    }


def _filled_down(sheet: Sheet, table: Table) -> dict[tuple[int, int], str]:
    """Texts of cells merged downwards, such as one unit written once for all its people; never a name."""
    fillable = {column.number for column in table.columns if column.field not in ("name", "seq", "no", "remark")}
    filled: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in sheet.merges:
        if top < table.first_row or left != right or left not in fillable or len(filled) > MOST_FILLED:
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows)) + 1):
            filled[row, left] = sheet.text(top, left)
    return filled
