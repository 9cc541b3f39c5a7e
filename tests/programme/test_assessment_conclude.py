"""Conclusions: proposed by one person, decided by another, carried out whole or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Audit, Change, Conclusion
from programme.assessment import conclude
from programme.assessment.conclude import Proposal
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.invariants import check
from tests.conftest import Staff
from tests.support.assess_world import (
    assess_world,
    decided,
    graded,
    mentee_state,
    opened,
    pairings_of,
    planned,
    proposed,
)
from tests.support.changing import events_of, pairing_of, single
from tests.support.faults import fail_everywhere
from tests.support.signing import World

YEAR = timedelta(days=365)


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    return assess_world(database, staff)


def ready(world: World, *names: str, grade: str = "qualified") -> None:
    """A final round, the plan done to 80 %, a grade for each of these."""
    opened(world)
    for name in names:
        planned(world, name, 5, 4)
        graded(world, name, grade)


def sound(world: World) -> None:
    """Every rule over the whole database holds."""
    with world.database.read() as session:
        assert check(session) == []


def test_a_graduation_is_proposed_by_one_and_decided_by_another(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲")
    before = pairing_of(world, "甲")
    assert (before.status, mentee_state(world, "甲")) == ("active", "paired")
    assert decided(world, key) == "graduated"
    assert mentee_state(world, "甲") == "graduated"
    assert events_of(world, before.id)[-1] == ("active", "graduated", today())
    sound(world)


def test_whoever_proposed_does_not_decide(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲", who="chief")
    with pytest.raises(Conflict, match="own_conclusion"):
        decided(world, key)
    assert mentee_state(world, "甲") == "paired"
    assert decided(world, key, "deputy") == "graduated"


def test_an_officer_does_not_decide(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲")
    with pytest.raises(Forbidden):
        decided(world, key, "colleague")


@pytest.mark.parametrize(
    ("grade", "items", "done", "failing"),
    [
        ("qualified", 5, 4, []),
        ("excellent", 10, 8, []),
        ("basically_qualified", 5, 5, ["grade_below"]),
        ("qualified", 100, 79, ["plan_short"]),
        ("unqualified", 5, 3, ["grade_below", "plan_short"]),
        ("qualified", 0, 0, ["plan_short"]),
    ],
)
def test_graduation_asks_for_a_grade_and_four_fifths_of_the_plan_and_a_reason_sets_that_aside(
    lite: Database, staff: Staff, grade: str, items: int, done: int, failing: list[str]
) -> None:
    world = assess_world(lite, staff)
    opened(world)
    planned(world, "甲", items, done)
    graded(world, "甲", grade)
    if failing:
        with pytest.raises(Conflict, match="conclusion_checks"):
            proposed(world, "甲")
    key = proposed(world, "甲", override="领导集体研究同意" if failing else "")
    assert world.row(Conclusion, key).checks["failed"] == failing
    assert decided(world, key) == "graduated"


def test_without_a_final_grade_graduation_needs_a_reason(world: World) -> None:
    opened(world, "annual")
    planned(world, "甲", 5, 5)
    graded(world, "甲", "excellent")
    with pytest.raises(Conflict, match="conclusion_checks"):
        proposed(world, "甲")
    assert world.row(Conclusion, proposed(world, "甲", override="提前出师")).checks["failed"] == ["no_final"]


def test_a_refusal_needs_its_reason_and_moves_nothing(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲")
    with pytest.raises(Invalid, match="verdict_reason"):
        decided(world, key, agreed=False)
    assert decided(world, key, agreed=False, answer="再观察三个月") == "active"
    assert world.row(Conclusion, key).status == "refused"
    assert decided(world, proposed(world, "甲")) == "graduated"


def test_a_decision_is_taken_once(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲")
    seen = world.row(Conclusion, key).version
    decided(world, key)
    for version, error in ((seen, Stale), (world.row(Conclusion, key).version, Conflict)):
        with pytest.raises(error):
            world.do("deputy", conclude.decide, conclusion_id=key, seen_version=version, agreed=True)


def test_two_people_who_saw_the_same_pairing_do_not_both_propose(world: World) -> None:
    ready(world, "甲")
    row = pairing_of(world, "甲")
    proposed(world, "甲")
    asked = {"pairing_id": row.id, "proposal": Proposal("graduate")}
    with pytest.raises(Conflict, match="conclusion_there"):
        world.do("colleague", conclude.propose, seen_version=row.version, **asked)


def test_a_pairing_that_moved_since_it_was_seen_is_refused(world: World) -> None:
    ready(world, "甲")
    row = pairing_of(world, "甲")
    with pytest.raises(Stale):
        world.do(
            "officer", conclude.propose, pairing_id=row.id, seen_version=row.version + 1, proposal=Proposal("graduate")
        )


def test_what_the_decision_rests_on_must_be_what_was_proposed(world: World) -> None:
    """A final round opened and graded after the proposal: the conclusion would rest on another grade."""
    opened(world, "annual")
    graded(world, "甲")
    planned(world, "甲", 5, 5)
    key = proposed(world, "甲", override="提前出师")
    opened(world)
    graded(world, "甲", "unqualified")
    with pytest.raises(Conflict, match="conclusion_moved"):
        decided(world, key)
    assert mentee_state(world, "甲") == "paired"


def test_a_plan_undone_since_the_proposal_is_noticed(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲")
    planned(world, "甲", 5, 0)
    with pytest.raises(Conflict, match="conclusion_checks"):
        decided(world, key)


def test_a_day_to_come_cannot_be_decided_yet(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲", effective_on=today() + timedelta(days=1))
    with pytest.raises(Conflict, match="conclusion_not_yet"):
        decided(world, key)


def test_an_extension_goes_on_with_the_same_mentor(world: World) -> None:
    ready(world, "甲", grade="basically_qualified")
    old = pairing_of(world, "甲")
    until = old.ends_on + YEAR
    key = proposed(world, "甲", "extend", ends_on=until, ground="延期一年")
    assert decided(world, key) == "extended"
    new = pairing_of(world, "甲")
    assert (new.status, new.mentor_id, new.starts_on, new.ends_on) == ("active", old.mentor_id, today(), until)
    assert [step[:2] for step in events_of(world, old.id)][-2:] == [("active", "due"), ("due", "extended")]
    assert (world.row(Conclusion, key).successor_id, mentee_state(world, "甲")) == (new.id, "paired")
    sound(world)


def test_an_extension_with_another_mentor_takes_a_free_seat(world: World) -> None:
    ready(world, "甲", grade="unqualified")
    until = pairing_of(world, "甲").ends_on + YEAR
    key = proposed(world, "甲", "extend", ends_on=until, mentor_id=world.mentors["赵"], ground="更换导师")
    decided(world, key)
    assert pairings_of(world, "甲") == [("extended", world.mentors["王"]), ("active", world.mentors["赵"])]
    sound(world)


def test_a_full_mentor_takes_no_extension_neither_when_proposed_nor_when_decided(world: World) -> None:
    ready(world, "甲", "丙", grade="unqualified")
    until, seat = pairing_of(world, "甲").ends_on + YEAR, world.mentors["赵"]
    first = proposed(world, "甲", "extend", ends_on=until, mentor_id=seat)
    second = proposed(world, "丙", "extend", ends_on=until, mentor_id=seat)
    decided(world, first)
    with pytest.raises(Conflict, match="extension_barred"):
        decided(world, second)
    assert pairings_of(world, "丙") == [("active", world.mentors["李"])]


@pytest.mark.parametrize("days", [0, -1, 3 * 366 + 1])
def test_an_extension_ends_after_the_term_and_within_three_years(world: World, days: int) -> None:
    ready(world, "甲")
    with pytest.raises(Invalid, match="extension_until"):
        proposed(world, "甲", "extend", ends_on=pairing_of(world, "甲").ends_on + timedelta(days=days))


@pytest.mark.both_engines
def test_an_end_goes_by_a_slip_of_the_same_two_people(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲", "end", reason="promoted", ground="提拔任用")
    row = world.row(Conclusion, key)
    assert world.row(Change, row.change_id).status == "proposed"
    assert decided(world, key) == "ended"
    assert world.row(Change, row.change_id).status == "carried_out"
    assert mentee_state(world, "甲") == "ended"
    sound(world)


@pytest.mark.both_engines
def test_a_change_of_mentor_goes_by_a_slip_and_names_its_successor(world: World) -> None:
    opened(world, "midterm")
    graded(world, "甲", "unqualified")
    key = proposed(world, "甲", "change", reason="not_suited", ground="专业不对口", mentor_id=world.mentors["赵"])
    decided(world, key)
    assert pairing_of(world, "甲").mentor_id == world.mentors["赵"]
    assert world.row(Conclusion, key).successor_id == pairing_of(world, "甲").id
    sound(world)


@pytest.mark.parametrize(
    ("kind", "reason"), [("end", ""), ("end", "not_suited"), ("change", ""), ("graduate", "promoted")]
)
def test_only_the_grounds_of_the_slips_are_taken(world: World, kind: str, reason: str) -> None:
    ready(world, "甲")
    with pytest.raises(Invalid, match="not_in_list"):
        proposed(world, "甲", kind, reason=reason, ground="说明", mentor_id=world.mentors["赵"])


@pytest.mark.both_engines
def test_a_refused_end_puts_its_slip_away_so_that_another_conclusion_is_free(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲", "end", reason="promoted", ground="提拔任用")
    decided(world, key, agreed=False, answer="先考核")
    assert world.row(Change, world.row(Conclusion, key).change_id).status == "withdrawn"
    assert decided(world, proposed(world, "甲")) == "graduated"


@pytest.mark.both_engines
def test_a_withdrawn_proposal_stays_on_file_and_frees_the_pairing(world: World) -> None:
    ready(world, "甲")
    key = proposed(world, "甲", "end", reason="other", ground="个人原因")
    version = world.row(Conclusion, key).version
    world.do("officer", conclude.withdraw, conclusion_id=key, seen_version=version, comment="误提")
    assert world.row(Conclusion, key).status == "withdrawn"
    assert decided(world, proposed(world, "甲")) == "graduated"


def test_a_slip_on_its_way_bars_a_conclusion(world: World) -> None:
    ready(world, "甲")
    single(world, "end", "甲", "promoted")
    with pytest.raises(Conflict, match="in_other_slip"):
        proposed(world, "甲")


@pytest.mark.both_engines
def test_the_clear_ones_are_proposed_and_decided_all_or_none(world: World) -> None:
    ready(world, "甲", "乙")
    planned(world, "丙", 5, 1)
    graded(world, "丙")
    seen = {pairing_of(world, name).id: pairing_of(world, name).version for name in "甲乙丙"}
    with pytest.raises(Conflict, match="conclusion_checks"):
        world.do("officer", conclude.propose_graduations, seen=seen)
    clear = {pairing_of(world, name).id: pairing_of(world, name).version for name in "甲乙"}
    assert world.do("officer", conclude.propose_graduations, seen=clear) == 2
    waiting = proposals(world)
    with pytest.raises(Stale):
        world.do("chief", conclude.decide_graduations, seen={**waiting, max(waiting): 99})
    assert mentee_state(world, "甲") == "paired"
    assert world.do("chief", conclude.decide_graduations, seen=waiting) == 2
    assert [mentee_state(world, name) for name in "甲乙丙"] == ["graduated", "graduated", "paired"]
    sound(world)


def proposals(world: World) -> dict[int, int]:
    """{conclusions.id: version} of what waits."""
    with world.database.read() as session:
        rows = select(Conclusion.id, Conclusion.version).where(Conclusion.status == "proposed")
        return dict(session.execute(rows).all())


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("graduate", {}),
        ("extend", {"ends_on": today() + 3 * YEAR, "mentor": "赵", "ground": "延期"}),
        ("end", {"reason": "transferred", "ground": "调离"}),
    ],
)
def test_whatever_statement_fails_everything_is_carried_out_or_nothing(
    world: World, kind: str, more: dict[str, Any]
) -> None:
    ready(world, "甲")
    asked = {name: value for name, value in more.items() if name != "mentor"}
    key = proposed(world, "甲", kind, mentor_id=world.mentors.get(more.get("mentor", "")), **asked)
    assert fail_everywhere(world.database, lambda: decided(world, key)) > 5
    sound(world)


def test_every_step_is_in_the_log_once(world: World) -> None:
    ready(world, "甲")
    decided(world, proposed(world, "甲"))
    with world.database.read() as session:
        acts = [row.detail.get("act", "") for row in session.scalars(select(Audit).order_by(Audit.seq))]
    assert [act for act in acts if act.startswith("conclusion")] == ["conclusion_proposed", "conclusion_carried_out"]
