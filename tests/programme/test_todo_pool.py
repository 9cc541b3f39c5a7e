"""Tasks of the pool and of a cohort's beginning and end: for whom they appear, and that they go."""

from datetime import date, timedelta

import pytest

from db.clock import today
from db.engines import Database
from db.models import CalendarDay, Certificate, Cohort, Mentee, MentorExit, MentorProfile, Nomination, Person
from programme.rules import save_rules
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.todo import mine, told, waiting

DAY = date(2026, 11, 25)


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """王 of 财政局 (2 seats) leads 甲; 乙 waits, 丙 waits without a start of work."""
    world = match_world(database, staff("officer"))
    world.add_unit("财政局", "市直")
    world.add_mentor("王", 2, "财政局", {"a": 5})
    world.add_mentee("甲", "财政局", status="paired")
    world.add_pairing(world.mentees["甲"], "王")
    world.add_mentee("乙", "财政局", ["a"])
    world.add_mentee("丙", "财政局", category="young_cadre")
    return world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """王 of 财政局 (2 seats) leads 甲; 乙 waits, 丙 waits without a start of work."""
    return built(database, staff)


def seen(world: MatchWorld, kind: str) -> list:
    """The officer's tasks of a kind on the day of these tests."""
    return waiting(world.database, world.officer, on=DAY).get(kind, [])


def nominate(world: MatchWorld, name: str, status: str, **values: object) -> int:
    """A nomination and the profile's state that goes with it."""
    person = world.add_mentor(name, 1, "财政局", status="reviewed" if status == "reviewed" else "nominated")
    row = {
        "track": "grassroots",
        "nominated_on": date(2026, 11, 1),
        "by_id": world.officer.id,
        "criteria": {},
        **values,
    }
    world.add(Nomination(person_id=person, status=status, **row))
    return person


def test_a_nomination_goes_from_review_to_confirmation(world: MatchWorld) -> None:
    person = nominate(world, "李", "submitted")
    (task,) = seen(world, "nomination_review")
    assert task.mine and task.people == {person} and task.params["view"] == "nominations"
    world.change(MentorProfile, person, status="reviewed")
    assert seen(world, "nomination_review") == []
    assert len(seen(world, "nomination_confirm")) == 1
    world.change(MentorProfile, person, status="in_pool")
    assert seen(world, "nomination_confirm") == []


@pytest.mark.parametrize(
    ("required", "confirmed", "asked"),
    [("publicity", None, True), ("both", None, True), ("organization", None, False), ("both", DAY, False)],
)
def test_the_publicity_department_is_asked_only_for_its_own_confirmation(
    world: MatchWorld, staff: Staff, required: str, confirmed: date | None, asked: bool
) -> None:
    nominate(world, "李", "reviewed", required=required, publicity_on=confirmed)
    assert ("nomination_confirm" in mine(world.database, staff("publicity"))) == asked


def test_an_exit_is_decided_by_somebody_else_and_with_people_led_it_needs_a_slip(
    world: MatchWorld, staff: Staff
) -> None:
    chief, deputy = staff("chief"), staff("chief")
    exit_of = {"reason": "left_post", "leaves_on": DAY, "by_id": chief.id}
    world.add_mentor("赵", 1, "财政局")
    world.add(MentorExit(person_id=world.people["赵"], **exit_of))
    assert "exit_decide" not in mine(world.database, chief)
    assert "exit_decide" in mine(world.database, deputy)
    world.add(MentorExit(person_id=world.people["王"], **exit_of))
    (task,) = seen(world, "exit_slip")
    assert (task.mine, task.data["count"]) == (True, 1)


def test_the_last_certificate_decides_when_an_appointment_ends(world: MatchWorld) -> None:
    """Sixty days ahead it is told; a renewal silences it."""
    term = {"year": 2026, "kind": "first", "issued_on": DAY, "by_id": world.officer.id, "person_id": world.people["王"]}
    world.add(Certificate(number=1, starts_on=date(2025, 1, 1), ends_on=DAY + timedelta(days=60), **term))
    (task,) = seen(world, "certificate")
    assert task.due_on == DAY + timedelta(days=60)
    world.add(Certificate(number=2, starts_on=DAY, ends_on=DAY + timedelta(days=61), **term))
    assert seen(world, "certificate") == []


def test_an_appointment_that_ended_is_late_only_where_somebody_is_led(world: MatchWorld) -> None:
    world.add_mentor("赵", 1, "财政局")
    term = {"year": 2026, "kind": "first", "issued_on": DAY, "by_id": world.officer.id, "starts_on": date(2025, 1, 1)}
    for number, name in enumerate(("王", "赵"), start=1):
        world.add(Certificate(number=number, ends_on=DAY - timedelta(days=1), person_id=world.people[name], **term))
    (leads,), (idle,) = seen(world, "certificate"), seen(world, "certificate_idle")
    assert (leads.data["name"], leads.bucket(DAY)) == ("王", "late")
    assert (idle.data["name"], idle.bucket(DAY), idle.weight) == ("赵", "open", "look")


