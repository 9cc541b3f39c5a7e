"""How much one signed-in browser may upload: uploads wait in the server's memory."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Quota:
    """Bytes by session within a sliding window of seconds; older ones are forgotten."""

    bytes: int = 64 * MEGABYTE
    window: float = 1800
    clock: Callable[[], float] = monotonic
    _taken: dict[str, deque[tuple[float, int]]] = field(default_factory=dict)

    def take(self, sid: str, size: int) -> bool:
        """Count `size` bytes for a session; False (and nothing counted) where they would be too many."""
        self._forget()
        if self.used(sid) + size > self.bytes:
            return False
        self._taken.setdefault(sid, deque()).append((self.clock(), size))
        return True

    def used(self, sid: str) -> int:
        """Bytes that count now."""
        return sum(size for _, size in self._taken.get(sid, ()))

    def _forget(self) -> None:
        oldest = self.clock() - self.window
        for sid in list(self._taken):
            queue = self._taken[sid]
            while queue and queue[0][0] < oldest:
                queue.popleft()
            if not queue:
                del self._taken[sid]
