"""Rows that occur more than once, the same person told differently, and namesakes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from documents.roster.model import Duplicate, Finding, PersonRow
from documents.values import name_key
from documents.values.text import key


def fingerprint(cells: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """A row's cells (field or header, text) without white space and without blanks, in an order of their own."""
    return tuple(sorted((name, key(text)) for name, text in cells if key(text)))


def duplicates(rows: Iterable[tuple[tuple[str, int], Any]]) -> list[Duplicate]:
    """Every row (place, fingerprint) that occurs more than once, each group in the order of the file."""
    groups: dict[Any, list[tuple[str, int]]] = defaultdict(list)
    for place, cells in rows:
        groups[cells].append(place)
    return [Duplicate(*place, same_as=group[0]) for group in groups.values() if len(group) > 1 for place in group]


def doubts(rows: Iterable[PersonRow], name_column: dict[str, str]) -> Iterator[Finding]:
    """Warnings at the later of two rows: the same person told differently, the same number, a namesake."""
    seen: dict[str, list[PersonRow]] = defaultdict(list)
    for row in rows:
        name = row.values.get("name")
        if not name:
            continue
        others = seen[name_key(name)]
        if others:
            rule, other, data = _relation(row, others)
            data |= {"name": name, "other_sheet": other.sheet, "other_row": other.row}
            yield Finding(row.sheet, row.row, name_column[row.sheet], rule, name, data)
        others.append(row)


def _relation(row: PersonRow, others: list[PersonRow]) -> tuple[str, PersonRow, dict[str, Any]]:
    for other in others:
        if is_same_person(row, other):
            return "same_person", other, {"fields": differences(row, other)}
    return "namesake", others[0], {}


def is_same_person(row: PersonRow, other: PersonRow) -> bool:
    """The same number, or the same name, unit and birth (both known)."""
    mine, theirs = row.values, other.values
    if mine.get("no") and theirs.get("no"):
        return bool(mine["no"] == theirs["no"])
    return all(mine.get(name) and mine.get(name) == theirs.get(name) for name in ("unit", "birth"))


def differences(row: PersonRow, other: PersonRow) -> list[str]:
    """The fields in which two rows differ."""
    names = dict.fromkeys((*row.values, *other.values))
    return [name for name in names if row.values.get(name) != other.values.get(name)]
