"""What changed in a scheme since it was last signed, mentee by mentee, with names: the first question of a meeting."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, Person, Scheme, SchemeVersion, Unit
from db.queries.viewer import Viewer, reads
from programme import frozen
from programme.frozen import Content, Differences
from programme.usecase import fetch

BEING_EDITED = ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Changed:
    """A mentee whose mentors differ: names with their units, "" for nobody."""

    mentee_id: int
    mentee: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """From version `number` to what stands there now; `number` is 0 while there is nothing to compare with."""

    number: int = 0
    people: tuple[Changed, ...] = ()
    holds: int = 0
    rules_changed: bool = False
    problem_changed: bool = False


@reads("programme")
def changes(session: Session, viewer: Viewer, *, scheme_id: int) -> Changes:
    """What is on the table against the version signed before it; a liaison sees its own unit's people."""
    scheme = fetch(session, Scheme, scheme_id)
    earlier = _earlier(session, scheme)
    if earlier is None:
        return Changes()
    found = frozen.differences(earlier.content, _present(session, scheme))
    return Changes(
        number=earlier.number,
        people=tuple(_named(session, viewer, found)),
        holds=found.holds,
        rules_changed=found.rules_changed,
        problem_changed=found.problem_changed,
    )


def _earlier(session: Session, scheme: Scheme) -> SchemeVersion | None:
    """The newest version that is not the one on the table."""
    versions = select(SchemeVersion).where(SchemeVersion.scheme_id == scheme.id).order_by(SchemeVersion.number.desc())
    if scheme.status not in BEING_EDITED:
        versions = versions.where(SchemeVersion.frozen_hash != scheme.frozen_hash)
    return session.scalars(versions.limit(1)).first()


def _present(session: Session, scheme: Scheme) -> Content:
    kept = session.get(SchemeVersion, (scheme.id, scheme.frozen_hash))
    if kept is None or scheme.status in BEING_EDITED:
        return frozen.content(session, scheme)
    return kept.content


def _named(session: Session, viewer: Viewer, found: Differences) -> list[Changed]:
    mentees = _people(session, Mentee.id.in_([move.mentee_id for move in found.moves]), viewer.unit_id)
    mentors = _mentors(session, {mentor for move in found.moves for mentor in (*move.before, *move.after)})
    return [
        Changed(
            move.mentee_id,
            *mentees[move.mentee_id],
            before=_joined(mentors, move.before),
            after=_joined(mentors, move.after),
        )
        for move in found.moves
        if move.mentee_id in mentees
    ]


def _joined(names: dict[int, str], ids: tuple[int, ...]) -> str:
    return " / ".join(names.get(key, "") for key in ids)


def _people(session: Session, which: object, unit_id: int | None) -> dict[int, tuple[str, str]]:
    """{mentees.id: (name, unit)}, of one unit only where one is given."""
    rows = (
        select(Mentee.id, Person.name, Unit.name)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(which)  # type: ignore[arg-type]
    )
    rows = rows if unit_id is None else rows.where(Person.unit_id == unit_id)
    return {key: (name, unit or "") for key, name, unit in session.execute(rows)}


def _mentors(session: Session, ids: set[int]) -> dict[int, str]:
    rows = select(Person.id, Person.name, Unit.name).outerjoin(Unit, Unit.id == Person.unit_id)
    found = session.execute(rows.where(Person.id.in_(ids)))
    return {key: f"{name} ({unit})" if unit else name for key, name, unit in found}
