"""The entrance: who is let in, for how long, and how little somebody learns who should not be."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Account, Audit, Lock, WebSession
from programme import door as door_module
from programme.door import Door
from programme.errors import Forbidden
from programme.passwords import conceal, matches
from tests.conftest import Staff
from tests.support.clock import Clock

GOOD = "Quiet-Harbour-7"
HERE, THERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def door(database: Database, staff: Staff, clock: Clock) -> Door:
    """The entrance with one officer `zhang` who knows his password."""
    _with_password(database, staff)
    return Door(database, clock=clock)


@pytest.fixture
def lite_door(lite: Database, staff: Staff, clock: Clock) -> Door:
    """The same on SQLite only."""
    _with_password(lite, staff)
    return Door(lite, clock=clock)


def _with_password(database: Database, staff: Staff) -> None:
    actor = staff("officer", login="zhang")
    with database.write() as session:
        session.get_one(Account, actor.id).password_hash = conceal(GOOD)


def refusal(door: Door, login: str, password: str, address: str = HERE) -> str:
    """Why somebody is not let in."""
    with pytest.raises(Forbidden) as refused:
        door.sign_in(login, password, address)
    return refused.value.code


def outcomes(door: Door) -> list[tuple[str, str]]:
    """What the log says of those who tried: object, outcome."""
    with door.database.read() as session:
        return [tuple(row) for row in session.execute(select(Audit.object, Audit.outcome).order_by(Audit.seq))]


def test_the_right_password_opens_a_session_of_which_only_the_hash_is_kept(door: Door) -> None:
    token = door.sign_in(" Zhang ", GOOD, HERE)
    assert len(token) >= 43, "256 bits"
    assert door.visitor(token) is not None
    with door.database.read() as session:
        row = session.scalars(select(WebSession)).one()
        assert token not in row.token_hash
        assert row.account_id == session.scalars(select(Account.id).where(Account.login == "zhang")).one()


def test_every_sign_in_has_a_session_of_its_own(lite_door: Door) -> None:
    one, other = lite_door.sign_in("zhang", GOOD, HERE), lite_door.sign_in("zhang", GOOD, HERE)
    assert one != other
    lite_door.sign_out(one)
    assert lite_door.visitor(one) is None
    assert lite_door.visitor(other) is not None


@pytest.mark.parametrize("token", ["", None, "x", "0" * 64])
def test_what_is_no_token_belongs_to_nobody(lite_door: Door, token: str | None) -> None:
    assert lite_door.visitor(token) is None


def test_the_hash_that_is_kept_is_no_token(lite_door: Door) -> None:
    """Who reads the table does not get in with what he read."""
    lite_door.sign_in("zhang", GOOD, HERE)
    with lite_door.database.read() as session:
        kept = session.scalars(select(WebSession.token_hash)).one()
    assert lite_door.visitor(kept) is None


def test_unknown_disabled_and_wrong_all_get_the_same_answer(lite_door: Door) -> None:
    assert refusal(lite_door, "nobody", GOOD) == "credentials"
    assert refusal(lite_door, "zhang", "wrong") == "credentials"
    with lite_door.database.write() as session:
        session.scalars(select(Account)).one().disabled = True
    assert refusal(lite_door, "zhang", GOOD) == "credentials"


def test_an_unknown_name_costs_one_hash_like_a_known_one(lite_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is not measured here: what takes the time is counted."""
    checked: list[str] = []

    def counting(kept: str, password: str) -> bool:
        checked.append(kept)
        return matches(kept, password)

    monkeypatch.setattr(door_module, "matches", counting)
    refusal(lite_door, "zhang", "wrong")
    refusal(lite_door, "nobody", "wrong")
    assert len(checked) == 2


def test_the_log_knows_accounts_and_addresses_but_not_what_was_typed_as_an_unknown_name(lite_door: Door) -> None:
    refusal(lite_door, "my-secret-password", "x")
    refusal(lite_door, "zhang", "also-secret")
    lite_door.sign_in("zhang", GOOD, HERE)
    with lite_door.database.read() as session:
        account = session.scalars(select(Account.id)).one()
        written = str([(row.object, row.detail) for row in session.scalars(select(Audit))])
    assert outcomes(lite_door) == [
        ("unknown", "failed"),
        (f"account:{account}", "failed"),
        (f"account:{account}", "done"),
    ]
    assert "secret" not in written
    assert HERE in written


