"""The page of accounts: made, changed and ended by the security administrator; a password is shown once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Account
from programme.access import Actor
from programme.door import Door
from tests.conftest import Staff
from tests.support.screen import button, on_database, open_page, words

PAGE = "manage/accounts.py"


@pytest.fixture
def keeper(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    """The security administrator, and the pages on the test's database."""
    with on_database(lite, monkeypatch):
        yield staff("secadmin", login="keeper")


def stored(database: Database, login: str) -> Account:
    """An account as it is now."""
    with database.read() as session:
        row = session.scalars(select(Account).where(Account.login == login)).one()
        session.expunge(row)
        return row


def test_a_new_account_shows_its_password_once_and_the_password_opens_the_door(lite: Database, keeper: Actor) -> None:
    screen = open_page(keeper, PAGE)
    button(screen, "New account").click().run()
    screen.text_input(key="new_login").input("zhang")
    screen.text_input(key="new_name").input("Zhang *San*").run()
    button(screen, "Create").click().run()
    assert not screen.exception
    password = screen.code[0].value
    assert Door(lite).sign_in("zhang", password, "10.0.0.1")
    screen.run()
    assert not screen.code
    assert "Zhang \\*San\\*" in words(screen)


def test_a_login_that_is_taken_is_refused_in_words(lite: Database, keeper: Actor) -> None:
    screen = open_page(keeper, PAGE)
    button(screen, "New account").click().run()
    screen.text_input(key="new_login").input("KEEPER")
    screen.text_input(key="new_name").input("Somebody").run()
    button(screen, "Create").click().run()
    assert "is taken" in words(screen)
    with lite.read() as session:
        assert len(session.scalars(select(Account)).all()) == 1


def test_a_liaison_cannot_be_made_without_a_unit(lite: Database, keeper: Actor, staff: Staff) -> None:
    staff("liaison")
    screen = open_page(keeper, PAGE)
    button(screen, "New account").click().run()
    screen.text_input(key="new_login").input("li")
    screen.text_input(key="new_name").input("Li").run()
    screen.selectbox(key="new-role").select("liaison").run()
    assert button(screen, "Create").disabled
    units = screen.selectbox(key="new-unit")
    units.select_index(0).run()
    button(screen, "Create").click().run()
    assert stored(lite, "li").unit_id is not None


@pytest.fixture
def officer(staff: Staff) -> Actor:
    """Somebody to do something with."""
    return staff("officer", login="zhang")


def open_account(keeper: Actor, account: Actor):  # type: ignore[no-untyped-def]
    """The page with an account picked."""
    screen = open_page(keeper, PAGE)
    screen.query_params["account"] = str(account.id)
    return screen.run()


def test_another_role_is_saved_for_the_account_that_is_picked(lite: Database, keeper: Actor, officer: Actor) -> None:
    screen = open_account(keeper, officer)
    assert button(screen, "Save role and unit").disabled
    screen.selectbox(key=f"post-{officer.id}-1-role").select("chief").run()
    button(screen, "Save role and unit").click().run()
    assert stored(lite, "zhang").role == "chief"
    assert "Saved" in words(screen)


def test_an_account_is_ended_and_taken_up_again(lite: Database, keeper: Actor, officer: Actor) -> None:
    screen = open_account(keeper, officer)
    button(screen, "Disable").click().run()
    assert stored(lite, "zhang").disabled
    button(screen, "Enable").click().run()
    assert not stored(lite, "zhang").disabled


def test_a_forgotten_password_is_replaced_by_one_to_use_once(lite: Database, keeper: Actor, officer: Actor) -> None:
    screen = open_account(keeper, officer)
    button(screen, "New password").click().run()
    assert Door(lite).sign_in("zhang", screen.code[0].value, "10.0.0.1")
    assert stored(lite, "zhang").must_change


def test_ones_own_account_is_left_alone_in_words(lite: Database, keeper: Actor) -> None:
    screen = open_account(keeper, keeper)
    button(screen, "Disable").click().run()
    assert "Nobody changes his own role" in words(screen)
    assert not stored(lite, "keeper").disabled


def test_the_page_is_not_there_for_others(lite: Database, keeper: Actor, officer: Actor) -> None:
    with pytest.raises(ValueError, match="accounts"):
        open_page(officer, PAGE)


def test_the_page_speaks_chinese(lite: Database, keeper: Actor) -> None:
    screen = open_page(keeper, PAGE, locale="zh-CN")
    assert "账号权限" in words(screen)
    assert [one.label for one in screen.button if one.label == "新建账号"]


def test_a_liaison_without_any_unit_says_where_units_come_from(keeper: Actor) -> None:
    screen = open_page(keeper, PAGE)
    button(screen, "New account").click().run()
    screen.selectbox(key="new-role").select("liaison").run()
    assert "No unit is known yet" in words(screen)
