"""Drawing up a change slip: mentors who leave with three plans to choose from, and the single changes.

A draft moves nothing. It can be edited until it is proposed, and again when it was sent back.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Change, Cohort, MentorProfile, Pairing, Person, Unit
from programme import jobs
from programme.access import Action, Actor
from programme.change_content import ACTS, EDITABLE, EXITS, GROUNDS, UNDER_WAY, Content, Leaver, Line, Transfer
from programme.change_ground import Bond, fits, ground_of, open_bonds
from programme.change_plans import PLANS, SCOPES, Plans, affected_bonds, compute, line_of, lines_of
from programme.changes import taken
from programme.errors import Conflict, Invalid, NotFound
from programme.snapshot import key_of
from programme.usecase import fetch, record, use_case

NOTE_LENGTH = 500
REMATCH = "rematch"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a slip: from which day, on what ground (a key of GROUNDS), and in words."""

    effective_on: date
    ground: str = ""
    note: str = ""


@use_case(Action.ADJUST)
def draw_leave(
    session: Session, by: Actor, *, cohort_id: int, leavers: Sequence[Leaver], head: Head, scope: str = "affected"
) -> int:  # fmt: skip
    """A draft for mentors who leave or rest, with the three plans; it begins as the plan of the fewest moves.

    With the scope "cohort" a job replaces the plans as soon as it has computed them over everybody. The rules are those of the cohort that loses most; `cohort_id` stands where nobody loses a mentor.
    """
    _check_leavers(session, leavers, head)
    lost = affected_bonds(session, {one.mentor_id for one in leavers})
    _check_free(session, [bond.id for bond in lost])
    most = Counter(bond.cohort_id for bond in lost).most_common(1)
    content = Content(
        "leave", most[0][0] if most else cohort_id, head.effective_on, note=head.note.strip(), leavers=tuple(leavers)
    )
    change = _new(session, by, content)
    plan(session, change, "affected")
    if scope != "affected" and lost:
        _send(session, by, change, scope)
    _told(session, by, change, "drawn")
    return change.id


@use_case(Action.ADJUST)
def compute_again(session: Session, by: Actor, *, change_id: int, seen_version: int, scope: str) -> int:
    """The three plans on the pool as it is now; what was chosen by hand falls away. Returns the version.

    With the scope "cohort" a job does it: nothing falls away before it is done, nor if the slip moves on meanwhile.
    """
    change = draft(session, change_id, seen_version)
    if scope == "affected":
        plan(session, change, scope)
    else:
        _send(session, by, change, scope)
    _told(session, by, change, "computed_again", scope=scope)
    return change.version


@use_case(Action.ADJUST)
def choose_plan(session: Session, by: Actor, *, change_id: int, seen_version: int, name: str) -> int:
    """Take the lines of one of the plans; what was chosen by hand falls away. Returns the version."""
    change = draft(session, change_id, seen_version)
    if name not in change.plans.get("plans", {}):
        raise Invalid("not_in_list", field="name", value=name)
    _take(session, change, name)
    _told(session, by, change, "plan_chosen", plan=name)
    return change.version


@use_case(Action.ADJUST)
def set_line(
    session: Session, by: Actor, *, change_id: int, seen_version: int, pairing_id: int, line: Mapping[str, Any]
) -> int:  # fmt: skip
    """Decide one pairing by hand: `line` has act, and new_mentor_id, note, return_on as the act needs them."""
    change = draft(session, change_id, seen_version)
    content, bond = Content.of(change.content), _bond(session, pairing_id)
    _check_free(session, [pairing_id], change.id)
    made = _line(session, content, bond, {"origin": "staff", **line})
    others = tuple(one for one in content.lines if one.pairing_id != pairing_id)
    _put(session, change, replace(content, lines=(*others, made)))
    _told(session, by, change, "line_set", pairing=pairing_id, what=made.act, mentor=made.new_mentor_id)
    return change.version


@use_case(Action.ADJUST)
def edit_head(session: Session, by: Actor, *, change_id: int, seen_version: int, head: Head) -> int:
    """Another day, ground or wording. Returns the version."""
    change = draft(session, change_id, seen_version)
    content = Content.of(change.content)
    _check_head(content.kind, head)
    _check_with(content.leavers, content.lines, head)
    _put(session, change, replace(content, effective_on=head.effective_on, ground=head.ground, note=head.note.strip()))
    _told(session, by, change, "head_edited")
    return change.version


