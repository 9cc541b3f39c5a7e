"""A row of a roster as the database would keep it: codes instead of words, partial dates as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.roster import PersonRow
from documents.values import PartialDate
from documents.values.text import key
from programme.codes import code_of
from programme.roster.words import Wordbook

COPIED = {
    "mentor": ("standing", "source", "capacity", "grassroots_years", "stream"),
    "mentee": ("category", "county", "township"),
}
PERSON = ("no", "name", "sex", "birth", "work_start", "party", "branch", "education", "major", "post", "remark")
WORDS = ("dialects", "strengths", "expertise", "needs")
CODED = {"sex", "party", "education", "standing", "source", "category", "stream"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of a person and of the part they play; only what it says is in it.

    `unit` is the unit's name, known or new. `dialects`, `strengths`, `expertise` and `needs` are words, for some may be new.
    """

    person: Mapping[str, Any]
    role: Mapping[str, Any]
    unit: str = ""
    county: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def wanted(row: PersonRow, kind: str, book: Wordbook) -> Wanted:
    """The row in the form of the tables. An empty cell says nothing: it never erases what is known."""
    told = {name: _kept(name, value) for name, value in row.values.items() if value not in ("", (), None)}
    told.setdefault("education", _kept("education", row.values.get("education_in_service", "")))
    person = {name: told[name] for name in PERSON if told.get(name)}
    role = {name: told[name] for name in COPIED[kind] if told.get(name) not in ("", None)}
    if kind == "mentee":
        role |= _place(row, told, book)
        if key(str(told.get("major", ""))) in book.fields:
            role["field"] = book.fields[key(str(told["major"]))]
    words = {name: row.values[name] for name in WORDS if row.values.get(name)}
    return Wanted(person, role, told.get("unit", ""), str(row.values.get("county", "")), words)


def _kept(name: str, value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.iso
    return code_of(name, value) if name in CODED else value


def _place(row: PersonRow, told: Mapping[str, Any], book: Wordbook) -> dict[str, str]:
    """Where a mentee serves: what the roster says, else where the unit stands."""
    unit = book.units.get(told.get("unit", ""))
    place = {"county": told.get("county") or (unit.county if unit else "")}
    place["township"] = told.get("township") or (unit.township if unit else "") or township_of(told.get("unit", ""))
    return {name: value for name, value in place.items() if value}


def township_of(unit: str) -> str:
    """The township that a unit's name ends in: 岚溪县青坞镇 is 青坞镇; "" for anything else."""
    for end in ("镇", "乡", "街道"):
        if unit.endswith(end):
            start = max(unit.find(mark) + 1 for mark in ("县", "区", "市"))
            return unit[start:]
    return ""
