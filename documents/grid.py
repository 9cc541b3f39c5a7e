"""A file as sheets of text: what the reading process hands over, before anybody asks what it means."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

Merge = tuple[int, int, int, int]


class Refused(Exception):
    """A file that is not read: `rule` names the reason, `data` fills its sentence."""

    def __init__(self, rule: str, **data: Any):
        super().__init__(rule, data)
        self.rule = rule
        self.data = data


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of cell texts from row 1 on (ragged, "" for blank), merges as (top, left, bottom, right)
    counted from 1, and cells (row, column) whose formula has no stored result."""

    title: str
    rows: list[list[str]]
    merges: list[Merge] = field(default_factory=list)
    unsolved: list[tuple[int, int]] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """The text of a cell counted from 1; "" outside."""
        if not 1 <= row <= len(self.rows):
            return ""
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else ""

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Rows with their numbers in the file."""
        return enumerate(self.rows, start=1)


def to_plain(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Sheets as plain data for JSON."""
    return [asdict(sheet) for sheet in sheets]


def of_plain(items: Iterable[dict[str, Any]]) -> list[Sheet]:
    """The inverse of `to_plain`."""
    return [
        Sheet(item["title"], item["rows"], [tuple(m) for m in item["merges"]], [tuple(c) for c in item["unsolved"]])
        for item in items
    ]
