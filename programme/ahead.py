"""What the pages stand on, read before anybody asks for it: once the server is up, and again when it was written.

Each answer is kept or remembered where it is worked out (`db.queries.kept`), by everything that it depends on: reading ahead only
moves the work to a moment at which nobody waits.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import clock
from db.engines import Database
from db.marks import marks_of
from db.models import Cohort, Mentee, Pairing, Scheme
from db.queries.desk import desk_schemes
from db.queries.kept import kept
from db.queries.viewer import Viewer
from programme.access import READS
from programme.comparison import comparison
from programme.contested import contested
from programme.desk_drift import drifted
from programme.desk_view import board, card
from programme.errors import ProgrammeError
from programme.feasibility import feasibility
from programme.progress.calendar import month_ago
from programme.progress.states import states
from programme.recheck import standing
from programme.scheme_figures import scheme_figures
from programme.staleness import UNDECIDED, drifts
from texts import DEFAULT, speaking

Read = Callable[[Session, Viewer], object]
# Written by somebody's mere presence, or by the machine; no page stands on them.
PRESENCE = frozenset({"sessions", "audit", "jobs", "locks", "exports"})
LED = ("active", "paused")
SIGNED_SOON = 2
# Who does the work of the section; what others see stands on the same ground, or is small.
STAFF = Viewer(READS["officer"])


def written(database: Database) -> Mapping[str, int]:
    """The marks of all tables that pages stand on: other ones once somebody has written to one of them."""
    with database.read() as session:
        return {table: mark for table, mark in marks_of(session).items() if table not in PRESENCE}


def read_ahead(database: Database) -> None:
    """Ask what the first visitors of the open cohorts would ask; what cannot be answered is left to whoever asks."""
    with database.read() as session:
        asked = list(_reads(session))
    for read in asked:
        with suppress(ProgrammeError), database.read() as session:
            read(session, STAFF)


def _reads(session: Session) -> Iterator[Read]:
    for cohort_id in session.scalars(select(Cohort.id).where(Cohort.status == "open").order_by(Cohort.id.desc())):
        if session.scalars(select(Mentee.id).filter_by(cohort_id=cohort_id, status="waiting").limit(1)).first():
            yield partial(feasibility, cohort_id=cohort_id)
        yield from _of_schemes(session, cohort_id)
        led = select(Pairing.id).where(Pairing.cohort_id == cohort_id, Pairing.status.in_(LED)).limit(1)
        if session.scalars(led).first():
            yield partial(states, cohort_id=cohort_id)
            yield partial(states, cohort_id=cohort_id, on=month_ago(clock.today()))


def _of_schemes(session: Session, cohort_id: int) -> Iterator[Read]:
    """The list of schemes; the last ones that wait for signatures; the one that the desk opens by itself."""
    yield partial(drifts, cohort_id=cohort_id)
    yield partial(scheme_figures, cohort_id=cohort_id)
    undecided = select(Scheme.id).where(
        Scheme.cohort_id == cohort_id, Scheme.status.in_(UNDECIDED), Scheme.fingerprint != ""
    )
    last = session.scalars(undecided.order_by(Scheme.id.desc()).limit(SIGNED_SOON)).all()
    if len(last) > 1:
        yield partial(comparison, scheme_ids=last)
    for scheme_id in last:
        yield partial(contested, scheme_id=scheme_id)
        yield partial(standing, scheme_id=scheme_id)
    for scheme_id in desk_schemes(session, STAFF, cohort_id=cohort_id)["id"].tolist()[:1]:
        yield partial(_desk, scheme_id=scheme_id)
        yield partial(drifted, scheme_id=scheme_id)


@kept
def _desk(session: Session, viewer: Viewer, *, scheme_id: int) -> None:
    """The board with the card of its first line, as the desk opens; of it only what has no language is remembered."""
    with speaking(DEFAULT):
        for mentee_id in board(session, viewer, scheme_id=scheme_id).queue.ids[:1]:
            card(session, viewer, scheme_id=scheme_id, mentee_id=mentee_id)
