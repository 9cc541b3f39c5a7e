"""What stands on a change slip (变更单), with names: for the screen and for the papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local
from db.models import (
    Account,
    Change,
    ChangeSignature,
    Cohort,
    Pairing,
    Unit,
)
from db.queries.viewer import Viewer, reads
from programme.change_content import EXITS, Content, Line
from programme.change_people import Named, people_of
from programme.desk_cards import Who
from programme.errors import NotFound
from programme.sign_levels import level_due
from programme.usecase import fetch

MILLI = 1000.0
NOT_YET_PROPOSED = ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Row:
    """One pairing on the slip. `new` is the successor; `fit` in points is about the new pair, `fit_before` about the old."""

    pairing_id: int
    mentee: Who
    county: str
    role: str
    status: str
    old: Who
    act: str
    new: Who | None
    fit: float | None
    fit_before: float | None
    origin: str
    note: str
    return_on: date | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class LeaverRow:
    """A mentor who leaves or rests; `ground` is a key of change_content.EXITS, `to` "left" or "paused"."""

    mentor: Who
    ground: str
    to: str
    return_on: date | None


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A mentee who moves to another unit."""

    mentee: Who
    from_unit: str
    to_unit: str


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A name under the slip; `at` by the clocks here, `present` when it stands under the content as it is now."""

    stage: str
    name: str
    role: str
    by_id: int
    at: datetime
    comment: str
    frozen_hash: str
    present: bool


@dataclass(frozen=True, slots=True)
class ChangeSlip:
    """A whole slip with names. `withheld` counts the rows that a liaison of another unit does not see.

    `levels` of signing are the cohort's until it is proposed; `due` is the name that a proposal waits for ("approved",
    "signed", "" for none).
    """

    id: int
    kind: str
    status: str
    version: int
    cohort_id: int
    cohort: str
    effective_on: date
    ground: str
    note: str
    plan: str
    leavers: tuple[LeaverRow, ...]
    rows: tuple[Row, ...]
    transfers: tuple[TransferRow, ...]
    signatures: tuple[SignatureRow, ...]
    frozen_hash: str
    by: str
    at: datetime
    withheld: int
    levels: int = 1
    due: str = ""


@reads("programme")
def change_slip(session: Session, viewer: Viewer, *, change_id: int) -> ChangeSlip:
    """The slip as it is now; NotFound for a liaison whose unit it does not touch."""
    change = fetch(session, Change, change_id)
    cohort, content = fetch(session, Cohort, change.cohort_id), Content.of(change.content)
    named = named_in(session, content)
    lines = [line for line in content.lines if in_scope(viewer, named, line)]
    if viewer.unit_id is not None and not lines:
        raise NotFound("no_row", kind="changes", key=change_id)
    return ChangeSlip(
        id=change.id,
        kind=change.kind,
        status=change.status,
        version=change.version,
        cohort_id=change.cohort_id,
        cohort=cohort.name,
        effective_on=content.effective_on,
        ground=content.ground,
        note=note_for(viewer, named, content),
        plan=content.plan,
        leavers=tuple(
            LeaverRow(named.mentors[one.mentor_id], one.ground, EXITS[one.ground][0], one.return_on)
            for one in content.leavers
            if viewer.unit_id in (None, named.mentor_units[one.mentor_id])
        ),
        rows=tuple(_rows(session, lines, named, change.plans.get("before", {}))),
        transfers=_transfers(session, content, named) if viewer.unit_id is None else (),
        signatures=_signatures(session, change),
        frozen_hash=change.frozen_hash,
        by=fetch(session, Account, change.by_id).name,
        at=local(change.at),
        withheld=len(content.lines) - len(lines),
        levels=cohort.sign_levels if change.status in NOT_YET_PROPOSED else change.sign_levels,
        due=name_due(session, change),
    )


def name_due(session: Session, change: Change) -> str:
    """The name that a proposed slip waits for."""
    if change.status != "proposed":
        return ""
    rows = select(ChangeSignature).where(ChangeSignature.change_id == change.id).order_by(ChangeSignature.id)
    return level_due(change.sign_levels, session.scalars(rows))


def named_in(session: Session, content: Content) -> Named:
    """Everybody whom a content names."""
    mentors = {key for line in content.lines for key in (line.mentor_id, line.new_mentor_id) if key}
    mentors |= {one.mentor_id for one in content.leavers}
    mentees = {line.mentee_id for line in content.lines} | {one.mentee_id for one in content.transfers}
    return people_of(session, mentors, mentees)


def in_scope(viewer: Viewer, named: Named, line: Line) -> bool:
    """A liaison sees the pairings in which its unit has the mentee or one of the mentors."""
    if viewer.unit_id is None:
        return True
    units = {named.mentee_units[line.mentee_id], named.mentor_units[line.mentor_id]}
    return viewer.unit_id in units | {named.mentor_units.get(line.new_mentor_id or 0)}


def seen_of(viewer: Viewer, named: Named, content: Content) -> Content:
    """As much of a content as the viewer sees: its own unit's pairings, and of the leavers those who lead one of them."""
    if viewer.unit_id is None:
        return content
    lines = tuple(line for line in content.lines if in_scope(viewer, named, line))
    leading = {line.mentor_id for line in lines}
    leavers = tuple(one for one in content.leavers if one.mentor_id in leading)
    return replace(content, lines=lines, leavers=leavers)


