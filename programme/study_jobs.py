"""What the worker does with a job of kind STUDY: read the scheme, compute what was asked for, keep it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from db.engines import Database
from db.models import Job
from programme import firmness
from programme.runs import Pulse
from programme.scheme_state import SchemeState, load_scheme
from programme.studies import FIRMNESS, keep
from programme.usecase import fetch, perform

Work = Callable[[SchemeState, Callable[[float, str], None], Callable[[], bool]], dict[str, Any]]
WORK: Mapping[str, Work] = MappingProxyType({FIRMNESS: firmness.study})


def compute(database: Database, job_id: int, pulse: Pulse) -> None:
    """Do the studies of a job one after the other; progress runs over all of them."""
    with database.read() as session:
        job = fetch(session, Job, job_id)
        account_id, wanted = job.by_id, [kind for kind, _subject in job.payload["studies"]]
        state = load_scheme(session, job.payload["scheme_id"])
        fingerprint = state.scheme.fingerprint
    found = {}
    for at, kind in enumerate(wanted):
        found[kind] = WORK[kind](state, _part(pulse, at, len(wanted)), pulse.cancelled)
    perform(database, account_id, keep, job_id=job_id, fingerprint=fingerprint, found=found)


def _part(pulse: Pulse, at: int, count: int) -> Callable[[float, str], None]:
    """Progress of one study as a part of the whole."""
    return lambda share, _stage: pulse.report((at + share) / count)
