"""The price of leaving somebody with the former mentor is exact, and only a best plan has prices."""

import pytest

from db.engines import Database
from db.models import MentorProfile, SchemePair
from programme import desk
from programme.compare_prices import Toll, tolls
from programme.rules import row_in_force
from tests.conftest import Staff
from tests.support.compare_world import CompareWorld, compare_world
from tests.support.match_world import match_world
from tests.support.runs import run_here


@pytest.fixture
def told(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> CompareWorld:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return compare_world(match_world(database, staff("officer")))


def prices(told: CompareWorld, scheme_id: int, *pairs: tuple[str, str], by: object = None) -> list[Toll]:
    ids = [told.ids(*pair) for pair in pairs]
    found = told.world.see(tolls, by, scheme_id=scheme_id, pairs=ids)
    return [found[pair] for pair in ids if pair in found]


def test_a_price_is_what_the_whole_plan_would_lose(told: CompareWorld) -> None:
    # The best plan has 135 points. 甲-陈 sends 乙 to 王: 120. 甲-赵 leaves 乙 with 陈: 105. 乙-王 sends 甲 to 陈: 120.
    found = prices(told, told.first, ("甲", "陈"), ("甲", "赵"), ("乙", "王"))
    assert [(toll.points, toll.earlier) for toll in found] == [(15.0, ()), (30.0, ()), (15.0, ())]


def test_what_weighs_more_than_fit_is_named_beside_the_price(told: CompareWorld) -> None:
    # 乙-赵 has a fit of 15, under the floor of 40: 75 + 15 are 45 points less than 135.
    assert prices(told, told.first, ("乙", "赵")) == [Toll(45.0, "", ("below_floor",))]


def test_a_forbidden_pair_has_its_rule_and_no_price(told: CompareWorld) -> None:
    told.world.declare("甲", "赵")
    told.world.change(MentorProfile, told.world.people["王"], status="paused")
    later = run_here(told.world, "后来")
    assert prices(told, later, ("甲", "赵"), ("甲", "王")) == [Toll(None, "kinship"), Toll(None, "unavailable")]


def test_a_locked_person_has_no_price_with_anybody_else(told: CompareWorld) -> None:
    told.world.do(desk.lock, scheme_id=told.first, seen_version=2, mentee_ids=[told.ids("甲", "王")[0]])
    assert prices(told, told.first, ("甲", "陈"), ("乙", "赵")) == [
        Toll(None, "locked"),
        Toll(45.0, "", ("below_floor",)),
    ]


def test_beside_quotas_that_overlap_a_price_is_exact_or_a_bound(told: CompareWorld) -> None:
    named = {name: {"by": "person", "of": [told.world.people[x] for x in name]} for name in ("王陈", "陈赵")}
    quotas = {name: {"mentees": {"by": "all"}, "mentors": who, "most": 1} for name, who in named.items()}
    with told.world.database.write() as session:
        row = row_in_force(session, told.world.officer, told.world.cohort_id)
        row.rules = {**row.rules, "quotas": quotas}
    # The best plan is 甲-赵, 乙-王. With 甲-陈 both quotas are full and 乙 has nobody: 45 of fit lost, an uneven seat (50)
    # saved. With 甲-王 only 赵 is left for 乙, 15 less in all: the way there passes a quota, so only a bound is known.
    found = prices(told, run_here(told.world, "后来"), ("甲", "王"), ("甲", "陈"), ("乙", "陈"))
    assert found == [Toll(None, least=0.0), Toll(-5.0, "", ("unmatched",)), Toll(None, "", ("unmatched",))]


def test_a_list_made_by_hand_has_no_prices(told: CompareWorld) -> None:
    assert prices(told, told.hand, ("甲", "王")) == []


@pytest.mark.both_engines
def test_a_plan_that_is_not_the_stored_solution_has_no_prices(told: CompareWorld) -> None:
    told.world.change(SchemePair, (told.first, *told.ids("甲", "王")), fit=1)
    assert prices(told, told.first, ("甲", "陈")) == []


def test_strangers_are_left_out_and_a_liaison_sees_no_price(told: CompareWorld, staff: Staff) -> None:
    told.world.add_mentee("丙", "市财政局", ["a"])
    assert prices(told, told.first, ("丙", "王")) == []
    liaison = staff("liaison", unit_id=told.world.units["市财政局"])
    assert prices(told, told.first, ("甲", "陈"), by=liaison) == []
