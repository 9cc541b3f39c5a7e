"""The next year's cohort from this one: dates a year later, the same rules without names, extended pairings carried over as asked."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import OPEN, Cohort, Conclusion, Mentee, MenteeNeed, Pairing, PolicyRow, ProgressRules
from programme import cohorts, pairings
from programme.access import Action, Actor
from programme.assessment.deeds import bring_in
from programme.errors import Conflict
from programme.recordbook.taken_over import take_over
from programme.rule_templates import nameless
from programme.rules import rules_in_force
from programme.usecase import claim, fetch, record, use_case

CARRIED = ("category", "county", "township", "field_id", "demand", "priority")


def a_year_later(day: date) -> date:
    """The same day of the next year; the last of February after a leap day.

    >>> a_year_later(date(2024, 2, 29)), a_year_later(date(2026, 9, 1))
    (datetime.date(2025, 2, 28), datetime.date(2027, 9, 1))
    """
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


@use_case(Action.MANAGE_COHORTS)
def copy_to_next_year(
    session: Session, by: Actor, *, cohort_id: int, seen_version: int, name: str, carry: Collection[int] = ()
) -> int:  # fmt: skip
    """Make the next year's cohort; returns its id. `carry` are running pairings that go on after an extension.

    A mentee is carried over with all open pairings.
    Weights and quota of rounds follow by themselves: the next round of a kind begins as the last one was. Raises
    Conflict("cohort_name_taken", "not_extended"), Stale.
    """
    old = fetch(session, Cohort, cohort_id)
    claim(session, old, seen_version)
    later = {part: a_year_later(getattr(old, part)) for part in ("eligible_on", "starts_on", "ends_on")}
    key = cohorts.create(
        session, by, name=name, notice_days=old.notice_days, sign_levels=old.sign_levels, reach=old.reach, **later
    )  # fmt: skip
    _copy_rules(session, by, cohort_id, key)
    for pairing_id in sorted(carry):
        _carry_all(session, by, fetch(session, Pairing, pairing_id), key)
    told = {"act": "copied_from", "cohort": cohort_id, "carried": sorted(carry)}
    record(session, by, Action.MANAGE_COHORTS, f"cohort:{key}", **told)
    return key


def _copy_rules(session: Session, by: Actor, old: int, new: int) -> None:
    rules = nameless(rules_in_force(session, old)).to_dict()
    session.add(PolicyRow(cohort_id=new, number=1, rules=rules, note="", by_id=by.id))
    latest = select(func.max(ProgressRules.number)).filter_by(cohort_id=old)
    progress = session.scalars(select(ProgressRules).filter_by(cohort_id=old, number=session.scalar(latest))).first()
    if progress is not None:
        session.add(ProgressRules(cohort_id=new, number=1, rules=progress.rules, note="", by_id=by.id))
    session.flush()


def _carry_all(session: Session, by: Actor, chosen: Pairing, cohort_id: int) -> None:
    rows = select(Pairing).where(Pairing.mentee_id == chosen.mentee_id, Pairing.status.in_(OPEN))
    for one in session.scalars(rows.order_by(Pairing.role.desc(), Pairing.id)).all():
        _carry(session, by, one, cohort_id)


def _carry(session: Session, by: Actor, old: Pairing, cohort_id: int) -> None:
    """An extended pairing goes on in the new cohort: mentor and end stay as two people signed them."""
    rows = select(Conclusion).join(Pairing, Pairing.id == Conclusion.pairing_id)
    rows = rows.where(
        Pairing.mentee_id == old.mentee_id, Conclusion.kind == "extend", Conclusion.status == "carried_out"
    )
    signed = session.scalars(rows.order_by(Conclusion.id.desc())).first()
    if signed is None or old.status not in ("active", "due"):
        raise Conflict("not_extended", pairing=old.id)
    claim(session, old, old.version)
    for step in ("due", "extended") if old.status == "active" else ("extended",):
        pairings.shift(session, by, old, step, signed.ground)
    mentee = _in_the_new_cohort(session, fetch(session, Mentee, old.mentee_id), cohort_id)
    new = Pairing(
        cohort_id=cohort_id, mentee_id=mentee.id, mentor_id=old.mentor_id, role=old.role, status="active",
        starts_on=min(today(), old.ends_on), ends_on=old.ends_on,
    )  # fmt: skip
    bring_in(session, by, new, new.starts_on, signed.ground)
    take_over(session, by, old, new)
    told = {"act": "carried_over", "pairing": old.id, "conclusion": signed.id}
    record(session, by, Action.MANAGE_COHORTS, f"pairing:{new.id}", **told)


def _in_the_new_cohort(session: Session, old: Mentee, cohort_id: int) -> Mentee:
    """The mentee's entry in the new cohort, with place and needs; the second mentor's pairing finds the same one."""
    there = session.scalars(select(Mentee).filter_by(cohort_id=cohort_id, person_id=old.person_id)).first()
    if there is not None:
        return there
    kept = {name: getattr(old, name) for name in CARRIED}
    new = Mentee(cohort_id=cohort_id, person_id=old.person_id, status="waiting", **kept)
    session.add(new)
    session.flush()
    needs = session.scalars(select(MenteeNeed).filter_by(mentee_id=old.id)).all()
    session.add_all(MenteeNeed(mentee_id=new.id, rank=one.rank, term_id=one.term_id) for one in needs)
    session.flush()
    return new
