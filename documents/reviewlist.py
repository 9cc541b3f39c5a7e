"""The table of a month's reviews as a unit sends it back: find its columns, read its rows as they are written."""

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from documents.grid import Sheet
from documents.linelist import Form, Line, form
from documents.values.text import DATA, fold

NEEDED = ("mentee", "self_text", "self_score", "head_text", "leader_text")


def read_review_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return _form().lines(sheets)


@cache
def _form() -> Form:
    return form(words()["headers"], NEEDED, ("mentee", "number"))


@cache
def words() -> dict[str, Any]:
    """The words of the table (`data/reviewlist.toml`)."""
    return tomllib.loads((DATA / "reviewlist.toml").read_text("utf-8"))


def number_of(text: str) -> int | None:
    """The number of a review as the table writes it: 1024, also 1,024 or 1024.0; None for anything else."""
    plain = fold(text).replace(",", "").removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() else None
