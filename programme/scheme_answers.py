"""Solutions of schemes, each found once: where a search begins, and what was answered before."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from matching import Near, Problem, Solution, solve
from matching.search import looks_at_all
from matching.start import Start
from programme.scheme_orders import Keys

BASES = 16
ANSWERS = 32


def answer(base: Problem, problem: Problem, plan: Iterable[Keys] | None = None) -> Solution:
    """The solution of a snapshot (`base`) under orders (`problem`), found once: an act after its preview, or a return
    to earlier orders, need not solve again. `plan` may be the best one now; it makes the search faster.

    The search begins where that for the snapshot ended: the proof is the same after a new start of the program. The
    words of a ban's reason play no part in it.
    """
    silent = replace(problem, bans=tuple((i, j, "") for i, j, _reason in problem.bans))
    shelf = _shelf(silent.fingerprint)
    if not shelf:
        found = solve(silent, near=Near(opening(base), None if plan is None else tuple(plan)))
        shelf.append(replace(found, start=None))
    return replace(shelf[0], fingerprint=problem.fingerprint)


@lru_cache(maxsize=BASES)
def opening(base: Problem) -> Start | None:
    """Where searches under orders for a snapshot begin; None where they look at every pair from the first."""
    return None if looks_at_all(base) else solve(base).start


@lru_cache(maxsize=ANSWERS)
def _shelf(fingerprint: str) -> list[Solution]:
    """An empty place for the solution of a problem."""
    return []
