"""The page of the log: filtered, paged, and the chain verified by those who may."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from db.engines import Database
from pages.parts.audit_words import ACTIONS
from programme import audit
from programme.access import Action, Actor
from tests.conftest import Staff
from tests.support.screen import button, on_database, open_page, words

PAGE = "manage/audit.py"


@pytest.fixture
def auditor(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    """The auditor, a log of an officer's three acts and one refusal, and the pages on the test's database."""
    reader, officer = staff("auditor", login="yi"), staff("officer", login="zhang")
    with lite.write() as session:
        for number in range(3):
            audit.append(session, account_id=officer.id, action="adjust", object=f"scheme:{number}", reason="because")
        audit.append(session, account_id=officer.id, action="manage_accounts", outcome="refused")
    with on_database(lite, monkeypatch):
        yield reader


def test_the_log_shows_who_did_what_with_which_outcome(auditor: Actor) -> None:
    screen = open_page(auditor, PAGE)
    table = screen.dataframe[0].value
    assert list(table["outcome"]) == ["Refused", "Done", "Done", "Done"]
    assert list(table["seq"]) == [4, 3, 2, 1]
    assert set(table["who"]) == {"zhang"}
    assert table["detail"][1] == "reason: because"
    assert "4 entries" in words(screen)


def test_every_action_that_the_log_may_hold_has_its_word() -> None:
    assert set(Action) <= set(ACTIONS)


def test_filters_narrow_the_log(auditor: Actor) -> None:
    screen = open_page(auditor, PAGE)
    screen.selectbox(key="audit_outcome").select("refused").run()
    assert len(screen.dataframe[0].value) == 1
    screen.selectbox(key="audit_action").select("adjust").run()
    assert not screen.dataframe
    assert "No entry fits" in words(screen)


def test_a_whole_chain_is_said_to_be_whole_and_the_look_at_it_is_recorded(auditor: Actor, lite: Database) -> None:
    screen = open_page(auditor, PAGE)
    button(screen, "Verify the chain").click().run()
    assert "The chain is whole: 4 entries" in words(screen)
    with lite.read() as session:
        assert audit.verify(session).rows == 5


def test_a_broken_chain_is_said_to_be_broken_at_its_row(auditor: Actor, lite: Database) -> None:
    with lite.write() as session:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET object = 'scheme:9' WHERE seq = 2"))
    screen = open_page(auditor, PAGE)
    button(screen, "Verify the chain").click().run()
    assert "Entry 2 does not fit" in words(screen)


@pytest.mark.parametrize("role", ["officer", "secadmin", "sysadmin", "leader"])
def test_the_page_is_not_there_for_others(auditor: Actor, staff: Staff, role: str) -> None:
    with pytest.raises(ValueError, match="audit"):
        open_page(staff(role), PAGE)


def test_the_inspector_reads_the_log_too(auditor: Actor, staff: Staff) -> None:
    assert len(open_page(staff("inspector"), PAGE).dataframe[0].value) == 4
