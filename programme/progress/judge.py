"""Judge one pairing: each rule a small function of what is on record, telling what it found with figures and days.

A rule is unmet, or *pending*: nothing is on record, but a record may still come within the days that back-filling is
allowed. Pending is never counted: "not yet recorded" is not "not done".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from types import MappingProxyType
from typing import Any

from programme.progress.calendar import Course
from programme.progress.rules import Rules
from programme.surveys.risk import Relation, risk

NEAR = ("township", "village")
STATES = ("red", "yellow", "blue", "steady", "paused", "too_early")
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Month:
    """One month's review as far as it counts: complete in time, late, or missing; its score; excused ones are left out."""

    complete: bool
    late: bool
    score: float | None
    excused: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of one pairing up to a day; `months` are its reviews that were due, the latest first."""

    course: Course
    unit_kind: str = ""
    last_contact: date | None = None
    first_talk: date | None = None
    agreed_on: date | None = None
    items: int = 0
    done: int = 0
    overdue: int = 0
    oldest: date | None = None
    stage: str = ""
    entered_on: date | None = None
    months: tuple[Month | None, ...] = ()
    visits: tuple[tuple[date, int], ...] = ()
    recent: int = 0
    backfilled: int = 0
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One pairing under one rule: the facts, the figures of the rule, the day, and how many days back-filling may take."""

    facts: Facts
    figures: Mapping[str, int]
    on: date
    slack: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: its code, the figures and days that say so, whether it counts, whether it is only pending."""

    code: str
    figures: Figures
    counts: bool = True
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a pairing, the findings behind it (unmet first), and how many of them count."""

    colour: str
    findings: tuple[Finding, ...] = ()
    unmet: int = 0


Test = Callable[[Seen], tuple[Figures, bool] | None]


def _since(seen: Seen, since: date) -> Figures:
    """The days that count since a day, and how many were left out."""
    course = seen.facts.course
    return {"days": course.owed(since, seen.on), "since": since, "excused": course.excused(since, seen.on)}


def _waited(seen: Seen, since: date, slack: int = 0) -> tuple[Figures, bool] | None:
    """Unmet once more days than the limit count since a day; pending while the last day's record may still come."""
    told, limit = _since(seen, since), seen.figures["days"]
    if told["days"] <= limit:
        return None
    pending = told["days"] <= limit + slack
    return told | {"limit": limit} | ({"until": _may_come_until(seen, told["days"], limit)} if pending else {}), pending


def _may_come_until(seen: Seen, days: int, limit: int) -> date:
    return seen.on + timedelta(days=limit + seen.slack - days)


def silent(seen: Seen) -> tuple[Figures, bool] | None:
    """No contact for more days than the limit; a pairing that never had one is counted from its first day."""
    facts = seen.facts
    since = max(facts.last_contact or facts.course.since, facts.course.since)
    found = _waited(seen, since, seen.slack)
    return found and (found[0] | {"never": facts.last_contact is None}, found[1])


def no_first_talk(seen: Seen) -> tuple[Figures, bool] | None:
    """No talk at all within so many days of the start."""
    return None if seen.facts.first_talk else _waited(seen, seen.facts.course.since, seen.slack)


def no_plan(seen: Seen) -> tuple[Figures, bool] | None:
    """No plan within so many days of the start."""
    facts = seen.facts
    return None if facts.agreed_on or facts.items else _waited(seen, facts.course.since)


def plan_overdue(seen: Seen) -> tuple[Figures, bool] | None:
    """So many undertakings open for more days than allowed after their due day."""
    facts = seen.facts
    if facts.overdue < seen.figures["count"]:
        return None
    return {"overdue": facts.overdue, "items": facts.items, "since": facts.oldest, **_limits(seen)}, False


