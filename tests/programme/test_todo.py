"""What all tasks share: buckets of days, folding of many into one, order, links, and a price that does not grow with the rows."""

from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest

from db.engines import Database
from db.models import MentorProfile
from programme.access import Action
from programme.errors import Forbidden
from programme.todo.task import BUCKETS, Asked, Task
from programme.todo.tasks import PERSONAL, SOURCES, tasks, tasks_about
from programme.todo.words import SENTENCES, TOPICS
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.todo import statements, waiting

PAGES = Path(__file__).resolve().parent.parent.parent / "pages"
WEDNESDAY = date(2026, 11, 25)
FEW, MANY = 4, 12


@pytest.mark.parametrize(
    ("due", "bucket"),
    [(-1, "late"), (0, "today"), (1, "week"), (4, "week"), (5, "later")],
)
def test_the_week_ends_on_sunday(due: int, bucket: str) -> None:
    """From Wednesday four days lead to Sunday, five to Monday."""
    task = Task("term_over", "match/pairings.py", due_on=WEDNESDAY + timedelta(days=due))
    assert task.bucket(WEDNESDAY) == bucket


def test_without_a_day_a_task_is_in_no_hurry_and_not_late() -> None:
    assert Task("scheme_draft", "match/desk.py").bucket(WEDNESDAY) == "open"
    assert set(BUCKETS) == {"late", "today", "week", "open", "later"}


def overfull(world: MatchWorld, count: int, since: int = 0) -> None:
    """So many mentors who lead one and have no seat."""
    for number in range(since, since + count):
        world.add_mentor(f"师{number}", 1, "财政局")
        world.add_mentee(f"徒{number}", "财政局", status="paired")
        world.add_pairing(world.mentees[f"徒{number}"], f"师{number}")
        world.change(MentorProfile, world.people[f"师{number}"], capacity=0)


@pytest.fixture
def world(lite: Database, staff: Staff) -> MatchWorld:
    """An office with nobody yet."""
    made = match_world(lite, staff("officer"))
    made.add_unit("财政局", "市直")
    return made


def test_three_stand_one_by_one_and_a_fourth_folds_them_into_one(world: MatchWorld) -> None:
    overfull(world, 3)
    assert len(waiting(world.database, world.officer)["overloaded"]) == 3
    overfull(world, 1, since=3)
    found = waiting(world.database, world.officer)
    assert "overloaded" not in found
    (task,) = found["overloaded_many"]
    assert (task.data["count"], task.data["names"], len(task.people)) == (4, "师0、师1、师2", 4)
    assert (task.file, task.params) == ("follow/workload.py", {"view": "mentors"})


def test_the_page_of_a_person_hears_of_this_person_alone(world: MatchWorld) -> None:
    overfull(world, FEW)
    with world.database.read() as session:
        (task,) = tasks_about(session, world.officer, person_id=world.people["师2"])
    assert (task.kind, task.data["name"]) == ("overloaded", "师2")


def test_the_number_of_statements_does_not_grow_with_the_rows(world: MatchWorld) -> None:
    counts = []
    for size in (FEW, MANY):
        overfull(world, size, since=size * 100)
        for number in range(size):
            world.add_mentee(f"等{size}{number}", "财政局")
            world.add_mentor(f"提{size}{number}", 1, "财政局", status="nominated")
        with statements(world.database) as seen, world.database.read() as session:
            assert tasks(session, world.officer)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 2 * len(SOURCES)


def test_what_others_deal_with_is_news_and_never_pressing(world: MatchWorld, staff: Staff) -> None:
    overfull(world, 1)
    with world.database.read() as session:
        found = tasks(session, staff("leader"))
    assert found and all(not task.mine and task.weight == "look" for task in found)


def test_the_most_pressing_comes_first(world: MatchWorld) -> None:
    overfull(world, 1)
    with world.database.read() as session:
        found = tasks(session, world.officer, on=date(2027, 12, 1))
    places = [BUCKETS.index(task.bucket(date(2027, 12, 1))) for task in found]
    assert places == sorted(places) and places[0] == 0


def test_who_does_not_read_the_programme_has_no_list(world: MatchWorld, staff: Staff) -> None:
    with world.database.read() as session, pytest.raises(Forbidden):
        tasks(session, staff("sysadmin"))


def test_an_owner_is_whoever_holds_the_right() -> None:
    assert Task("exit_decide", "x", Action.APPROVE).owners == ("chief", "leader")
    assert Task("draft_roster", "x").owners == ()


def test_every_sentence_has_a_topic_and_a_folded_one_only_names_and_a_count() -> None:
    for kind, (topic, text) in SENTENCES.items():
        fields = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
        assert topic in TOPICS
        assert not kind.endswith("_many") or fields == {"count", "names"}


def test_every_kind_that_is_folded_has_the_sentence_of_many(world: MatchWorld) -> None:
    """`fold` is only called by the personal sources; each of their kinds has both sentences, or stands one by one."""
    alone = {"slip_draft", "slip_returned", "slip_proposed", "slip_approved"}
    folded = {kind.removesuffix("_many") for kind in SENTENCES if kind.endswith("_many")}
    assert folded <= set(SENTENCES) and not alone & folded
    assert len(PERSONAL) < len(SOURCES)


def test_a_fold_keeps_mine_and_others_apart(world: MatchWorld, staff: Staff) -> None:
    with world.database.read() as session:
        asked = Asked(session, world.officer, WEDNESDAY)
        rows = [Task("term_over", "a", data={"mentee": str(n)}, mine=n % 2 == 0) for n in range(10)]
        found = asked.fold(rows, lambda task: task.data["mentee"])
    assert [(task.mine, task.data["count"]) for task in found] == [(True, 5), (False, 5)]
