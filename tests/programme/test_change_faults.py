"""A change slip is carried out once and as a whole: under ten requests at once, and whichever statement fails."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import Audit, Change, ChangePair, Pairing, Unit
from programme import change_drafts, changes
from programme.change_deeds import Done
from programme.change_drafts import Head
from programme.errors import Conflict
from programme.invariants import check
from programme.usecase import perform
from tests.conftest import Staff
from tests.support.changing import approved, leave, pairing_of, single, world_in_force
from tests.support.faults import fail_everywhere
from tests.support.signing import World

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

REQUESTS = 10


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """Three pairings in force, on each engine."""
    return world_in_force(database, staff)


def sound(world: World) -> bool:
    with world.database.read() as session:
        return check(session) == []


def leaving(world: World) -> int:
    return leave(world, "王")


def swapped(world: World) -> int:
    keys = pairing_of(world, "甲").id, pairing_of(world, "丙").id
    head = Head(world.row(Pairing, keys[0]).starts_on, "own_wish", "双方商定")
    return int(world.do("officer", change_drafts.draw_swap, pairing_ids=keys, head=head))


def ended(world: World) -> int:
    return single(world, "end", "丙", "promoted")


def transferred(world: World) -> int:
    with world.database.write() as session:
        unit = Unit(name="竹源县青坞镇", kind="township", county="竹源县")
        session.add(unit)
        session.flush()
        unit_id = unit.id
    head = Head(world.row(Pairing, 1).starts_on, note="干部交流")
    mentee_id = world.mentees["甲"]
    return int(world.do("officer", change_drafts.draw_transfer, mentee_id=mentee_id, to_unit=unit_id, head=head))


@pytest.mark.parametrize(
    ("draw", "statements"),
    [(leaving, 40), (swapped, 30), (ended, 12), (transferred, 12)],
    ids=["leaving", "swapped", "ended", "transferred"],
)
def test_whichever_statement_fails_nothing_has_happened(world: World, draw: object, statements: int) -> None:
    """The first, the second, ... the commit itself: each failure leaves every row of every table as it was."""
    change_id = draw(world)  # type: ignore[operator]
    seen = approved(world, change_id)
    borne = fail_everywhere(
        world.database, lambda: world.do("officer", changes.carry_out, change_id=change_id, seen_version=seen)
    )
    assert borne >= statements, "so few statements cannot have been the whole change"
    assert world.row(Change, change_id).status == "carried_out"
    assert sound(world)


def test_ten_requests_at_once_have_one_effect_and_one_answer(world: World, database_url: str) -> None:
    """Each request has a connection pool of its own, as ten server processes would."""
    change_id = leave(world, "王")
    seen = approved(world, change_id)
    start = Barrier(REQUESTS)

    def request(number: int) -> Done:
        own = Database(database_url)
        try:
            start.wait()
            account = world.staff["officer" if number % 2 else "colleague"].id
            return perform(own, account, changes.carry_out, change_id=change_id, seen_version=seen)
        finally:
            own.close()

    with ThreadPoolExecutor(REQUESTS) as pool:
        answers = list(pool.map(request, range(REQUESTS)))
    assert [answer.repeated for answer in answers].count(False) == 1
    assert {(answer.changed, answer.mentors) for answer in answers} == {(2, 1)}
    assert sound(world)
    with world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ChangePair)) == 2
        repeated = select(func.count()).select_from(Audit).where(Audit.outcome == "repeated")
        assert session.scalar(repeated) == REQUESTS - 1


def test_two_slips_for_the_last_seat_do_not_both_get_it(world: World) -> None:
    """赵 has one seat: 甲 and 丙 are both to go there; the second slip finds it taken."""
    first = single(world, "change", "甲", "work_need", new_mentor_id=world.mentors["赵"])
    second = single(world, "change", "丙", "work_need", new_mentor_id=world.mentors["赵"])
    seen = {key: approved(world, key) for key in (first, second)}
    outcomes = []
    for key in (first, second):
        try:
            outcomes.append(world.do("officer", changes.carry_out, change_id=key, seen_version=seen[key]).changed)
        except Conflict as refused:
            outcomes.append([one.code for one in refused.data["findings"]])
    assert outcomes == [1, ["over_capacity"]]
    assert sound(world)
