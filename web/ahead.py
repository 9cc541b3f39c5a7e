"""Beside the server: work that moves what visitors would wait for to a moment at which nobody waits."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

# So long nobody wrote; whoever changes one person after the other is not overtaken in between.
QUIET_SECONDS = 4.0


class Ahead:
    """Does `work` once at the start, then whenever the `state` has become another one and stays that for a while.

    One thread does it: it holds Python's lock for most of that time, so it runs when nobody writes, and never twice at once.
    An error ends it with its traceback on the console; visitors then wait as they would without it.
    """

    def __init__(self, state: Callable[[], Any], work: Callable[[], object], quiet: float = QUIET_SECONDS) -> None:
        self._state, self._work, self._quiet = state, work, quiet
        self._done: Any = None
        self._seen: Any = None
        self._end = Event()
        self._thread = Thread(target=self._run, name="ahead", daemon=True)

    def start(self, after: Thread) -> None:
        """Begin once another thread has ended."""
        self._after = after
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more, and wait for what is being done."""
        self._end.set()
        self._thread.join(self._quiet)

    @property
    def running(self) -> bool:
        """Whether it still looks."""
        return self._thread.is_alive()

    def look(self) -> None:
        """Work, if the state is the one that it was at the last look and not the one that was worked for."""
        now = self._state()
        if now == self._seen and now != self._done:
            self._work()
            self._done = now
        self._seen = now

    def _run(self) -> None:
        self._after.join()
        self._seen = self._state()
        while not self._end.is_set():
            self.look()
            self._end.wait(self._quiet)
