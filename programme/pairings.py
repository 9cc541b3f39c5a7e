"""Pairings from public notice to their end: which state may follow which, who did it, when and why."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import OPEN, Cohort, Mentee, Objection, Pairing, PairingEvent, Scheme
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.holidays import calendar_of
from programme.situation import Pair
from programme.usecase import claim, fetch, record, use_case
from programme.workdays import is_over, last_day

GRAPH: Mapping[str, tuple[str, ...]] = {
    "": ("notice", "confirmed"),
    "notice": ("confirmed", "ended"),
    "confirmed": ("active", "ended"),
    "active": ("paused", "due", "graduated", "changed", "ended"),
    "paused": ("active", "changed", "ended"),
    "due": ("graduated", "extended", "changed", "ended"),
    "graduated": (),
    "extended": (),
    "changed": (),
    "ended": (),
}
# What becomes of a mentee when the last open pairing closes; before coming into force, an end only sends them back.
MENTEE_AFTER = {"graduated": "graduated", "extended": "extended", "changed": "waiting", "ended": "ended"}
BEFORE_FORCE = ("notice", "confirmed")


def create(
    session: Session, by: Actor, cohort: Cohort, scheme_id: int, pairs: Iterable[Pair], day: date
) -> list[Pairing]:  # fmt: skip
    """Pairings of a confirmed scheme, on public notice from `day` on where the cohort has one; the best fit leads."""
    status = "notice" if cohort.notice_days else "confirmed"
    starts = min(max(cohort.starts_on, last_day(day, cohort.notice_days, calendar_of(session))), cohort.ends_on)
    led: set[int] = set()
    rows = []
    for pair in sorted(pairs, key=lambda pair: (pair.mentee_id, -pair.fit, pair.mentor_id)):
        role = "second" if pair.mentee_id in led else "lead"
        led.add(pair.mentee_id)
        rows.append(
            Pairing(
                cohort_id=cohort.id, mentee_id=pair.mentee_id, mentor_id=pair.mentor_id, role=role, status=status,
                starts_on=starts, ends_on=cohort.ends_on, scheme_id=scheme_id,
            )
        )  # fmt: skip
    session.add_all(rows)
    session.flush()
    session.add_all(PairingEvent(pairing_id=row.id, to_status=status, on_day=day, by_id=by.id) for row in rows)
    session.flush()
    return rows


@use_case(Action.CONFIRM)
def bring_into_force(session: Session, by: Actor, *, seen: Mapping[int, int], early_reason: str = "") -> int:
    """Bring pairings whose notice is over into force and return how many.

    `seen` maps pairings.id to the version the user saw; all of them or none. A notice that still runs is refused
    unless `early_reason` says why, and an objection that nobody has decided is refused in any case.
    """
    rows = _claimed(session, seen)
    _demand_decisions(session, rows)
    running = [row for row in rows if row.status == "notice" and not _notice_over(session, row)]
    if running and not early_reason.strip():
        raise Conflict("notice_runs", count=len(running), until=max(notice_until(session, row) for row in running))
    for row in rows:
        if row.status == "notice":
            shift(session, by, row, "confirmed", early_reason if row in running else "")
        shift(session, by, row, "active")
        row.starts_on = min(max(row.starts_on, today()), row.ends_on)
        record(session, by, Action.CONFIRM, f"pairing:{row.id}", act="into_force", early=early_reason.strip())
    return len(rows)


@use_case(Action.CONFIRM)
def uphold_objection(session: Session, by: Actor, *, pairing_id: int, seen_version: int, reason: str) -> None:
    """End a pairing that is not in force yet because an objection holds; the mentee waits again."""
    row = fetch(session, Pairing, pairing_id)
    claim(session, row, seen_version)
    end_before_force(session, by, row, reason)


def end_before_force(session: Session, by: Actor, row: Pairing, reason: str) -> None:
    """End a claimed pairing that never came into force; Conflict once it has."""
    if row.status not in BEFORE_FORCE:
        raise Conflict("in_force_already", status=row.status)
    _act(session, by, row, "ended", reason)


@use_case(Action.CONFIRM)
def resume(session: Session, by: Actor, *, pairing_id: int, seen_version: int, reason: str) -> None:
    """Take a resting pairing up again."""
    row = fetch(session, Pairing, pairing_id)
    claim(session, row, seen_version)
    if row.status != "paused":
        raise Conflict("no_such_step", status=row.status, to="active")
    _act(session, by, row, "active", reason)


def shift(
    session: Session, by: Actor, row: Pairing, to_status: str, reason: str = "", on: date | None = None
) -> None:  # fmt: skip
    """Move a claimed pairing one step along the graph and write the event, as of today unless another day is given.

    Raises Conflict for a step that does not exist.
    """
    if to_status not in GRAPH[row.status]:
        raise Conflict("no_such_step", status=row.status, to=to_status)
    session.add(
        PairingEvent(
            pairing_id=row.id, from_status=row.status, to_status=to_status, on_day=on or today(),
            reason=reason.strip(), by_id=by.id,
        )
    )  # fmt: skip
    came_into_force = row.status not in BEFORE_FORCE
    row.status = to_status
    session.flush()
    if to_status not in OPEN:
        _release(session, row, MENTEE_AFTER[to_status] if came_into_force else "waiting")


def notice_until(session: Session, row: Pairing) -> date:
    """The last day of a pairing's public notice."""
    return last_day(_published(session, row), _notice_days(session, row), calendar_of(session))


def _notice_over(session: Session, row: Pairing) -> bool:
    return is_over(_published(session, row), _notice_days(session, row), today(), calendar_of(session))


def _notice_days(session: Session, row: Pairing) -> int:
    """The days as they were when the scheme was confirmed; what was never written down then follows the cohort."""
    scheme = session.get(Scheme, row.scheme_id) if row.scheme_id else None
    kept = scheme.notice_days if scheme else None
    return fetch(session, Cohort, row.cohort_id).notice_days if kept is None else kept


def _demand_decisions(session: Session, rows: Iterable[Pairing]) -> None:
    open_ones = select(func.count(Objection.pairing_id.distinct())).where(
        Objection.pairing_id.in_([row.id for row in rows]), Objection.decision == ""
    )
    count = session.scalar(open_ones) or 0
    if count:
        raise Conflict("objection_open", count=count)


def _published(session: Session, row: Pairing) -> date:
    days = select(PairingEvent.on_day).where(PairingEvent.pairing_id == row.id, PairingEvent.to_status == "notice")
    return session.scalars(days.order_by(PairingEvent.id)).one()


def _claimed(session: Session, seen: Mapping[int, int]) -> list[Pairing]:
    if not seen:
        raise Invalid("nobody_chosen")
    rows = [fetch(session, Pairing, key) for key in sorted(seen)]
    for row in rows:
        claim(session, row, seen[row.id])
    return rows


def _act(session: Session, by: Actor, row: Pairing, to_status: str, reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason_needed", field="reason")
    shift(session, by, row, to_status, reason)
    record(session, by, Action.CONFIRM, f"pairing:{row.id}", act=to_status, reason=reason.strip())


def _release(session: Session, row: Pairing, status: str) -> None:
    """The mentee's state follows when no pairing of theirs is open any more."""
    others = select(Pairing.id).where(Pairing.mentee_id == row.mentee_id, Pairing.status.in_(OPEN))
    if session.scalars(others).first() is None:
        mentee = fetch(session, Mentee, row.mentee_id)
        mentee.status, mentee.version = status, mentee.version + 1
        session.flush()
