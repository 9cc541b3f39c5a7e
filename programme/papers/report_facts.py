"""The figures of the city report (情况报告): scale, coverage, process, growth, outcomes, structure, and what goes wrong.

Everything is read on one day and kept together, so that sentences and tables of one report agree with each other.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.models import OPEN, Cohort
from db.queries.force_grades import force_counts
from db.queries.frames import table
from db.queries.kept import kept
from db.queries.lineage import lineage
from db.queries.mentees import judged_by, mentees
from db.queries.monthly import by_unit, rounds
from db.queries.outcome_figures import References, reference_figures
from db.queries.record_plans import stages
from db.queries.records_counts import coverage, mix
from db.queries.records_scope import RecordFilter
from db.queries.report_figures import expertise_demand, pairing_states, records_by_month, silent_pairings
from db.queries.viewer import Viewer, reads
from db.queries.workload import expertise_balance, mentee_coverage, mentor_loads
from programme.eligibility import Candidate, judge
from programme.papers.report_standings import Standings, standings
from programme.pilots import reach_of
from programme.recordbook.in_force import spans_of
from programme.rules import Rules
from programme.usecase import fetch

# Nothing recorded for so long counts as silence; so many months stand in the table.
SILENT_DAYS, MONTHS = 60, 12
# From this share on back-filling is called a problem.
BACKFILLED = 0.2
# A DataFrame as the read models give it; this layer only counts over it.
Frame = Any
LED = ("paired", "graduated", "extended")


@dataclass(frozen=True, slots=True)
class Facts:
    """Frames as the read models give them, and what was counted over them on the day `on`.

    `people` is mentee_coverage with `led`; `waiting` and `ineligible` count mentees without a mentor; `months` is
    month ("2026-10"), pairs, logs, talks, households, on_time (share or None); `rounds` are the reviews whose day has passed,
    `late` the units that owe some.
    """

    cohort: str
    on: date
    people: Frame
    loads: Frame
    pairs: Frame
    waiting: int
    ineligible: int
    records: Frame
    mix: Frame
    villages: int
    rounds: Frame
    late: Frame
    months: Frame
    stages: Frame
    balance: Frame
    demand: Frame
    silent: Frame
    lineages: int
    references: References
    forces: Frame
    standings: Standings


@reads("programme")
@kept
def facts(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> Facts:
    """The figures of a cohort on a day, for a liaison those of its unit's people."""
    people = mentee_coverage(session, viewer, cohort_id=cohort_id)
    pairs = pairing_states(session, viewer, cohort_id=cohort_id)
    records = records_by_month(session, viewer, cohort_id=cohort_id)
    reviewed = _due(rounds(session, viewer, cohort_id=cohort_id), on)
    waiting, ineligible = _without(session, viewer, cohort_id)
    own = RecordFilter(cohort_id=cohort_id)
    return Facts(
        cohort=fetch(session, Cohort, cohort_id).name,
        on=on,
        people=people,
        loads=mentor_loads(session, viewer),
        pairs=pairs,
        waiting=waiting,
        ineligible=ineligible,
        records=records,
        mix=mix(session, viewer, chosen=own),
        villages=len(coverage(session, viewer, chosen=own)),
        rounds=reviewed,
        late=_late(session, viewer, reviewed),
        months=_months(session, pairs, records, reviewed, on),
        stages=stages(session, viewer, cohort_id=cohort_id),
        balance=expertise_balance(session, viewer, cohort_id=cohort_id),
        demand=expertise_demand(session, viewer, cohort_id=cohort_id),
        silent=silent_pairings(session, viewer, cohort_id=cohort_id, since=on - timedelta(days=SILENT_DAYS)),
        lineages=len(lineage(session, viewer)),
        references=reference_figures(session, viewer, cohort_id=cohort_id, on=on),
        forces=force_counts(session, viewer),
        standings=standings(session, viewer, cohort_id),
    )


def _without(session: Session, viewer: Viewer, cohort_id: int) -> tuple[int, int]:
    """How many wait eligible, and how many wait who are not."""
    day, saved = judged_by(session, viewer, cohort_id=cohort_id)
    limits = Rules.of(0, saved) if saved else Rules()
    known = mentees(session, viewer, cohort_id=cohort_id)
    within = reach_of(session, viewer, cohort_id=cohort_id)
    known["reached"] = [within.covers(unit) for unit in known["unit_id"]]
    open_ones = known[known["status"] == "waiting"][["category", "stream", "birth", "work_start", "reached"]]
    candidates = [Candidate(*told) for told in open_ones.itertuples(index=False)]
    good = sum(judge(candidate, day, limits).ok for candidate in candidates)
    return good, len(open_ones) - good


def _due(reviewed: Frame, on: date) -> Frame:
    """The rounds whose day has passed: before it, what is not filed yet is not late."""
    return reviewed.loc[[day < on for day in reviewed["due_on"]]]


def _late(session: Session, viewer: Viewer, due: Frame) -> Frame:
    """The units that owe reviews of the latest month that is due, in their official order: unit_id, unit, outstanding."""
    if due.empty:
        return table([], ["unit_id", "unit", "outstanding"])
    found = by_unit(session, viewer, round_id=int(due["id"].iloc[0]))
    return found[found["outstanding"] > 0][["unit_id", "unit", "outstanding"]]


def _months(session: Session, pairs: Frame, records: Frame, reviewed: Frame, on: date) -> Frame:
    """The last months up to the one of the day, as `Facts.months` says; months before the first pairing are left out."""
    forced = _in_force(session, pairs, on)
    logs, talks, households = Counter[str](), Counter[str](), Counter[str]()
    for row in records.itertuples():
        key = f"{row.year}-{row.month:02d}"
        talks[key] += row.count if row.kind == "talk" else 0
        logs[key] += 0 if row.kind == "talk" else row.count
        households[key] += row.households
    told = [
        {"month": key, "pairs": forced[key], "logs": logs[key], "talks": talks[key], "households": households[key],
         "on_time": _on_time(reviewed, key)}
        for key in last_months(on)
        if forced[key]
    ]  # fmt: skip
    return table(told, ["month", "pairs", "logs", "talks", "households", "on_time"])


def _in_force(session: Session, pairs: Frame, on: date) -> Counter[str]:
    """{month: pairings in force on some day of it}."""
    found: Counter[str] = Counter()
    for held in spans_of(session, pairs["pairing_id"].tolist()).values():
        own = {key for span in held for key in last_months(on) if _touches(key, span.since, span.until or on)}
        found.update(own)
    return found


def _touches(month: str, first: date, last: date) -> bool:
    return f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"


def last_months(on: date) -> list[str]:
    """The months up to the one of the day, the earliest first.

    >>> last_months(date(2026, 2, 3))[-3:]
    ['2025-12', '2026-01', '2026-02']
    """
    whole = [on.year * 12 + on.month - 1 - back for back in range(MONTHS - 1, -1, -1)]
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in whole]


def _on_time(reviewed: Frame, month: str) -> float | None:
    row = reviewed[reviewed["month"] == month]
    return on_time_share(row) if len(row) else None


def on_time_share(reviewed: Frame) -> float | None:
    """The share of reviews that were complete in time, of all that were owed (None: none was)."""
    owed = int(reviewed[["on_time", "late", "backfilled", "outstanding"]].to_numpy().sum())
    return int(reviewed["on_time"].sum()) / owed if owed else None


def open_pairs(found: Facts) -> int:
    """How many pairings are open."""
    return int(found.pairs["status"].isin(OPEN).sum())
