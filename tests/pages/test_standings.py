"""Strengths, Party branches, pilot units and example pairs on their pages."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import ExamplePair, Mentee, Outcome, Person, PersonStrength, PilotUnit, Term
from documents.safe import Upload
from programme import cohorts, pool
from programme.access import Actor
from programme.examples import name_example
from programme.pilots import name_pilot
from programme.roster.drafts import open_draft
from tests.conftest import Staff
from tests.support.changing import pairing_of, world_in_force
from tests.support.pool import World as Pool
from tests.support.pool import small_pool
from tests.support.screen import button, on_database, open_page, said
from tests.support.signing import World

ROSTER = """姓名,出生年月,参加工作时间,单位及职务,类别,培养需求
林晓,1999.05,2025.08,竹源县青坞镇科员,年轻干部,公文写作
何静,2000.02,2025.08,市财政局科员,年轻干部,公文写作
"""


@pytest.fixture
def small(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """市财政局 with the mentee 陈思远 is a pilot unit, 青坞镇 is none; the cohort is in the pilot stage."""
    world = small_pool(lite, staff("officer"))
    world.act(name_pilot, unit_id=world.finance, since=today().replace(month=1, day=1), reason="首批试点")
    world.act(cohorts.edit, cohort_id=world.cohort, seen_version=1, values={"reach": "pilot"})
    with on_database(lite, monkeypatch):
        yield world


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """王 leads 甲 and 乙; 甲 is good at new media; 王 is a Party member and 甲 is none."""
    world = world_in_force(lite, staff)
    person = world.row(Mentee, world.mentees["甲"]).person_id
    world.change(Person, person, party="masses")
    world.change(Person, world.mentors["王"], party="party_member", branch="农业农村局第一党支部")
    with lite.write() as session:
        term = Term(kind="strength", code="new_media", name="新媒体运营", name_en="New media")
        session.add(term)
        session.flush()
        session.add(PersonStrength(person_id=person, term_id=term.id))
    with on_database(lite, monkeypatch):
        yield world


def show(by: Actor, page: str, locale: str = "en", state: dict[str, object] | None = None, **params: object) -> AppTest:
    screen = open_page(by, page, locale=locale, **(state or {}))
    for name, value in params.items():
        screen.query_params[name] = str(value)
    screen.run()
    assert not screen.exception
    return screen


def test_a_unit_is_named_a_pilot_and_the_name_is_taken_back(small: Pool) -> None:
    screen = show(small.by, "manage/words.py", state={"words_list": "unit"}, unit=small.village)
    assert "Not a pilot unit" in said(screen)
    [reason] = [one for one in screen.text_input if str(one.key).startswith("pilot-")]
    reason.set_value("云坞方言复杂，列入试点")
    [save] = [one for one in screen.button if str(one.key).startswith("pilot-")]
    save.click().run()
    assert "The unit is a pilot unit now." in said(screen)
    assert [row.reason for row in small.rows(PilotUnit, unit_id=small.village)] == ["云坞方言复杂，列入试点"]
    screen = show(small.by, "manage/words.py", "zh-CN", {"words_list": "unit", "unit_pilots": True}, unit=small.finance)
    assert set(screen.dataframe[0].value["name"]) == {"市财政局", "竹源县青坞镇"}
    assert "首批试点" in said(screen)


def test_who_is_not_reached_yet_stands_apart_from_the_ineligible(small: Pool) -> None:
    """周航 would be eligible, but 青坞镇 is no pilot; the page counts him in a figure of his own."""
    values = {"name": "周航", "unit_id": small.village, "work_start": "2025.09", "category": "young_cadre"}
    small.act(pool.add_mentee, cohort_id=small.cohort, values=values)
    screen = show(small.by, "prepare/mentees.py", "zh-CN")
    table = screen.dataframe[0].value.set_index("name")
    assert table["verdict"].to_dict() == {"陈思远": "符合资格", "周航": "未推开"}
    assert table.loc["周航", "reason"] == "本批次尚未推行到该单位，待下一步推开时纳入"
    assert {one.label: one.value for one in screen.metric}["未推开"] == "1"
    cohort = said(show(small.by, "prepare/cohorts.py", edit=small.cohort))
    assert "1 are in units that the cohort does not reach yet" in cohort
    assert "Pilot units against the others" in cohort


def test_an_import_says_whom_the_cohort_does_not_reach(small: Pool) -> None:
    draft = open_draft(small.database, small.by, [Upload("帮带对象.csv", ROSTER.encode())], small.cohort)
    told = said(show(small.by, "prepare/roster_import.py", draft=draft))
    assert "1 rows are from units that this cohort does not reach yet: 竹源县青坞镇." in told


def test_strengths_are_edited_in_the_panel_and_found_by_the_search(small: Pool) -> None:
    screen = show(small.by, "prepare/mentees.py", mentee=small.mentee)
    [field] = [one for one in screen.multiselect if str(one.key).endswith("-strengths")]
    field.set_value(["digital_skills"])
    [branch] = [one for one in screen.text_input if str(one.key).endswith("-branch")]
    branch.set_value("市财政局机关第一党支部")
    button(screen, "Save").click().run()
    assert small.row(Person, small.mentee_person).branch == "市财政局机关第一党支部"
    found = show(small.by, "prepare/mentees.py", state={"mentee_search": "Digital 第一党支部"})
    assert found.dataframe[0].value["good_at"].tolist() == ["Digital skills"]
    none = show(small.by, "prepare/mentees.py", state={"mentee_search": "Zeal"})
    assert "Nobody fits these filters" in said(none)


def test_a_pairing_is_named_an_example_by_the_chief_and_only_by_who_may_approve(world: World) -> None:
    pairing = pairing_of(world, "甲")
    link = {"state": {"pairing-kind": "party_mass"}}
    screen = show(world.staff["officer"], "match/pairings.py", **link)  # type: ignore[arg-type]
    assert screen.dataframe[0].value[["mentee", "kind"]].values.tolist() == [["甲", "Party leads masses"]]
    key = "pairings-" + screen.dataframe[0].proto.id.rsplit("pairings-", 1)[1]
    marked = {key: {"selection": {"rows": [0], "columns": [], "cells": []}}}
    assert not [one for one in at_row(world.staff["officer"], marked).button if str(one.key).startswith("example-")]
    screen = at_row(world.staff["chief"], marked)
    assert "The mentor can learn: New media" in said(screen)
    [reason] = [one for one in screen.text_input if str(one.key).startswith("example-")]
    reason.set_value("做法可学可推广")
    [save] = [one for one in screen.button if str(one.key).startswith("example-")]
    save.click().run()
    with world.database.read() as session:
        [row] = session.query(ExamplePair).all()
        assert (row.pairing_id, row.reason, row.by_id) == (pairing.id, "做法可学可推广", world.staff["chief"].id)


def at_row(by: Actor, marked: dict[str, object]) -> AppTest:
    """The page of pairings with a row marked in the table that is left by the kind."""
    screen = open_page(by, "match/pairings.py", **{"pairing-kind": "party_mass"})
    for key, value in marked.items():
        screen.session_state[key] = value
    screen.run()
    assert not screen.exception
    return screen


def test_the_person_page_tells_the_branch_the_example_and_what_can_be_learned(world: World) -> None:
    pairing = pairing_of(world, "甲")
    told = {"pairing_id": pairing.id, "seen_version": pairing.version, "since": today(), "reason": "示范带动"}
    world.do("chief", name_example, **told)
    text = said(show(world.staff["officer"], "prepare/person.py", "zh-CN", person=world.mentors["王"]))
    assert "农业农村局第一党支部" in text
    assert "示范对子" in text
    assert "反向帮带：可向帮带对象学习" in text
    assert "**甲** 新媒体运营" in text
    pair = said(
        show(world.staff["officer"], "prepare/person.py", person=world.mentors["王"], tab="pair", pairing=pairing.id)
    )
    assert "Example pair since" in pair
    assert "示范带动" in pair


def test_a_gain_of_the_mentor_is_suggested_from_what_the_mentee_is_good_at(world: World) -> None:
    """王 leads two, so the pairing is chosen; a click on the word fills the field, which is then kept."""
    state = {"outcomes_view": "list", "out_sought": "王", "out_entry_kind": "gain"}
    screen = show(world.staff["officer"], "outcomes/outcomes.py", state=state)
    [pairing] = [one for one in screen.selectbox if str(one.key).endswith("-pairing")]
    pairing.set_value(pairing_of(world, "甲").id).run()
    [pills] = [one for one in screen.button_group if "-hint-" in str(one.key)]
    pills.set_value("New media").run()
    [title] = [one for one in screen.text_input if str(one.key).endswith("-title")]
    assert title.value == "Learned from the mentee: New media"
    button(screen, "Save").click().run()
    with world.database.read() as session:
        [gain] = session.query(Outcome).filter_by(kind="gain").all()
        assert (gain.title, gain.person_id) == ("Learned from the mentee: New media", world.mentors["王"])
