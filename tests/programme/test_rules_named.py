"""Seats by name, quotas and named pairs: what they do to a run, what they may not say, and who set them."""

from typing import Any

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import MentorProfile, Scheme, SchemeHold, SchemePair
from db.queries.rules import rule_rows
from db.queries.signoff import rules_of_scheme
from programme import desk
from programme.access import Actor
from programme.desk_preview import preview
from programme.desk_view import board, card
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError, Stale
from programme.feasibility import Feasibility, feasibility
from programme.invariants_pairings import capacity_is_kept
from programme.rules import Rules, rules_in_force, save_rules
from programme.rules_edit import (
    drop_quota,
    name_pair,
    name_seats,
    put_quota,
    return_to,
    unname_pair,
    unname_seats,
)
from programme.rules_view import present_rules, rules_numbered
from programme.seats import Seats, seats_of
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here


@pytest.fixture
def world(lite: Database, staff: Staff) -> MatchWorld:
    """Two units of two counties; 王 and 李 lead one and two, four people wait: two of each unit."""
    world = match_world(lite, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县")
    world.add_unit("岚溪县财政局", "岚溪县")
    world.add_unit("园区指挥部", "岚溪县")
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5}, standing="second_line")
    world.add_mentor("李", 2, "园区指挥部", {"b": 5}, standing="professional")
    for name in "甲乙":
        world.add_mentee(name, "竹源县信访局", ["a"])
    for name in "丙丁":
        world.add_mentee(name, "岚溪县财政局", ["b"])
    return world


def present(world: MatchWorld) -> Rules:
    with world.database.read() as session:
        return rules_in_force(session, world.cohort_id)


def act(world: MatchWorld, use_case: Any, by: Actor | None = None, **arguments: Any) -> int:
    """Run a use case against the rules in force."""
    return world.do(use_case, by, cohort_id=world.cohort_id, seen_number=present(world).number, **arguments)


def count(world: MatchWorld) -> Feasibility:
    return world.see(feasibility, cohort_id=world.cohort_id)


def of(by: str, *values: Any) -> dict[str, Any]:
    return {"by": by, "of": list(values)}


ALL = {"by": "all"}


def pairs(world: MatchWorld, scheme_id: int) -> set[tuple[str, str]]:
    """The plan by names."""
    people = {key: name for name, key in world.people.items()}
    mentees = {key: name for name, key in world.mentees.items()}
    with world.database.read() as session:
        rows = session.scalars(select(SchemePair).where(SchemePair.scheme_id == scheme_id)).all()
        return {(mentees[row.mentee_id], people[row.mentor_id]) for row in rows}


def holds(world: MatchWorld, scheme_id: int) -> set[tuple[str, str, str, str]]:
    """Kind, origin, reason and rule set aside of each hold."""
    with world.database.read() as session:
        rows = session.scalars(select(SchemeHold).where(SchemeHold.scheme_id == scheme_id)).all()
        return {(row.kind, row.origin, row.reason, row.rule) for row in rows}


def refused(world: MatchWorld, use_case: Any, by: Actor | None = None, **arguments: Any) -> ProgrammeError:
    """The error of an act that is refused; the rules stay as they were."""
    before = present(world)
    with pytest.raises(ProgrammeError) as caught:
        act(world, use_case, by, **arguments)
    assert present(world) == before
    return caught.value


# Seats


@pytest.mark.parametrize(
    ("own", "standing", "seats", "cause"),
    [
        (2, "second_line", 2, ""),
        (5, "second_line", 3, "grassroots"),
        (5, "in_office", 1, "in_office"),
        (5, "professional", 4, "maximum"),
        (5, "", 3, "grassroots"),
        (1, "in_office", 1, ""),
        (0, "retired", 0, ""),
    ],
)
def test_of_several_ceilings_the_lowest_holds_and_none_gives_a_seat(
    own: int, standing: str, seats: int, cause: str
) -> None:
    rules = Rules(programme_maximum=4, ceilings={"grassroots": 3, "in_office": 1, "professional": 6})
    assert seats_of(rules, 7, own, standing) == Seats(own, seats, cause)


