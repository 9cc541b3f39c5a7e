"""The mentees on screen: eligibility with its reason, filters, the panel of one person, and adding somebody."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Mentee, MenteeNeed, Person
from programme import pool
from programme.access import Actor
from programme.rules import save_rules
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.screen import button, on_database, open_page, said

PAGE = "prepare/mentees.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """On 2026-09-01: 陈思远 has 25 months, 周航 48 and no needs, 何静 is a professional without a start of work."""
    world = small_pool(lite, staff("officer"))
    for values in (
        {"name": "周航", "unit_id": world.village, "work_start": "2022.09", "category": "young_cadre"},
        {"name": "何静", "unit_id": world.village, "category": "institution_professional", "needs": ["mass_work"]},
    ):
        world.act(pool.add_mentee, cohort_id=world.cohort, values=values)
    with on_database(lite, monkeypatch):
        yield world


def show(world: World, mentee: object = None, by: Actor | None = None, locale: str = "en", **state: object) -> AppTest:
    screen = open_page(by or world.by, PAGE, locale=locale, **state)
    if mentee is not None:
        screen.query_params["mentee"] = str(mentee)
        screen.run()
    assert not screen.exception
    return screen


def names(screen: AppTest) -> list[str]:
    return list(screen.dataframe[0].value["name"])


def test_without_a_cohort_the_page_sends_to_the_cohorts(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = staff("officer")
    with on_database(lite, monkeypatch):
        assert "There is no cohort yet." in said(open_page(officer, PAGE))


def test_eligibility_stands_with_its_reason_in_both_languages(world: World) -> None:
    table = show(world, locale="zh-CN").dataframe[0].value.set_index("name")
    assert table["reason"].to_dict() == {
        "陈思远": "参加工作 2024年8月，至2026年9月1日 25 个月，不满三年",
        "周航": "参加工作 2022年9月，至2026年9月1日 48 个月，已满三年",
        "何静": "该类别不限工作年限",
    }
    assert table["verdict"].to_dict() == {"陈思远": "符合资格", "周航": "不符合资格", "何静": "符合资格"}
    english = show(world).dataframe[0].value.set_index("name")
    assert english.loc["陈思远", "reason"] == "Began work 2024-08, 25 months by 2026-09-01: under three years"


def test_the_cohorts_own_limit_is_the_one_that_counts(world: World) -> None:
    world.act(save_rules, cohort_id=world.cohort, seen_number=0, values={"months_limit": 24})
    table = show(world, locale="zh-CN").dataframe[0].value.set_index("name")
    assert table.loc["陈思远", "reason"] == "参加工作 2024年8月，至2026年9月1日 25 个月，已满 24 个月"


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ({"mentee_eligible": "yes"}, ["陈思远", "何静"]),
        ({"mentee_eligible": "no"}, ["周航"]),
        ({"mentee_needless": True}, ["周航"]),
        ({"mentee_need": "official_writing"}, ["陈思远"]),
        ({"mentee_category": "institution_professional"}, ["何静"]),
        ({"mentee_county": "竹源县"}, ["周航", "何静"]),
        ({"mentee_state": "waiting", "mentee_search": "csy"}, ["陈思远"]),
        ({"mentee_order": "sound"}, ["陈思远", "何静", "周航"]),
    ],
)
def test_each_filter_and_order_does_what_it_says(world: World, state: dict[str, object], left: list[str]) -> None:
    assert sorted(names(show(world, **state))) == sorted(left)
    if "mentee_order" in state:
        assert names(show(world, **state)) == left


def test_the_panel_shows_the_verdict_and_saves_what_is_mended(world: World) -> None:
    screen = show(world, world.mentee)
    assert "25 months by 2026-09-01: under three years" in said(screen)
    screen.text_input(f"mentee-{world.mentee}-1-1-work_start").set_value("2023.08")
    screen.multiselect(f"mentee-{world.mentee}-1-1-needs").set_value(["role_change", "mass_work"])
    screen.selectbox(f"mentee-{world.mentee}-1-1-priority").set_value(2)
    button(screen, "Save").click().run()
    assert not screen.exception
    assert "37 months by 2026-09-01: three years or more" in said(screen)
    assert world.row(Person, world.mentee_person).work_start == "2023-08"
    assert world.row(Mentee, world.mentee).priority == 2
    ranked = [row.term_id for row in sorted(world.rows(MenteeNeed, mentee_id=world.mentee), key=lambda row: row.rank)]
    assert ranked == [world.term("expertise", "role_change"), world.term("expertise", "mass_work")]


def test_the_place_served_is_the_units_until_one_is_entered(world: World) -> None:
    assert show(world).dataframe[0].value.set_index("name").loc["陈思远", "place"].strip() == "市直"
    screen = show(world, world.mentee)
    screen.selectbox(f"mentee-{world.mentee}-1-1-county").set_value("竹源县").run()
    screen.selectbox(f"mentee-{world.mentee}-1-1-township").set_value("青坞镇")
    button(screen, "Save").click().run()
    assert screen.dataframe[0].value.set_index("name").loc["陈思远", "place"] == "竹源县 青坞镇"


def test_somebody_is_added_by_hand_and_opened(world: World) -> None:
    screen = show(world, "new")
    screen.text_input("mentee-new-name").set_value("林悦")
    button(screen, "Add to the cohort").click().run()
    assert not screen.exception
    assert "林悦" in names(screen)
    assert screen.query_params["mentee"] == str(world.rows(Mentee)[-1].id)


def test_somebody_known_as_mentor_becomes_a_mentee_without_being_typed_again(world: World) -> None:
    screen = show(world, "new")
    screen.selectbox("mentee-known").set_value(world.mentor).run()
    button(screen, "Add to the cohort").click().run()
    assert not screen.exception
    assert [row.person_id for row in world.rows(Mentee)].count(world.mentor) == 1
    assert len(world.rows(Person, name="王建国")) == 1


def test_a_waiting_mentee_is_taken_out_of_the_cohort(world: World) -> None:
    screen = show(world, world.mentee)
    screen.session_state["mentee-tabs"] = "State"
    screen.run()
    button(screen, "Take out of the cohort").click().run()
    assert world.row(Mentee, world.mentee).status == "ended"


def test_a_liaison_sees_its_own_units_people(world: World, staff: Staff) -> None:
    assert names(show(world, by=staff("liaison", unit_id=world.finance))) == ["陈思远"]
