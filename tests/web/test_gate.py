"""The gate lets nothing through without a session that holds at this moment, and says itself who is there."""

import pytest
from starlette.websockets import WebSocketDisconnect

from db.engines import Database
from db.models import Account, WebSession
from programme.signed_in import end_sessions
from tests.conftest import Staff
from tests.support.gated import HOST, ORIGIN, STREAM, Gated, click, gated
from web.gate import OPEN, SHUT
from web.quota import Quota

PLACES = ("/", "/accounts", "/media/0123.xlsx", "/static/js/index.js", "/component/x", "/_stcore/host-config", "/session",
          "/export/abc", "/password", "/sign-out", "/widgets.js", "/app/static/x", "/anything/at/all", "//sign-in", "/Sign-in",
          "/sign-in/", "/readyx", "/_stcore/stream")  # fmt: skip


@pytest.fixture
def site(lite: Database) -> Gated:
    """A gate before a database; `staff` puts people in."""
    return gated(lite)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", PLACES)
def test_nothing_is_served_to_somebody_who_is_not_signed_in(site: Gated, staff: Staff, path: str, method: str) -> None:
    staff("officer")
    answer = site.client.request(method, f"http://{HOST}{path}", headers=ORIGIN, follow_redirects=False)
    assert answer.status_code in (401, 404, 413, 411)
    assert "who" not in answer.text


@pytest.mark.parametrize("path", PLACES)
def test_the_same_places_are_served_to_somebody_who_is(site: Gated, staff: Staff, path: str) -> None:
    """The control of the test above: what it found closed was closed by the gate."""
    site.enter(staff("officer"))
    assert site.client.get(f"http://{HOST}{path}", follow_redirects=False).status_code in (200, 204, 303, 404)


def test_a_person_without_a_session_is_sent_to_the_sign_in_and_back_to_where_he_wanted(
    site: Gated, staff: Staff
) -> None:
    staff("officer")
    answer = site.page("/workload?cohort=3")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/workload%3Fcohort%3D3"


def test_without_any_account_every_page_leads_to_the_set_up_and_nothing_else_is_served(site: Gated) -> None:
    for path in ("/", "/sign-in", "/accounts", "/password"):
        assert site.page(path).headers["location"] == "/set-up"
    assert site.client.get("/media/x").status_code == 401
    with pytest.raises(WebSocketDisconnect), site.wire():
        pass


@pytest.mark.parametrize("path", OPEN)
def test_what_is_open_tells_nobody_who_is_there(site: Gated, path: str) -> None:
    assert site.client.get(path).status_code != 401


