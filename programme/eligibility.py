"""Who is eligible as a mentee, judged on the cohort's date and on no other, with the months or years that decide it.

By the usage of the civil code 不满 leaves the number out and 以下 includes it: 参加工作不满三年 is fewer than 36
months, 35周岁以下 is not yet 36. The limit of three years holds for young cadres only; in the discipline stream the
age takes its place. A month counts as its first day, and so does the first day itself: who began in September 2023
has three full years on 1 September 2026. Where only the year is known, both its ends have to agree.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from db.models import Mentee, Person, Unit
from documents.values.dates import PartialDate
from programme.pilots import Reach

LIMITED_CATEGORY = "young_cadre"
AGED_STREAM = "discipline"
# Told apart from those who are not eligible: another stage of the roll-out may take them in.
OUTSIDE = "outside_reach"


class Limits(Protocol):
    """The two numbers that a cohort's rules set (`programme.rules.Rules` has them)."""

    @property
    def months_limit(self) -> int:
        """Fewer months at work than this."""

    @property
    def age_limit(self) -> int:
        """This age or younger."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What eligibility depends on: codes, partial dates as the database keeps them, and whether the cohort reaches the
    unit (`pilots.Reach`)."""

    category: str
    stream: str = ""
    birth: str | None = None
    work_start: str | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """Eligible or not, the code of the reason, and what it rests on.

    `months` are full months at work and `years` the full years of life on the day `on` (None: not asked or not
    known). Codes: `within_months`, `within_age`, `no_limit` when eligible; `months_reached`, `over_age`,
    `no_work_start`, `no_birth`, `year_only`, `not_started`, `outside_reach` (of a cohort that does not reach the unit)
    when not.
    """

    ok: bool
    code: str
    on: date
    limit: int | None = None
    months: int | None = None
    years: int | None = None


def judge(candidate: Candidate, on: date, limits: Limits) -> Verdict:
    """Whether somebody is eligible on the day `on`, and why."""
    if not candidate.reached:
        return Verdict(False, OUTSIDE, on)
    if candidate.category != LIMITED_CATEGORY:
        return Verdict(True, "no_limit", on)
    if candidate.stream == AGED_STREAM:
        return _by_age(candidate.birth, on, limits.age_limit)
    return _by_months(candidate.work_start, on, limits.months_limit)


def candidate(mentee: Mentee, person: Person, unit: Unit | None, within: Reach) -> Candidate:
    """What the eligibility of a mentee depends on in a cohort that reaches so far."""
    stream, unit_id = (unit.stream, unit.id) if unit else ("", None)
    return Candidate(mentee.category, stream, person.birth, person.work_start, within.covers(unit_id))


def full_months(start: date, end: date) -> int:
    """Months completed from the day `start` to the day `end`: each ends on the same day, or on the last day there is."""
    ends = min(start.day, monthrange(end.year, end.month)[1])
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < ends)


def age_on(birth: str | None, on: date) -> int | None:
    """Full years of life on a day, from a partial date (None: not known)."""
    return full_months(PartialDate.of_iso(birth).first_day, on) // 12 if birth else None


def _by_months(work_start: str | None, on: date, limit: int) -> Verdict:
    if not work_start:
        return Verdict(False, "no_work_start", on, limit)
    earliest, latest = _ends(work_start)
    if earliest > on:
        return Verdict(False, "not_started", on, limit)
    months = full_months(earliest, on)
    if (months < limit) != (full_months(latest, on) < limit):
        return Verdict(False, "year_only", on, limit)
    return Verdict(months < limit, "within_months" if months < limit else "months_reached", on, limit, months)


def _by_age(birth: str | None, on: date, limit: int) -> Verdict:
    if not birth:
        return Verdict(False, "no_birth", on, limit)
    earliest, latest = _ends(birth)
    years = full_months(earliest, on) // 12
    if (years <= limit) != (full_months(latest, on) // 12 <= limit):
        return Verdict(False, "year_only", on, limit)
    return Verdict(years <= limit, "within_age" if years <= limit else "over_age", on, limit, years=years)


def _ends(text: str) -> tuple[date, date]:
    """The first day that a partial date can mean, twice but for a bare year."""
    given = PartialDate.of_iso(text)
    first = given.first_day
    return first, date(given.year, 12, 31) if given.precision == "year" else first
