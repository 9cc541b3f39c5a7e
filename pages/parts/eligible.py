"""Eligibility in words: the verdict, and what it rests on."""

from collections.abc import Mapping

import pandas as pd

from db.queries import mentees
from pages.parts.dates import day, partial
from pages.parts.frame import look
from programme.eligibility import OUTSIDE, Candidate, Verdict, judge
from programme.pilots import reach_of
from programme.rules import Rules
from texts import N_, _

REASONS: Mapping[str, str] = {
    "no_limit": N_("No limit of years for this category"),
    "within_months": N_("Began work {start}, {months} months by {on}: fewer than {limit}"),
    "months_reached": N_("Began work {start}, {months} months by {on}: not fewer than {limit}"),
    "within_age": N_("Born {birth}, {years} years old on {on}: not over {limit}"),
    "over_age": N_("Born {birth}, {years} years old on {on}: over {limit}"),
    "no_work_start": N_("The start of work is missing; fill it in"),
    "no_birth": N_("The date of birth is missing; fill it in"),
    "year_only": N_("Only the year is known, and the month decides; fill it in"),
    "not_started": N_("Begins work {start}, after {on}"),
    OUTSIDE: N_("The cohort does not reach this unit yet; who is there waits for the next stage"),
}
THREE_YEARS = 36


def judged(cohort_id: int) -> pd.DataFrame:
    """Everybody of the cohort (see `queries.mentees`) with `verdict`, `reason` and `eligible` (yes, no, or outside: not
    reached by the cohort yet)."""
    on, limits = look(mentees.judged_by, cohort_id=cohort_id)[0], limits_of(cohort_id)
    everybody = look(mentees.mentees, cohort_id=cohort_id)
    within = look(reach_of, cohort_id=cohort_id)
    everybody["reached"] = [within.covers(unit) for unit in everybody["unit_id"]]
    columns = everybody[["category", "stream", "birth", "work_start", "reached"]].itertuples(index=False)
    candidates = [Candidate(*told) for told in columns]
    verdicts = [judge(candidate, on, limits) for candidate in candidates]
    return everybody.assign(
        verdict=pd.Series(verdicts, dtype=object),
        reason=[reason(verdict, candidate) for verdict, candidate in zip(verdicts, candidates, strict=True)],
        eligible=["yes" if verdict.ok else "outside" if verdict.code == OUTSIDE else "no" for verdict in verdicts],
    )


def limits_of(cohort_id: int) -> Rules:
    """The rules that a cohort's eligibility is judged by."""
    saved = look(mentees.judged_by, cohort_id=cohort_id)[1]
    return Rules.of(0, saved) if saved else Rules()


def reason(verdict: Verdict, candidate: Candidate) -> str:
    """Why somebody is eligible or not, with the figures: ... 25 个月，不满三年."""
    template = _three_years(verdict) or _(REASONS[verdict.code])
    return template.format(
        start=partial(candidate.work_start),
        birth=partial(candidate.birth),
        on=day(verdict.on),
        months=verdict.months,
        years=verdict.years,
        limit=verdict.limit,
    )


def mark(verdict: Verdict) -> str:
    """Eligible or not in one word."""
    if verdict.code == OUTSIDE:
        return _("Not reached yet")
    return _("Eligible") if verdict.ok else _("Not eligible")


def _three_years(verdict: Verdict) -> str:
    """The usual limit by its own name."""
    if verdict.limit != THREE_YEARS:
        return ""
    if verdict.code == "within_months":
        return _("Began work {start}, {months} months by {on}: under three years")
    return (
        _("Began work {start}, {months} months by {on}: three years or more")
        if verdict.code == "months_reached"
        else ""
    )
