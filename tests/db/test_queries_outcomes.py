"""Figures of reference on both engines, each counted by hand: who is in the numerator, who in the denominator, who in neither."""

from datetime import date

import pytest

from db.engines import Database
from db.queries.campaign_figures import campaign_sums, figure_days, latest_figures
from db.queries.outcome_figures import Share, age_on, new_members, posted_people, reference_figures
from db.queries.outcomes import outcome_counts, outcome_page, outcome_years, outcomes
from db.queries.outcomes_scope import OutcomeFilter
from programme.outcomes import figures, keep
from tests.conftest import Staff
from tests.support.outcome_world import DAY, campaign, change, fact, joins, newcomer, pair, posted, promoted, report
from tests.support.record_world import RecordWorld, record_world

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

ON = date(2026, 11, 1)


@pytest.fixture
def world(database: Database, staff: Staff) -> RecordWorld:
    return record_world(database, staff)


def test_the_share_of_introducers_by_year_counts_the_mentor_of_the_pairing_of_that_day(world: RecordWorld) -> None:
    """2026: 甲 and 丁 by their mentor 王, 戊 by 李 who is none of his, 己 by nobody named: 2 of 4, one unknown. 2025: 丙 by
    his mentor 李 on the last day of his pairing and of the year: 1 of 1. 2023 lies before the trend."""
    for name in "丁戊己庚":
        newcomer(world, name, since=date(2023, 1, 1) if name == "庚" else date(2026, 1, 5))
    joins(world, "甲", date(2026, 1, 5), "王")
    joins(world, "丁", date(2026, 6, 30), "王")
    joins(world, "戊", date(2026, 7, 1), "李")
    joins(world, "己", date(2026, 7, 1))
    joins(world, "丙", date(2025, 12, 31), "李")
    joins(world, "庚", date(2023, 12, 31), "王")
    found = world.see(reference_figures, on=ON)
    assert [(year, one.numerator, one.denominator, one.unknown) for year, one in found.years] == [
        (2024, 0, 0, 0), (2025, 1, 1, 0), (2026, 2, 4, 1)
    ]  # fmt: skip
    assert (found.introduced.numerator, found.introduced.denominator, found.introduced.reached) == (3, 5, False)
    assert dict(zip(found.members["name"], found.members["introduced"], strict=True)) == {
        "甲": "mentor", "丁": "mentor", "戊": "other", "己": "unknown", "丙": "mentor", "庚": "mentor"
    }  # fmt: skip


@pytest.mark.parametrize(("day", "year"), [(date(2025, 12, 31), 2025), (date(2026, 1, 1), 2026)])
def test_new_years_eve_and_new_years_day_fall_into_two_years(world: RecordWorld, day: date, year: int) -> None:
    newcomer(world, "丁", since=date(2025, 1, 1))
    joins(world, "丁", day, "王")
    assert [key for key, one in world.see(reference_figures, on=ON).years if one.denominator] == [year]
    assert len(world.see(outcomes, chosen=OutcomeFilter(year=year))) == 1


def test_a_mentor_who_was_changed_before_the_day_does_not_count_unless_the_pairing_is_named(world: RecordWorld) -> None:
    """丁 and 戊 were led by 李 until the end of February and by 王 since; both were introduced by 李 in March."""
    for name in "丁戊":
        newcomer(world, name, "李")
        old = world.pairings[name]
        change(world, old, date(2026, 2, 28))
        pair(world, name, "王", [("active", date(2026, 3, 1))])
        joins(world, name, DAY, "李", **({"pairing_id": old} if name == "戊" else {}))
    found = world.see(new_members).set_index("name")["introduced"]
    assert dict(found) == {"丁": "other", "戊": "mentor"}


def test_an_introducer_who_leads_somebody_as_second_mentor_counts(world: RecordWorld) -> None:
    newcomer(world, "丁", "王")
    pair(world, "丁", "李", [("active", date(2026, 1, 5))], role="second")
    joins(world, "丁", DAY, "李")
    assert list(world.see(new_members)["introduced"]) == ["mentor"]


