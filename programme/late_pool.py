"""The pool for late joiners: whoever stands on a scheme under signature is out of it, and their seats are taken."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, Scheme, SchemePair
from matching import Pool
from programme.snapshot import key_of

UNDER_SIGNATURE = ("proposed", "approved")
LATE = "late"


def without_signed(session: Session, cohort_id: int, pool: Pool, but: int = 0) -> Pool:
    """The pool less every mentee whom a signed scheme of the cohort pairs; its mentors have that many seats fewer.

    Signed schemes of other cohorts take their seats too, the scheme `but` does not count. What is confirmed is not
    in the pool anyway.
    """
    rows = session.execute(
        select(Mentee.person_id, SchemePair.mentor_id, Scheme.cohort_id)
        .join(SchemePair, SchemePair.mentee_id == Mentee.id)
        .join(Scheme, Scheme.id == SchemePair.scheme_id)
        .where(Scheme.status.in_(UNDER_SIGNATURE), Scheme.id != but)
    ).all()
    signed = {key_of(person) for person, _mentor, cohort in rows if cohort == cohort_id}
    # Two schemes under signature may name one pair: its seat is taken once.
    taken = Counter(key_of(mentor) for _person, mentor in {(person, mentor) for person, mentor, _cohort in rows})
    kept = tuple(mentee for mentee in pool.mentees if mentee.id not in signed)
    known = {mentee.id for mentee in kept}
    return replace(
        pool,
        mentors=tuple(replace(mentor, load=mentor.load + taken[mentor.id]) for mentor in pool.mentors),
        mentees=kept,
        **{name: _among(getattr(pool, name), known) for name in ("avoid", "command", "wishes")},
    )


def _among(pairs: frozenset[tuple[str, str]], mentees: set[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in pairs if pair[0] in mentees)
