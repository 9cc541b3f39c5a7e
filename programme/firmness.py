"""How firm each pair of a scheme is: in how many perturbed weightings it is still the best plan's (稳 / 需研究)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, SchemeHold, SchemePair, SchemeStudy
from db.queries.viewer import Viewer, reads
from matching import robustness
from matching.robustness import FIRM as FIRM
from programme.desk_people import scope_of
from programme.scheme_state import SchemeState
from programme.snapshot import person_of
from programme.studies import FIRMNESS, newest
from programme.usecase import fetch

SPREAD = 0.2
SAMPLES, SAMPLES_OF_MANY = 200, 100
MANY = 200_000
KEPT = 0.01
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Firmness:
    """Shares of `samples` weightings, each weight multiplied by a factor within ± `spread`.

    A lock that stands now counts as chosen always, a ban as never. `stale`: the shares are those of an earlier state
    of the plan (other locks, bans or seats). `plan` is the present one; ids are mentees.id and people.id.
    """

    samples: int
    spread: float
    at: datetime
    stale: bool
    counts: Mapping[int, Mapping[int, int]]
    plan: Mapping[int, frozenset[int]]
    pins: frozenset[Pair]
    bans: frozenset[Pair]

    def share(self, mentee_id: int, mentor_id: int) -> float:
        """The share 0..1 of the weightings in which the mentee was given this mentor."""
        if (mentee_id, mentor_id) in self.pins:
            return 1.0
        if (mentee_id, mentor_id) in self.bans:
            return 0.0
        return self.counts.get(mentee_id, {}).get(mentor_id, 0) / self.samples

    def firm(self, mentee_id: int, mentor_id: int) -> bool:
        """Firm (稳) rather than to be looked at (需研究)."""
        return self.share(mentee_id, mentor_id) >= FIRM

    def rivals(self, mentee_id: int) -> list[tuple[int, float]]:
        """Mentors other than the present ones whom at least 1 % of the weightings chose, the most often chosen first."""
        mine = self.plan.get(mentee_id, frozenset())
        others = [(mentor, self.share(mentee_id, mentor)) for mentor in self.counts.get(mentee_id, {})]
        found = [(mentor, share) for mentor, share in others if mentor not in mine and share >= KEPT]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def contested(self) -> list[Pair]:
        """The pairs of the present plan that are not firm, the shakiest first."""
        pairs = [(mentee, mentor) for mentee, mentors in self.plan.items() for mentor in mentors]
        return sorted((pair for pair in pairs if not self.firm(*pair)), key=lambda pair: (self.share(*pair), pair))


def firmness(session: Session, scheme_id: int) -> Firmness | None:
    """How firm a scheme's pairs are, or None while nobody computed it."""
    scheme = fetch(session, Scheme, scheme_id)
    found = newest(session, scheme, FIRMNESS)
    return None if found is None else _read(session, scheme, found)


@reads("programme")
def firmness_shown(session: Session, viewer: Viewer, *, scheme_id: int) -> Firmness | None:
    """The same for a page; whoever sees one unit only reads the shares of its own pairs, and of no rivals."""
    found = firmness(session, scheme_id)
    scope = scope_of(session, fetch(session, Scheme, scheme_id).cohort_id, viewer.unit_id)
    if found is None or scope is None:
        return found
    plan = {mentee: mentors for mentee, mentors in found.plan.items() if mentee in scope}
    counts = {mentee: {one: found.counts.get(mentee, {}).get(one, 0) for one in plan[mentee]} for mentee in plan}
    return replace(found, plan=plan, counts=counts)


def _read(session: Session, scheme: Scheme, found: SchemeStudy) -> Firmness:
    kept = found.content
    holds = select(SchemeHold.kind, SchemeHold.mentee_id, SchemeHold.mentor_id)
    rows = [(kind, (a, b)) for kind, a, b in session.execute(holds.where(SchemeHold.scheme_id == scheme.id))]
    return Firmness(
        samples=kept["samples"],
        spread=kept["spread"],
        at=found.at,
        stale=found.fingerprint != scheme.fingerprint,
        counts={int(mentee): dict(mine) for mentee, mine in kept["counts"].items()},
        plan=_plan(session, scheme.id),
        pins=frozenset(pair for kind, pair in rows if kind == "pin"),
        bans=frozenset(pair for kind, pair in rows if kind == "ban"),
    )


def _plan(session: Session, scheme_id: int) -> dict[int, frozenset[int]]:
    plan: dict[int, frozenset[int]] = {}
    pairs = select(SchemePair.mentee_id, SchemePair.mentor_id).where(SchemePair.scheme_id == scheme_id)
    for mentee, mentor in session.execute(pairs):
        plan[mentee] = plan.get(mentee, frozenset()) | {mentor}
    return plan


def study(state: SchemeState, progress: Callable[[float, str], None], cancel: Callable[[], bool]) -> dict[str, Any]:
    """What the worker computes and the table keeps: counts of whoever was chosen in 1 % or stands in the plan."""
    samples = samples_for(*state.problem.shape)
    found = robustness(
        state.problem, spread=SPREAD, samples=samples, cancel=cancel, solution=state.solution, progress=progress
    )
    plan = set(state.solution.pairs)
    counts = {
        str(state.mentees[mentee]): [
            [person_of(mentor), times]
            for mentor, times in mine.items()
            if times >= KEPT * samples or (mentee, mentor) in plan
        ]
        for mentee, mine in found.counts.items()
    }
    return {"samples": samples, "spread": SPREAD, "counts": counts}


def samples_for(mentees: int, mentors: int) -> int:
    """How many weightings are drawn: fewer for a large scheme, so that it takes seconds and not a minute."""
    return SAMPLES if mentees * mentors <= MANY else SAMPLES_OF_MANY
