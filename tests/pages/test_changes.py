"""The page of changes: every view stands, in both languages; a slip goes from draft to carried out by clicks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Change, MentorProfile, Person
from tests.conftest import Staff
from tests.support.changing import approved, carried_out, leave, mentor_of, pairing_of, single, world_in_force
from tests.support.screen import button, chart, on_database, open_page, said
from tests.support.signing import World, small_world

PAGE = "match/changes.py"
VIEWS = ("slips", "leave", "single", "late", "units", "ahead")


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Three pairings in force."""
    with on_database(lite, monkeypatch):
        yield world_in_force(lite, staff)


def page(world: World, who: str = "officer", locale: str = "en", slip: int | None = None, **state: object) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, **state)
    if slip is not None:
        screen.query_params["change"] = str(slip)
        screen.run()
    assert not screen.exception, screen.exception
    return screen


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands(world: World, view: str, locale: str) -> None:
    assert page(world, locale=locale, **{"changes-view": view}).session_state["changes-view"] == view


def test_without_a_change_the_page_says_what_to_do_and_promises_that_nothing_moves(world: World) -> None:
    assert "A change moves nobody before two people have signed it" in said(page(world))


def test_choosing_who_leaves_shows_at_once_whom_it_touches(world: World) -> None:
    """王 leads 甲 and 乙, and takes two seats out of the pool."""
    screen = page(world, **{"changes-view": "leave", "leave-mentors": [world.mentors["王"]]})
    told = {metric.label: metric.value for metric in screen.metric}
    assert (told["Lose a mentor"], told["Seats that go"]) == ("2", "2")


def test_a_link_to_the_leave_of_somebody_finds_that_mentor_chosen(world: World) -> None:
    screen = page(world)
    screen.query_params["view"], screen.query_params["mentor"] = "leave", str(world.mentors["王"])
    screen.run()
    assert not screen.exception
    assert screen.session_state["leave-mentors"] == [world.mentors["王"]]
    assert "mentor" not in screen.query_params
    assert {metric.label: metric.value for metric in screen.metric}["Lose a mentor"] == "2"


def test_one_click_computes_the_plans_and_opens_the_slip(world: World) -> None:
    screen = page(world, **{"changes-view": "leave", "leave-mentors": [world.mentors["王"]]})
    button(screen, "Compute three plans").click().run()
    assert not screen.exception
    told = said(screen)
    assert "Change slip no. 1 · Mentors leave" in told
    assert "Fewest moves" in told and "Best fit" in told and "Most even" in told
    assert mentor_of(world, "甲") == "王"


def test_a_slip_goes_from_draft_to_carried_out_by_the_buttons_of_two_people(world: World) -> None:
    change_id = leave(world, "王")
    button(page(world, slip=change_id), "Submit for approval").click().run()
    own = page(world, slip=change_id)
    assert "Approve" not in [one.label for one in own.button], "the officer approves nothing"
    chief = page(world, "chief", slip=change_id)
    button(chief, "Approve").click().run()
    button(page(world, "chief", slip=change_id), "Carry out").click().run()
    assert {mentor_of(world, "甲"), mentor_of(world, "乙")} == {"李", "赵"}
    assert "It is carried out" in said(page(world, slip=change_id))


def test_whoever_submitted_cannot_press_approve(world: World) -> None:
    change_id = leave(world, "王")
    button(page(world, "chief", slip=change_id), "Submit for approval").click().run()
    screen = page(world, "chief", slip=change_id)
    assert button(screen, "Approve").disabled
    assert "somebody else has to approve it" in said(screen)


def test_what_stands_against_a_slip_is_listed_and_bars_the_step(world: World) -> None:
    change_id = leave(world, "王")
    world.change(MentorProfile, world.mentors["赵"], status="paused")
    screen = page(world, slip=change_id)
    assert "Mentor 赵 is paused. Choose somebody else." in said(screen)
    assert button(screen, "Submit for approval").disabled


