"""The desk as an act finds it: a scheme with its problem, its holds and its plan; and how an act is settled.

Pairs are (mentees.id, people.id of the mentor) throughout; only the engine's own names of them ("p12") differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local, now
from db.models import Account, Adjustment, Mentee, Person, Scheme
from programme.access import Action, Actor
from programme.desk_figures import Figures
from programme.desk_holds import Hold, Holds, Pair, Step, difference
from programme.desk_plan import figures_of, plan_of
from programme.desk_reasons import foretold
from programme.desk_store import holds_in_force, orders_of_holds, store_holds
from programme.errors import Conflict, Invalid, Stale
from programme.named_kept import demand_kept, named_pairs
from programme.scheme_state import SchemeState, load_scheme, row_of, solve_with, store_state
from programme.usecase import claim, fetch, record

EDITABLE = ("draft", "returned")
NAMES_SAID = 3


@dataclass(frozen=True, slots=True)
class Act:
    """What an act makes of the holds, why, and whom it names; `of` is the act that an undo or redo concerns.

    `amount` are seats given or taken.
    """

    kind: str
    holds: dict[Pair, Hold]
    reason: str = ""
    mentee_ids: tuple[int, ...] = ()
    mentor_ids: tuple[int, ...] = ()
    leader: str = ""
    of: int | None = None
    amount: int = 0

    @classmethod
    def again(cls, kind: str, holds: dict[Pair, Hold], act: Adjustment) -> "Act":
        """An undo or redo of an earlier act: it names the same people and keeps the reason."""
        people = tuple(act.detail["mentee_ids"]), tuple(act.detail["mentor_ids"])
        told = {"leader": act.detail["leader"], "amount": act.detail.get("amount", 0)}
        return cls(kind, holds, act.reason, *people, **told, of=act.seq)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: its number, the scheme's version now, the pairs that went and came, the figures."""

    seq: int
    version: int
    out: tuple[Pair, ...]
    into: tuple[Pair, ...]
    before: Figures
    after: Figures


@dataclass(frozen=True)
class Table:
    """A scheme on the desk; `steps` are the acts so far in order, as far as undoing needs them.

    `keep` is the plan to which the solver keeps among equals: the present one, if not said. `named` are the pairs that
    the scheme's rules name, with the kind of their hold.
    """

    scheme: Scheme
    state: SchemeState
    holds: dict[Pair, Hold]
    steps: tuple[Step, ...]
    keep: frozenset[Pair] | None = None
    named: Mapping[Pair, str] = field(default_factory=dict)

    def by_the_rules(self, pair: Pair) -> str:
        """The kind of hold ("pin", "ban") that the rules put on a pair and that stands, "" for none."""
        hold, kind = self.holds.get(pair), self.named.get(pair, "")
        return kind if hold and hold.kind == kind else ""

    @property
    def pairs(self) -> Mapping[Pair, int]:
        """The present plan with its fits in milli-points."""
        return plan_of(self.state)

    def before(self, detail: Mapping[str, Any]) -> "Table":
        """The desk whose solver gets the very input that gave the plan before an act, to give it back to the byte."""
        if detail["kept"] is None:
            return replace(self, keep=frozenset())
        plan = exchanged(self.pairs.keys(), detail["in"], detail["out"])
        return replace(self, keep=exchanged(plan, detail["kept"]["out"], detail["kept"]["in"]))

    def mentors_of(self, mentee_id: int) -> list[int]:
        """The mentors whom the plan gives to a mentee."""
        return [mentor for mentee, mentor in self.pairs if mentee == mentee_id]

    def demand(self, mentee_id: int) -> int:
        """How many mentors a mentee of this scheme asks for, also one who is left alone on purpose."""
        base = self.state.core.base
        return int(base.demand[base.mentees.index(self.state.keys(mentee_id, 0)[0])])


def stamp() -> str:
    """The instant as holds remember it, ISO 8601 in UTC."""
    return now().isoformat()


def sit_down(session: Session, scheme_id: int, seen_version: int) -> Table:
    """Take the scheme's next version for one act; Conflict once it is signed, Stale when a colleague was faster."""
    scheme = row_of(session, scheme_id)
    if scheme.status not in EDITABLE:
        raise Conflict(f"desk_closed_{scheme.status}", name=scheme.name)
    _claim(session, scheme, seen_version)
    return spread(session, scheme_id)


def spread(session: Session, scheme_id: int) -> Table:
    """The scheme on the desk, only to look at."""
    state = load_scheme(session, scheme_id)
    columns = select(Adjustment.seq, Adjustment.kind, Adjustment.undone)
    acts = session.execute(columns.where(Adjustment.scheme_id == scheme_id).order_by(Adjustment.seq))
    holds = holds_in_force(session, scheme_id, state.scheme.cohort_id)
    named = named_pairs(session, state.scheme, state.mentees)
    return Table(state.scheme, state, holds, tuple(Step(*act) for act in acts), named=named)


def act_of(session: Session, table: Table, seq: int | None, otherwise: str = "nothing_to_undo") -> Adjustment:
    """The act of this number in full, or Conflict with the code `otherwise`."""
    own = select(Adjustment).where(Adjustment.scheme_id == table.scheme.id, Adjustment.seq == seq)
    found = session.scalars(own).first() if seq is not None else None
    if found is None:
        raise Conflict(otherwise)
    return found


def details_of(session: Session, table: Table) -> list[dict[str, Any]]:
    """What every act did, in order."""
    own = select(Adjustment.detail).where(Adjustment.scheme_id == table.scheme.id)
    return list(session.scalars(own.order_by(Adjustment.seq)))


