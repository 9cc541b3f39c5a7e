"""What a change slip says, as plain values: who leaves the pool, what becomes of each pairing, who moves to another unit.

This is what is signed: `digest` is taken over `to_dict`, in which the order of rows never matters. Format 1.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from programme.frozen import digest

FORMAT = 1
EDITABLE = ("draft", "returned")
UNDER_WAY = ("proposed", "approved")
OVER = ("carried_out", "withdrawn")
CHANGEABLE = ("notice", "confirmed", "active", "paused")
# What may be done to a pairing, and in which of its states.
ACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "change": CHANGEABLE,
        "release": CHANGEABLE,
        "end": ("active", "paused", "due"),
        "pause": ("active",),
        "keep": ("notice", "confirmed", "active", "paused", "due"),
    }
)
# Why a mentor leaves the pool or rests, and the reason that the pool keeps for it. Retirement and transfer are both
# 离开工作岗位; illness and death stay behind 其他, so that no paper exposes them.
EXITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "retirement": ("left", "left_post"),
        "transfer": ("left", "left_post"),
        "left_post": ("left", "left_post"),
        "weak_results": ("left", "weak_results"),
        "other": ("left", "other"),
        "posting": ("paused", "posting"),
        "workload": ("paused", "workload"),
        "rest": ("paused", "other"),
    }
)
GROUNDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "leave": ("",),
        "change": ("own_wish", "work_need", "not_suited", "other"),
        "swap": ("own_wish", "work_need", "not_suited", "other"),
        "end": ("transferred", "promoted", "returned", "other"),
        "pause": ("posting", "long_leave", "other"),
        "transfer": ("",),
    }
)


@dataclass(frozen=True, slots=True)
class Leaver:
    """A mentor who leaves the pool or rests; `ground` is a key of EXITS, `return_on` the day of the return if known."""

    mentor_id: int
    ground: str
    return_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one pairing: `status` and `mentor_id` as they were when it was drawn up, `act` a key of ACTS.

    `new_mentor_id` is the successor of a "change"; `fit` (milli-points) and `origin` ("system", "staff") are about him,
    `fit_before` about the present mentor where no plan tells it.
    """

    pairing_id: int
    mentee_id: int
    role: str
    status: str
    mentor_id: int
    act: str
    new_mentor_id: int | None = None
    fit: int | None = None
    origin: str = "system"
    note: str = ""
    return_on: date | None = None
    fit_before: int | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A mentee who moves to another unit and serves from then on where that unit is."""

    mentee_id: int
    from_unit: int | None
    to_unit: int


@dataclass(frozen=True, slots=True)
class Content:
    """A whole slip; `plan` names the plan that the lines began as ("" for a single change)."""

    kind: str
    cohort_id: int
    effective_on: date
    ground: str = ""
    note: str = ""
    plan: str = ""
    leavers: tuple[Leaver, ...] = ()
    lines: tuple[Line, ...] = ()
    transfers: tuple[Transfer, ...] = ()

    @property
    def moved(self) -> tuple[Line, ...]:
        """The lines that give somebody another mentor."""
        return tuple(line for line in self.lines if line.act == "change")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready and canonical."""
        out = {"format": FORMAT, **{part.name: getattr(self, part.name) for part in fields(self)}}
        out["effective_on"] = self.effective_on.isoformat()
        out["leavers"] = [_row(one) for one in sorted(self.leavers, key=lambda one: one.mentor_id)]
        out["lines"] = [_row(one) for one in sorted(self.lines, key=lambda one: one.pairing_id)]
        out["transfers"] = [_row(one) for one in sorted(self.transfers, key=lambda one: one.mentee_id)]
        return out

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Content":
        """The inverse of `to_dict`."""
        plain = {name: data[name] for name in ("kind", "cohort_id", "ground", "note", "plan")}
        return cls(
            **plain,
            effective_on=date.fromisoformat(data["effective_on"]),
            leavers=tuple(Leaver(**_dated(row)) for row in data["leavers"]),
            lines=tuple(Line(**_dated(row)) for row in data["lines"]),
            transfers=tuple(Transfer(**row) for row in data["transfers"]),
        )

    @property
    def hash(self) -> str:
        """The SHA-256 of the canonical form."""
        return digest(self.to_dict())


def _row(one: Leaver | Line | Transfer) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(one).items()}


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    back = row.get("return_on")
    return {**row, "return_on": date.fromisoformat(back) if back else None}
