"""Who of a scheme has no mentor in it, the one meaning of the word: eligible people without anybody; others stand apart.

People who are not eligible are in the list too, marked as such, so that both can be counted and neither is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import Mentee, Person, Scheme, SchemeLimit, SchemePair, Unit
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

REASONS = ("no_eligible_mentor", "seats_full", "outweighed", "alone", "unplanned", "ineligible")


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Somebody without a mentor: `reason` as in REASONS, with the engine's details.

    "alone": on purpose; "unplanned": the plan says nothing of them, as a list made by hand may.
    """

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
        select(Mentee.id, Person.id, Person.name, Unit.name, Mentee.county, Mentee.category)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.id.in_(set((ids or {}).values()) - paired))
        .order_by(Mentee.id)
    )
    alone = set(session.scalars(select(SchemeLimit.person_id).where(_alone_in(scheme_id))))
    found = []
    for key, person, name, unit, county, category in session.execute(in_scope(rows, viewer)):
        reason, details = why.get(key, ("alone" if person in alone else "unplanned", {}))
        found.append(Unpaired(key, name, unit or "", county, category, reason, details))
    return sorted(found, key=lambda one: not one.eligible)


def _alone_in(scheme_id: int) -> ColumnElement[bool]:
    return (SchemeLimit.scheme_id == scheme_id) & (SchemeLimit.kind == "alone")
