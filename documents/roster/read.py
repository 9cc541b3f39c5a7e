"""Several files in, one roster for each kind of people out; nothing is saved and nothing is guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from documents.grid import Refused, Sheet
from documents.roster import twins
from documents.roster.cells import Reader
from documents.roster.fields import WANTED, Context
from documents.roster.headers import header_key, word_of
from documents.roster.model import (
    ColumnUse,
    Duplicate,
    Finding,
    PersonRow,
    Place,
    Roster,
    SheetInfo,
    Skipped,
)
from documents.roster.rows import Line, body
from documents.roster.table import Table, find_table
from documents.safe import Upload, read_sheets, upload_of
from documents.vocabulary import Vocabulary, seed

KINDS = ("mentor", "mentee")
File = Path | Upload


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: the vocabulary, today, headers that staff assigned (text -> field, "" leaves the column out),
    mended cells ((sheet, row, column) -> text), and the reader of files."""

    vocabulary: Vocabulary = field(default_factory=seed)
    today: date = field(default_factory=date.today)
    mappings: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[Place, str] = field(default_factory=dict)
    reader: Callable[[Upload], list[Sheet]] = read_sheets


@dataclass(frozen=True, slots=True)
class _Named:
    """A sheet under the name that findings use, with its file."""

    name: str
    file: str
    sheet: Sheet


def read_roster(
    files: Iterable[File],
    kind: str | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    mappings: Mapping[str, str] | None = None,
    corrections: Mapping[Place, str] | None = None,
    today: date | None = None,
) -> Roster:
    """One roster out of one or several files; `kind` is guessed if it is not given.

    Raises `Refused` for a file that cannot be read at all, or whose kind nobody can tell (`kind_unknown`).
    """
    options = Options(vocabulary or seed(), today or date.today(), mappings or {}, corrections or {})
    found = read_rosters(files, kind, options)
    if len(found) > 1:
        raise Refused("both_kinds")
    return found[0]


def read_rosters(files: Iterable[File], kind: str | None = None, options: Options | None = None) -> list[Roster]:
    """A roster for each kind of people that the files hold (for `kind` alone, if given, even when it is empty)."""
    asked = options or Options()
    sheets = _named_sheets([upload_of(file) for file in files], asked)
    tables: dict[str, list[tuple[_Named, Table]]] = {name: [] for name in KINDS}
    skipped: list[Skipped] = []
    for sheet in sheets:
        table, reason = _table_of(sheet, kind, asked)
        if table is None:
            skipped.append(Skipped(sheet.name, None, reason, _first_words(sheet.sheet)))
        else:
            tables[table.kind].append((sheet, table))
    kinds = [kind] if kind else [name for name in KINDS if tables[name]]
    if not kinds:
        raise Refused("no_roster", sheets=[item.sheet for item in skipped])
    rosters = [_roster(name, tables[name], asked) for name in kinds]
    return [replace(rosters[0], skipped=(*skipped, *rosters[0].skipped)), *rosters[1:]]


def _named_sheets(uploads: Sequence[Upload], asked: Options) -> list[_Named]:
    """All sheets of all files; a title that occurs twice is preceded by its file's name."""
    found = [(upload.name, sheet) for upload in uploads for sheet in _sheets(upload, asked)]
    titles = [sheet.title for _, sheet in found]
    named: list[_Named] = []
    for file, sheet in found:
        name = sheet.title if titles.count(sheet.title) == 1 else f"{file}/{sheet.title}"
        taken = sum(1 for other in named if other.name == name or other.name.startswith(f"{name} ("))
        named.append(_Named(f"{name} ({taken + 1})" if taken else name, file, sheet))
    return named


def _sheets(upload: Upload, asked: Options) -> list[Sheet]:
    """The sheets of a file; a refusal names the file."""
    try:
        return asked.reader(upload)
    except Refused as refused:
        raise Refused(refused.rule, **{**refused.data, "file": upload.name}) from refused


def _table_of(sheet: _Named, kind: str | None, asked: Options) -> tuple[Table | None, str]:
    """The table of a sheet, or the reason to leave the sheet out."""
    if not any(text.strip() for row in sheet.sheet.rows for text in row):
        return None, "empty_sheet"
    chosen = {header_key(header): name for header, name in asked.mappings.items()}
    table = find_table(sheet.sheet, chosen, sheet.file)
    if table is None:
        return None, "no_people"
    if kind and table.kind and table.kind != kind:
        return None, "other_kind"
    if not (table.kind or kind):
        return None, "kind_unknown"
    return (table if table.kind else replace(table, kind=kind or "")), ""


