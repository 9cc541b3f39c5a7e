"""Holds between the rows and the desk: locks and bans in `scheme_holds`, orders for one person in `scheme_limits`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Mentee, SchemeHold, SchemeLimit
from programme.desk_holds import Hold, Holds, Pair, difference, holds_of, of_kind
from programme.scheme_orders import Orders
from programme.scheme_state import SchemeState
from programme.snapshot import key_of, person_of

LIMITS = ("seats", "alone")


def holds_in_force(session: Session, scheme_id: int, cohort_id: int) -> dict[Pair, Hold]:
    """Everything that staff hold in a scheme, by whom it binds."""
    pairs = session.scalars(select(SchemeHold).where(SchemeHold.scheme_id == scheme_id))
    limits = session.execute(
        select(SchemeLimit, Mentee.id)
        .outerjoin(Mentee, (Mentee.person_id == SchemeLimit.person_id) & (Mentee.cohort_id == cohort_id))
        .where(SchemeLimit.scheme_id == scheme_id)
    )
    return holds_of([*map(_pair_hold, pairs), *(_limit_hold(row, mentee_id) for row, mentee_id in limits)])


def orders_of_holds(state: SchemeState, holds: Holds) -> Orders:
    """The holds as the engine takes them."""
    return Orders(
        pins={state.keys(*hold.pair): hold.origin for hold in of_kind(holds, "pin")},
        bans={state.keys(*hold.pair): hold.reason for hold in of_kind(holds, "ban")},
        seats={key_of(hold.mentor_id): hold.amount for hold in of_kind(holds, "seats")},
        alone=frozenset(state.keys(*hold.pair)[0] for hold in of_kind(holds, "alone")),
    )


def store_holds(session: Session, state: SchemeState, old: Holds, new: Holds) -> None:
    """Write what differs from the holds in force, with reason, author and instant as the act has them."""
    changed = difference(old, new)
    for values in changed["before"]:
        _take_away(session, state, values)
    for values in changed["after"]:
        session.add(_row(state, values))
    session.flush()


def _pair_hold(row: SchemeHold) -> Hold:
    at = row.at.isoformat()
    return Hold(row.kind, row.mentee_id, row.mentor_id, row.origin, row.reason, row.by_id, at, rule=row.rule)


def _limit_hold(row: SchemeLimit, mentee_id: int | None) -> Hold:
    alone = row.kind == "alone"
    pair = (mentee_id or 0, 0) if alone else (0, row.person_id)
    return Hold(row.kind, *pair, "staff", row.reason, row.by_id, row.at.isoformat(), row.amount)


def _take_away(session: Session, state: SchemeState, values: Mapping[str, Any]) -> None:
    if values["kind"] in LIMITS:
        own = (SchemeLimit.scheme_id == state.scheme.id) & (SchemeLimit.kind == values["kind"])
        session.execute(delete(SchemeLimit).where(own, SchemeLimit.person_id == _person(state, values)))
        return
    own = (SchemeHold.scheme_id == state.scheme.id) & (SchemeHold.mentee_id == values["mentee_id"])
    session.execute(delete(SchemeHold).where(own, SchemeHold.mentor_id == values["mentor_id"]))


def _row(state: SchemeState, values: Mapping[str, Any]) -> SchemeHold | SchemeLimit:
    told = {name: values[name] for name in ("kind", "reason", "by_id")}
    told |= {"scheme_id": state.scheme.id, "at": datetime.fromisoformat(values["at"])}
    if values["kind"] in LIMITS:
        return SchemeLimit(person_id=_person(state, values), amount=values.get("amount", 0), **told)
    own = {name: values[name] for name in ("mentee_id", "mentor_id", "origin")}
    return SchemeHold(rule=values.get("rule", ""), **own, **told)


def _person(state: SchemeState, values: Mapping[str, Any]) -> int:
    """The people.id of whom an order for one person concerns."""
    if values["kind"] == "seats":
        return int(values["mentor_id"])
    return person_of(state.keys(values["mentee_id"], 0)[0])
