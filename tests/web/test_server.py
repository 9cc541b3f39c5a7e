"""The real server on loopback: fresh, forged at, and with a person's session taken away in the middle."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from db.clock import now
from db.engines import ROOT, Database
from db.models import Account
from programme.door import Door
from programme.signed_in import open_session
from tests.support.server import by_fork, serving
from tests.support.wire import said, wired

pytestmark = pytest.mark.xdist_group("server")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the database and the log of this module's server."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def store(place: Path, sqlite_template: Path) -> Iterator[Database]:
    """The database behind the server, with an officer (1) and an auditor (2)."""
    (place / "desk.db").write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{place / 'desk.db'}")
    with database.write() as session:
        for login, role in (("jia", "officer"), ("yi", "auditor")):
            session.add(Account(login=login, name=login, role=role, password_hash="", must_change=False))
    yield database
    database.close()


@pytest.fixture(scope="module")
def address(store: Database, place: Path) -> Iterator[str]:
    """Where the server listens."""
    with serving(f"sqlite:///{place / 'desk.db'}", place / "log") as found:
        yield found


def token(store: Database, account_id: int) -> str:
    """A session of an account."""
    with store.write() as session:
        return open_session(session, account_id, now())


def get(address: str, path: str, token: str | None = None) -> httpx.Response:
    """A page as a browser asks for it."""
    cookies = {"bangdai": token} if token else {}
    return httpx.get(address + path, headers={"accept": "text/html"}, cookies=cookies)


def routes() -> list[tuple[str, str]]:
    """Every route and method of the application, asked of itself in a process of its own."""
    code = (
        "import app\n"
        "for route in app.app._build_starlette_app().routes:\n"
        "    for method in getattr(route, 'methods', None) or ['GET']:\n"
        "        print(method, route.path)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    return [tuple(line.split(" ", 1)) for line in done.stdout.splitlines() if " /" in line or line.endswith(" ")]  # type: ignore[misc]


OPEN = {"/sign-in", "/set-up", "/language/{code}", "/ready", "/site.css", "/_stcore/health"}


def test_no_route_of_the_application_answers_somebody_who_is_not_signed_in(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is Streamlit's own and ours: one that an upgrade brings is closed too, or this test fails."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    known = [(method, path) for method, path in routes() if path not in OPEN]
    assert len(known) >= 25
    answers = {}
    for method, path in known:
        url = address + re.sub(r"\{[^}]*\}", "x", path or "/anything")
        answers[method, path] = httpx.request(method, url, headers={"origin": address}).status_code
    assert set(answers.values()) <= {401, 404, 405, 411}, answers
    assert not [key for key, code in answers.items() if code == 404 and not key[1].startswith("/_stcore/")]
    print(f"{len(answers)} routes closed")


@pytest.mark.parametrize("path", ["/accounts", "/shell"])
def test_the_first_request_of_a_fresh_server_runs_no_page_by_itself(path: str, store: Database, tmp_path: Path) -> None:
    """Streamlit serves a file of a `pages/` folder before the main script ever ran; ours lie where it does not look."""
    url, log = f"sqlite:///{store.url.database}", tmp_path / "log"
    with serving(url, log, by_fork) as fresh, wired(fresh, token(store, 1)) as wire:
        shown = said(wire.rerun(path.strip("/")))
    assert "navigation" in shown, "the main script ran and said what the pages are"
    assert "审计日志" not in shown
    assert "账号权限" not in shown


def test_a_signed_in_officer_gets_a_page_and_its_navigation(address: str, store: Database) -> None:
    """The control of the tests below: the forger's tool works when everything is in order."""
    with wired(address, token(store, 1)) as wire:
        shown = said(wire.rerun())
    assert "navigation" in shown
    assert "总览" in shown


@pytest.mark.parametrize("path", ["accounts", "audit"])
def test_a_page_that_the_role_lacks_is_not_reached_by_its_name(address: str, store: Database, path: str) -> None:
    with wired(address, token(store, 1)) as wire:
        shown = said(wire.rerun(path))
    assert "您的角色没有此页面" in shown
    assert "审计日志" not in shown


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Bangdai-Account": "1"},
        {"X-Bangdai-Account": "1", "X-Bangdai-Sid": "x"},
        {"x-bangdai-account": "1", "Cookie": "bangdai=1"},
    ],
)
def test_a_websocket_without_a_session_is_refused_whatever_it_says_about_itself(
    address: str, headers: dict[str, str]
) -> None:
    with pytest.raises(InvalidStatus) as refused, wired(address, None, **headers):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["", "http://evil.example", "null"])
def test_a_websocket_from_another_page_is_refused_with_the_right_cookie(
    address: str, store: Database, origin: str
) -> None:
    with pytest.raises(InvalidStatus) as refused, wired(address, token(store, 1), origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_spoofed_name_does_not_make_an_officer_an_auditor(address: str, store: Database) -> None:
    with wired(address, token(store, 1), **{"X-Bangdai-Account": "2"}) as wire:
        shown = said(wire.rerun())
    assert "总览" in shown
    assert "审计日志" not in shown


def test_after_the_session_ended_the_next_frame_is_answered_by_nothing(address: str, store: Database) -> None:
    held = token(store, 1)
    with wired(address, held) as wire:
        assert said(wire.rerun())
        Door(store).sign_out(held)
        with pytest.raises(ConnectionClosed) as closed:
            wire.rerun()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


def test_who_knows_the_number_of_somebodys_session_does_not_get_it(address: str, store: Database) -> None:
    """Streamlit's session ids stand in upload addresses; taking one up with another account starts afresh."""
    with wired(address, token(store, 1)) as wire:
        first = said(wire.rerun())
        session_id = re.search(r'session_id: "([^"]+)"', first)
        assert session_id
    with wired(address, token(store, 2), session=session_id[1]) as other:
        shown = said(other.rerun())
    assert session_id[1] not in shown
    assert "总览" not in shown


def test_a_page_goes_out_with_its_language_and_its_policy(address: str, store: Database) -> None:
    answer = get(address, "/", token(store, 1))
    assert '<html lang="zh-CN">' in answer.text
    assert "sha256-" in answer.headers["content-security-policy"]


def test_an_empty_installation_prints_its_code_and_leads_to_the_set_up(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'new' / 'empty.db'}", tmp_path / "log", by_fork) as fresh:
        assert get(fresh, "/accounts").headers["location"] == "/set-up"
        code = re.search(r"\b[0-9a-f]{10}\b", (tmp_path / "log").read_text())
        assert code
        form = {
            "code": code[0],
            "login": "keeper",
            "name": "Wang",
            "new": "Quiet-Harbour-7",
            "repeat": "Quiet-Harbour-7",
        }
        made = httpx.post(f"{fresh}/set-up", data=form, headers={"origin": fresh})
        assert made.headers["location"] == "/"
        assert get(fresh, "/", made.cookies["bangdai"]).status_code == 200


def test_a_database_of_an_older_release_is_not_served(tmp_path: Path, sqlite_template: Path) -> None:
    from sqlalchemy import text

    (tmp_path / "old.db").write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    database.close()
    with pytest.raises(RuntimeError, match="old_schema"), serving(f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "log"):
        pass