def review_missing(seen: Seen) -> tuple[Figures, bool] | None:
    """Of the last months so many reviews late or missing; a month that is excused is neither."""
    told = [month for month in seen.facts.months[: seen.figures["months"]] if month and not month.excused]
    missing = sum(not month.complete for month in told)
    late = sum(month.complete and month.late for month in told)
    if missing + late < seen.figures["count"]:
        return None
    return {"missing": missing, "late": late, **_limits(seen)}, False


def stage_stuck(seen: Seen) -> tuple[Figures, bool] | None:
    """In one stage for more days than the limit and not yet working alone; without a stage since the first day."""
    facts = seen.facts
    if facts.stage == "independent":
        return None
    found = _waited(seen, facts.entered_on or facts.course.since)
    return found and (found[0] | {"stage": facts.stage}, False)


def visits_low(seen: Seen) -> tuple[Figures, bool] | None:
    """Too few households visited, where people go from house to house; pending where it was enough `slack` days ago."""
    facts, (days, least) = seen.facts, (seen.figures["days"], seen.figures["count"])
    if facts.unit_kind not in NEAR or facts.course.owed(facts.course.since, seen.on) < days:
        return None
    households = _households(seen, days)
    if households >= least:
        return None
    pending = _households(seen, days + seen.slack) >= least
    return {"households": households, **_limits(seen)}, pending


def _households(seen: Seen, days: int) -> int:
    since = seen.facts.course.back(seen.on, days)
    return sum(count for day, count in seen.facts.visits if day > since)


def scores_falling(seen: Seen) -> tuple[Figures, bool] | None:
    """The mean score of the last months below that of as many before; each needs two scores at least."""
    width = seen.figures["months"]
    last, before = _mean(seen.facts.months[:width]), _mean(seen.facts.months[width : 2 * width])
    if last is None or before is None or before - last < seen.figures["points"]:
        return None
    return {"last": round(last, 1), "before": round(before, 1), **_limits(seen)}, False


def _mean(months: tuple[Month | None, ...]) -> float | None:
    scores = [month.score for month in months if month and month.complete and month.score is not None]
    return fmean(scores) if len(scores) > 1 else None


def mostly_backfilled(seen: Seen) -> tuple[Figures, bool] | None:
    """Most records of the last time written down long after the event: a smell, not an omission."""
    facts, told = seen.facts, seen.figures
    if facts.recent < told["count"] or 100 * facts.backfilled < told["share"] * facts.recent:
        return None
    return {"backfilled": facts.backfilled, "records": facts.recent, **_limits(seen)}, False


def relation_risk(seen: Seen) -> tuple[Figures, bool] | None:
    """Staff marked the relation, or the answers of both sides say so. Which answers is not told here: they are confidential."""
    found = risk(seen.facts.relation, seen.figures) if seen.facts.relation else None
    return None if found is None else ({"by": found.by, "since": found.since}, False)


def _limits(seen: Seen) -> Figures:
    return {f"limit_{name}": value for name, value in seen.figures.items()}


TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "silent": silent, "no_first_talk": no_first_talk, "no_plan": no_plan, "plan_overdue": plan_overdue,
        "review_missing": review_missing, "stage_stuck": stage_stuck, "visits_low": visits_low,
        "scores_falling": scores_falling, "mostly_backfilled": mostly_backfilled,
        "relation_risk": relation_risk,
    }
)  # fmt: skip


def judge(facts: Facts, rules: Rules, on: date, slack: int) -> Verdict:
    """The state of a pairing on a day: at rest, too early, else by how many rules that count are unmet."""
    if facts.course.status == "paused":
        return Verdict("paused")
    if facts.course.owed(facts.course.since, on) < rules.too_early:
        return Verdict("too_early")
    found = []
    for code, test in TESTS.items():
        rule = rules.rules[code]
        told = None if rule.mode == "off" else test(Seen(facts, rule.figures, on, slack))
        if told:
            found.append(Finding(code, told[0], rule.mode == "counts", told[1]))
    unmet = sum(one.counts and not one.pending for one in found)
    return Verdict(rules.colour(unmet), tuple(sorted(found, key=lambda one: one.pending)), unmet)