def test_a_name_beats_pool_and_ceilings_both_ways_and_keeps_its_reason(world: MatchWorld) -> None:
    act(world, save_rules, values={"ceilings": {"second_line": 1}})
    act(world, name_seats, person_id=world.people["王"], seats=3, reason=" 部务会同意 ")
    act(world, name_seats, person_id=world.people["李"], seats=0, reason="抢险一线")
    named = present(world).overrides[str(world.people["王"])]
    assert (named.seats, named.reason, named.by_id) == (3, "部务会同意", world.officer.id)
    assert count(world).seats == 3
    act(world, unname_seats, person_id=world.people["王"])
    assert count(world).seats == 1


def test_seats_by_name_need_a_reason_a_mentor_and_a_possible_number(world: MatchWorld) -> None:
    person = world.people["王"]
    assert refused(world, name_seats, person_id=person, seats=3, reason=" ").code == "rule_reason_needed"
    assert refused(world, name_seats, person_id=person, seats=21, reason="因").code == "rule_limit"
    assert refused(world, name_seats, person_id=person, seats=True, reason="因").code == "rule_limit"
    assert refused(world, name_seats, person_id=world.people["甲"], seats=3, reason="因").code == "no_row"


def test_a_run_uses_the_seats_that_count_and_the_invariant_knows_the_name(world: MatchWorld) -> None:
    world.add_mentee("戊", "竹源县信访局", ["a"])
    act(world, name_seats, person_id=world.people["王"], seats=3, reason="部务会同意")
    plan = pairs(world, run_here(world, "一"))
    assert {mentee for mentee, mentor in plan if mentor == "王"} == {"甲", "乙", "戊"}
    for name in "甲乙戊":
        world.add_pairing(world.mentees[name], "王")
    with world.database.read() as session:
        assert list(capacity_is_kept(session)) == []
    act(world, unname_seats, person_id=world.people["王"])
    with world.database.read() as session:
        assert list(capacity_is_kept(session)) == [f"mentor:{world.people['王']}"]


def test_an_act_against_an_older_row_is_refused(world: MatchWorld) -> None:
    act(world, save_rules, values={"floor": 50})
    with pytest.raises(Stale):
        world.do(
            name_seats, cohort_id=world.cohort_id, seen_number=0, person_id=world.people["王"], seats=3, reason="因"
        )


# Quotas


def test_at_most_q_of_a_unit_with_any_one_mentor(world: MatchWorld) -> None:
    world.change(MentorProfile, world.people["李"], capacity=3)
    unit = world.units["竹源县信访局"]
    act(world, put_quota, quota={"mentees": of("unit", unit), "mentors": {"by": "each"}, "most": 1})
    plan = pairs(world, run_here(world, "一"))
    assert sorted(mentor for mentee, mentor in plan if mentee in "甲乙") == sorted(["王", "李"])
    assert len(plan) == 4


def test_a_command_post_gets_its_cadres_although_others_would_fit_better(world: MatchWorld) -> None:
    park = of("unit", world.units["园区指挥部"])
    act(world, put_quota, quota={"mentees": of("county", "竹源县"), "mentors": park, "least": 1, "most": 2})
    plan = pairs(world, run_here(world, "一"))
    assert len([mentee for mentee, mentor in plan if mentor == "李" and mentee in "甲乙"]) == 1


@pytest.mark.parametrize(
    ("mentees", "mentors", "expected"),
    [
        (of("category", "reserve_cadre"), of("standing", "professional"), 1),
        (ALL, of("expertise", "b"), 1),
        (of("unit_kind", "organ"), of("county", "岚溪县"), 1),
    ],
)
def test_groups_are_those_of_the_pool(
    world: MatchWorld, mentees: dict[str, Any], mentors: dict[str, Any], expected: int
) -> None:
    act(world, put_quota, quota={"mentees": mentees, "mentors": mentors, "most": 1})
    plan = pairs(world, run_here(world, "一"))
    assert len([mentee for mentee, mentor in plan if mentor == "李"]) == expected


def test_a_quota_that_cannot_be_met_is_told_before_a_run(world: MatchWorld) -> None:
    park = of("unit", world.units["园区指挥部"])
    act(world, put_quota, quota={"mentees": ALL, "mentors": park, "least": 3, "most": 5})
    [missed] = count(world).missed
    assert (missed.quota.least, missed.pairs, missed.people, missed.seats) == (3, 2, 4, 2)


def test_a_quota_without_anybody_in_the_cohort_is_told_too(world: MatchWorld) -> None:
    act(world, put_quota, quota={"mentees": of("county", "云坞市"), "mentors": ALL, "least": 1})
    [missed] = count(world).missed
    assert (missed.pairs, missed.people) == (0, 0)