@pytest.mark.parametrize(
    ("birth", "expected"), [("1965-09", ["retired"]), ("1966-10", ["retiring"]), ("1967-09", []), ("1965", [])]
)
def test_who_leads_and_retires_within_half_a_year_is_told_apart_from_who_has(
    world: MatchWorld, birth: str, expected: list[str]
) -> None:
    """Born in September 1965 a man goes after 60 years and 3 months, in December 2025; born in October 1966 after 60 and 6,
    in April 2027; a year alone is never guessed."""
    world.change(Person, world.people["王"], birth=birth, sex="male")
    assert [kind for kind in ("retired", "retiring") if seen(world, kind)] == expected


@pytest.mark.both_engines
def test_who_retired_already_or_leads_nobody_is_not_told(world: MatchWorld) -> None:
    world.change(Person, world.people["王"], birth="1965-09", sex="male")
    world.change(MentorProfile, world.people["王"], standing="rehired")
    world.add_mentor("赵", 1, "财政局")
    world.change(Person, world.people["赵"], birth="1965-09", sex="male")
    assert seen(world, "retiring") == seen(world, "retired") == []


@pytest.mark.both_engines
def test_too_many_people_for_the_seats_is_wrong_and_others_are_told(world: MatchWorld, staff: Staff) -> None:
    assert seen(world, "overloaded") == []
    world.change(MentorProfile, world.people["王"], capacity=0)
    (task,) = seen(world, "overloaded")
    assert (task.weight, task.params, task.data["count"]) == ("wrong", {"mentor": str(world.people["王"])}, 1)
    assert "overloaded" in told(world.database, staff("leader"))
    assert "overloaded" not in waiting(world.database, staff("liaison"))


@pytest.mark.both_engines
def test_a_mentor_who_rests_is_told_when_the_day_comes(world: MatchWorld) -> None:
    back = DAY + timedelta(days=7)
    world.change(MentorProfile, world.people["王"], status="paused", return_on=back)
    (task,) = seen(world, "mentor_back")
    assert task.due_on == back
    world.change(MentorProfile, world.people["王"], return_on=back + timedelta(days=1))
    assert seen(world, "mentor_back") == []


def test_an_empty_system_asks_for_the_rosters(database: Database, staff: Staff) -> None:
    empty = match_world(database, staff("officer"))
    assert {"pool_empty", "cohort_empty"} <= mine(database, empty.officer)
    assert not {"pool_empty", "cohort_empty"} & set(waiting(database, staff("leader")))


def test_the_beginning_of_a_cohort_goes_step_by_step(world: MatchWorld) -> None:
    assert {"rules_unseen", "scheme_none"} <= mine(world.database, world.officer)
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 20})
    assert "rules_unseen" not in mine(world.database, world.officer)
    world.add_draft("乙", "王")
    assert "scheme_none" not in mine(world.database, world.officer)


@pytest.mark.both_engines
def test_who_lacks_the_deciding_date_is_told_apart_from_who_is_not_eligible(world: MatchWorld, staff: Staff) -> None:
    (missing,) = seen(world, "dates_missing")
    assert (missing.data["count"], missing.people) == (1, {world.people["丙"]})
    assert seen(world, "not_eligible") == []
    world.change(Person, world.people["丙"], work_start="2010-07")
    assert seen(world, "dates_missing") == []
    (barred,) = seen(world, "not_eligible")
    assert barred.weight == "look" and barred.data["count"] == 1
    assert "not_eligible" not in waiting(world.database, staff("liaison"))


def test_the_holidays_of_the_year_are_asked_for_and_in_december_those_of_the_next(world: MatchWorld) -> None:
    assert [task.data["year"] for task in seen(world, "holidays")] == ["2026"]
    world.add(CalendarDay(year=2026, day=date(2026, 10, 1), kind="off", by_id=world.officer.id))
    assert seen(world, "holidays") == []
    (task,) = waiting(world.database, world.officer, on=date(2026, 12, 1))["holidays"]
    assert (task.data["year"], task.due_on) == ("2027", date(2027, 1, 1))


def test_a_cohort_past_its_last_day_is_to_be_closed_once_its_pairings_are(world: MatchWorld) -> None:
    after = date(2027, 10, 8)
    (task,) = waiting(world.database, world.officer, on=after)["cohort_running"]
    assert (task.data["count"], task.due_on) == (1, date(2027, 10, 7))
    world.change(Cohort, world.cohort_id, status="closed")
    assert not {"cohort_running", "cohort_over"} & set(waiting(world.database, world.officer, on=after))


def test_a_closed_cohort_asks_for_nothing_of_its_beginning(world: MatchWorld) -> None:
    world.change(Cohort, world.cohort_id, status="closed")
    world.change(Mentee, world.mentees["乙"], status="waiting")
    gone = {"rules_unseen", "scheme_none", "dates_missing", "cohort_empty", "holidays"}
    assert not gone & set(waiting(world.database, world.officer, on=today()))
