"""Accounts: made by the security administrator only, one role each, and nobody both administers and audits."""

from itertools import permutations

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import ROLES, Account, Audit, Unit, WebSession
from programme import accounts
from programme.accounts import NewAccount
from programme.door import Door
from programme.errors import Conflict, Invalid, NotFound, ProgrammeError, Stale
from programme.passwords import conceal
from programme.setup import first_administrator, mark_demo
from programme.usecase import perform
from tests.conftest import Staff

APART = {frozenset({"sysadmin", "auditor"}), frozenset({"secadmin", "auditor"})}
OWN = "Quiet-Harbour-7"


@pytest.fixture
def keeper(staff: Staff) -> int:
    """The security administrator's account."""
    return staff("secadmin").id


def make(database: Database, keeper: int, **values: object) -> NewAccount:
    """A new officer, or whatever else is asked for."""
    made = perform(database, keeper, accounts.create, **{"login": "zhang", "name": "Zhang", "role": "officer"} | values)
    assert isinstance(made, NewAccount)
    return made


def stored(database: Database, account_id: int) -> Account:
    """The row as it is now."""
    with database.read() as session:
        row = session.get_one(Account, account_id)
        session.expunge(row)
        return row


@pytest.mark.both_engines
def test_a_new_account_gets_a_password_to_use_once(database: Database, keeper: int) -> None:
    made = make(database, keeper)
    row = stored(database, made.id)
    assert row.must_change
    assert made.password not in row.password_hash
    assert row.password_hash.startswith("$argon2id$")
    token = Door(database).sign_in("zhang", made.password, "10.0.0.1")
    visitor = Door(database).visitor(token)
    assert visitor is not None
    assert visitor.must_change