@pytest.mark.parametrize("path", [*SHUT, "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_what_nobody_needs_is_shut_to_everybody(site: Gated, staff: Staff, path: str) -> None:
    site.enter(staff("sysadmin"))
    assert site.client.get(path).status_code == 404


def test_what_a_client_says_about_itself_is_removed(site: Gated, staff: Staff) -> None:
    actor = staff("officer")
    site.enter(actor)
    lies = {"X-Bangdai-Account": "1", "x-bangdai-ACCOUNT": "2", "X-Bangdai-Sid": "z", "X-Bangdai-Anything": "y"}
    who = site.client.get("/x", headers=lies).json()["who"]
    assert [entry for entry in who if entry.startswith("x-bangdai-account")] == [f"x-bangdai-account={actor.id}"]
    assert sum(entry.startswith("x-bangdai-sid") for entry in who) == 1
    assert not [entry for entry in who if "anything" in entry or entry.endswith("=z")]


def test_the_word_of_the_gate_about_a_session_is_not_its_token(site: Gated, staff: Staff) -> None:
    token = site.enter(staff("officer"))
    assert token not in site.client.get("/x").text


@pytest.mark.parametrize("host", ["evil.example", "desk.example.evil.example", "", "desk.example@evil.example", "a b"])
def test_another_host_name_is_not_answered(site: Gated, staff: Staff, host: str) -> None:
    site.enter(staff("officer"))
    answer = site.client.get("/x", headers={"host": host, "cookie": f"bangdai={site.client.cookies['bangdai']}"})
    assert answer.status_code == 400


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://desk.example.evil", "http://[", ""])
def test_what_changes_something_has_to_come_from_this_site(site: Gated, staff: Staff, origin: str | None) -> None:
    site.enter(staff("officer"))
    headers = {} if origin is None else {"origin": origin}
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert site.client.request(method, "/x", headers=headers).status_code == 403


@pytest.mark.parametrize("value", ["", "x" * 5000, "a;b=c", '"', "\\", "é"])
def test_a_cookie_that_is_no_token_opens_nothing(site: Gated, staff: Staff, value: str) -> None:
    staff("officer")
    answer = site.client.get("/x", headers={"cookie": f"bangdai={value}".encode("latin-1")})
    assert answer.status_code == 401


def test_a_session_that_ended_opens_nothing_from_then_on(site: Gated, staff: Staff) -> None:
    token = site.enter(staff("officer"))
    assert site.page().status_code == 200
    site.door.sign_out(token)
    assert site.page().status_code == 303


def test_somebody_with_a_password_to_use_once_gets_no_further_than_choosing_his_own(site: Gated, staff: Staff) -> None:
    actor = staff("officer")
    site.enter(actor)
    with site.door.database.write() as session:
        session.get_one(Account, actor.id).must_change = True
    assert site.page("/accounts").headers["location"] == "/password"
    assert site.page("/password").status_code == 200
    assert site.client.get("/media/x").status_code == 401
    with pytest.raises(WebSocketDisconnect), site.wire():
        pass


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", f"http://{HOST}.evil.example"])
def test_a_websocket_has_to_say_that_it_comes_from_here(site: Gated, staff: Staff, origin: str | None) -> None:
    site.enter(staff("officer"))
    headers = {} if origin is None else {"origin": origin}
    with pytest.raises(WebSocketDisconnect) as end, site.client.websocket_connect(STREAM, headers=headers):
        pass
    assert end.value.code == 1008


def test_a_websocket_without_a_session_is_not_opened(site: Gated, staff: Staff) -> None:
    staff("officer")
    with pytest.raises(WebSocketDisconnect), site.wire(**{"X-Bangdai-Account": "1"}):
        pass


@pytest.mark.parametrize("end", ["sign_out", "disable", "role", "idle", "absolute"])
def test_the_next_frame_of_a_session_that_ended_never_arrives(site: Gated, staff: Staff, end: str) -> None:
    actor = staff("officer")
    token = site.enter(actor)
    with site.wire() as wire:
        wire.send_bytes(click())
        assert f"x-bangdai-account={actor.id}" in wire.receive_json()["who"]
        _end(site, token, actor.id, end)
        wire.send_bytes(click())
        with pytest.raises(WebSocketDisconnect) as closed:
            wire.receive_json()
    assert closed.value.code == 1008
    assert len(site.frames) == 1


def _end(site: Gated, token: str, account_id: int, how: str) -> None:
    if how == "sign_out":
        site.door.sign_out(token)
    elif how in ("idle", "absolute"):
        site.clock.forward(minutes=30 if how == "idle" else 12 * 60)
    else:
        with site.door.database.write() as session:
            session.get_one(Account, account_id).disabled = how == "disable"
            if how == "role":
                end_sessions(session, account_id)


def test_a_page_that_refreshes_itself_does_not_keep_its_session_alive(site: Gated, staff: Staff) -> None:
    site.enter(staff("officer"))
    with site.wire() as wire:
        for _ in range(3):
            site.clock.forward(minutes=9)
            wire.send_bytes(click(auto=True))
            wire.receive_json()
        site.clock.forward(minutes=4)
        wire.send_bytes(click(auto=True))
        with pytest.raises(WebSocketDisconnect):
            wire.receive_json()


def test_clicking_keeps_a_session_alive_but_not_beyond_its_longest_time(site: Gated, staff: Staff) -> None:
    site.enter(staff("officer"))
    with site.wire() as wire:
        for _ in range(24):
            wire.send_bytes(click())
            wire.receive_json()
            site.clock.forward(minutes=29, seconds=59)
        site.clock.forward(minutes=1)
        wire.send_bytes(click())
        with pytest.raises(WebSocketDisconnect):
            wire.receive_json()
    assert len(site.frames) == 24


def test_being_seen_is_not_written_down_with_every_click(site: Gated, staff: Staff) -> None:
    site.enter(staff("officer"))
    with site.wire() as wire:
        for _ in range(5):
            site.clock.forward(seconds=1)
            wire.send_bytes(click())
            wire.receive_json()
    with site.door.database.read() as session:
        seen = session.query(WebSession).one().seen_at
    assert seen == site.clock.moment


@pytest.mark.parametrize("junk", [b"", b"\xff\xff\xff", b"\x00" * 100])
def test_a_frame_that_cannot_be_read_is_no_activity(junk: bytes) -> None:
    from web.activity import is_activity

    assert not is_activity(junk)
    assert is_activity(click())


def test_uploads_of_one_session_end_where_its_quota_ends(lite: Database, staff: Staff) -> None:
    site = gated(lite, Quota(bytes=100))
    site.enter(staff("officer"))
    sizes = [
        site.client.put("/_stcore/upload_file/s/f", content=b"x" * 40, headers=ORIGIN).status_code for _ in range(3)
    ]
    assert sizes == [200, 200, 413]
    site.enter(staff("officer"))
    assert site.client.put("/_stcore/upload_file/s/f", content=b"x" * 40, headers=ORIGIN).status_code == 200


def test_an_upload_that_does_not_say_its_length_is_refused(site: Gated, staff: Staff) -> None:
    site.enter(staff("officer"))
    parts = (part for part in (b"a", b"b"))
    assert site.client.put("/_stcore/upload_file/s/f", content=parts, headers=ORIGIN).status_code == 411
