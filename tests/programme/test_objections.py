"""An objection in the notice is written down without its author, decided with a reason, and bars coming into force."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from db.clock import today
from db.engines import Database
from db.models import Mentee, Objection, Pairing
from db.queries.objections import objections
from programme import objections as verbs
from programme import pairings
from programme.errors import Conflict, Forbidden, Invalid
from programme.invariants import check
from programme.usecase import look
from tests.conftest import Staff
from tests.support.remember import remembered
from tests.support.signing import World, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@remembered
def built(database: Database, staff: Staff) -> World:
    """Three pairings on notice, on each engine; every invariant holds in the end."""
    made = small_world(database, staff)
    scheme_id = made.scheme(PAIRS)
    made.approved(scheme_id)
    made.step("officer", "confirm", scheme_id)
    return made


@pytest.fixture
def world(database: Database, staff: Staff) -> Iterator[World]:
    """Three pairings on notice, on each engine; every invariant holds in the end."""
    made = built(database, staff)
    yield made
    with database.read() as session:
        assert check(session) == []


def receive(world: World, pairing_id: int = 1, **values: object) -> int:
    told = {"received_on": today(), "received_by": "王干事", "content": "反映两人系表亲"} | values
    return int(world.do("officer", verbs.receive, pairing_id=pairing_id, **told))


def decide(world: World, objection_id: int, decision: str, reason: str = "经核实属实") -> None:
    told = {"objection_id": objection_id, "seen_version": 1, "decision": decision, "reason": reason}
    world.do("officer", verbs.decide, **told)


def force(world: World) -> int:
    rows = {key: world.row(Pairing, key) for key in (1, 2, 3)}
    seen = {key: row.version for key, row in rows.items() if row.status == "notice"}
    return int(world.do("officer", pairings.bring_into_force, seen=seen, early_reason="测试"))


def test_an_upheld_objection_ends_its_pairing_and_the_mentee_waits_again(world: World) -> None:
    key = receive(world)
    decide(world, key, "upheld")
    assert world.row(Pairing, 1).status == "ended"
    mentee = world.row(Pairing, 1).mentee_id
    assert world.row(Mentee, mentee).status == "waiting"
    assert force(world) == 2


def test_a_dismissed_objection_leaves_the_pairing_on_notice(world: World) -> None:
    decide(world, receive(world), "dismissed", "经核实不属实")
    assert world.row(Pairing, 1).status == "notice"
    row = world.row(Objection, 1)
    assert (row.decision, row.reason, row.decided_by_id) == ("dismissed", "经核实不属实", world.staff["officer"].id)
    assert force(world) == 3


def test_nothing_comes_into_force_while_an_objection_is_open(world: World) -> None:
    receive(world, 2)
    with pytest.raises(Conflict, match="objection_open") as caught:
        force(world)
    assert caught.value.data["count"] == 1
    assert {world.row(Pairing, key).status for key in (1, 2, 3)} == {"notice"}
    decide(world, 1, "dismissed")
    assert force(world) == 3


def test_two_objections_to_one_pairing_are_both_decided(world: World) -> None:
    """The first upheld ends the pairing; the second may still be decided either way."""
    first, second = receive(world), receive(world)
    decide(world, first, "upheld")
    decide(world, second, "upheld", "同前")
    assert world.row(Pairing, 1).status == "ended"


def test_a_decision_is_final(world: World) -> None:
    key = receive(world)
    decide(world, key, "dismissed")
    with pytest.raises(Conflict, match="objection_decided"):
        world.do("officer", verbs.decide, objection_id=key, seen_version=2, decision="upheld", reason="改判")


def test_every_decision_needs_its_reason_and_one_of_two_words(world: World) -> None:
    key = receive(world)
    with pytest.raises(Invalid, match="decision_reason_needed"):
        decide(world, key, "upheld", " ")
    with pytest.raises(Invalid, match="not_in_list"):
        decide(world, key, "maybe")
    assert world.row(Pairing, 1).status == "notice"
    decide(world, key, "dismissed")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"received_on": today() + timedelta(days=2)}, "received_later"),
        ({"received_by": " "}, "receiver_needed"),
        ({"content": ""}, "content_needed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_missing_is_named(world: World, values: dict, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        receive(world, **values)


def test_a_pairing_in_force_is_past_objections(world: World) -> None:
    force(world)
    with pytest.raises(Conflict, match="in_force_already"):
        receive(world)


def test_only_who_confirms_keeps_objections(world: World) -> None:
    with pytest.raises(Forbidden):
        world.do("leader", verbs.receive, pairing_id=1, received_on=today(), received_by="x", content="y")


@pytest.mark.both_engines
def test_objections_are_read_open_ones_first_with_both_names(world: World) -> None:
    decide(world, receive(world, 1), "dismissed")
    receive(world, 3)
    found = look(world.database, world.staff["chief"], objections, scheme_id=1)
    assert found[["mentee", "mentor", "decision"]].to_numpy().tolist() == [["丙", "李", ""], ["甲", "王", "dismissed"]]
