"""The overview of the cohort: its figures, how far it has come, where seats and people do not meet."""

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries import overview
from db.queries.workload import expertise_balance, expertise_holders, mentee_coverage, mentor_loads
from pages.parts import load_titles, progress
from pages.parts.behind import mentee_list
from pages.parts.charts_cover import butterfly, coverage_bars
from pages.parts.charts_stage import stage_funnel
from pages.parts.dates import day
from pages.parts.first_steps import first_steps
from pages.parts.frame import cohort_id, header, look
from pages.parts.load_figures import Totals, coverage, totals, with_counted, with_seats, with_state
from pages.parts.load_views import chart, worded
from pages.parts.pilot_view import pilot_table
from pages.parts.ways import way
from programme.seats import seats_in_cohort
from texts import _

TOP = 10


def main() -> None:
    """Figures, then charts; what waits for somebody stands on the page of today."""
    header(_("Overview"), (day(today()), "gray"))
    cohort = cohort_id()
    if cohort is None:
        first_steps()
        return
    scheme = scheme_of(int(cohort))
    people = progress.progress(int(cohort), scheme)
    seats = look(seats_in_cohort, cohort_id=int(cohort))
    mentors = with_state(with_seats(look(mentor_loads), seats))
    sums = totals(mentors)
    figures_row(sums, people, scheme)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        stage = show_funnel(people)
    with right:
        if stage is None:
            show_supply(int(cohort), mentors)
        else:
            with st.container(border=True):
                show_stage(people, str(stage))
    show_coverage(int(cohort), scheme)
    pilot_table(int(cohort))


def scheme_of(cohort: int) -> pd.Series | None:
    """The scheme that has come farthest."""
    found = look(overview.scheme_on_its_way, cohort_id=cohort)
    return None if found.empty else found.iloc[0]


def figures_row(sums: Totals, people: pd.DataFrame, scheme: pd.Series | None) -> None:
    """Six figures, each with the way to the people behind it."""
    waiting = int((people["status"] == "waiting").sum())
    missing = "–" if scheme is None else str(len(progress.unmatched(people)))
    told: tuple[tuple[str, int | str, str, dict[str, str]], ...] = (
        (_("Mentors with seats"), sums.mentors, "prepare/mentors.py", {}),
        (_("People led"), sums.load, "match/pairings.py", {}),
        (_("Free seats"), sums.free, "follow/workload.py", {"view": "places"}),
        (_("Waiting for a mentor"), waiting, "prepare/mentees.py", {}),
        (_("Unmatched in the scheme"), missing, "match/desk.py", {}),
        (_("Over capacity"), sums.over, "follow/workload.py", {"view": "mentors"}),
    )
    for place, (name, value, file, params) in zip(st.columns(len(told), gap="small"), told, strict=True):
        with place.container(border=True, gap=None):
            st.metric(name, value)
            way(file, _("See who"), **params)


def show_funnel(people: pd.DataFrame) -> object:
    """The funnel; the stage that was clicked, or that a link asks for."""
    stages = progress.funnel(people)
    words = [_(progress.STAGES[stage]) for stage in stages["stage"]]
    done, whole = int(stages["count"].iloc[-1]), int(stages["count"].iloc[0])
    title = _("{done} of {whole} mentees have come into a pairing (click a stage)")
    clicked = chart(stage_funnel(stages.assign(word=words), title.format(done=done, whole=whole)), "overview_funnel")
    asked = st.query_params.get("stage")
    return clicked or (asked if asked in progress.STAGES else None)


def show_stage(people: pd.DataFrame, stage: str) -> None:
    """Those who have come to a stage and no farther."""
    st.markdown("**" + _("Have come this far: {stage}").format(stage=_(progress.STAGES[stage])) + "**")
    mentee_list(people[people["stage"] == stage], f"stage_{stage}")


def show_coverage(cohort: int, scheme: pd.Series | None) -> None:
    """How much of each county is covered."""
    drafted = None if scheme is None or scheme["status"] == "confirmed" else int(scheme["id"])
    people = look(mentee_coverage, cohort_id=cohort, scheme_id=drafted)
    if len(people):
        groups = coverage(people, "county")
        figure = coverage_bars(groups.assign(word=groups["group"]), load_titles.coverage(people))
        if chart(figure, "overview_cover") is not None:
            st.switch_page("follow/workload.py", query_params={"view": "coverage"})


def show_supply(cohort: int, mentors: pd.DataFrame) -> None:
    """The expertise that is shortest."""
    rows = worded(with_counted(look(expertise_balance, cohort_id=cohort), look(expertise_holders), mentors))
    if len(rows):
        shortest = rows.assign(gap=rows["needs"] - rows["seats"]).nlargest(TOP, ["gap", "needs"])
        if chart(butterfly(shortest, load_titles.supply(rows)), "overview_supply") is not None:
            st.switch_page("follow/workload.py", query_params={"view": "supply"})


main()
