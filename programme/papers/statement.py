"""Why a mentee has this mentor, all of it in plain values: rules checked, reasons, the next choices, firmness, history.

Read from the scheme's own snapshot and from what the desk shows, so it says the same whenever it is drawn up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local
from db.models import Account, Cohort, Mentee, Pairing, Person, PolicyRow, Scheme, Unit
from db.queries.pairings import pairing_events
from db.queries.remarks import remarks
from db.queries.signoff import leaders, signatures
from db.queries.viewer import Viewer, reads
from programme import eligibility, frozen
from programme.desk_cards import Candidate, Card, Couple, Deed
from programme.desk_history import history
from programme.desk_view import card
from programme.eligibility import Verdict
from programme.pilots import reach
from programme.rules import HARD_RULES, Rules
from programme.scheme_state import SchemeState, load_scheme
from programme.usecase import fetch

NEXT = 3
SIGNED = ("proposed", "approved", "confirmed")


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and how the pair stands to it: "passed", "hint", "set_aside", "off" (not in force) or "below"."""

    rule: str
    verdict: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on the way, at a moment of the staff's clocks: `kind` with `data` for its words.

    "run", "deed", "remark", "reply", "signature" or "pairing".
    """

    at: datetime
    by: str
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A mentee's place in a scheme; `version` is the beginning of the signed hash, "" while nothing is signed.

    `checks` and `leaders` have one entry for each mentor of `card.couples` (a leader's name, "" where none named the
    pair); `next_ones` are mentors who were not chosen.
    """

    scheme: str
    cohort: str
    version: str
    card: Card
    checks: tuple[tuple[Check, ...], ...]
    leaders: tuple[str, ...]
    next_ones: tuple[Candidate, ...]
    events: tuple[Event, ...]
    own_unit: bool


@reads("programme")
def statement(session: Session, viewer: Viewer, *, scheme_id: int, mentee_id: int) -> Statement:
    """The statement of one mentee in a scheme.

    Raises NotFound for somebody who is not in it or not in the viewer's scope, Conflict for a scheme without prices: one
    that is not computed, or a list made by hand.
    """
    shown = card(session, viewer, scheme_id=scheme_id, mentee_id=mentee_id)
    state = load_scheme(session, scheme_id)
    scheme = state.scheme
    eligible, named = _eligibility(session, scheme, mentee_id), leaders(session, viewer, scheme_id=scheme_id)
    return Statement(
        scheme=scheme.name,
        cohort=fetch(session, Cohort, scheme.cohort_id).name,
        version=frozen.short(scheme.frozen_hash) if scheme.status in SIGNED else "",
        card=shown,
        checks=tuple(tuple(_checks(state, mentee_id, couple, eligible)) for couple in shown.couples),
        leaders=tuple(named.get((mentee_id, one.mentor.id), "") for one in shown.couples),
        next_ones=tuple(one for one in shown.candidates if not one.present)[:NEXT],
        events=tuple(sorted(_events(session, viewer, scheme, mentee_id), key=lambda event: event.at)),
        own_unit=viewer.unit_id is not None,
    )


def _eligibility(session: Session, scheme: Scheme, mentee_id: int) -> Verdict:
    """What eligibility rests on, by the rules that the scheme was computed under."""
    row = fetch(session, PolicyRow, scheme.policy_id)
    entry = fetch(session, Mentee, mentee_id)
    person = fetch(session, Person, entry.person_id)
    unit = session.get(Unit, person.unit_id) if person.unit_id else None
    cohort = fetch(session, Cohort, scheme.cohort_id)
    known = eligibility.candidate(entry, person, unit, reach(session, cohort))
    return eligibility.judge(known, cohort.eligible_on, Rules.of(row.number, row.rules))


def _checks(state: SchemeState, mentee_id: int, couple: Couple, eligible: Verdict) -> Iterator[Check]:
    policy = state.policy
    mentee = state.wanting[state.keys(mentee_id, 0)[0]]
    yield Check("available", "passed", {"burden": couple.burden, "capacity": couple.capacity})
    yield Check("eligible", "set_aside" if mentee.ineligible else "passed", {"verdict": eligible})
    for name in HARD_RULES:
        yield Check(name, _verdict(policy.rule(name), name, couple), {"reason": couple.hold_reason})
    low = couple.fit < policy.floor
    yield Check("floor", "below" if low else "passed", {"fit": couple.fit, "floor": policy.floor})


def _verdict(force: str, name: str, couple: Couple) -> str:
    if couple.rule == name:
        return "set_aside"
    if name in couple.hints:
        return "hint"
    return "off" if force == "allow" else "passed"


def _events(session: Session, viewer: Viewer, scheme: Scheme, mentee_id: int) -> Iterator[Event]:
    yield Event(local(scheme.at), fetch(session, Account, scheme.by_id).name, "run", {"scheme": scheme.name})
    for deed in history(session, viewer, scheme_id=scheme.id):
        if mentee_id in deed.touched:
            yield Event(local(deed.at), deed.by, "deed", {"deed": deed})
    yield from _remarks(session, viewer, scheme.id, mentee_id)
    for row in signatures(session, viewer, scheme_id=scheme.id).itertuples():
        yield Event(local(row.at.to_pydatetime()), row.by, "signature", {"stage": row.stage, "comment": row.comment})
    pairings = select(Pairing.id).where(Pairing.scheme_id == scheme.id, Pairing.mentee_id == mentee_id)
    for pairing_id in session.scalars(pairings):
        for row in pairing_events(session, viewer, pairing_id=pairing_id).itertuples():
            told = {"state": row.to_status, "day": row.on_day, "reason": row.reason}
            yield Event(local(row.at.to_pydatetime()), row.by, "pairing", told)


def _remarks(session: Session, viewer: Viewer, scheme_id: int, mentee_id: int) -> Iterator[Event]:
    found = remarks(session, viewer, scheme_id=scheme_id)
    for row in found[found["mentee_id"] == mentee_id].itertuples():
        yield Event(local(row.at.to_pydatetime()), row.by, "remark", {"text": row.remark})
        if row.settled:
            yield Event(local(row.settled_at.to_pydatetime()), row.settled_by, "reply", {"text": row.reply})


def deed_of(event: Event) -> Deed:
    """The act at the desk that an event of kind "deed" tells."""
    return event.data["deed"]  # type: ignore[no-any-return]
