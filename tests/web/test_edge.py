"""Small parts of the edge: hosts, headers, the rewritten page, Streamlit's words, the quota."""

import hashlib
import json
import re
from base64 import b64encode
from pathlib import Path

import pytest
import streamlit
from starlette.datastructures import Headers

from db.engines import Database
from tests.conftest import Staff
from tests.support.gated import HOST, gated
from web import widgets
from web.hosts import host_allowed, onward
from web.index import rewrite
from web.quota import Quota
from web.widgets import ELSEWHERE, WORDS, script

STREAMLIT_PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("desk.example", True), ("DESK.example:8501", True), ("desk.example.", True), ("localhost", True), ("[::1]:8501", True),
        ("a.sub.example", True), ("sub.example", False), ("desk.example.evil", False), ("desk.example:x", False),
        ("desk.example/x", False), ("u@desk.example", False), ("desk.example, evil", False), ("", False),
    ],
)  # fmt: skip
def test_only_the_hosts_of_the_list_are_answered(host: str, allowed: bool) -> None:
    hosts = ("desk.example", "localhost", "::1", "*.sub.example")
    assert host_allowed(Headers({"host": host}), hosts) is allowed


def test_two_host_headers_are_none() -> None:
    raw = [(b"host", b"desk.example"), (b"host", b"desk.example")]
    assert not host_allowed(Headers(raw=raw), ("desk.example",))
    assert not host_allowed(Headers(raw=[]), ("*",))


@pytest.mark.parametrize("place", ["/", "/workload", "/workload?cohort=3&x=%2F", "/名册"])
def test_a_place_on_this_site_is_kept(place: str) -> None:
    assert onward(place) == place


def test_every_answer_of_every_kind_is_protected(lite: Database, staff: Staff) -> None:
    site = gated(lite)
    staff("officer")
    answers = [site.page(path) for path in ("/", "/sign-in", "/site.css", "/ready", "/_stcore/metrics")]
    site.enter(staff("officer"))
    answers += [site.page(path) for path in ("/index", "/media/x", "/session", "/widgets.js", "/static/x")]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff", answer.url
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_a_media_file_that_is_opened_by_itself_runs_nothing(lite: Database, staff: Staff) -> None:
    site = gated(lite)
    site.enter(staff("officer"))
    assert "sandbox" in site.page("/media/x.svg").headers["content-security-policy"]


def test_the_page_runs_its_own_scripts_only(lite: Database, staff: Staff) -> None:
    site = gated(lite)
    site.enter(staff("officer"))
    answer = site.page("/index")
    inline = re.search(rb"<script>(.*?)</script>", answer.content, re.DOTALL)
    assert inline
    digest = b64encode(hashlib.sha256(inline[1]).digest()).decode()
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert f"ws://{HOST}" in policy["connect-src"]
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize(("code", "tag"), [("zh_CN", b'<html lang="zh-CN">'), ("en", b'<html lang="en">')])
def test_streamlits_page_goes_out_in_the_language_of_the_browser(code: str, tag: bytes) -> None:
    """Read from the installed Streamlit, so that an upgrade which moves something is noticed here."""
    page = rewrite(STREAMLIT_PAGE, code)
    assert tag in page
    assert b"<title>Streamlit</title>" not in page
    assert b"widgets.js" in page
    assert b"_stcore/agent" not in page
    assert (b"'Latin marks'" in page) == (code == "en"), "Chinese text keeps the marks of its own typeface"
    assert page.count(b"<script") == STREAMLIT_PAGE.count(b"<script") + 1


def test_the_script_carries_every_word_in_chinese_and_none_in_english() -> None:
    chinese, english = script("zh_CN"), script("en")
    table = json.loads(re.search(r"const words = (\{.*?\});", chinese).group(1))  # type: ignore[union-attr]
    assert set(table) == {*WORDS, *ELSEWHERE}
    assert all(re.search("[一-鿿]", word) for word in table.values())
    assert "const words = {};" in english


def test_no_translation_can_end_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "_", lambda word: "</script><script>alert(1)</script>")
    assert "</script" not in script("zh_CN")


def test_the_words_that_are_translated_are_words_that_streamlit_says() -> None:
    """A closed list goes stale with an upgrade: most of it must still be found in what Streamlit ships."""
    shipped = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")
    )
    literal = [word for word in WORDS if "{" not in word and not word.startswith("Press ")]
    missing = [word for word in literal if f"`{word}`" not in shipped and f'"{word}"' not in shipped]
    assert len(missing) <= len(literal) // 5, missing


def test_a_quota_counts_by_session_within_its_window() -> None:
    now = [0.0]
    quota = Quota(bytes=100, window=60, clock=lambda: now[0])
    assert quota.take("a", 60)
    assert not quota.take("a", 41)
    assert quota.take("a", 40), "what was refused was not counted"
    assert quota.take("b", 100)
    now[0] = 61
    assert quota.used("a") == 100, "until somebody uploads, the old stays"
    assert quota.take("a", 100)
    assert quota.used("b") == 0
