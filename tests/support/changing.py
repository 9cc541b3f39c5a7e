"""The small world of signing with three pairings in force, and the steps of a change slip at its present version."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import OPEN, Change, Pairing, PairingEvent
from programme import change_drafts, changes, pairings
from programme.access import Actor
from programme.change_content import Leaver
from programme.change_drafts import Head
from tests.support.remember import remembered
from tests.support.signing import World, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}
AGO = timedelta(days=45)


@remembered
def world_in_force(database: Database, make_staff: Callable[..., Actor]) -> World:
    """王 (2 seats) leads 甲 and 乙, 李 (2 seats) leads 丙, 赵 (1 seat) nobody; 丁 waits. All for 45 days."""
    world = small_world(database, make_staff, notice_days=0)
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    world.step("officer", "confirm", scheme_id)
    with database.read() as session:
        seen = dict(session.execute(select(Pairing.id, Pairing.version)).all())
    world.do("officer", pairings.bring_into_force, seen=seen)
    with database.write() as session:
        for row in session.scalars(select(Pairing)):
            row.starts_on = today() - AGO
    return world


def pairing_of(world: World, mentee: str) -> Pairing:
    """The open lead of somebody."""
    with world.database.read() as session:
        rows = select(Pairing).where(
            Pairing.mentee_id == world.mentees[mentee], Pairing.status.in_(OPEN), Pairing.role == "lead"
        )
        found = session.scalars(rows).one()
        session.expunge(found)
        return found


def mentor_of(world: World, mentee: str) -> str:
    """The name of somebody's lead now."""
    names = {key: name for name, key in world.mentors.items()}
    return names[pairing_of(world, mentee).mentor_id]


def events_of(world: World, pairing_id: int) -> list[tuple[str, str, date]]:
    """(from, to, day) of a pairing in the order of time."""
    with world.database.read() as session:
        rows = select(PairingEvent).where(PairingEvent.pairing_id == pairing_id).order_by(PairingEvent.id)
        return [(row.from_status, row.to_status, row.on_day) for row in session.scalars(rows)]


def leave(world: World, *names: str, ground: str = "retirement", **more: Any) -> int:
    """A draft for mentors who leave, as of today."""
    return int(
        world.do(
            "officer",
            change_drafts.draw_leave,
            cohort_id=world.cohort_id,
            leavers=[Leaver(world.mentors[name], ground) for name in names],
            head=Head(more.pop("on", today()), note=more.pop("note", "")),
            **more,
        )
    )


def single(world: World, kind: str, mentee: str, ground: str, **line: Any) -> int:
    """A draft about one pairing, as of today."""
    head = Head(line.pop("on", today()), ground, "经双方商定")
    key = pairing_of(world, mentee).id
    return int(world.do("officer", change_drafts.draw_single, kind=kind, pairing_id=key, head=head, line=line))


def step(world: World, who: str, act: str, change_id: int, **arguments: Any) -> Any:
    """One step at the slip's present version."""
    module = changes if hasattr(changes, act) else change_drafts
    version = world.row(Change, change_id).version
    return world.do(who, getattr(module, act), change_id=change_id, seen_version=version, **arguments)


def approved(world: World, change_id: int) -> int:
    """Propose and approve; the version that carrying out has to have seen."""
    step(world, "officer", "propose", change_id)
    step(world, "chief", "approve", change_id)
    return int(world.row(Change, change_id).version)


def carried_out(world: World, change_id: int) -> Any:
    """All the way."""
    approved(world, change_id)
    return step(world, "officer", "carry_out", change_id)
