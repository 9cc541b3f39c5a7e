"""What the desk shows before an act: exact prices computed by hand, who moves, and nothing of other units to a liaison."""

import random

import pytest

from db.engines import Database
from db.models import MentorProfile, Person, Scheme
from db.queries.desk import desk_schemes, desk_version, last_act_elsewhere
from programme import desk
from programme.desk_cards import Preview, Price, Shift
from programme.desk_drift import drifted
from programme.desk_history import history
from programme.desk_preview import preview, priced
from programme.desk_view import board, card
from programme.errors import Forbidden, NotFound
from programme.rules import rules_in_force, save_rules
from programme.schemes import rename
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import MatchWorld, match_world


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    """An empty world whose runs are done in this process."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return match_world(database, staff("officer"))


@pytest.fixture
def table(world: MatchWorld, staff: Staff) -> DeskWorld:
    """The desk computed by hand in `tests/support/desk_world.py`: 甲-王, 乙-陈."""
    people_by_hand(world)
    return on_the_desk(world, staff)


def names(shifts: tuple[Shift, ...]) -> list[tuple[str, str, str]]:
    return [
        (s.mentee.name, s.from_mentor.name if s.from_mentor else "", s.to_mentor.name if s.to_mentor else "")
        for s in shifts
    ]


def test_the_price_of_another_mentor_is_what_the_whole_plan_loses(table: DeskWorld) -> None:
    """甲 to 陈 loses 15 and drives 乙 to 王 at the same 60; 甲 to the idle 赵 loses 30 and moves nobody."""
    taken, idle, present = (table.candidate("甲", mentor) for mentor in ("陈", "赵", "王"))
    assert (taken.total, names(taken.moves)) == (-15.0, [("乙", "陈", "王")])
    assert (idle.total, names(idle.moves)) == (-30.0, [])
    assert (present.total, present.present, names(present.moves)) == (0.0, True, [])


def test_the_mentors_are_ranked_by_what_they_cost(table: DeskWorld) -> None:
    assert [one.mentor.name for one in table.card("甲").candidates] == ["王", "陈", "赵"]


def test_a_mentor_under_the_floor_ranks_last_whatever_the_points_say(table: DeskWorld) -> None:
    """乙 with 赵 would have 15, under the floor of 40: an aim before points suffers."""
    assert table.candidate("乙", "赵").earlier == ("below_floor",)
    assert table.candidate("乙", "王").earlier == ()


def test_choosing_a_mentor_foresees_what_the_act_then_does(table: DeskWorld) -> None:
    pair = table.ids("甲", "陈")
    moves = [(table.world.mentees["乙"], table.world.people["陈"], table.world.people["王"])]
    known = table.see(priced, pair=pair, moves=moves)
    assert known == table.see(preview, kind="reassign", pairs=[pair])
    assert (known.price.fit, known.price.total, known.price.lowest) == (-15.0, -15.0, 60.0)
    assert (names(known.own), names(known.moves)) == ([("甲", "王", "陈")], [("乙", "陈", "王")])
    outcome = table.act(desk.reassign, **table.pair("甲", "陈"), reason="试")
    assert outcome.after.total_fit - outcome.before.total_fit == known.price.fit


def test_a_preview_stores_nothing(table: DeskWorld) -> None:
    before = table.state()
    table.see(preview, kind="ban", pairs=[table.ids("甲", "王")])
    assert (table.state(), table.acts()) == (before, [])


def test_evenness_is_part_of_the_price(world: MatchWorld, staff: Staff) -> None:
    """Two mentors with two seats; both at 75 for both: giving both to one costs 50 * (4 - 1 - 1) / 2 = 50 points."""
    world.add_mentor("王", 2, "", {"a": 5})
    world.add_mentor("陈", 2, "", {"a": 5})
    for name in ("甲", "乙"):
        world.add_mentee(name, needs=["a"])
    table = on_the_desk(world, staff)
    other = next(mentor for mentor in ("王", "陈") if mentor != table.plan()["甲"])
    table.act(desk.lock, mentee_ids=[world.mentees["乙"]])
    seen = table.see(preview, kind="reassign", pairs=[table.ids("甲", other)])
    assert (seen.price.fit, seen.price.balance, seen.price.total) == (0.0, -50.0, -50.0)
    assert table.candidate("甲", other).total == -50.0


def test_a_ban_and_a_swap_are_priced_before_they_are_done(table: DeskWorld) -> None:
    ban = table.see(preview, kind="ban", pairs=[table.ids("甲", "王")])
    swap = table.see(preview, kind="swap", pairs=[table.ids("甲", "王"), table.ids("乙", "陈")])
    assert ban.price == swap.price == Price(total=-15.0, fit=-15.0, balance=0.0, lowest=60.0)
    assert (len(ban.own), len(ban.moves), len(swap.own), len(swap.moves)) == (1, 1, 2, 0)


def test_what_would_be_refused_says_so_beforehand(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["乙"]])
    seen: Preview = table.see(preview, kind="reassign", pairs=[table.ids("甲", "陈")])
    assert (seen.price, seen.refused.code if seen.refused else "") == (None, "pin_no_seat")  # type: ignore[attr-defined]


def test_a_locked_mentee_has_prices_only_once_one_is_chosen(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["甲"]])
    one = table.candidate("甲", "赵")
    assert (one.total, one.forbidden) == (None, "")
    table.act(desk.lock, mentee_ids=[table.world.mentees["乙"]])
    assert [table.candidate("甲", mentor).forbidden for mentor in ("王", "陈", "赵")] == ["", "no_seat", ""]
    assert table.see(preview, kind="reassign", pairs=[table.ids("甲", "赵")]).price.total == -30.0


def test_the_board_shows_the_figures_and_their_change_since_the_last_act(table: DeskWorld) -> None:
    first = table.see(board)
    assert (first.figures.paired, first.figures.mean_fit, first.before, first.proved) == (2, 67.5, None, True)
    table.act(desk.reassign, **table.pair("甲", "陈"), reason="试")
    second = table.see(board)
    assert (second.figures.mean_fit, second.before.mean_fit if second.before else None) == (60.0, 67.5)
    assert (second.undo, second.redo, second.editable) == ("reassign", "", True)


def test_the_queue_has_the_lowest_fit_first_and_those_without_a_mentor_last(world: MatchWorld, staff: Staff) -> None:
    people_by_hand(world)
    world.add_mentee("丙", needs=["c"], priority=0)
    world.add_mentee("丁", needs=["c"])
    lines = on_the_desk(world, staff).see(board).queue.lines
    fits = [line.fit for line in lines]
    assert [line.marks for line in lines if line.mentor is None] == [("seats_full",)]
    assert fits[-1] is None
    assert [fit for fit in fits if fit is not None] == sorted(fit for fit in fits if fit is not None)
    assert {line.mentee.name for line in lines} == {"甲", "乙", "丙", "丁"}


def test_a_pair_under_the_floor_is_to_be_looked_at(world: MatchWorld, staff: Staff) -> None:
    world.add_mentor("王", 1, "", {"a": 2})
    world.add_mentee("甲", needs=["a"])
    [line] = on_the_desk(world, staff).see(board).queue.lines
    assert (line.doubtful, line.marks, line.fit) == (True, ("floor",), 30.0)


@pytest.mark.both_engines
def test_namesakes_are_told_apart_by_their_unit(world: MatchWorld, staff: Staff) -> None:
    people_by_hand(world)
    with world.database.write() as session:
        person = session.get(Person, world.people["陈"])
        assert person is not None
        person.name = "王"
    labels = {one.mentor.label for one in on_the_desk(world, staff).card("甲").candidates}
    assert labels == {"王·市财政局", "王·市水务局", "赵"}


def test_the_reasons_of_a_pair_add_up_to_its_fit(table: DeskWorld) -> None:
    [couple] = table.card("甲").couples
    assert couple.fit == pytest.approx(sum(share.points for share in couple.shares))
    assert couple.common.covered == (("expertise a", 5),)
    assert sum(share.most for share in couple.shares) == pytest.approx(100)


def test_somebody_without_a_mentor_has_the_reason(world: MatchWorld, staff: Staff) -> None:
    """One seat for two: 甲 fits better, so 乙 stays out because 王 is full."""
    world.add_mentor("王", 1, "", {"a": 5, "b": 3})
    world.add_mentee("甲", needs=["a"])
    world.add_mentee("乙", needs=["b"])
    world.add_mentee("丙", needs=["b"], category="young_cadre", work_start="2001-01")
    table = on_the_desk(world, staff)
    left_out = table.card("乙").barrier
    assert left_out is not None
    assert (left_out.reason, [who.name for who in left_out.mentors]) == ("seats_full", ["王"])
    refused = table.card("丙").barrier
    assert refused is not None
    assert (refused.reason, refused.ineligible) == ("ineligible", "months_reached")


def test_a_liaison_sees_the_own_units_people_and_no_prices(table: DeskWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=table.world.units["市财政局"])
    assert [line.mentee.name for line in table.see(board, liaison).queue.lines] == ["甲"]
    assert table.card("甲", liaison).candidates == ()
    assert table.see(history, liaison) == []
    with pytest.raises(NotFound):
        table.card("乙", liaison)
    for query, arguments in (
        (preview, {"kind": "ban", "pairs": [table.ids("甲", "王")]}),
        (priced, {"pair": table.ids("甲", "陈"), "moves": []}),
    ):
        with pytest.raises(Forbidden):
            table.see(query, liaison, **arguments)


@pytest.mark.parametrize(
    "query", [board, card, history, preview, priced, drifted, desk_schemes, desk_version, last_act_elsewhere]
)
def test_administrators_do_not_see_the_desk(table: DeskWorld, staff: Staff, query: object) -> None:
    with pytest.raises(Forbidden):
        table.world.see(query, staff("sysadmin"))  # type: ignore[arg-type]


@pytest.mark.both_engines
def test_the_history_tells_who_did_what_and_what_it_brought(table: DeskWorld) -> None:
    table.act(desk.appoint, **table.pair("甲", "陈"), leader="周部长", reason="工作需要")
    table.act(desk.undo, table.colleague)
    undone, deed = table.see(history)
    assert (deed.kind, deed.leader, deed.reason, deed.undone, deed.moved, deed.change) == (
        "appoint", "周部长", "工作需要", True, 2, -15.0,
    )  # fmt: skip
    assert ([who.name for who in deed.people], [who.name for who in deed.mentors]) == (["甲"], ["陈"])
    assert (undone.kind, undone.of, undone.by) == ("undo", 1, table.colleague.name)
    assert [one.seq for one in table.see(history, after=deed.version)] == [2]


@pytest.mark.both_engines
def test_drafts_come_before_signed_schemes_and_unfinished_ones_are_not_offered(table: DeskWorld) -> None:
    world = table.world
    with world.database.write() as session:
        first = session.get(Scheme, table.scheme_id)
        assert first is not None
        for name, status in (("二", "proposed"), ("三", "computing"), ("四", "superseded")):
            session.add(
                Scheme(
                    cohort_id=first.cohort_id,
                    policy_id=first.policy_id,
                    name=name,
                    status=status,
                    problem={},
                    by_id=first.by_id,
                )
            )
    found = world.see(desk_schemes, cohort_id=world.cohort_id)
    assert found["name"].tolist() == ["初稿", "二"]
    assert world.see(desk_version, scheme_id=table.scheme_id) == table.version


@pytest.mark.parametrize("seed", range(4))
def test_every_price_on_the_card_is_what_a_new_solve_says(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A crowded world of ten people and four mentors: the chain of moves and the solver agree on every total."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    draw, world = random.Random(seed), match_world(lite, staff("officer"))
    for number in range(4):
        skills = {code: draw.randint(1, 5) for code in draw.sample("abc", 2)}
        world.add_mentor(f"导师{number}", draw.randint(2, 3), "", skills, grassroots_years=draw.randint(0, 20))
    for number in range(10):
        world.add_mentee(f"干部{number}", needs=draw.sample("abc", 2))
    table = on_the_desk(world, staff)
    for mentee, mentee_id in world.mentees.items():
        for one in table.card(mentee).candidates:
            if one.total is not None and not one.present:
                seen = table.see(preview, kind="reassign", pairs=[(mentee_id, one.mentor.id)])
                assert seen.price.total == pytest.approx(one.total, abs=0.01)


def test_a_draft_says_when_people_or_rules_are_no_longer_those_it_was_computed_from(table: DeskWorld) -> None:
    world = table.world
    assert table.see(drifted) is False
    table.act(desk.lock, mentee_ids=[world.mentees["甲"]])
    assert table.see(drifted) is False
    world.change(MentorProfile, world.people["赵"], capacity=2)
    assert table.see(drifted) is True
    world.change(Scheme, table.scheme_id, status="proposed")
    assert table.see(drifted) is False


def test_saved_rules_make_a_draft_drift_too(table: DeskWorld) -> None:
    world = table.world
    with world.database.read() as session:
        number = rules_in_force(session, world.cohort_id).number
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=number, values={"floor": 50})
    assert table.see(drifted) is True


@pytest.mark.both_engines
def test_acts_at_the_desk_are_no_reason_to_read_the_pool_again(table: DeskWorld) -> None:
    before = table.world.see(last_act_elsewhere)
    table.act(desk.lock, mentee_ids=[table.world.mentees["甲"]])
    assert table.world.see(last_act_elsewhere) == before
    table.world.do(rename, scheme_id=table.scheme_id, seen_version=table.version, name="定稿")
    assert table.world.see(last_act_elsewhere) > before