@pytest.mark.parametrize(
    ("quota", "code"),
    [
        ({"mentees": ALL, "mentors": ALL, "least": 4, "most": 3}, "quota_bounds"),
        ({"mentees": ALL, "mentors": ALL, "least": 0}, "quota_says_nothing"),
        ({"mentees": of("unit"), "mentors": ALL, "most": 1}, "quota_names_nobody"),
        ({"mentees": ALL, "mentors": {"by": "each"}, "most": 1}, "quota_each_is_a_ceiling"),
        ({"mentees": of("county", "竹源县"), "mentors": {"by": "each"}, "least": 1, "most": 1}, "quota_each_is_a_ceiling"),
        ({"mentees": of("age", 30), "mentors": ALL, "most": 1}, "rule_choice"),
        ({"mentees": ALL, "mentors": ALL, "most": 1000}, "rule_limit"),
        ({"mentees": of("unit", 999), "mentors": ALL, "most": 1}, "no_row"),
    ],
)  # fmt: skip
def test_a_quota_that_says_nothing_or_contradicts_itself_is_refused(
    world: MatchWorld, quota: dict[str, Any], code: str
) -> None:
    assert refused(world, put_quota, quota=quota).code == code


def test_quotas_that_contradict_each_other_are_refused_with_their_numbers(world: MatchWorld) -> None:
    act(world, put_quota, quota={"mentees": ALL, "mentors": of("county", "岚溪县"), "most": 2})
    for county in ("竹源县", "岚溪县"):
        act(
            world,
            put_quota,
            quota={"mentees": of("county", county), "mentors": of("person", world.people["李"]), "least": 1},
        )
    one_more = {"mentees": of("county", "云坞市"), "mentors": of("person", world.people["李"]), "least": 1}
    error = refused(world, put_quota, quota=one_more)
    assert error.code == "quotas_contradict"
    assert error.data == {"number": 1, "most": 2, "numbers": "2/3/4", "least": 3}
    same = {"mentees": ALL, "mentors": of("county", "岚溪县"), "most": 2}
    assert (refused(world, put_quota, quota=same).code, refused(world, put_quota, quota=same).data) == (
        "quota_twice", {"number": 1},
    )  # fmt: skip


def test_overlapping_minima_are_no_contradiction(world: MatchWorld) -> None:
    """Both can be met by the same pair, so one pair in all is allowed."""
    act(world, put_quota, quota={"mentees": ALL, "mentors": ALL, "most": 1})
    act(world, put_quota, quota={"mentees": of("county", "竹源县"), "mentors": ALL, "least": 1})
    act(world, put_quota, quota={"mentees": ALL, "mentors": of("person", world.people["王"]), "least": 1})
    assert count(world).missed == ()


def test_a_quota_is_changed_in_its_place_and_taken_out(world: MatchWorld) -> None:
    act(world, put_quota, quota={"mentees": ALL, "mentors": ALL, "most": 1})
    [key] = present(world).quotas
    act(world, put_quota, quota={"mentees": ALL, "mentors": ALL, "most": 3}, instead_of=key)
    assert present(world).quotas[key].most == 3
    act(world, drop_quota, key=key)
    assert present(world).quotas == {}


# Named pairs


def named(world: MatchWorld, kind: str, mentee: str, mentor: str, **more: str) -> dict[str, Any]:
    return {
        "kind": kind, "mentee": world.people[mentee], "mentor": world.people[mentor], "reason": "部领导指定", **more,
    }  # fmt: skip


def test_a_pair_that_must_be_is_a_lock_in_every_run_and_the_count_knows_it(world: MatchWorld) -> None:
    act(world, name_pair, pair=named(world, "must", "甲", "李", leader="陈部长"))
    act(world, name_pair, pair=named(world, "must_not", "丙", "李"))
    for name in ("一", "二"):
        scheme = run_here(world, name)
        assert ("甲", "李") in pairs(world, scheme)
        assert ("丙", "李") not in pairs(world, scheme)
        assert holds(world, scheme) == {
            ("pin", "appointed", "部领导指定", ""),
            ("ban", "staff", "部领导指定", ""),
        }
    act(world, unname_pair, key=f"{world.people['甲']}-{world.people['李']}")
    assert ("甲", "王") in pairs(world, run_here(world, "三"))


