"""What must hold of pairings and the people in them; see `programme.invariants`."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.models import (
    OPEN,
    Avoidance,
    Cohort,
    Mentee,
    MentorProfile,
    Pairing,
    PairingEvent,
    Scheme,
    SchemeLimit,
    SchemePair,
)
from programme.pairings import GRAPH
from programme.rules import rules_in_force


def places(session: Session, kind: str, statement: Select) -> Iterator[str]:
    """Each row of the statement as the name of a place: `pairing:12`."""
    for row in session.execute(statement):
        yield f"{kind}:" + ":".join(str(value) for value in row)


def capacity_is_kept(session: Session) -> Iterator[str]:
    """No mentor has more open pairings than seats in the pool with those that a confirmed scheme ordered, or than a
    cohort's rules give the mentor by name."""
    rows = session.execute(
        select(Pairing.mentor_id, func.count(Pairing.id), func.coalesce(MentorProfile.capacity, 0))
        .outerjoin(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)
        .where(Pairing.status.in_(OPEN))
        .group_by(Pairing.mentor_id, MentorProfile.capacity)
    ).all()
    named, ordered = seats_by_name(session), seats_ordered(session)
    own = ((key, load, seats + ordered.get(key, 0)) for key, load, seats in rows)
    yield from (f"mentor:{key}" for key, load, seats in own if load > max(seats, named.get(key, 0)))


def seats_ordered(session: Session) -> dict[int, int]:
    """The seats that confirmed schemes gave mentors beside those of the pool, signed with the reason."""
    rows = select(SchemeLimit.person_id, func.sum(SchemeLimit.amount)).join(Scheme, Scheme.id == SchemeLimit.scheme_id)
    given = rows.where(Scheme.status == "confirmed", SchemeLimit.kind == "seats", SchemeLimit.amount > 0)
    return {key: int(amount) for key, amount in session.execute(given.group_by(SchemeLimit.person_id))}


def seats_by_name(session: Session) -> dict[int, int]:
    """The most seats that the rules in force of any cohort give a mentor by name."""
    out: dict[int, int] = {}
    for cohort_id in session.scalars(select(Cohort.id)):
        for key, named in rules_in_force(session, cohort_id).overrides.items():
            out[int(key)] = max(out.get(int(key), 0), named.seats)
    return out


def one_open_lead_for_each_mentee(session: Session) -> Iterator[str]:
    """A mentee has at most one open lead, and a second mentor only beside a lead, at most as many as asked for."""
    rows = session.execute(
        select(Pairing.mentee_id, Pairing.role, Mentee.demand)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .where(Pairing.status.in_(OPEN))
    )
    roles: dict[tuple[int, int], list[str]] = defaultdict(list)
    for mentee_id, role, demand in rows:
        roles[mentee_id, demand].append(role)
    for (mentee_id, demand), found in sorted(roles.items()):
        if found.count("lead") != 1 or len(found) > demand:
            yield f"mentee:{mentee_id}"


def two_mentors_are_two_people(session: Session) -> Iterator[str]:
    """Nobody is lead and second of the same mentee."""
    yield from places(
        session,
        "mentee",
        select(Pairing.mentee_id)
        .where(Pairing.status.in_(OPEN))
        .group_by(Pairing.mentee_id, Pairing.mentor_id)
        .having(func.count() > 1),
    )


def nobody_mentors_himself(session: Session) -> Iterator[str]:
    """Mentor and mentee are two people, in pairings and in schemes."""
    for kind, table in (("pairing", Pairing), ("scheme", SchemePair)):
        key = table.id if table is Pairing else table.scheme_id  # type: ignore[attr-defined]
        joined = select(key).join(Mentee, Mentee.id == table.mentee_id)
        yield from places(session, kind, joined.where(Mentee.person_id == table.mentor_id))