def settle(session: Session, by: Actor, table: Table, act: Act) -> Outcome:
    """Solve under the new holds, keep everybody else where they are among equals, store and record it all.

    Conflict when the act lets go of a pair that the cohort's rules name.
    """
    demand_kept(table.named, table.holds, act.holds)
    solved = resolved(table, act.holds)
    change = apart(table.pairs, plan_of(solved))
    if change["out"] + change["in"] and not act.reason.strip() and act.of is None:
        raise Invalid("reason_needed", field="reason")
    store_holds(session, table.state, table.holds, act.holds)
    store_state(session, solved)
    outcome = Outcome(
        seq=len(table.steps) + 1,
        version=table.scheme.version,
        out=tuple((a, b) for a, b in change["out"]),
        into=tuple((a, b) for a, b in change["in"]),
        before=figures_of(table.state),
        after=figures_of(solved),
    )
    _remember(session, by, table, act, outcome)
    return outcome


def resolved(table: Table, holds: Holds) -> SchemeState:
    """The scheme as it would be under these holds; nothing is stored."""
    return solve_with(table.state, orders_of_holds(table.state, holds), _kept(table), _foretold(table, holds))


def _claim(session: Session, scheme: Scheme, seen_version: int) -> None:
    try:
        claim(session, scheme, seen_version)
    except Stale as stale:
        raise _who_was_faster(session, scheme, seen_version) or stale from stale


def _who_was_faster(session: Session, scheme: Scheme, seen_version: int) -> Stale | None:
    """Who changed what since the version that was seen, from the adjustments; None when it was no act at the desk."""
    acts = select(Adjustment).where(Adjustment.scheme_id == scheme.id).order_by(Adjustment.seq.desc())
    since = [act for act in session.scalars(acts) if act.detail.get("version", 0) > seen_version]
    if not since:
        return None
    people = [key for act in since for key in act.detail["mentee_ids"]]
    return Stale(
        "desk_moved_on",
        seen=seen_version,
        present=scheme.version,
        who=fetch(session, Account, since[0].by_id).name,
        at=local(since[0].at).strftime("%H:%M"),
        names=_names(session, people),
    )


def _names(session: Session, mentee_ids: Iterable[int]) -> str:
    """The first three names, and how many more."""
    keys = list(dict.fromkeys(mentee_ids))
    rows = session.execute(
        select(Mentee.id, Person.name)
        .join(Person, Person.id == Mentee.person_id)
        .where(Mentee.id.in_(keys[:NAMES_SAID]))
    )
    names = {row.id: row.name for row in rows}
    said = ", ".join(names[key] for key in keys if key in names)
    return said if len(keys) <= NAMES_SAID else f"{said} +{len(keys) - NAMES_SAID}"


def _kept(table: Table) -> list[tuple[str, str]]:
    """The plan to keep to among equals, in the engine's names."""
    pairs = table.pairs.keys() if table.keep is None else table.keep
    return [table.state.keys(*pair) for pair in sorted(pairs)]


def _foretold(table: Table, holds: Holds) -> frozenset[tuple[str, str]] | None:
    """The plan under these holds where they only lock more pairs than now; None where they do anything else."""
    new = [hold for pair, hold in holds.items() if pair not in table.holds]
    kept = all(holds.get(pair) == hold for pair, hold in table.holds.items())
    if table.keep is not None or not kept or any(hold.kind != "pin" for hold in new):
        return None
    return foretold(table.state.core, [table.state.keys(*hold.pair) for hold in new])


def exchanged(plan: Iterable[Pair], gone: Iterable[Sequence[int]], come: Iterable[Sequence[int]]) -> frozenset[Pair]:
    """The pairs of a plan after some have gone and others come."""
    return (frozenset(plan) - {(a, b) for a, b in gone}) | {(a, b) for a, b in come}


def apart(plan: Iterable[Pair], other: Iterable[Pair]) -> dict[str, list[list[int]]]:
    """What `exchanged` needs to make `other` of `plan`, as JSON."""
    one, two = frozenset(plan), frozenset(other)
    return {"out": [list(pair) for pair in sorted(one - two)], "in": [list(pair) for pair in sorted(two - one)]}


def _remember(session: Session, by: Actor, table: Table, act: Act, outcome: Outcome) -> None:
    """One adjustment and one audit row."""
    detail = {
        "version": outcome.version,
        "mentee_ids": list(act.mentee_ids),
        "mentor_ids": list(act.mentor_ids),
        "leader": act.leader,
        "amount": act.amount,
        "of": act.of,
        "holds": difference(table.holds, act.holds),
        "out": [list(pair) for pair in outcome.out],
        "in": [list(pair) for pair in outcome.into],
        # The first plan keeps to none: the whole of it as what is apart would make every history long to read.
        "kept": apart(table.pairs, map(table.state.ids, table.state.keep)) if table.state.keep else None,
        "before": asdict(outcome.before),
        "after": asdict(outcome.after),
    }
    row = Adjustment(
        scheme_id=table.scheme.id, seq=outcome.seq, kind=act.kind, detail=detail, reason=act.reason.strip(), by_id=by.id
    )
    session.add(row)
    session.flush()
    told = {"kind": act.kind, "seq": outcome.seq, "reason": row.reason, "version": outcome.version, "of": act.of}
    moved = {"out": detail["out"], "in": detail["in"], "leader": act.leader}
    record(session, by, Action.ADJUST, f"scheme:{table.scheme.id}", **told, **moved)
