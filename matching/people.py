"""The people of a run as plain values: mentors with seats, mentees with needs, and what is known between them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar

from matching.errors import Fault, InputError

MAX_SEATS = 100_000
MAX_PRIORITY = 30
MAX_GRADE = 5
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor (导师): `capacity` seats of which `load` are taken; `expertise` maps a code to a grade 0..5.

    `past_result` is on 0..100, None when there is none yet. `available` is "" or the code of the
    reason why nobody new may be given to this mentor ("unconfirmed", "paused", "left").
    """

    id: str
    capacity: int
    load: int = 0
    min_load: int = 0
    expertise: Mapping[str, int] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()
    dialects: frozenset[str] = frozenset()
    county: str = ""
    township: str = ""
    unit: str = ""
    stream: str = ""
    grassroots_years: float = 0
    methods: frozenset[str] = frozenset()
    past_result: float | None = None
    available: str = ""


@dataclass(frozen=True, slots=True)
class Mentee:
    """A mentee (帮带对象) who asks for `demand` mentors; `needs` are ranked, the most urgent first.

    A missing seat of a mentee with priority p weighs 2**p. `ineligible` is "" or a reason code.
    """

    id: str
    demand: int = 1
    priority: int = 0
    needs: tuple[str, ...] = ()
    field: str = ""
    place_dialects: frozenset[str] = frozenset()
    county: str = ""
    township: str = ""
    unit: str = ""
    stream: str = ""
    methods: frozenset[str] = frozenset()
    ineligible: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody of a cohort, and three relations of (mentee id, mentor id).

    `avoid` holds declared kinship, `command` says that the mentor is the direct superior, `wishes`
    who wished for whom. An id may stand on both sides: one person in both roles.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    avoid: Pairs = frozenset()
    command: Pairs = frozenset()
    wishes: Pairs = frozenset()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready and canonical: the same pool in any order gives the same dict."""
        return {
            "mentors": [person_to_dict(p) for p in sorted(self.mentors, key=lambda p: p.id)],
            "mentees": [person_to_dict(p) for p in sorted(self.mentees, key=lambda p: p.id)],
            "avoid": sorted(map(list, self.avoid)),
            "command": sorted(map(list, self.command)),
            "wishes": sorted(map(list, self.wishes)),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Pool:
        """The inverse of `to_dict`; `InputError` when a person lacks an id or has an unknown field."""
        return cls(
            tuple(_person(Mentor, row, f"mentors[{i}]") for i, row in enumerate(data["mentors"])),
            tuple(_person(Mentee, row, f"mentees[{i}]") for i, row in enumerate(data["mentees"])),
            *(frozenset((a, b) for a, b in data.get(name, ())) for name in ("avoid", "command", "wishes")),
        )


def by_id(pool: Pool) -> tuple[list[Mentor], list[Mentee]]:
    """Mentors and mentees in the canonical order."""
    return sorted(pool.mentors, key=lambda p: p.id), sorted(pool.mentees, key=lambda p: p.id)


def person_to_dict(person: Mentor | Mentee) -> dict[str, Any]:
    """A person as JSON values, leaving out what equals the default."""
    kind = type(person)
    return {
        name: _plain(value)
        for value, (name, default, may_be_empty) in zip(VALUES[kind](person), PARTS[kind], strict=True)
        if value != default and (value or not may_be_empty)
    }


# (name, default, whether an empty mapping is the default): asked once, a pool has thousands of people.
PARTS = {
    kind: tuple((part.name, part.default, part.default_factory is dict) for part in fields(kind))  # type: ignore[comparison-overlap]
    for kind in (Mentor, Mentee)
}
VALUES = {kind: attrgetter(*(part.name for part in fields(kind))) for kind in (Mentor, Mentee)}
SCALARS = (str, int, float)


def _plain(value: Any) -> Any:
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(sorted(value.items()))
    return list(value) if isinstance(value, tuple) else value


P = TypeVar("P", Mentor, Mentee)


def _person(kind: type[P], row: Mapping[str, Any], path: str) -> P:
    built = BUILT[kind]
    if not row.keys() <= built.keys() or "id" not in row:
        wrong = [Fault(f"{path}.{key}", "unknown_field") for key in row if key not in built]
        raise InputError(wrong or [Fault(f"{path}.id", "missing")])
    return kind(**{key: build(value) if (build := built[key]) else value for key, value in row.items()})


BUILD: Mapping[str, Callable[[Any], Any]] = {
    "frozenset[str]": frozenset, "tuple[str, ...]": tuple, "Mapping[str, int]": dict,
}  # fmt: skip
# What a value of JSON becomes, by the name of the field; None: it is taken as it is.
BUILT = {kind: {part.name: BUILD.get(str(part.type)) for part in fields(kind)} for kind in (Mentor, Mentee)}


def pool_faults(pool: Pool) -> list[Fault]:
    """Everything in a pool that the mathematics cannot take, by name."""
    out = id_faults([p.id for p in pool.mentors], "mentors") + id_faults([p.id for p in pool.mentees], "mentees")
    for i, mentor in enumerate(pool.mentors):
        out += _mentor_faults(mentor, f"mentors[{i}]")
    for i, mentee in enumerate(pool.mentees):
        out += whole(mentee.demand, f"mentees[{i}].demand", 0, MAX_SEATS)
        out += whole(mentee.priority, f"mentees[{i}].priority", 0, MAX_PRIORITY)
    known = {p.id for p in pool.mentees}, {p.id for p in pool.mentors}
    for name in ("avoid", "command", "wishes"):
        out += pair_faults(getattr(pool, name), known, name)
    return out


def _mentor_faults(mentor: Mentor, path: str) -> list[Fault]:
    out = []
    for name in ("capacity", "load", "min_load"):
        out += whole(getattr(mentor, name), f"{path}.{name}", 0, MAX_SEATS)
    out += number(mentor.grassroots_years, f"{path}.grassroots_years", 0, 100)
    if mentor.past_result is not None:
        out += number(mentor.past_result, f"{path}.past_result", 0, 100)
    for code, grade in mentor.expertise.items():
        out += whole(grade, f"{path}.expertise.{code}", 0, MAX_GRADE)
    return out


def id_faults(ids: Sequence[Any], path: str) -> list[Fault]:
    """Ids that are empty, no text, or given twice."""
    seen: set[str] = set()
    out = []
    for i, name in enumerate(ids):
        if not isinstance(name, str) or not name:
            out.append(Fault(f"{path}[{i}].id", "not_an_id", {"value": name}))
        elif name in seen:
            out.append(Fault(f"{path}[{i}].id", "duplicate", {"value": name}))
        else:
            seen.add(name)
    return out


def pair_faults(pairs: Iterable[tuple[str, str]], known: tuple[set[str], set[str]], path: str) -> list[Fault]:
    """Pairs (mentee, mentor) that name somebody unknown; `known` is (mentee ids, mentor ids)."""
    out = []
    for i, pair in enumerate(sorted(pairs)):
        for person, ids, side in zip(pair, known, ("mentee", "mentor"), strict=True):
            if person not in ids:
                out.append(Fault(f"{path}[{i}]", f"unknown_{side}", {"value": person}))
    return out


def whole(value: Any, path: str, low: int, high: int) -> list[Fault]:
    """Faults of something that must be a whole number in low..high."""
    if isinstance(value, bool) or not isinstance(value, int):
        return [Fault(path, "not_whole", {"value": value})]
    return [] if low <= value <= high else [Fault(path, "out_of_range", {"value": value, "low": low, "high": high})]


def number(value: Any, path: str, low: float, high: float) -> list[Fault]:
    """Faults of something that must be a finite number in low..high."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return [Fault(path, "not_a_number", {"value": value})]
    if isinstance(value, float) and not math.isfinite(value):
        return [Fault(path, "not_a_number", {"value": value})]
    return [] if low <= value <= high else [Fault(path, "out_of_range", {"value": value, "low": low, "high": high})]
