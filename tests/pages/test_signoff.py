"""The sign-off page says where a scheme stands, who has signed, what stands against it, and offers the step that is due."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Mentee, MentorProfile, Person, PolicyRow, Scheme, Signature, Unit
from programme.pool_states import Move, move_mentor
from programme.recheck import Finding
from programme.rules_edit import name_pair, put_quota
from programme.sentences_signoff import FINDINGS, SENTENCES
from programme.sentences_signoff import words as of_finding
from tests.conftest import Staff
from tests.support.screen import button, on_database, open_page, words
from tests.support.signing import World, small_world
from texts import _, speaking

PAGE = "match/signoff.py"
PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small world, and the pages on its database."""
    with on_database(lite, monkeypatch):
        yield small_world(lite, staff)


def page(world: World, who: str, locale: str = "en", view: str | None = None) -> AppTest:
    chosen = {"signoff-view": view} if view else {}
    screen = open_page(world.staff[who], PAGE, locale=locale, **chosen)
    assert not screen.exception
    return screen


def labels(screen: AppTest) -> list[str]:
    return [one.label for one in screen.button if one.key and one.key.startswith("signoff-")]


def test_without_a_scheme_the_page_says_what_to_do_next(world: World) -> None:
    assert "There is no scheme to sign yet" in words(page(world, "officer"))


def test_the_whole_way_from_the_desk_to_pairings_by_three_people(world: World) -> None:
    """Officer submits with a comment, chief approves, officer confirms: three pages, three clicks."""
    scheme_id = world.scheme(PAIRS)
    screen = page(world, "officer")
    assert labels(screen) == ["Submit for approval"]
    screen.text_area(key="signoff-comment").input("请审").run()
    button(screen, "Submit for approval").click().run()
    assert world.row(Scheme, scheme_id).status == "proposed"
    assert world.row(Signature, 1).comment == "请审"
    screen = page(world, "chief")
    assert labels(screen) == ["Approve", "Send back", "Withdraw"]
    button(screen, "Approve").click().run()
    screen = page(world, "officer")
    assert "Confirming makes 3 pairings for 3 mentees, on public notice for 3 working days" in words(screen)
    button(screen, "Confirm").click().run()
    assert world.row(Scheme, scheme_id).status == "confirmed"
    assert labels(screen) == []
    assert "the public notice runs until" in words(screen)


