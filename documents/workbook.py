"""Write a roster as offices expect it: title, subtitle, bordered table, A4 landscape; text stays text, whatever it is."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from documents.values import PartialDate
from texts import _

# Named, never shipped: where 宋体 is missing the office program takes another face.
FACE = "宋体"
LINE = Side(style="thin")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
# What XML cannot carry is written as Excel does, `_x000D_`; a text that looks like that is kept from being taken so.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
IMPOSSIBLE = re.compile("[\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_767
LONGEST_NAME = 31
WIDEST, NARROWEST = 40.0, 6.0
# What a printed page holds in letters that can be read; where columns come to more, long ones break into lines earlier.
PAGE, TIGHT = 130.0, 24.0
# In points: a line of a cell, what a row has besides, the most that a row can be. LOST: what a breaking line leaves empty.
LINE_HEIGHT, PADDING, HIGHEST, LOST = 15.0, 4.0, 400.0, 1.5

# The styles of one sheet that are drawn already, by (bold, text that looks like a formula, from the left).
Looks = dict[tuple[bool, bool, bool], Any]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its header, its width in characters if that shall not follow from its texts, and whether they are long:
    those begin at the left."""

    header: str
    width: float | None = None
    long: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name (as Excel allows it), title, subtitle, columns, rows, and lines below the table."""

    name: str
    title: str
    subtitle: str
    columns: Sequence[Head | str]
    rows: Iterable[Sequence[Any]]
    closing: Sequence[str] = ()


def write_roster(
    title: str,
    subtitle: str,
    columns: Sequence[Head | str],
    rows: Iterable[Sequence[Any]],
    closing: Sequence[str] = (),
) -> bytes:
    """An .xlsx with one sheet: merged title, subtitle, header (frozen, repeated on each printed page), rows, last lines.

    Numbers stay numbers; everything else is written as typed text, never as a formula, with dates as 1986.10.
    >>> write_roster("花名册", "", ["姓名"], [["=1+1"]])[:2]
    b'PK'
    """
    return write_book([Sheet(_("Roster"), title, subtitle, columns, rows, closing)])


def write_book(sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx with several sheets of the same look; their names must differ.

    >>> write_book([Sheet("一", "", "", ["姓名"], []), Sheet("二", "", "", ["姓名"], [])])[:2]
    b'PK'
    """
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:LONGEST_NAME]), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, told: Sheet) -> None:
    heads = [head if isinstance(head, Head) else Head(head) for head in told.columns]
    looks: Looks = {}
    first = _write_head(sheet, [told.title, told.subtitle], heads, looks)
    last = first - 1
    for last, values in enumerate(told.rows, start=first):
        for column, value in enumerate(values, start=1):
            _style(_put(sheet.cell(last, column), value), looks, left=heads[column - 1].long)
    _fit(sheet, heads, first - 1, last)
    for row, text in enumerate(told.closing, start=last + 1):
        _across(sheet, row, text, len(heads))
    _set_print(sheet, first - 1)


def _write_head(sheet: Worksheet, lines: list[str], heads: list[Head], looks: Looks) -> int:
    """Title and subtitle over the whole width, then the header; the number of the first row below."""
    row = 1
    for size, text in zip((16, 11), lines, strict=True):
        if text:
            _across(sheet, row, text, len(heads), size)
            row += 1
    for column, head in enumerate(heads, start=1):
        _style(_put(sheet.cell(row, column), head.header), looks, bold=True)
    return row + 1


def _across(sheet: Worksheet, row: int, text: str, columns: int, size: int = 11) -> None:
    """A line over the whole width: a large one is a title."""
    cell = _put(sheet.cell(row, 1), text)
    cell.font = Font(name=FACE, size=size, bold=size > 11)
    cell.alignment = Alignment(horizontal="center" if size > 11 else "left", vertical="center")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(columns, 1))
    sheet.row_dimensions[row].height = size * 1.7


def _put(cell: Cell, value: Any) -> Cell:
    """The value as number or as typed text; `quotePrefix` keeps a text a text when somebody edits it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
        return cell
    text = plain_text(value)
    cell.value = escaped(text) or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@\t＝＋－＠"
    return cell


def plain_text(value: Any) -> str:
    """A value as the text of a cell: lists joined by 、, dates as 1986.10, at most what a cell holds."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return value.dotted
    if isinstance(value, date):
        return f"{value.year}.{value.month:02d}.{value.day:02d}"
    text = "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return IMPOSSIBLE.sub("", text)[:LONGEST_CELL]


def escaped(text: str) -> str:
    """A text with control characters as the file format writes them."""
    return CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", LOOKS_ESCAPED.sub("_x005F_", text))


def _style(cell: Cell, looks: Looks, *, bold: bool = False, left: bool = False) -> None:
    """The look of a table's cell. The first of a kind is drawn, the others share it: drawing costs more than writing."""
    kind = (bold, bool(cell.quotePrefix), left)
    if kind in looks:
        cell._style = copy(looks[kind])
        return
    cell.font = Font(name=FACE, size=11, bold=bold)
    cell.border = GRID
    cell.alignment = Alignment(horizontal="left" if left else "center", vertical="center", wrap_text=True)
    looks[kind] = copy(cell._style)


def _fit(sheet: Worksheet, heads: list[Head], first: int, last: int) -> None:
    """Columns as wide and rows as high as their texts; not every office program measures heights when it opens a file."""
    measured = [
        [_widths(str(value)) if value is not None else [] for (value,) in sheet.iter_rows(first, last, column, column, True)]
        for column in range(1, len(heads) + 1)
    ]  # fmt: skip
    longest = [max((width for parts in cells for width in parts), default=0) for cells in measured]
    heights: dict[int, int] = {}
    for column, wide in enumerate(_columns(heads, longest)):
        sheet.column_dimensions[get_column_letter(column + 1)].width = wide
        for row, parts in enumerate(measured[column], start=first):
            heights[row] = max(heights.get(row, 1), sum(max(1, math.ceil(part / (wide - LOST))) for part in parts))
    for row, lines in heights.items():
        if lines > 1:
            sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT + PADDING, HIGHEST)


def _columns(heads: list[Head], longest: list[int]) -> list[float]:
    """How wide each column becomes, from its head or from its longest line."""
    natural = [head.width or min(max(width + 2, NARROWEST), WIDEST) for head, width in zip(heads, longest, strict=True)]
    if sum(natural) <= PAGE:
        return natural
    return [head.width or min(width, TIGHT) for head, width in zip(heads, natural, strict=True)]


def _widths(text: str) -> list[int]:
    """How wide each line is: Chinese characters are twice as wide as others."""
    return [sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.splitlines()]


def _set_print(sheet: Worksheet, header_row: int) -> None:
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = LINE_HEIGHT + PADDING, True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.oddFooter.center.text = "— &P —"
