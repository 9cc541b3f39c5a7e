"""Whom a request is meant for and where it comes from: hosts, origins, cookies, places to go on to."""

import re
from collections.abc import Iterable, Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?\Z")
SECURE, PLAIN = "__Host-bangdai", "bangdai"


def host_allowed(headers: Headers, allowed: Sequence[str]) -> bool:
    """Whether the one Host header names one of the allowed hosts, whatever the port ("*" allows any, "*.x" sub-domains)."""
    values = headers.getlist("host")
    match = HOST.match(values[0]) if len(values) == 1 else None
    if match is None:
        return False
    name = match["name"].strip("[]").lower().rstrip(".")
    return any(_fits(name, pattern.strip().strip("[]").lower()) for pattern in allowed)


def _fits(name: str, pattern: str) -> bool:
    return pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def same_origin(headers: Headers) -> bool:
    """Whether the Origin header is there and names this very host; a browser cannot leave it out of what changes things."""
    values = headers.getlist("origin")
    if len(values) != 1:
        return False
    try:
        return urlsplit(values[0]).netloc == headers.get("host")
    except ValueError:
        return False


def is_secure(scope: Scope) -> bool:
    """Whether the browser speaks TLS (a proxy on this host says so for it)."""
    return scope.get("scheme") in ("https", "wss")


def cookie_name(scope: Scope) -> str:
    """The session cookie's name; over TLS the browser itself holds it to this host and to TLS."""
    return SECURE if is_secure(scope) else PLAIN


def cookie(scope: Scope, name: str) -> str | None:
    """The value of a cookie of a request (None: it has none, or they are unreadable)."""
    jar: SimpleCookie = SimpleCookie()
    try:
        for header in Headers(scope=scope).getlist("cookie"):
            jar.load(header)
    except CookieError:
        return None
    return jar[name].value if name in jar else None


def token(scope: Scope) -> str | None:
    """The session token that the browser shows."""
    return cookie(scope, cookie_name(scope))


def language(scope: Scope, known: Iterable[str] = ("zh_CN", "en")) -> str:
    """The language to answer in: the one chosen, else the first known one the browser asks for, else Chinese."""
    chosen = cookie(scope, "lang")
    if chosen in tuple(known):
        return str(chosen)
    for wish in Headers(scope=scope).get("accept-language", "").lower().split(","):
        if wish.strip().startswith(("zh", "en")):
            return "zh_CN" if wish.strip().startswith("zh") else "en"
    return "zh_CN"


def onward(place: str | None) -> str:
    """A place on this site to go on to; anything else becomes the front page."""
    text = place or "/"
    inside = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if inside and not text.startswith(("/sign-", "/password", "/set-up", "/language")) else "/"


def back(headers: Headers) -> str:
    """The place on this site that a link was followed from, else the front page."""
    try:
        came_from = urlsplit(headers.get("referer", ""))
    except ValueError:
        return "/"
    if came_from.netloc != headers.get("host"):
        return "/"
    place = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return place if place.startswith(("/sign-in", "/set-up", "/password")) else onward(place)
