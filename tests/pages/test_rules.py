"""The rules page: what is on screen is counted at once, and saved as a numbered row or refused with a sentence."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Cohort, MentorProfile, PolicyRow
from pages.parts.rule_words import in_hundred
from programme.access import Actor
from programme.rules import Rules, rules_in_force, save_rules
from programme.rules_edit import name_pair, name_seats, put_quota
from programme.rules_named import QuotaRule
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.screen import button, chart, on_database, open_page, said, words

PAGE = "match/rules.py"
PAST = {"rules-past": True}


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """竹源县: five people, two seats; 岚溪县: two people, two seats. Three of seven go short, all in 竹源县."""
    world = match_world(database, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县")
    world.add_unit("岚溪县财政局", "岚溪县")
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5})
    world.add_mentor("李", 2, "岚溪县财政局", {"b": 5}, post="局长", standing="in_office")
    for name in "甲乙丙丁戊":
        world.add_mentee(name, "竹源县信访局", ["a"])
    for name in "己庚":
        world.add_mentee(name, "岚溪县财政局", ["b"])
    return world


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    """竹源县: five people, two seats; 岚溪县: two people, two seats. Three of seven go short, all in 竹源县."""
    world = built(lite, staff)
    with on_database(lite, monkeypatch):
        yield world


def present(world: MatchWorld) -> Rules:
    with world.database.read() as session:
        return rules_in_force(session, world.cohort_id)


def act(world: MatchWorld, use_case: Any, by: Actor | None = None, **arguments: Any) -> int:
    """Run a use case against the rules in force."""
    return world.do(use_case, by, cohort_id=world.cohort_id, seen_number=present(world).number, **arguments)


def difference(screen: AppTest) -> list[list[str]]:
    """What the history tells of two savings: rule, before, after."""
    rows = screen.table[-1].value.reset_index().to_numpy().tolist()
    return [[part.replace("\\", "") for part in row] for row in rows]


def tab(label: str) -> dict[str, str]:
    """The page opens with this tab."""
    return {"rules-tab": label}


def test_a_cohort_without_people_says_that_nobody_waits(world: MatchWorld) -> None:
    empty = world.add_cohort("2027年批次")
    screen = open_page(world.officer, PAGE, cohort=empty)
    assert not screen.exception
    assert "Nobody eligible waits in this cohort yet." in words(screen)
    assert "With nobody to pair there is nothing to count." in said(screen) and not screen.success


def test_the_count_stands_beside_the_rules_before_any_run(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    assert not screen.exception
    assert "7 people wait, 4 seats are open, 3 short; of these 竹源县 3." in words(screen)
    assert [(metric.label, metric.value) for metric in screen.metric] == [
        ("People who wait", "7"), ("Open seats", "4"), ("Short", "3"), ("No mentor open", "0"),
    ]  # fmt: skip


def test_the_same_page_speaks_chinese_to_a_chinese_browser(world: MatchWorld) -> None:
    assert "待结对7人，名额4个，缺3个；其中竹源县3人。" in words(open_page(world.officer, PAGE, locale="zh-CN"))


def test_a_rule_on_screen_is_counted_before_it_is_saved(world: MatchWorld) -> None:
    world.add_mentee("辛", "竹源县信访局", ["a"], category="young_cadre", work_start="2022-09")
    screen = open_page(world.officer, PAGE)
    assert "7 people wait" in said(screen)
    # 48 full months on 2026-09-01: eligible under a limit of 60, not under the usual 36.
    screen.get_by_key(f"rule-{world.cohort_id}-0-months_limit").set_value(60).run()
    assert "8 people wait, 4 seats are open, 4 short" in said(screen)
    with world.database.read() as session:
        assert rules_in_force(session, world.cohort_id).number == 0


def test_saving_keeps_what_is_on_screen_as_the_next_row_and_tells_the_difference(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **PAST)
    stem = f"rule-{world.cohort_id}-0"
    screen.get_by_key(f"{stem}-floor").set_value(55)
    screen.get_by_key(f"{stem}-weight-expertise").set_value(60.0)
    screen.get_by_key(f"rule-note-{world.cohort_id}-0").set_value("部务会研究").run()
    button(screen, "Save as no. 1").click().run()
    assert not screen.exception
    with world.database.read() as session:
        rules = rules_in_force(session, world.cohort_id)
    assert (rules.number, rules.policy.floor, rules.policy.weights["expertise"]) == (1, 55, 60)
    assert "Saved. The next run uses these rules; schemes computed before keep theirs." in said(screen)
    assert difference(screen) == [
        ["Lowest fit that is called good enough", "40", "55"],
        ["Needs and expertise", "45", "60"],
    ]
    assert button(screen, "Save as no. 2").disabled


def test_a_number_that_somebody_saved_over_is_refused_and_the_newer_rules_are_offered(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    screen.get_by_key(f"rule-{world.cohort_id}-0-floor").set_value(70).run()
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 50})
    button(screen, "Save as no. 1").click().run()
    assert "you saw no. 0, now no. 1" in said(screen)
    assert "A colleague saved rules no. 1 since you opened this page." in words(screen)
    button(screen, "Show them").click().run()
    assert screen.get_by_key(f"rule-{world.cohort_id}-1-floor").value == 50
    with world.database.read() as session:
        assert rules_in_force(session, world.cohort_id).number == 1


def test_a_value_that_cannot_hold_is_said_in_place_of_the_count(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    for code in ("expertise", "locality", "grassroots", "dialect", "field"):
        screen.get_by_key(f"rule-{world.cohort_id}-0-weight-{code}").set_value(0)
    screen.run()
    assert not screen.exception
    assert "No criterion counts, so no pair could be told from another." in said(screen)
    assert button(screen, "Save as no. 1").disabled
    assert not [one for one in screen.metric if one.label == "People who wait"]


def test_weights_are_said_as_a_sentence(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    assert "Of 100 points of fit: Needs and expertise 45, County and township 20" in words(screen)
    screen.get_by_key(f"rule-{world.cohort_id}-0-weight-locality").set_value(0.0).run()
    # 45 of the remaining 80 points are 56 of 100.
    assert "Needs and expertise 56" in words(screen)


def test_every_rule_says_what_it_means_and_where_its_default_comes_from(world: MatchWorld) -> None:
    told = said(open_page(world.officer, PAGE))
    for sentence in (
        "Spouses, direct relatives",
        "by analogy with the avoidance rules for civil servants",
        "The mentor leads the mentee's own unit",
        "default, may be changed",
        "seed report S17, S19, S45",
    ):
        assert sentence in told
    helps = [field.help for field in open_page(world.officer, PAGE).number_input if field.help]
    assert any("35 months are eligible, 36 are not. Source: seed report S17." in told for told in helps)


def test_a_square_of_the_chart_leads_to_the_people_behind_it(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    trace = chart(screen, "rules-shortage")["data"][0]
    assert trace["customdata"][0][0] == "竹源县|a"
    screen.session_state["rules-shortage"] = {"selection": {"points": [{"customdata": trace["customdata"][0]}]}}
    screen.run()
    assert not screen.exception
    assert screen.dataframe[0].value["name"].tolist() == list("甲乙丙丁戊")


def test_who_has_no_mentor_open_is_listed_with_the_reason(world: MatchWorld) -> None:
    world.declare("己", "王")
    world.declare("己", "李")
    world.add_mentee("辛", "岚溪县财政局", ["b"], category="young_cadre")
    screen = open_page(world.officer, PAGE, **{"rules-view": "barred"})
    told = [table.value[["name", "reason"]].to_numpy().tolist() for table in screen.dataframe[:2]]
    assert told == [
        [["己", "kinship avoidance (2 mentors)"]],
        [["辛", "not eligible: the start of work is missing"]],
    ]
    assert "No mentor open: 1" in words(screen) and "Not counted above: 1 not eligible." in said(screen)


def test_whom_the_cohort_does_not_reach_yet_is_counted_apart(world: MatchWorld) -> None:
    world.change(Cohort, world.cohort_id, reach="pilot")
    found = said(open_page(world.officer, PAGE))
    assert "No mentor open: 0" in found
    assert "Not counted above: 7 in units that the cohort does not reach yet." in found


def test_remedies_are_listed_with_what_they_gain(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **{"rules-view": "remedies"})
    assert not screen.exception
    assert "One more seat with 王 (竹源县信访局)" in said(screen)
    assert "+1 placed" in said(screen)
    assert "people compete for" in words(screen)


def seat_remedy(world: MatchWorld, name: str) -> str:
    """The key of the button that tries one more seat with a mentor."""
    return f"rules-try-{'|'.join(('capacity', '1', world.key(name), '', '', '', '', ''))}"


def test_a_remedy_is_tried_on_the_whole_plan_and_nothing_is_saved(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **{"rules-view": "remedies"})
    screen.get_by_key(seat_remedy(world, "王")).click().run()
    assert not screen.exception
    told = said(screen)
    # Seven people, four seats: with a fifth one place more is filled, and 王 has three people on three seats.
    assert "Paired]]  \n4 → **5**" in told
    assert "Short]]  \n3 → **2**" in told
    assert "Gets a mentor (1): " in told
    assert "王 (竹源县信访局) from 2 to 3 people, of 3 seats" in told
    assert "Raise the seats of 王 (竹源县信访局) from 2 to 3 in the pool." in told
    assert "Open in the mentor pool" in [link.proto.label for link in screen.get("page_link")]
    assert world.row(MentorProfile, world.people["王"]).capacity == 2
    screen.get_by_key(seat_remedy(world, "王")).click().run()
    assert "Gets a mentor (1): " not in said(screen)


def test_a_rule_that_was_tried_as_a_hint_is_chosen_in_the_form_but_not_saved(world: MatchWorld) -> None:
    cohort = world.add_cohort("2027年批次")
    world.add_mentee("壬", "岚溪县财政局", ["b"], cohort_id=cohort)
    world.declare("壬", "王")
    force = f"rule-{cohort}-0-command"
    screen = open_page(world.officer, PAGE, cohort=cohort, **{"rules-view": "remedies", force: "forbid"})
    [key] = [one.key for one in screen.button if (one.key or "").startswith("rules-try-relax")]
    screen.get_by_key(key).click().run()
    assert "these new pairs meet it: 壬 (岚溪县财政局) with 李 (岚溪县财政局)." in said(screen)
    button(screen, "Set “Direct superior as mentor” to “hint” in the form").click().run()
    assert not screen.exception
    assert not [one.value for one in screen.warning]
    assert screen.get_by_key(force).value == "hint"
    assert "everybody can be placed" in said(screen)
    with world.database.read() as session:
        assert rules_in_force(session, cohort).number == 0


def test_a_remedy_of_one_seat_can_be_given_by_name_on_the_spot(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **{"rules-view": "remedies"})
    screen.get_by_key(f"rule-{world.cohort_id}-0-floor").set_value(55).run()
    screen.get_by_key(seat_remedy(world, "王")).click().run()
    key = f"rules-by-name-{world.people['王']}"
    screen.get_by_key(f"{key}-give").click().run()
    assert "Give the reason: it stands in the record beside your name." in said(screen)
    screen.get_by_key(key).set_value("部务会同意").run()
    screen.get_by_key(f"{key}-give").click().run()
    assert not screen.exception
    assert "7 people wait, 5 seats are open, 2 short" in said(screen)
    assert present(world).overrides[str(world.people["王"])].seats == 3
    # What was on screen and not saved is still there, against the new number, and said so.
    assert "not saved yet: Lowest fit that is called good enough" in said(screen)
    assert screen.get_by_key(f"rule-{world.cohort_id}-0-floor").value == 55
    button(screen, "Save as no. 2").click().run()
    assert (present(world).number, present(world).policy.floor) == (2, 55)


def test_many_people_are_told_by_number_and_the_first_by_name(world: MatchWorld) -> None:
    cohort = world.add_cohort("2027年批次")
    for name in "子丑寅卯辰":
        world.add_mentee(name, "岚溪县财政局", ["b"], cohort_id=cohort)
        world.declare(name, "王")
    world.add_mentor("李二", 3, "岚溪县财政局", {"b": 5}, post="局长", standing="in_office")
    force = f"rule-{cohort}-0-command"
    screen = open_page(world.officer, PAGE, cohort=cohort, **{"rules-view": "remedies", force: "forbid"})
    key = next(one.key for one in screen.button if (one.key or "").startswith("rules-try-relax"))
    screen.get_by_key(key).click().run()
    # All five are led by both mentors, so nobody has a mentor until the rule is a hint; four are named.
    assert "Paired]]  \n0 → **5**" in said(screen)
    [line] = [line for line in said(screen).splitlines() if "Gets a mentor (5): " in line]
    assert line.count(", fit ") == 4
    assert line.endswith("; and 1 more")


def test_a_mentor_to_be_found_leads_to_an_empty_form_of_the_pool(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, locale="zh-CN", **{"rules-view": "remedies"})
    key = next(one.key for one in screen.button if (one.key or "").startswith("rules-try-recruit"))
    screen.get_by_key(key).click().run()
    assert "新聘导师由0人增至1人（名额1个）" in said(screen)
    [link] = [link for link in screen.get("page_link") if link.proto.label == "提名导师"]
    assert "mentor=new" in link.proto.query_string


def test_a_seat_more_for_two_mentors_is_tried_and_given_in_one_act(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **{"rules-view": "remedies"})
    assert "One more seat with each of 2 mentors at once" in said(screen)
    screen.get_by_key("rules-try-many").click().run()
    screen.text_input(key="rules-many-reason").set_value("部务会同意").run()
    screen.get_by_key("rules-many-give").click().run()
    assert not screen.exception
    named = {key: (one.seats, one.reason) for key, one in present(world).overrides.items()}
    assert named == {str(world.people[name]): (3, "部务会同意") for name in "王李"}
    assert [one.value for one in screen.metric if one.label == "Short"] == ["1"]


def test_who_may_not_edit_tries_too_but_gets_no_way_to_change_anything(world: MatchWorld, staff: Staff) -> None:
    screen = open_page(staff("leader"), PAGE, **{"rules-view": "remedies"})
    screen.get_by_key(seat_remedy(world, "王")).click().run()
    assert "Staff who keep the mentor pool can do this." in said(screen)
    assert "Open in the mentor pool" not in [link.proto.label for link in screen.get("page_link")]


def test_who_may_only_read_sees_the_rules_but_cannot_change_them(world: MatchWorld, staff: Staff) -> None:
    screen = open_page(staff("leader"), PAGE)
    assert not screen.exception
    assert "Your role reads the rules and does not change them." in words(screen)
    assert all(field.disabled for field in screen.number_input)
    assert [one.label for one in screen.button if one.label.startswith("Save")] == []


def test_a_liaison_is_shown_no_name_of_another_unit(world: MatchWorld, staff: Staff) -> None:
    liaison: Actor = staff("liaison", unit_id=world.units["岚溪县财政局"])
    screen = open_page(liaison, PAGE, **{"rules-view": "remedies"})
    assert not screen.exception
    assert not [one.label for one in screen.button if one.label == "Try it"]
    assert "Remedies name people of other units" in said(screen)
    assert "竹源县信访局" not in words(screen)


def test_a_name_made_of_markup_is_shown_as_it_is_written(world: MatchWorld) -> None:
    world.add_mentor("![x](http://example.org/x.png)", 2, "竹源县信访局")
    seats = {"person_id": world.people["![x](http://example.org/x.png)"], "seats": 3, "reason": "![y](z)"}
    act(world, name_seats, **seats)
    shown = words(open_page(world.officer, PAGE, **tab("Seat ceilings")))
    assert "![" not in shown
    assert r"\!\[x\]" in shown
    assert r"\!\[y\]" in shown


def test_a_limit_that_is_no_more_is_neither_asked_for_nor_told_as_a_change(world: MatchWorld) -> None:
    with world.database.write() as session:
        rules = Rules().to_dict() | {"default_capacity": 2, "age_limit": 40}
        session.add(PolicyRow(cohort_id=world.cohort_id, number=1, rules=rules, note="", by_id=world.officer.id))
    screen = open_page(world.officer, PAGE, **PAST)
    assert not screen.exception
    assert not [field.key for field in screen.number_input if "capacity" in str(field.key)]
    assert [row[1:] for row in difference(screen)] == [["35", "40"]]


# Seats, quotas, named pairs


def test_a_ceiling_on_screen_is_counted_before_it_is_saved_and_named(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **tab("Seat ceilings"), **{"rules-view": "cuts"})
    assert "Every mentor counts with the seats of the pool." in said(screen)
    screen.get_by_key(f"rule-{world.cohort_id}-0-ceiling-in_office").set_value(1).run()
    assert "7 people wait, 3 seats are open, 4 short" in said(screen)
    assert "At most 3 people with any mentor; Leader in office 1." in said(screen)
    assert screen.dataframe[0].value.to_numpy().tolist() == [
        ["李", "岚溪县财政局", 2, 1, "ceiling for Leader in office"]
    ]
    button(screen, "Save as no. 1").click().run()
    assert present(world).ceilings == {"in_office": 1}


def test_seats_by_name_are_set_told_and_taken_out(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **tab("Seat ceilings"))
    screen.get_by_key("seats-who").set_value(world.people["王"])
    screen.get_by_key("seats-number").set_value(4)
    screen.get_by_key("seats-reason").set_value("部务会同意")
    button(screen, "Set").click().run()
    assert not screen.exception
    assert "王 (竹源县信访局): 4 seats" in said(screen)
    assert f"部务会同意; {world.officer.name}, " in said(screen)
    assert "7 people wait, 6 seats are open, 1 short" in said(screen)
    screen.get_by_key(f"drop-seats-{world.people['王']}").click().run()
    assert present(world).overrides == {}


def test_where_a_ceiling_makes_the_shortage_raising_it_is_the_first_remedy_and_one_click_counts_it(
    world: MatchWorld,
) -> None:
    """王 and 李 have two seats each and 7 people wait; with one each at most two more are short, with two nobody of them."""
    act(world, save_rules, values={"programme_maximum": 1})
    screen = open_page(world.officer, PAGE, **{"rules-view": "remedies"})
    before = {metric.label: metric.value for metric in screen.metric}
    assert "Any mentor: at most 1 → 2" in said(screen)
    screen.get_by_key("rules-raise-maximum").click().run()
    assert not screen.exception
    after = {metric.label: metric.value for metric in screen.metric}
    assert int(after["Short"]) < int(before["Short"])
    assert present(world).programme_maximum == 1


def test_a_quota_is_said_as_a_sentence_before_and_after_it_is_added(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **tab("Quotas"))
    stem = f"quota-{world.cohort_id}-0"
    assert screen.get_by_key(f"{stem}-add").disabled
    screen.get_by_key(f"{stem}-mentees-unit").set_value([world.units["竹源县信访局"]])
    screen.get_by_key(f"{stem}-mentors-by").set_value("each")
    screen.get_by_key(f"{stem}-most").set_value(1).run()
    told = "mentees of 竹源县信访局 with any one mentor: at most 1 pairs"
    assert told in said(screen)
    screen.get_by_key(f"{stem}-add").click().run()
    assert not screen.exception
    assert f"1. {told}" in said(screen).replace("\\", "")
    [quota] = present(world).quotas.values()
    assert (quota.mentees.of, quota.mentors.by, quota.most) == ((world.units["竹源县信访局"],), "each", 1)
    # Each mentor now takes one of 竹源县 and one of 岚溪县: as many are short as before.
    assert "4 seats are open, 3 short; of these 竹源县 3." in said(screen)


def test_a_quota_is_changed_in_place_and_left_as_it_was_when_one_thinks_better_of_it(world: MatchWorld) -> None:
    unit = world.units["竹源县信访局"]
    quota = {"mentees": {"by": "unit", "of": [unit]}, "mentors": {"by": "each"}, "most": 1, "reason": "部务会"}
    act(world, put_quota, quota=quota)
    [key] = present(world).quotas
    screen = open_page(world.officer, PAGE, **tab("Quotas"))
    screen.get_by_key(f"edit-quota-{key}").click().run()
    assert "Change quota no. 1" in said(screen)
    screen.get_by_key(f"quota-{world.cohort_id}-1-leave").click().run()
    assert "Change quota no. 1" not in said(screen)
    screen.get_by_key(f"edit-quota-{key}").click().run()
    stem = f"quota-{world.cohort_id}-3"
    assert screen.get_by_key(f"{stem}-mentees-unit").value == [unit]
    screen.get_by_key(f"{stem}-most").set_value(2).run()
    screen.get_by_key(f"{stem}-add").click().run()
    assert not screen.exception
    rules = present(world)
    assert rules.quotas == {key: QuotaRule.read(quota | {"most": 2})}
    assert screen.get_by_key(f"quota-{world.cohort_id}-4-most").value is None


def test_a_quota_that_cannot_be_met_stands_above_the_count_before_any_run(world: MatchWorld) -> None:
    quota = {"mentees": {"by": "all"}, "mentors": {"by": "county", "of": ["岚溪县"]}, "least": 3}
    act(world, put_quota, quota=quota)
    [told] = [one.value.replace("\\", "") for one in open_page(world.officer, PAGE).warning]
    assert told == (
        "This quota cannot be met: “all mentees with the mentors in 岚溪县: at least 3 pairs”."
        " A run reaches 2; 7 people and 2 open seats concern it."
    )


def test_a_pair_is_named_told_and_taken_out(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **tab("Named pairs"))
    key = f"pair-{world.cohort_id}-0"
    screen.get_by_key(f"{key}-mentee").set_value(world.people["甲"])
    screen.get_by_key(f"{key}-mentor").set_value(world.people["李"])
    screen.get_by_key(f"{key}-reason").set_value("部领导指定")
    screen.get_by_key(f"{key}-leader").set_value("陈部长").run()
    screen.get_by_key(f"{key}-add").click().run()
    assert not screen.exception
    assert "甲 (竹源县信访局) with 李 (岚溪县财政局)" in said(screen)
    assert "部领导指定; named by 陈部长; " in said(screen)
    screen.get_by_key(f"drop-pair-{world.people['甲']}-{world.people['李']}").click().run()
    assert present(world).pairs == {}


def test_only_who_may_approve_is_asked_why_a_rule_may_be_set_aside(world: MatchWorld, staff: Staff) -> None:
    key = f"pair-{world.cohort_id}-0-waiver"
    fields = [
        [field.key for field in open_page(account, PAGE, **tab("Named pairs")).text_input]
        for account in (world.officer, staff("chief"))
    ]
    assert [key in shown for shown in fields] == [False, True]


def test_a_named_pair_that_can_no_longer_be_stands_above_the_count(world: MatchWorld) -> None:
    pair = {"kind": "must", "mentee": world.people["甲"], "mentor": world.people["李"], "reason": "部领导指定"}
    act(world, name_pair, pair=pair)
    world.declare("甲", "李")
    [told] = [one.value for one in open_page(world.officer, PAGE).warning]
    assert "the next run cannot keep this: kinship avoidance" in told.replace("\\", "")


# Templates and history


def test_a_template_replaces_the_form_and_says_so_in_the_history(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **PAST)
    screen.get_by_key(f"rule-{world.cohort_id}-0-floor").set_value(70).run()
    screen.get_by_key(f"template-{world.cohort_id}").set_value("ready:village").run()
    assert "village secretaries lead up to two" in said(screen)
    screen.get_by_key("template-start").click().run()
    assert not screen.exception
    assert present(world).ceilings["village_secretary"] == 2
    assert screen.get_by_key(f"rule-{world.cohort_id}-1-floor").value == 40
    assert screen.dataframe[-1].value["note"].tolist() == ["from the template “New members of village committees”"]


def test_templates_of_the_house_are_kept_renamed_and_thrown_away(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    screen.get_by_key(f"template-name-{world.cohort_id}").set_value("市直").run()
    screen.get_by_key("template-keep").click().run()
    assert "Own: 市直" in screen.get_by_key(f"template-{world.cohort_id}").options
    screen.get_by_key(f"template-rename-{screen.get_by_key('template-own').value}").set_value("市直机关").run()
    screen.get_by_key("template-rename").click().run()
    assert "Own: 市直机关" in screen.get_by_key(f"template-{world.cohort_id}").options
    screen.get_by_key("template-drop").click().run()
    assert not screen.exception
    assert not [one for one in screen.get_by_key(f"template-{world.cohort_id}").options if one.startswith("Own")]


def test_any_two_numbers_are_compared_and_an_earlier_one_comes_back(world: MatchWorld) -> None:
    act(world, save_rules, values={"floor": 50})
    act(world, name_seats, person_id=world.people["王"], seats=4, reason="部务会同意")
    act(world, save_rules, values={"floor": 60})
    chosen = {"rules-history": {"selection": {"rows": [0, 2], "columns": [], "cells": []}}}
    screen = open_page(world.officer, PAGE, **PAST)
    assert screen.dataframe[-1].value["what"].tolist() == [
        "Lowest fit that is called good enough", "Seats of 王 (竹源县信访局)", "Lowest fit that is called good enough",
    ]  # fmt: skip
    screen.session_state["rules-history"] = chosen["rules-history"]
    screen.run()
    table = difference(screen)
    assert [row[0] for row in table] == ["Seats of 王 (竹源县信访局)", "Lowest fit that is called good enough"]
    assert table[0][1] == "—"
    assert table[0][2].startswith(f"4: 部务会同意; {world.officer.name}, ")
    button(screen, "Return to no. 1").click().run()
    assert (present(world).number, present(world).policy.floor, present(world).overrides) == (4, 50, {})
    assert screen.get_by_key(f"rule-{world.cohort_id}-4-floor").value == 50


def test_a_liaison_reads_only_the_names_of_the_own_unit(world: MatchWorld, staff: Staff) -> None:
    act(world, name_seats, person_id=world.people["王"], seats=4, reason="王家里有事")
    pair = {"kind": "must_not", "mentee": world.people["甲"], "mentor": world.people["王"], "reason": "谈过话"}
    act(world, name_pair, pair=pair)
    liaison: Actor = staff("liaison", unit_id=world.units["岚溪县财政局"])
    for label in ("Seat ceilings", "Named pairs"):
        screen = open_page(liaison, PAGE, **tab(label), **PAST)
        assert not screen.exception
        shown = said(screen) + str(difference(screen))
        shown += "".join(str(one.value.to_numpy().tolist()) for one in screen.dataframe)
        assert "1 more concern people of other units." in shown
        for private in ("王", "甲", "谈过话", "家里"):
            assert private not in shown


def test_whole_points_add_up_to_a_hundred() -> None:
    assert in_hundred([100 / 3] * 3) == [34, 33, 33]
    assert in_hundred([12.5] * 8) == [13, 13, 13, 13, 12, 12, 12, 12]
    assert in_hundred([45, 20, 15, 10, 10]) == [45, 20, 15, 10, 10]
    assert in_hundred([0.6, 99.4]) == [1, 99]
