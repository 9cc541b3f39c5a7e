"""The plain pages: coming in, going out, the first administrator, a new password, a file once, a language."""

import re

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Account, Audit
from programme import exports
from programme.access import Actor
from programme.passwords import conceal
from programme.setup import issue_code, mark_demo
from tests.conftest import Staff
from tests.support.gated import HOST, ORIGIN, PAGE, Gated, gated

GOOD, BETTER = "Quiet-Harbour-7", "Another-Harbour-8"


@pytest.fixture
def site(lite: Database) -> Gated:
    """A gate before a database."""
    return gated(lite)


@pytest.fixture
def officer(site: Gated, staff: Staff) -> Actor:
    """An officer `zhang` with a password."""
    actor = staff("officer", login="zhang")
    with site.door.database.write() as session:
        session.get_one(Account, actor.id).password_hash = conceal(GOOD)
    return actor


def post(site: Gated, path: str, **fields: str):  # type: ignore[no-untyped-def]
    """Send a form as a browser does."""
    return site.client.post(path, data=fields, headers=ORIGIN | PAGE, follow_redirects=False)


def test_signing_in_leads_on_with_a_cookie_that_no_script_reads_and_no_other_site_sends(
    site: Gated, officer: Actor
) -> None:
    answer = post(site, "/sign-in", login="zhang", password=GOOD, next="/workload?cohort=3")
    assert (answer.status_code, answer.headers["location"]) == (303, "/workload?cohort=3")
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("bangdai="))
    assert {"httponly", "samesite=strict", "path=/"} <= set(re.split(r"; ", cookie.lower()))
    assert site.page().status_code == 200


def test_over_tls_the_cookie_is_held_to_tls_and_to_this_host(site: Gated, officer: Actor) -> None:
    site.client.base_url = f"https://{HOST}"
    answer = site.client.post(
        "/sign-in",
        data={"login": "zhang", "password": GOOD},
        headers={"origin": f"https://{HOST}"},
        follow_redirects=False,
    )
    cookie = next(value for value in answer.headers.get_list("set-cookie") if "bangdai=" in value)
    assert cookie.startswith("__Host-bangdai=")
    assert "secure" in cookie.lower()
    assert answer.headers["strict-transport-security"]
    assert site.page().status_code == 200


def test_a_session_that_a_stranger_put_into_the_browser_is_not_the_one_that_is_opened(
    site: Gated, officer: Actor
) -> None:
    site.client.cookies.set("bangdai", "chosen-by-a-stranger")
    post(site, "/sign-in", login="zhang", password=GOOD)
    assert "chosen-by-a-stranger" not in [cookie.value for cookie in site.client.cookies.jar if cookie.domain == HOST]
    assert site.door.visitor("chosen-by-a-stranger") is None


def test_signing_in_again_ends_the_session_that_the_browser_had(site: Gated, officer: Actor) -> None:
    post(site, "/sign-in", login="zhang", password=GOOD)
    first = site.client.cookies["bangdai"]
    post(site, "/sign-in", login="zhang", password=GOOD)
    assert site.door.visitor(first) is None
    assert site.page().status_code == 200


