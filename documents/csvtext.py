"""CSV as offices save it: UTF-8 with or without mark, GB18030, UTF-16; never characters that only look right."""

import codecs
import csv
import io

from documents.grid import Refused, Sheet
from documents.limits import Limits

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DELIMITERS = ",\t;|，"
HEAD_LINES = 15


def decode(content: bytes) -> str:
    """The text of a file in the first encoding that reads all of it; Refused if none does."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _strict(content, encoding)
    encodings = _utf16(content) or ("utf-8", "gb18030")
    for encoding in encodings:
        text = _try(content, encoding)
        if text is not None:
            return text
    raise Refused("unknown_encoding")


def _strict(content: bytes, encoding: str) -> str:
    text = _try(content, encoding)
    if text is None:
        raise Refused("unknown_encoding")
    return text


def _try(content: bytes, encoding: str) -> str | None:
    """The text, or None if a byte does not fit or control characters show that it is no text."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _utf16(content: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark gives itself away by the zero bytes of its commas and line ends."""
    for encoding, end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        if end in content and b"\x00" in content[:200]:
            return (encoding,)
    return ()


def read_csv(title: str, content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet; row numbers count records as a spreadsheet would show them."""
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for record in reader:
            rows.append([_unwrapped(cell) for cell in record])
            if len(rows) > limits.rows:
                raise Refused("too_many_rows", limit=limits.rows)
    except csv.Error as broken:
        raise Refused("broken_csv", line=reader.line_num) from broken
    if any(any(cell.strip() for cell in row[limits.columns :]) for row in rows):
        raise Refused("too_many_columns", limit=limits.columns)
    return [Sheet(title, rows)]


def _delimiter(text: str) -> str:
    """The mark that divides some line of the head into the most cells."""
    head = text.splitlines()[:HEAD_LINES] if len(text) < 100_000 else text[:100_000].splitlines()[:HEAD_LINES]
    return max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in head), default=0))


def _unwrapped(cell: str) -> str:
    """="001" is how some programs keep a text from becoming a number."""
    if len(cell) >= 4 and cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell
