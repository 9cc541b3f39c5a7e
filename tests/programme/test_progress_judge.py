"""Each rule of progress at its boundary day, pauses and excused months, what may still be recorded, and what must hold for all.

The pairing of these tests began on 2026-01-05; the limits are the documented defaults, back-filling may take 15 days.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.errors import Invalid
from programme.progress.calendar import Course, course
from programme.progress.judge import STATES, TESTS, Facts, Finding, Month, judge
from programme.progress.rules import Rule, Rules, defaults, differences, from_dict

SINCE, SLACK = date(2026, 1, 5), 15
COURSE = Course("active", SINCE)
IN_TIME, LATE, MISSING = (
    Month(True, False, 80.0, False),
    Month(True, True, 80.0, False),
    Month(False, False, None, False),
)
EXCUSED = Month(False, False, None, True)


def day(number: int) -> date:
    """The day on which so many days have passed since the start."""
    return SINCE + timedelta(days=number)


def lively(on: date, **values: Any) -> Facts:
    """A pairing in which every rule is met on a day, but for what the values say."""
    told = {
        "last_contact": on,
        "first_talk": SINCE,
        "agreed_on": SINCE,
        "items": 4,
        "stage": "independent",
        "entered_on": SINCE,
    }
    return Facts(COURSE, **{**told, **values})


def found(facts: Facts, on: date, code: str) -> Finding | None:
    """What one rule found."""
    return next((one for one in judge(facts, defaults(), on, SLACK).findings if one.code == code), None)


def stand(facts: Facts, on: date, code: str) -> str:
    """ "met", "pending" or "unmet"."""
    one = found(facts, on, code)
    return "met" if one is None else "pending" if one.pending else "unmet"


@pytest.mark.parametrize(("days", "wanted"), [(60, "met"), (61, "pending"), (75, "pending"), (76, "unmet")])
def test_silence_is_over_after_sixty_days_and_not_done_only_when_no_record_can_come_in_time(
    days: int, wanted: str
) -> None:
    """A talk on the 60th day may be written down until the 75th."""
    assert stand(lively(day(days + 40), last_contact=day(40)), day(days + 40), "silent") == wanted


def test_what_is_not_yet_recorded_says_until_when_it_may_come() -> None:
    one = found(lively(day(101), last_contact=day(40)), day(101), "silent")
    assert one and one.figures["until"] == day(40 + 60 + 15)


def test_a_pairing_that_never_had_a_contact_is_silent_since_its_first_day() -> None:
    one = found(lively(day(80), last_contact=None), day(80), "silent")
    assert one and (one.figures["days"], one.figures["since"], one.figures["never"]) == (80, SINCE, True)


@pytest.mark.parametrize(("days", "wanted"), [(30, "met"), (31, "pending"), (45, "pending"), (46, "unmet")])
def test_the_first_talk_is_due_within_thirty_days(days: int, wanted: str) -> None:
    assert stand(lively(day(days), first_talk=None), day(days), "no_first_talk") == wanted


@pytest.mark.parametrize(("days", "wanted"), [(45, "met"), (46, "unmet")])
def test_the_plan_is_due_within_forty_five_days(days: int, wanted: str) -> None:
    assert stand(lively(day(days), agreed_on=None, items=0), day(days), "no_plan") == wanted


def test_undertakings_without_a_plan_are_a_plan() -> None:
    assert stand(lively(day(300), agreed_on=None, items=1), day(300), "no_plan") == "met"


@pytest.mark.parametrize(("overdue", "wanted"), [(1, "met"), (2, "unmet")])
def test_two_overdue_undertakings_warn(overdue: int, wanted: str) -> None:
    facts = lively(day(200), overdue=overdue, oldest=day(100))
    assert stand(facts, day(200), "plan_overdue") == wanted


@pytest.mark.parametrize(
    ("months", "wanted"),
    [
        ((MISSING, IN_TIME, IN_TIME), "met"),
        ((MISSING, LATE, IN_TIME), "unmet"),
        ((LATE, LATE, IN_TIME), "unmet"),
        ((MISSING, EXCUSED, IN_TIME), "met"),
        ((MISSING, None, IN_TIME), "met"),
        ((MISSING, IN_TIME, IN_TIME, MISSING), "met"),
    ],
)
def test_two_of_three_reviews_late_or_missing_warn_and_excused_ones_are_neither(
    months: tuple[Month | None, ...], wanted: str
) -> None:
    assert stand(lively(day(200), months=months), day(200), "review_missing") == wanted


@pytest.mark.parametrize(("days", "wanted"), [(270, "met"), (271, "unmet")])
def test_a_stage_may_last_nine_months(days: int, wanted: str) -> None:
    facts = lively(day(days + 10), stage="joint", entered_on=day(10))
    assert stand(facts, day(days + 10), "stage_stuck") == wanted


def test_whoever_works_alone_is_never_stuck() -> None:
    assert stand(lively(day(700)), day(700), "stage_stuck") == "met"


@pytest.mark.parametrize(
    ("visits", "wanted"),
    [
        (((day(81), 10),), "met"),
        (((day(80), 10),), "pending"),
        (((day(66), 10),), "pending"),
        (((day(65), 10),), "unmet"),
        (((day(150), 9),), "unmet"),
        (((day(150), 5), (day(190), 5)), "met"),
        ((), "unmet"),
    ],
)
def test_ten_households_in_a_hundred_and_twenty_days_where_people_go_from_house_to_house(
    visits: tuple[tuple[date, int], ...], wanted: str
) -> None:
    """On day 200 the window is after day 80; that of fifteen days ago is after day 65 (200 - 120 - 15)."""
    assert stand(lively(day(200), unit_kind="village", visits=visits), day(200), "visits_low") == wanted


def test_offices_owe_no_home_visits_and_nobody_owes_a_window_that_has_not_passed() -> None:
    assert stand(lively(day(200), unit_kind="organ"), day(200), "visits_low") == "met"
    assert stand(lively(day(119), unit_kind="village"), day(119), "visits_low") == "met"
    assert stand(lively(day(120), unit_kind="village"), day(120), "visits_low") == "unmet"


@pytest.mark.parametrize(("before", "wanted"), [(84.9, "met"), (85.0, "unmet")])
def test_scores_fall_when_the_mean_of_three_months_is_five_points_lower(before: float, wanted: str) -> None:
    """The last three have 80 each; of the three before, one has no score, so two count."""
    earlier = replace(IN_TIME, score=before)
    months = (IN_TIME, IN_TIME, IN_TIME, earlier, EXCUSED, earlier)
    assert stand(lively(day(300), months=months), day(300), "scores_falling") == wanted


def test_one_score_is_no_trend() -> None:
    earlier = replace(IN_TIME, score=99.0)
    assert (
        stand(lively(day(300), months=(IN_TIME, EXCUSED, EXCUSED, earlier, earlier)), day(300), "scores_falling")
        == "met"
    )


@pytest.mark.parametrize(
    ("recent", "backfilled", "wanted"), [(4, 2, "unmet"), (3, 3, "met"), (5, 2, "met"), (0, 0, "met")]
)
def test_half_of_the_records_back_filled_is_a_smell_once_there_are_four(
    recent: int, backfilled: int, wanted: str
) -> None:
    facts = lively(day(200), recent=recent, backfilled=backfilled)
    assert stand(facts, day(200), "mostly_backfilled") == wanted


def test_days_of_rest_and_of_excused_months_do_not_count() -> None:
    """Silent since 2026-05-31; June (30 days) is excused, July 11-20 is rest: of the 71 days to August 10 there count 31.

    A pause from July 10 to July 21 leaves both its days open for records: July 11 to 20, ten days, are taken off.
    """
    steps = [("active", SINCE), ("paused", date(2026, 7, 10)), ("active", date(2026, 7, 21))]
    known = course(steps, ["2026-06"], date(2026, 8, 10))
    assert known and known.off == ((date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 11), date(2026, 7, 20)))
    assert known.owed(date(2026, 5, 31), date(2026, 8, 10)) == 71 - 30 - 10
    facts = replace(lively(date(2026, 8, 10), last_contact=date(2026, 5, 31)), course=known)
    assert stand(facts, date(2026, 8, 10), "silent") == "met"
    assert known.back(date(2026, 8, 10), 31) == date(2026, 6, 30)
    assert known.back(date(2026, 8, 10), 32) == date(2026, 5, 30)


def test_a_rest_inside_an_excused_month_is_taken_off_once() -> None:
    steps = [("active", SINCE), ("paused", date(2026, 6, 10)), ("active", date(2026, 7, 5))]
    known = course(steps, ["2026-06"], date(2026, 8, 1))
    assert known and known.off == ((date(2026, 6, 1), date(2026, 7, 4)),)


@pytest.mark.parametrize("state", ["notice", "confirmed", "graduated", "changed", "ended", "extended"])
def test_what_is_not_in_force_yet_or_over_has_no_course(state: str) -> None:
    steps = [("active", SINCE), (state, day(10))] if state not in ("notice", "confirmed") else [(state, SINCE)]
    assert course(steps, [], day(20)) is None


def test_a_day_that_lies_back_is_judged_by_the_state_of_that_day() -> None:
    steps = [("active", SINCE), ("paused", day(50)), ("active", day(90)), ("ended", day(120))]
    assert [known and known.status for known in (course(steps, [], day(n)) for n in (0, 50, 89, 90, 119, 120))] == [
        "active", "paused", "paused", "active", "active", None,
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "colour"), [(29, "too_early"), (30, "steady")])
def test_before_its_thirtieth_day_a_pairing_is_not_judged(days: int, colour: str) -> None:
    assert judge(lively(day(days)), defaults(), day(days), SLACK).colour == colour


def test_a_pairing_at_rest_is_at_rest_whatever_is_missing() -> None:
    verdict = judge(Facts(Course("paused", SINCE)), defaults(), day(400), SLACK)
    assert (verdict.colour, verdict.findings) == ("paused", ())


@pytest.mark.parametrize(
    ("unmet", "colour"), [(0, "steady"), (1, "blue"), (2, "blue"), (3, "yellow"), (4, "red"), (5, "red")]
)
def test_one_or_two_unmet_are_blue_three_yellow_four_red(unmet: int, colour: str) -> None:
    """On day 300: no contact ever, no talk, no plan, never a stage, two reviews missing: five that can be set right."""
    wrong = [{"last_contact": None}, {"first_talk": None}, {"agreed_on": None, "items": 0}, {"stage": "", "entered_on": None},
             {"months": (MISSING, MISSING)}]  # fmt: skip
    values = {name: value for one in wrong[:unmet] for name, value in one.items()}
    verdict = judge(lively(day(300), **values), defaults(), day(300), SLACK)
    assert (verdict.unmet, verdict.colour) == (unmet, colour)


def test_a_rule_that_is_told_only_does_not_count_and_one_that_is_off_is_not_told() -> None:
    facts = lively(day(300), last_contact=None, first_talk=None)
    verdict = judge(facts, with_modes(silent="told", no_first_talk="off"), day(300), SLACK)
    assert [(one.code, one.counts) for one in verdict.findings] == [("silent", False)]
    assert (verdict.colour, verdict.unmet) == ("steady", 0)


def with_modes(**modes: str) -> Rules:
    """The defaults with other modes."""
    known = defaults()
    return replace(
        known, rules={**known.rules, **{code: Rule(mode, known.rules[code].figures) for code, mode in modes.items()}}
    )


DAYS = st.integers(0, 600).map(day)
SEEN = st.builds(
    Facts, st.sampled_from(["active", "due", "paused"]).map(lambda status: Course(status, SINCE)),
    st.sampled_from(["organ", "village"]), st.none() | DAYS, st.none() | DAYS, st.none() | DAYS, st.integers(0, 3),
    st.integers(0, 3), st.integers(0, 4), st.none() | DAYS, st.sampled_from(["", "learning", "joint", "independent"]),
    st.none() | DAYS, st.lists(st.sampled_from([IN_TIME, LATE, MISSING, EXCUSED, None]), max_size=8).map(tuple),
    st.lists(st.tuples(DAYS, st.integers(1, 20)), max_size=5).map(tuple), st.integers(0, 9), st.integers(0, 9),
)  # fmt: skip


@given(SEEN, st.integers(0, 600))
def test_the_states_are_a_partition(facts: Facts, number: int) -> None:
    """Every pairing is in one of the states, and in which is told by rest, age and the number of unmet rules that count."""
    verdict = judge(facts, defaults(), day(number), SLACK)
    assert verdict.colour in STATES
    assert verdict.unmet == sum(one.counts and not one.pending for one in verdict.findings)
    if verdict.colour in ("paused", "too_early"):
        assert (verdict.colour == "paused") == (facts.course.status == "paused")
        assert not verdict.findings
    else:
        assert verdict.colour == ("steady", "blue", "blue", "yellow", *["red"] * len(TESTS))[verdict.unmet]
    assert len({one.code for one in verdict.findings}) == len(verdict.findings)


def worse(facts: Facts, which: int) -> Facts:
    """The same pairing with one thing worse."""
    earlier = facts.last_contact and max(facts.last_contact - timedelta(days=30), SINCE)
    changes: list[dict[str, Any]] = [
        {"last_contact": earlier if earlier != SINCE else None}, {"first_talk": None}, {"agreed_on": None, "items": 0},
        {"overdue": facts.overdue + 1}, {"months": (MISSING, *facts.months[1:])} if facts.months else {},
        {"visits": facts.visits[1:]}, {"stage": "learning", "entered_on": SINCE} if facts.stage != "independent" else {},
        {"backfilled": facts.recent},
    ]  # fmt: skip
    return replace(facts, **changes[which])


@given(SEEN, st.integers(30, 600), st.integers(0, 7))
def test_a_colour_never_gets_better_when_an_indicator_gets_worse(facts: Facts, number: int, which: int) -> None:
    """A month that turns missing takes its score with it, so falling scores are left out of that comparison."""
    rules = with_modes(scores_falling="off")
    before, after = (judge(one, rules, day(number), SLACK) for one in (facts, worse(facts, which)))
    assert STATES.index(after.colour) <= STATES.index(before.colour)


def test_the_documented_defaults_come_back_from_what_is_stored() -> None:
    assert from_dict(defaults().to_dict()) == defaults()
    assert set(defaults().rules) == set(TESTS)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("colours", "yellow"), 1, "progress_colours"),
        (("colours", "red"), 10, "progress_figure"),
        (("general", "too_early"), -1, "progress_figure"),
        (("general", "contact"), [], "progress_contact"),
        (("rules", "silent", "days"), 6, "progress_figure"),
        (("rules", "silent", "days"), True, "progress_figure"),
        (("rules", "silent", "mode"), "maybe", "not_in_list"),
    ],
)
def test_rules_that_make_no_sense_are_refused(path: tuple[str, ...], value: object, code: str) -> None:
    told = defaults().to_dict()
    place = told
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(Invalid) as refused:
        from_dict(told)
    assert refused.value.code == code


def test_differences_name_what_changed() -> None:
    told = defaults().to_dict()
    told["rules"]["silent"]["days"] = 45
    assert differences(defaults(), from_dict(told)) == {"silent.days": (60, 45)}
