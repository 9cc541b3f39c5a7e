"""Records are kept of days in force only, corrected with their history, struck out and never deleted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import clock
from db.clock import today
from db.engines import Database
from db.models import Audit, EntryVersion, Record, RecordPost, RecordRemedy, RecordVisit
from db.queries.records import entry_versions, last_entry, recent_pairings, record, record_count, records
from db.queries.records_scope import RecordFilter
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError, Stale
from programme.recordbook import campaigns, keep
from programme.recordbook.in_force import Span, demand_in_force, spans
from programme.recordbook.values import checked
from tests.conftest import Staff
from tests.support.record_world import DAY, RecordWorld, record_world

LAND = ["land_acquisition"]


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    return record_world(lite, staff)


def refused(error: type[ProgrammeError], code: str):
    """A `raises` that also looks at the code."""
    return pytest.raises(error, check=lambda raised: raised.code == code)


@pytest.mark.both_engines
def test_a_log_is_kept_with_its_day_and_the_moment_it_was_written(database: Database, staff: Staff) -> None:
    """On both engines: the delay is the number of days from the one to the other."""
    world = record_world(database, staff)
    kept = world.add(forms=["hands_on", "telling"], methods=["demonstration"], steps=["do", "see"], title=" 进村 ")
    row = world.row(Record, kept.record_id)
    assert (row.happened_on, row.delay, row.forms, row.steps) == (
        DAY,
        (today() - DAY).days,
        "telling,hands_on",
        "see,do",
    )
    assert row.title == "进村" and row.cohort_id == world.cohort_id and row.recorded_at.date() >= DAY


def test_steps_of_demonstration_say_its_method(world: RecordWorld) -> None:
    assert world.row(Record, world.add(steps=["hear"]).record_id).methods == "demonstration"


@pytest.mark.parametrize(
    ("values", "model", "kept"),
    [
        ({"kind": "home_visit", "village": "上岚村", "households_visited": 12, "households_total": 80, "problems_found": 3,
          "problems_solved": 2, "content": ""}, RecordVisit,
         {"village": "上岚村", "households_visited": 12, "households_total": 80}),
        ({"kind": "remedy", "remedy": "invite_feedback", "feedback_count": 20, "rating": 4.5}, RecordRemedy,
         {"remedy": "invite_feedback", "feedback_count": 20, "rating": 4.5}),
        ({"kind": "remedy", "remedy": "learn_dialect", "feedback_count": 20, "rating": 4.5}, RecordRemedy,
         {"remedy": "learn_dialect", "feedback_count": None, "rating": None}),
    ],
    ids=["home visit", "feedback", "no feedback where villagers are not asked"],
)  # fmt: skip
def test_what_belongs_to_a_kind_is_kept_beside_it(world: RecordWorld, values: dict, model: type, kept: dict) -> None:
    row = world.row(model, world.add(**values).record_id)
    assert {name: getattr(row, name) for name in kept} == kept


def test_a_post_belongs_to_a_campaign_and_to_its_days(world: RecordWorld) -> None:
    campaign = world.do(
        campaigns.add_campaign, values={"name": "百日攻坚", "kind": "enterprises", "starts_on": date(2026, 3, 1)}
    )
    kept = world.add(kind="campaign", campaign_id=campaign, post="专员", mode="stationed", links=6, visits=100)
    assert world.row(RecordPost, kept.record_id).visits == 100
    with refused(Conflict, "record_outside_campaign"):
        world.add(kind="campaign", campaign_id=campaign, happened_on=date(2026, 2, 28))


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"content": " "}, "record_words_needed", "content"),
        ({"kind": "diary"}, "not_in_list", "kind"),
        ({"happened_on": None}, "record_day_needed", "happened_on"),
        ({"happened_on": today() + timedelta(days=1)}, "record_in_future", "happened_on"),
        ({"content": "x" * 2001}, "text_too_long", "content"),
        ({"content": "联系人13800000001"}, "record_private_number", "content"),
        ({"outcome": "身份证11010519491231002X"}, "record_private_number", "outcome"),
        ({"problems_found": 1, "problems_solved": 2}, "record_more_solved", "problems_solved"),
        ({"problems_found": -1}, "record_bad_number", "problems_found"),
        ({"kind": "home_visit", "households_visited": 1}, "record_village_needed", "village"),
        ({"kind": "home_visit", "village": "上岚村"}, "record_households_needed", "households_visited"),
        ({"kind": "home_visit", "village": "上岚村", "households_visited": 9, "households_total": 8},
         "record_more_households", "households_visited"),
        ({"kind": "campaign"}, "record_campaign_needed", "campaign_id"),
        ({"kind": "remedy"}, "not_in_list", "remedy"),
        ({"kind": "remedy", "remedy": "invite_feedback", "rating": 4}, "record_feedback_whole", "feedback_count"),
        ({"kind": "remedy", "remedy": "invite_feedback", "rating": 6, "feedback_count": 3}, "record_bad_rating", "rating"),
        ({"topics": ["nothing"]}, "no_term", "topics"),
        ({"methods": ["magic"]}, "not_in_list", "methods"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_its_field(world: RecordWorld, values: dict, code: str, field: str) -> None:
    with refused(Invalid, code) as refusal:
        world.add(**values)
    assert refusal.value.data["field"] == field
    assert not world.rows(Record)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("甲", date(2026, 1, 4), "record_before_force"),
        ("乙", date(2026, 6, 2), "record_while_paused"),
        ("丙", date(2026, 1, 1), "record_after_force"),
    ],
)
def test_a_day_out_of_force_is_refused_with_the_reason(world: RecordWorld, name: str, day: date, code: str) -> None:
    with refused(Conflict, code):
        world.add(name, happened_on=day)


@pytest.mark.parametrize(
    ("name", "day"), [("甲", date(2026, 1, 5)), ("乙", date(2026, 6, 1)), ("丙", date(2025, 12, 31))]
)
def test_first_and_last_day_in_force_both_count(world: RecordWorld, name: str, day: date) -> None:
    assert world.add(name, happened_on=day).record_id


STATES = st.lists(st.sampled_from(["active", "paused", "due", "changed"]), max_size=6)


@given(STATES, st.integers(-2, 60))
def test_a_day_lies_in_a_span_exactly_if_a_state_in_force_had_begun_and_not_ended(
    states: list[str], offset: int
) -> None:
    """Against a day-by-day reading of the history: one state every seven days, the last day of a span included."""
    first = date(2026, 1, 5)
    steps = [(state, first + timedelta(days=7 * k)) for k, state in enumerate(states)]
    day = first + timedelta(days=offset)
    state = "".join([told for told, on in steps if on <= day][-1:])
    before = "".join([told for told, on in steps if on < day][-1:])
    expected = state in ("active", "due") or (before in ("active", "due") and any(on == day for _, on in steps))
    assert any(span.holds(day) for span in spans(steps)) == expected


def test_a_pairing_that_was_never_in_force_has_no_records() -> None:
    with refused(Conflict, "record_never_in_force"):
        demand_in_force((), DAY)
    assert spans([("notice", DAY), ("ended", DAY)]) == ()
    assert spans([("active", DAY), ("due", DAY + timedelta(days=3))]) == (Span(DAY),)


def test_a_liaison_keeps_records_of_its_own_unit_and_sees_no_others(world: RecordWorld) -> None:
    world.add("甲")
    own = world.add("乙", "liaison").record_id
    with refused(Forbidden, "unit"):
        world.add("甲", "liaison")
    assert world.see(records, "liaison")["id"].tolist() == [own]
    assert world.see(record_count, "liaison") == 1 and world.see(record_count) == 2
    assert world.see(record, "liaison", record_id=1) is None
    assert world.see(recent_pairings, "liaison", by_id=world.staff["liaison"].id) == [world.pairings["乙"]]


def test_a_leader_reads_and_writes_nothing(world: RecordWorld) -> None:
    with refused(Forbidden, "role"):
        world.add(who="leader")


def test_a_record_counts_as_back_filled_beyond_the_days_that_are_set(world: RecordWorld, monkeypatch) -> None:
    """15 days by default: the 15th is in time, the 16th is not; another limit holds for old records too."""
    monkeypatch.setattr(clock, "now", lambda: clock.datetime(2026, 3, 21, 1))
    monkeypatch.setattr(keep, "now", clock.now)
    late = world.add(happened_on=date(2026, 3, 5))
    in_time = world.add(happened_on=date(2026, 3, 6))
    assert (late.delay, late.backfilled, in_time.delay, in_time.backfilled) == (16, True, 15, False)
    assert world.see(records, chosen=RecordFilter(backfilled=True))["id"].tolist() == [late.record_id]
    world.do(campaigns.set_backfill_days, days=16)
    assert world.see(record_count, chosen=RecordFilter(backfilled=True)) == 0
    with refused(Invalid, "backfill_days_range"):
        world.do(campaigns.set_backfill_days, days=0)


def test_the_day_of_recording_is_the_day_in_china(world: RecordWorld, monkeypatch) -> None:
    """Half past midnight in China is still yesterday in UTC."""
    monkeypatch.setattr(keep, "now", lambda: clock.datetime(2026, 3, 5, 16, 30))
    assert world.add(happened_on=date(2026, 3, 5)).delay == 1


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(world: RecordWorld) -> None:
    key = world.add(topics=LAND, kind="case", title="征地纠纷").record_id
    values = {"happened_on": DAY, "content": "走访农户三户", "title": "征地纠纷"}
    world.do(keep.correct, record_id=key, seen_version=1, values=values, reason="漏记")
    row, told = world.row(Record, key), world.see(record, record_id=key)
    assert (row.version, row.content, told["topics"]) == (2, "走访农户三户", [])
    [kept] = world.rows(EntryVersion)
    assert (kept.subject, kept.subject_id, kept.version, kept.reason) == ("record", key, 1, "漏记")
    assert kept.content["content"] == "走访农户" and kept.content["topics"] == LAND
    assert kept.content["happened_on"] == "2026-03-05"


def test_a_visit_is_corrected_with_what_stands_beside_it(world: RecordWorld) -> None:
    visit = {"kind": "home_visit", "village": "上岚村", "households_visited": 12}
    key = world.add(**visit).record_id
    values = {"happened_on": DAY, "village": "上岚村", "households_visited": 13, "content": "走访农户"}
    world.do(keep.correct, record_id=key, seen_version=1, values=values, reason="多一户")
    assert world.row(RecordVisit, key).households_visited == 13
    assert world.rows(EntryVersion)[0].content["households_visited"] == 12


def test_a_corrected_day_counts_its_delay_from_the_first_recording(world: RecordWorld) -> None:
    kept = world.add()
    values = {"happened_on": DAY + timedelta(days=2), "content": "走访农户"}
    again = world.do(keep.correct, record_id=kept.record_id, seen_version=1, values=values, reason="日期有误")
    assert again.delay == kept.delay - 2


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"seen_version": 0}, Stale, "row"),
        ({"reason": " "}, Invalid, "correction_reason_needed"),
        ({"values": {"happened_on": DAY, "content": "走访农户"}}, Conflict, "pool_unchanged"),
        ({"values": {"happened_on": date(2026, 1, 1), "content": "走访"}}, Conflict, "record_before_force"),
        ({"values": {"happened_on": DAY, "content": ""}}, Invalid, "record_words_needed"),
    ],
    ids=["stale", "without a reason", "nothing changed", "out of force", "without words"],
)
def test_a_correction_that_cannot_be_leaves_no_trace(world: RecordWorld, change: dict, error: type, code: str) -> None:
    key = world.add().record_id
    asked = {"seen_version": 1, "values": {"happened_on": DAY, "content": "其他"}, "reason": "更正", **change}
    with refused(error, code):
        world.do(keep.correct, record_id=key, **asked)
    assert world.row(Record, key).version == 1 and not world.rows(EntryVersion)


def test_a_mistaken_record_is_struck_out_with_its_reason_and_counts_no_more(world: RecordWorld) -> None:
    key, other = world.add().record_id, world.add().record_id
    with refused(Invalid, "strike_reason_needed"):
        world.do(keep.strike, record_id=key, seen_version=1, reason="")
    world.do(keep.strike, record_id=key, seen_version=1, reason="记错结对")
    assert world.see(records)["id"].tolist() == [other]
    [struck] = world.see(records, chosen=RecordFilter(struck=True)).to_dict("records")
    assert (struck["id"], struck["struck_reason"]) == (key, "记错结对")
    assert world.see(record, record_id=key)["struck_by"] == world.staff["officer"].name
    for use_case, more in ((keep.strike, {}), (keep.correct, {"values": {"happened_on": DAY}})):
        with refused(Conflict, "entry_struck"):
            world.do(use_case, record_id=key, seen_version=2, reason="再次", **more)


def test_the_log_tells_what_was_done_without_repeating_the_text(world: RecordWorld) -> None:
    key = world.add(content="群众反映的事情").record_id
    world.do(keep.strike, record_id=key, seen_version=1, reason="重复")
    told = world.rows(Audit, object=f"record:{key}")
    assert [(row.action, row.detail["act"]) for row in told] == [("keep_records", "add"), ("keep_records", "strike")]
    assert "群众反映" not in str([row.detail for row in told])


def test_the_next_entry_begins_with_what_the_last_one_said(world: RecordWorld) -> None:
    me = world.staff["officer"].id
    assert world.see(last_entry, by_id=me) == {} and world.see(recent_pairings, by_id=me) == []
    world.add(forms=["telling"], place="村部")
    world.add("乙", kind="talk", methods=["case_teaching"])
    assert world.see(last_entry, by_id=me) == {"kind": "talk", "forms": "", "methods": "case_teaching", "place": ""}
    assert world.see(recent_pairings, by_id=me) == [world.pairings["乙"], world.pairings["甲"]]


def test_history_of_others_is_not_for_a_liaison(world: RecordWorld) -> None:
    for name in ("甲", "乙"):
        key = world.add(name).record_id
        world.do(keep.correct, record_id=key, seen_version=1, values={"happened_on": DAY, "content": "改"}, reason="改")
        seen = world.see(entry_versions, "liaison", subject="record", subject_id=key)
        assert len(seen) == (name == "乙")


def test_what_a_kind_does_not_have_is_left_out_and_a_village_becomes_the_place() -> None:
    entry = checked({"kind": "log", "happened_on": DAY, "content": "x", "village": "上岚村", "remedy": "learn_dialect"})
    assert entry.beside == {} and entry.columns["place"] == "上岚村"
