"""The table of a round of assessment as a unit sends it back: find its columns, read its rows as they are written."""

from collections.abc import Iterable
from typing import Any

from documents.grid import Sheet
from documents.linelist import Line, Listed

TABLE = Listed("assesslist", needed=("mentee", "self", "leader", "head", "grade"), naming=("mentee", "number"))


def read_assess_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return TABLE.read(sheets)


def words() -> dict[str, Any]:
    """The words of the table (`data/assesslist.toml`)."""
    return TABLE.words
