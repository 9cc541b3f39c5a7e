"""Look through the raw XML of a workbook for what openpyxl's reading mode does not tell, and for what would cost it dear."""

import re
import zipfile
from dataclasses import dataclass, field

from documents.grid import Merge, Refused
from documents.limits import Limits

MOST_MERGES = 20_000
CHUNK = 1 << 20
LONGEST_TAG = 4096
LONGEST_BOOK = 4 * 1024 * 1024
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
# Also hits a text such as "a:f b"; that only costs a second look.
FORMULA = re.compile(rb"[<:]f[\s>/]")


@dataclass(frozen=True, slots=True)
class Marks:
    """The merged ranges of a sheet, and whether it has formulas."""

    merges: list[Merge] = field(default_factory=list)
    has_formulas: bool = False


def look_through(package: zipfile.ZipFile, limits: Limits) -> dict[str, Marks]:
    """The marks of every sheet by its path. Refused for too many sheets and for endless rows: openpyxl makes an object
    of each sheet, and gathers every cell of a row, before it hands over the first."""
    names = package.namelist()
    for name in names:
        if name.lower().endswith("workbook.xml"):
            _count_sheets(package, name, limits)
    return {name: _scan(package, name, limits) for name in names if "worksheets/" in name and name.endswith(".xml")}


def _count_sheets(package: zipfile.ZipFile, name: str, limits: Limits) -> None:
    with package.open(name) as stream:
        if len(SHEET.findall(stream.read(LONGEST_BOOK))) > limits.sheets:
            raise Refused("too_many_sheets", limit=limits.sheets)


def _scan(package: zipfile.ZipFile, path: str, limits: Limits) -> Marks:
    merges: list[Merge] = []
    has_formulas, tail, since_row = False, b"", 0
    with package.open(path) as stream:
        while block := stream.read(CHUNK):
            since_row = since_row + len(block) if b"row" not in block else len(block) - block.rfind(b"row")
            text = tail + block
            # A tag that the block cuts in two is read with the next block.
            cut = text.rfind(b"<")
            whole, tail = (text[:cut], text[cut:][-LONGEST_TAG:]) if cut > 0 else (text, b"")
            merges += _merges(whole)
            has_formulas = has_formulas or FORMULA.search(whole) is not None
            if len(merges) > MOST_MERGES or since_row > limits.one_row:
                raise Refused("too_many_parts", limit=MOST_MERGES)
    return Marks(merges + _merges(tail), has_formulas)


def _merges(text: bytes) -> list[Merge]:
    return [_merge(match) for match in MERGE.finditer(text)] if b"mergeCell" in text else []


def _merge(match: re.Match[bytes]) -> Merge:
    left, top, right, bottom = (group.decode() for group in match.groups())
    return int(top), _column(left), int(bottom), _column(right)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
