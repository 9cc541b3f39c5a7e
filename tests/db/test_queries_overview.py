"""How far mentees have come, and whom one may look for: counted by hand, on both engines."""

import pytest

from db.engines import Database
from db.models import Scheme
from db.queries.overview import mentee_progress, scheme_on_its_way
from db.queries.person_search import findable, parts_played
from programme.rules import row_in_force
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines


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


def test_one_may_look_for_everybody_and_is_told_each_part_they_play(world: MatchWorld, staff: Staff) -> None:
    world.add_mentee("王", "财政局")
    rows = world.see(findable)
    assert sorted(rows["name"]) == sorted("王李甲乙丙丁"), "somebody with two parts stands once"
    ids = rows.loc[rows["name"] == "王", "person_id"].astype(int).tolist()
    parts = world.see(parts_played, person_ids=ids)
    assert list(zip(parts["part"], parts["status"], parts["cohort"], strict=True)) == [
        ("mentor", "in_pool", ""), ("mentee", "waiting", "2026年批次"),
    ]  # fmt: skip
    liaison = staff("liaison", unit_id=world.units["财政局"])
    assert "李" not in set(world.see(findable, by=liaison)["name"])


def test_a_person_without_a_part_is_not_found(world: MatchWorld) -> None:
    world.add_person("路人", "财政局")
    assert "路人" not in set(world.see(findable)["name"])
