"""Schemes side by side: hand-computed figures, one yardstick for all when asked, everything told that sets them apart."""

import pytest

from db.engines import Database
from db.models import Mentee, MentorProfile, Scheme, SchemeHold, SchemeLimit
from programme.compare_moves import NOBODY, flows, moves_between
from programme.comparison import NOW, comparison
from programme.errors import Conflict, Invalid
from programme.rules import save_rules
from tests.conftest import Staff
from tests.support.compare_world import CompareWorld, by_hand, compare_world
from tests.support.match_world import match_world
from tests.support.runs import run_here


@pytest.fixture
def told(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> CompareWorld:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return compare_world(match_world(database, staff("officer")))


def weigh_roots(told: CompareWorld) -> int:
    """A scheme under rules by which expertise is worth 15 of 60 points: a need met with grade g gives 25 * g / 5."""
    values = {"weights": {"expertise": 15, "grassroots": 45}}
    told.world.do(save_rules, cohort_id=told.world.cohort_id, seen_number=1, values=values)
    return run_here(told.world, "基层")


def test_the_figures_of_each_side_are_those_of_its_pairs(told: CompareWorld) -> None:
    first, hand = told.see().sides
    assert (first.figures.mean_fit, first.figures.lowest_fit, first.figures.under_floor) == (67.5, 60.0, 0)
    assert (hand.figures.mean_fit, hand.figures.lowest_fit, hand.figures.under_floor) == (37.5, 15.0, 1)
    assert (hand.figures.eligible, hand.figures.paired, hand.figures.unmatched) == (2, 2, 0)
    # Two of three mentors have one of one seat: over 0, 1, 1 the Gini coefficient is 1/3.
    assert hand.figures.gini == pytest.approx(1 / 3)
    assert (hand.kind, hand.at_the_desk, first.at_the_desk) == ("handmade", False, True)


def test_who_changes_is_named_worst_first_with_both_fits(told: CompareWorld) -> None:
    found = moves_between(*told.see().sides)
    people = told.world.people
    assert [(move.mentee_id, move.before, move.after, move.fit_before, move.fit_after) for move in found.moves] == [
        (told.world.mentees["乙"], (people["陈"],), (people["赵"],), 60.0, 15.0),
        (told.world.mentees["甲"], (people["王"],), (people["陈"],), 75.0, 60.0),
    ]
    assert (found.losing, found.winning) == (2, 0)
    assert [move.change for move in found.moves] == [-45.0, -15.0]


def test_the_way_back_turns_every_move_round(told: CompareWorld) -> None:
    first, hand = told.see().sides
    there, back = moves_between(first, hand).moves, moves_between(hand, first).moves
    assert {(move.mentee_id, move.before, move.after, move.change) for move in there} == {
        (move.mentee_id, move.after, move.before, -move.change) for move in back
    }


def test_a_scheme_against_its_copy_has_no_move_and_nothing_unlike(told: CompareWorld) -> None:
    plan = {("甲", "陈"): 60_000, ("乙", "赵"): 15_000}
    found = told.see(schemes=(told.hand, by_hand(told.world, told.first, "副本", plan)))
    assert moves_between(*found.sides).moves == ()
    assert (found.unlike, found.yardsticks, found.rules_now) == ((), (told.hand,), 0)


def test_somebody_who_loses_the_mentor_counts_as_nothing_after(told: CompareWorld) -> None:
    alone = by_hand(told.world, told.first, "缺一", {("甲", "王"): 75_000})
    (move,) = moves_between(*told.see(schemes=(told.first, alone)).sides).moves
    assert (move.after, move.fit_after, move.change) == ((), None, -60.0)
    assert move.steps == [(told.world.people["陈"], NOBODY)]
    assert told.see(schemes=(told.first, alone)).sides[1].left_out == {told.world.mentees["乙"]}


def test_flows_add_up_to_the_moves_and_keep_the_busiest(told: CompareWorld) -> None:
    moves = moves_between(*told.see().sides).moves
    by_unit = flows(moves, lambda key: told.see().people.mentors[key].unit, 5, "rest")
    assert [(flow.source, flow.target, len(flow.mentee_ids), flow.change) for flow in by_unit] == [
        ("市水务局", "市水务局", 1, -45.0),
        ("市财政局", "市水务局", 1, -15.0),
    ]
    merged = flows(moves, str, 0, "rest")
    assert sum(len(flow.mentee_ids) for flow in merged) == 2


def test_other_rules_are_told_value_by_value_and_fits_are_not_called_alike(told: CompareWorld) -> None:
    found = told.see(schemes=(told.first, weigh_roots(told)))
    (unlike,) = found.unlike
    assert {(one.path, one.before, one.after) for one in unlike.changes} == {
        ("weights.expertise", 45, 15),
        ("weights.grassroots", 15, 45),
    }
    assert not found.fits_alike
    assert [side.figures.mean_fit for side in found.sides] == [67.5, 22.5]


def test_under_one_yardstick_all_pairs_are_scored_anew(told: CompareWorld) -> None:
    roots = weigh_roots(told)
    by_roots = told.see(schemes=(told.first, told.hand, roots), judged_by=str(roots))
    # By expertise at 15 of 60 points: 甲-王 25, 乙-陈 20; by hand 甲-陈 20, 乙-赵 5.
    assert [side.figures.mean_fit for side in by_roots.sides[:2]] == [22.5, 12.5]
    assert by_roots.fits_alike
    by_first = told.see(schemes=(told.first, told.hand, roots), judged_by=str(told.first))
    assert by_first.sides[2].figures.mean_fit == 67.5


def test_the_rules_in_force_can_judge_what_was_computed_before_them(told: CompareWorld) -> None:
    assert told.see().rules_now == 0
    told.world.do(
        save_rules,
        cohort_id=told.world.cohort_id,
        seen_number=1,
        values={"weights": {"expertise": 15, "grassroots": 45}},
    )
    found = told.see(judged_by=NOW)
    assert found.rules_now == 2
    assert [side.figures.mean_fit for side in found.sides] == [22.5, 12.5]


def test_a_changed_snapshot_is_told_and_its_strangers_are_counted_not_judged(told: CompareWorld) -> None:
    told.world.change(Mentee, told.world.mentees["乙"], status="paired")
    told.world.change(MentorProfile, told.world.people["赵"], capacity=2)
    told.world.add_mentee("丙", "市水务局", ["b"])
    later = run_here(told.world, "后来")
    found = told.see(schemes=(told.first, later), judged_by=str(later))
    (unlike,) = found.unlike
    people = told.world.people
    assert (unlike.drift.mentors, unlike.drift.mentees) == (
        (people["赵"],),
        tuple(sorted((people["乙"], people["丙"]))),
    )
    assert [side.strangers for side in found.sides] == [1, 0]
    own = moves_between(*told.see(schemes=(told.first, later)).sides)
    assert (own.only_before, own.only_after) == ({told.world.mentees["乙"]}, {told.world.mentees["丙"]})


def test_a_list_made_by_hand_shows_every_rule_that_it_breaks(told: CompareWorld) -> None:
    told.world.declare("甲", "陈")
    checked = run_here(told.world, "核对")
    both = by_hand(told.world, checked, "都给陈", {("甲", "陈"): 60_000, ("乙", "陈"): 60_000})
    broken = told.see(schemes=(checked, both)).sides[1].broken
    assert {code: count for code, count in broken.items() if count} == {"kinship": 1, "over_capacity": 1}
    assert sum(told.see().sides[0].broken.values()) == 0


def test_a_seat_that_staff_ordered_counts_for_the_scheme_that_has_it(told: CompareWorld) -> None:
    both = by_hand(told.world, told.first, "都给陈", {("甲", "陈"): 60_000, ("乙", "陈"): 60_000})
    assert told.see(schemes=(told.first, both)).sides[1].figures.crowded == 1
    limit = {"kind": "seats", "person_id": told.world.people["陈"], "amount": 1, "reason": "领导同意"}
    told.world.add(SchemeLimit(scheme_id=both, by_id=told.world.officer.id, **limit))
    found = told.see(schemes=(told.first, both))
    assert (found.sides[1].figures.crowded, sum(found.sides[1].broken.values())) == (0, 0)
    assert found.unlike[0].holds == 1


def test_locks_that_differ_are_counted(told: CompareWorld) -> None:
    told.world.add(
        SchemeHold(scheme_id=told.first, kind="pin", by_id=told.world.officer.id, **told.world.pair("甲", "王"))
    )
    (unlike,) = told.see().unlike
    assert (unlike.holds, unlike.rules_or_pool) == (1, False)


def test_a_liaison_compares_its_own_units_people_only(told: CompareWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=told.world.units["市财政局"])
    found = told.see(liaison)
    assert [set(side.plan) for side in found.sides] == [{told.ids("甲", "王")}, {told.ids("甲", "陈")}]
    assert [[load.mentor_id for load in side.loads] for side in found.sides] == [[told.world.people["王"]]] * 2
    assert set(found.people.mentees) == {told.world.mentees["甲"]}
    assert [side.figures.eligible for side in found.sides] == [1, 1]
    assert not found.whole


@pytest.mark.parametrize("count", [0, 1, 4])
def test_two_or_three_schemes_are_compared_no_fewer_and_no_more(told: CompareWorld, count: int) -> None:
    schemes = [told.first, *(by_hand(told.world, told.first, f"单{number}", {}) for number in range(3))][:count]
    with pytest.raises(Invalid, match="compare_count"):
        told.world.see(comparison, scheme_ids=schemes)


@pytest.mark.both_engines
def test_schemes_of_two_cohorts_or_without_a_plan_are_not_compared(told: CompareWorld) -> None:
    with pytest.raises(Conflict, match="compare_one_cohort"):
        told.see(schemes=(told.first, 999))
    empty = by_hand(told.world, told.first, "空", {})
    told.world.change(Scheme, empty, fingerprint="")
    with pytest.raises(Conflict, match="no_solution_yet"):
        told.see(schemes=(told.first, empty))
    other = told.world.add_cohort("2027年批次")
    told.world.change(Scheme, told.hand, cohort_id=other)
    with pytest.raises(Conflict, match="compare_one_cohort"):
        told.see()


def test_a_liaison_is_given_no_name_of_a_mentor_who_has_to_do_with_nobody_of_its_own(
    told: CompareWorld, staff: Staff
) -> None:
    """王 is of the unit and leads 甲 first, 陈 leads 甲 then; nobody else is named."""
    found = told.see(staff("liaison", unit_id=told.world.units["市财政局"]))
    assert set(found.people.mentors) == {told.world.people["王"], told.world.people["陈"]}
    assert len(told.see().people.mentors) > 2
