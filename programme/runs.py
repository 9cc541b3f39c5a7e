"""A run: freeze the pool, solve it in a process of its own, keep the plan whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Job, Mentee, Scheme, SchemeHold
from matching import Policy, Pool, Solution, build_problem, solve
from programme import jobs, studies
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, Stale
from programme.holds_kept import Dropped, Held, sift
from programme.rules import Rules, row_in_force
from programme.scheme_names import NAME_LENGTH, next_free
from programme.scheme_state import freeze, read_problem, store_solution
from programme.snapshot import key_of, load_pool, waiting_mentees
from programme.usecase import fetch, perform, record, use_case

SOLVE = "solve"
SOLVE_SECONDS = 45.0
EDITABLE = ("draft", "returned")


class Pulse(Protocol):
    """How a running job speaks to its row (see `programme.worker`)."""

    def report(self, share: float, _stage: str = "") -> None:
        """Take note of the progress, 0..1."""

    def cancelled(self) -> bool:
        """Whether somebody asked the job to stop."""


@dataclass(frozen=True, slots=True)
class Started:
    """A run under way; `dropped` are the holds of the scheme before it that cannot be kept, with the reasons."""

    scheme_id: int
    job_id: int
    dropped: tuple[Dropped, ...] = ()


@use_case(Action.RUN_SCHEME)
def start_run(session: Session, by: Actor, *, cohort_id: int, name: str) -> Started:
    """Freeze the cohort's pool under the rules in force and send it to a worker.

    Raises Conflict when the name is taken or nobody waits or nobody has a seat, Invalid for an empty name.
    """
    pool = _worth_solving(load_pool(session, cohort_id))
    scheme = _new_scheme(session, by, cohort_id, own_name(session, cohort_id, name), pool)
    return _send(session, by, scheme, {})


@use_case(Action.RUN_SCHEME)
def rerun(session: Session, by: Actor, *, scheme_id: int, seen_version: int, name: str = "") -> Started:
    """Solve the pool as it is now with every lock and ban of a scheme that still stands, as a scheme of its own.

    The scheme before it keeps its history and, once the new one is there, becomes `superseded` (if it was still
    being worked at). Without a name the new one gets the old one's with a number.
    """
    old = fetch(session, Scheme, scheme_id)
    if old.version != seen_version:
        raise Stale("row", kind="schemes", seen=seen_version, present=old.version)
    if not old.fingerprint:
        raise Conflict("no_solution_yet", name=old.name, status=old.status)
    pool = _worth_solving(load_pool(session, old.cohort_id))
    chosen = name.strip() or next_name(session, old.cohort_id, old.name)
    scheme = _new_scheme(session, by, old.cohort_id, own_name(session, old.cohort_id, chosen), pool)
    dropped = _carry_holds(session, old, scheme, pool)
    told = [[hold.kind, *hold.pair, hold.code] for hold in dropped]
    return _send(session, by, scheme, {"from": old.id, "dropped": told}, dropped)


@use_case(Action.RUN_SCHEME)
def finish_run(session: Session, by: Actor, *, job_id: int, solution: Solution) -> int:
    """Store a whole plan and open the scheme as a draft; Conflict when the job was cancelled or given up meanwhile."""
    job = fetch(session, Job, job_id)
    if job.cancel or job.status != "running":
        raise Conflict("cancelled" if job.cancel else "job_ended", status=job.status)
    scheme = fetch(session, Scheme, job.payload["scheme_id"])
    store_solution(session, by, scheme, solution)
    scheme.status, scheme.version = "draft", scheme.version + 1
    job.status, job.progress, job.result = "done", 1.0, {"pairs": len(solution.pairs)}
    _supersede(session, job.payload.get("from"))
    studies.follow(session, by, scheme.id, job.id)
    figures = {"pairs": len(solution.pairs), "unmatched": len(solution.unmatched), "status": solution.status}
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme.id}", fingerprint=solution.fingerprint, **figures)
    return scheme.id


def compute(database: Database, job_id: int, pulse: Pulse) -> None:
    """What the worker does with a job of kind SOLVE: read, solve, store."""
    with database.read() as session:
        job = fetch(session, Job, job_id)
        account_id, problem = job.by_id, read_problem(session, job.payload["scheme_id"])
    solution = solve(problem, progress=pulse.report, cancel=pulse.cancelled, time_limit=SOLVE_SECONDS)
    perform(database, account_id, finish_run, job_id=job_id, solution=solution)


def own_name(session: Session, cohort_id: int, name: str, scheme_id: int | None = None) -> str:
    """The name without blanks around; Invalid when empty or too long, Conflict when another scheme has it."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Invalid("scheme_name", length=len(name), limit=NAME_LENGTH)
    holder = session.scalar(select(Scheme.id).where(Scheme.cohort_id == cohort_id, Scheme.name == name))
    if holder not in (None, scheme_id):
        raise Conflict("scheme_name_taken", name=name)
    return name


