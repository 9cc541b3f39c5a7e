"""Who of a scheme has no mentor in it, the one meaning of the word: eligible people without anybody; others stand apart.

People who are not eligible are in the list too, marked as such, so that both can be counted and neither is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, Person, Scheme, SchemePair, Unit
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

REASONS = ("no_eligible_mentor", "seats_full", "outweighed", "alone", "ineligible")


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Somebody without a mentor: `reason` as in REASONS ("alone": on purpose), with the engine's details."""

    mentee_id: int
    name: str
    unit: str
    county: str
    category: str
    reason: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def eligible(self) -> bool:
        """Whether this person is without a mentor in the sense of the word."""
        return self.reason != "ineligible"


@reads("programme")
def unpaired(session: Session, viewer: Viewer, *, scheme_id: int) -> list[Unpaired]:
    """Eligible people without a mentor first, then those who are not eligible, each in the order of their ids."""
    ids, left_out = session.execute(
        select(Scheme.problem["mentees"], Scheme.solution["unmatched"]).where(Scheme.id == scheme_id)
    ).one()
    paired = set(session.scalars(select(SchemePair.mentee_id).where(SchemePair.scheme_id == scheme_id)))
    why = {ids[one["mentee"]]: (one["reason"], one.get("details") or {}) for one in left_out or () if ids}
    rows = (
        select(Mentee.id, Person.name, Unit.name, Mentee.county, Mentee.category)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.id.in_(set((ids or {}).values()) - paired))
        .order_by(Mentee.id)
    )
    people = session.execute(in_scope(rows, viewer))
    found = [Unpaired(key, a, b or "", c, d, *why.get(key, ("alone", {}))) for key, a, b, c, d in people]
    return sorted(found, key=lambda one: not one.eligible)
