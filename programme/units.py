"""Units: as they are called now, how else rosters write them, and what became of those that were merged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Account, Person, PilotUnit, Unit, UnitAlias
from documents.values.text import key
from programme.access import Action, Actor
from programme.codes import STREAMS, UNIT_KINDS
from programme.errors import Conflict, Invalid, Stale
from programme.pool_rows import Changes
from programme.usecase import fetch, record, use_case

FIELDS = ("name", "kind", "county", "township", "stream", "position")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MergedUnit:
    """The unit that stays, and how many people moved to it."""

    unit_id: int
    people: int


@use_case(Action.MANAGE_WORDS)
def add_unit(session: Session, by: Actor, *, values: Values, aliases: Iterable[str] = ()) -> int:
    """Add a unit behind the last in the official order and return its id. Raises Invalid, Conflict for a taken name."""
    wanted = {"township": "", "stream": "", "position": _last(session) + 1, **_checked(values)}
    demand_free(session, (wanted.get("name", ""), *_unique(aliases)), 0)
    _demand_unborn(session, wanted["name"], 0)
    row = Unit(**wanted)
    session.add(row)
    session.flush()
    _write_aliases(session, row, _unique(aliases))
    _record(session, by, row, "add", values=wanted, aliases=_unique(aliases))
    return row.id


@use_case(Action.MANAGE_WORDS)
def edit_unit(
    session: Session, by: Actor, *, unit_id: int, seen: Values, values: Values, aliases: Iterable[str]
) -> Changes:
    """Change a unit; the old name stays as another name. `seen` holds the values that the user saw (Stale otherwise)."""
    row = fetch(session, Unit, unit_id)
    if any(getattr(row, field) != value for field, value in seen.items()):
        raise Stale("word_changed", name=row.name)
    wanted, before = _checked(values), _aliases_of(session, row)
    changes = {f: [getattr(row, f), value] for f, value in wanted.items() if getattr(row, f) != value}
    names = _unique((*aliases, *([row.name] if "name" in changes else [])))
    if names != before:
        changes["aliases"] = [list(before), list(names)]
    if not changes:
        raise Conflict("pool_unchanged")
    demand_free(session, (wanted.get("name", row.name), *names), row.id)
    _demand_unborn(session, wanted.get("name", row.name), row.id)
    for field, value in wanted.items():
        setattr(row, field, value)
    _write_aliases(session, row, names)
    _record(session, by, row, "edit", changes=changes)
    return changes


@use_case(Action.MANAGE_WORDS)
def merge_units(session: Session, by: Actor, *, keep_id: int, gone_id: int, on: date | None = None) -> MergedUnit:
    """Let one unit take over another's people, accounts, parts and names; the other one ends on the day and stays known.

    Conflict where a pilot unit would go up in one that is none: its people would fall out of the pilot unnoticed.
    """
    keep, gone = fetch(session, Unit, keep_id), fetch(session, Unit, gone_id)
    if keep.id == gone.id or keep.valid_to or gone.valid_to:
        raise Invalid("merge_two")
    pilots = set(session.scalars(select(PilotUnit.unit_id).filter_by(ends_on=None)))
    if gone.id in pilots and keep.id not in pilots:
        raise Conflict("pilot_merged", unit=gone.name, keep=keep.name)
    people = session.scalar(select(func.count()).where(Person.unit_id == gone.id)) or 0
    for model in (Person, Account):
        session.execute(
            update(model).where(model.unit_id == gone.id).values(unit_id=keep.id, version=model.version + 1)
        )
    session.execute(update(Unit).where(Unit.parent_id == gone.id).values(parent_id=keep.id))
    session.execute(update(UnitAlias).where(UnitAlias.unit_id == gone.id).values(unit_id=keep.id))
    session.add(UnitAlias(alias=gone.name, unit_id=keep.id))
    gone.valid_to = on or today()
    session.flush()
    _record(session, by, keep, "merge", gone=gone.id, gone_name=gone.name, people=people)
    return MergedUnit(keep.id, int(people))


def _checked(values: Values) -> dict[str, Any]:
    out = {field: values[field] for field in FIELDS if field in values}
    out = {field: value.strip() if isinstance(value, str) else value for field, value in out.items()}
    if not out.get("name", "-") or len(out.get("name", "")) > 120:
        raise Invalid("unit_name", limit=120)
    for field, known in (("kind", UNIT_KINDS), ("stream", STREAMS)):
        if out.get(field) and out[field] not in known:
            raise Invalid("not_in_list", field=field, value=out[field])
    if not out.get("county", "-"):
        raise Invalid("no_county")
    return out


def _unique(aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({alias.strip() for alias in aliases if alias.strip()}))


def _aliases_of(session: Session, row: Unit) -> tuple[str, ...]:
    return tuple(session.scalars(select(UnitAlias.alias).where(UnitAlias.unit_id == row.id).order_by(UnitAlias.alias)))


def demand_free(session: Session, names: Iterable[str], unit_id: int) -> None:
    """Raise Conflict when another unit of today goes by one of these names."""
    units = select(Unit.name, Unit.name, Unit.id).where(Unit.valid_to.is_(None))
    aliases = select(UnitAlias.alias, Unit.name, Unit.id).join(Unit, Unit.id == UnitAlias.unit_id)
    taken = {key(word): name for word, name, owner in session.execute(units.union_all(aliases)) if owner != unit_id}
    for name in names:
        if not name:
            raise Invalid("unit_name", limit=120)
        if key(name) in taken:
            raise Conflict("word_taken", word=name, name=taken[key(name)])


def _demand_unborn(session: Session, name: str, unit_id: int) -> None:
    """Raise Conflict when a unit that has ended bore this name: papers of its time name it."""
    if session.scalars(select(Unit.id).where(Unit.name == name, Unit.id != unit_id)).first() is not None:
        raise Conflict("word_taken", word=name, name=name)


def _last(session: Session) -> int:
    return int(session.scalar(select(func.max(Unit.position))) or 0)


def _write_aliases(session: Session, row: Unit, aliases: Iterable[str]) -> None:
    session.execute(delete(UnitAlias).where(UnitAlias.unit_id == row.id))
    session.add_all(UnitAlias(alias=alias, unit_id=row.id) for alias in aliases if key(alias) != key(row.name))
    session.flush()


def _record(session: Session, by: Actor, row: Unit, act: str, **detail: object) -> None:
    record(session, by, Action.MANAGE_WORDS, f"unit:{row.id}", act=act, unit=row.name, **detail)
