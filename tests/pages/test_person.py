"""The page of one person: who decided a pairing, when, on which grounds, what changed since; the process; whose it is to read."""

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Account, MenteeNeed, MentorExpertise, Pairing, Person, Term
from db.queries.person import log_of, pairings_of, person
from pages.parts.charts_person import needs_met, scores
from programme.access import Actor
from programme.recordbook import keep, plans
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import carried_out, pairing_of, single, world_in_force
from tests.support.figures import values as numbers
from tests.support.record_world import record_world
from tests.support.screen import at_the_door, chart, on_database, said
from tests.support.signing import World, small_world
from tests.support.todo import statements

PAGE = "prepare/person.py"
TABS = ("now", "pair", "process", "results", "papers", "lineage", "log")


def story(account: Actor, person_id: int, tab: str = "now", **params: str) -> AppTest:
    """Somebody's page, opened by a link on a tab."""
    screen = at_the_door(account).switch_page(PAGE)
    for name, value in {"person": str(person_id), "tab": tab, **params}.items():
        screen.query_params[name] = value
    return screen.run()


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """王 leads 甲 and 乙, 李 leads 丙, all by a scheme that officer, chief and officer signed."""
    world = world_in_force(lite, staff)
    with on_database(lite, monkeypatch):
        yield world


def person_of(world: World, mentee: str) -> int:
    with world.database.read() as session:
        return int(session.query(Person).filter_by(name=mentee).one().id)


def name_of(world: World, role: str) -> str:
    return str(world.row(Account, world.staff[role].id).name)


def test_whoever_makes_no_papers_reads_which_are_there_and_is_not_sent_to_enter_what_lacks(
    world: World, staff: Staff
) -> None:
    with world.database.write() as session:
        session.get_one(Pairing, pairing_of(world, "甲").id).status = "active"
    screen = story(staff("inspector"), person_of(world, "甲"), "papers")
    assert "○ Certificate of appointment: Nothing there" in said(screen)
    assert "Go and enter it" not in [one.proto.label for one in screen.get("page_link")]


def test_who_decided_when_and_on_which_grounds_stands_on_one_tab(world: World, staff: Staff) -> None:
    text = said(story(staff("inspector"), person_of(world, "甲"), "pair"))
    assert f"Approved {name_of(world, 'chief')}" in text.replace("**", "")
    assert f"Confirmed {name_of(world, 'officer')}" in text.replace("**", "")
    assert "Scheme “first” ・ frozen version 1" in text
    assert "Proposed by the system ・ fit 20.0" in text
    assert "In force" in text and "No change slip concerns this pairing." in text


def test_what_was_changed_since_names_the_slip_and_its_signers(world: World, staff: Staff) -> None:
    """丙 goes on with another mentor; the old and the new pairing tell of the slip from both sides."""
    old = pairing_of(world, "丙").id
    slip = single(world, "change", "丙", "work_need", new_mentor_id=world.mentors["赵"])
    carried_out(world, slip)
    key, inspector = person_of(world, "丙"), staff("inspector")
    before = said(story(inspector, key, "pair", pairing=str(old)))
    assert f"Change slip {slip}:" in before and f"Approved {name_of(world, 'chief')}" in before
    after = said(story(inspector, key, "pair", pairing=str(pairing_of(world, "丙").id)))
    assert "this pairing continues another" in after
    assert "It continues another pairing by a signed change slip" in after


def test_the_log_tells_every_act_and_a_liaison_sees_none(world: World, staff: Staff) -> None:
    key = person_of(world, "甲")
    screen = story(staff("inspector"), key, "log")
    objects = set(screen.dataframe[0].value["object"])
    assert f"Pairing {pairing_of(world, '甲').id}" in objects
    unit = world.row(Person, key).unit_id
    liaison = staff("liaison", unit_id=unit)
    assert "Log" not in [tab.label for tab in story(liaison, key).tabs]
    rows = look(world.database, liaison, log_of, objects=(f"person:{key}",))
    assert rows.empty


def test_a_mentor_has_a_choice_of_pairings_and_the_tabs_follow_it(world: World, staff: Staff) -> None:
    other = pairing_of(world, "乙").id
    screen = story(staff("officer"), world.mentors["王"], "pair", pairing=str(other))
    assert screen.selectbox(key="person_pairing").value == other
    assert "王" in said(screen) and "**乙**" in said(screen)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_with_and_without_a_pairing_for_who_edits_and_who_only_reads(
    world: World, staff: Staff, tab: str
) -> None:
    officer, inspector = staff("officer"), staff("inspector")
    people = (world.mentors["王"], world.mentors["赵"], person_of(world, "甲"), person_of(world, "丁"))
    for place, key in enumerate(people):
        screen = story((officer, inspector)[place % 2], key, tab)
        assert not screen.exception, [one.value for one in screen.exception]
        assert not screen.error