def test_an_audit_row_names_the_account_and_never_its_password(database: Database, keeper: int) -> None:
    made = make(database, keeper)
    with database.read() as session:
        rows = session.scalars(select(Audit)).all()
        assert [(row.action, row.object, row.detail["act"]) for row in rows] == [
            ("manage_accounts", f"account:{made.id}", "create")
        ]
        assert made.password not in str([row.detail for row in rows])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"login": "ZHANG"}, "login_taken"),
        ({"login": "z"}, "login"),
        ({"login": "z" * 65}, "login"),
        ({"login": "张三"}, "login"),
        ({"login": "a b"}, "login"),
        ({"login": "li", "name": "  "}, "account_name"),
        ({"login": "li", "role": "emperor"}, "account_role"),
        ({"login": "li", "role": "liaison"}, "liaison_unit"),
        ({"login": "li", "role": "liaison", "unit_id": 99}, "no_row"),
        ({"login": "li", "password": "short1A"}, "password_length"),
        ({"login": "li", "password": "only-small-letters"}, "password_classes"),
        ({"login": "lihua", "password": "Lihua-2026"}, "password_weak"),
        ({"login": "li", "password": "P@ssw0rd"}, "password_weak"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_with_the_reason(
    lite: Database, keeper: int, values: dict[str, object], code: str
) -> None:
    make(lite, keeper)
    with pytest.raises(ProgrammeError) as refusal:
        make(lite, keeper, **values)
    assert refusal.value.code == code


def test_a_liaison_belongs_to_a_unit(lite: Database, keeper: int) -> None:
    with lite.write() as session:
        session.add(Unit(id=5, name="unit", kind="township"))
    made = make(lite, keeper, role="liaison", unit_id=5)
    assert stored(lite, made.id).unit_id == 5


@pytest.mark.parametrize(("one", "other"), list(permutations(ROLES, 2)))
def test_one_person_holds_no_two_roles_that_watch_each_other(
    lite: Database, staff: Staff, one: str, other: str
) -> None:
    """Neither in one account after the other nor in two accounts of one name at a time."""
    keeper, person = staff("secadmin"), staff(one)
    unit_id = staff("liaison").unit_id if other == "liaison" else None
    post = {"role": other, "unit_id": unit_id}
    apart = frozenset({one, other}) in APART
    with lite.write() as session:
        refused = _refused(
            lambda: accounts.change_post(session, keeper, account_id=person.id, seen_version=1, **post)  # type: ignore[arg-type]
        )
        session.rollback()
    assert refused == ("roles_apart" if apart else None)
    with lite.write() as session:
        refused = _refused(lambda: accounts.create(session, keeper, login="second", name=person.name, **post))  # type: ignore[arg-type]
        session.rollback()
    assert refused == ("person_apart" if apart else None)


def _refused(act):  # type: ignore[no-untyped-def]
    try:
        act()
    except Conflict as refusal:
        return refusal.code
    return None


def test_a_second_account_is_not_taken_up_again_beside_one_it_may_not_stand_with(lite: Database, keeper: int) -> None:
    auditor = make(lite, keeper, login="aa", name="Wang", role="auditor")
    perform(lite, keeper, accounts.disable, account_id=auditor.id, seen_version=1)
    make(lite, keeper, login="ss", name="Wang", role="sysadmin")
    with pytest.raises(Conflict) as refusal:
        perform(lite, keeper, accounts.enable, account_id=auditor.id, seen_version=2)
    assert refusal.value.code == "person_apart"


def test_nobody_changes_or_ends_himself(lite: Database, keeper: int) -> None:
    acts = (
        (accounts.change_post, {"role": "officer"}),
        (accounts.disable, {}),
        (accounts.enable, {}),
        (accounts.reset_password, {}),
    )
    for act, arguments in acts:
        with pytest.raises(Conflict) as refusal:
            perform(lite, keeper, act, account_id=keeper, seen_version=1, **arguments)
        assert refusal.value.code == "own_account"


@pytest.mark.parametrize("act", ["post", "disable", "reset"])
def test_what_is_done_to_an_account_ends_its_sessions_at_once(database: Database, keeper: int, act: str) -> None:
    made = make(database, keeper)
    door = Door(database)
    token = door.sign_in("zhang", made.password, "10.0.0.1")
    acts = {
        "post": lambda: perform(
            database, keeper, accounts.change_post, account_id=made.id, role="leader", seen_version=1
        ),
        "disable": lambda: perform(database, keeper, accounts.disable, account_id=made.id, seen_version=1),
        "reset": lambda: perform(database, keeper, accounts.reset_password, account_id=made.id, seen_version=1),
    }
    assert door.visitor(token)
    acts[act]()
    assert door.visitor(token) is None
    with database.read() as session:
        assert all(row.revoked for row in session.scalars(select(WebSession)))


def test_who_saw_an_older_state_of_an_account_changes_nothing(lite: Database, keeper: int) -> None:
    made = make(lite, keeper)
    perform(lite, keeper, accounts.disable, account_id=made.id, seen_version=1)
    for act in (accounts.disable, accounts.enable, accounts.reset_password):
        with pytest.raises(Stale):
            perform(lite, keeper, act, account_id=made.id, seen_version=1)


def test_an_account_that_does_not_exist_is_named(lite: Database, keeper: int) -> None:
    with pytest.raises(NotFound):
        perform(lite, keeper, accounts.disable, account_id=99, seen_version=1)


def test_a_new_password_for_somebody_opens_his_lock_too(lite: Database, keeper: int) -> None:
    made = make(lite, keeper)
    door = Door(lite)
    for number in range(5):
        with pytest.raises(ProgrammeError):
            door.sign_in("zhang", "wrong", f"10.0.0.{number}")
    with pytest.raises(ProgrammeError, match="locked"):
        door.sign_in("zhang", made.password, "10.0.1.1")
    fresh = perform(lite, keeper, accounts.reset_password, account_id=made.id, seen_version=1)
    assert door.sign_in("zhang", fresh.password, "10.0.1.2")


@pytest.fixture
def officer(lite: Database, staff: Staff) -> int:
    """An officer with a password of his own."""
    actor = staff("officer", login="zhang")
    with lite.write() as session:
        session.get_one(Account, actor.id).password_hash = conceal(OWN)
    return actor.id


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", "Another-Harbour-8", "old_password"),
        (OWN, OWN, "same_password"),
        (OWN, "Zhang-2026", "password_weak"),
        (OWN, "Short1-", "password_length"),
        (OWN, "Aa1" + "x" * 126, "password_length"),
        (OWN, "nothingbutsmall1", "password_classes"),
    ],
)
def test_a_new_password_of_ones_own_has_to_be_good(lite: Database, officer: int, old: str, new: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        perform(lite, officer, accounts.change_password, old=old, new=new)
    assert refusal.value.code == code
    assert Door(lite).sign_in("zhang", OWN, "10.0.0.1")


def test_a_new_password_of_ones_own_replaces_the_old_and_ends_every_session(lite: Database, officer: int) -> None:
    door = Door(lite)
    token = door.sign_in("zhang", OWN, "10.0.0.1")
    perform(lite, officer, accounts.change_password, old=OWN, new="Another-Harbour-8")
    assert door.visitor(token) is None
    assert door.sign_in("zhang", "Another-Harbour-8", "10.0.0.1")
    with pytest.raises(ProgrammeError):
        door.sign_in("zhang", OWN, "10.0.0.1")


def test_only_in_a_demonstration_a_given_password_may_stay(lite: Database) -> None:
    with lite.write() as session:
        mark_demo(session, OWN)
        keeper = first_administrator(session, login="keeper", name="Keeper", password=OWN)
    given = perform(lite, keeper.id, accounts.create, login="li", name="Li", role="officer", password="Other-Harbour-9")
    assert not stored(lite, given.id).must_change


def test_elsewhere_a_given_password_has_to_be_changed_too(lite: Database, keeper: int) -> None:
    assert stored(lite, make(lite, keeper, password=OWN).id).must_change
