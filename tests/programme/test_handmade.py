"""Lists made by hand: who is meant, what is asked, what the list is worth, and what can be made of it."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from db.engines import Database
from db.models import Person, Scheme, SchemeHold, SchemePair
from documents.grid import Sheet
from documents.safe import Upload
from programme import desk, exports, runs, schemes, signoff, studies
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.handmade import keep
from programme.handmade.export import offer_scored_list
from programme.handmade.onward import improve, make_draft
from programme.handmade.score import Score, score
from programme.handmade.settle import Row
from programme.handmade.view import HandListView, hand_list, hand_lists
from programme.rules_edit import put_quota
from programme.tradeoff_runs import run_point
from tests.conftest import Staff
from tests.documents.sheets import workbook
from tests.support.desk_world import DeskWorld
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.runs import finish_here, run_here


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """Fits (75 points a whole grade): 王一 gives 甲 75 and 乙 60, 陈二 60 and 60, 赵三 45 and 15; one seat each.

    The best plan is 甲-王一, 乙-陈二 (135). 丙三 is no mentee of the cohort; there are two people called 丁四, both mentees.
    """
    world = match_world(database, staff("officer"))
    world.add_unit("市财政局", "")
    world.add_unit("市水务局", "")
    world.add_mentor("王一", 1, "市财政局", {"a": 5, "b": 4})
    world.add_mentor("陈二", 1, "市水务局", {"a": 4, "b": 4})
    world.add_mentor("赵三", 1, "市水务局", {"a": 3, "b": 1})
    world.add_mentee("甲乙", "市财政局", ["a"])
    world.add_mentee("乙甲", "市水务局", ["b"])
    world.add_person("丙三", "市水务局")
    return world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """Fits (75 points a whole grade): 王一 gives 甲 75 and 乙 60, 陈二 60 and 60, 赵三 45 and 15; one seat each.

    The best plan is 甲-王一, 乙-陈二 (135). 丙三 is no mentee of the cohort; there are two people called 丁四, both mentees.
    """
    return built(database, staff)


def listed(world: MatchWorld, *rows: list[str], name: str = "科长名单", header: list[str] | None = None) -> int:
    """Keep a list of one sheet; returns the scheme."""
    sheet = Sheet("名单", [header or ["帮带对象", "导师"], *rows])
    return int(world.do(keep.take_list, cohort_id=world.cohort_id, name=name, file="名单.xlsx", sheets=[sheet]))


def seen(world: MatchWorld, scheme_id: int) -> HandListView:
    found: HandListView = world.see(hand_list, scheme_id=scheme_id)
    return found


def states(world: MatchWorld, scheme_id: int) -> list[str]:
    return [row.state for row in seen(world, scheme_id).rows]


def only(world: MatchWorld, scheme_id: int) -> Row:
    [row] = seen(world, scheme_id).rows
    return row


def scored(world: MatchWorld, scheme_id: int) -> Score:
    found: Score = world.see(score, scheme_id=scheme_id)
    return found


def pairs(world: MatchWorld, scheme_id: int) -> dict[str, str]:
    return DeskWorld(world, scheme_id, world.officer).plan()


def settle(world: MatchWorld, scheme_id: int, use_case: Any = keep.decide, **decision: Any) -> int:
    version = world.row(Scheme, scheme_id).version
    return int(world.do(use_case, scheme_id=scheme_id, seen_version=version, sheet="名单", **decision))


def test_names_that_are_certain_are_pairs_of_a_scheme_that_is_no_draft_of_the_desk(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲　乙", "陈二"], ["乙甲", "王一"])
    assert pairs(world, scheme_id) == {"甲乙": "陈二", "乙甲": "王一"}
    scheme = world.row(Scheme, scheme_id)
    assert (scheme.kind, scheme.status) == ("handmade", "draft") and scheme.fingerprint.startswith("hand:")
    assert [one.name for one in world.see(hand_lists, cohort_id=world.cohort_id)] == ["科长名单"]


def test_a_file_is_read_in_a_process_of_its_own_and_one_that_cannot_be_read_says_why(world: MatchWorld) -> None:
    content = workbook([["帮带对象", "导师"], ["甲乙", "陈二"]])
    opened = keep.open_list(world.database, world.officer, world.cohort_id, "名单一", Upload("名单.xlsx", content))
    assert pairs(world, opened) == {"甲乙": "陈二"}
    with pytest.raises(Invalid, match="file_refused"):
        keep.open_list(world.database, world.officer, world.cohort_id, "名单二", Upload("名单.xlsx", b"\x00\x01"))


def test_what_is_not_certain_is_asked_with_its_reason_and_who_it_may_be(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "王二"], ["丙三", "陈二"], ["", "赵三"], ["3号", "赵三"], ["乙甲", ""])
    rows = seen(world, scheme_id).rows
    assert [row.state for row in rows] == ["asked", "asked", "asked", "asked", "alone"]
    reasons = [[(ask.side, ask.reason) for ask in row.asks] for row in rows]
    assert reasons == [
        [("mentor", "unknown")],
        [("mentee", "no_such_part")],
        [("mentee", "nobody_named")],
        [("mentee", "bad_name")],
        [],
    ]
    assert rows[0].asks[0].near == (world.people["王一"], world.people["陈二"])
    assert pairs(world, scheme_id) == {}


def test_namesakes_are_asked_unless_number_or_unit_tells_them_apart(world: MatchWorld) -> None:
    first = world.add_mentee("丁四", "市财政局", ["a"])
    world.people.pop("丁四")
    second = world.add_mentee("丁四", "市水务局", ["a"])
    assert first != second
    plain = listed(world, ["丁四", "赵三"], name="一")
    assert [ask.reason for ask in only(world, plain).asks] == ["several"] and len(
        only(world, plain).asks[0].candidates
    ) == 2
    by_unit = listed(world, ["丁四", "市水务局科员", "赵三"], name="二", header=["姓名", "单位", "导师"])
    assert only(world, by_unit).pairs == ((world.people["丁四"], world.people["赵三"]),)
    in_brackets = listed(world, ["丁四（市水务局）", "赵三"], name="三")
    assert only(world, in_brackets).pairs == only(world, by_unit).pairs


def test_a_unit_or_a_number_that_contradicts_the_name_is_asked(world: MatchWorld) -> None:
    world.change(Person, world.people["王一"], no="A01")
    header = ["帮带对象", "导师编号", "导师", "导师单位"]
    wrong_unit = listed(world, ["甲乙", "", "王一", "市水务局"], name="一", header=header)
    wrong_number = listed(world, ["甲乙", "A01", "陈二", ""], name="二", header=header)
    other_number = listed(world, ["甲乙", "A99", "王一", ""], name="三", header=header)
    right_number = listed(world, ["甲乙", "A01", "王一", "市水务局"], name="四", header=header)
    reasons = [
        [ask.reason for ask in only(world, one).asks] for one in (wrong_unit, wrong_number, other_number, right_number)
    ]
    assert reasons == [["unit_differs"], ["number_of_another"], ["number_differs"], []]


def test_a_decision_makes_the_pair_and_is_taken_back_again(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "王二"])
    settle(world, scheme_id, row=2, side="mentor", name="王二", person_id=world.people["王一"])
    assert pairs(world, scheme_id) == {"甲乙": "王一"} and states(world, scheme_id) == ["paired"]
    settle(world, scheme_id, keep.take_back, row=2)
    assert pairs(world, scheme_id) == {} and states(world, scheme_id) == ["asked"]
    settle(world, scheme_id, row=2)
    assert states(world, scheme_id) == ["out"]


def test_nobody_outside_the_snapshot_can_be_chosen_and_a_colleagues_decision_is_not_overwritten(
    world: MatchWorld,
) -> None:
    scheme_id = listed(world, ["甲乙", "王二"])
    with pytest.raises(Invalid, match="hand_list_nobody"):
        settle(world, scheme_id, row=2, side="mentor", name="王二", person_id=world.people["丙三"])
    settle(world, scheme_id, row=2)
    with pytest.raises(Stale):
        world.do(keep.decide, scheme_id=scheme_id, seen_version=1, sheet="名单", row=2)


def test_a_row_said_twice_counts_once(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "陈二"], ["甲乙", "陈二"])
    assert states(world, scheme_id) == ["paired", "twice"]
    assert pairs(world, scheme_id) == {"甲乙": "陈二"}


def test_columns_that_no_header_tells_are_guessed_by_the_names_and_can_be_assigned(world: MatchWorld) -> None:
    scheme_id = listed(world, ["1", "甲乙", "陈二"], header=["x", "y", "z"])
    assert pairs(world, scheme_id) == {"甲乙": "陈二"}
    settle(world, scheme_id, keep.assign, columns={"mentee": 2, "mentor": 1})
    assert [row.asks[0].reason for row in seen(world, scheme_id).rows if row.asks] == ["bad_name"]
    [sheet] = seen(world, scheme_id).sheets
    assert sheet.fields == {"mentee": 2, "mentor": 1} and sheet.headers == ("x", "y", "z")


def test_the_list_is_scored_against_the_optimum_and_the_worst_difference_comes_first(world: MatchWorld) -> None:
    """By hand 甲-赵三 45, 乙-王一 60; best 甲-王一 75, 乙-陈二 60: 甲 loses 30, 乙 nothing."""
    found = scored(world, listed(world, ["乙甲", "王一"], ["甲乙", "赵三"]))
    assert (found.hand.fit, found.best.fit, found.hand.lowest, found.hand.mean) == (105, 135, 45, 52.5)
    assert [(one.mentee.name, one.loss) for one in found.unlike] == [("甲乙", 30), ("乙甲", 0)]
    assert found.unlike[0].by_hand[0][0].name == "赵三" and found.unlike[0].best == (
        (found.unlike[1].by_hand[0][0], 75.0),
    )
    assert found.breaches == () and found.same == 0
    # Fit less uneven load: three seats of capacity 1, two taken: 50 each.
    assert (found.hand.score, found.best.score) == (5, 35)


def test_every_broken_rule_is_named_with_whom_it_concerns(world: MatchWorld) -> None:
    world.declare("甲乙", "王一")
    found = scored(world, listed(world, ["甲乙", "王一"], ["乙甲", "王一"], ["甲乙", "赵三"]))
    told = {
        (one.code, one.mentee.name if one.mentee else "", one.mentor.name if one.mentor else "")
        for one in found.breaches
    }
    assert told == {("kinship", "甲乙", "王一"), ("over_capacity", "", "王一"), ("over_demand", "甲乙", "")}
    crowd = next(one for one in found.breaches if one.code == "over_capacity")
    assert (crowd.data["burden"], crowd.data["capacity"], found.hand.crowded) == (2, 1, 1)


def test_whoever_the_list_leaves_out_is_without_a_mentor(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "王一"])
    found = scored(world, scheme_id)
    assert (found.hand.paired, found.hand.unmatched, found.best.unmatched) == (1, 1, 0)
    assert [one["reason"] for one in world.row(Scheme, scheme_id).solution["unmatched"]] == ["not_on_list"]
    assert [one.mentee.name for one in found.unlike] == ["乙甲"] and found.unlike[0].by_hand == ()


def test_the_optimum_nearest_to_the_list_keeps_its_pairs_where_that_costs_nothing(world: MatchWorld) -> None:
    """陈二 and a twin are equally good for 乙; the list has the twin."""
    world.add_mentor("陈五", 1, "市水务局", {"a": 4, "b": 4})
    scheme_id = listed(world, ["乙甲", "陈五"], ["甲乙", "赵三"])
    new = finish_here(world, world.do(improve, scheme_id=scheme_id, name="改进"))
    assert pairs(world, new) == {"乙甲": "陈五", "甲乙": "王一"}
    other = listed(world, ["乙甲", "陈二"], ["甲乙", "赵三"], name="另一")
    again = finish_here(world, world.do(improve, scheme_id=other, name="改进二"))
    assert pairs(world, again) == {"乙甲": "陈二", "甲乙": "王一"}
    assert world.row(Scheme, new).kind == "computed"


def test_a_draft_of_the_list_locks_its_pairs_and_finds_mentors_for_the_rest(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "赵三"])
    started = world.do(make_draft, scheme_id=scheme_id, name="定稿", reason="按科长名单")
    assert started.dropped == ()
    new = finish_here(world, started)
    assert pairs(world, new)["甲乙"] == "赵三" and "乙甲" in pairs(world, new)
    [hold] = DeskWorld(world, new, world.officer).rows(SchemeHold)
    assert (hold["kind"], hold["origin"], hold["reason"]) == ("pin", "staff", "按科长名单")


def test_a_pair_that_breaks_a_rule_or_finds_no_seat_is_not_locked_and_told(world: MatchWorld) -> None:
    world.declare("甲乙", "王一")
    scheme_id = listed(world, ["甲乙", "王一"], ["乙甲", "陈二"])
    started = world.do(make_draft, scheme_id=scheme_id, name="定稿", reason="")
    assert [(one.kind, one.code) for one in started.dropped] == [("pin", "kinship")]
    assert pairs(world, finish_here(world, started)) == {"乙甲": "陈二", "甲乙": "赵三"}


@pytest.mark.both_engines
def test_no_list_goes_to_the_desk_is_signed_run_again_or_studied(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "陈二"])
    version = world.row(Scheme, scheme_id).version
    acts: list[tuple[Any, dict[str, Any]]] = [
        (desk.ban, {**world.pair("甲乙", "王一"), "reason": "x", "seen_version": version}),
        (signoff.propose, {"seen_version": version}),
        (runs.rerun, {"seen_version": version}),
        (studies.ask, {"kind": "firmness"}),
        (run_point, {"term": "balance", "weight": 1.0, "name": "点"}),
    ]
    for use_case, arguments in acts:
        with pytest.raises(Conflict, match="scheme_is_handmade"):
            world.do(use_case, scheme_id=scheme_id, **arguments)


@pytest.mark.both_engines
def test_a_list_can_be_copied_and_put_away_and_a_computed_scheme_is_none(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "陈二"])
    copy = world.do(schemes.copy_scheme, scheme_id=scheme_id, name="副本")
    assert world.row(Scheme, copy).kind == "handmade" and pairs(world, copy) == {"甲乙": "陈二"}
    world.do(schemes.put_away, scheme_id=scheme_id, seen_version=world.row(Scheme, scheme_id).version)
    assert [one.scheme_id for one in world.see(hand_lists, cohort_id=world.cohort_id)] == [copy]
    computed = run_here(world, "计算")
    for use_case, arguments in ((improve, {}), (make_draft, {"reason": ""})):
        with pytest.raises(Conflict, match="scheme_not_handmade"):
            world.do(use_case, scheme_id=computed, name="x", **arguments)


@pytest.mark.both_engines
def test_a_list_that_was_put_away_is_decided_no_more_and_its_copy_is(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "丁四"])
    copy = world.do(schemes.copy_scheme, scheme_id=scheme_id, name="副本")
    world.do(schemes.put_away, scheme_id=scheme_id, seen_version=world.row(Scheme, scheme_id).version)
    acts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (keep.decide, {"row": 2}), (keep.take_back, {"row": 2}), (keep.assign, {"columns": {"mentee": 1, "mentor": 2}}),
    )  # fmt: skip
    for use_case, told in acts:
        with pytest.raises(Conflict, match="scheme_is_fixed"):
            settle(world, scheme_id, use_case, **told)
        settle(world, copy, use_case, **told)


def test_a_pair_for_which_a_quota_has_no_room_is_not_locked_and_told(world: MatchWorld) -> None:
    """One of the two people at most with 王一 or 陈二: the first of the list takes the room."""
    people = [world.people["王一"], world.people["陈二"]]
    group = {"mentees": {"by": "all"}, "mentors": {"by": "person", "of": people}}
    world.do(put_quota, cohort_id=world.cohort_id, seen_number=0, quota={**group, "most": 1})
    scheme_id = listed(world, ["甲乙", "王一"], ["乙甲", "陈二"])
    started = world.do(make_draft, scheme_id=scheme_id, name="定稿", reason="")
    assert [(one.kind, one.code) for one in started.dropped] == [("pin", "quota_full")]
    plan = pairs(world, finish_here(world, started))
    assert sorted(plan.values()) in (["王一", "赵三"], ["赵三", "陈二"])


def test_a_list_that_pairs_nobody_cannot_be_improved_and_a_long_file_is_refused(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "王二"])
    with pytest.raises(Conflict, match="hand_list_empty"):
        world.do(improve, scheme_id=scheme_id, name="x")
    with pytest.raises(Invalid, match="hand_list_long"):
        listed(world, *[["甲乙", "陈二"]] * (keep.MOST_ROWS + 1), name="长")


@pytest.mark.both_engines
def test_a_reader_may_not_bring_a_list_and_a_liaison_reads_only_what_concerns_its_unit(
    world: MatchWorld, staff: Staff
) -> None:
    scheme_id = listed(world, ["乙甲", "王一"], ["甲乙", "赵三"])
    with pytest.raises(Forbidden):
        world.do(keep.take_list, staff("leader"), cohort_id=world.cohort_id, name="x", file="x", sheets=[])
    own = staff("liaison", unit_id=world.units["市财政局"])
    assert [one.mentee.name for one in world.see(score, own, scheme_id=scheme_id).unlike] == ["甲乙"]
    view = world.see(hand_list, own, scheme_id=scheme_id)
    assert view.rows == () and view.mentees == {}


@pytest.mark.both_engines
def test_the_pairs_of_a_list_carry_their_fit_and_where_they_come_from(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "陈二"])
    with world.database.read() as session:
        [row] = session.query(SchemePair).filter_by(scheme_id=scheme_id).all()
        assert (row.fit, row.origin) == (60_000, "handmade")


@pytest.mark.both_engines
def test_the_scored_list_leaves_as_a_workbook_with_differences_and_broken_rules(world: MatchWorld) -> None:
    world.declare("甲乙", "王一")
    offer = world.do(offer_scored_list, scheme_id=listed(world, ["甲乙", "王一"], ["乙甲", "陈二"]))
    file = exports.take(world.database, world.officer.id, offer.token)
    assert file is not None and offer.name.startswith("科长名单评分")
    book = load_workbook(io.BytesIO(file.content))
    cells = [[str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value] for sheet in book.worksheets]
    assert "甲乙" in cells[0] and "75" in cells[0] and "亲属回避" in "".join(cells[1])
