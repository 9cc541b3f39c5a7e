"""The table of a month's reviews as a unit sends it back: find its columns, read its rows as they are written."""

from collections.abc import Iterable
from typing import Any

from documents.grid import Sheet
from documents.linelist import Line, Listed
from documents.values.text import fold

TABLE = Listed(
    "reviewlist", needed=("mentee", "self_text", "self_score", "head_text", "leader_text"), naming=("mentee", "number")
)


def read_review_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return TABLE.read(sheets)


def words() -> dict[str, Any]:
    """The words of the table (`data/reviewlist.toml`)."""
    return TABLE.words


def number_of(text: str) -> int | None:
    """The number of a review as the table writes it: 1024, also 1,024 or 1024.0; None for anything else."""
    plain = fold(text).replace(",", "").removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() else None