@use_case(Action.ADJUST)
def draw_single(
    session: Session, by: Actor, *, kind: str, pairing_id: int, head: Head, line: Mapping[str, Any] | None = None
) -> int:  # fmt: skip
    """A draft about one pairing: kind "change" (line: new_mentor_id), "end" or "pause" (line: return_on)."""
    if kind not in ("change", "end", "pause"):
        raise Invalid("not_in_list", field="kind", value=kind)
    _check_head(kind, head)
    bond = _bond(session, pairing_id)
    _check_free(session, [bond.id])
    content = Content(kind, bond.cohort_id, head.effective_on, head.ground, head.note.strip())
    made = _line(session, content, bond, {"origin": "staff", "note": head.note, **(line or {}), "act": kind})
    change = _new(session, by, replace(content, lines=(made,)))
    _told(session, by, change, "drawn")
    return change.id


@use_case(Action.ADJUST)
def draw_swap(session: Session, by: Actor, *, pairing_ids: tuple[int, int], head: Head) -> int:
    """A draft by which the mentees of two pairings exchange their mentors."""
    _check_head("swap", head)
    first, second = (_bond(session, key) for key in pairing_ids)
    if first.mentor_id == second.mentor_id or first.mentee_id == second.mentee_id:
        raise Invalid("swap_two_pairs")
    _check_free(session, pairing_ids)
    content = Content("swap", first.cohort_id, head.effective_on, head.ground, head.note.strip())
    values = {"origin": "staff", "note": head.note, "act": "change"}
    lines = tuple(
        _line(session, content, bond, {**values, "new_mentor_id": other.mentor_id})
        for bond, other in ((first, second), (second, first))
    )
    change = _new(session, by, replace(content, lines=lines))
    _told(session, by, change, "drawn")
    return change.id


@use_case(Action.ADJUST)
def draw_transfer(
    session: Session, by: Actor, *, mentee_id: int, to_unit: int, head: Head, line: Mapping[str, Any] | None = None
) -> int:  # fmt: skip
    """A draft by which a mentee moves to another unit; the pairing stays, unless `line` gives act "change" or "release"."""
    _check_head("transfer", head)
    bonds = open_bonds(session, Pairing.mentee_id == mentee_id)
    if not bonds:
        raise NotFound("no_open_pairing")
    unit, person = fetch(session, Unit, to_unit), _unit_of(session, bonds[0])
    if unit.valid_to is not None or unit.id == person:
        raise Invalid("transfer_unit", unit=unit.name)
    _check_free(session, [bond.id for bond in bonds])
    content = Content("transfer", bonds[0].cohort_id, head.effective_on, note=head.note.strip())
    asked = {"origin": "staff", "note": head.note, "act": "keep", **(line or {})}
    lead, *others = bonds
    lines = (_line(session, content, lead, asked), *(line_of(bond, "keep", origin="staff") for bond in others))
    moved = Transfer(mentee_id, person, unit.id)
    change = _new(session, by, replace(content, lines=lines, transfers=(moved,)))
    _told(session, by, change, "drawn")
    return change.id


def plan(session: Session, change: Change, scope: str, plans: Plans | None = None) -> None:
    """Lay the three plans to a claimed draft, computed here unless they are given, and take the first."""
    content = Content.of(change.content)
    gone = {one.mentor_id for one in content.leavers}
    change.plans = {}
    if affected_bonds(session, gone):
        change.plans = (plans or compute(session, change.cohort_id, gone, scope)).to_dict()
        _take(session, change, PLANS[0])
    else:
        _put(session, change, replace(content, lines=(), plan=""))


def _send(session: Session, by: Actor, change: Change, scope: str) -> None:
    """Let a worker compute over the whole cohort: that may take longer than anybody should hold the pen."""
    if scope not in SCOPES:
        raise Invalid("not_in_list", field="scope", value=scope)
    jobs.enqueue(session, by, REMATCH, {"change_id": change.id, "seen_version": change.version, "scope": scope})


def _take(session: Session, change: Change, name: str) -> None:
    row = change.plans["plans"][name]
    _check_free(session, [line[0] for line in row["lines"]], change.id)
    bonds = open_bonds(session, Pairing.id.in_([line[0] for line in row["lines"]]))
    _put(session, change, replace(Content.of(change.content), plan=name, lines=lines_of(bonds, row)))


