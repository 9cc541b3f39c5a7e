"""The quota of excellent grades: where more are given than the share allows, told with how many too many; it bars nothing.

The pair's grade and the annual grade are counted apart, each on its own scale. What is counted is everybody in the
round, graded or not, so that a round half done raises no false alarm. A unit too small for a single excellent grade
under the quota is counted together with the other small ones.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import AssessmentRound
from db.queries.assessment import distribution
from db.queries.viewer import Viewer, reads
from programme.usecase import fetch

HIGHEST = {"grade": "excellent", "annual_grade": "annual_outstanding"}
COHORT, SMALL, UNIT = "cohort", "small", "unit"
Count = tuple[int | None, str, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A scope (the cohort, a unit, the small units together) on one scale: people, the highest grades, how many may be.

    `unit_id` and `unit` are None and "" but for a unit.
    """

    scale: str
    scope: str
    unit_id: int | None
    unit: str
    people: int
    highest: int
    allowed: int

    @property
    def too_many(self) -> int:
        """How many highest grades exceed the quota; 0 within it."""
        return max(0, self.highest - self.allowed)


def allowed(people: int, quota: int) -> int:
    """How many of these may be excellent at a quota in percent; exactly the share is within it.

    >>> allowed(10, 20), allowed(9, 20), allowed(0, 20)
    (2, 1, 0)
    """
    return people * quota // 100


def lines(counts: Iterable[Count], quota: int, scale: str) -> list[Line]:
    """The lines of one scale from (unit_id, unit, people, highest) of each unit: the cohort, the units, the small ones."""
    found = list(counts)
    large = [one for one in found if allowed(one[2], quota)]
    small = [one for one in found if not allowed(one[2], quota)]
    made = [_together(found, quota, (scale, COHORT))]
    made += [Line(scale, UNIT, key, unit, people, top, allowed(people, quota)) for key, unit, people, top in large]
    return [*made, _together(small, quota, (scale, SMALL))] if small else made


def _together(found: list[Count], quota: int, about: tuple[str, str]) -> Line:
    sums: Counter[str] = Counter()
    for _key, _unit, people, highest in found:
        sums.update(people=people, highest=highest)
    return Line(*about, None, "", sums["people"], sums["highest"], allowed(sums["people"], quota))


@reads("programme")
def quota(session: Session, viewer: Viewer, *, round_id: int) -> list[Line]:
    """All lines of a round on both scales; a liaison sees its own unit's alone."""
    row = fetch(session, AssessmentRound, round_id)
    units = distribution(session, viewer, round_id=round_id).to_dict("records")
    found = []
    for scale, column in HIGHEST.items():
        counts = [(one["unit_id"], one["unit"], int(one["people"]), int(one[column])) for one in units]
        found += lines(counts, row.quota, scale)
    return [one for one in found if viewer.unit_id is None or one.scope != COHORT]
