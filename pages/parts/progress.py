"""How far each mentee of a cohort has come, from being entered to a pairing in force."""

from collections.abc import Mapping

import pandas as pd

from db.queries.mentees import judged_by
from db.queries.overview import mentee_progress
from pages.parts.frame import look
from programme.eligibility import Candidate, judge
from programme.pilots import reach_of
from programme.rules import Rules
from texts import N_

STAGES: Mapping[str, str] = {
    "entered": N_("In the cohort"),
    "eligible": N_("Eligible or paired"),
    "matched": N_("Matched in the scheme"),
    "submitted": N_("Submitted for approval"),
    "confirmed": N_("Confirmed"),
    "in_force": N_("In force"),
}
SIGNED = ("proposed", "approved", "confirmed")
INCOMPLETE = ("no_work_start", "no_birth", "year_only")


def progress(cohort_id: int, scheme: pd.Series | None) -> pd.DataFrame:
    """The mentees of a cohort with `verdict` (the code of eligibility), `eligible` and the `stage` each has reached."""
    people = look(mentee_progress, cohort_id=cohort_id, scheme_id=None if scheme is None else int(scheme["id"]))
    on, saved = look(judged_by, cohort_id=cohort_id)
    limits = Rules.of(0, saved) if saved else Rules()
    within = look(reach_of, cohort_id=cohort_id)
    people = people.assign(reached=[within.covers(unit) for unit in people["unit_id"]])
    columns = people[["category", "stream", "birth", "work_start", "reached"]].astype(object)
    columns = columns.where(columns.notna(), None)
    rows = columns.itertuples(index=False)
    verdicts = [judge(Candidate(*told), on, limits) for told in rows]
    judged = people.assign(
        verdict=pd.Series([verdict.code for verdict in verdicts], index=people.index, dtype=object),
        eligible=pd.Series([verdict.ok for verdict in verdicts], index=people.index, dtype=bool),
    )
    return with_stage(judged, "" if scheme is None else str(scheme["status"]))


def with_stage(people: pd.DataFrame, scheme_status: str) -> pd.DataFrame:
    """The people with `stage`, the last one each has reached; a pairing counts for more than any scheme."""
    planned = people["planned"] == 1
    stage = pd.Series("entered", index=people.index, dtype=object)
    stage = stage.mask(people["eligible"], "eligible").mask(planned, "matched")
    if scheme_status in SIGNED:
        stage = stage.mask(planned, "submitted")
    return people.assign(stage=stage.mask(people["bound"] == 1, "confirmed").mask(people["in_force"] == 1, "in_force"))


def funnel(people: pd.DataFrame) -> pd.DataFrame:
    """How many have come at least as far as each stage: stage, count."""
    ranks = people["stage"].map({stage: place for place, stage in enumerate(STAGES)})
    counts = [int((ranks >= place).sum()) for place in range(len(STAGES))]
    return pd.DataFrame({"stage": list(STAGES), "count": counts})


def unmatched(people: pd.DataFrame) -> pd.DataFrame:
    """Eligible mentees who wait and have no pair in the scheme."""
    return people[(people["status"] == "waiting") & people["eligible"] & (people["planned"] == 0)]
