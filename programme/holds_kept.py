"""Which locks and bans still stand on a fresh pool, and the reason of each that cannot be kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching import Pool, Problem, Quota

Keys = tuple[str, str]
WAIVABLE = frozenset({"command", "stream", "ineligible"})


@dataclass(frozen=True, slots=True)
class Held:
    """A lock ("pin") or ban on a pair of keys; a waived lock holds against the rules that may be waived."""

    kind: str
    pair: Keys
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A hold that cannot be kept: the code says why.

    `mentee_not_waiting`, `mentor_unknown`; for locks also `paused`, `left`, `unconfirmed`, a code of
    ineligibility, a rule that forbids the pair now, `mentor_full`, `mentee_full`, `mutual`, and `quota_full` where the
    problem has quotas.
    """

    kind: str
    pair: Keys
    code: str


def sift(problem: Problem, holds: Iterable[Held]) -> tuple[list[Held], list[Dropped]]:
    """Split holds, in their order, into those that stand under `problem` (built without any) and those that do not."""
    judge = Judge(problem)
    kept, dropped = [], []
    for hold in holds:
        code = next(judge.objections(hold), "")
        if code:
            dropped.append(Dropped(hold.kind, hold.pair, code))
        else:
            judge.admit(hold)
            kept.append(hold)
    return kept, dropped


class Judge:
    """Objections against one hold after another, those admitted before counting against seats and demand."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.row = {key: i for i, key in enumerate(problem.mentees)}
        self.column = {key: j for j, key in enumerate(problem.mentors)}
        self.pins: set[Keys] = set()
        self.given: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def admit(self, hold: Held) -> None:
        """Count a lock that stands."""
        if hold.kind == "pin":
            self.pins.add(hold.pair)
            self.given[hold.pair[0]] += 1
            self.taken[hold.pair[1]] += 1

    def objections(self, hold: Held) -> Iterator[str]:
        """The codes of everything that speaks against a hold, the plainest first."""
        mentee, mentor = hold.pair
        if mentee not in self.row:
            yield "mentee_not_waiting"
        elif mentor not in self.column:
            yield "mentor_unknown"
        elif hold.kind == "pin":
            yield from self._rules(hold)
            yield from self._room(mentee, mentor)

    def rule(self, pair: Keys) -> str:
        """The rule that forbids a pair of the problem, "" for none."""
        cell = self.row[pair[0]], self.column[pair[1]]
        return self.problem.codes[self.problem.code_at([cell])[0]]

    def _rules(self, hold: Held) -> Iterator[str]:
        mentee, mentor = hold.pair
        rule = self.rule(hold.pair)
        if hold.waived and rule in WAIVABLE:
            return
        if rule == "unavailable":
            yield next(person.available for person in self._pool.mentors if person.id == mentor)
        elif rule == "ineligible":
            yield next(person.ineligible for person in self._pool.mentees if person.id == mentee)
        elif rule:
            yield rule

    def _room(self, mentee: str, mentor: str) -> Iterator[str]:
        if (mentor, mentee) in self.pins:
            yield "mutual"
        if self.given[mentee] >= int(self.problem.demand[self.row[mentee]]):
            yield "mentee_full"
        if self.taken[mentor] >= int(self.problem.free[self.column[mentor]]):
            yield "mentor_full"
        if any(self._filled(quota) for quota in self.problem.quotas if _counts(quota, (mentee, mentor))):
            yield "quota_full"

    def _filled(self, quota: Quota) -> bool:
        return quota.max is not None and sum(_counts(quota, pair) for pair in self.pins) >= quota.max

    @property
    def _pool(self) -> Pool:
        if self.problem.pool is None:
            raise ValueError("this problem was not built from a pool")
        return self.problem.pool


def _counts(quota: Quota, pair: Keys) -> bool:
    return pair[0] in quota.mentees and pair[1] in quota.mentors
