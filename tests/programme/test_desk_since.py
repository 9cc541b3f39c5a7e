"""The present plan against the computed one, however many acts, undos and orders lie between."""

import pytest

from db.engines import Database
from programme import desk, desk_orders
from programme.desk_since import since_start
from programme.desk_view import board
from programme.errors import Forbidden
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import match_world


@pytest.fixture
def table(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> DeskWorld:
    """The desk computed by hand in `tests/support/desk_world.py`: 甲-王, 乙-陈."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(database, staff("officer"))
    people_by_hand(world)
    return on_the_desk(world, staff)


def test_before_the_first_act_there_is_nothing_to_compare(table: DeskWorld) -> None:
    assert table.see(since_start) is None
    assert table.see(board).start is None


def test_every_act_adds_up_from_the_computed_plan_on(table: DeskWorld) -> None:
    """甲 goes from 王 to 赵 (75 to 45); 陈 gets a seat more, 赵 two."""
    table.act(desk.reassign, **table.pair("甲", "陈"), reason="试")
    table.act(desk.reassign, **table.pair("甲", "赵"), reason="试")
    mentors = table.world.people
    table.act(desk_orders.change_seats, mentor_id=mentors["陈"], amount=1, reason="试")
    table.act(desk_orders.change_seats, mentor_id=mentors["赵"], amount=2, reason="试")
    found = table.see(since_start)
    told = {(move.mentee.name, move.from_mentor.name, move.to_mentor.name) for move in found.moves}
    assert ("甲", "王", "赵") in told
    assert found.acts == 4
    assert found.contrast.before.total_fit == 135.0
    assert found.contrast.after.total_fit == table.see(board).figures.total_fit
    assert found.price.fit == found.contrast.after.total_fit - 135.0
    seats = {load.mentor.name: (load.seats_before, load.seats_after) for load in found.contrast.loads}
    assert (seats["陈"], seats["赵"]) == ((1, 2), (1, 3))


@pytest.mark.both_engines
def test_what_was_undone_counts_for_nothing(table: DeskWorld) -> None:
    table.act(desk.reassign, **table.pair("甲", "赵"), reason="试")
    table.act(desk.undo)
    found = table.see(since_start)
    assert (found.acts, found.moves, found.contrast.loads) == (0, (), ())
    assert found.contrast.before == found.contrast.after


def test_the_board_remembers_the_figures_of_the_computed_plan(table: DeskWorld) -> None:
    for mentor in ("陈", "赵"):
        table.act(desk.reassign, **table.pair("甲", mentor), reason="试")
    seen = table.see(board)
    assert (seen.start.mean_fit, seen.before.mean_fit, seen.figures.mean_fit) == (67.5, 60.0, 52.5)


def test_a_viewer_of_one_unit_is_refused(table: DeskWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=table.world.units["市财政局"])
    with pytest.raises(Forbidden):
        table.see(since_start, liaison)
    seen = table.see(board, liaison)
    assert (seen.start, seen.figures.gini, seen.figures.people) == (None, None, 1)
