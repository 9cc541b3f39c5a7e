"""Trade-offs of a scheme: the points, what each would change, and a scheme made of one."""

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Audit, Job, Scheme, SchemeHold
from matching import Policy
from matching.tradeoff import own_weight
from programme import desk, runs, studies, worker
from programme.errors import Conflict, Forbidden, Invalid
from programme.tradeoff_people import point_moves
from programme.tradeoff_runs import run_point
from programme.tradeoffs import TradeOff, references, subject_now, trade_off_shown
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.runs import finish_here


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """甲 and 乙 need a; 王 gives 75 points of fit to each, 陈 45; both have two seats.

    Both with 王: fit 150, balance 50 * 4 / 2 = 100, score 50. One each: fit 120, balance 25 + 25, score 70.
    """
    world = match_world(database, staff("officer"))
    world.add_unit("市水务局", "")
    world.add_mentor("王", 2, "市水务局", {"a": 5})
    world.add_mentor("陈", 2, "市水务局", {"a": 3})
    world.add_mentee("甲", "市水务局", ["a"])
    world.add_mentee("乙", "市水务局", ["a"])
    return world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """甲 and 乙 need a; 王 gives 75 points of fit to each, 陈 45; both have two seats.

    Both with 王: fit 150, balance 50 * 4 / 2 = 100, score 50. One each: fit 120, balance 25 + 25, score 70.
    """
    return built(database, staff)


@pytest.fixture
def table(world: MatchWorld, staff: Staff) -> DeskWorld:
    return on_the_desk(world, staff)


def studied(table: DeskWorld, term: str = "balance", other_id: int | None = None) -> TradeOff:
    """The trade-off after its job was done (that of balance follows the run by itself)."""
    subject = "" if other_id is None else table.world.see(subject_now, other_id=other_id)
    if subject:
        table.world.do(studies.ask, scheme_id=table.scheme_id, kind=term, subject=subject)
    with table.world.database.read() as session:
        rows = select(Job.id).where(Job.kind == studies.STUDY, Job.status == "queued").order_by(Job.id)
        waiting = session.scalars(rows).all()
    for job_id in waiting:
        assert worker.run(table.world.database, job_id) == 0
    found: TradeOff = table.see(trade_off_shown, term=term, subject=subject)
    return found


def made(table: DeskWorld, **point: object) -> int:
    """The scheme made of a point, computed."""
    scheme_id = table.world.do(run_point, scheme_id=table.scheme_id, **point)
    return finish_here(table.world, scheme_id)


def mentors(table: DeskWorld, scheme_id: int) -> list[str]:
    """The mentors of 甲 and 乙, sorted."""
    return sorted(DeskWorld(table.world, scheme_id, table.colleague).plan().values())


def test_nothing_is_shown_before_the_worker_has_computed(table: DeskWorld) -> None:
    assert table.see(trade_off_shown, term="balance") is None


@pytest.mark.both_engines
def test_the_points_of_a_hand_computed_world(table: DeskWorld) -> None:
    found = studied(table)
    seen = [(p.weight, p.fit, p.uneven, p.score, p.largest, p.full, p.moved, p.paired) for p in found.points]
    assert seen == [(0.0, 150.0, 100.0, 50.0, 2, 1, 1, 2), (1.0, 120.0, 50.0, 70.0, 1, 2, 0, 2)]
    assert found.own == 1 and found.present is found.points[1] and not found.stale
    # One mentor has all, of two: Gini 0.5; both the same: 0.
    assert [point.gini for point in found.points] == [0.5, 0.0]


def test_who_would_move_at_a_point_is_told_by_name(table: DeskWorld, staff: Staff) -> None:
    (point, _present) = studied(table).points
    moves = table.see(point_moves, term="balance", weight=point.weight)
    assert [(move.from_mentor.name, move.to_mentor.name, move.fit_after) for move in moves] == [("陈", "王", 75.0)]
    with pytest.raises(Forbidden):
        table.see(point_moves, staff("liaison"), term="balance", weight=point.weight)


def test_a_scheme_of_a_point_is_that_point_with_the_orders_of_the_first(table: DeskWorld) -> None:
    table.act(desk.ban, **table.pair("甲", "陈"), reason="不合适")
    scheme_id = made(table, term="balance", weight=0.0, name="重适配")
    assert mentors(table, scheme_id) == ["王", "王"]
    new, old = table.world.row(Scheme, scheme_id), table.world.row(Scheme, table.scheme_id)
    assert (new.status, new.name, old.status, old.policy_id) == ("draft", "重适配", "draft", new.policy_id)
    assert new.problem["pool"] == old.problem["pool"]
    assert own_weight(Policy.from_dict(new.problem["policy"]), "balance") == 0
    mine = DeskWorld(table.world, scheme_id, table.colleague)
    assert [(hold["kind"], hold["reason"]) for hold in mine.rows(SchemeHold)] == [("ban", "不合适")]
    assert mentors(table, table.scheme_id) == ["王", "陈"]


