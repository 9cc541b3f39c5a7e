"""What the worker does with a job of kind STUDY: read the scheme, compute what was asked for, keep it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Job
from programme import firmness, tradeoffs
from programme.runs import Pulse
from programme.scheme_orders import Keys
from programme.scheme_state import SchemeState, load_scheme
from programme.studies import FIRMNESS, keep
from programme.usecase import fetch, perform


def compute(database: Database, job_id: int, pulse: Pulse) -> None:
    """Do the studies of a job one after the other; progress runs over all of them."""
    with database.read() as session:
        job = fetch(session, Job, job_id)
        account_id, wanted = job.by_id, job.payload["studies"]
        state = load_scheme(session, job.payload["scheme_id"])
        near = {subject: _near(session, subject) for _kind, subject in wanted}
        fingerprint = state.scheme.fingerprint
    found = {}
    for at, (kind, subject) in enumerate(wanted):
        found[kind] = _study(kind, state, near[subject], _part(pulse, at, len(wanted)), pulse.cancelled)
    perform(database, account_id, keep, job_id=job_id, fingerprint=fingerprint, found=found)


def _study(
    kind: str,
    state: SchemeState,
    near: tuple[Keys, ...],
    progress: Callable[[float, str], None],
    cancel: Callable[[], bool],
) -> dict[str, Any]:
    if kind == FIRMNESS:
        return firmness.study(state, progress, cancel)
    return tradeoffs.study(kind, state, near, progress, cancel)


def _near(session: Session, subject: str) -> tuple[Keys, ...]:
    """The plan that a subject names (see `tradeoffs.subject_now`)."""
    return tradeoffs.plan_of(session, int(subject.partition(":")[0])) if subject else ()


def _part(pulse: Pulse, at: int, count: int) -> Callable[[float, str], None]:
    """Progress of one study as a part of the whole."""
    return lambda share, _stage: pulse.report((at + share) / count)
