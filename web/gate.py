"""The gate: nothing passes without a session that holds at this moment, no page, no file, no WebSocket frame.

It also tells Streamlit who is there: whatever a client claims about itself is removed, the gate's own word is added.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from programme.door import Door, Visitor
from web import hosts
from web.headers import FORMS, MEDIA, protect
from web.index import Answer
from web.quota import Quota

ACCOUNT, SID, LANGUAGE = b"x-bangdai-account", b"x-bangdai-sid", b"x-bangdai-language"
OURS = b"x-bangdai-"
SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/ready", "/site.css", "/_stcore/health", "/favicon.png")
# What Streamlit would tell anybody about the machine or let programs do: nobody here needs it.
SHUT = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
FRAMEWORK = ("/_stcore/", "/static/", "/media/", "/component/", "/app/static/")
OWN_PAGES = ("/sign-in", "/sign-out", "/set-up", "/password", "/session", "/widgets.js")
PREFIXES = ("/language/", "/export/")


@dataclass
class Gate:
    """ASGI middleware; `is_activity` tells a person's click from the page's own refreshing."""

    app: ASGIApp
    door: Door
    allowed_hosts: Sequence[str]
    is_activity: Callable[[bytes], bool]
    quota: Quota = field(default_factory=Quota)
    inhabited: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        visitor = await self._visitor(scope)
        refusal = self._suspicious(scope) or await self._unknown(scope, visitor) or self._too_much(scope, visitor)
        policy = MEDIA if scope["path"].startswith("/media/") else FORMS
        if refusal is not None:
            await refusal(scope, receive, _protected(scope, send, FORMS))
        elif _is_own(scope["path"]) or scope["path"].startswith("/media/"):
            await self.app(_identified(scope, visitor), receive, _protected(scope, send, policy))
        else:
            await self.app(_identified(_fresh(scope), visitor), receive, Answer(scope, send, hosts.language(scope)))

    def _suspicious(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        if not hosts.host_allowed(headers, self.allowed_hosts):
            return PlainTextResponse("this host name is not served here", 400)
        if scope["method"] not in SAFE and not hosts.same_origin(headers):
            return PlainTextResponse("this request comes from elsewhere", 403)
        return PlainTextResponse("not served", 404) if path.startswith(SHUT) else None

    async def _unknown(self, scope: Scope, visitor: Visitor | None) -> Response | None:
        path = scope["path"]
        if path in OPEN or path.startswith("/language/"):
            return None
        if not await self._has_accounts():
            return None if path == "/set-up" else _elsewhere(scope, "/set-up")
        if path in ("/sign-in", "/set-up"):
            return None
        if visitor is None:
            return _elsewhere(scope, f"/sign-in?next={quote(_asked(scope))}")
        if visitor.must_change and path not in ("/password", "/sign-out"):
            return _elsewhere(scope, "/password")
        return None

    def _too_much(self, scope: Scope, visitor: Visitor | None) -> Response | None:
        if scope["method"] not in ("PUT", "POST") or not scope["path"].startswith("/_stcore/upload_file/"):
            return None
        size = Headers(scope=scope).get("content-length", "")
        if not size.isascii() or not size.isdigit():
            return PlainTextResponse("an upload has to say how long it is", 411)
        if visitor is None or not self.quota.take(visitor.sid, int(size)):
            return PlainTextResponse("too much was uploaded within half an hour", 413)
        return None

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        visitor = await self._visitor(scope)
        trusted = hosts.host_allowed(headers, self.allowed_hosts) and hosts.same_origin(headers)
        if not trusted or visitor is None or visitor.must_change:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        wire = Wire(self, scope, receive, send, visitor)
        await self.app(_identified(scope, visitor), wire.receive, wire.send)

    async def _visitor(self, scope: Scope) -> Visitor | None:
        token = hosts.token(scope)
        return await run_in_threadpool(self.door.visitor, token) if token else None

    async def _has_accounts(self) -> bool:
        # Accounts are never deleted: once there is one, the question need not be asked again.
        self.inhabited = self.inhabited or await run_in_threadpool(self.door.inhabited)
        return self.inhabited


@dataclass
class Wire:
    """One WebSocket whose every incoming frame asks again whether its session still holds."""

    gate: Gate
    scope: Scope
    take: Receive
    give: Send
    visitor: Visitor
    cut: bool = False

    async def receive(self) -> Message:
        """The next frame, or the end of the connection where the session has ended."""
        message = await self.take()
        if message["type"] != "websocket.receive":
            return message
        if await self.gate._visitor(self.scope) != self.visitor:
            await self.send({"type": "websocket.close", "code": 1008, "reason": "the session has ended"})
            self.cut = True
            return {"type": "websocket.disconnect", "code": 1008}
        if self.gate.is_activity(message.get("bytes") or b""):
            await run_in_threadpool(self.gate.door.seen, hosts.token(self.scope) or "")
        return message

    async def send(self, message: Message) -> None:
        """Send on, unless the connection was cut."""
        if not self.cut:
            await self.give(message)


def _is_own(path: str) -> bool:
    return path in OWN_PAGES or path in OPEN or path.startswith(PREFIXES)


def _asked(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return scope["path"] + (f"?{query}" if query else "")


def _elsewhere(scope: Scope, place: str) -> Response:
    """Send a person who opens a page to another one; a program or a part of a page is only refused."""
    wants_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    if wants_page and not scope["path"].startswith(FRAMEWORK):
        return RedirectResponse(place, 303, {"cache-control": "no-store"})
    return PlainTextResponse("sign in first", 401)


def _identified(scope: Scope, visitor: Visitor | None) -> Scope:
    """The request without what the client said about who it is, with what the gate knows."""
    headers = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(OURS)]
    if visitor is not None:
        headers.append((ACCOUNT, str(visitor.account_id).encode()))
        headers.append((SID, visitor.sid.encode()))
    headers.append((LANGUAGE, hosts.language(scope).encode()))
    return {**scope, "headers": headers}


def _fresh(scope: Scope) -> Scope:
    """Ask for a page whole and plain: it is going to be rewritten."""
    if scope["path"].startswith(FRAMEWORK):
        return scope
    drop = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() not in drop]}


def _protected(scope: Scope, send: Send, policy: str) -> Send:
    async def protected(message: Any) -> None:
        if message["type"] == "http.response.start":
            protect(MutableHeaders(scope=message), scope, policy)
        await send(message)

    return protected
