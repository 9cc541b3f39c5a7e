"""Pairs that a meeting should look at, each with why: shaky under other weights, low, against a hint, named by a leader."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.models import Person
from db.queries.kept import kept
from db.queries.signoff import leaders, pairs_to_sign
from db.queries.viewer import Viewer, reads
from programme.firmness import firmness_shown
from programme.scheme_input import Input, frozen_input
from programme.snapshot import key_of
from programme.usecase import fetch

HINTING = ("kinship", "command", "stream")
RIVALS = 3
# In this order the reasons weigh: the pairs with the gravest one come first.
GRAVITY = ("floor", *HINTING, "shaky", "appointed")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Contested:
    """A pair with the codes why it is to be looked at, the gravest first (see GRAVITY).

    `share` is the share of other weightings that keep the pair and `rivals` whom they choose instead with their
    shares, None and () while firmness is not computed; `leader` named the pair, `reason` stands with its lock.
    """

    mentee_id: int
    mentor_id: int
    mentee: str
    mentee_unit: str
    mentor: str
    mentor_unit: str
    fit: float
    codes: tuple[str, ...]
    share: float | None = None
    rivals: tuple[tuple[str, float], ...] = ()
    leader: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """The contested pairs, how many weightings judged them (0: not computed yet), and whether that was before a change."""

    pairs: tuple[Contested, ...] = ()
    samples: int = 0
    stale: bool = False


@reads("programme")
@kept
def contested(session: Session, viewer: Viewer, *, scheme_id: int) -> Contest:
    """The pairs of a scheme to be looked at, the gravest reason first, then the lowest fit; a liaison sees its own."""
    firm = firmness_shown(session, viewer, scheme_id=scheme_id)
    rows = pairs_to_sign(session, viewer, scheme_id=scheme_id).to_dict("records")
    basis = frozen_input(session, scheme_id)
    hints = hints_of(basis)
    named = leaders(session, viewer, scheme_id=scheme_id)
    rivals = _Rivals(session, firm)
    found = []
    for row in rows:
        pair = row["mentee_id"], row["mentor_id"]
        codes = tuple(_codes(row, basis.policy.floor, hints(pair), firm is not None and not firm.firm(*pair)))
        if codes:
            leader = named.get(pair, "") if row["origin"] == "appointed" else ""
            found.append(_told(row, codes, rivals.of(pair), leader))
    found.sort(key=lambda one: (GRAVITY.index(one.codes[0]), one.fit, one.mentee_id))
    return Contest(tuple(found), firm.samples if firm else 0, bool(firm and firm.stale))


def hints_of(basis: Input) -> Callable[[Pair], tuple[str, ...]]:
    """A function from a pair to the rules of the scheme that only warn of it."""
    warning = [name for name in HINTING if basis.policy.rule(name) == "hint"]
    keys = {mentee_id: key for key, mentee_id in basis.mentees.items()}
    streams = {one.id: one.stream for one in basis.snapshot.mentees} | {
        one.id: one.stream for one in basis.snapshot.mentors
    }
    closed = basis.policy.closed_streams

    def of(pair: Pair) -> tuple[str, ...]:
        both = keys.get(pair[0], ""), key_of(pair[1])
        mixed = {streams.get(key, "") for key in both}
        speaks = {
            "kinship": both in basis.snapshot.avoid,
            "command": both in basis.snapshot.command,
            "stream": len(mixed) > 1 and bool(mixed & closed),
        }
        return tuple(name for name in warning if speaks[name])

    return of


def _codes(row: Mapping[str, Any], floor: float, hints: Iterable[str], shaky: bool) -> Iterable[str]:
    if row["fit"] < floor:
        yield "floor"
    yield from hints
    if shaky:
        yield "shaky"
    if row["origin"] == "appointed":
        yield "appointed"


class _Rivals:
    """Whom other weightings choose, in names; each name is read once."""

    def __init__(self, session: Session, firm: Any) -> None:
        self.session, self.firm = session, firm
        self.names: dict[int, str] = {}

    def of(self, pair: Pair) -> dict[str, Any]:
        if self.firm is None:
            return {}
        chosen = self.firm.rivals(pair[0])[:RIVALS]
        return {
            "share": self.firm.share(*pair),
            "rivals": tuple((self._name(mentor_id), share) for mentor_id, share in chosen),
        }

    def _name(self, person_id: int) -> str:
        if person_id not in self.names:
            self.names[person_id] = fetch(self.session, Person, person_id).name
        return self.names[person_id]


def _told(row: Mapping[str, Any], codes: tuple[str, ...], shares: Mapping[str, Any], leader: str) -> Contested:
    own = ("mentee_id", "mentor_id", "mentee", "mentee_unit", "mentor", "mentor_unit", "fit", "reason")
    return Contested(**{name: row[name] for name in own}, codes=codes, leader=leader, **shares)