def nobody_is_each_others_mentor(session: Session) -> Iterator[str]:
    """Two people are never each other's mentor in open pairings."""
    rows = select(Pairing.mentor_id, Mentee.person_id).join(Mentee, Mentee.id == Pairing.mentee_id)
    bonds = {(a, b) for a, b in session.execute(rows.where(Pairing.status.in_(OPEN)))}
    yield from (f"mentor:{a}" for a, b in sorted(bonds) if (b, a) in bonds and a != b)


def avoidances_are_kept(session: Session) -> Iterator[str]:
    """No open pairing binds two people who declared that they must avoid each other."""
    person, mentor = Mentee.person_id, Pairing.mentor_id
    declared = or_(
        and_(Avoidance.person_a == person, Avoidance.person_b == mentor),
        and_(Avoidance.person_a == mentor, Avoidance.person_b == person),
    )
    joined = select(Pairing.id).join(Mentee, Mentee.id == Pairing.mentee_id).join(Avoidance, declared)
    yield from places(session, "pairing", joined.where(Pairing.status.in_(OPEN)))


def only_the_confirmed_mentor(session: Session) -> Iterator[str]:
    """An open pairing's mentor has been confirmed in the pool once."""
    yield from places(
        session,
        "pairing",
        select(Pairing.id)
        .outerjoin(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)
        .where(
            Pairing.status.in_(OPEN), func.coalesce(MentorProfile.status, "nominated").in_(("nominated", "reviewed"))
        ),
    )


def state_is_the_last_event(session: Session) -> Iterator[str]:
    """A pairing's events start from nothing, follow each other along the graph and end in its state."""
    events: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = select(PairingEvent.pairing_id, PairingEvent.from_status, PairingEvent.to_status)
    for pairing_id, before, after in session.execute(rows.order_by(PairingEvent.id)):
        events[pairing_id].append((before, after))
    for pairing_id, status in session.execute(select(Pairing.id, Pairing.status).order_by(Pairing.id)):
        steps = [("", ""), *events[pairing_id]]
        linked = all(one[1] == two[0] and two[1] in GRAPH.get(two[0], ()) for one, two in pairwise(steps))
        if not linked or steps[-1][1] != status:
            yield f"pairing:{pairing_id}"


def mentee_state_fits_the_pairings(session: Session) -> Iterator[str]:
    """A mentee is paired exactly while a pairing is open."""
    is_open = select(Pairing.id).where(Pairing.mentee_id == Mentee.id, Pairing.status.in_(OPEN)).exists()
    wrong = or_(and_(Mentee.status == "paired", ~is_open), and_(Mentee.status != "paired", is_open))
    yield from places(session, "mentee", select(Mentee.id).where(wrong).order_by(Mentee.id))


def one_cohort_throughout(session: Session) -> Iterator[str]:
    """A pairing and its scheme, and a scheme's pairs, belong to the mentee's cohort."""
    strays = select(Pairing.id).join(Mentee, Mentee.id == Pairing.mentee_id)
    strays = strays.outerjoin(Scheme, Scheme.id == Pairing.scheme_id)
    differs = or_(Pairing.cohort_id != Mentee.cohort_id, Scheme.cohort_id != Mentee.cohort_id)
    yield from places(session, "pairing", strays.where(differs))
    pairs = select(Scheme.id).join(SchemePair, SchemePair.scheme_id == Scheme.id)
    pairs = pairs.join(Mentee, Mentee.id == SchemePair.mentee_id)
    yield from places(session, "scheme", pairs.where(Mentee.cohort_id != Scheme.cohort_id).distinct())


def dates_are_in_order(session: Session) -> Iterator[str]:
    """No pairing ends before it starts."""
    yield from places(session, "pairing", select(Pairing.id).where(Pairing.starts_on > Pairing.ends_on))


CHECKS = (
    capacity_is_kept,
    one_open_lead_for_each_mentee,
    two_mentors_are_two_people,
    nobody_mentors_himself,
    nobody_is_each_others_mentor,
    avoidances_are_kept,
    only_the_confirmed_mentor,
    state_is_the_last_event,
    mentee_state_fits_the_pairings,
    one_cohort_throughout,
    dates_are_in_order,
)
