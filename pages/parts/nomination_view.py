"""Nominations: who waits for review or confirmation, several dealt with at once; beside it one nomination or the funnel."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.pool_life import appointments, nominations
from pages.parts import tables
from pages.parts.chart_style import CONFIG
from pages.parts.charts_stage import stage_funnel
from pages.parts.dates import day
from pages.parts.frame import act, look, may, me
from pages.parts.labels import label, labels, spoken, wording
from pages.parts.nomination_panel import nomination_panel
from pages.parts.nomination_rule import rule_of_confirmation
from pages.parts.pick_many import pick_many, untick
from pages.parts.pool_panels import DEPARTMENTS
from pages.parts.poollife_words import FILTERS, OUTCOMES, STAGES, TRACKS, stages_reached
from programme import nominations as acts
from programme.access import Action
from programme.nominations import Verdict
from texts import _

KEY = "nominations"
STAGE = "nomination_stage"


def nominations_view() -> None:
    """Left the table with its bulk acts, right the one that is ticked, else the funnel."""
    known = _known()
    if known.empty:
        st.info(_("Nobody is nominated yet. Add a mentor by hand, or import a roster as nominated."))
        return
    left, right = st.columns([8, 5], gap="medium")
    with left:
        shown = _filtered(known)
        chosen = [] if _nobody(shown, known) else _table(shown)
        _bulk(known[known["id"].isin(chosen)])
    with right, st.container(border=True, height=tables.PANEL):
        if len(chosen) == 1:
            nomination_panel(known[known["id"] == chosen[0]].iloc[0])
        else:
            _whole(known)


def _nobody(shown: pd.DataFrame, known: pd.DataFrame) -> bool:
    """The list opens with those who wait: that nobody does is no fault of the filters."""
    if st.session_state[STAGE] == "waiting" and _at(known, "waiting").sum() == 0:
        st.info(_("No nomination waits. Choose another stage above to read those that are through."))
        return True
    return tables.nobody_fits(len(shown), len(known))


def _known() -> pd.DataFrame:
    known = look(nominations)
    stage = known["profile_status"].map({"nominated": "submitted", "reviewed": "reviewed"})
    known["status"] = known["status"].where(known["status"].notna(), stage)
    appointed = look(appointments)
    known["appointed"] = known["id"].isin(appointed[appointed["certificates"] > 0]["id"])
    return known


def _filtered(known: pd.DataFrame) -> pd.DataFrame:
    sought, stage, source = st.columns([1.6, 1, 1], gap="small", vertical_alignment="bottom")
    words = sought.text_input(_("Search"), key="nomination_search", placeholder=_("Name, initials, unit, post, number"))
    st.session_state.setdefault(STAGE, "waiting")
    chosen = stage.selectbox(_("Stage of the nomination"), list(FILTERS), format_func=spoken(FILTERS), key=STAGE)
    by = tables.choose(source, "nomination_source", _("Nominated by"), labels("source"), wording("source"))
    known = known[_at(known, str(chosen))]
    if by is not None:
        known = known[known["source"] == by]
    return tables.found(known, words, ("unit", "post"))


def _at(known: pd.DataFrame, stage: str) -> pd.Series:
    sets = {"waiting": ["submitted", "returned", "reviewed"], "reached": ["reviewed", "confirmed"], "all": [*STAGES]}
    if stage == "appointed":
        return (known["status"] == "confirmed") & known["appointed"]
    return known["status"].isin(sets.get(stage, [stage]))


def _table(shown: pd.DataFrame) -> list[int]:
    view = shown.assign(
        stage=[_(STAGES[code]) for code in shown["status"]],
        track_word=[_(TRACKS[code]) if code else "" for code in shown["track"].fillna("")],
        source_word=[label("source", code) for code in shown["source"]],
        day=[day(value) if value and not pd.isna(value) else "" for value in shown["nominated_on"]],
        graduate=["✓" if not pd.isna(value) else "" for value in shown["mentee_id"]],
    )
    return pick_many(view, KEY, _columns())


def _columns() -> dict[str, Any]:
    return {
        "name": tables.text(_("Name"), 66),
        "unit": tables.text(_("Unit"), tables.px(112, 110)),
        "stage": tables.text(_("Stage of the nomination"), tables.px(66, 140)),
        "source_word": tables.text(_("Nominated by"), tables.px(76, 118)),
        "track_word": tables.text(_("Track"), tables.px(84, 156)),
        "day": tables.text(_("Nominated on"), tables.px(108, 96)),
        "graduate": tables.text(_("From mentee to mentor"), 60, _("A graduated mentee who becomes a mentor")),
        "recommended_by": tables.text(_("Recommended by"), tables.px(94, 150)),
    }


def _bulk(chosen: pd.DataFrame) -> None:
    """What may be done with all that are ticked at once."""
    if chosen.empty:
        acting = may(Action.EDIT_POOL) or may(Action.CONFIRM_MENTOR)
        told = _("Tick one to read the nomination; tick several to deal with them at once.")
        st.caption(told if acting else _("Tick one to read the nomination."))
        return
    seen = dict(zip(chosen["id"].astype(int), chosen["profile_version"].astype(int), strict=True))
    states = set(chosen["profile_status"])
    first, second, _rest = st.columns([1, 1, 1.4], gap="small")
    if may(Action.EDIT_POOL) and states <= {"nominated", "reviewed"}:
        with first.popover(
            _("Review these {count}").format(count=len(seen)), icon=":material/rate_review:", width="stretch"
        ):
            _review(seen, states)
    if may(Action.CONFIRM_MENTOR) and states <= {"reviewed", "in_pool", "paused"}:
        with second.popover(
            _("Confirm these {count}").format(count=len(seen)), icon=":material/verified:", width="stretch"
        ):
            _confirm(seen)


def _review(seen: dict[int, int], states: set[str]) -> None:
    outcomes = list(OUTCOMES) if states == {"nominated"} else ["returned", "rejected"]
    outcome = st.radio(_("Outcome"), outcomes, format_func=spoken(OUTCOMES), key="nomination-outcome", horizontal=True)
    help = _("Needed to send back or reject, and for an exception to the checklist.")
    note = st.text_area(_("Reason or note"), key="nomination-note", max_chars=acts.LONGEST, height=80, help=help)
    on = st.date_input(_("Day of the review"), today(), max_value=today(), key="nomination-day")
    if st.button(_("Record the review"), type="primary", key="nomination-review", width="stretch"):
        done = _("The review is recorded for {count} nominations.").format(count=len(seen))
        _after(act(acts.review, seen=seen, verdict=Verdict(str(outcome), note, on), done=done))


def _confirm(seen: dict[int, int]) -> None:
    own = ["publicity"] if me().role == "publicity" else list(DEPARTMENTS)
    department = st.radio(_("Confirming department"), own, format_func=spoken(DEPARTMENTS), key="nomination-department")
    on = st.date_input(_("Day of confirmation"), today(), max_value=today(), key="nomination-confirmed")
    if st.button(_("Record the confirmation"), type="primary", key="nomination-confirm", width="stretch"):
        done = _("The confirmation is recorded for {count} mentors.").format(count=len(seen))
        _after(act(acts.confirm, seen=seen, department=str(department), on=on, done=done))


def _after(done: object) -> None:
    if done is not None:
        untick(KEY)
    st.rerun()


def _whole(known: pd.DataFrame) -> None:
    names = {"all": _("Nominated"), **{code: _(FILTERS[code]) for code in ("reached", "confirmed", "appointed")}}
    counts = stages_reached(known)
    stages = pd.DataFrame({"stage": list(counts), "word": [names[code] for code in counts], "count": counts.values()})
    figure = stage_funnel(stages, _("From nomination to appointment; click a bar to see who"))
    st.plotly_chart(figure, config=CONFIG, key="nomination-funnel", on_select=_choose_stage, selection_mode="points")
    sent_back, rejected = (int((known["status"] == code).sum()) for code in ("returned", "rejected"))
    st.caption(_("Sent back: {returned}; rejected: {rejected}.").format(returned=sent_back, rejected=rejected))
    rule_of_confirmation()


def _choose_stage() -> None:
    points = st.session_state["nomination-funnel"]["selection"]["points"]
    if points:
        code = points[0].get("customdata")
        st.session_state[STAGE] = code[0] if isinstance(code, list) else code
