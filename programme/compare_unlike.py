"""How the inputs of compared schemes differ: other rules, other people in the snapshot, other locks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.models import SchemeHold, SchemeLimit
from programme.rules import Change, Rules, differences
from programme.scheme_input import Input
from programme.staleness import Drift, between

WEIGHING = ("weights.", "unit_direction")


@dataclass(frozen=True, slots=True)
class Unlike:
    """What a scheme's input has otherwise than the first one's: values of the rules, people, locks and bans."""

    scheme_id: int
    changes: tuple[Change, ...] = ()
    drift: Drift = Drift()
    holds: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes or self.drift or self.holds)

    @property
    def weighed_otherwise(self) -> bool:
        """Whether the same pair has another fit by these rules."""
        return any(one.path.startswith(WEIGHING) for one in self.changes)

    @property
    def rules_or_pool(self) -> bool:
        """Whether fits and figures of the two are measured by different yardsticks."""
        return bool(self.changes or self.drift)


def unlike(session: Session, rows: Sequence[Row], inputs: Mapping[int, Input]) -> tuple[Unlike, ...]:
    """One for each scheme after the first that differs from it in any way; rows have id and rules (of its policy)."""
    first, holds = rows[0], _holds(session, [row.id for row in rows])
    found = (
        Unlike(
            row.id,
            tuple(differences(_rules(first, inputs), _rules(row, inputs))),
            _drift(inputs[first.id], inputs[row.id]),
            len(holds[first.id] ^ holds[row.id]),
        )
        for row in rows[1:]
    )
    return tuple(one for one in found if one)


def _rules(row: Row, inputs: Mapping[int, Input]) -> dict[str, Any]:
    """The rules of the row that it was computed under, with the policy that its own snapshot holds."""
    return {**Rules.of(row.number, row.rules).to_dict(), "policy": inputs[row.id].policy.to_dict()}


def _drift(one: Input, other: Input) -> Drift:
    return Drift() if one.snapshot is other.snapshot else between(one.snapshot, other.snapshot)


def _holds(session: Session, scheme_ids: list[int]) -> dict[int, set[tuple[str, int, int]]]:
    """Locks, bans, ordered seats and people left alone on purpose, of each scheme."""
    out: dict[int, set[tuple[str, int, int]]] = {key: set() for key in scheme_ids}
    limits = select(SchemeLimit.scheme_id, SchemeLimit.kind, SchemeLimit.person_id, SchemeLimit.amount)
    for scheme_id, kind, person_id, amount in session.execute(limits.where(SchemeLimit.scheme_id.in_(scheme_ids))):
        out[scheme_id].add((kind, person_id, amount or 0))
    rows = select(SchemeHold.scheme_id, SchemeHold.kind, SchemeHold.mentee_id, SchemeHold.mentor_id)
    for scheme_id, kind, mentee_id, mentor_id in session.execute(rows.where(SchemeHold.scheme_id.in_(scheme_ids))):
        out[scheme_id].add((kind, mentee_id, mentor_id))
    return out