def test_only_the_open_tab_is_computed(world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    def unexpected(*_args: object) -> None:
        raise AssertionError("a tab was drawn that nobody opened")

    for part in ("person_process.process_tab", "person_results.results_tab", "person_log.log_tab"):
        monkeypatch.setattr(f"pages.parts.{part}", unexpected)
    assert not story(staff("officer"), person_of(world, "甲"), "pair").exception


def test_needs_stand_against_what_the_mentor_knows(world: World, staff: Staff) -> None:
    with world.database.write() as session:
        terms = [Term(kind="expertise", code=code, name=code) for code in ("writing", "disputes")]
        session.add_all(terms)
        session.flush()
        for rank, term in enumerate(terms, start=1):
            session.add(MenteeNeed(mentee_id=world.mentees["甲"], rank=rank, term_id=term.id))
        session.add(MentorExpertise(person_id=world.mentors["王"], term_id=terms[1].id, grade=3))
    figure = chart(story(staff("officer"), person_of(world, "甲")), "person-needs")
    assert figure["layout"]["title"]["text"] == "1 of 2 needs of 甲 lie in what 王 knows"
    assert figure["data"][1]["text"] == ["not among the mentor's expertise", "grade 3"]


def test_what_waits_about_a_person_stands_at_the_head(world: World, staff: Staff) -> None:
    back = today() + timedelta(days=3)
    carried_out(world, single(world, "pause", "甲", "posting", return_on=back))
    screen = story(staff("officer"), person_of(world, "甲"))
    assert "What waits about this person" in said(screen) and "The rest of 甲 with 王 is over on" in said(screen)
    assert "What waits about this person" not in said(story(staff("officer"), person_of(world, "乙")))


def test_an_entry_as_mentee_leads_to_its_person(world: World, staff: Staff) -> None:
    screen = at_the_door(staff("officer")).switch_page(PAGE)
    screen.query_params["mentee"] = str(world.mentees["甲"])
    assert "## 甲" in said(screen.run())


@pytest.mark.parametrize("asked", ["0", "999999", "x"])
def test_an_address_of_nobody_offers_the_search(world: World, staff: Staff, asked: str) -> None:
    screen = at_the_door(staff("officer")).switch_page(PAGE)
    screen.query_params["person"] = asked
    screen.run()
    assert not screen.exception
    assert "This person is not there" in said(screen) and screen.text_input(key="find_person")


def test_a_liaison_reads_its_own_people_only(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    """乙 is of the liaison's unit, 甲 is not; of 王, who leads both, only the pairing with 乙 is its business."""
    world = record_world(lite, staff)
    liaison = world.staff["liaison"]
    assert world.see(person, "liaison", person_id=world.people["乙"])["name"] == "乙"
    assert world.see(person, "liaison", person_id=world.people["甲"]) is None
    pairs = world.see(pairings_of, "liaison", person_id=world.people["王"])
    assert pairs["mentee"].tolist() == ["乙"]
    with on_database(lite, monkeypatch):
        assert "not among the people of your unit" in said(story(liaison, world.people["甲"]))


def test_the_course_shows_each_record_once_and_the_stages(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = record_world(lite, staff)
    first, second = world.add("甲"), world.add("甲", kind="talk", content="谈心", aspects="")
    world.do(keep.strike, record_id=second.record_id, seen_version=1, reason="重复")
    values = {"stage": "learning", "entered_on": today() - timedelta(days=30), "duty": ""}
    world.do(plans.enter_stage, pairing_id=world.pairings["甲"], **values)
    with on_database(lite, monkeypatch):
        figure = chart(story(world.staff["officer"], world.people["甲"], "process"), "person-course")
    assert [mark for trace in figure["data"] for mark in numbers(trace["customdata"])] == [first.record_id]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["Learning"]


def test_the_page_asks_the_same_however_many_pairings_there_are(lite: Database, staff: Staff) -> None:
    """The read model of pairings is one statement for one pairing and for three."""
    world = world_in_force(lite, staff)
    counts = []
    for mentor in ("李", "王"):
        with statements(lite) as seen:
            look(lite, world.staff["officer"], pairings_of, person_id=world.mentors[mentor])
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_person_without_any_pairing_is_told_what_comes(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world(lite, staff)
    with on_database(lite, monkeypatch):
        text = said(story(world.staff["officer"], world.mentors["王"], "pair"))
    assert "This person has no pairing yet." in text


def test_charts_of_a_person_say_what_a_mark_is() -> None:
    figure = needs_met(["a", "b"], {"a": 4}, {"a": "甲"}, "t")
    assert list(figure.data[1].x) == [4, 0] and list(figure.data[1].y) == ["1. 甲", "2. b"]
    months = pd.DataFrame({"id": [7], "month": ["2026-10"], "score": [84.0], "self_score": [None], "head_score": [80.0],
                           "leader_score": [88.0]})  # fmt: skip
    drawn = scores(months, "t")
    assert [list(trace.customdata) for trace in drawn.data] == [[7]] * 4
    assert list(drawn.layout.yaxis.range) == [72, 101]
