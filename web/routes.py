"""The addresses of our own beside Streamlit's: coming in, going out, a file once, whether the server is ready."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from programme import exports
from programme.door import Door
from programme.errors import Forbidden, ProgrammeError
from programme.sentences import sentence
from texts import LANGUAGES, speaking
from web import hosts, screens
from web.widgets import script

STATIC = Path(__file__).resolve().parent / "static"
LONGEST_FORM = 8192
YEAR = 365 * 24 * 3600
Answerer = Callable[["Desk", Request, dict[str, str]], Response]


class Desk:
    """Answers forms of one installation; everything that decides stands in `programme`."""

    def __init__(self, door: Door):
        self.door = door

    def sign_in(self, request: Request, fields: dict[str, str]) -> Response:
        """Show the form, or let somebody in."""
        place = hosts.onward(fields.get("next") or request.query_params.get("next"))
        if request.method == "GET":
            return screens.sign_in(self.door, place)
        address = request.client.host if request.client else ""
        try:
            token = self.door.sign_in(fields.get("login", ""), fields.get("password", ""), address)
        except Forbidden as refusal:
            status = 429 if refusal.code == "locked" else 401
            return screens.sign_in(self.door, place, sentence(refusal), status)
        before = hosts.token(request.scope)
        if before:
            self.door.sign_out(before)
        return _with_session(request, RedirectResponse(place, 303), token)

    def sign_out(self, request: Request, _fields: dict[str, str]) -> Response:
        """End the session; a link followed on this site counts, one from elsewhere is asked again."""
        if request.method == "GET" and request.headers.get("sec-fetch-site") != "same-origin":
            return screens.sign_out()
        token = hosts.token(request.scope)
        if token:
            self.door.sign_out(token)
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(hosts.cookie_name(request.scope), secure=hosts.is_secure(request.scope), httponly=True)
        answer.headers["clear-site-data"] = '"cache", "storage"'
        return answer

    def set_up(self, request: Request, fields: dict[str, str]) -> Response:
        """Create the first administrator of an installation that has no account."""
        if self.door.inhabited():
            return RedirectResponse("/sign-in", 303)
        if request.method == "GET":
            return screens.set_up({})
        address = request.client.host if request.client else ""
        try:
            token = self.door.first(fields, address)
        except ProgrammeError as error:
            return screens.set_up(fields, sentence(error), 400)
        return _with_session(request, RedirectResponse("/", 303), token)

    def password(self, request: Request, fields: dict[str, str]) -> Response:
        """Change one's own password; the old sessions end and a new one begins."""
        visitor = self.door.visitor(hosts.token(request.scope))
        if visitor is None:
            return RedirectResponse("/sign-in", 303)
        if request.method == "GET":
            return screens.password(visitor.must_change)
        try:
            token = self.door.renew(visitor, fields)
        except ProgrammeError as error:
            return screens.password(visitor.must_change, sentence(error), 400)
        return _with_session(request, RedirectResponse("/", 303), token)

    def language(self, request: Request, _fields: dict[str, str]) -> Response:
        """Remember a language and go back to where the choice was made."""
        code = request.path_params["code"]
        answer = RedirectResponse(hosts.back(request.headers), 303)
        if code in LANGUAGES:
            answer.set_cookie("lang", code, max_age=YEAR, samesite="lax", secure=hosts.is_secure(request.scope))
        return answer

    def export(self, request: Request, _fields: dict[str, str]) -> Response:
        """Hand over a file once, to the account that made it."""
        visitor = self.door.visitor(hosts.token(request.scope))
        file = exports.take(self.door.database, visitor.account_id, request.path_params["token"]) if visitor else None
        if file is None:
            return screens.gone()
        kept = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(file.content, media_type=file.mime, headers={"content-disposition": kept, **NEVER_KEPT})

    def session(self, _request: Request, _fields: dict[str, str]) -> Response:
        """204 for whoever passed the gate: the page asks whether it should go to the sign-in."""
        return Response(status_code=204, headers=NEVER_KEPT)

    def ready(self, _request: Request, _fields: dict[str, str]) -> Response:
        """Whether the database answers."""
        return PlainTextResponse("ready" if self.door.inhabited() else "ready for set-up", headers=NEVER_KEPT)

    def widgets(self, request: Request, _fields: dict[str, str]) -> Response:
        """The script with Streamlit's own words in the language of the browser."""
        return Response(script(hosts.language(request.scope)), media_type="text/javascript", headers=NEVER_KEPT)

    def style(self, _request: Request, _fields: dict[str, str]) -> Response:
        """The look of the plain pages."""
        return FileResponse(STATIC / "site.css", headers={"cache-control": "max-age=3600"})


NEVER_KEPT = {"cache-control": "no-store"}
BOTH, GET = ("GET", "POST"), ("GET",)


def routes(door: Door) -> list[Route]:
    """All of them, for `st.App`."""
    desk = Desk(door)
    table: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("/sign-in", desk.sign_in, BOTH),
        ("/sign-out", desk.sign_out, BOTH),
        ("/set-up", desk.set_up, BOTH),
        ("/password", desk.password, BOTH),
        ("/language/{code}", desk.language, GET),
        ("/export/{token}", desk.export, GET),
        ("/session", desk.session, GET),
        ("/ready", desk.ready, GET),
        ("/widgets.js", desk.widgets, GET),
        ("/site.css", desk.style, GET),
    )
    return [Route(path, _endpoint(answer), methods=list(methods)) for path, answer, methods in table]


def _endpoint(
    answer: Callable[[Request, dict[str, str]], Response],
) -> Callable[[Request], Awaitable[Response]]:
    def spoken(request: Request, fields: dict[str, str]) -> Response:
        with speaking(hosts.language(request.scope)):
            return answer(request, fields)

    async def endpoint(request: Request) -> Response:
        try:
            fields = await _fields(request) if request.method == "POST" else {}
        except ValueError:
            return PlainTextResponse("this form cannot be read", 400)
        return await run_in_threadpool(spoken, request, fields)

    return endpoint


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a posted form, the first value of each; ValueError if it is too long or not a form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise ValueError("form too long")
    values = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    return {name: first[0] for name, first in values.items()}


def _with_session(request: Request, answer: Response, token: str) -> Response:
    secure = hosts.is_secure(request.scope)
    answer.set_cookie(hosts.cookie_name(request.scope), token, httponly=True, samesite="strict", secure=secure)
    spoken = hosts.language(request.scope)
    answer.set_cookie("lang", spoken, max_age=YEAR, samesite="lax", secure=secure)
    return answer
