"""Written acts on units: one merges into another, is renamed, or is split; whom it touches, and the way back.

The act keeps who was moved and from where, with the versions after it, so that taking it back is exact, or refused
when somebody has been moved or edited since. Pairings stay as they are; what the rules say of them now is information.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Account, Person, Unit, UnitAct, UnitAlias
from programme import units
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case


@dataclass(frozen=True, slots=True)
class Paper:
    """What an act rests on: from which day, the number of the document if there is one, and why."""

    on: date
    number: str = ""
    reason: str = ""


@use_case(Action.MANAGE_WORDS)
def merge(session: Session, by: Actor, *, gone_id: int, keep_id: int, paper: Paper) -> int:
    """Unit A merges into unit B: its people, accounts, parts and names go over, and it ends on the day. Returns the act."""
    _check(paper)
    gone, keep = fetch(session, Unit, gone_id), fetch(session, Unit, keep_id)
    if gone.id == keep.id or gone.valid_to or keep.valid_to:
        raise Invalid("unit_act_two")
    before = _belongings(session, gone.id)
    units.merge_units(session, by, keep_id=keep.id, gone_id=gone.id, on=paper.on)
    return _file(session, by, UnitAct(kind="merge", unit_id=gone.id, other_id=keep.id), paper, before)


@use_case(Action.MANAGE_WORDS)
def rename(session: Session, by: Actor, *, unit_id: int, name: str, paper: Paper) -> int:
    """A unit gets another name; the old one stays known. Returns the act."""
    _check(paper)
    unit = fetch(session, Unit, unit_id)
    if unit.valid_to:
        raise Invalid("unit_act_two")
    old = unit.name
    units.edit_unit(
        session, by, unit_id=unit.id, seen={"name": old}, values={"name": name}, aliases=_aliases(session, unit)
    )
    detail = {"old": old, "new": unit.name, "people": {}, "accounts": {}}
    return _file(session, by, UnitAct(kind="rename", unit_id=unit.id), paper, detail)


@use_case(Action.MANAGE_WORDS)
def split(
    session: Session, by: Actor, *, unit_id: int, name: str, person_ids: Collection[int], paper: Paper
) -> int:  # fmt: skip
    """A new unit is founded out of another, and the people named go there. Returns the act."""
    _check(paper)
    unit = fetch(session, Unit, unit_id)
    people = [fetch(session, Person, key) for key in sorted(set(person_ids))]
    if not people:
        raise Invalid("split_nobody")
    if any(person.unit_id != unit.id for person in people):
        raise Invalid("split_stranger")
    values = {"kind": unit.kind, "county": unit.county, "township": unit.township, "stream": unit.stream}
    new_id = _revived(session, unit.id, name) or units.add_unit(session, by, values={"name": name, **values})
    fetch(session, Unit, new_id).valid_from = paper.on
    for person in people:
        person.unit_id, person.version = new_id, person.version + 1
    session.flush()
    detail = {"people": _versions(people), "accounts": {}, "parts": [], "aliases": []}
    return _file(session, by, UnitAct(kind="split", unit_id=unit.id, other_id=new_id), paper, detail)


@use_case(Action.MANAGE_WORDS)
def undo(session: Session, by: Actor, *, act_id: int, seen_version: int, reason: str) -> None:
    """Take an act back: everybody returns to where they were. Conflict when somebody was moved or edited since."""
    if not reason.strip():
        raise Invalid("slip_reason")
    act = fetch(session, UnitAct, act_id)
    claim(session, act, seen_version)
    if act.undone_by_id is not None:
        raise Conflict("unit_act_undone")
    _return_names(session, act)
    for model, keys in ((Person, act.detail["people"]), (Account, act.detail["accounts"])):
        _return(session, model, act, keys)
    act.undone_by_id, act.undone_why = by.id, reason.strip()
    session.flush()
    record(
        session,
        by,
        Action.MANAGE_WORDS,
        f"unit:{act.unit_id}",
        act=f"undo_{act.kind}",
        paper=act.id,
        reason=reason.strip(),
    )


def _check(paper: Paper) -> None:
    if not paper.reason.strip():
        raise Invalid("slip_reason")
    if paper.on > today():
        raise Invalid("future_day", value=paper.on)


def _file(session: Session, by: Actor, act: UnitAct, paper: Paper, detail: dict[str, Any]) -> int:
    act.effective_on, act.paper, act.reason = paper.on, paper.number.strip()[:120], paper.reason.strip()
    act.detail, act.by_id = _after(session, act, detail), by.id
    session.add(act)
    session.flush()
    told = {"act": f"paper_{act.kind}", "paper": act.id, "people": len(detail["people"])}
    record(session, by, Action.MANAGE_WORDS, f"unit:{act.unit_id}", **told)
    return act.id


def _belongings(session: Session, unit_id: int) -> dict[str, Any]:
    """Everything that hangs on a unit, by id."""
    return {
        "people": dict.fromkeys(map(str, session.scalars(select(Person.id).where(Person.unit_id == unit_id))), 0),
        "accounts": dict.fromkeys(map(str, session.scalars(select(Account.id).where(Account.unit_id == unit_id))), 0),
        "parts": list(session.scalars(select(Unit.id).where(Unit.parent_id == unit_id))),
        "aliases": list(session.scalars(select(UnitAlias.alias).where(UnitAlias.unit_id == unit_id))),
    }


def _after(session: Session, act: UnitAct, detail: dict[str, Any]) -> dict[str, Any]:
    """The detail with the versions that the rows have once the act is done."""
    out = dict(detail)
    for name, model in (("people", Person), ("accounts", Account)):
        keys = [int(key) for key in detail[name]]
        rows = session.execute(select(model.id, model.version).where(model.id.in_(keys)))  # type: ignore[attr-defined]
        out[name] = {str(key): version for key, version in rows}
    return out


def _versions(people: Collection[Person]) -> dict[str, int]:
    return {str(person.id): person.version for person in people}


def _revived(session: Session, unit_id: int, name: str) -> int | None:
    """The unit of this name that an earlier split of the same unit founded and that ended when it was taken back."""
    undone = select(UnitAct.other_id).where(
        UnitAct.kind == "split", UnitAct.unit_id == unit_id, UnitAct.undone_by_id.is_not(None)
    )
    found = select(Unit).where(Unit.name == name.strip(), Unit.valid_to.is_not(None), Unit.id.in_(undone))
    unit = session.scalars(found).first()
    if unit is None:
        return None
    unit.valid_to = None
    session.flush()
    return unit.id


def _demand_empty(session: Session, act: UnitAct) -> None:
    """Whoever came to a founded unit since stays in it, so it cannot end."""
    for model, moved in ((Person, act.detail["people"]), (Account, act.detail["accounts"])):
        rows = select(model.name).where(model.unit_id == act.other_id, model.id.not_in([int(key) for key in moved]))  # type: ignore[attr-defined]
        other = session.scalars(rows).first()
        if other is not None:
            raise Conflict("unit_act_later", name=other)


def _aliases(session: Session, unit: Unit) -> list[str]:
    return list(session.scalars(select(UnitAlias.alias).where(UnitAlias.unit_id == unit.id)))


def _return_names(session: Session, act: UnitAct) -> None:
    """The units as they were before: the ended one exists again, the founded one ends, the renamed one has its old name."""
    unit = fetch(session, Unit, act.unit_id)
    if act.kind == "rename":
        if unit.name != act.detail["new"]:
            raise Conflict("unit_act_later", name=unit.name)
        units.demand_free(session, [act.detail["old"]], unit.id)
        _drop_alias(session, act.detail["old"])
        unit.name = act.detail["old"]
    elif act.kind == "merge":
        unit.valid_to = None
        _drop_alias(session, unit.name)
        for alias in session.scalars(select(UnitAlias).where(UnitAlias.alias.in_(act.detail["aliases"]))):
            alias.unit_id = unit.id
        for part in session.scalars(
            select(Unit).where(Unit.id.in_(act.detail["parts"]), Unit.parent_id == act.other_id)
        ):
            part.parent_id = unit.id
    else:
        _demand_empty(session, act)
        fetch(session, Unit, act.other_id).valid_to = today()
    session.flush()


def _drop_alias(session: Session, name: str) -> None:
    alias = session.get(UnitAlias, name)
    if alias is not None:
        session.delete(alias)
        session.flush()


def _return(session: Session, model: Any, act: UnitAct, versions: dict[str, int]) -> None:
    """Everybody the act moved goes back, if nobody has touched their row since."""
    for row in session.scalars(select(model).where(model.id.in_([int(key) for key in versions]))):
        if row.version != versions[str(row.id)] or (act.other_id and row.unit_id != act.other_id):
            raise Conflict("unit_act_later", name=row.name)
        row.unit_id, row.version = act.unit_id, row.version + 1
    session.flush()
