"""How far mentees have come, what is loose, whom one may look for: counted by hand, on both engines."""

from datetime import date

import pytest

from db.engines import Database
from db.models import Pairing, PairingEvent, Scheme
from db.queries.overview import (
    everybody,
    loose_ends,
    mentee_progress,
    mentor_states,
    notices,
    rules_reviewed,
    scheme_on_its_way,
)
from programme.rules import row_in_force, save_rules
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """王 in the pool leads 甲 (on notice) and 乙 (in force); 李 has left and still leads 丙; 丁 waits."""
    world = match_world(database, staff("officer"))
    world.add_unit("财政局", "市直", stream="organ")
    world.add_mentor("王", 3, "财政局")
    world.add_mentor("李", 3, status="left")
    for name in "甲乙丙丁":
        world.add_mentee(name, "财政局", status="waiting" if name == "丁" else "paired")
    for name, mentor, status in (("甲", "王", "notice"), ("乙", "王", "due"), ("丙", "李", "active")):
        world.add_pairing(world.mentees[name], mentor, status=status)
    return world


def add_scheme(world: MatchWorld, name: str, status: str) -> int:
    with world.database.write() as session:
        policy = row_in_force(session, world.officer, world.cohort_id)
        scheme = Scheme(
            cohort_id=world.cohort_id, policy_id=policy.id, name=name, status=status, by_id=world.officer.id,
            problem={}, solution={},
        )  # fmt: skip
        session.add(scheme)
        session.flush()
        return scheme.id


def test_the_scheme_on_its_way_is_the_one_that_came_farthest_then_the_newest(world: MatchWorld) -> None:
    assert world.see(scheme_on_its_way, cohort_id=world.cohort_id).empty
    add_scheme(world, "一", "superseded")
    proposed = add_scheme(world, "二", "proposed")
    add_scheme(world, "三", "draft")
    newer = add_scheme(world, "四", "proposed")
    assert proposed != newer
    assert world.see(scheme_on_its_way, cohort_id=world.cohort_id)["id"].tolist() == [newer]


def test_progress_tells_a_pairing_on_notice_from_one_that_came_into_force(world: MatchWorld) -> None:
    rows = world.see(mentee_progress, cohort_id=world.cohort_id, scheme_id=None).set_index("name")
    assert rows["bound"].to_dict() == {"甲": 1, "乙": 1, "丙": 1, "丁": 0}
    assert rows["in_force"].to_dict() == {"甲": 0, "乙": 1, "丙": 1, "丁": 0}
    assert rows["planned"].sum() == 0


def test_loose_ends_count_terms_run_out_and_people_whose_mentor_left(world: MatchWorld) -> None:
    assert world.see(loose_ends) == {"due": 1, "stranded": 1}


def test_without_pairings_nothing_is_loose(database: Database, staff: Staff) -> None:
    empty = match_world(database, staff("officer"))
    assert empty.see(loose_ends) == {"due": 0, "stranded": 0}
    assert empty.see(mentor_states) == {}
    assert empty.see(everybody).empty


def test_states_of_mentors_are_counted(world: MatchWorld) -> None:
    assert world.see(mentor_states) == {"in_pool": 1, "left": 1}


def test_a_notice_says_when_it_was_published(world: MatchWorld) -> None:
    with world.database.write() as session:
        pairing = session.query(Pairing).filter_by(status="notice").one()
        step = {"from_status": "", "to_status": "notice", "on_day": date(2026, 10, 5), "by_id": world.officer.id}
        session.add(PairingEvent(pairing_id=pairing.id, **step))
    rows = world.see(notices, cohort_id=world.cohort_id)
    assert [(str(row.published), row.notice_days) for row in rows.itertuples()] == [("2026-10-05", 3)]


def test_rules_count_as_reviewed_once_somebody_saved_them(world: MatchWorld) -> None:
    add_scheme(world, "一", "draft")
    assert not world.see(rules_reviewed, cohort_id=world.cohort_id)
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=1, values={"floor": 20})
    assert world.see(rules_reviewed, cohort_id=world.cohort_id)


def test_one_may_look_for_everybody_in_each_part_they_play(world: MatchWorld, staff: Staff) -> None:
    world.add_mentee("王", "财政局")
    rows = world.see(everybody)
    assert sorted(rows.loc[rows["name"] == "王", "part"]) == ["mentee", "mentor"]
    assert set(rows["name"]) == set("王李甲乙丙丁")
    liaison = staff("liaison", unit_id=world.units["财政局"])
    assert "李" not in set(world.see(everybody, by=liaison)["name"])
