"""Pairings joined with their two people, for the tasks that speak of them."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from db.models import Cohort, Mentee, Pairing, Person
from programme.todo.task import Asked

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")


def paired(*columns: Any) -> Select:
    """Pairings with both people and the cohort."""
    return (
        select(*columns)
        .select_from(Pairing)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
    )


def of_unit(asked: Asked, rows: Select) -> Select:
    """A liaison sees the pairings in which its unit has the mentee or the mentor."""
    if asked.unit_id is None:
        return rows
    return rows.where(or_(mentee_person.unit_id == asked.unit_id, mentor_person.unit_id == asked.unit_id))
