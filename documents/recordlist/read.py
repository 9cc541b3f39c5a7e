"""Several files in, all rows of their tables of records out; nothing is saved and nothing is guessed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from documents.grid import Refused, Sheet
from documents.handlist import split_names
from documents.recordlist.fields import FIELDS, REQUIRED, WHO, YEAR, RecordContext, usual, words
from documents.recordlist.layout import find_records
from documents.roster import twins
from documents.roster.cells import BROKEN, EXCEL_ERROR, ROUNDED
from documents.roster.headers import header_key
from documents.roster.model import ColumnUse, Duplicate, Finding, PersonRow, Place, Roster, SheetInfo, Skipped
from documents.roster.rows import Line, body
from documents.roster.table import Column, Table
from documents.safe import Upload, read_sheets
from documents.values.reading import Note, Reading, fault
from documents.values.text import is_empty

Reader = Callable[[Upload], list[Sheet]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A sheet with its table, under the name that findings use."""

    name: str
    file: str
    sheet: Sheet
    table: Table
    kind: str
    context: RecordContext


def read_record_list(
    uploads: Iterable[Upload], context: RecordContext, *, mappings: Mapping[str, str] | None = None,
    corrections: Mapping[Place, str] | None = None, reader: Reader = read_sheets,
) -> Roster:  # fmt: skip
    """All rows as a `Roster` of kind "record": values by field, faults, warnings, what was left out and why.

    `mappings` are headers that staff assigned, `corrections` mended cells. Raises `Refused` for a file that cannot be
    read, or when no sheet holds a table of records ("no_records").
    """
    named = {header_key(header): field for header, field in (mappings or {}).items()}
    found, skipped = _tables(list(uploads), named, (context, reader))
    if not found:
        raise Refused("no_records")
    lines = [(one, line) for one in found for line in _lines(one, skipped)]
    copies = _copies(lines)
    later = {(copy.sheet, copy.row) for copy in copies if (copy.sheet, copy.row) != copy.same_as}
    read = [_row(one, line, corrections or {}) for one, line in lines if (one.name, line.row) not in later]
    return Roster(
        "record", tuple(row for row, _f, _w in read), tuple(f for _r, faults, _w in read for f in faults),
        (*_kinds(found), *_once(w for _r, _f, warnings in read for w in warnings)), tuple(skipped), tuple(copies),
        tuple(ColumnUse(one.name, c.label, c.field, c.how) for one in found for c in one.table.columns),
        tuple(SheetInfo(one.name, one.file, one.table.title, one.table.header_row, None) for one in found),
    )  # fmt: skip


def _tables(
    uploads: list[Upload], named: Mapping[str, str], how: tuple[RecordContext, Reader]
) -> tuple[list[_Read], list[Skipped]]:
    context, reader = how
    sheets = [(upload, sheet) for upload in uploads for sheet in _sheets(upload, reader)]
    titles = [sheet.title for _upload, sheet in sheets]
    found: list[_Read] = []
    skipped: list[Skipped] = []
    for upload, sheet in sheets:
        name = _name(
            sheet.title if titles.count(sheet.title) == 1 else f"{upload.name}/{sheet.title}",
            [one.name for one in found],
        )
        table = find_records(sheet, named)
        if table is None:
            blank = not any(text.strip() for row in sheet.rows for text in row)
            skipped.append(Skipped(name, None, "empty_sheet" if blank else "no_records", _first(sheet)))
            continue
        head = f"{sheet.title} {table.title} {upload.title}"
        year = YEAR.search(head)
        found.append(
            _Read(name, upload.name, sheet, table, _kind(head), replace(context, year=int(year[1]) if year else 0))
        )
    return found, skipped


def _sheets(upload: Upload, reader: Reader) -> list[Sheet]:
    try:
        return reader(upload)
    except Refused as refused:
        raise Refused(refused.rule, **{**refused.data, "file": upload.name}) from refused


def _name(title: str, taken: list[str]) -> str:
    return next(name for name in (title, *(f"{title} ({n})" for n in range(2, len(taken) + 3))) if name not in taken)


def _first(sheet: Sheet) -> str:
    return next((text.strip()[:60] for row in sheet.rows for text in row if text.strip()), "")