def _first_words(sheet: Sheet) -> str:
    return next((text.strip()[:60] for row in sheet.rows for text in row if text.strip()), "")


def _roster(kind: str, tables: list[tuple[_Named, Table]], asked: Options) -> Roster:
    lines, skipped = _lines(tables)
    copies = _copies(lines)
    later = {(copy.sheet, copy.row) for copy in copies if (copy.sheet, copy.row) != copy.same_as}
    rows, faults, warnings = _people(
        kind, tables, [item for item in lines if (item[0].name, item[2].row) not in later], asked
    )
    name_column = {sheet.name: _label(table, "name") for sheet, table in tables}
    return Roster(
        kind,
        tuple(rows),
        tuple(faults),
        (*_once(warnings), *twins.doubts(rows, name_column), *_missing_columns(kind, tables)),
        tuple(skipped),
        tuple(copies),
        tuple(ColumnUse(s.name, c.label, c.field, c.how) for s, t in tables for c in t.columns),
        tuple(SheetInfo(s.name, s.file, t.title, t.header_row, t.reported_on) for s, t in tables),
    )


def _lines(tables: list[tuple[_Named, Table]]) -> tuple[list[tuple[_Named, Table, Line]], list[Skipped]]:
    lines: list[tuple[_Named, Table, Line]] = []
    skipped: list[Skipped] = []
    for sheet, table in tables:
        for line, reason in body(sheet.sheet, table):
            if reason:
                words = next((text.strip()[:60] for text in line.texts.values() if text.strip()), "")
                skipped.append(Skipped(sheet.name, line.row, reason, words))
            else:
                lines.append((sheet, table, line))
    return lines, skipped


def _copies(lines: list[tuple[_Named, Table, Line]]) -> list[Duplicate]:
    """Rows that say the same in every cell but the running number."""
    prints = []
    for sheet, table, line in lines:
        cells = [(c.field or header_key(c.label), line.texts[c.label]) for c in table.columns if c.field != "seq"]
        prints.append(((sheet.name, line.row), twins.fingerprint(cells)))
    return twins.duplicates(prints)


def _people(
    kind: str, tables: list[tuple[_Named, Table]], lines: list[tuple[_Named, Table, Line]], asked: Options
) -> tuple[list[PersonRow], list[Finding], list[Finding]]:
    context = Context(asked.vocabulary, asked.today)
    readers = {
        sheet.name: Reader(sheet.name, kind, table, context, frozenset(sheet.sheet.unsolved)) for sheet, table in tables
    }
    rows, faults, warnings = [], [], []
    for sheet, table, line in lines:
        mended = Line(line.row, _mended(sheet.name, line, asked.corrections))
        read = readers[sheet.name].read(mended)
        kept = {c.label: mended.texts[c.label] for c in table.columns if c.how != "private" and c.field != "seq"}
        rows.append(PersonRow(sheet.name, line.row, read.values, kept))
        faults += read.faults
        warnings += read.warnings
    return rows, faults, warnings


def _mended(sheet: str, line: Line, corrections: Mapping[Place, str]) -> dict[str, str]:
    return {label: corrections.get((sheet, line.row, label), text) for label, text in line.texts.items()}


def _once(warnings: list[Finding]) -> list[Finding]:
    """A new unit or a new word is worth one look, not one in each row."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for found in warnings:
        what = str(found.data.get("unit") or found.data.get("items") or "")
        if found.rule not in ("new_unit", "new_word") or (found.rule, what) not in seen:
            kept.append(found)
        seen.add((found.rule, what))
    return kept


def _missing_columns(kind: str, tables: list[tuple[_Named, Table]]) -> list[Finding]:
    found = []
    for sheet, table in tables:
        present = {column.field for column in table.columns}
        for wanted in WANTED[kind]:
            if not present & set(wanted):
                found.append(Finding(sheet.name, table.header_row, word_of(wanted[0]), "missing_column", ""))
    return found


def _label(table: Table, name: str) -> str:
    return next((column.label for column in table.columns if column.field == name), "")
