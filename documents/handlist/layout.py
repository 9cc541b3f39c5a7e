"""Find the columns of a list of pairs: by its header, else by the names that stand in them."""

from collections.abc import Callable, Iterable

from documents.grid import Sheet
from documents.handlist.model import FIELDS, SIDES, Columns, Layout, list_words, split_names
from documents.roster.headers import header_key, recognise
from documents.values.text import key

HEAD_ROWS = 15
# What a header means once the word for the side is taken away; a plain 编号 alone is a number of rows.
MEANS = {"name": "", "no": "_no", "unit": "_unit", "unit_post": "_unit"}
OF_A_SIDE = {**MEANS, "seq": "_no"}


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout that the header tells: the row (or pair of rows) near the top that names the most columns."""
    last = min(HEAD_ROWS, len(sheet.rows))
    found = [_layout(sheet, row, height) for height in (1, 2) for row in range(1, last - height + 2)]
    named = [one for one in found if set(SIDES) <= one[0].columns.keys()]
    # A row that says whose columns they are is the header, before one that names more of them.
    return max(named, key=lambda one: (one[1], len(one[0].columns)), default=(None, 0))[0]


def guess_layout(sheet: Sheet, is_mentee: Callable[[str], bool], is_mentor: Callable[[str], bool]) -> Layout | None:
    """The two columns in which the most known names stand, for a sheet whose header does not tell; None without any."""
    columns = {}
    for side, known in (("mentee", is_mentee), ("mentor", is_mentor)):
        hits = {number: _hits(sheet, number, known) for number in range(1, _width(sheet) + 1)}
        best = max(hits, key=lambda number: len(hits[number]), default=0)
        if not best or not hits[best]:
            return None
        columns[side] = best, hits[best][0]
    if columns["mentee"][0] == columns["mentor"][0]:
        return None
    first = min(row for _number, row in columns.values())
    headers = sheet.rows[first - 2] if first > 1 else []
    return Layout(
        sheet.title, 0, first, {side: number for side, (number, _row) in columns.items()}, _padded(sheet, headers)
    )


def assigned(sheet: Sheet, layout: Layout | None, columns: Columns) -> Layout:
    """The layout with the columns that staff chose."""
    kept = {name: number for name, number in columns.items() if name in FIELDS and 1 <= number <= _width(sheet)}
    if layout is None:
        return Layout(sheet.title, 0, 1, kept, _padded(sheet, sheet.rows[0] if sheet.rows else []))
    return Layout(layout.sheet, layout.header_row, layout.first_row, kept, layout.headers)


def _layout(sheet: Sheet, row: int, height: int) -> tuple[Layout, int]:
    """The layout under a header, and how many of the two names it gives to a side by a word."""
    labels = _labels(sheet, row, height)
    columns: dict[str, int] = {}
    told = [(number, *_meaning(label)) for number, label in enumerate(labels, start=1)]
    for number, side, part in told:
        if side and part is not None:
            columns.setdefault(f"{side}{part}", number)
    sided = sum(side in columns for side in SIDES)
    _place_the_rest(columns, [(number, part) for number, side, part in told if not side and part is not None])
    return Layout(sheet.title, row, row + height, columns, _padded(sheet, labels)), sided


def _place_the_rest(columns: dict[str, int], rest: Iterable[tuple[int, str]]) -> None:
    """A plain 姓名 is the side that is not named yet; a plain 单位 or 编号 belongs to the nearest name on its left."""
    for number, part in rest:
        if not part:
            side = next((side for side in SIDES if side not in columns), "")
        else:
            names = [(columns[side], side) for side in SIDES if side in columns and columns[side] < number]
            side = max(names, default=(0, "mentee"))[1]
        if side:
            columns.setdefault(f"{side}{part}", number)


def _meaning(label: str) -> tuple[str, str | None]:
    """(side or "", part) of a header; the part is None where the column plays no part here."""
    plain = header_key(label)
    for side in SIDES:
        word = next((word for word in sorted(list_words()[side], key=len, reverse=True) if key(word) in plain), "")
        if word:
            rest = plain.replace(key(word), "", 1).strip("()的-_/")
            return side, "" if not rest else OF_A_SIDE.get(recognise(rest)[0])
    return "", MEANS.get(recognise(plain)[0])


def _labels(sheet: Sheet, row: int, height: int) -> list[str]:
    """The header texts; of two rows the upper one, carried over its group, before the lower one."""
    upper = sheet.rows[row - 1]
    if height == 1:
        return list(upper)
    lower, group, labels = sheet.rows[row], "", []
    for place in range(max(len(upper), len(lower))):
        own = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        group = own if own.strip() else (group if below.strip() else "")
        labels.append(group + below)
    return labels


def _hits(sheet: Sheet, number: int, known: Callable[[str], bool]) -> list[int]:
    """Rows whose cell in a column names somebody known."""
    return [
        row for row, _texts in sheet.numbered() if any(known(name) for name in split_names(sheet.text(row, number)))
    ]


def _width(sheet: Sheet) -> int:
    return max((len(texts) for texts in sheet.rows), default=0)


def _padded(sheet: Sheet, headers: list[str]) -> tuple[str, ...]:
    return (*headers, *[""] * (_width(sheet) - len(headers)))
