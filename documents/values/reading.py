"""What reading a cell gives: a value, at most one fault, and warnings, all as codes and data."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about a cell: the rule's code and the data that fill its sentence."""

    rule: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with what is wrong or remarkable about it; a list with a fault still carries its good items."""

    value: Any = None
    fault: Note | None = None
    warnings: tuple[Note, ...] = ()


def fault(rule: str, **data: Any) -> Reading:
    """A reading without a value: the cell cannot be taken as it stands."""
    return Reading(fault=Note(rule, data))
