"""Mentors at whom the thresholds point (帮带实效不明显), each with the evidence; an exit is proposed here and decided by two people."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.assess_words import figure, word
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import stated
from pages.parts.ways import mentor_page, way
from programme import pool_exits
from programme.access import Action
from programme.assessment import weak
from programme.assessment.weak import LIMITS, Thresholds, WeakMentor
from programme.pool_exits import Way
from texts import N_, _

KEY = "weak"
LABELS = {
    "mean_score": N_("Mean score below"), "poor_share": N_("Share of poor grades from, %"), "stalled": N_("Stalled pairings from"),
    "silent_days": N_("Days without a record make a pairing stalled"), "fewest": N_("Graded pairings needed at least"),
}  # fmt: skip


def weak_view(row: Any) -> None:
    """Left who is pointed at, right the evidence and the proposal."""
    found = look(weak.weak_mentors)
    st.caption(
        _(
            "The thresholds only point at somebody. Nobody leaves the pool by them: one person proposes, another decides."
        )
    )
    left, right = st.columns([8, 6], gap="medium")
    with left:
        _table(found)
        _thresholds()
    with right, st.container(border=True):
        chosen = next((one for one in found if str(one.person_id) == tables.picked(KEY)), None)
        if chosen is None:
            st.caption(_("Select a mentor to see what points at him."))
        else:
            _one(chosen)


def _table(found: list[WeakMentor]) -> None:
    if not found:
        st.info(_("No mentor is pointed at by the thresholds."))
        return
    shown = pd.DataFrame(
        {
            "id": one.person_id, "name": one.name, "unit": one.unit, "load": one.load, "graded": one.graded, "mean": one.mean,
            "poor": len(one.poor), "stalled": len(one.stalled), "why": flags_said(one),
        }
        for one in found
    )  # fmt: skip
    columns = {
        "name": tables.text(_("Name"), 66), "unit": tables.text(_("Unit"), tables.px(100, 96)), "why": tables.text(_("What points at him"), tables.px(150, 116)),
        "mean": tables.number(_("Mean score"), tables.px(60, 78), format="%.1f"), "poor": tables.number(_("Poor grades"), tables.px(60, 82)),
        "stalled": tables.number(_("Stalled"), tables.px(50, 60)), "graded": tables.number(_("Graded"), 58), "load": tables.number(_("Load"), 48),
    }  # fmt: skip
    tables.pick(shown, KEY, columns, height=480)
    st.caption(_("{count} mentors").format(count=len(found)))


def flags_said(one: WeakMentor) -> str:
    """The flags in words."""
    return _(", ").join(word("flag", code) for code in one.flags)


def _one(one: WeakMentor) -> None:
    st.markdown(f"#### {plain(one.name)}")
    st.caption(plain(one.unit))
    st.markdown(plain(evidence_said(one)))
    if one.exit_proposed:
        st.info(_("An exit is proposed already and waits for a decision."))
        way("prepare/appointments.py", _("Open the exits"), view="exits")
    elif may(Action.EDIT_POOL):
        _propose(one)
    mentor_page(one.person_id)


def evidence_said(one: WeakMentor) -> str:
    """What points at a mentor, as the ground of a proposal would say it."""
    told = []
    if one.graded:
        told.append(_("{count} graded pairings, mean score {mean}").format(count=one.graded, mean=figure(one.mean)))
    if one.poor:
        told.append(_("basically qualified or unqualified: {names}").format(names=_(", ").join(one.poor)))
    if one.stalled:
        told.append(_("without a record for long: {names}").format(names=_(", ").join(one.stalled)))
    return _("; ").join(told)


def _propose(one: WeakMentor) -> None:
    key = f"weak-{one.person_id}-{one.profile_version}"
    ground = st.text_area(
        _("What it rests on"), evidence_said(one), key=f"{key}-ground", max_chars=pool_exits.LONGEST, height=110
    )
    if one.load:
        st.caption(
            _("Leads {count} people now: they need a change slip that says who continues.").format(count=one.load)
        )
    asked = {"person_id": one.person_id, "seen_version": one.profile_version, "way": Way("weak_results", ground)}
    st.button(
        _("Propose the exit"), type="primary", key=f"{key}-go", width="stretch", on_click=act, args=(pool_exits.propose_exit,),
        kwargs={**asked, "done": _("Proposed; a second person decides.")},
    )  # fmt: skip


def _thresholds() -> None:
    present = look(weak.thresholds_now)
    told = {name: getattr(present, name) for name in LIMITS}
    with st.expander(_("Thresholds"), icon=":material/tune:"):
        if not may(Action.MANAGE_COHORTS):
            st.markdown("  \n".join(stated(_(LABELS[name]), value) for name, value in told.items()))
            return
        wanted = {
            name: int(st.number_input(_(LABELS[name]), *LIMITS[name], value, key=f"weak-{name}-{value}"))
            for name, value in told.items()
        }
        st.button(
            _("Put these thresholds in force"), key="weak-thresholds", disabled=wanted == told, on_click=act,
            args=(weak.set_thresholds,), kwargs={"wanted": Thresholds(**wanted), "done": _("The thresholds are in force.")},
        )  # fmt: skip