def test_the_answer_to_a_wrong_password_does_not_say_what_was_wrong(site: Gated, officer: Actor) -> None:
    answers = [post(site, "/sign-in", login=login, password="wrong") for login in ("zhang", "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text == answers[1].text
    assert "账号或密码有误" in answers[0].text
    assert "set-cookie" not in answers[0].headers


def test_after_five_wrong_tries_the_page_says_how_long_to_wait(site: Gated, officer: Actor) -> None:
    codes = [post(site, "/sign-in", login="zhang", password="wrong").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    assert "15 分钟" in post(site, "/sign-in", login="zhang", password=GOOD).text


@pytest.mark.parametrize(
    "place",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", "/sign-out", ""],
)
def test_nobody_is_led_off_this_site(site: Gated, officer: Actor, place: str) -> None:
    answer = post(site, "/sign-in", login="zhang", password=GOOD, next=place)
    assert answer.headers["location"] == "/"


def test_what_is_typed_or_asked_for_is_shown_as_text(site: Gated, officer: Actor) -> None:
    page = site.page('/sign-in?next=/"><script>alert(1)</script>').text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_demonstration_shows_whom_one_can_be_and_a_click_signs_in(site: Gated, staff: Staff) -> None:
    with site.door.database.write() as session:
        mark_demo(session, GOOD)
    actor = staff("officer", login="jia")
    with site.door.database.write() as session:
        session.get_one(Account, actor.id).password_hash = conceal(GOOD)
    page = site.page("/sign-in").text
    shown = dict(re.findall(r'name="(password|login)" (?:value="([^"]*)"|type)', page))
    assert shown["login"] == "jia"
    assert GOOD in page
    assert post(site, "/sign-in", login="jia", password=GOOD).status_code == 303


def test_a_real_installation_shows_nobody(site: Gated, officer: Actor) -> None:
    page = site.page("/sign-in").text
    assert "zhang" not in page
    assert "demo" not in page


def test_the_first_administrator_is_made_in_the_browser_with_the_code_of_the_console(site: Gated) -> None:
    code = str(issue_code(site.door.database))
    fields = {"login": "keeper", "name": "Wang", "new": GOOD, "repeat": GOOD}
    wrong = post(site, "/set-up", code="wrong", **fields)
    assert wrong.status_code == 400
    assert 'value="keeper"' in wrong.text
    assert GOOD not in wrong.text
    assert post(site, "/set-up", code=code, **fields).headers["location"] == "/"
    assert site.page().status_code == 200
    assert site.page("/set-up").headers["location"] == "/sign-in"
    assert post(site, "/set-up", code=code, **fields | {"login": "second"}).headers["location"] == "/sign-in"
    with site.door.database.read() as session:
        assert list(session.scalars(select(Account.login))) == ["keeper"]


def test_a_password_to_use_once_is_changed_before_anything_else(site: Gated, officer: Actor) -> None:
    with site.door.database.write() as session:
        session.get_one(Account, officer.id).must_change = True
    post(site, "/sign-in", login="zhang", password=GOOD)
    assert site.page().headers["location"] == "/password"
    refused = post(site, "/password", old=GOOD, new=BETTER, repeat="other")
    assert (refused.status_code, site.page().status_code) == (400, 303)
    assert post(site, "/password", old=GOOD, new=BETTER, repeat=BETTER).headers["location"] == "/"
    assert site.page().status_code == 200


def test_a_new_password_ends_the_sessions_elsewhere(site: Gated, officer: Actor, lite: Database) -> None:
    elsewhere = gated(lite)
    post(elsewhere, "/sign-in", login="zhang", password=GOOD)
    post(site, "/sign-in", login="zhang", password=GOOD)
    post(site, "/password", old=GOOD, new=BETTER, repeat=BETTER)
    assert (site.page().status_code, elsewhere.page().status_code) == (200, 303)


def test_signing_out_by_the_link_on_the_page_ends_the_session_on_the_server(site: Gated, officer: Actor) -> None:
    post(site, "/sign-in", login="zhang", password=GOOD)
    token = site.client.cookies["bangdai"]
    answer = site.page("/sign-out", **{"sec-fetch-site": "same-origin"})
    assert answer.headers["location"] == "/sign-in"
    assert site.door.visitor(token) is None


@pytest.mark.parametrize("source", ["cross-site", "same-site", "none", None])
def test_a_link_from_elsewhere_signs_nobody_out(site: Gated, officer: Actor, source: str | None) -> None:
    post(site, "/sign-in", login="zhang", password=GOOD)
    answer = site.page("/sign-out", **({"sec-fetch-site": source} if source else {}))
    assert answer.status_code == 200
    assert 'method="post" action="/sign-out"' in answer.text
    assert site.page().status_code == 200
    assert post(site, "/sign-out").status_code == 303
    assert site.page().status_code == 303


def offered(site: Gated, by: Actor) -> str:
    """A file laid ready."""
    with site.door.database.write() as session:
        return exports.offer(session, by, '名册"1".xlsx', "application/vnd.ms-excel", b"content")


def test_a_file_is_handed_over_once_to_the_account_that_made_it(site: Gated, officer: Actor) -> None:
    site.enter(officer)
    token = offered(site, officer)
    first, second = site.page(f"/export/{token}"), site.page(f"/export/{token}")
    assert (first.status_code, first.content) == (200, b"content")
    assert first.headers["content-disposition"] == ("attachment; filename*=UTF-8''%E5%90%8D%E5%86%8C%221%22.xlsx")
    assert first.headers["cache-control"] == "no-store"
    assert second.status_code == 404
    with site.door.database.read() as session:
        assert [row.detail["act"] for row in session.scalars(select(Audit).order_by(Audit.seq))] == ["offer", "fetch"]


def test_another_account_does_not_get_the_file_and_does_not_use_it_up(
    site: Gated, officer: Actor, staff: Staff
) -> None:
    token = offered(site, officer)
    site.enter(staff("chief"))
    assert site.page(f"/export/{token}").status_code == 404
    site.enter(officer)
    assert site.page(f"/export/{token}").content == b"content"


def test_a_file_that_waited_too_long_is_gone(site: Gated, officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    token = offered(site, officer)
    late = exports.now() + exports.WAITS
    monkeypatch.setattr(exports, "now", lambda: late.replace(microsecond=1))
    site.enter(officer)
    assert site.page(f"/export/{token}").status_code == 404
    offered(site, officer)
    with site.door.database.read() as session:
        assert len(session.scalars(select(exports.Export)).all()) == 1, "the old one was cleared away"


def test_a_language_is_chosen_for_a_year_and_the_way_leads_back(site: Gated) -> None:
    answer = site.page("/language/en", referer=f"http://{HOST}/workload?cohort=3")
    assert answer.headers["location"] == "/workload?cohort=3"
    assert answer.headers["set-cookie"].startswith("lang=en; Max-Age=31536000")
    elsewhere = site.page("/language/en", referer="http://evil.example/x")
    assert elsewhere.headers["location"] == "/"


def test_an_unknown_language_is_not_remembered(site: Gated) -> None:
    assert "set-cookie" not in site.page("/language/xx").headers


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("zh-CN,zh;q=0.9", "登录"),
        ("en-GB,en;q=0.9", "Sign in"),
        ("fr,en;q=0.5", "Sign in"),
        ("fr", "登录"),
        ("", "登录"),
    ],
)
def test_the_page_speaks_the_language_that_the_browser_asks_for(
    site: Gated, officer: Actor, asked: str, heading: str
) -> None:
    page = site.page("/sign-in", **{"accept-language": asked}).text
    assert f"<h2>{heading}</h2>" in page


def test_the_chosen_language_counts_more_than_the_browsers(site: Gated, officer: Actor) -> None:
    site.client.cookies.set("lang", "en")
    page = site.page("/sign-in", **{"accept-language": "zh-CN"}).text
    assert '<html lang="en">' in page
    assert "Sign in" in page


def test_every_plain_page_warns_that_this_is_no_place_for_secrets(site: Gated, officer: Actor) -> None:
    site.enter(officer)
    for path in ("/sign-in", "/password", "/sign-out", "/export/none"):
        assert "非涉密系统" in site.page(path).text


def test_a_form_that_is_far_too_long_is_not_read(site: Gated, officer: Actor) -> None:
    assert post(site, "/sign-in", login="x" * 9000, password="x").status_code == 400


def test_a_form_in_no_known_encoding_is_refused(site: Gated, officer: Actor) -> None:
    answer = site.client.post("/sign-in", content=b"login=\xff\xfe", headers=ORIGIN)
    assert answer.status_code == 400


def test_the_server_says_whether_its_database_answers(site: Gated, staff: Staff) -> None:
    assert site.client.get("/ready").text == "ready for set-up"
    staff("officer")
    assert site.client.get("/ready").text == "ready"