def test_the_desk_does_not_let_go_of_what_the_rules_name(world: MatchWorld) -> None:
    act(world, name_pair, pair=named(world, "must", "甲", "李"))
    act(world, name_pair, pair=named(world, "must_not", "丙", "李"))
    scheme = run_here(world, "一")
    at = {"scheme_id": scheme, "seen_version": world.row(Scheme, scheme).version, "reason": "想换"}
    acts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (desk.unlock, {"mentee_ids": [world.mentees["甲"]]}),
        (desk.reassign, world.pair("甲", "王")),
        (desk.unban, world.pair("丙", "李")),
        (desk.ban, world.pair("甲", "李")),
    )
    for use_case, arguments in acts:
        with pytest.raises(Conflict, match="named_in_rules"):
            world.do(use_case, **at, **arguments)
    seen = world.see(preview, scheme_id=scheme, kind="reassign", pairs=[tuple(world.pair("甲", "王").values())])
    assert seen.refused is not None and seen.refused.code == "named_in_rules"
    world.do(desk.ban, **at, **dict[str, Any](world.pair("乙", "李")))
    assert ("甲", "李") in pairs(world, scheme)


def test_the_desk_says_of_a_pair_that_the_rules_named_it_and_of_staffs_own_that_they_did(world: MatchWorld) -> None:
    act(world, name_pair, pair=named(world, "must", "甲", "李", leader="陈部长"))
    act(world, name_pair, pair=named(world, "must_not", "丙", "王"))
    scheme = run_here(world, "一")
    at = {"scheme_id": scheme, "seen_version": world.row(Scheme, scheme).version, "reason": "会上商定"}
    world.do(desk.reassign, **at, **dict[str, Any](world.pair("丁", "王")))
    queue = world.see(board, scheme_id=scheme).queue
    marks = {line.mentee.name: set(line.marks) & {"pin", "named", "staff", "appointed"} for line in queue.lines}
    assert (marks["甲"], marks["丁"]) == ({"pin", "named"}, {"pin", "staff"})
    assert queue.counts["named"] == 1
    cards = {name: world.see(card, scheme_id=scheme, mentee_id=world.mentees[name]) for name in "甲丙丁"}
    assert [cards[name].couples[0].named for name in "甲丁"] == [True, False]
    barred = {one.mentor.name: one.forbidden for one in cards["丙"].candidates}
    assert barred["王"] == "named_out"


def test_why_people_of_other_units_are_named_does_not_reach_a_liaison_by_any_reading_of_the_rules(
    world: MatchWorld, staff: Staff
) -> None:
    """丙 is of the liaison's unit and 李 of another; 丁 and 周 are both its own."""
    world.add_mentor("周", 1, "岚溪县财政局", {"b": 3})
    words = {"reason": "谈过话", "leader": "陈部长"}
    act(world, name_pair, pair=named(world, "must_not", "丙", "李") | words)
    act(world, name_pair, pair=named(world, "must", "丁", "周") | words)
    act(world, name_seats, person_id=world.people["王"], seats=4, reason="家里有事")
    group = {"mentees": ALL, "mentors": of("person", world.people["王"])}
    act(world, put_quota, quota={**group, "most": 2, "reason": "身体原因"})
    scheme = run_here(world, "一")
    liaison = staff("liaison", unit_id=world.units["岚溪县财政局"])
    here, number = {"cohort_id": world.cohort_id}, present(world).number
    told = [
        world.see(present_rules, liaison, **here).to_dict(),
        world.see(rules_numbered, liaison, number=number, **here).to_dict(),
        dict(world.see(rules_of_scheme, liaison, scheme_id=scheme).rules),
        *world.see(rule_rows, liaison, **here)["rules"].tolist()[:1],
    ]
    for rules in told:
        assert [one["leader"] for one in rules["pairs"].values() if one["reason"]] == ["陈部长"]
        assert "家里有事" not in str(rules) and "身体原因" not in str(rules)
    assert "家里有事" in str(world.see(present_rules, cohort_id=world.cohort_id).to_dict())


