"""The pilot units of a cohort against its other units: people led, records, reviews on time, independence; few are hidden."""

from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from db.models import Cohort, PilotUnit, Record, Review, ReviewRound
from db.queries.frames import frame, table
from db.queries.kept import kept
from db.queries.monthly import COUNTED
from db.queries.record_plans import stages
from db.queries.records_scope import RecordFilter, conditions
from db.queries.report_figures import pairing_states
from db.queries.small import hidden_groups
from db.queries.standings import pilot_on
from db.queries.viewer import Viewer, reads
from db.queries.workload import mentee_coverage

GROUPS = ("pilot", "other")
BEFORE_FORCE = ("notice", "confirmed")
OWED = ("on_time", "late", "backfilled", "outstanding")
COLUMNS = ("group", "units", "mentees", "led", "pairs", "records", "on_time", "independent")


@reads("programme")
@kept
def pilot_figures(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """One row for the units that were pilots on the cohort's day of eligibility (`pilot`), one for the `other` ones.

    units, mentees, led (share of the mentees with a mentor, then or now), pairs (that have come into force), records (for
    each of them), on_time (share of the monthly reviews owed), independent (share of pairs in that stage). A figure over
    fewer than three people or pairs is None, and so is what would tell it by difference. No row at all where the cohort has no pilot unit.
    """
    day = select(Cohort.eligible_on).where(Cohort.id == cohort_id).scalar_subquery()
    pilots = set(session.scalars(select(PilotUnit.unit_id).where(*pilot_on(day))))
    people = mentee_coverage(session, viewer, cohort_id=cohort_id)
    people["group"] = ["pilot" if unit in pilots else "other" for unit in people["unit_id"]]
    if not pilots or people.empty:
        return table([], COLUMNS)
    pairs = _pairs(session, viewer, cohort_id).merge(people[["mentee_id", "group"]], on="mentee_id")
    hidden = [_hidden_in(part) for part in (people, pairs)]
    groups = ((group, people[people["group"] == group], pairs[pairs["group"] == group]) for group in GROUPS)
    return table([_row(*group, *(one[group[0]] for one in hidden)) for group in groups], COLUMNS)


def _hidden_in(rows: pd.DataFrame) -> dict[str, bool]:
    """Which of the two groups tells nothing but its number."""
    return dict(zip(GROUPS, hidden_groups([int((rows["group"] == group).sum()) for group in GROUPS]), strict=True))


def _pairs(session: Session, viewer: Viewer, cohort_id: int) -> pd.DataFrame:
    """The pairings that have come into force, with their records, reviews and whether the mentee is independent."""
    found = pairing_states(session, viewer, cohort_id=cohort_id)
    found = found[~found["status"].isin(BEFORE_FORCE)]
    rows = select(Record.pairing_id, func.count().label("records"))
    rows = rows.where(*conditions(session, viewer, RecordFilter(cohort_id=cohort_id))).group_by(Record.pairing_id)
    sums = [func.sum(case((COUNTED[kind], 1), else_=0)).label(kind) for kind in OWED]
    reviewed = select(Review.pairing_id, *sums).join(ReviewRound, ReviewRound.id == Review.round_id)
    reviewed = reviewed.where(ReviewRound.cohort_id == cohort_id).group_by(Review.pairing_id)
    grown = stages(session, viewer, cohort_id=cohort_id)
    alone = set(grown.loc[grown["stage"] == "independent", "pairing_id"])
    for part in (frame(session, rows), frame(session, reviewed)):
        found = found.merge(part, on="pairing_id", how="left")
    counts = found[["records", *OWED]].astype(float).fillna(0)
    return found.assign(**counts, independent=[key in alone for key in found["pairing_id"]])


def _row(group: str, people: pd.DataFrame, pairs: pd.DataFrame, few: bool, few_pairs: bool) -> dict[str, Any]:
    known, enough = not few, not few_pairs
    owed = float(pairs[list(OWED)].to_numpy().sum())
    return {
        "group": group, "units": int(people["unit_id"].nunique()), "mentees": len(people), "pairs": len(pairs),
        "led": float(people["led"].mean()) if known else None,
        "records": float(pairs["records"].mean()) if enough else None,
        "on_time": float(pairs["on_time"].sum()) / owed if enough and owed else None,
        "independent": float(pairs["independent"].mean()) if enough else None,
    }  # fmt: skip