def test_only_mentees_of_35_years_or_less_are_in_the_denominator(world: RecordWorld) -> None:
    """35周岁以下 includes 35: 丁 turns 36 on the day, 戊 the day after. 庚 is no mentee. A birth not known counts."""
    newcomer(world, "丁", birth="1990-03-05")
    newcomer(world, "戊", birth="1990-03-06")
    newcomer(world, "己")
    newcomer(world, "庚", mentor="")
    for name in "丁戊己庚":
        joins(world, name, DAY, "王")
    found = world.see(reference_figures, on=ON)
    assert found.years[-1][1].denominator == 2
    assert set(found.members[found.members["young"]]["name"]) == {"戊", "己"}


def test_a_month_or_a_year_of_birth_counts_as_its_first_day() -> None:
    assert [age_on(birth, date(2026, 10, 1)) for birth in ("1990-10", "1990-11", "1990", "1990-10-02", None)] == [
        36, 35, 36, 35, 0
    ]  # fmt: skip


def test_steps_that_are_not_the_admission_and_struck_ones_count_for_nothing(world: RecordWorld) -> None:
    fact(world, "甲", "party", date(2026, 1, 6), step="activist")
    key = joins(world, "甲", DAY, "王")
    world.do(keep.strike, outcome_id=key, seen_version=1, reason="录错")
    assert world.see(reference_figures, on=ON).introduced.denominator == 0


def test_a_cohort_shows_its_own(world: RecordWorld) -> None:
    joins(world, "甲", DAY, "王")
    assert len(world.see(reference_figures, cohort_id=world.cohort_id, on=ON).members) == 1
    assert world.see(reference_figures, cohort_id=world.cohort_id + 1, on=ON).members.empty


def test_the_promoted_share_counts_persons_on_posting_promoted_to_county_level_since_it_began(
    world: RecordWorld,
) -> None:
    """丁 and 己 on the first day of the posting or after it; 戊 the day before; 甲 to a lower level; 乙 was seconded only;
    丙's promotion was struck out. 丁 was posted twice and counts once: 2 of 5."""
    for name in "丁戊己":
        newcomer(world, name)
    for name in "甲丙丁戊己":
        posted(world, name, DAY)
    posted(world, "丁", date(2026, 8, 1))
    posted(world, "乙", DAY, step="secondment")
    promoted(world, "乙", date(2026, 9, 1))
    promoted(world, "丁", DAY)
    promoted(world, "丁", date(2026, 9, 1), "county")
    promoted(world, "戊", date(2026, 3, 4))
    promoted(world, "甲", date(2026, 9, 1), "section")
    promoted(world, "己", date(2026, 9, 1), "county")
    key = promoted(world, "丙", date(2026, 9, 1))
    world.do(keep.strike, outcome_id=key, seen_version=1, reason="未任命")
    found = world.see(reference_figures, on=ON)
    assert (found.promoted.numerator, found.promoted.denominator, found.promoted.share) == (2, 5, 0.4)
    who = found.posted.set_index("name")
    assert (
        who.loc["丁", "promoted_on"] == DAY and who.loc["丁", "since"] == DAY and who.loc["甲", "promoted_on"] is None
    )


def test_of_fewer_than_three_no_share_is_shown() -> None:
    assert [Share(1, count, 0.8).share for count in (0, 1, 2, 3)] == [None, None, None, 1 / 3]
    assert [Share(1, count, 0.8).few for count in (0, 1, 2, 3)] == [False, True, True, False]
    assert Share(4, 5, 0.8).reached and not Share(3, 4, 0.8).reached


def test_petitions_are_the_sum_of_the_latest_reports_and_not_reported_is_not_nought(world: RecordWorld) -> None:
    assert world.see(reference_figures, on=ON).petitions is None
    key = campaign(world)
    report(world, key, "市财政局", links=3)
    assert world.see(reference_figures, on=ON).petitions is None
    report(world, key, "青坞镇", petitions=2)
    report(world, key, "青坞镇", date(2026, 4, 1), petitions=0)
    assert world.see(reference_figures, on=ON).petitions == 0
    report(world, key, "上岚村", petitions=1)
    assert world.see(reference_figures, on=ON).petitions == 1