def test_the_desk_goes_on_under_the_weight_of_the_point(table: DeskWorld) -> None:
    scheme_id = made(table, term="balance", weight=0.0, name="重适配")
    mine = DeskWorld(table.world, scheme_id, table.colleague)
    mine.act(desk.ban, **table.pair("甲", "陈"), reason="不合适")
    mine.act(desk.undo)
    assert mentors(table, scheme_id) == ["王", "王"]


def test_few_changes_to_another_scheme_are_given_up_where_they_cost_more_than_they_bring(table: DeskWorld) -> None:
    other = made(table, term="balance", weight=0.0, name="上次")
    found = studied(table, "changes", other)
    # From both with 王 to one each is one change and brings 20 points.
    assert [(p.changes, p.score, p.moved) for p in found.points] == [(1, 70.0, 0), (0, 50.0, 1)]
    assert found.points[0].weight == 0 and 20 <= found.points[1].weight <= 30
    near = made(table, term="changes", weight=30.0, name="少动", other_id=other)
    assert mentors(table, near) == ["王", "王"]
    free = made(table, term="changes", weight=5.0, name="多动", other_id=other)
    assert mentors(table, free) == ["王", "陈"]


def test_a_list_that_changed_since_has_to_be_asked_about_anew(table: DeskWorld) -> None:
    other = made(table, term="balance", weight=0.0, name="上次")
    studied(table, "changes", other)
    DeskWorld(table.world, other, table.colleague).act(desk.ban, **table.pair("甲", "王"), reason="不合适")
    now = table.world.see(subject_now, other_id=other)
    assert table.see(trade_off_shown, term="changes", subject=now) is None


def test_a_point_of_an_earlier_state_is_known_to_be_that(table: DeskWorld) -> None:
    studied(table)
    table.act(desk.ban, **table.pair("甲", "王"), reason="不合适")
    assert table.see(trade_off_shown, term="balance").stale


@pytest.mark.both_engines
def test_plans_to_stay_near_to_are_the_others_of_the_cohort_signed_ones_first(table: DeskWorld) -> None:
    draft = made(table, term="balance", weight=0.0, name="草案")
    signed = made(table, term="balance", weight=0.5, name="已报")
    table.world.change(Scheme, signed, status="proposed")
    assert [one.scheme_id for one in table.see(references)] == [signed, draft]


@pytest.mark.parametrize(
    "point",
    [
        {"term": "luck", "weight": 1.0},
        {"term": "balance", "weight": -1.0},
        {"term": "balance", "weight": 0.12345},
        {"term": "balance", "weight": 1e9},
    ],
)
def test_a_point_that_nobody_offered_is_refused(table: DeskWorld, point: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="not_a_point"):
        table.world.do(run_point, scheme_id=table.scheme_id, name="错", **point)


def test_a_taken_name_is_refused_and_a_reader_may_not_run(table: DeskWorld, staff: Staff) -> None:
    point = {"scheme_id": table.scheme_id, "term": "balance", "weight": 0.0}
    with pytest.raises(Conflict, match="scheme_name_taken"):
        table.world.do(run_point, name="初稿", **point)
    with pytest.raises(Forbidden):
        table.world.do(run_point, staff("leader"), name="新", **point)


@pytest.mark.both_engines
def test_the_audit_says_which_point_of_which_scheme(table: DeskWorld) -> None:
    scheme_id = made(table, term="balance", weight=0.5, name="折中")
    with table.world.database.read() as session:
        rows = session.scalars(select(Audit.detail).where(Audit.object == f"scheme:{scheme_id}")).all()
    told = next(row for row in rows if "point_of" in row)
    assert (told["point_of"], told["term"], told["weight"]) == (table.scheme_id, "balance", 0.5)


def test_a_rerun_of_a_scheme_of_a_point_keeps_its_weight_and_others_take_the_rules_in_force(table: DeskWorld) -> None:
    scheme_id = made(table, term="balance", weight=0.25, name="折中")
    again = {}
    for key in (scheme_id, table.scheme_id):
        version = table.world.row(Scheme, key).version
        started = table.world.do(runs.rerun, scheme_id=key, seen_version=version)
        again[key] = Policy.from_dict(table.world.row(Scheme, started.scheme_id).problem["policy"])
    assert own_weight(again[scheme_id], "balance") == 0.25 and own_weight(again[table.scheme_id], "balance") == 1
