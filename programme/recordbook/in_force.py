"""Between which days a pairing was in force: a record belongs to such a day, whatever became of the pairing since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PairingEvent
from programme.errors import Conflict

FORCE = ("active", "due")
Step = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in force, both ends included; `until` is None while it lasts, `next` the state that ended it."""

    since: date
    until: date | None = None
    next: str = ""

    def holds(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.since <= day and (self.until is None or day <= self.until)


def spans(steps: Iterable[Step]) -> tuple[Span, ...]:
    """The spans of a pairing whose history is told as (state, since which day), in the order it happened.

    >>> [span.until for span in spans([("active", date(2026, 1, 5)), ("paused", date(2026, 3, 1))])]
    [datetime.date(2026, 3, 1)]
    """
    found: list[Span] = []
    since: date | None = None
    for state, day in steps:
        if state in FORCE:
            since = since or day
        elif since is not None:
            found.append(Span(since, day, state))
            since = None
    return (*found, Span(since)) if since is not None else tuple(found)


def spans_of(session: Session, pairing_ids: Iterable[int] | None = None) -> Mapping[int, tuple[Span, ...]]:
    """The spans of these pairings, or of all of them."""
    rows = select(PairingEvent.pairing_id, PairingEvent.to_status, PairingEvent.on_day)
    if pairing_ids is not None:
        rows = rows.where(PairingEvent.pairing_id.in_(list(pairing_ids)))
    steps: dict[int, list[Step]] = {}
    for key, state, day in session.execute(rows.order_by(PairingEvent.pairing_id, PairingEvent.id)):
        steps.setdefault(key, []).append((state, day))
    return {key: spans(told) for key, told in steps.items()}


def demand_in_force(found: tuple[Span, ...], day: date) -> None:
    """Conflict unless the day lies in one of the spans; the error says since when, until when, or why not."""
    if any(span.holds(day) for span in found):
        return
    if not found:
        raise Conflict("record_never_in_force")
    if day < found[0].since:
        raise Conflict("record_before_force", day=day, since=found[0].since)
    last = max((span for span in found if span.since <= day), key=lambda span: span.since)
    code = "record_while_paused" if last.next == "paused" else "record_after_force"
    raise Conflict(code, day=day, until=last.until)
