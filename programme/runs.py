"""A run: freeze the pool, solve it in a process of its own, keep the plan whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Job, Mentee, PolicyRow, Scheme, SchemeHold
from matching import Policy, Pool, Solution, solve
from programme import jobs, studies
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, Stale
from programme.ground import Ground, ground_of, held_of, in_order
from programme.holds_kept import Dropped, Held, sift
from programme.late_pool import LATE
from programme.limits_kept import carry_limits
from programme.rules import Rules, row_in_force
from programme.scheme_names import NAME_LENGTH, next_free
from programme.scheme_state import HANDMADE, freeze, read_problem, store_solution
from programme.snapshot import key_of, person_of, waiting_mentees
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
    """A run under way; `dropped` are the holds of the rules and of the scheme before it that cannot be kept, with
    the reasons."""

    scheme_id: int
    job_id: int
    dropped: tuple[Dropped, ...] = ()


@use_case(Action.RUN_SCHEME)
def start_run(session: Session, by: Actor, *, cohort_id: int, name: str, late: bool = False) -> Started:
    """Freeze the cohort's pool under the rules in force, with the pairs that they name, and send it to a worker.

    `late`: for those alone whom no signed scheme pairs; its seats count as taken.
    Raises Conflict when the name is taken or nobody waits or nobody has a seat, Invalid for an empty name.
    """
    scheme, ground = frozen_scheme(session, by, cohort_id, name, late=late)
    return _send(session, by, scheme, {"dropped": _told(ground.dropped)} if ground.dropped else {}, ground.dropped)


def frozen_scheme(
    session: Session, by: Actor, cohort_id: int, name: str, *, late: bool = False
) -> tuple[Scheme, Ground]:  # fmt: skip
    """A scheme yet without a plan: the pool as it is now under the rules in force, with the pairs that they name.

    Raises what `start_run` does.
    """
    ground = _worth_solving(session, cohort_id, late=late)
    policy = ground.rules.policy
    scheme = _new_scheme(session, by, cohort_id, own_name(session, cohort_id, name), ground, policy)
    _mark_late(scheme, late=late)
    _name_pairs(session, scheme, ground)
    return scheme, ground


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
    if old.kind == HANDMADE:
        raise Conflict("scheme_is_handmade", name=old.name)
    late = bool(old.problem.get(LATE))
    ground = _worth_solving(session, old.cohort_id, late=late)
    chosen = name.strip() or next_name(session, old.cohort_id, old.name)
    scheme = _new_scheme(
        session, by, old.cohort_id, own_name(session, old.cohort_id, chosen), ground, _aims(session, old, ground)
    )
    _mark_late(scheme, late=late)
    dropped = _carry_holds(session, old, scheme, ground)
    return _send(session, by, scheme, {"from": old.id, "dropped": _told(dropped)}, dropped)


@use_case(Action.RUN_SCHEME)
def finish_run(session: Session, by: Actor, *, job_id: int, solution: Solution) -> int:
    """Store a whole plan and open the scheme as a draft; Conflict when the job was cancelled or given up meanwhile."""
    job = fetch(session, Job, job_id)
    if job.cancel or job.status != "running":
        raise Conflict("cancelled" if job.cancel else "job_ended", status=job.status)
    scheme = fetch(session, Scheme, job.payload["scheme_id"])
    store_solution(session, by, scheme, solution, kept_by(job))
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
        account_id, problem = job.by_id, read_problem(session, job.payload["scheme_id"], kept_by(job))
    solution = solve(problem, progress=pulse.report, cancel=pulse.cancelled, time_limit=SOLVE_SECONDS)
    perform(database, account_id, finish_run, job_id=job_id, solution=solution)


def kept_by(job: Job) -> tuple[tuple[str, str], ...]:
    """The plan to which a run keeps among equals, or nearer where its rules put a price on changes."""
    return tuple((mentee, mentor) for mentee, mentor in job.payload.get("keep", ()))


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


def _worth_solving(session: Session, cohort_id: int, *, late: bool = False) -> Ground:
    ground = ground_of(session, cohort_id, late=late)
    _demand_people(ground.pool)
    return ground


def _mark_late(scheme: Scheme, *, late: bool) -> None:
    """A scheme of late joiners stays one when it is run again."""
    if late:
        scheme.problem = {**scheme.problem, LATE: True}


def _demand_people(pool: Pool) -> None:
    if not any(not mentee.ineligible for mentee in pool.mentees):
        raise Conflict("nobody_waits", waiting=len(pool.mentees))
    if not any(mentor.capacity > mentor.load and not mentor.available for mentor in pool.mentors):
        raise Conflict("no_free_seat", mentors=len(pool.mentors))


def _aims(session: Session, old: Scheme, ground: Ground) -> Policy:
    """The rules in force; for a scheme made of a point on the frontier with the weights of that point."""
    tiers = Policy.from_dict(old.problem["policy"]).tiers
    of_a_point = tiers != _rules_of(session, old).policy.tiers
    return replace(ground.rules.policy, tiers=tiers) if of_a_point else ground.rules.policy


def _new_scheme(session: Session, by: Actor, cohort_id: int, name: str, ground: Ground, policy: Policy) -> Scheme:
    row = row_in_force(session, by, cohort_id)
    known = {mentee.id for mentee in ground.pool.mentees}
    mentees = {key: row for key, row in waiting_mentees(session, cohort_id).items() if key in known}
    problem = freeze(ground.pool, policy, mentees, ground.bounds)
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


def _told(dropped: Iterable[Dropped]) -> list[list[str]]:
    return [[hold.kind, *hold.pair, hold.code] for hold in dropped]


def _carry_holds(session: Session, old: Scheme, new: Scheme, ground: Ground) -> list[Dropped]:
    """The pairs that the rules name now, then every order and hold of the old scheme that still stands; return the others.

    What the old scheme held because its rules named it comes back only if they still do.
    """
    rows = keyed_holds(session, old.id)
    before = {held_of(pair) for pair in _rules_of(session, old).pairs.values()}
    named_before = {(hold.kind, hold.pair) for hold in before}
    own = [hold for hold in rows if (hold.kind, hold.pair) not in named_before]
    taken = {hold.pair for hold in ground.held}
    bare, lost = carry_limits(session, old, new, ground.bare)
    kept, dropped = sift(bare, [*in_order(ground.held), *(hold for hold in own if hold.pair not in taken)])
    _name_pairs(session, new, ground)
    copy_holds(session, (rows[hold] for hold in kept if hold not in ground.held), new.id)
    return [*ground.dropped, *lost, *dropped]


def _rules_of(session: Session, scheme: Scheme) -> Rules:
    row = fetch(session, PolicyRow, scheme.policy_id)
    return Rules.of(row.number, row.rules)


def _name_pairs(session: Session, scheme: Scheme, ground: Ground) -> None:
    """Hold what the rules name, with the author and the reason that stand there."""
    mentees = scheme.problem["mentees"]
    session.add_all(
        SchemeHold(
            scheme_id=scheme.id,
            kind=hold.kind,
            rule=ground.broken(hold),
            origin="appointed" if pair.leader else "staff",
            mentee_id=mentees[hold.pair[0]],
            mentor_id=person_of(hold.pair[1]),
            reason=pair.reason,
            by_id=pair.by_id,
        )
        for hold, pair in ground.held.items()
    )
    session.flush()


def keyed_holds(session: Session, scheme_id: int) -> dict[Held, SchemeHold]:
    """The holds of a scheme in the order in which they were put, by what they hold."""
    rows = session.execute(
        select(SchemeHold, Mentee.person_id)
        .join(Mentee, Mentee.id == SchemeHold.mentee_id)
        .where(SchemeHold.scheme_id == scheme_id)
        .order_by(SchemeHold.id)
    )
    return {
        Held(hold.kind, (key_of(person), key_of(hold.mentor_id)), waived=bool(hold.rule)): hold for hold, person in rows
    }


def copy_holds(session: Session, rows: Iterable[SchemeHold], scheme_id: int) -> None:
    """The same holds, with author, reason and instant, on another scheme of the cohort."""
    kept = ("kind", "origin", "mentee_id", "mentor_id", "reason", "rule", "by_id", "at")
    session.add_all(SchemeHold(scheme_id=scheme_id, **{name: getattr(row, name) for name in kept}) for row in rows)
    session.flush()


def _supersede(session: Session, scheme_id: int | None) -> None:
    """The scheme that a re-run replaces makes way, unless it has been signed meanwhile."""
    old = session.get(Scheme, scheme_id) if scheme_id else None
    if old is not None and old.status in EDITABLE:
        old.status, old.version = "superseded", old.version + 1
        session.flush()
