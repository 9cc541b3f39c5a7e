"""A month of comments: opened, filed by units, marked by the day it was complete, never commented on by the mentor himself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.engines import Database
from db.models import Audit, EntryVersion, ReviewComment, SpotFinding
from db.queries import monthly
from db.queries.monthly import ReviewFilter, by_unit
from db.queries.monthly_checks import publication, publications
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError, Stale
from programme.frozen import digest
from programme.recordbook import campaigns
from programme.reviews import bulletin, filing, reviewers, rounds, spot
from programme.reviews.bulletin import Wording
from programme.reviews.values import mark_of
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import (
    BACKFILLED,
    DUE,
    IN_TIME,
    LATE,
    MONTH,
    WHOLE,
    file,
    opened,
    review_of,
    review_world,
    round_now,
    set_day,
)


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, date(2026, 10, 31))
    return review_world(lite, staff)


def refused(error: type[ProgrammeError], code: str):
    """A `raises` that also looks at the code."""
    return pytest.raises(error, check=lambda raised: raised.code == code)


def names(world: RecordWorld, **chosen: object) -> dict[str, str]:
    """Mentee -> state of the round's reviews that the filter leaves."""
    found = world.see(monthly.reviews, round_id=round_now(world).id, chosen=ReviewFilter(**chosen))
    return dict(zip(found["mentee"], found["state"], strict=True))


