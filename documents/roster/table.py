"""Find the roster in a sheet: its header of one or two rows, its columns, its kind, what its head says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from documents.grid import Sheet
from documents.roster.fields import FIELDS
from documents.roster.headers import BY_KIND, OTHERWISE, header_key, recognise
from documents.values import read_date
from documents.values.dates import PartialDate, Window
from documents.values.text import fold, key, words

HEAD_ROWS = 15
FEWEST_FIELDS = 3
TELLS = {
    "mentor": {"mentor_name", "expertise", "source", "standing", "capacity", "grassroots_years"},
    "mentee": {"mentee_name", "category", "needs", "strengths"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its number from 1, its header as written (made unique), what it means and by what."""

    number: int
    label: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class Table:
    """A roster inside a sheet; `kind` is "" where neither columns nor title tell it."""

    header_row: int
    first_row: int
    columns: tuple[Column, ...]
    kind: str
    title: str
    reported_on: date | None


Named = Mapping[str, str]


def find_table(sheet: Sheet, named: Named, hint: str = "") -> Table | None:
    """The table under the row (or pair of rows) of the head that names the most fields; None if none names a person.

    `named` are headers whose field staff have chosen (under `header_key`); `hint` is the file's name.
    """
    rows = range(1, min(HEAD_ROWS, len(sheet.rows)) + 1)
    found = [(row, height, _known(sheet, row, height, named)) for height in (1, 2) for row in rows]
    heads = [head for head in found if _names_somebody(head[2])]
    if not heads:
        return None
    # The first of the best: one row before two, so that a title or a group above does not count as header.
    row, height, _ = max(heads, key=lambda head: len(head[2]))
    return _table(sheet, row, max(height, _merged_height(sheet, row, height)), (named, hint))


def _known(sheet: Sheet, row: int, height: int, named: Named) -> set[str]:
    return {field for _, field, _ in _cells(sheet, row, height, named)} - {""}


def _names_somebody(known: set[str]) -> bool:
    return len(known) >= FEWEST_FIELDS and bool(known & {"name", "mentor_name", "mentee_name"})


def _merged_height(sheet: Sheet, row: int, height: int) -> int:
    """Rows of the header where its cells are merged downwards, whatever stands below in the other columns."""
    bottoms = [bottom for top, left, bottom, right in sheet.merges if top == row and left == right]
    return max([height, *(bottom - row + 1 for bottom in bottoms if bottom - row < 3)])


def _cells(sheet: Sheet, row: int, height: int, named: Named) -> list[tuple[str, str, str]]:
    """Label, field and how of each column under a header of one or two rows."""
    upper = sheet.rows[row - 1]
    if height == 1:
        return [(text, *_meaning(text, named)) for text in upper]
    lower = sheet.rows[row] if row < len(sheet.rows) else []
    groups = _filled(upper, lower)
    return [_pair(*texts, named) for texts in zip(groups, _padded(upper, groups), _padded(lower, groups), strict=True)]


def _padded(texts: list[str], other: list[str]) -> list[str]:
    return texts + [""] * (len(other) - len(texts))


def _filled(upper: list[str], lower: list[str]) -> list[str]:
    """Group names carried to the right over blank cells that have something below them."""
    width, carried, last = max(len(upper), len(lower)), [], ""
    for column in range(width):
        own = upper[column] if column < len(upper) else ""
        last = own if own.strip() else (last if column < len(lower) and lower[column].strip() else "")
        carried.append(last)
    return carried


def _pair(group: str, own: str, lower: str, named: Named) -> tuple[str, str, str]:
    """A column under two header rows: the lower text alone, both together, or the upper one with nothing below."""
    if not lower.strip():
        return own, *_meaning(own, named)
    field, how = _meaning(lower, named)
    if field or not group.strip():
        return lower, field, how
    field, how = _meaning(group + lower, named)
    return (f"{group}/{lower}", field, how) if field else (lower, "", "unknown")


def _meaning(text: str, named: Named) -> tuple[str, str]:
    chosen = named.get(header_key(text))
    return recognise(text) if chosen is None else (chosen, "staff")


