"""The table of a round of assessment as a unit sends it back: find its columns, read its rows as they are written."""

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from documents.grid import Sheet
from documents.linelist import Form, Line, form
from documents.values.text import DATA

NEEDED = ("mentee", "self", "leader", "head", "grade")


def read_assess_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return _form().lines(sheets)


@cache
def _form() -> Form:
    return form(words()["headers"], NEEDED, ("mentee", "number"))


@cache
def words() -> dict[str, Any]:
    """The words of the table (`data/assesslist.toml`)."""
    return tomllib.loads((DATA / "assesslist.toml").read_text("utf-8"))