@pytest.mark.both_engines
def test_a_month_has_a_review_for_every_pairing_in_force_and_excuses_those_that_rest(
    database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """己 was over before October, 丙 long ago; 戊 began on its last day; 乙 rests since June. On both engines."""
    set_day(monkeypatch, date(2026, 10, 31))
    world = review_world(database, staff)
    opened(world)
    assert set(names(world)) == {"甲", "乙", "丁", "戊"}
    assert set(names(world, stand="excused")) == {"乙"}
    assert set(names(world, stand="outstanding")) == {"甲", "丁", "戊"}


def test_the_weights_are_whole_numbers_that_sum_to_100(world: RecordWorld) -> None:
    with refused(Invalid, "review_weights"):
        opened(world, weights=(10, 45, 46))
    opened(world, weights=(0, 50, 50))
    with refused(Conflict, "round_there"):
        opened(world)


def test_a_month_that_has_not_begun_or_a_due_date_that_is_over_is_refused(world: RecordWorld) -> None:
    with refused(Invalid, "review_month_ahead"):
        opened(world, month="2026-11")
    with refused(Invalid, "review_due_past"):
        opened(world, due_on=date(2026, 10, 30))


def test_a_review_goes_from_not_started_over_the_self_assessment_to_complete_with_the_weighted_score(
    world: RecordWorld,
) -> None:
    """10 % of 80, 45 % of 90 and 45 % of 70: 8 + 40.5 + 31.5 = 80."""
    opened(world)
    steps = [{"self_text": "好", "self_score": 80}, {"leader_text": "好", "leader_score": 70, "leader_author": "钱"}]
    steps += [{"head_text": "好", "head_score": 90, "head_author": "赵"}]
    seen = [review_of(world, "甲").state] + [file(world, "甲", only=1, **step).state for step in steps]
    assert seen == ["not_started", "self_assessed", "commenting", "complete"]
    assert review_of(world, "甲").score == 80.0


def test_a_comment_does_not_come_before_the_self_assessment(world: RecordWorld) -> None:
    opened(world)
    with refused(Conflict, "review_self_first"):
        file(world, "甲", only=1, head_text="好", head_score=90, head_author="赵")


def test_the_mentor_never_comments_on_his_own_pair_and_nothing_is_kept_of_it(world: RecordWorld) -> None:
    """However the name is spaced; 李 may, for 甲 is led by 王."""
    opened(world)
    for author in ("王", " 王 ", "王\u3000"):
        with refused(Conflict, "comment_by_mentor"):
            file(world, "甲", head_author=author)
    assert world.rows(ReviewComment) == []
    assert file(world, "甲", head_author="李").state == "complete"


def test_somebody_who_only_shares_the_mentors_name_may_comment_once_that_is_said(world: RecordWorld) -> None:
    opened(world)
    assert file(world, "甲", head_author="王", namesake=True).state == "complete"
    told = [row.detail for row in world.rows(Audit) if row.detail.get("act") == "file"]
    assert [one["namesake"] for one in told] == [True]


def test_the_two_comments_are_of_two_people_and_neither_is_the_mentee(world: RecordWorld) -> None:
    opened(world)
    with refused(Conflict, "comment_same_author"):
        file(world, "甲", leader_author=WHOLE["head_author"])
    with refused(Conflict, "comment_by_mentee"):
        file(world, "甲", leader_author="甲")


def test_a_reviewer_who_is_the_mentor_is_left_blank_and_another_is_asked(world: RecordWorld) -> None:
    """王 heads 市财政局 and leads 甲: the round asks nobody, staff route it; who is asked cannot be 王 again."""
    unit = world.units["市财政局"]
    world.do(reviewers.set_reviewer, unit_id=unit, role="head", name="王", post="局长")
    world.do(reviewers.set_reviewer, unit_id=unit, role="leader", name="周", post="副局长")
    opened(world)
    row = review_of(world, "甲")
    assert (row.head_name, row.leader_name) == ("", "周")
    asked = {"review_id": row.id, "seen_version": row.version, "role": "head"}
    with refused(Conflict, "comment_by_mentor"):
        world.do(reviewers.route, **asked, name="王", post="局长")
    world.do(reviewers.route, **asked, name="吴", post="二级调研员")
    assert review_of(world, "甲").head_name == "吴"


def test_who_is_entered_as_reviewer_later_fills_blanks_of_open_months_but_replaces_nobody(world: RecordWorld) -> None:
    unit = world.units["青坞镇"]
    opened(world)
    assert world.do(reviewers.set_reviewer, unit_id=unit, role="head", name="郑", post="书记") == 3
    assert world.do(reviewers.set_reviewer, unit_id=unit, role="head", name="冯", post="书记") == 0
    assert review_of(world, "丁").head_name == "郑"


@pytest.mark.parametrize(("day", "mark"), [(IN_TIME, ""), (LATE, "late"), (BACKFILLED, "backfilled")])
def test_the_day_on_which_a_review_is_complete_marks_it(
    world: RecordWorld, monkeypatch: pytest.MonkeyPatch, day: date, mark: str
) -> None:
    opened(world)
    file(world, "甲", only=1, self_text="好", self_score=80)
    set_day(monkeypatch, day)
    assert file(world, "甲").mark == mark


@given(filed=st.dates(date(2025, 1, 1), date(2027, 12, 31)), due=st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_a_mark_never_gets_milder_with_time(filed: date, due: date) -> None:
    order = ["", "late", "backfilled"]
    later = filed.replace(day=28) if filed.day < 28 else filed
    assert order.index(mark_of(later, due)) >= order.index(mark_of(filed, due))
    assert (mark_of(filed, due) == "") == (filed <= due)


def test_nothing_is_filed_for_a_pairing_that_rests_nor_in_a_closed_month(world: RecordWorld) -> None:
    opened(world)
    with refused(Conflict, "review_paused"):
        file(world, "乙")
    world.do(rounds.close_round, round_id=round_now(world).id, seen_version=1)
    with refused(Conflict, "round_not_open"):
        file(world, "甲")
    world.do(rounds.reopen_round, round_id=round_now(world).id, seen_version=2)
    assert file(world, "甲").state == "complete"


def test_an_excused_month_of_a_unit_is_not_outstanding(world: RecordWorld) -> None:
    opened(world)
    world.do(campaigns.excuse, month=MONTH, unit_ids=[world.units["青坞镇"]], reason="防汛")
    found = world.see(by_unit, round_id=round_now(world).id).set_index("unit")
    assert (found.loc["青坞镇", "outstanding"], found.loc["青坞镇", "excused"]) == (0, 3)
    assert found.loc["市财政局", "outstanding"] == 1


def test_a_liaison_files_for_its_own_unit_sees_nobody_else_and_opens_nothing(world: RecordWorld) -> None:
    opened(world)
    assert file(world, "丁", "liaison").state == "complete"
    with refused(Forbidden, "unit"):
        file(world, "甲", "liaison")
    found = world.see(monthly.reviews, "liaison", round_id=round_now(world).id)
    assert set(found["mentee"]) == {"乙", "丁", "戊"}
    assert world.see(monthly.review, "liaison", review_id=review_of(world, "甲").id) is None
    with refused(Forbidden, "role"):
        world.do(rounds.close_round, "liaison", round_id=round_now(world).id, seen_version=1)


def test_what_is_filed_again_unchanged_is_refused_and_what_differs_keeps_what_it_said(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    with refused(Conflict, "review_unchanged"):
        file(world, "甲")
    file(world, "甲", head_text="作风很扎实")
    kept = world.rows(EntryVersion, subject="review")
    assert [row.content["head"]["text"] for row in kept] == ["作风扎实"]


def test_a_review_that_somebody_filed_meanwhile_is_not_overwritten(world: RecordWorld) -> None:
    opened(world)
    row = review_of(world, "甲")
    file(world, "甲")
    with pytest.raises(Stale):
        world.do(filing.file_review, review_id=row.id, seen_version=row.version, values={**WHOLE, "self_score": 1})


@pytest.mark.parametrize("score", ["", "八十", 101, -1, 80.55, "nan", True])
def test_a_score_is_a_number_from_0_to_100_with_one_decimal(world: RecordWorld, score: object) -> None:
    opened(world)
    with pytest.raises(Invalid):
        file(world, "甲", only=1, self_text="好", self_score=score)


def test_means_over_fewer_than_three_people_are_not_told(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    assert world.see(by_unit, round_id=round_now(world).id)["mean"].isna().all()


def test_who_came_since_is_taken_up_once(world: RecordWorld) -> None:
    opened(world)
    assert world.do(rounds.take_up, round_id=round_now(world).id, seen_version=1) == (0, 0)


def test_a_spot_check_is_drawn_again_from_its_seed_and_its_frozen_list(world: RecordWorld) -> None:
    """Three complete reviews, 30 percent rounded up: one."""
    opened(world)
    for name in ("甲", "丁", "戊"):
        file(world, name)
    key = world.do(spot.draw_check, round_id=round_now(world).id, seed="meeting-7")
    drawn = [row.review_id for row in world.rows(SpotFinding, check_id=key)]
    assert drawn == spot.draw([review_of(world, name).id for name in ("戊", "丁", "甲")], 30, "meeting-7")
    assert len(drawn) == 1
    with world.database.read() as session:
        assert spot.is_reproducible(session, session.get_one(spot.SpotCheck, key))


@given(ids=st.sets(st.integers(1, 10_000), max_size=60), share=st.integers(1, 100), seed=st.text(max_size=8))
def test_a_draw_takes_its_share_and_a_larger_share_contains_a_smaller(ids: set[int], share: int, seed: str) -> None:
    drawn = spot.draw(ids, share, seed)
    assert len(set(drawn)) == len(drawn) == -(-len(ids) * share // 100)
    assert drawn == spot.draw(sorted(ids, reverse=True), 100, seed)[: len(drawn)]


def test_a_finding_that_something_is_wrong_says_what(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    key = world.do(spot.draw_check, round_id=round_now(world).id)
    told = {"check_id": key, "review_id": review_of(world, "甲").id, "seen_version": 1, "verdict": "wrong"}
    with refused(Invalid, "finding_note_needed"):
        world.do(spot.judge, **told)
    world.do(spot.judge, **told, note="走访户数与日志不符")


def publish(world: RecordWorld, seen: str = "", **values: object) -> int:
    """Publish October as it is now, after a look at it."""
    row, wording = round_now(world), Wording(good="丁")
    shown = world.see(bulletin.preview, round_id=row.id, wording=wording)
    told = {"seen_version": row.version, "seen": seen or digest(shown), "wording": wording, **values}
    return int(world.do(bulletin.publish, round_id=row.id, **told))


def test_a_bulletin_tells_units_and_comments_but_no_score_of_a_person(world: RecordWorld) -> None:
    opened(world)
    file(world, "丁", head_text="丁很努力", head_score=61.5)
    shown = world.see(bulletin.preview, round_id=round_now(world).id)
    units = {one["unit"]: one for one in shown["units"]}
    assert list(units) == ["市财政局", "青坞镇"]
    assert units["青坞镇"]["comments"] == [{"mentee": "丁", "head": "丁很努力", "leader": WHOLE["leader_text"]}]
    assert "61.5" not in str(shown)


def test_a_bulletin_is_frozen_under_the_hash_of_what_was_seen(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    with refused(Conflict, "bulletin_moved"):
        publish(world, seen="0" * 64)
    key = publish(world)
    kept = world.see(publication, publication_id=key)
    assert bulletin.is_untouched(kept["content"], kept["frozen_hash"])
    with refused(Conflict, "round_published"):
        file(world, "甲", head_text="改")


def test_a_correction_after_publication_shows_and_leaves_the_bulletin_as_it_was(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    key = publish(world)
    before, row = world.see(publication, publication_id=key), review_of(world, "甲")
    told = {"review_id": row.id, "seen_version": row.version, "values": {"self_text": "走访10户", "self_score": 78}}
    with refused(Invalid, "correction_reason_needed"):
        world.do(filing.correct, **told, reason=" ")
    world.do(filing.correct, **told, reason="户数有误")
    after = world.see(publication, publication_id=key)
    assert (after["content"], after["corrected"]) == (before["content"], 1)
    seen = world.see(monthly.review, review_id=row.id)
    assert (seen["corrections"], seen["versions"][0]["reason"]) == (1, "户数有误")
    assert seen["score"] == 79.8


def test_a_second_bulletin_of_a_month_has_a_reason_and_the_next_number(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    publish(world)
    with refused(Invalid, "bulletin_reason_needed"):
        publish(world)
    publish(world, reason="更正一处")
    assert list(world.see(publications, cohort_id=world.cohort_id)["number"]) == [2, 1]


def test_a_month_without_a_complete_review_is_not_published(world: RecordWorld) -> None:
    opened(world)
    with refused(Conflict, "nothing_to_publish"):
        publish(world)


def test_the_due_date_is_the_fifth_of_the_next_month(world: RecordWorld) -> None:
    assert rounds.usual_due("2026-12") == date(2027, 1, 5)
    assert rounds.usual_due("2026-10") == date(2026, 11, 7), "a week from the day it is opened"
    assert date(2026, 11, 5) == DUE
