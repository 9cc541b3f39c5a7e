"""A confirmation happens once and as a whole: under ten requests at once, a failing statement, and kill -9."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from db.engines import Database
from db.models import Audit, Cohort, Mentee, Pairing, PairingEvent, Scheme, Signature
from programme import signoff
from programme.errors import ProgrammeError
from programme.invariants import check
from programme.usecase import perform
from tests.conftest import Staff
from tests.support.killing import Killer
from tests.support.signing import World, add_mentee, add_mentor, small_world

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}
REQUESTS = 10
KILLS = 20
PAIRS_A_SCHEME = 6
SEATS = 3
WRITTEN = (Pairing, PairingEvent, Signature)


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small world on each engine."""
    return small_world(database, staff)


def counts(world: World) -> tuple[int, ...]:
    with world.database.read() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in WRITTEN)


def sound(world: World) -> bool:
    with world.database.read() as session:
        return check(session) == []


def test_ten_requests_at_once_have_one_effect_and_one_answer(world: World, database_url: str) -> None:
    """Each request has a connection pool of its own, as ten server processes would."""
    scheme_id = world.scheme(PAIRS)
    seen = world.approved(scheme_id)
    start = Barrier(REQUESTS)

    def request(number: int) -> signoff.Confirmation:
        own = Database(database_url)
        try:
            start.wait()
            account = world.staff["officer" if number % 2 else "colleague"].id
            return perform(own, account, signoff.confirm, scheme_id=scheme_id, seen_version=seen)
        finally:
            own.close()

    with ThreadPoolExecutor(REQUESTS) as pool:
        answers = list(pool.map(request, range(REQUESTS)))
    assert [answer.repeated for answer in answers].count(False) == 1
    assert len({(answer.pairings, answer.status, answer.notice_until) for answer in answers}) == 1
    assert counts(world) == (3, 3, 3)
    assert sound(world)
    with world.database.read() as session:
        repeated = select(func.count()).select_from(Audit).where(Audit.outcome == "repeated")
        assert session.scalar(repeated) == REQUESTS - 1


class Fault(Exception):
    """What a broken disk, a lost server or a full one looks like from above."""


@pytest.fixture
def failing(database: Database) -> Iterator[list[int]]:
    """`failing[0] = n` lets the n-th statement from then on fail (0: none); the statements are counted down."""
    left = [0]

    def before(*_anything: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OperationalError("statement", {}, Fault("it failed"))

    for name in ("before_cursor_execute", "commit"):
        event.listen(database.engine, name, before)
    yield left
    for name in ("before_cursor_execute", "commit"):
        event.remove(database.engine, name, before)


def test_whichever_statement_fails_nothing_has_happened(world: World, failing: list[int]) -> None:
    """The first, the second, ... the commit itself: each failure leaves the state before, until none fails."""
    scheme_id = world.scheme(PAIRS)
    seen = world.approved(scheme_id)
    before = counts(world)
    for number in range(1, 1000):
        failing[0] = number
        try:
            world.do("officer", signoff.confirm, scheme_id=scheme_id, seen_version=seen)
        except OperationalError:
            failing[0] = 0
            assert counts(world) == before
            assert (world.row(Scheme, scheme_id).status, world.version(scheme_id)) == ("approved", seen)
            assert world.row(Mentee, world.mentees["甲"]).status == "waiting"
            continue
        break
    failing[0] = 0
    assert number > 20, "so few statements cannot have been the whole confirmation"
    assert counts(world) == (3, 3, 3)
    assert sound(world)


def test_whichever_statement_of_a_second_name_fails_the_first_stands_alone(world: World, failing: list[int]) -> None:
    """Signing at the second level is all or nothing too: no signature without the state, no state without it."""
    world.change(Cohort, world.cohort_id, sign_levels=2)
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    world.step("chief", "approve", scheme_id)
    before, seen = counts(world), world.version(scheme_id)
    for number in range(1, 200):
        failing[0] = number
        try:
            world.do("leader", signoff.sign, scheme_id=scheme_id, seen_version=seen)
        except OperationalError:
            failing[0] = 0
            assert counts(world) == before
            assert (world.row(Scheme, scheme_id).status, world.version(scheme_id)) == ("proposed", seen)
            continue
        break
    failing[0] = 0
    assert number > 5, "so few statements cannot have been the whole signature"
    assert world.row(Scheme, scheme_id).status == "approved"
    assert sound(world)


def test_ten_second_names_at_once_are_one(world: World, database_url: str) -> None:
    """The leader's click arrives ten times over at the same moment: one name stands, nine are refused."""
    world.change(Cohort, world.cohort_id, sign_levels=2)
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    world.step("chief", "approve", scheme_id)
    seen, start = world.version(scheme_id), Barrier(REQUESTS)

    def request(_number: int) -> bool:
        own = Database(database_url)
        try:
            start.wait()
            perform(own, world.staff["leader"].id, signoff.sign, scheme_id=scheme_id, seen_version=seen)
        except ProgrammeError:
            return False
        finally:
            own.close()
        return True

    with ThreadPoolExecutor(REQUESTS) as pool:
        assert list(pool.map(request, range(REQUESTS))).count(True) == 1
    assert counts(world) == (0, 0, 3)
    assert sound(world)


def many_schemes(world: World, count: int, pairs: int) -> dict[int, int]:
    """Approved schemes that share nobody: {schemes.id: version}."""
    with world.database.write() as session:
        for number in range(count):
            for place in range(0, pairs, SEATS):
                name = f"m{number}.{place // SEATS}"
                world.mentors[name] = add_mentor(session, name, SEATS, 1)
            for place in range(pairs):
                name = f"e{number}.{place}"
                world.mentees[name] = add_mentee(session, world.cohort_id, name, 1)
    schemes = [
        world.scheme({f"e{number}.{place}": f"m{number}.{place // SEATS}" for place in range(pairs)}, f"s{number}")
        for number in range(count)
    ]
    return {scheme_id: world.approved(scheme_id) for scheme_id in schemes}


def half_confirmed(world: World, pairs: int) -> list[int]:
    """Schemes whose state and pairings disagree."""
    with world.database.read() as session:
        made = dict(session.execute(select(Pairing.scheme_id, func.count()).group_by(Pairing.scheme_id)).all())
        states = session.execute(select(Scheme.id, Scheme.status)).all()
    wanted = {"confirmed": pairs, "approved": 0}
    return [key for key, state in states if made.get(key, 0) != wanted[state]]


def test_a_killed_confirmation_is_whole_or_never_was(world: World, database_url: str) -> None:
    """20 kills at random moments; what was acknowledged is stored, nothing is half stored, the chain holds."""
    waiting = list(many_schemes(world, KILLS // 2, PAIRS_A_SCHEME).items())
    chance, inside, acknowledged = random.Random(7), 0, []
    with Killer(database_url) as killer:
        for _kill in range(KILLS):
            scheme_id, version = waiting[0]
            done = killer.confirm(world.staff["officer"].id, scheme_id, version, chance.uniform(0, 0.12))
            acknowledged += [scheme_id] * done
            inside += not done
            if world.row(Scheme, scheme_id).status == "confirmed":
                waiting = waiting[1:] or waiting
            assert half_confirmed(world, PAIRS_A_SCHEME) == []
    assert all(world.row(Scheme, key).status == "confirmed" for key in acknowledged)
    assert inside >= KILLS // 4, "too few kills landed inside a transaction to prove anything"
    assert sound(world)