def test_sums_of_a_campaign_per_person_and_its_completion(world: RecordWorld) -> None:
    """青坞镇: 10 people, 60 links, 900 visits, 4 of 5 projects. 上岚村: 2 people, 18 links, visits not reported, 1 of 1.
    市财政局 reported only links: they count in the sum but not per person."""
    key = campaign(world)
    report(world, key, "青坞镇", staff=10, links=60, visits=900, projects=5, projects_done=4, area_mu=120.5)
    report(world, key, "上岚村", staff=2, links=18, projects=1, projects_done=1)
    report(world, key, "市财政局", links=7)
    row = campaign_sums(world.see(latest_figures)).iloc[0]
    assert (row["units"], row["staff"], row["links"], row["visits"], row["area_mu"]) == (3, 12, 85, 900, 120.5)
    assert (row["links_each"], row["visits_each"]) == (78 / 12, 90.0)
    assert row["completion"] == 5 / 6 and row["petitions"] != row["petitions"], "NaN: nobody reported any"


def test_of_reports_that_are_struck_out_the_one_before_is_in_force_again(world: RecordWorld) -> None:
    key = campaign(world)
    report(world, key, "青坞镇", links=6)
    later = report(world, key, "青坞镇", date(2026, 4, 1), links=600)
    world.do(figures.strike_figures, figure_id=later, seen_version=1, reason="多打一位")
    assert list(world.see(latest_figures)["links"]) == [6]
    days = world.see(figure_days, campaign_id=key, unit_id=world.units["青坞镇"])
    assert list(zip(days["links"], days["struck"].astype(bool), strict=True)) == [(600, True), (6, False)]


def test_a_liaison_sees_figures_of_its_own_people_and_unit_only(world: RecordWorld) -> None:
    key = campaign(world)
    report(world, key, "青坞镇", petitions=1)
    report(world, key, "市财政局", petitions=2)
    joins(world, "甲", DAY, "王")
    joins(world, "乙", DAY, "王")
    posted(world, "甲", DAY)
    found = world.see(reference_figures, "liaison", on=ON)
    assert (found.petitions, list(found.members["name"]), len(found.posted)) == (1, ["乙"], 0)


def test_the_list_is_filtered_counted_and_turned(world: RecordWorld) -> None:
    fact(world, "甲", "honour", date(2025, 5, 4), title="青年岗位能手")
    fact(world, "乙", "honour", DAY, place="市人社局")
    posted(world, "甲", DAY)
    fact(world, "王", "gain", DAY, title="学会用大数据平台")
    assert world.see(outcome_years) == [2026, 2025]
    for chosen, names in (
        (OutcomeFilter(kind="honour"), ["乙", "甲"]),
        (OutcomeFilter(unit_id=world.units["青坞镇"]), ["乙"]),
        (OutcomeFilter(words="人社 乙"), ["乙"]),
        (OutcomeFilter(words="大数据"), ["王"]),
        (OutcomeFilter(side="mentor"), ["王"]),
        (OutcomeFilter(mentor_id=world.people["王"], kind="posting"), ["甲"]),
        (OutcomeFilter(year=2025), ["甲"]),
        (OutcomeFilter(struck=True), []),
    ):
        total, page, found = world.see(outcome_page, chosen=chosen, page=9)
        assert (list(found["name"]), total, page) == (names, len(names), 1)
    counts = world.see(outcome_counts)
    assert sorted(zip(counts["year"], counts["kind"], counts["unit"], counts["count"], strict=True)) == [
        (2025, "honour", "市财政局", 1), (2026, "gain", "市财政局", 1), (2026, "honour", "青坞镇", 1),
        (2026, "posting", "市财政局", 1),
    ]  # fmt: skip


def test_people_on_posting_are_told_with_the_latest_place(world: RecordWorld) -> None:
    posted(world, "甲", DAY, until_on=date(2026, 6, 1))
    fact(world, "甲", "posting", date(2026, 7, 1), step="temporary_posting", place="沙渡镇")
    row = world.see(posted_people).iloc[0]
    assert (row["place"], row["since"], row["promoted_on"]) == ("沙渡镇", DAY, None)