def test_who_submitted_cannot_press_approve_and_is_told_why(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.step("chief", "propose", scheme_id)
    screen = page(world, "chief")
    assert button(screen, "Approve").disabled
    assert "You submitted this yourself" in words(screen)


def test_who_has_approved_is_not_asked_again(world: World) -> None:
    world.approved(world.scheme(PAIRS))
    assert labels(page(world, "chief")) == ["Confirm", "Send back", "Withdraw"]
    assert labels(page(world, "deputy")) == ["Confirm", "Approve", "Send back", "Withdraw"]
    assert labels(page(world, "leader")) == ["Approve", "Send back"]


def test_sending_back_without_a_comment_says_so_and_keeps_the_stage(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    screen = page(world, "chief")
    button(screen, "Send back").click().run()
    assert "Say what should change" in words(screen)
    assert world.row(Scheme, scheme_id).status == "proposed"
    screen.text_area(key="signoff-comment").input("丙应由赵带").run()
    button(screen, "Send back").click().run()
    assert world.row(Scheme, scheme_id).status == "returned"
    assert "丙应由赵带" in words(page(world, "officer"))


def test_what_stands_against_it_is_listed_and_bars_the_confirmation(world: World) -> None:
    world.approved(world.scheme(PAIRS))
    world.change(MentorProfile, world.mentors["王"], capacity=1)
    screen = page(world, "officer")
    assert "has 0 pairings now and would get 2 more; the seats are 1" in words(screen)
    assert button(screen, "Confirm").disabled


def test_a_draft_that_cannot_stand_any_more_is_computed_again_from_where_that_is_told(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.change(MentorProfile, world.mentors["王"], capacity=1)
    screen = page(world, "officer")
    assert button(screen, "Submit for approval").disabled
    button(screen, "Run again on the pool as it is now").click().run()
    assert world.row(Scheme, scheme_id + 1).status == "computing"
    assert "It is being computed again" in words(screen)


def test_a_change_while_the_page_is_open_is_refused_with_the_count_and_then_listed(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    screen = page(world, "officer")
    move = Move(to="paused", reason="workload", on=today())
    world.do("officer", move_mentor, person_id=world.mentors["王"], seen_version=1, move=move)
    button(screen, "Confirm").click().run()
    assert "1 points stand against it" in words(screen)
    assert "is paused" in words(screen)
    assert world.row(Scheme, scheme_id).status == "approved"


def test_a_stale_page_is_told_who_acted_and_shows_the_present_state(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    screen = page(world, "officer")
    world.step("colleague", "propose", scheme_id)
    button(screen, "Submit for approval").click().run()
    assert f"last by {world.staff['colleague'].name.replace('_', chr(92) + '_')}" in words(screen)
    assert "Next: a section chief or department leader" in words(screen)


def test_setting_aside_is_a_matter_for_the_chief_with_a_reason(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    old = world.row(PolicyRow, 1)
    world.add(PolicyRow(cohort_id=old.cohort_id, number=2, rules=old.rules, by_id=old.by_id))
    screen = page(world, "officer")
    assert button(screen, "Confirm").disabled
    assert screen.text_area(key="signoff-comment").label == "Comment", "no reason is asked of whoever may not give it"
    screen = page(world, "chief")
    screen.text_area(key="signoff-comment").input("部务会议定").run()
    button(screen, "Confirm").click().run()
    assert world.row(Scheme, scheme_id).status == "confirmed"


def test_names_with_markup_are_shown_as_they_are(world: World) -> None:
    person = world.row(Mentee, world.mentees["甲"]).person_id
    world.change(Person, person, name="[甲](http://x) **粗**")
    world.approved(world.scheme(PAIRS))
    world.change(Mentee, world.mentees["甲"], status="ended")
    assert "\\[甲\\]\\(http\\:" in words(page(world, "officer"))


def test_a_liaison_sees_no_person_of_another_unit(world: World, staff: Staff) -> None:
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    with world.database.write() as session:
        other = Unit(name="另一单位", kind="organ")
        session.add(other)
        session.flush()
        unit_id = other.id
    world.staff = {**world.staff, "liaison": staff("liaison", unit_id=unit_id)}
    screen = page(world, "liaison", view="all")
    assert screen.dataframe[0].value.empty
    assert labels(screen) == []


def test_the_page_is_complete_in_chinese(world: World) -> None:
    world.approved(world.scheme(PAIRS))
    screen = page(world, "officer", locale="zh-CN")
    assert "确认后将为 3 名帮带对象生成 3 对结对，公示 3 个工作日" in words(screen)
    assert labels(screen) == ["确认并生成结对", "撤回"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_finding_and_refusal_has_its_sentence_in_both_languages(language: str) -> None:
    names = {"mentee": "甲", "mentor": "王", "load": 1, "new": 2, "capacity": 2, "count": 2, "demand": 1}
    data = names | {"hash": "AB12", "own": 1, "newest": 2, "number": 1, "bound": 2, "pairs": 3}
    with speaking(language):
        assert all(of_finding(Finding(code, data=data)) for code in FINDINGS)
        if language == "zh_CN":
            assert all(_(text) != text for text in [*FINDINGS.values(), *SENTENCES.values()])


def test_the_summary_tells_quotas_and_named_pairs_with_their_reasons(world: World) -> None:
    """What the meeting decides on was bounded by rules about people; it reads them in words."""
    all_of_them = {"by": "all", "of": []}
    quota = {"mentees": all_of_them, "mentors": all_of_them, "least": 0, "most": 4, "reason": "编制所限"}
    world.do("officer", put_quota, cohort_id=world.cohort_id, seen_number=0, quota=quota)
    mentee = world.row(Mentee, world.mentees["甲"]).person_id
    pair = {"kind": "must", "mentee": mentee, "mentor": world.mentors["王"], "reason": "部务会意见"}
    world.do("officer", name_pair, cohort_id=world.cohort_id, seen_number=1, pair=pair)
    world.scheme(PAIRS)
    told = words(page(world, "officer")).replace("\\", "")
    assert "Quota: all mentees with all mentors together: at most 4 pairs" in told and "编制所限" in told
    assert "Must be paired: 甲" in told and "部务会意见" in told
