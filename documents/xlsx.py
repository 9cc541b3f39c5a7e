"""Read the sheets of an .xlsx as text, row by row, never trusting what the file says about its own size."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.xml import DEFUSEDXML

from documents.grid import Refused, Sheet
from documents.limits import Limits
from documents.xlsxraw import Marks, look_through

# Without defusedxml openpyxl would expand entity bombs.
assert DEFUSEDXML, "defusedxml is missing"

LAST_ROW = 1_048_576
EXACT_DIGITS = 15
# How the format writes a carriage return and other controls: _x000D_.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Budget:
    """The characters that one file may still hand over."""

    def __init__(self, left: int):
        self.left = left

    def spend(self, text: str) -> str:
        """The same text, or Refused once there is more than any roster has."""
        self.left -= len(text)
        if self.left < 0:
            raise Refused("too_much_text")
        return text


def read_xlsx(content: bytes, limits: Limits) -> list[Sheet]:
    """Every worksheet, hidden ones and hidden rows too; Refused beyond the limits."""
    try:
        return _sheets(content, limits)
    except ValueError as broken:
        # openpyxl wraps whatever happens while the book is opened.
        if isinstance(broken.__cause__, MemoryError):
            raise broken.__cause__ from broken
        trap = isinstance(broken, DefusedXmlException) or isinstance(broken.__cause__, DefusedXmlException)
        raise Refused("unsafe_xml" if trap else "damaged") from broken


def _sheets(content: bytes, limits: Limits) -> list[Sheet]:
    budget = Budget(limits.text)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        marks = look_through(package, limits)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return [_sheet(sheet, content, marks, (limits, budget)) for sheet in book.worksheets]


def _sheet(sheet: Any, content: bytes, marks: dict[str, Marks], bounds: tuple[Limits, Budget]) -> Sheet:
    mark = marks.get(sheet._worksheet_path.lstrip("/"), Marks())
    rows = list(_rows(sheet, *bounds))
    unsolved = _unsolved(content, sheet.title, rows, bounds[0]) if mark.has_formulas else []
    return Sheet(sheet.title, rows, mark.merges, unsolved)


def _rows(sheet: Any, limits: Limits, budget: Budget) -> Iterator[list[str]]:
    """Rows up to the last one that holds anything; blank rows between them are kept, so that numbers stay true."""
    sheet.reset_dimensions()
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [budget.spend(_text(cell)) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if not texts:
            blank += 1
            if number > LAST_ROW:
                raise Refused("damaged")
            continue
        _check_place(number, texts, limits)
        yield from ([] for _ in range(blank))
        blank = 0
        yield texts


def _check_place(number: int, texts: list[str], limits: Limits) -> None:
    if number > limits.rows:
        raise Refused("too_many_rows", limit=limits.rows)
    if len(texts) > limits.columns:
        raise Refused("too_many_columns", limit=limits.columns)
    if any(len(text) > limits.cell for text in texts):
        raise Refused("too_much_text")


def _text(cell: Any) -> str:
    """What the cell says: a date by the precision of its format, a whole number without .0."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, datetime | date):
        return _date_text(value, cell.number_format or "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    return str(value)


def _date_text(value: datetime | date, number_format: str) -> str:
    """1998年10月 typed into Excel becomes the first of October shown without its day; the day was never given."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.lower())
    return value.strftime("%Y-%m-%d") if "d" in shown or "y" not in shown else value.strftime("%Y-%m")


def _number_text(value: float) -> str:
    if value == int(value) and abs(value) < 10**EXACT_DIGITS:
        return str(int(value))
    return repr(value)


def _unsolved(content: bytes, title: str, rows: list[list[str]], limits: Limits) -> list[tuple[int, int]]:
    """Cells with a formula whose result the writing program did not store: they look empty but are not."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheet = book[title]
    sheet.reset_dimensions()
    found = []
    for number, cells in enumerate(sheet.iter_rows(max_row=min(len(rows), limits.rows)), start=1):
        for column, cell in enumerate(cells[: limits.columns], start=1):
            if cell.data_type == "f" and not "".join(rows[number - 1][column - 1 : column]):
                found.append((number, column))
    return found
