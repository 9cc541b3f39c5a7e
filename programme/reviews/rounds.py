"""Rounds of the monthly review: open a month, take up who came since, close it, open it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.clock import today
from db.models import Mentee, Pairing, PairingEvent, Person, Review, ReviewRound
from programme.access import Action, Actor
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid
from programme.recordbook.campaigns import MONTH
from programme.recordbook.in_force import FORCE
from programme.reviews.reviewers import Snapshot, snapshots
from programme.reviews.values import first_day, last_day
from programme.usecase import claim, fetch, record, use_case

WEIGHTS = (10, 45, 45)
DUE_DAY = 5
Weights = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Owed:
    """A pairing that is reviewed in a month: whose, where the mentee served, who led, whether it rests (paused)."""

    pairing_id: int
    mentee_id: int
    unit_id: int | None
    mentor: str
    paused: bool


def usual_due(month: str) -> date:
    """The fifth of the next month, as offices do; for a month opened later than that, a week from today.

    >>> usual_due("2199-12")
    datetime.date(2200, 1, 5)
    """
    return max((last_day(month) + timedelta(days=1)).replace(day=DUE_DAY), today() + timedelta(days=7))


@use_case(Action.MANAGE_COHORTS)
def open_round(
    session: Session, by: Actor, *, cohort_id: int, month: str, due_on: date, weights: Weights = WEIGHTS
) -> int:  # fmt: skip
    """Open a month of a cohort; returns review_rounds.id. Weights (self, unit head, leader in charge) sum to 100.

    A review is laid out for each lead pairing that is in force on some day of the month, one for each mentee; those
    paused at its end are excused. Raises Invalid, Conflict ("round_there", "round_nobody").
    """
    demand_open(session, cohort_id)
    _check(month, due_on, weights)
    if session.scalars(select(ReviewRound.id).filter_by(cohort_id=cohort_id, month=month)).first():
        raise Conflict("round_there", month=month)
    weighed = dict(zip(("weight_self", "weight_head", "weight_leader"), weights, strict=True))
    row = ReviewRound(cohort_id=cohort_id, month=month, opens_on=today(), due_on=due_on, by_id=by.id, **weighed)
    session.add(row)
    session.flush()
    added, _paused = _take_up(session, row)
    if not added:
        raise Conflict("round_nobody", month=month)
    told = {"month": month, "due_on": due_on, "weights": list(weights), "reviews": added}
    record(session, by, Action.MANAGE_COHORTS, f"review_round:{row.id}", act="open", **told)
    return row.id


def _check(month: str, due_on: date, weights: Weights) -> None:
    if not MONTH.fullmatch(month):
        raise Invalid("bad_month", value=month)
    if first_day(month) > today():
        raise Invalid("review_month_ahead", field="month", month=month)
    if due_on < max(today(), first_day(month)):
        raise Invalid("review_due_past", field="due_on", day=due_on)
    if any(not isinstance(weight, int) or weight < 0 for weight in weights) or sum(weights) != 100:
        raise Invalid("review_weights", field="weights", sum=sum(weights))


@use_case(Action.MANAGE_COHORTS)
def take_up(session: Session, by: Actor, *, round_id: int, seen_version: int) -> tuple[int, int]:
    """Lay out reviews of pairings that came since an open round was opened, and excuse those that rest since.

    Returns how many were added and how many excuses changed; nothing is taken away.
    """
    row = _open(session, round_id, seen_version)
    added, changed = _take_up(session, row)
    told = {"added": added, "changed": changed}
    record(session, by, Action.MANAGE_COHORTS, f"review_round:{row.id}", act="take_up", **told)
    return added, changed


def _open(session: Session, round_id: int, seen_version: int) -> ReviewRound:
    row = fetch(session, ReviewRound, round_id)
    claim(session, row, seen_version)
    if row.status != "open":
        raise Conflict("round_not_open", month=row.month)
    return row


def _take_up(session: Session, row: ReviewRound) -> tuple[int, int]:
    owed = owed_in(session, row.cohort_id, row.month)
    there = {review.pairing_id: review for review in session.scalars(select(Review).filter_by(round_id=row.id))}
    new = [one for one in owed if one.pairing_id not in there]
    session.add_all(new_reviews(row.id, new, snapshots(session)))
    changed = 0
    for one in owed:
        review = there.get(one.pairing_id)
        if review is not None and review.state != "complete" and review.paused != one.paused:
            review.paused = one.paused
            changed += 1
    session.flush()
    return len(new), changed


def new_reviews(round_id: int, owed: Iterable[Owed], known: Snapshot) -> Iterable[Review]:
    """Empty reviews with whose comments are asked for now."""
    for one in owed:
        asked = known.asked(one.unit_id, one.mentor)
        yield Review(round_id=round_id, pairing_id=one.pairing_id, unit_id=one.unit_id, paused=one.paused, **asked)


def owed_in(session: Session, cohort_id: int, month: str) -> list[Owed]:
    """Who is reviewed in a month; of a mentee whose mentor changed in it the later pairing."""
    first, last = first_day(month), last_day(month)
    mentor = aliased(Person)
    rows = select(Pairing.id, Pairing.mentee_id, Person.unit_id, mentor.name)
    rows = rows.join(Mentee, Mentee.id == Pairing.mentee_id).join(Person, Person.id == Mentee.person_id)
    rows = rows.join(mentor, mentor.id == Pairing.mentor_id)
    rows = rows.where(Pairing.cohort_id == cohort_id, Pairing.role == "lead").order_by(Pairing.starts_on, Pairing.id)
    states, found = _states(session, cohort_id, last), {}
    for key, mentee_id, unit_id, name in session.execute(rows):
        present = _present(states.get(key, []), first)
        if present:
            found[mentee_id] = Owed(key, mentee_id, unit_id, name, present == "paused")
    return list(found.values())


def _states(session: Session, cohort_id: int, last: date) -> dict[int, list[tuple[date, str]]]:
    """The states of each pairing up to the last day of the month: [(since which day, state)]."""
    rows = select(PairingEvent.pairing_id, PairingEvent.on_day, PairingEvent.to_status)
    rows = rows.join(Pairing, Pairing.id == PairingEvent.pairing_id)
    rows = rows.where(Pairing.cohort_id == cohort_id, PairingEvent.on_day <= last).order_by(PairingEvent.id)
    states: dict[int, list[tuple[date, str]]] = {}
    for key, day, state in session.execute(rows):
        states.setdefault(key, []).append((day, state))
    return states


def _present(states: list[tuple[date, str]], first: date) -> str:
    """ "paused" where it rests at the end of the month, "force" where it was in force on some day of it, else ""."""
    if not states or states[-1][1] == "paused":
        return "paused" if states else ""
    ends = [day for day, _state in states[1:]] + [date.max]
    lived = any(state in FORCE and until > first for (_day, state), until in zip(states, ends, strict=True))
    return "force" if lived else ""


@use_case(Action.MANAGE_COHORTS)
def close_round(session: Session, by: Actor, *, round_id: int, seen_version: int) -> None:
    """End the filing of a month; what is missing then stays missing until the round is opened again."""
    row = _open(session, round_id, seen_version)
    row.status = "closed"
    record(session, by, Action.MANAGE_COHORTS, f"review_round:{row.id}", act="close", month=row.month)


@use_case(Action.MANAGE_COHORTS)
def reopen_round(session: Session, by: Actor, *, round_id: int, seen_version: int) -> None:
    """Let units file again; the due date stays, so what comes now is late or back-filled."""
    row = fetch(session, ReviewRound, round_id)
    claim(session, row, seen_version)
    if row.status != "closed":
        raise Conflict("round_not_closed", month=row.month)
    row.status = "open"
    record(session, by, Action.MANAGE_COHORTS, f"review_round:{row.id}", act="reopen", month=row.month)
