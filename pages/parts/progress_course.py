"""The cohort's way through: the funnel, plans against time, how many are led, expertise that hangs on one mentor or two."""

import streamlit as st

from db.queries import progress_charts
from db.queries.progress import as_frame
from db.queries.small import FEWEST
from db.queries.workload import expertise_balance, expertise_people
from pages.parts import charts_progress as charts
from pages.parts.charts_stage import stage_funnel
from pages.parts.frame import look
from pages.parts.load_lists import expertise_list
from pages.parts.load_views import worded
from pages.parts.progress import progress
from pages.parts.progress_board import Board
from pages.parts.progress_views import chart, pairs_behind
from pages.parts.ways import way
from texts import N_, _

FUNNEL = {
    "entered": N_("In the cohort"), "eligible": N_("Eligible or paired"), "bound": N_("Paired"), "begun": N_("In force"),
    "independent": N_("Working alone"), "graduated": N_("Graduated"),
}  # fmt: skip


def course_view(board: Board) -> None:
    """The cohort's way through: the funnel, the plans, how many are led, expertise that hangs on one mentor."""
    left, right = st.columns(2, gap="medium")
    with left:
        _funnel(board)
        _led(board)
    with right:
        _plans(board)
        _risk(board)
    way("outcomes/outcomes.py", _("What came of it, against the reference lines"), icon=":material/flag:")


def _funnel(board: Board) -> None:
    people = progress(board.cohort_id, None)
    if len(people) < FEWEST:
        return
    course = people[["mentee_id", "eligible", "bound"]].merge(
        look(progress_charts.course_of_mentees, cohort_id=board.cohort_id)[["mentee_id", "begun", "independent", "graduated"]],
        on="mentee_id", how="left",
    )  # fmt: skip
    counts = {name: int(course[name].fillna(0).gt(0).sum()) for name in ("bound", "begun", "independent", "graduated")}
    counts = {"entered": len(course), "eligible": int((course["eligible"] | (course["bound"] == 1)).sum()), **counts}
    rows = as_frame([(code, _(label), counts[code]) for code, label in FUNNEL.items()], ("stage", "word", "count"))
    title = _("Of {whole} mentees {begun} came into a pairing and {alone} to working alone; click a stage")
    told = {"whole": counts["entered"], "begun": counts["begun"], "alone": counts["independent"]}
    stage = chart(stage_funnel(rows, title.format(**told)), "progress_funnel")
    if stage:
        way("prepare/mentees.py", _("The mentees of the cohort"))
        if stage in ("begun", "independent"):
            shown = board.rows if stage == "begun" else board.rows[board.rows["stage"] == "independent"]
            pairs_behind(shown, "progress_funnel_list")


def _led(board: Board) -> None:
    led = look(progress_charts.led_over_time, until=board.on)
    if len(led) > 1 and led["pairings"].iloc[-1] >= FEWEST:
        last = led.iloc[-1]
        per = f"{last['pairings'] / max(last['mentors'], 1):.1f}"
        title = _("{mentors} mentors lead {pairings} people, {per} each (all cohorts)")
        told = {"mentors": int(last["mentors"]), "pairings": int(last["pairings"]), "per": per}
        if chart(charts.led_lines(led, title.format(**told)), "progress_led"):
            way("follow/workload.py", _("The workload mentor by mentor"), view="mentors")


def _plans(board: Board) -> None:
    curve = look(progress_charts.undertakings_over_time, cohort_id=board.cohort_id, on=board.on)
    if curve.empty or int(curve["whole"].iloc[0]) < FEWEST:
        st.info(_("No plan has an undertaking yet."))
        return
    month = f"{board.on:%Y-%m}"
    reached = curve[curve["month"] <= month]
    planned, done = (int(reached[name].iloc[-1]) if len(reached) else 0 for name in ("planned", "done"))
    title = _("{done} undertakings are done, {planned} were due by the end of this month").format(
        done=done, planned=planned
    )
    if chart(charts.plan_curve(curve, month, title), "progress_plans"):
        late = board.rows[board.rows["overdue"] > 0].sort_values("overdue", ascending=False)
        pairs_behind(late, "progress_plans_list")


def _risk(board: Board) -> None:
    rows = look(expertise_balance, cohort_id=board.cohort_id)
    scarce = (
        worded(rows[rows["holders"] <= 2].sort_values(["holders", "needs"], ascending=[True, False]))
        if len(rows)
        else rows
    )
    if scarce.empty:
        st.caption(_("Every expertise is known by three mentors or more."))
        return
    title = _("Kinds of expertise that hang on two mentors or fewer: {count}").format(count=len(scarce))
    term = chart(charts.risk_bars(scarce, title), "progress_risk")
    if term is not None:
        word = scarce.loc[scarce["term_id"] == int(term), "word"].iloc[0]
        expertise_list(look(expertise_people, cohort_id=board.cohort_id, term_id=int(term)), word)
    way("follow/workload.py", _("Who leaves and who is the only one"), view="risk")
