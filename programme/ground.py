"""What a run stands on: the pool with the seats that count, the rules' quotas, and the pairs that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps

from sqlalchemy.orm import Session

from db.queries.kept import kept
from matching import Ban, Policy, Pool, Problem, build_problem
from matching.problem import with_decisions
from programme.holds_kept import Dropped, Held, Judge, Keys, sift
from programme.late_pool import without_signed
from programme.quota_sets import Bound, bounds_of, read_facts
from programme.rules import Rules, rules_in_force
from programme.rules_named import NamedPair
from programme.snapshot import Told, key_of, load_pool


@dataclass(frozen=True, slots=True)
class Ground:
    """`bare` is the problem of the pool without decisions, `problem` has the pins, bans and quotas of the rules.

    `held` are the named pairs in it, `dropped` those that cannot be held now, each with the code of the reason (see
    `holds_kept.Dropped`).
    """

    rules: Rules
    pool: Pool
    bare: Problem
    problem: Problem
    bounds: tuple[Bound, ...]
    held: Mapping[Held, NamedPair]
    dropped: tuple[Dropped, ...]

    def broken(self, hold: Held) -> str:
        """The code of the rule that a lock sets aside, "" for none."""
        return Judge(self.bare).rule(hold.pair) if hold.waived else ""

    def under(self, policy: Policy) -> Problem:
        """The same people and decisions under another policy."""
        return decided(build_problem(self.pool, policy), self.held, self.bounds)

    def with_pool(self, pool: Pool) -> Problem:
        """The same rules and decisions over the same people, of whom some have other seats."""
        return decided(build_problem(pool, self.rules.policy), self.held, self.bounds)

    def without(self, pair: Keys) -> Problem:
        """The same problem without what the rules say of one pair."""
        others = {hold: named for hold, named in self.held.items() if hold.pair != pair}
        return decided(self.bare, others, self.bounds)


def ground_of(session: Session, cohort_id: int, rules: Rules | None = None, *, late: bool = False) -> Ground:
    """The ground of the next run of a cohort, under the rules in force or under others; `late`: of late joiners only."""
    told = rules or rules_in_force(session, cohort_id)
    return _ground(session, cohort_id, Told(dumps(told.to_dict(), sort_keys=True), told), late)


@kept
def _ground(session: Session, cohort_id: int, told: Told, late: bool) -> Ground:
    rules = told.rules
    pool = load_pool(session, cohort_id, rules)
    pool = without_signed(session, cohort_id, pool) if late else pool
    bounds = bounds_of(rules.quotas, pool, read_facts(session, cohort_id)) if rules.quotas else ()
    named = {held_of(pair): pair for pair in rules.pairs.values()}
    bare = build_problem(pool, rules.policy)
    kept, dropped = sift(bare, in_order(named))
    held = {hold: named[hold] for hold in kept}
    return Ground(rules, pool, bare, decided(bare, held, bounds), bounds, held, tuple(dropped))


def decided(bare: Problem, held: Mapping[Held, NamedPair], bounds: tuple[Bound, ...]) -> Problem:
    """The problem with everything that the rules decide; it shares the fits with the one that it is made from."""
    pins = [hold.pair for hold in held if hold.kind == "pin"]
    bans = [Ban(*hold.pair, pair.reason) for hold, pair in held.items() if hold.kind == "ban"]
    return with_decisions(bare, pins, bans, (), [bound.quota for bound in bounds])


def held_of(pair: NamedPair) -> Held:
    """A named pair as the desk holds it."""
    kind = "pin" if pair.kind == "must" else "ban"
    return Held(kind, keys_of(pair), waived=bool(pair.waiver))


def keys_of(pair: NamedPair) -> Keys:
    """The engine's keys of a named pair."""
    return key_of(pair.mentee), key_of(pair.mentor)


def in_order(named: Mapping[Held, NamedPair]) -> list[Held]:
    """Bans first, then locks in the order in which they were set."""
    return sorted(named, key=lambda hold: (hold.kind, named[hold].on, hold.pair))