def note_for(viewer: Viewer, named: Named, content: Content) -> str:
    """The words of the slip; why a mentor leaves is told to the whole office and to the mentor's own unit alone."""
    own = all(named.mentor_units[one.mentor_id] == viewer.unit_id for one in content.leavers)
    return content.note if viewer.unit_id is None or own else ""


def _rows(session: Session, lines: Sequence[Line], named: Named, before: Mapping[str, int]) -> list[Row]:
    terms = select(Pairing.id, Pairing.starts_on, Pairing.ends_on)
    found = session.execute(terms.where(Pairing.id.in_([line.pairing_id for line in lines])))
    known = {key: (start, end) for key, start, end in found}
    return [
        Row(
            pairing_id=line.pairing_id,
            mentee=named.mentees[line.mentee_id],
            county=named.places[line.mentee_id][0],
            role=line.role,
            status=line.status,
            old=named.mentors[line.mentor_id],
            act=line.act,
            new=named.mentor(line.new_mentor_id),
            fit=_points(line.fit),
            fit_before=_points(before.get(str(line.pairing_id), line.fit_before)),
            origin=line.origin,
            note=line.note,
            return_on=line.return_on,
            starts_on=known[line.pairing_id][0],
            ends_on=known[line.pairing_id][1],
        )
        for line in lines
    ]


def _points(milli: int | None) -> float | None:
    return None if milli is None else milli / MILLI


def _transfers(session: Session, content: Content, named: Named) -> tuple[TransferRow, ...]:
    units = dict(session.execute(select(Unit.id, Unit.name)).all())  # type: ignore[arg-type]
    return tuple(
        TransferRow(named.mentees[one.mentee_id], units.get(one.from_unit or 0, ""), units[one.to_unit])
        for one in content.transfers
    )


def _signatures(session: Session, change: Change) -> tuple[SignatureRow, ...]:
    rows = session.execute(
        select(ChangeSignature, Account.name, Account.role)
        .join(Account, Account.id == ChangeSignature.by_id)
        .where(ChangeSignature.change_id == change.id)
        .order_by(ChangeSignature.id)
    )
    return tuple(
        SignatureRow(
            row.stage, name, role, row.by_id, local(row.at), row.comment, row.frozen_hash,
            row.frozen_hash == change.frozen_hash,
        )
        for row, name, role in rows
    )  # fmt: skip
