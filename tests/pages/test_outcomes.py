"""The page of outcomes: figures with who is behind them, a fact entered from its day, read, corrected, struck out; campaigns by unit."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Campaign, CampaignFigure, Export, ForceGrade, Outcome, Person, Term
from db.queries.outcome_figures import Share
from pages.parts import charts_outcomes as charts
from programme.seed import seed_words
from tests.conftest import Staff
from tests.support.outcome_world import DAY, campaign, fact, joins, newcomer, posted, promoted, report
from tests.support.record_world import RecordWorld, record_world
from tests.support.screen import button, chart, on_database, open_page, said, words
from texts import speaking

PAGE = "outcomes/outcomes.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordWorld]:
    with on_database(lite, monkeypatch):
        yield record_world(lite, staff)


def page(world: RecordWorld, view: str = "figures", who: str = "officer", locale: str = "en", **state: Any) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, outcomes_view=view, **state)
    assert not screen.exception
    return screen


def run(screen: AppTest) -> AppTest:
    screen.run()
    assert not screen.exception
    return screen


def press(screen: AppTest, label: str) -> AppTest:
    button(screen, label).click()
    return run(screen)


def tile(screen: AppTest, label: str) -> tuple[str, str]:
    """The value of a tile and what stands below it."""
    found = next(metric for metric in screen.metric if metric.label == label)
    return found.value, found.delta


def four_members(world: RecordWorld, year: int) -> None:
    """甲, 丁 and 戊 introduced by their mentor 王 and 己 by somebody else, all in the year: 3 of 4."""
    for name in "丁戊己":
        newcomer(world, name)
    for name, mentor in (("甲", "王"), ("丁", "王"), ("戊", "王"), ("己", "李")):
        joins(world, name, date(year, 2, 1), mentor)


def test_the_tiles_tell_shares_against_their_lines(world: RecordWorld) -> None:
    four_members(world, 2026)
    for name in "甲乙丁":
        posted(world, name, DAY)
    promoted(world, "丁", date(2026, 9, 1))
    report(world, campaign(world), "青坞镇", petitions=0, projects=4, projects_done=3)
    screen = page(world)
    assert tile(screen, "Introduced by mentors, 3 years") == ("75.0%", "3 of 4, line 80%: line not reached")
    assert tile(screen, "Posted, then promoted") == ("33.3%", "1 of 3, line 20%: line reached")
    assert tile(screen, "Skip-level petitions in campaigns") == ("0", "red line kept, 1 reports")
    assert tile(screen, "Projects of campaigns under way") == ("75%", "3 of 4")


def test_with_nothing_on_record_nothing_is_claimed(world: RecordWorld) -> None:
    """No share, and petitions are not nought but not reported."""
    screen = page(world)
    assert tile(screen, "Introduced by mentors, 3 years") == ("—", "nobody yet; the line is 80%")
    assert tile(screen, "Skip-level petitions in campaigns") == ("—", "no unit has reported yet")
    assert "Nobody is on record yet" in words(screen)


def test_of_two_people_no_share_is_shown(world: RecordWorld) -> None:
    joins(world, "甲", date(2026, 2, 1), "王")
    joins(world, "乙", date(2026, 2, 1), "王")
    screen = page(world)
    assert tile(screen, "Introduced by mentors, 3 years") == ("—", "fewer than 3 people, not shown")
    bars = chart(screen, "out_introducers")["data"][0]
    assert bars["text"][-1] == "fewer than 3, not shown" and "100%" not in str(bars["text"])


def test_who_is_behind_the_share_is_listed_and_leads_to_the_entry(world: RecordWorld) -> None:
    four_members(world, 2026)
    screen = page(world)
    people = screen.dataframe[0].value
    assert set(zip(people["name"], people["by"], strict=True)) == {
        ("甲", "By the mentor"), ("丁", "By the mentor"), ("戊", "By the mentor"), ("己", "By somebody else")
    }  # fmt: skip


def test_a_liaison_sees_its_own_unit_and_a_leader_writes_nothing(world: RecordWorld) -> None:
    four_members(world, 2026)
    fact(world, "乙", "honour")
    assert set(page(world, "list", "liaison").dataframe[0].value["name"]) == {"乙", "丁", "戊", "己"}
    screen = page(world, "list", "leader")
    assert "Select an entry to read it in full." in words(screen)


def find(screen: AppTest, sought: str, kind: str, day: date) -> AppTest:
    screen.text_input(key="out_sought").set_value(sought)
    screen.selectbox(key="out_entry_kind").set_value(kind)
    screen.date_input(key="out_entry_day").set_value(day)
    return run(screen)


def keyed(screen: AppTest, kind: str, end: str) -> Any:
    """The field whose key ends so."""
    found = [one for one in getattr(screen, kind) if str(one.key).endswith(end)]
    assert len(found) == 1, [one.key for one in getattr(screen, kind)]
    return found[0]


def test_an_admission_is_entered_with_the_pairing_of_its_day_and_the_mentor_as_introducer(world: RecordWorld) -> None:
    screen = find(page(world, "list"), "甲", "party", DAY)
    pairing = keyed(screen, "selectbox", "-pairing")
    assert pairing.value == world.pairings["甲"]
    keyed(screen, "selectbox", "-introducer_id").set_value(world.people["王"])
    keyed(screen, "text_input", "-evidence").set_value("组字〔2026〕3号")
    screen = press(screen, "Save")
    (row,) = world.rows(Outcome)
    assert (row.kind, row.step, row.pairing_id, row.introducer_id, row.evidence) == (
        "party", "probationary", world.pairings["甲"], world.people["王"], "组字〔2026〕3号"
    )  # fmt: skip
    assert screen.text_input(key="out_sought").value == "" and screen.selectbox(key="out_entry_kind").value == "party"
    assert world.row(Person, world.people["甲"]).party == "probationary_member"


def test_a_new_post_reaches_the_persons_row_unless_the_box_is_unticked(world: RecordWorld) -> None:
    screen = find(page(world, "list"), "甲", "promotion", DAY)
    keyed(screen, "text_input", "-to_post").set_value("副镇长")
    keyed(screen, "checkbox", "-bring").uncheck()
    press(screen, "Save")
    assert len(world.rows(Outcome)) == 1 and world.row(Person, world.people["甲"]).post != "副镇长"


def test_on_a_day_before_the_pairing_none_is_proposed(world: RecordWorld) -> None:
    screen = find(page(world, "list"), "甲", "honour", date(2026, 1, 4))
    assert keyed(screen, "selectbox", "-pairing").value == 0
    keyed(screen, "text_input", "-title").set_value("青年岗位能手")
    press(screen, "Save")
    assert world.rows(Outcome)[0].pairing_id is None


def test_what_is_refused_stays_in_the_form_and_says_why(world: RecordWorld) -> None:
    screen = press(find(page(world, "list"), "甲", "posting", DAY), "Save")
    assert "to which unit" in said(screen) and not world.rows(Outcome)
    assert screen.text_input(key="out_sought").value == "甲"


def test_the_fields_follow_the_kind(world: RecordWorld) -> None:
    screen = find(page(world, "list"), "甲", "promotion", DAY)
    labels = {one.label for one in [*screen.text_input, *screen.selectbox]}
    assert {"Post after", "Level after", "Grade after"} <= labels and "Name of the honour" not in labels
    screen.selectbox(key="out_entry_kind").set_value("honour")
    screen = run(screen)
    assert "Name of the honour" in {one.label for one in screen.text_input}


def opened(world: RecordWorld, key: int, who: str = "officer") -> AppTest:
    screen = page(world, "list", who)
    screen.query_params["outcome"] = str(key)
    return run(screen)


def test_an_entry_is_read_with_its_introducer_and_its_chain(world: RecordWorld) -> None:
    task = fact(world, "甲", "task", date(2026, 1, 10), step="result", title="六家开工")
    fact(world, "甲", "promotion", DAY, title="", to_post="副科长", follows_id=task)
    key = joins(world, "甲", DAY, "王")
    screen = opened(world, key)
    assert "Introduced by 王 (the mentor of this pairing)" in said(screen)
    chain = [one.label for one in screen.button if str(one.key).startswith("out-chain")]
    assert len(chain) == 3 and "└" in chain[1] and "副科长" in chain[1]


def test_an_entry_is_corrected_with_a_reason_and_struck_out(world: RecordWorld) -> None:
    key = fact(world, "甲", "honour", title="先进")
    screen = opened(world, key)
    keyed(screen, "text_input", f"out-fix-{key}-1-title").set_value("先进工作者")
    screen = press(screen, "Save the correction")
    assert "Say why it is corrected" in said(screen) and world.row(Outcome, key).version == 1
    keyed(screen, "text_input", f"out-fix-{key}-1-title").set_value("先进工作者")
    keyed(screen, "text_input", f"out-fix-{key}-1-why").set_value("名称不全")
    screen = press(screen, "Save the correction")
    row = world.row(Outcome, key)
    assert (row.title, row.version, row.pairing_id) == ("先进工作者", 2, world.pairings["甲"])
    keyed(screen, "text_input", f"out-strike-{key}-2").set_value("重复")
    screen = press(run(screen), "Strike this entry out")
    assert world.row(Outcome, key).struck_reason == "重复" and "Struck out on" in said(screen)


def test_a_link_to_an_entry_that_is_not_ones_own_shows_nothing_of_it(world: RecordWorld) -> None:
    screen = opened(world, fact(world, "甲", "honour", title="先进"), "liaison")
    assert "not yours to see" in words(screen) and "先进" not in said(screen)


def test_a_mark_of_the_chart_leads_to_the_facts_behind_it(world: RecordWorld) -> None:
    fact(world, "甲", "honour", title="先进")
    fact(world, "乙", "honour", date(2025, 5, 1), title="早先")
    screen = page(world, "list", out_year=2026, out_kind="honour")
    assert list(screen.dataframe[0].value["text"]) == ["先进"]


def test_the_list_leaves_as_excel_and_nothing_is_refused(world: RecordWorld) -> None:
    fact(world, "甲", "honour")
    press(page(world, "list"), "As Excel")
    assert [row.name for row in world.rows(Export)] == [f"成长成果{today():%Y%m%d}.xlsx"]


def test_figures_of_a_unit_are_entered_and_shown_with_their_means(world: RecordWorld) -> None:
    key = campaign(world)
    report(world, key, "青坞镇", staff=10, links=60, petitions=0)
    screen = page(world, "campaigns")
    assert next(one.value for one in screen.metric if one.label == "Links for each person") == "6.0"
    keyed(screen, "selectbox", "out_campaign_unit-None").set_value(world.units["市财政局"])
    screen = run(screen)
    keyed(screen, "number_input", "-staff").set_value(2)
    keyed(screen, "number_input", "-links").set_value(6)
    press(screen, "Save the figures")
    row = world.rows(CampaignFigure, unit_id=world.units["市财政局"])[0]
    assert (row.staff, row.links, row.petitions, row.as_of) == (2, 6, None, today())


def test_reports_of_a_unit_are_listed_and_one_is_struck_out(world: RecordWorld) -> None:
    key = campaign(world)
    figure = report(world, key, "青坞镇", links=600)
    screen = page(world, "campaigns")
    screen.query_params["unit"] = str(world.units["青坞镇"])
    screen = run(screen)
    keyed(screen, "text_input", f"out-strike-{figure}-1").set_value("多打一位")
    press(run(screen), "Strike this entry out")
    assert world.row(CampaignFigure, figure).struck_reason == "多打一位"


def test_a_unit_is_graded_by_the_three_forces_where_the_campaign_wants_it(world: RecordWorld) -> None:
    key, unit = campaign(world), world.units["青坞镇"]
    with world.database.write() as session:
        seed_words(session)
        session.get_one(Campaign, key).forces = True
    terms = [row.id for row in world.rows(Term, kind="force")]
    screen = page(world, "campaigns")
    screen.query_params["unit"] = str(unit)
    screen = run(screen)
    form = f"forces-{key}-{unit}-0-0-0"
    screen.segmented_control(key=f"{form}-{terms[0]}-grade").set_value("strong")
    screen.text_input(key=f"{form}-{terms[0]}-evidence").set_value("连续值守")
    press(screen, "Save the grades")
    assert [(row.term_id, row.grade, row.evidence) for row in world.rows(ForceGrade)] == [
        (terms[0], "strong", "连续值守")
    ]
    read = open_page(world.staff["leader"], PAGE, outcomes_view="campaigns")
    assert "graded by people in words" in words(read) and "Save the grades" not in [one.label for one in read.button]


def test_without_a_campaign_the_page_says_where_to_open_one(world: RecordWorld) -> None:
    assert "There is no campaign yet" in words(page(world, "campaigns"))


@pytest.mark.parametrize("view", ["figures", "list", "campaigns"])
def test_in_chinese_no_english_sentence_is_left(world: RecordWorld, view: str) -> None:
    four_members(world, 2026)
    report(world, campaign(world), "青坞镇", links=6)
    screen = page(world, view, locale="zh-CN")
    assert "成长成果" in words(screen)
    labels = [one.label for one in [*screen.button, *screen.selectbox, *screen.text_input, *screen.metric] if one.label]
    assert not [label for label in labels if label.isascii() and label not in ("English",)]


def test_kinds_of_fewer_than_three_people_are_one_heap_and_units_of_fewer_are_left_out() -> None:
    counts = pd.DataFrame(
        [
            (2026, "honour", 1.0, "市财政局", 4, 3), (2026, "gain", 1.0, "市财政局", 2, 1),
            (2026, "honour", 2.0, "青坞镇", 1, 1), (2026, "task", 2.0, "青坞镇", 1, 1),
        ],
        columns=["year", "kind", "unit_id", "unit", "count", "people"],
    )  # fmt: skip
    years = charts.by_year(counts)
    assert dict(zip(years["kind"], years["count"], strict=True)) == {"honour": 5, charts.FEW: 3}
    assert list(charts.by_unit(counts)["unit"]) == ["市财政局"]


def test_bars_carry_their_year_and_say_when_nobody_is_behind() -> None:
    with speaking("en"):
        figure = charts.shares([("2025", Share(0, 0, 0.8)), ("2026", Share(4, 5, 0.8))], "", "target 80%")
    bars = figure.data[0]
    assert list(bars.customdata) == ["2025", "2026"] and list(bars.text) == ["no one yet", "80% (4/5)"]


def test_a_table_comes_in_from_excel_is_shown_row_by_row_and_taken_in(world: RecordWorld) -> None:
    screen = page(world, "import")
    table = "姓名,类型,日期,名称\n甲,表彰,2026.3.5,先进\n甲,升官,2026.3.5,先进".encode()
    screen.file_uploader[0].upload("成果.csv", table, "text/csv")
    screen = run(screen)
    assert list(screen.dataframe[0].value["state"]) == ["Held back by a fault", "New"]
    assert "升官" in screen.dataframe[0].value["told"][0]
    screen = press(screen, "Take 1 rows in")
    assert [row.title for row in world.rows(Outcome)] == ["先进"]
    screen = press(screen, "Take this import back")
    assert world.rows(Outcome)[0].struck_reason == "import_undone"


def test_who_may_not_write_has_no_import(world: RecordWorld) -> None:
    screen = page(world, "import", "leader")
    assert not screen.get("file_uploader") and screen.metric


def test_bars_of_a_campaign_tell_each_unit_and_the_mean_over_all_people() -> None:
    """60 links of 10 people and 20 of 2: 6 and 10 each, 80 of 12 together; one that did not say its people is left out."""
    figures = pd.DataFrame(
        [(1, "青坞镇", 10, 60, 5, 4), (2, "上岚村", 2, 20, 1, 1), (3, "市财政局", None, 7, None, None)],
        columns=["unit_id", "unit", "staff", "links", "projects", "projects_done"],
    )
    links = charts.campaign_bars(figures, ("links", "staff"), "")
    done = charts.campaign_bars(figures, ("projects_done", "projects"), "")
    assert (list(links.data[0].customdata), list(links.data[0].text)) == ([1, 2], ["6.0", "10.0"])
    assert "6.7" in links.layout.annotations[0].text and "83%" in done.layout.annotations[0].text
