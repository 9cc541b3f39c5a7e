"""The figures of reference of the programme, each with who is behind it: introducers of new Party members against 80 %, the
promoted among those on temporary posting against 20 %, skip-level petitions against none, and campaigns by unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from db.clock import today
from db.models import Outcome, Pairing, Person, Unit
from db.models.outcomes import LEVELS
from db.queries.campaign_figures import latest_figures
from db.queries.frames import frame
from db.queries.outcomes_scope import OutcomeFilter, conditions
from db.queries.small import FEWEST
from db.queries.viewer import Viewer, reads

INTRODUCED_LINE, PROMOTED_LINE, PETITION_LINE = 0.80, 0.20, 0
TREND = 3
YOUNG = 35
PROMOTED_TO = LEVELS[LEVELS.index("county_deputy") :]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, against a line; `unknown` of them are not known (they count in the denominator only)."""

    numerator: int
    denominator: int
    line: float
    unknown: int = 0

    @property
    def few(self) -> bool:
        """Whether so few people are behind it that a share would show persons."""
        return 0 < self.denominator < FEWEST

    @property
    def share(self) -> float | None:
        """The share (None: nobody is behind it, or too few to show)."""
        return None if self.denominator < FEWEST else self.numerator / self.denominator

    @property
    def reached(self) -> bool | None:
        """Whether the line is reached (None: there is no share)."""
        return None if self.share is None else self.share >= self.line


@dataclass(frozen=True, slots=True)
class References:
    """The figures of reference and the people behind: new members, their shares by year (the earliest first), people on
    temporary posting, the latest figures of campaigns; `petitions` is None where no unit has reported any number."""

    members: pd.DataFrame
    years: tuple[tuple[int, Share], ...]
    posted: pd.DataFrame
    promoted: Share
    figures: pd.DataFrame
    petitions: int | None

    @property
    def introduced(self) -> Share:
        """The share of introducers over all the years of the trend."""
        shares = [share for _year, share in self.years]
        sums = [sum(getattr(one, name) for one in shares) for name in ("numerator", "denominator", "unknown")]
        return Share(sums[0], sums[1], INTRODUCED_LINE, sums[2])


@reads("programme")
def reference_figures(
    session: Session, viewer: Viewer, *, cohort_id: int | None = None, on: date | None = None
) -> References:  # fmt: skip
    """All figures of reference of a cohort, or of everybody; the trend ends with the year of `on`, or the present one.

    Figures of campaigns are those of units, whatever the cohort.
    """
    members = new_members(session, viewer, cohort_id=cohort_id)
    last = (on or today()).year
    years = tuple((year, introduced_share(members, [year])) for year in range(last - TREND + 1, last + 1))
    posted = posted_people(session, viewer, cohort_id=cohort_id)
    promoted = Share(int(posted["promoted_on"].notna().sum()), len(posted), PROMOTED_LINE)
    figures = latest_figures(session, viewer)
    told = figures["petitions"].dropna()
    return References(members, years, posted, promoted, figures, int(told.sum()) if len(told) else None)


def introduced_share(members: pd.DataFrame, years: Iterable[int]) -> Share:
    """The share of `new_members` of these years who have their mentor as introducer; those over 35 are left out."""
    rows = members[members["year"].isin(list(years)) & members["young"]]
    counts = rows["introduced"].value_counts()
    return Share(int(counts.get("mentor", 0)), len(rows), INTRODUCED_LINE, int(counts.get("unknown", 0)))


