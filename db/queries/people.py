"""Read models of people: whom to choose, what was declared about them, and what was done to their entries."""

import pandas as pd
from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Audit, Avoidance, Person, PersonDialect, PersonStrength, Term, Unit
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


def in_scope(statement: Select, viewer: Viewer) -> Select:
    """The statement over people, narrowed to the unit of a liaison."""
    return statement if viewer.unit_id is None else statement.where(Person.unit_id == viewer.unit_id)


def codes_of(session: Session, pairs: Select) -> dict[int, list]:
    """Rows (key, code) or (key, code, number) as {key: [code or (code, number), ...]} in the order of the statement."""
    out: dict[int, list] = {}
    for key, *value in session.execute(pairs):
        out.setdefault(key, []).append(value[0] if len(value) == 1 else tuple(value))
    return out


def dialects_of_people(session: Session) -> dict[int, list[str]]:
    """{people.id: codes of the dialects spoken}."""
    rows = select(PersonDialect.person_id, Term.code).join(Term, Term.id == PersonDialect.term_id)
    return codes_of(session, rows.order_by(PersonDialect.person_id, Term.position, Term.code))


def strengths_of_people(session: Session) -> dict[int, list[str]]:
    """{people.id: codes of what they are good at}."""
    rows = select(PersonStrength.person_id, Term.code).join(Term, Term.id == PersonStrength.term_id)
    return codes_of(session, rows.order_by(PersonStrength.person_id, Term.position, Term.code))


@reads("programme")
def strengths(session: Session, viewer: Viewer, *, person_ids: tuple[int, ...]) -> dict[int, list[str]]:
    """{people.id: codes of what they are good at} of those among these people whom the viewer sees and who have any."""
    rows = select(PersonStrength.person_id, Term.code).join(Term, Term.id == PersonStrength.term_id)
    rows = rows.join(Person, Person.id == PersonStrength.person_id).where(Person.id.in_(person_ids))
    return codes_of(session, in_scope(rows, viewer).order_by(Person.id, Term.position, Term.code))


@reads("programme")
def people(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Everybody to choose from, namesakes told apart by unit and birth: id, name, birth, unit."""
    rows = select(Person.id, Person.name, Person.birth, Unit.name.label("unit"))
    rows = rows.outerjoin(Unit, Unit.id == Person.unit_id).order_by(Person.name_key, Person.id)
    return frame(session, in_scope(rows, viewer)).fillna({"birth": "", "unit": ""})


@reads("programme")
def avoidances(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """Declarations about a person: id, other_id, name, unit, ground. Private: a liaison sees none."""
    first, second = aliased(Person), aliased(Person)
    rows = (
        select(Avoidance.id, Avoidance.ground, Person.id.label("other_id"), Person.name, Unit.name.label("unit"))
        .join(first, first.id == Avoidance.person_a)
        .join(second, second.id == Avoidance.person_b)
        .join(Person, or_(Person.id == first.id, Person.id == second.id))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(or_(first.id == person_id, second.id == person_id), Person.id != person_id)
        .order_by(Avoidance.id)
    )
    return frame(session, rows if viewer.unit_id is None else rows.where(false()))


@reads("programme")
def history(session: Session, viewer: Viewer, *, objects: tuple[str, ...], limit: int = 50) -> pd.DataFrame:
    """The newest acts on some objects ("person:12", "mentee:7"): at (UTC), who, action, detail."""
    rows = (
        select(Audit.at, Account.name.label("who"), Audit.action, Audit.detail)
        .outerjoin(Account, Account.id == Audit.account_id)
        .where(Audit.object.in_(objects), Audit.outcome == "done")
        .order_by(Audit.seq.desc())
        .limit(limit)
    )
    return frame(session, rows if viewer.unit_id is None else rows.where(false()))