def next_name(session: Session, cohort_id: int, name: str) -> str:
    """The name for a re-run: the next free number in the cohort."""
    return next_free(name, set(session.scalars(select(Scheme.name).where(Scheme.cohort_id == cohort_id))))


def _worth_solving(pool: Pool) -> Pool:
    if not any(not mentee.ineligible for mentee in pool.mentees):
        raise Conflict("nobody_waits", waiting=len(pool.mentees))
    if not any(mentor.capacity > mentor.load and not mentor.available for mentor in pool.mentors):
        raise Conflict("no_free_seat", mentors=len(pool.mentors))
    return pool


def _new_scheme(session: Session, by: Actor, cohort_id: int, name: str, pool: Pool) -> Scheme:
    row = row_in_force(session, by, cohort_id)
    problem = freeze(pool, Rules.of(row.number, row.rules).policy, waiting_mentees(session, cohort_id))
    scheme = Scheme(cohort_id=cohort_id, policy_id=row.id, name=name, problem=problem, solution={}, by_id=by.id)
    session.add(scheme)
    session.flush()
    return scheme


def _send(
    session: Session, by: Actor, scheme: Scheme, extra: dict[str, Any], dropped: Sequence[Dropped] = ()
) -> Started:
    job = jobs.enqueue(session, by, SOLVE, {"scheme_id": scheme.id, **extra})
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme.id}", job=job.id, name=scheme.name, **extra)
    return Started(scheme.id, job.id, tuple(dropped))


def _carry_holds(session: Session, old: Scheme, new: Scheme, pool: Pool) -> list[Dropped]:
    """Copy every hold that stands on the fresh pool; return the others."""
    rows = keyed_holds(session, old.id)
    problem = build_problem(pool, Policy.from_dict(new.problem["policy"]))
    kept, dropped = sift(problem, rows)
    copy_holds(session, (rows[hold] for hold in kept), new.id)
    return dropped


def keyed_holds(session: Session, scheme_id: int) -> dict[Held, SchemeHold]:
    """The holds of a scheme in the order in which they were put, by what they hold."""
    rows = session.execute(
        select(SchemeHold, Mentee.person_id)
        .join(Mentee, Mentee.id == SchemeHold.mentee_id)
        .where(SchemeHold.scheme_id == scheme_id)
        .order_by(SchemeHold.id)
    )
    return {Held(hold.kind, (key_of(person), key_of(hold.mentor_id))): hold for hold, person in rows}


def copy_holds(session: Session, rows: Iterable[SchemeHold], scheme_id: int) -> None:
    """The same holds, with author, reason and instant, on another scheme of the cohort."""
    kept = ("kind", "origin", "mentee_id", "mentor_id", "reason", "by_id", "at")
    session.add_all(SchemeHold(scheme_id=scheme_id, **{name: getattr(row, name) for name in kept}) for row in rows)
    session.flush()


def _supersede(session: Session, scheme_id: int | None) -> None:
    """The scheme that a re-run replaces makes way, unless it has been signed meanwhile."""
    old = session.get(Scheme, scheme_id) if scheme_id else None
    if old is not None and old.status in EDITABLE:
        old.status, old.version = "superseded", old.version + 1
        session.flush()
