"""The overview of the cohort: how far it has come, what needs doing next, where seats and people do not meet."""

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
from pages.parts.find import finder
from pages.parts.frame import cohort_id, header, look, may, me
from pages.parts.load_figures import Totals, coverage, totals, with_counted, with_seats, with_state
from pages.parts.load_views import chart, worded
from pages.parts.todo import Facts, show_tasks, tasks
from pages.parts.ways import way
from programme.access import Action
from programme.holidays import calendar
from programme.seats import seats_in_cohort
from texts import _

TOP = 10


def main() -> None:
    """The first page of the day."""
    header(_("Overview"), (day(today()), "gray"))
    cohort = cohort_id()
    if cohort is None:
        first_steps()
        return
    finder()
    scheme = scheme_of(int(cohort))
    people = progress.progress(int(cohort), scheme)
    seats = look(seats_in_cohort, cohort_id=int(cohort))
    mentors = with_state(with_seats(look(mentor_loads), seats))
    sums = totals(mentors)
    figures_row(sums, people, scheme)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        stage = show_funnel(people)
    with right, st.container(border=True):
        if stage is None:
            show_tasks(tasks(facts_of(int(cohort), people, scheme, sums), me().may))
        else:
            show_stage(people, str(stage))
    below(int(cohort), scheme, mentors)


def scheme_of(cohort: int) -> pd.Series | None:
    """The scheme that has come farthest."""
    found = look(overview.scheme_on_its_way, cohort_id=cohort)
    return None if found.empty else found.iloc[0]


def facts_of(cohort: int, people: pd.DataFrame, scheme: pd.Series | None, sums: Totals) -> Facts:
    """What the list of tasks is made from."""
    return Facts(
        people=people,
        scheme=scheme,
        mentors=look(overview.mentor_states),
        over=sums.over,
        loose=look(overview.loose_ends),
        notices=look(overview.notices, cohort_id=cohort),
        reviewed=look(overview.rules_reviewed, cohort_id=cohort),
        calendar=look(calendar),
    )


def figures_row(sums: Totals, people: pd.DataFrame, scheme: pd.Series | None) -> None:
    """Six figures, each with the way to the people behind it."""
    waiting = int((people["status"] == "waiting").sum())
    missing = "–" if scheme is None else str(len(progress.unmatched(people)))
    told = (
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
    """The funnel; the stage that was clicked."""
    stages = progress.funnel(people)
    words = [_(progress.STAGES[stage]) for stage in stages["stage"]]
    done, whole = int(stages["count"].iloc[-1]), int(stages["count"].iloc[0])
    title = _("{done} of {whole} mentees have a pairing in force (click a stage)")
    return chart(stage_funnel(stages.assign(word=words), title.format(done=done, whole=whole)), "overview_funnel")


def show_stage(people: pd.DataFrame, stage: str) -> None:
    """Those who have come to a stage and no farther."""
    st.markdown("**" + _("Have come this far: {stage}").format(stage=_(progress.STAGES[stage])) + "**")
    mentee_list(people[people["stage"] == stage], f"stage_{stage}")


def below(cohort: int, scheme: pd.Series | None, mentors: pd.DataFrame) -> None:
    """Coverage by county, and the expertise that is shortest."""
    left, right = st.columns([5, 6], gap="medium")
    drafted = None if scheme is None or scheme["status"] == "confirmed" else int(scheme["id"])
    people = look(mentee_coverage, cohort_id=cohort, scheme_id=drafted)
    with left:
        if len(people):
            groups = coverage(people, "county")
            figure = coverage_bars(groups.assign(word=groups["group"]), load_titles.coverage(people))
            if chart(figure, "overview_cover") is not None:
                st.switch_page("follow/workload.py", query_params={"view": "coverage"})
    with right:
        balance = look(expertise_balance, cohort_id=cohort)
        rows = worded(with_counted(balance, look(expertise_holders), mentors))
        if len(rows):
            shortest = rows.assign(gap=rows["needs"] - rows["seats"]).nlargest(TOP, ["gap", "needs"])
            if chart(butterfly(shortest, load_titles.supply(rows)), "overview_supply") is not None:
                st.switch_page("follow/workload.py", query_params={"view": "supply"})


def first_steps() -> None:
    """What to do first in an empty system."""
    if not may(Action.MANAGE_COHORTS):
        st.info(_("Nothing is here yet. Officers set up the first cohort and import the rosters."))
        return
    st.info(_("Nothing is here yet. Three steps bring the first pairings:"))
    steps = (
        (_("1. Set up the cohort: its name and its dates"), "prepare/cohorts.py"),
        (_("2. Import the rosters of mentors and mentees"), "prepare/roster_import.py"),
        (_("3. Look over the rules and run the matching"), "match/rules.py"),
    )
    for text, file in steps:
        way(file, text)


main()
