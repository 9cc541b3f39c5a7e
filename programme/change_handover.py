"""What the old mentor hands to the new one (交接表, 换人不翻篇): one sheet for each pairing that a slip moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Change, ChangePair, MenteeNeed, Pairing, PairingEvent, Term
from db.queries.viewer import Viewer, reads
from programme.change_content import Content, Line
from programme.change_handed import Handed, handed_over
from programme.change_people import Named, people_of
from programme.change_slip import in_scope, named_in, note_for
from programme.desk_cards import Who
from programme.desk_people import terms_of
from programme.eligibility import full_months
from programme.usecase import fetch


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a pairing."""

    on: date
    from_status: str
    to_status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time with one mentor, from the first pairing of a line to the last."""

    mentor: Who
    role: str
    starts_on: date
    until: date


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """What the old mentor hands to the new one (换人不翻篇): the mentee, the time so far, the needs, what is on record.

    `months` were led until the day, `months_left` are left of the term; `before` are earlier mentors in this line.
    """

    mentee: Who
    category: str
    county: str
    needs: tuple[str, ...]
    old: Who
    new: Who | None
    role: str
    starts_on: date
    on: date
    ends_on: date
    months: int
    months_left: int
    steps: tuple[Step, ...]
    before: tuple[Stretch, ...]
    note: str
    handed: Handed = Handed()


@dataclass(frozen=True, slots=True)
class Handover:
    """The sheets of a slip, one for each pairing that gets another mentor or is left without one."""

    change_id: int
    effective_on: date
    sheets: tuple[HandoverSheet, ...]


@reads("programme")
def handover(session: Session, viewer: Viewer, *, change_id: int) -> Handover:
    """The handover sheets of a slip, for the rows that the viewer sees."""
    change = fetch(session, Change, change_id)
    content = Content.of(change.content)
    named = named_in(session, content)
    lines = [line for line in content.lines if line.act in ("change", "release") and in_scope(viewer, named, line)]
    content = replace(content, note=note_for(viewer, named, content))
    words, needs = terms_of(session), _needs(session, lines)
    handed = handed_over(session, viewer, [line.pairing_id for line in lines])
    sheets = tuple(
        replace(
            _sheet(session, line, content, named, [words[code] for code in needs.get(line.mentee_id, [])]),
            handed=handed[line.pairing_id],
        )
        for line in lines
    )
    return Handover(change.id, content.effective_on, sheets)


def _needs(session: Session, lines: Sequence[Line]) -> dict[int, list[str]]:
    rows = (
        select(MenteeNeed.mentee_id, Term.code)
        .join(Term, Term.id == MenteeNeed.term_id)
        .where(MenteeNeed.mentee_id.in_([line.mentee_id for line in lines]))
        .order_by(MenteeNeed.mentee_id, MenteeNeed.rank)
    )
    out: dict[int, list[str]] = {}
    for mentee, code in session.execute(rows):
        out.setdefault(mentee, []).append(code)
    return out


def _sheet(session: Session, line: Line, content: Content, named: Named, needs: Sequence[str]) -> HandoverSheet:
    row, on = fetch(session, Pairing, line.pairing_id), content.effective_on
    county, category = named.places[line.mentee_id]
    return HandoverSheet(
        mentee=named.mentees[line.mentee_id],
        category=category,
        county=county,
        needs=tuple(needs),
        old=named.mentors[line.mentor_id],
        new=named.mentor(line.new_mentor_id),
        role=line.role,
        starts_on=row.starts_on,
        on=on,
        ends_on=row.ends_on,
        months=max(full_months(row.starts_on, on), 0),
        months_left=max(full_months(on, row.ends_on), 0),
        steps=_steps(session, row.id),
        before=_before(session, row.id),
        note=line.note or content.note,
    )


def _steps(session: Session, pairing_id: int) -> tuple[Step, ...]:
    rows = select(PairingEvent).where(PairingEvent.pairing_id == pairing_id).order_by(PairingEvent.id)
    return tuple(Step(row.on_day, row.from_status, row.to_status, row.reason) for row in session.scalars(rows))


def _before(session: Session, pairing_id: int) -> tuple[Stretch, ...]:
    """Earlier mentors of the line, the first one first; each pairing has at most one predecessor."""
    out: list[Stretch] = []
    key: int | None = pairing_id
    while key is not None:
        link = session.execute(
            select(ChangePair.pairing_id, Change.effective_on)
            .join(Change, Change.id == ChangePair.change_id)
            .where(ChangePair.successor_id == key)
        ).first()
        key = link[0] if link else None
        if link:
            old = session.get_one(Pairing, link[0])
            mentor = people_of(session, [old.mentor_id], []).mentors[old.mentor_id]
            out.append(Stretch(mentor, old.role, old.starts_on, link[1]))
    return tuple(reversed(out))
