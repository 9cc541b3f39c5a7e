"""What is the same in every table that a unit fills in and sends back: its lines are read, a cell has a fault."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.grid import Refused
from documents.linelist import Line
from documents.safe import Upload, read_sheets
from programme.errors import Invalid, ProgrammeError
from programme.roster.draft import refused


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell: the header of its column, what stands there, the reason as an error."""

    column: str
    value: str
    why: ProgrammeError


def read_lines(upload: Upload, read: Callable[[Any], list[Line]], without: str) -> list[Line]:
    """The rows of a file. Raises Invalid for a file that cannot be read, with the code `without` if it lacks the columns."""
    try:
        lines = read(read_sheets(upload))
    except Refused as error:
        raise refused(Refused(error.rule, **{**error.data, "file": upload.name})) from error
    if not lines:
        raise Invalid(without)
    return lines