@pytest.mark.parametrize("view", ["chain", "slip", "handover"])
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_chain_and_the_papers_stand(world: World, view: str, locale: str) -> None:
    change_id = leave(world, "王")
    screen = page(world, slip=change_id, locale=locale, **{"change-view": view})
    if view == "chain":
        people = [key for trace in chart(screen, "change-chain")["data"] for key in trace.get("customdata", [])]
        mentees = {f"mentee:{world.mentees[name]}" for name in "甲乙"}
        assert mentees | {f"mentor:{world.mentors['王']}"} <= set(people), "every mark leads to its person"
    else:
        assert screen.table


def picked_in_the_roster(world: World, *names: str) -> AppTest:
    """The single changes with the pairings of these mentees picked."""
    screen = page(world, **{"changes-view": "single"})
    key = "single-pairings" + screen.dataframe[0].proto.id.rsplit("single-pairings", 1)[1]
    rows = [screen.dataframe[0].value["mentee"].tolist().index(name) for name in names]
    screen.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return screen.run()


@pytest.mark.parametrize(("names", "told"), [("甲乙", "nothing to swap"), ("甲丙", "Say why in words")])
def test_two_of_one_mentor_are_no_swap_and_what_is_missing_is_said_at_once(world: World, names: str, told: str) -> None:
    """王 leads 甲 and 乙, 李 leads 丙."""
    screen = picked_in_the_roster(world, *names)
    for one in screen.button:
        if one.label == "Draw up the slip":
            one.click().run()
    assert told in said(screen)


def test_a_picked_pairing_offers_the_four_changes_and_draws_up_its_slip(world: World) -> None:
    screen = picked_in_the_roster(world, "甲")
    kind = next(one for one in screen.button_group if str(one.key).startswith("single-kind"))
    kind.set_value("end").run()
    next(one for one in screen.text_input if "note-end" in str(one.key)).input("提拔任职").run()
    button(screen, "Draw up the slip").click().run()
    assert not screen.exception
    row = world.row(Change, 1)
    assert (row.kind, row.content["lines"][0]["act"], row.status) == ("end", "end", "draft")


def test_a_rest_ends_where_its_reminder_leads(world: World) -> None:
    """Today's page links to the single changes with the pairing picked."""
    carried_out(world, single(world, "pause", "丙", "posting", return_on=today() + timedelta(days=9)))
    screen = page(world, **{"changes-view": "single"})
    screen.query_params["pairing"] = str(pairing_of(world, "丙").id)
    screen.run()
    next(one for one in screen.text_input if "resume-why" in str(one.key)).input("提前返岗").run()
    button(screen, "Take it up again").click().run()
    assert not screen.exception
    assert pairing_of(world, "丙").status == "active"


def test_the_late_joiners_view_does_not_offer_an_extra_run_before_anything_is_signed(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        bare = small_world(lite, staff)
        assert "an ordinary run under Schemes" in said(page(bare, **{"changes-view": "late"}))


def test_new_people_get_a_scheme_for_them_alone(world: World) -> None:
    """丁 waits beside three confirmed pairings."""
    screen = page(world, **{"changes-view": "late"})
    assert "3 pairings are confirmed" in said(screen)
    assert [one.label for one in screen.button if "compute a scheme for them alone" in one.label] == [
        "1 people wait: compute a scheme for them alone"
    ]


def test_a_leader_reads_and_signs_but_draws_up_nothing(world: World) -> None:
    screen = page(world, "leader", **{"changes-view": "leave", "leave-mentors": [world.mentors["王"]]})
    assert "Your role draws up no slips" in said(screen)
    assert not [one for one in screen.button if one.label == "Compute three plans"]


def test_a_liaison_sees_the_list_only(world: World, staff: Staff) -> None:
    leave(world, "王")
    world.staff = {**world.staff, "liaison": staff("liaison", unit_id=1)}
    screen = page(world, "liaison")
    assert not screen.button_group
    assert "Draft" in said(screen)


def test_a_slip_of_long_names_and_many_lines_stands(world: World) -> None:
    world.change(Person, world.mentors["王"], name="阿卜杜热依木·买买提艾力·依米提" * 3)
    carried_out(world, single(world, "end", "丙", "promoted"))
    assert approved(world, leave(world, "王"))
    assert "阿卜杜热依木" in said(page(world, slip=2))
