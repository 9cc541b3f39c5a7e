"""What the facts of a table would bring up to date on people's rows, told before it is done: of each person the newest alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from programme.access import Action, Actor
from programme.outcomes.person_row import row_offer, told_by


class Fact(Protocol):
    """A row of the table as far as it matters here."""

    @property
    def state(self) -> str: ...
    @property
    def person_id(self) -> int: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class RowChange:
    """A field of a person's row ("party" or "post") at this version: what it says now and what it would say."""

    version: int
    field: str
    now: str
    then: str


def row_changes(session: Session, by: Actor, rows: Sequence[Fact]) -> Mapping[int, RowChange]:
    """{place among the rows: what it would change}; nothing for an account that may not edit people's rows."""
    if not by.may(Action.EDIT_POOL):
        return {}
    newest: dict[tuple[int, str], tuple[date, int]] = {}
    for place, row in enumerate(rows):
        if row.state == "new" and told_by(row.values):
            whose = row.person_id, str(row.values["kind"])
            newest[whose] = max(newest.get(whose, (date.min, 0)), (row.values["happened_on"], place))
    return dict(_changes(session, by, rows, sorted(place for _day, place in newest.values())))


def _changes(
    session: Session, by: Actor, rows: Sequence[Fact], places: Sequence[int]
) -> Iterator[tuple[int, RowChange]]:
    for place in places:
        fact = rows[place].values
        [(field, then)] = told_by(fact).items()
        asked = {"kind": fact["kind"], "step": fact.get("step", ""), "day": fact["happened_on"]}
        offer = row_offer(session, by.viewer, person_id=rows[place].person_id, **asked)
        if offer is not None and offer.now != then:
            yield place, RowChange(offer.version, field, offer.now, then)
