"""Today (今日待办): everything that waits for me with its day and its link; beside it how far the cohort is and what was recorded."""

from datetime import date

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.cohorts import cohorts
from db.queries.overview import scheme_on_its_way
from db.queries.records_counts import activity, pairings_behind
from db.queries.small import FEWEST
from pages.parts import progress
from pages.parts.charts_stage import stage_funnel
from pages.parts.charts_today import by_month, last_months, months_of_activity
from pages.parts.dates import day
from pages.parts.first_steps import first_steps
from pages.parts.frame import ask, cohort_id, header, look, me
from pages.parts.landing import address
from pages.parts.load_views import chart
from pages.parts.today_list import task_list
from pages.parts.ways import PAGES
from programme.todo.tasks import my_tasks
from texts import _


def main() -> None:
    """The first page of the day: left what waits, right where things stand."""
    header(_("Today"), (day(today()), "gray"))
    chosen = cohort_id()
    if chosen is None:
        first_steps()
        return
    known = look(cohorts)
    left, right = st.columns([8, 5], gap="medium")
    with left:
        task_list(ask(my_tasks) or [], dict(zip(known["name"], known["id"].astype(int), strict=True)))
    with right:
        _funnel(int(chosen))
        _activity()


def _funnel(cohort: int) -> None:
    """How far the cohort is; a stage leads to those who stand there."""
    found = look(scheme_on_its_way, cohort_id=cohort)
    people = progress.progress(cohort, None if found.empty else found.iloc[0])
    stages = progress.funnel(people)
    words = [_(progress.STAGES[stage]) for stage in stages["stage"]]
    done, whole = int(stages["count"].iloc[-1]), int(stages["count"].iloc[0])
    title = _("{done} of {whole} mentees have come into a pairing (click a stage)").format(done=done, whole=whole)
    stage = chart(stage_funnel(stages.assign(word=words), title), "today_funnel")
    if stage is not None:
        st.switch_page(PAGES / "home/overview.py", query_params={"stage": str(stage)})


def _activity() -> None:
    """Records of twelve months over all cohorts; a month leads to its records. Fewer than three pairings would be persons."""
    months = last_months(today())
    rows = by_month(look(activity, since=date.fromisoformat(f"{months[0]}-01")), months)
    total = int(rows["prompt"].sum() + rows["backfilled"].sum())
    if total < FEWEST or (me().viewer.unit_id is not None and look(pairings_behind) < FEWEST):
        st.caption(_("Too little was recorded in the last twelve months for a chart, or by fewer than three pairings."))
        return
    title = _("{count} records in a year, {late} back-filled (click)")
    figure = months_of_activity(rows, title.format(count=total, late=int(rows["backfilled"].sum())))
    month = chart(figure, "today_activity")
    if month is not None:
        _to_records(str(month))


def _to_records(month: str) -> None:
    """The records of a month are looked at in a cohort that has some."""
    told = address({"view": "list", "rec_month": month}, _cohort_with_records(month))
    st.switch_page(PAGES / "follow/records.py", query_params=told)


def _cohort_with_records(month: str) -> int | None:
    """The cohort in the first line if it was running in that month, else the latest that was."""
    known: pd.DataFrame = look(cohorts)
    begun = known[[f"{on:%Y-%m}" <= month for on in known["starts_on"]]]
    own = cohort_id()
    if begun.empty or own in set(begun["id"]):
        return own
    return int(begun["id"].iloc[0])


main()