@reads("programme")
def new_members(session: Session, viewer: Viewer, *, cohort_id: int | None = None) -> pd.DataFrame:
    """Mentees admitted as probationary members, the latest first.

    id (outcomes.id), person_id, name, unit, happened_on, year, young (35 or younger on the day; also where the birth is
    not known), introduced ("mentor": the mentor of the pairing that the admission belongs to; "other"; "unknown"), introducer,
    mentor, mentee_id.
    """
    mentor, introducer = aliased(Person), aliased(Person)
    introduced = case(
        (Outcome.introducer_id == Pairing.mentor_id, "mentor"),
        (Outcome.introducer_id.is_not(None) | (Outcome.other_introducer != ""), "other"),
        else_="unknown",
    )
    rows = (
        select(
            Outcome.id, Outcome.person_id, Person.name, Person.birth, func.coalesce(Unit.name, "").label("unit"),
            Outcome.happened_on, introduced.label("introduced"),
            func.coalesce(introducer.name, Outcome.other_introducer).label("introducer"),
            func.coalesce(mentor.name, "").label("mentor"), Pairing.mentee_id,
        )
        .join(Person, Person.id == Outcome.person_id)
        .outerjoin(Unit, Unit.id == Outcome.unit_id)
        .outerjoin(Pairing, Pairing.id == Outcome.pairing_id)
        .outerjoin(mentor, mentor.id == Pairing.mentor_id)
        .outerjoin(introducer, introducer.id == Outcome.introducer_id)
        .order_by(Outcome.happened_on.desc(), Outcome.id.desc())
    )  # fmt: skip
    wanted = OutcomeFilter(cohort_id=cohort_id, kind="party", step="probationary", side="mentee")
    found = frame(session, rows.where(*conditions(viewer, wanted)))
    days = list(zip(found["birth"], found["happened_on"], strict=True))
    return found.drop(columns="birth").assign(
        year=pd.Series([day.year for _birth, day in days], dtype=int),
        young=pd.Series([age_on(birth, day) <= YOUNG for birth, day in days], dtype=bool),
    )


def age_on(birth: str | None, day: date) -> int:
    """Full years on a day; a birth that gives no month or day counts as the first; 0 where it is not known.

    >>> age_on("1990-10", date(2026, 9, 30)), age_on("1990-10", date(2026, 10, 1))
    (35, 36)
    """
    if not isinstance(birth, str) or not birth:
        return 0
    year, month, number = (int(part) for part in f"{birth}-01-01"[:10].split("-"))
    return day.year - year - ((day.month, day.day) < (month, number))


@reads("programme")
def posted_people(session: Session, viewer: Viewer, *, cohort_id: int | None = None) -> pd.DataFrame:
    """Everybody who was on temporary posting (挂职), one row for each, the latest first.

    person_id, name, unit, since (of the first posting), until_on, place, id (of the latest), promoted_on, to_level, to_post: the first
    promotion to 县处级 or above since the posting began (None, "", "" where there was none).
    """
    rows = (
        select(
            Outcome.person_id, Person.name, func.coalesce(Unit.name, "").label("unit"), Outcome.happened_on.label("since"),
            Outcome.until_on, Outcome.place, Outcome.id,
        )
        .join(Person, Person.id == Outcome.person_id)
        .outerjoin(Unit, Unit.id == Outcome.unit_id)
        .order_by(Outcome.happened_on.desc(), Outcome.id.desc())
    )  # fmt: skip
    wanted = OutcomeFilter(cohort_id=cohort_id, kind="posting", step="temporary_posting")
    postings = frame(session, rows.where(*conditions(viewer, wanted)))
    first = postings.groupby("person_id")["since"].min()
    people = postings.drop_duplicates("person_id").assign(since=lambda found: found["person_id"].map(first))
    return _with_promotion(people, frame(session, _promotions()))


def _promotions() -> Select:
    rows = select(Outcome.person_id, Outcome.happened_on.label("promoted_on"), Outcome.to_level, Outcome.to_post)
    rows = rows.where(
        Outcome.kind == "promotion", Outcome.to_level.in_(PROMOTED_TO), Outcome.struck_at.is_(None)
    )  # fmt: skip
    return rows.order_by(Outcome.happened_on, Outcome.id)


def _with_promotion(people: pd.DataFrame, promotions: pd.DataFrame) -> pd.DataFrame:
    joined = people[["person_id", "since"]].merge(promotions, on="person_id")
    after = joined[joined["promoted_on"] >= joined["since"]].drop_duplicates("person_id").drop(columns="since")
    found = people.merge(after, on="person_id", how="left").reset_index(drop=True)
    found["promoted_on"] = found["promoted_on"].astype(object).where(found["promoted_on"].notna(), None)
    return found.fillna({"to_level": "", "to_post": ""})