def _line(session: Session, content: Content, bond: Bond, values: Mapping[str, Any]) -> Line:
    """One line, checked as far as it can be by itself; the rest is for the findings to tell."""
    act, note = values["act"], str(values.get("note", "")).strip()[:NOTE_LENGTH]
    if act not in ACTS or bond.status not in ACTS[act]:
        raise Conflict("no_such_step", status=bond.status, to=act)
    mentor, back = values.get("new_mentor_id"), values.get("return_on")
    if act == "pause" and (back is None or back <= content.effective_on):
        raise Invalid("return_day", field="return_on")
    if act != "change":
        return line_of(bond, act, origin=values["origin"], note=note, return_on=back if act == "pause" else None)
    if mentor is None or mentor == bond.mentor_id:
        raise Invalid("successor_missing")
    fetch(session, MentorProfile, mentor)
    ground = ground_of(session, content.cohort_id, [bond])
    before, fit = (int(one) for one in fits(ground, [bond.keys, (bond.keys[0], key_of(mentor))]))
    return line_of(bond, act, mentor, fit=fit, fit_before=before, origin=values["origin"], note=note)


def _check_leavers(session: Session, leavers: Sequence[Leaver], head: Head) -> None:
    if not leavers:
        raise Invalid("nobody_leaves")
    if len({one.mentor_id for one in leavers}) < len(leavers):
        raise Invalid("leaver_twice")
    for one in leavers:
        fetch(session, MentorProfile, one.mentor_id)
        if one.ground not in EXITS:
            raise Invalid("not_in_list", field="ground", value=one.ground)
        if one.return_on is not None and EXITS[one.ground][0] != "paused":
            raise Invalid("return_day", field="return_on")
    _check_with(leavers, (), head)
    _check_day(head.effective_on)


def _check_with(leavers: Sequence[Leaver], lines: Sequence[Line], head: Head) -> None:
    """Whoever rests comes back after the day of the slip; that somebody leads badly needs words."""
    returns = [one.return_on for one in leavers] + [one.return_on for one in lines]
    if any(day is not None and day <= head.effective_on for day in returns):
        raise Invalid("return_day", field="return_on")
    if any(one.ground == "weak_results" for one in leavers) and not head.note.strip():
        raise Invalid("note_missing")


def _check_head(kind: str, head: Head) -> None:
    if head.ground not in GROUNDS[kind]:
        raise Invalid("not_in_list", field="ground", value=head.ground)
    if kind != "leave" and not head.note.strip():
        raise Invalid("slip_reason")
    _check_day(head.effective_on)


def _check_day(day: date) -> None:
    """A year either way is plenty; anything else is a slip of the pen."""
    if abs((day - today()).days) > 366:
        raise Invalid("effective_day", value=day)


def _check_free(session: Session, pairing_ids: Collection[int], own: int = 0) -> None:
    """No other slip on its way than the `own` speaks of these pairings."""
    rows = session.execute(select(Change.id, Change.content).where(Change.status.in_((*EDITABLE, *UNDER_WAY))))
    for change_id, content in rows:
        if change_id != own and {line["pairing_id"] for line in content["lines"]} & set(pairing_ids):
            raise Conflict("in_other_slip", number=change_id)


def _bond(session: Session, pairing_id: int) -> Bond:
    found = open_bonds(session, Pairing.id == pairing_id)
    if not found:
        raise NotFound("no_open_pairing")
    return found[0]


def _unit_of(session: Session, bond: Bond) -> int | None:
    return fetch(session, Person, bond.person_id).unit_id


def draft(session: Session, change_id: int, seen_version: int) -> Change:
    """The slip for an edit; what was sent back becomes a draft by it."""
    change = taken(session, change_id, seen_version, EDITABLE)
    change.status = "draft"
    return change


def _new(session: Session, by: Actor, content: Content) -> Change:
    fetch(session, Cohort, content.cohort_id)
    change = Change(
        cohort_id=content.cohort_id, kind=content.kind, effective_on=content.effective_on, content=content.to_dict(),
        plans={}, by_id=by.id,
    )  # fmt: skip
    session.add(change)
    session.flush()
    return change


def _put(session: Session, change: Change, content: Content) -> None:
    change.content, change.effective_on = content.to_dict(), content.effective_on
    session.flush()


def _told(session: Session, by: Actor, change: Change, act: str, **detail: Any) -> None:
    record(session, by, Action.ADJUST, f"change:{change.id}", act=f"change_{act}", kind=change.kind, **detail)
