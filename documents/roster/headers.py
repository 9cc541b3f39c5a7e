"""Header texts and the fields they name: words first, then patterns, both kept as data."""

import re
import tomllib
from functools import cache

from documents.values.text import DATA, key, without_brackets

DECORATION = re.compile(r"^[*★▲●]+|[*★▲●:]+$")
# A header such as 导师姓名 names the person in one kind of roster and somebody else in the other.
BY_KIND = {"mentor_name": "mentor", "mentee_name": "mentee"}
# 特长 is what a mentor hands on, and what a mentee is good at.
OTHERWISE = {("expertise", "mentee"): "strengths"}


@cache
def _words() -> dict[str, str]:
    table: dict[str, str] = {}
    for field, entry in _entries().items():
        for word in entry.get("words", ()):
            table.setdefault(key(word), field)
    return table


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(pattern), field) for field, entry in _entries().items() for pattern in entry.get("patterns", ())
    ]


@cache
def _entries() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / "headers.toml").read_text("utf-8"))


def header_key(text: str) -> str:
    """The form under which headers are compared and remembered: *姓 名 and 姓名 are one."""
    return DECORATION.sub("", key(text))


def recognise(text: str) -> tuple[str, str]:
    """The field that a header names and by what: ("birth", "word"), ("birth", "pattern") or ("", "unknown")."""
    plain = header_key(text)
    bare = header_key(without_brackets(plain))
    field = _words().get(plain) or _words().get(bare)
    if field:
        return field, "word"
    for pattern, name in _patterns():
        if bare and pattern.fullmatch(bare):
            return name, "pattern"
    return "", "unknown"


def word_of(field: str) -> str:
    """The usual header of a field, to name a column that is missing."""
    return _entries()[field]["words"][0]
