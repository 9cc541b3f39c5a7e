"""A large shortage is mended in one act: a seat more for those mentors whose seat places somebody, and for no others."""

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import PolicyRow
from programme.errors import Invalid
from programme.feasibility import feasibility
from programme.many_seats import ManySeats
from programme.remedies import remedies
from programme.remedy_trial import trial
from programme.rules import rules_in_force
from programme.rules_edit import name_many_seats, return_to
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world


@pytest.fixture
def world(lite: Database, staff: Staff) -> MatchWorld:
    """Four people, two seats with 王 and 李; 孙 leads nobody by his own wish."""
    world = match_world(lite, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县")
    for mentor, seats in (("王", 1), ("李", 1), ("孙", 0)):
        world.add_mentor(mentor, seats, "竹源县信访局", {"a": 5})
    for mentee in "甲乙丙丁":
        world.add_mentee(mentee, "竹源县信访局", ["a"])
    return world


def offered(world: MatchWorld) -> ManySeats | None:
    found: ManySeats | None = world.see(remedies, cohort_id=world.cohort_id).many
    return found


def short(world: MatchWorld) -> int:
    return int(world.see(feasibility, cohort_id=world.cohort_id).short)


def test_a_seat_more_for_each_of_two_places_two_and_the_trial_says_so(world: MatchWorld) -> None:
    offer = offered(world)
    assert offer == ManySeats((world.key("王"), world.key("李")), 2)
    found = world.see(trial, cohort_id=world.cohort_id, repair=offer)
    assert (found.before.pairs, found.before.short, found.after.pairs, found.after.short) == (2, 2, 4, 0)
    assert [(one.mentor.name, one.before, one.after, one.seats) for one in found.rises] == [
        ("王", 1, 2, 2),
        ("李", 1, 2, 2),
    ]


def test_whoever_leads_as_many_as_the_programme_allows_is_asked_only_when_the_others_do_not_suffice(
    world: MatchWorld,
) -> None:
    world.add_mentor("赵", 3, "竹源县信访局", {"a": 5})
    for mentee in "戊己庚":
        world.add_mentee(mentee, "竹源县信访局", ["a"])
    assert offered(world) == ManySeats((world.key("王"), world.key("李")), 2)
    world.add_mentee("辛", "竹源县信访局", ["a"])
    assert offered(world) == ManySeats(tuple(map(world.key, "王李赵")), 3)


def test_one_person_short_needs_no_list_of_mentors(world: MatchWorld) -> None:
    world.add_mentor("赵", 1, "竹源县信访局", {"a": 5})
    assert short(world) == 1
    assert offered(world) is None


def test_all_are_named_in_one_row_with_one_reason_and_taken_back_as_a_whole(world: MatchWorld) -> None:
    seats = {world.people["王"]: 2, world.people["李"]: 2}
    arguments = {"cohort_id": world.cohort_id, "seats": seats}
    with pytest.raises(Invalid):
        world.do(name_many_seats, seen_number=0, reason=" ", **arguments)
    assert world.do(name_many_seats, seen_number=0, reason="部务会同意", **arguments) == 1
    with world.database.read() as session:
        named = rules_in_force(session, world.cohort_id).overrides
        assert session.scalar(select(func.count()).select_from(PolicyRow)) == 1
    assert {key: (one.seats, one.reason) for key, one in named.items()} == {
        str(key): (2, "部务会同意") for key in seats
    }
    assert short(world) == 0
    world.do(return_to, cohort_id=world.cohort_id, seen_number=1, number=0)
    assert short(world) == 2