def test_a_pair_against_a_rule_is_refused_with_the_rule(world: MatchWorld) -> None:
    act(world, save_rules, values={"rules": {"command": "forbid"}})
    world.add_mentor("局长", 2, "竹源县信访局", {"a": 5}, post="局长", standing="in_office")
    world.declare("丙", "王")
    world.change(MentorProfile, world.people["李"], status="paused")
    for mentee, mentor, code in (
        ("甲", "局长", "pair_command"),
        ("丙", "王", "pair_kinship"),
        ("甲", "李", "pair_paused"),
    ):
        assert refused(world, name_pair, pair=named(world, "must", mentee, mentor)).code == code
    assert refused(world, name_pair, pair=named(world, "must", "甲", "甲")).code == "must_same_person"
    assert (
        refused(world, name_pair, pair={**named(world, "must", "甲", "王"), "reason": ""}).code == "rule_reason_needed"
    )


def test_only_who_may_approve_sets_a_rule_aside_and_the_run_then_keeps_the_pair(
    world: MatchWorld, staff: Staff
) -> None:
    act(world, save_rules, values={"rules": {"command": "forbid"}})
    world.add_mentor("局长", 2, "竹源县信访局", {"a": 1}, post="局长", standing="in_office")
    pair = named(world, "must", "甲", "局长", waiver="经部务会研究")
    error = refused(world, name_pair, pair=pair)
    assert isinstance(error, Forbidden)
    assert error.code == "waiver_needs_approver"
    act(world, name_pair, staff("chief"), pair=pair)
    scheme = run_here(world, "一")
    assert ("甲", "局长") in pairs(world, scheme)
    assert holds(world, scheme) == {("pin", "staff", "部领导指定", "command")}


def test_kinship_cannot_be_set_aside_by_anybody(world: MatchWorld, staff: Staff) -> None:
    world.declare("丙", "王")
    pair = named(world, "must", "丙", "王", waiver="经部务会研究")
    assert refused(world, name_pair, staff("chief"), pair=pair).code == "pair_kinship"


def test_a_waiver_that_is_not_needed_is_not_kept(world: MatchWorld) -> None:
    act(world, name_pair, pair=named(world, "must", "甲", "王", waiver="以防万一"))
    [pair] = present(world).pairs.values()
    assert pair.waiver == ""


def test_pairs_that_must_be_need_seats_and_do_not_overfill_a_quota(world: MatchWorld) -> None:
    act(world, name_pair, pair=named(world, "must", "甲", "王"))
    act(world, name_pair, pair=named(world, "must", "乙", "王"))
    assert refused(world, name_pair, pair=named(world, "must", "丙", "王")).code == "pair_mentor_full"
    assert refused(world, name_pair, pair=named(world, "must", "甲", "李")).code == "pair_mentee_full"
    assert refused(world, name_pair, pair=named(world, "must_not", "甲", "王")).code == "pair_named_already"
    quota = {"mentees": ALL, "mentors": of("person", world.people["王"]), "most": 1}
    assert refused(world, put_quota, quota=quota).data == {"number": 1, "most": 1, "pairs": 2}


def test_a_named_pair_that_can_no_longer_be_is_told_before_the_run_and_left_out_of_it(world: MatchWorld) -> None:
    act(world, name_pair, pair=named(world, "must", "甲", "李"))
    world.declare("甲", "李")
    [lost] = count(world).unheld
    assert (lost.mentee.name, lost.mentor.name, lost.code) == ("甲", "李", "kinship")
    assert ("甲", "李") not in pairs(world, run_here(world, "一"))


# Going back


def test_an_earlier_row_comes_back_whole_as_a_new_row(world: MatchWorld) -> None:
    act(world, save_rules, values={"floor": 50})
    act(world, name_pair, pair=named(world, "must", "甲", "李"))
    act(world, name_seats, person_id=world.people["王"], seats=1, reason="因")
    with_pair = present(world)
    act(world, return_to, number=1)
    assert (present(world).number, present(world).pairs, present(world).policy.floor) == (4, {}, 50)
    act(world, return_to, number=3)
    assert present(world).pairs == with_pair.pairs
    assert present(world).overrides == with_pair.overrides
    act(world, return_to, number=0)
    assert present(world).policy.floor == 40
    assert refused(world, return_to, number=99).code == "no_row"
    assert isinstance(refused(world, return_to, number=0), Invalid)


def test_who_may_not_edit_rules_names_nobody(world: MatchWorld, staff: Staff) -> None:
    assert isinstance(refused(world, name_pair, staff("leader"), pair=named(world, "must", "甲", "王")), Forbidden)
    assert not isinstance(refused(world, unname_pair, key="1-2"), Conflict)
