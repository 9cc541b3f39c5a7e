"""The table of outcomes as a unit fills it in: its columns, and the words of kinds, steps and post levels as codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from documents.grid import Sheet
from documents.linelist import Line, Listed
from documents.values.text import key

TABLE = Listed("outcomelist", needed=("name", "kind", "day"), naming=("name", "no"))


def read_outcome_list(sheets: Iterable[Sheet]) -> list[Line]:
    """All rows below a header that name somebody, in the order of the file; [] where no sheet has the columns."""
    return TABLE.read(sheets)


def words() -> dict[str, Any]:
    """The words of the table (`data/outcomelist.toml`)."""
    return TABLE.words


def kind_of(text: str) -> str | None:
    """The code of a kind, or None for a word that is none.

    >>> kind_of("提拔"), kind_of("升官")
    ('promotion', None)
    """
    return _code(words()["kinds"], text)


def step_of(kind: str, text: str) -> str | None:
    """The code of a step of a kind ("" where nothing is written), or None for a word that is none."""
    return _code(words()["steps"].get(kind, {}), text) if text else ""


def level_of(text: str) -> str | None:
    """The code of a post level ("" where nothing is written), or None for a word that is none."""
    return _code(words()["levels"], text) if text else ""


def _code(known: Mapping[str, list[str]], text: str) -> str | None:
    wanted = key(text)
    return next((code for code, told in known.items() if wanted in map(key, told)), None)
