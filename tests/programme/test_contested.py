"""The list for the meeting: every pair that should be looked at, with each reason, the gravest first, and no other."""

from dataclasses import replace

import pytest

from db.engines import Database
from db.models import Adjustment, Mentee, PolicyRow, Scheme, SchemePair, SchemeStudy
from programme.contested import Contest, contested
from programme.rules import Rules
from programme.rules_named import NamedPair
from programme.studies import FIRMNESS
from programme.usecase import look
from tests.conftest import Staff
from tests.support.signing import World, hold, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """Three pairs at 50.0 over a floor of 40, none of them contested."""
    made = small_world(lite, staff)
    made.scheme(PAIRS)
    for mentee, mentor in PAIRS.items():
        made.change(SchemePair, key(made, mentee, mentor), fit=50_000)
    return made


def key(world: World, mentee: str, mentor: str) -> tuple[int, int, int]:
    return 1, world.mentees[mentee], world.mentors[mentor]


def see(world: World, who: str = "officer") -> Contest:
    return look(world.database, world.staff[who], contested, scheme_id=1)


def told(world: World) -> dict[str, tuple[str, ...]]:
    return {one.mentee: one.codes for one in see(world).pairs}


def study(world: World, counts: dict[str, dict[str, int]], samples: int = 100) -> None:
    """What the worker would have counted: {mentee: {mentor: times}}."""
    kept = {
        str(world.mentees[mentee]): [[world.mentors[mentor], times] for mentor, times in mine.items()]
        for mentee, mine in counts.items()
    }
    content = {"samples": samples, "spread": 0.2, "counts": kept}
    fingerprint = world.row(Scheme, 1).fingerprint
    by = world.staff["officer"].id
    world.add(SchemeStudy(scheme_id=1, kind=FIRMNESS, fingerprint=fingerprint, content=content, by_id=by))


def test_a_plan_without_doubt_has_an_empty_list(world: World) -> None:
    assert see(world) == Contest((), 0, False)


def test_under_the_floor_is_a_reason_and_on_it_is_none(world: World) -> None:
    world.change(SchemePair, key(world, "甲", "王"), fit=39_999)
    world.change(SchemePair, key(world, "乙", "王"), fit=40_000)
    assert told(world) == {"甲": ("floor",)}


def test_a_hint_of_a_rule_is_a_reason_where_the_rules_hint_and_none_where_they_allow(world: World) -> None:
    """李 leads 丙's unit; the default rules hint at that."""
    problem = world.row(Scheme, 1).problem
    pair = [person(world, "丙"), f"p{world.mentors['李']}"]
    hinted = problem | {"pool": problem["pool"] | {"command": [pair]}}
    world.change(Scheme, 1, problem=hinted)
    assert told(world) == {"丙": ("command",)}
    allowed = hinted | {"policy": hinted["policy"] | {"rules": hinted["policy"]["rules"] | {"command": "allow"}}}
    second = Scheme(**{**columns(world), "name": "second", "problem": allowed})
    world.add(second)
    world.add(SchemePair(scheme_id=2, mentee_id=world.mentees["丙"], mentor_id=world.mentors["李"], fit=50_000))
    assert look(world.database, world.staff["officer"], contested, scheme_id=2).pairs == ()


def person(world: World, mentee: str) -> str:
    return f"p{world.row(Mentee, world.mentees[mentee]).person_id}"


def columns(world: World) -> dict:
    row = world.row(Scheme, 1)
    names = ("cohort_id", "policy_id", "status", "solution", "fingerprint", "by_id")
    return {name: getattr(row, name) for name in names}


def test_what_other_weights_often_choose_otherwise_is_shaky_with_its_rivals(world: World) -> None:
    """甲 stays with 王 in 79 of 100 weightings, 乙 in 80: firm begins at 80."""
    study(world, {"甲": {"王": 79, "李": 15, "赵": 6}, "乙": {"王": 80, "李": 20}, "丙": {"李": 100}})
    found = see(world)
    assert found.samples == 100 and not found.stale
    (one,) = found.pairs
    assert (one.mentee, one.codes, one.share) == ("甲", ("shaky",), 0.79)
    assert one.rivals == (("李", 0.15), ("赵", 0.06))


@pytest.mark.parametrize("kind", ["appoint", "override"])
def test_an_appointment_is_told_with_the_leader_and_the_reason(world: World, kind: str) -> None:
    """Also the one that sets a rule aside: its leader matters most."""
    world.add(hold(world, 1, "pin", "乙", "王", reason="同在专班", origin="appointed"))
    world.change(SchemePair, key(world, "乙", "王"), origin="appointed")
    ids = {"mentee_ids": [world.mentees["乙"]], "mentor_ids": [world.mentors["王"]], "leader": "张部长"}
    world.add(Adjustment(scheme_id=1, seq=1, kind=kind, detail=ids, by_id=world.staff["officer"].id))
    (one,) = see(world).pairs
    assert (one.mentee, one.codes, one.leader, one.reason) == ("乙", ("appointed",), "张部长", "同在专班")


def test_a_pair_that_the_rules_name_is_told_with_the_leader_who_stands_there(world: World) -> None:
    person = world.row(Mentee, world.mentees["乙"]).person_id
    pair = NamedPair("must", person, world.mentors["王"], "同在专班", leader="张部长")
    rules = replace(Rules(), pairs={pair.key: pair}).to_dict()
    world.change(PolicyRow, world.row(Scheme, 1).policy_id, rules=rules)
    world.change(SchemePair, key(world, "乙", "王"), origin="appointed")
    (one,) = see(world).pairs
    assert (one.mentee, one.codes, one.leader) == ("乙", ("appointed",), "张部长")


def test_the_gravest_reason_comes_first_then_the_lowest_fit(world: World) -> None:
    study(world, {"甲": {"王": 10, "李": 90}, "乙": {"王": 100}, "丙": {"李": 10, "王": 90}})
    world.change(SchemePair, key(world, "乙", "王"), fit=30_000)
    world.change(SchemePair, key(world, "丙", "李"), fit=45_000)
    assert [one.mentee for one in see(world).pairs] == ["乙", "丙", "甲"]


def test_a_liaison_sees_no_pair_of_another_unit(world: World, staff: Staff) -> None:
    world.change(SchemePair, key(world, "甲", "王"), fit=10_000)
    world.staff = {**world.staff, "liaison": staff("liaison")}
    assert see(world, "liaison").pairs == ()
