"""Who looks: every read model takes a Viewer first and shows no more than it allows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Query = TypeVar("Query", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Viewer:
    """The areas an account may read and, for a liaison, the one unit it sees."""

    areas: frozenset[str]
    unit_id: int | None = None


def reads(area: str) -> Callable[[Query], Query]:
    """Mark a read model with its area (programme, audit, accounts, system); without a mark nobody can look."""

    def mark(query: Query) -> Query:
        query.area = area  # type: ignore[attr-defined]
        return query

    return mark
