"""The table of a survey as a unit sends it back: find its columns, read its rows, a word of the scale as its number."""

from collections.abc import Iterable
from typing import Any

from documents.grid import Sheet
from documents.linelist import Line, Listed
from documents.values.text import key

TABLE = Listed(
    "surveylist", needed=("name", "talking", "help", "respect", "effort", "willing"), naming=("name", "number")
)


def read_survey_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return TABLE.read(sheets)


def words() -> dict[str, Any]:
    """The words of the table (`data/surveylist.toml`)."""
    return TABLE.words


def step_of(text: str) -> str:
    """A step of the scale as its number, where a word was written; anything else as it stands.

    >>> step_of("非常符合"), step_of(" 3 "), step_of("很好")
    ('4', '3', '很好')
    """
    known = {key(word): step for step, word in words()["steps"].items()}
    return known.get(key(text), text.strip())