@pytest.mark.both_engines
def test_five_wrong_tries_close_a_login_for_a_quarter_of_an_hour_from_everywhere(door: Door, clock: Clock) -> None:
    for number in range(5):
        assert refusal(door, "zhang", "wrong", f"10.1.0.{number}") == "credentials"
    assert refusal(door, "zhang", GOOD, THERE) == "locked"
    clock.forward(minutes=14, seconds=59)
    assert refusal(door, "zhang", GOOD, THERE) == "locked"
    clock.forward(seconds=1)
    assert door.sign_in("zhang", GOOD, THERE)


def test_five_wrong_tries_close_an_address_for_every_login(door: Door, clock: Clock) -> None:
    for number in range(5):
        assert refusal(door, f"name{number}", "wrong", HERE) == "credentials"
    assert refusal(door, "zhang", GOOD, HERE) == "locked"
    assert door.sign_in("zhang", GOOD, THERE)
    clock.forward(minutes=15)
    assert door.sign_in("zhang", GOOD, HERE)


def test_a_login_that_nobody_has_is_closed_like_one_that_somebody_has(lite_door: Door) -> None:
    for login in ("zhang", "nobody"):
        codes = [refusal(lite_door, login, "wrong", f"10.{login == 'zhang':d}.0.{number}") for number in range(7)]
        assert codes == ["credentials"] * 5 + ["locked"] * 2


def test_the_fifth_failure_is_written_down_as_the_lock(lite_door: Door) -> None:
    for number in range(7):
        refusal(lite_door, "zhang", "wrong", f"10.0.0.{number}")
    assert [outcome for _object, outcome in outcomes(lite_door)] == ["failed"] * 4 + ["locked"]


def test_a_right_password_clears_the_tries_before_it(lite_door: Door) -> None:
    for _ in range(3):
        for _ in range(4):
            refusal(lite_door, "zhang", "wrong")
        lite_door.sign_in("zhang", GOOD, HERE)
    with lite_door.database.read() as session:
        assert not session.scalars(select(Lock)).all()


def test_tries_older_than_a_quarter_of_an_hour_do_not_count(lite_door: Door, clock: Clock) -> None:
    for _ in range(4):
        refusal(lite_door, "zhang", "wrong")
    clock.forward(minutes=15)
    assert refusal(lite_door, "zhang", "wrong") == "credentials"
    assert lite_door.sign_in("zhang", GOOD, HERE)


def test_a_clock_that_is_set_back_shortens_no_lock(lite_door: Door, clock: Clock) -> None:
    for _ in range(5):
        refusal(lite_door, "zhang", "wrong")
    clock.forward(days=-1)
    assert refusal(lite_door, "zhang", GOOD) == "locked"


def test_a_crowd_at_once_gets_no_more_tries_than_a_queue(lite_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []
    monkeypatch.setattr(door_module, "matches", lambda _kept, password: bool(judged.append(password)))
    codes: list[str] = []

    def guess(number: int) -> None:
        try:
            lite_door.sign_in("zhang", str(number), f"10.0.0.{number}")
        except Forbidden as refused:
            codes.append(refused.code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(judged), codes.count("credentials"), codes.count("locked")) == (5, 5, 19)


def test_a_session_ends_after_half_an_hour_of_nothing(lite_door: Door, clock: Clock) -> None:
    token = lite_door.sign_in("zhang", GOOD, HERE)
    clock.forward(minutes=29, seconds=59)
    assert lite_door.visitor(token)
    clock.forward(seconds=1)
    assert lite_door.visitor(token) is None


def test_being_seen_starts_the_half_hour_anew_but_not_the_twelve_hours(lite_door: Door, clock: Clock) -> None:
    token = lite_door.sign_in("zhang", GOOD, HERE)
    for _ in range(35):
        clock.forward(minutes=20)
        assert lite_door.visitor(token)
        lite_door.seen(token)
    clock.forward(minutes=20)
    assert lite_door.visitor(token) is None


def test_a_session_that_ended_is_not_taken_up_again_by_being_seen(lite_door: Door, clock: Clock) -> None:
    token = lite_door.sign_in("zhang", GOOD, HERE)
    clock.forward(minutes=31)
    lite_door.seen(token)
    assert lite_door.visitor(token) is None


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_that_is_set_back_lengthens_no_session(lite_door: Door, clock: Clock, jump: timedelta) -> None:
    token = lite_door.sign_in("zhang", GOOD, HERE)
    clock.moment -= jump
    assert lite_door.visitor(token) is None


def test_signing_out_is_written_down_once(lite_door: Door) -> None:
    token = lite_door.sign_in("zhang", GOOD, HERE)
    lite_door.sign_out(token)
    lite_door.sign_out(token)
    lite_door.sign_out("unknown")
    with lite_door.database.read() as session:
        assert list(session.scalars(select(Audit.action).order_by(Audit.seq))) == ["sign_in", "sign_out"]
