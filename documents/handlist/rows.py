"""Read the rows of a list of pairs; whatever pairs nobody is told with the reason."""

from collections.abc import Iterable, Iterator, Mapping

from documents.grid import Sheet
from documents.handlist.model import SIDES, HandList, Layout, Line, Told, split_names
from documents.roster.model import Skipped
from documents.roster.rows import body
from documents.roster.table import Column, Table
from documents.values import read_name
from documents.values.text import is_empty, key


def read_hand_list(sheets: Iterable[Sheet], layouts: Mapping[str, Layout]) -> HandList:
    """The list in all sheets that have a layout; a sheet without one is left out as `no_pairs` (or `empty_sheet`)."""
    lines: list[Line] = []
    left_out: list[Skipped] = []
    used = []
    for sheet in sheets:
        layout = layouts.get(sheet.title)
        if layout is None or not {"mentee", "mentor"} <= layout.columns.keys():
            left_out.append(
                Skipped(sheet.title, None, "empty_sheet" if _is_blank(sheet) else "no_pairs", _first(sheet))
            )
            continue
        used.append(layout)
        for line, reason, text in _rows(sheet, layout):
            if reason:
                left_out.append(Skipped(sheet.title, line.row, reason, text))
            else:
                lines.append(line)
    return HandList(tuple(lines), tuple(left_out), tuple(used))


def _rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[Line, str, str]]:
    """(row, reason to leave it out or "", its first words) of every row below the head that says anything."""
    for found, reason in body(sheet, _table(layout)):
        told = {name: found.texts[name].strip() for name in layout.columns}
        line = Line(sheet.title, found.row, _told(told, "mentee"), _told(told, "mentor"))
        yield line, _why_left_out(told, reason, layout), _text(sheet, found.row)


def _why_left_out(told: Mapping[str, str], reason: str, layout: Layout) -> str:
    """What the reader of rosters says; but a row that holds nothing but names is no note."""
    if all(key(told[side]) == key(layout.headers[layout.columns[side] - 1]) for side in SIDES):
        return "repeated_header"
    names = [name for side in SIDES for name in split_names(told[side])]
    if reason == "note" and names and not any(read_name(name).fault for name in names):
        return ""
    return reason if names or reason else "note"


def _told(told: Mapping[str, str], side: str) -> Told:
    names = split_names(told[side])
    if len(names) > 1:
        return Told(names)
    extra = {part: told.get(f"{side}_{part}", "") for part in ("no", "unit")}
    return Told(names, **{part: "" if is_empty(text) else text for part, text in extra.items()})


def _table(layout: Layout) -> Table:
    """The same as the reader of rosters sees it: the mentee is the person of the row, so cells of a mentor fill down."""
    columns = tuple(
        Column(number, name, "name" if name == "mentee" else name, "word")
        for name, number in sorted(layout.columns.items(), key=lambda item: item[1])
    )
    return Table(layout.header_row, layout.first_row, columns, "", "", None)


def _is_blank(sheet: Sheet) -> bool:
    return not any(text.strip() for row in sheet.rows for text in row)


def _first(sheet: Sheet) -> str:
    return next((text.strip() for row in sheet.rows for text in row if text.strip()), "")[:60]


def _text(sheet: Sheet, row: int) -> str:
    return " ".join(text.strip() for text in sheet.rows[row - 1] if text.strip())[:60]
