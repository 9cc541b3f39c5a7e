"""Sentences in two languages: English is the source, Chinese comes first on screen.

`_("Sign off {count} pairings")` looks the sentence up in the language of whoever is being spoken to. That language
is found anew at each call, never kept process-wide: sessions of several users share one process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from texts.catalogue import catalogue

LANGUAGES = ("zh_CN", "en")
DEFAULT = "zh_CN"

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_listener: list[Callable[[], str | None]] = []


def listen(source: Callable[[], str | None]) -> None:
    """Let the pages say whose language counts when nobody called `speaking` (there is one listener)."""
    _listener[:] = [source]


def language() -> str:
    """The language in force: that of `speaking`, else of the session that asks, else Chinese."""
    spoken = _spoken.get() or (_listener[0]() if _listener else None)
    return spoken if spoken in LANGUAGES else DEFAULT


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak one language for the length of a block, for papers, commands and tests."""
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(message: str) -> str:
    """The sentence in the language in force; the English source where it is English."""
    return message if language() == "en" else catalogue().get(message, message)


def N_(message: str) -> str:
    """Mark a sentence for the catalogue without looking it up yet (tables of sentences use it)."""
    return message
