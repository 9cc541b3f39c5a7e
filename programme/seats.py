"""How many seats a mentor has in a cohort: the one function that runs, the count and the confirmation use.

The pool says what a mentor can take on; the cohort's rules cut that by the programme's maximum and by the ceiling of
the mentor's kind. Whoever is named in the rules has the seats named there, whatever pool and ceilings say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import MentorProfile
from db.queries.viewer import Viewer, reads
from programme.codes import STANDINGS
from programme.rules import GRASSROOTS, Rules, rules_in_force

PROFESSIONAL = "professional"
# Whoever is not named has the seats of everybody of the same kind.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Seats:
    """`own` are those of the pool, `seats` count; `cause` says why they differ.

    "" (they do not), "maximum", "grassroots" (the track), a standing, or "override".
    """

    own: int
    seats: int
    cause: str = ""


def seats_of(rules: Rules, person_id: int, own: int, standing: str) -> Seats:
    """The seats of a mentor under these rules; of several ceilings the lowest holds."""
    named = rules.overrides.get(str(person_id))
    if named is not None:
        return Seats(own, named.seats, "override")
    ceilings = {"maximum": rules.programme_maximum, **_of_kind(rules, standing)}
    cause = min(ceilings, key=lambda code: ceilings[code])
    return Seats(own, ceilings[cause], cause) if ceilings[cause] < own else Seats(own, own)


def counting(rules: Rules) -> Callable[[int, int, str], Seats]:
    """`seats_of` under these rules for (person_id, own, standing), worked out once for all who are alike."""
    usual = cache(partial(seats_of, rules, NOBODY))

    def seats(person_id: int, own: int, standing: str) -> Seats:
        named = str(person_id) in rules.overrides
        return seats_of(rules, person_id, own, standing) if named else usual(own, standing)

    return seats


def all_seats(session: Session, rules: Rules) -> dict[int, Seats]:
    """The seats of every mentor under these rules, by people.id."""
    rows = session.execute(select(MentorProfile.person_id, MentorProfile.capacity, MentorProfile.standing))
    seats = counting(rules)
    return {key: seats(key, own, standing) for key, own, standing in rows}


@reads("programme")
def seats_in_cohort(session: Session, viewer: Viewer, *, cohort_id: int) -> dict[int, Seats]:
    """The seats that count in a cohort now, by people.id; numbers only, so for every viewer."""
    return all_seats(session, rules_in_force(session, cohort_id))


def _of_kind(rules: Rules, standing: str) -> dict[str, int]:
    """The ceilings that concern a standing; everybody but professionals is of the grass-roots track."""
    kinds = [standing] if standing in STANDINGS else []
    if standing != PROFESSIONAL:
        kinds.insert(0, GRASSROOTS)
    return {kind: rules.ceilings[kind] for kind in kinds if kind in rules.ceilings}