def _kind(head: str) -> str:
    """What the title says of the kind; a log where it says nothing."""
    titles = words()["titles"].items()
    return next((kind for kind, known in titles if any(word in head for word in known)), "log")


def _kinds(found: list[_Read]) -> Iterator[Finding]:
    """Where no column says the kind, that is worth a look."""
    for one in found:
        if all(column.field != "kind" for column in one.table.columns):
            yield Finding(one.name, one.table.header_row, "", "kind_from_title", "", {"kind": usual("kind", one.kind)})


def _once(warnings: Iterable[Finding]) -> Iterator[Finding]:
    """That the year comes from the head is worth one look for each sheet."""
    seen: set[str] = set()
    for found in warnings:
        if found.rule != "year_from_title" or found.sheet not in seen:
            yield found
        seen |= {found.sheet} if found.rule == "year_from_title" else set()


def _lines(one: _Read, skipped: list[Skipped]) -> Iterator[Line]:
    """Rows that tell of something; the others go to `skipped` with the reason."""
    fields = {column.label: column.field for column in one.table.columns}
    for line, reason in body(one.sheet, one.table):
        told = {fields[label] for label, text in line.texts.items() if not is_empty(text)}
        why = reason or ("" if told - WHO else "nothing_told")
        if why in ("note", "numbered_blank") and told - WHO - {"content", "title"}:
            why = ""
        if why:
            text = next((text.strip()[:60] for text in line.texts.values() if text.strip()), "")
            skipped.append(Skipped(one.name, line.row, why, text))
        else:
            yield line


def _copies(lines: list[tuple[_Read, Line]]) -> list[Duplicate]:
    """Rows that say the same in every cell but the running number."""
    prints = []
    for one, line in lines:
        cells = [(c.field or header_key(c.label), line.texts[c.label]) for c in one.table.columns if c.field != "seq"]
        prints.append(((one.name, line.row), twins.fingerprint(cells)))
    return twins.duplicates(prints)


def _row(one: _Read, line: Line, corrections: Mapping[Place, str]) -> tuple[PersonRow, list[Finding], list[Finding]]:
    texts = {label: corrections.get((one.name, line.row, label), text) for label, text in line.texts.items()}
    values: dict[str, Any] = {} if any(c.field == "kind" for c in one.table.columns) else {"kind": one.kind}
    faults: list[Finding] = []
    warnings: list[Finding] = []
    for column in one.table.columns:
        if column.field not in FIELDS:
            continue
        text = texts[column.label]
        reading = _reading(one, (line.row, column), text)
        if reading.value not in (None, "", ()):
            values[column.field] = reading.value
        notes: list[tuple[list[Finding], Note]] = [(warnings, note) for note in reading.warnings]
        notes += [(faults, reading.fault)] if reading.fault else []
        for target, note in notes:
            target.append(Finding(one.name, line.row, column.label, note.rule, text, note.data))
    kept = {column.label: texts[column.label] for column in one.table.columns if column.field != "seq"}
    return PersonRow(one.name, line.row, {"name": values.get("mentee", ""), **values}, kept), faults, warnings


def _reading(one: _Read, cell: tuple[int, Column], text: str) -> Reading:
    """A cell that says nothing, cannot be read by anybody, or is for its field's reader."""
    row, column = cell
    if (row, column.number) in one.sheet.unsolved and not text.strip():
        return fault("formula_without_result")
    if is_empty(text):
        return _blank(one, row, column)
    for pattern, rule in ((EXCEL_ERROR, "excel_error"), (ROUNDED, "rounded_number")):
        if pattern.fullmatch(text.strip()):
            return fault(rule)
    if BROKEN.search(text):
        return fault("broken_text")
    if column.field == "mentee" and len(split_names(text)) > 1:
        return fault("several_names")
    return FIELDS[column.field](text, one.context)


def _blank(one: _Read, row: int, column: Column) -> Reading:
    """A name that is left blank below another one may be meant to go on: it is offered, never taken."""
    if column.field == "mentee":
        above = next((one.sheet.text(up, column.number) for up in range(row - 1, one.table.first_row - 1, -1)
                      if one.sheet.text(up, column.number).strip()), "")  # fmt: skip
        return fault("missing_name", suggestion=above.strip())
    return fault("missing_value") if column.field in REQUIRED else Reading()
