"""Confirm an import: everything that the preview showed, in one transaction, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Cohort, ColumnMapping, Import, Term, Unit
from documents.roster import Roster
from documents.roster.headers import header_key
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, Stale
from programme.roster.additions import add_units, add_words
from programme.roster.difference import OF_PERSON, STATES, Difference, Step
from programme.roster.draft import Draft
from programme.roster.preview import compare
from programme.roster.rows import Target, write_steps
from programme.usecase import fetch, record, use_case

STATUSES = ("in_pool", "nominated")
WRITTEN = ("new", "changed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; `import_id` is None if there was nothing to save."""

    import_id: int | None
    counts: Mapping[str, int]


@use_case(Action.IMPORT_ROSTER)
def confirm(session: Session, by: Actor, *, roster: Roster, draft: Draft, seen: str) -> Outcome:
    """Save the new and changed rows of a roster as one undoable import.

    `seen` is the fingerprint of the difference that the user looked at. Held, doubtful and left-out rows stay out.
    Raises Stale ("import_moved") if the database has changed the difference since, Conflict for a closed cohort.
    """
    _check(session, roster, draft)
    difference, steps = compare(session, roster, draft)
    if difference.fingerprint != seen:
        raise Stale("import_moved", seen=seen, present=difference.fingerprint)
    counts = {state: difference.count(state) for state in STATES}
    _remember(session, roster.kind, draft)
    writing = [step for step in steps if step.entry.state in WRITTEN]
    row = _save(session, by, (roster, draft), (difference, writing), counts) if writing else None
    object = f"import:{row.id}" if row else "import"
    record(session, by, Action.IMPORT_ROSTER, object, kind=roster.kind, digest=draft.digest, **counts)
    return Outcome(row.id if row else None, counts)


def _check(session: Session, roster: Roster, draft: Draft) -> None:
    if draft.mentor_status not in STATUSES:
        raise Invalid("not_in_list", field="mentor_status", value=draft.mentor_status)
    if roster.kind == "mentee" and draft.cohort_id is not None:
        cohort = fetch(session, Cohort, draft.cohort_id)
        if cohort.status != "open":
            raise Conflict("cohort_closed", cohort=cohort.name)


def _save(
    session: Session,
    by: Actor,
    source: tuple[Roster, Draft],
    work: tuple[Difference, list[Step]],
    counts: dict[str, int],
) -> Import:
    """The import with its rows, its new units and its new words."""
    (roster, draft), (difference, writing) = source, work
    units = add_units(session, difference.new_units, [step.wanted for step in writing if step.wanted])
    terms = add_words(session, difference.new_words)
    if terms:
        # Words that were new a moment ago have codes now, under which people keep them.
        writing = [step for step in compare(session, roster, draft)[1] if step.entry.state in WRITTEN]
    row = Import(
        kind=roster.kind,
        cohort_id=draft.cohort_id if roster.kind == "mentee" else None,
        digest=draft.digest,
        files="\n".join(upload.name for upload in draft.uploads),
        summary={"counts": counts, "units": units, "terms": terms},
        by_id=by.id,
    )
    session.add(row)
    session.flush()
    target = _target(session, roster.kind, draft)
    for written in write_steps(session, writing, target):
        written.import_id = row.id
        session.add(written)
    session.flush()
    return row


def _target(session: Session, kind: str, draft: Draft) -> Target:
    units = dict(session.execute(select(Unit.name, Unit.id)).all())
    words = select(Term.kind, Term.name, Term.code).where(Term.kind.in_(OF_PERSON.values()))
    codes = {(word_kind, word): code for word_kind, word, code in session.execute(words)}
    return Target(kind, draft, units, codes)


def _remember(session: Session, kind: str, draft: Draft) -> None:
    """Headers that staff assigned are known the next time."""
    for header, field in draft.mappings.items():
        session.merge(ColumnMapping(kind=kind, header=header_key(header)[:120], field=field))
    session.flush()
