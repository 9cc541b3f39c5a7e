"""Streamlit's page on its way out: its language, its name, and the script that translates Streamlit's own words."""

import re
from html import escape

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from texts import _, speaking
from web.headers import app_policy, protect

HTML_TAG = re.compile(rb"<html[^>]*>")
TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)
NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
AGENTS = re.compile(rb'<link rel="service-desc"[^>]*>')
SCRIPT = b'<script src="/widgets.js" defer></script>'
# A Chinese typeface sets quotation marks, the ellipsis and the middle dot as wide as a letter, and it comes first in the
# theme. On English pages these come from a Latin face of the reader's machine; on others the name stands for nothing.
LATIN_MARKS = (
    b"<style>@font-face{font-family:'Latin marks';src:local('Segoe UI'),local('Helvetica Neue'),local('Arial'),"
    b"local('Liberation Sans'),local('DejaVu Sans');unicode-range:U+B7,U+2018-201D,U+2026}</style>"
)
# Whoever walks by the tabulator sees which link is the next: of itself it only turns a shade paler than the page.
FOCUS = b"<style>body [data-testid='stPageLink-NavLink']:focus-visible{outline:2px solid #A8322A}</style>"


def rewrite(page: bytes, language: str) -> bytes:
    """The page in a language; what is not found in it stays as it is."""
    with speaking(language):
        title, noscript = _("Bangdai desk"), _("This site needs JavaScript.")
    page = HTML_TAG.sub(f'<html lang="{language.replace("_", "-")}">'.encode(), page, count=1)
    page = TITLE.sub(f"<title>{escape(title)}</title>".encode(), page, count=1)
    page = NOSCRIPT.sub(f"<noscript><p>{escape(noscript)}</p></noscript>".encode(), page, count=1)
    added = SCRIPT + FOCUS + (LATIN_MARKS if language == "en" else b"")
    return AGENTS.sub(b"", page, count=1).replace(b"</head>", added + b"</head>", 1)


class Answer:
    """Sends Streamlit's answer on: HTML is held until complete and rewritten, anything else only gets its headers."""

    def __init__(self, scope: Scope, send: Send, language: str):
        self.scope, self.send, self.language = scope, send, language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Take the next message of the answer."""
        if message["type"] == "http.response.start" and self._is_page(message):
            self.start = message
        elif message["type"] == "http.response.start":
            protect(MutableHeaders(scope=message), self.scope)
            await self.send(message)
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()

    def _is_page(self, message: Message) -> bool:
        return MutableHeaders(scope=message).get("content-type", "").startswith("text/html")

    async def _finish(self) -> None:
        assert self.start
        page = rewrite(self.body, self.language)
        headers = MutableHeaders(scope=self.start)
        for stale in ("etag", "last-modified", "content-encoding"):
            if stale in headers:
                del headers[stale]
        headers["content-length"] = str(len(page))
        headers["cache-control"] = "no-store"
        host = dict(self.scope["headers"])[b"host"].decode()
        protect(headers, self.scope, app_policy(page, host))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": page})
