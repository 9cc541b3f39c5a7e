"""The two people of a pairing with their units, and the pair of the scheme that it came from, as other read models join them."""

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import aliased

from db.models import Mentee, Pairing, Person, SchemePair, Unit
from db.queries.viewer import Viewer

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")
mentee_unit, mentor_unit = aliased(Unit, name="mentee_unit"), aliased(Unit, name="mentor_unit")


def with_people(statement: Select) -> Select:
    """Each pairing with its mentee and mentor, and their units where they have one."""
    return (
        statement.join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(mentee_unit, mentee_unit.id == mentee_person.unit_id)
        .outerjoin(mentor_unit, mentor_unit.id == mentor_person.unit_id)
    )


def seen_by(viewer: Viewer, statement: Select) -> Select:
    """A liaison sees the pairings in which its unit has the mentee or the mentor."""
    if viewer.unit_id is None:
        return statement
    return statement.where(or_(mentee_person.unit_id == viewer.unit_id, mentor_person.unit_id == viewer.unit_id))


def own_pair() -> ColumnElement[bool]:
    """The pair of the scheme that a pairing came from."""
    return and_(
        SchemePair.scheme_id == Pairing.scheme_id,
        SchemePair.mentee_id == Pairing.mentee_id,
        SchemePair.mentor_id == Pairing.mentor_id,
    )
