"""Holds as plain values: what an act makes of them, what its undoing restores, which act comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hold:
    """A pair (mentees.id, people.id of the mentor) that staff lock ("pin") or rule out ("ban"), or an order for one
    person: `amount` seats more for a mentor ("seats", without a mentee), nobody for a mentee ("alone", without a mentor).

    `origin` says whose will it is: "system" locks what was proposed, "staff" and "appointed" choose. `rule` is the
    code of a rule that the lock sets aside in the name of somebody who may approve.
    """

    kind: str
    mentee_id: int
    mentor_id: int
    origin: str = "staff"
    reason: str = ""
    by_id: int = 0
    at: str = ""
    amount: int = 0
    rule: str = ""

    @property
    def pair(self) -> Pair:
        """Whom it binds; 0 stands for nobody in an order for one person."""
        return self.mentee_id, self.mentor_id


@dataclass(frozen=True, slots=True)
class Step:
    """An act in the history as far as undoing needs it: its place, its kind, and whether it is undone."""

    seq: int
    kind: str
    undone: bool


Holds = Mapping[Pair, Hold]


def holds_of(values: Iterable[Hold]) -> dict[Pair, Hold]:
    """The holds by pair, in the order of the pairs."""
    return {hold.pair: hold for hold in sorted(values, key=lambda hold: hold.pair)}


def put(holds: Holds, *new: Hold) -> dict[Pair, Hold]:
    """The holds with these put in the place of whatever held the same pairs."""
    return holds_of({**holds, **{hold.pair: hold for hold in new}}.values())


def lift(holds: Holds, kind: str, pairs: Iterable[Pair]) -> dict[Pair, Hold]:
    """The holds without those of this kind on the pairs."""
    gone = set(pairs)
    return {pair: hold for pair, hold in holds.items() if hold.kind != kind or pair not in gone}


def pins_of(holds: Holds, mentee_id: int) -> list[Hold]:
    """The locks of one mentee."""
    return [hold for hold in holds.values() if hold.kind == "pin" and hold.mentee_id == mentee_id]


def of_kind(holds: Holds, *kinds: str) -> list[Hold]:
    """The holds of these kinds, in the order of the pairs."""
    return [hold for hold in holds.values() if hold.kind in kinds]


def difference(old: Holds, new: Holds) -> dict[str, list[dict[str, Any]]]:
    """What changed, as JSON: the touched holds as they were ("before") and as they are ("after")."""
    touched = sorted(pair for pair in {*old, *new} if old.get(pair) != new.get(pair))
    return {
        "before": [asdict(old[pair]) for pair in touched if pair in old],
        "after": [asdict(new[pair]) for pair in touched if pair in new],
    }


def revert(holds: Holds, change: Mapping[str, Any]) -> dict[Pair, Hold]:
    """The holds as they were before the change."""
    return _exchange(holds, change["after"], change["before"])


def repeat(holds: Holds, change: Mapping[str, Any]) -> dict[Pair, Hold]:
    """The holds as the change had made them."""
    return _exchange(holds, change["before"], change["after"])


def _exchange(holds: Holds, gone: Iterable[dict[str, Any]], come: Iterable[dict[str, Any]]) -> dict[Pair, Hold]:
    away = {Hold(**values).pair for values in gone}
    kept = {pair: hold for pair, hold in holds.items() if pair not in away}
    return put(kept, *(Hold(**values) for values in come))


def next_undo(steps: Iterable[Step]) -> int | None:
    """The seq of the act that an undo would take back: the last one in force."""
    return max((step.seq for step in _acts(steps) if not step.undone), default=None)


def next_redo(steps: Iterable[Step]) -> int | None:
    """The seq of the act that a redo would repeat: the first undone one behind everything in force."""
    acts = _acts(steps)
    last = max((step.seq for step in acts if not step.undone), default=0)
    return min((step.seq for step in acts if step.undone and step.seq > last), default=None)


def _acts(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.kind not in ("undo", "redo")]