def _table(sheet: Sheet, row: int, height: int, asked: tuple[Named, str]) -> Table:
    named, hint = asked
    first = row + height
    width = max((len(texts) for texts in sheet.rows[first - 1 :]), default=0)
    cells = _cells(sheet, row, min(height, 2), named)
    cells += [("", "", "unknown")] * (width - len(cells))
    title = " ".join(text.strip() for texts in sheet.rows[: row - 1] for text in texts if text.strip())
    kind = _kind({field for _, field, _ in cells}, (sheet.title + title, hint))
    return Table(row, first, _columns(sheet, first, cells, kind), kind, title, _reported_on(sheet, row))


def _kind(fields: set[str], texts: Iterable[str]) -> str:
    """The kind by its own columns, else by the title's words, else by the file's name, else ""."""
    mentor, mentee = (len(fields & TELLS[kind]) for kind in ("mentor", "mentee"))
    if mentor != mentee:
        return "mentor" if mentor > mentee else "mentee"
    for text in texts:
        for kind in ("mentee", "mentor"):
            if any(word in text for word in words()["title"][kind]):
                return kind
    return ""


def _columns(sheet: Sheet, first: int, cells: list[tuple[str, str, str]], kind: str) -> tuple[Column, ...]:
    """Columns with a header, or with data under a blank one; labels made unique, one column for each field."""
    columns: list[Column] = []
    taken: set[str] = set()
    for number, (text, field, how) in enumerate(_places(cells), start=1):
        meant, reason = _resolved(field, how, kind, taken)
        taken.add(meant)
        if text.strip() or any(sheet.text(row, number).strip() for row in range(first, len(sheet.rows) + 1)):
            columns.append(Column(number, _unique(text or f"({_letters(number)})", columns), meant, reason))
    return tuple(columns)


def _places(cells: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """现任职务 holds the post beside a column for the unit, and both where it stands alone; so does 职务."""
    fields = {field for _, field, _ in cells}
    if {"unit", "unit_post"} <= fields:
        return [(text, "post" if field == "unit_post" else field, how) for text, field, how in cells]
    if "post" in fields and not fields & {"unit", "unit_post"}:
        return [(text, "unit_post" if field == "post" else field, how) for text, field, how in cells]
    return cells


def _resolved(field: str, how: str, kind: str, taken: set[str]) -> tuple[str, str]:
    """The field that a column gives in a roster of this kind, or why it gives none."""
    if how == "staff" and not field:
        return "", "staff"
    meant = "name" if BY_KIND.get(field) == (kind or BY_KIND.get(field)) else field
    meant = OTHERWISE.get((meant, kind), meant)
    if meant in ("private", "seq"):
        return ("", "private") if meant == "private" else (meant, how)
    if meant not in FIELDS or (kind and kind not in FIELDS[meant].kinds):
        return "", "unknown"
    if meant in taken and not FIELDS[meant].many:
        return "", "twice"
    return meant, how


def _unique(text: str, columns: list[Column]) -> str:
    labels = {column.label for column in columns}
    copies = (text if n == 1 else f"{text}({n})" for n in range(1, len(labels) + 2))
    return next(label for label in copies if label not in labels)


def _letters(number: int) -> str:
    head, last = divmod(number - 1, 26)
    return (_letters(head) if head else "") + chr(65 + last)


def _reported_on(sheet: Sheet, header_row: int) -> date | None:
    """The day that the head says the roster was filled in."""
    far = Window(date(2100, 1, 1))
    for tail in _day_tails(sheet, header_row):
        value = read_date(tail, far).value if tail else None
        if isinstance(value, PartialDate):
            return value.first_day
    return None


def _day_tails(sheet: Sheet, header_row: int) -> Iterator[str]:
    """What stands behind 填报时间 and its like in the head."""
    texts = (fold(text) for row in sheet.rows[: header_row - 1] for text in row)
    known = words()["title"]["reported_on"]
    return (text.partition(word)[2].lstrip(": ") for text in texts for word in known if word in text)


def matches_header(texts: list[str], table: Table) -> bool:
    """Whether a row repeats the header, as it does at the top of each printed page."""
    pairs = [(column, texts[column.number - 1]) for column in table.columns if column.number <= len(texts)]
    return sum(1 for column, text in pairs if text.strip() and key(text) == key(column.label)) >= FEWEST_FIELDS
