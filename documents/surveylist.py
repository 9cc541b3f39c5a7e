"""The table of a survey as a unit sends it back: find its columns, read its rows, a word of the scale as its number."""

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from documents.grid import Sheet
from documents.linelist import Form, Line, form
from documents.values.text import DATA, key

NEEDED = ("name", "talking", "help", "respect", "effort", "willing")


def read_survey_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return _form().lines(sheets)


@cache
def _form() -> Form:
    return form(words()["headers"], NEEDED, ("name", "number"))


@cache
def words() -> dict[str, Any]:
    """The words of the table (`data/surveylist.toml`)."""
    return tomllib.loads((DATA / "surveylist.toml").read_text("utf-8"))


def step_of(text: str) -> str:
    """A step of the scale as its number, where a word was written; anything else as it stands.

    >>> step_of("非常符合"), step_of(" 3 "), step_of("很好")
    ('4', '3', '很好')
    """
    known = {key(word): step for step, word in words()["steps"].items()}
    return known.get(key(text), text.strip())
