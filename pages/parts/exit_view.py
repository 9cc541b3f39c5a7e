"""Exits: what is proposed and waits for somebody else's decision, and everybody who left, with who decided."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.mentors import mentors
from db.queries.pool_life import exits
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.downloads import download
from pages.parts.frame import act, look, may, me, plain
from pages.parts.labels import label, wording
from pages.parts.poollife_words import EXIT_STATES
from pages.parts.ways import mentor_page, way
from programme import pool_exits
from programme.access import Action
from programme.codes import LEAVE_REASONS
from programme.papers.making import offer_paper
from programme.pool_exits import Way
from texts import _

KEY = "exit"


def exits_view() -> None:
    """Left the exits, those that wait first; right the one that is picked, or proposing one."""
    known = look(exits)
    overtaken = (known["status"] == "proposed") & (known["profile_status"] == "left")
    known["status"] = known["status"].mask(overtaken, "by_slip")
    left, right = st.columns([8, 5], gap="medium")
    with left:
        _table(known)
    with right, st.container(border=True, height=tables.PANEL):
        picked = known[known["id"].astype(str) == (tables.picked(KEY) or "")]
        if not picked.empty:
            _one(picked.iloc[0])
        elif may(Action.EDIT_POOL):
            _propose_somebody()
        else:
            st.caption(_("Select an exit to read it in full."))


def _table(known: pd.DataFrame) -> None:
    waiting = int((known["status"] == "proposed").sum())
    if known.empty:
        st.info(_("Nobody has left the pool, and no exit is proposed."))
        return
    st.caption(_("{count} exits wait for a decision by a second person.").format(count=waiting))
    view = known.assign(
        state=[_(EXIT_STATES[code]) for code in known["status"]],
        why=[label("mentor_reason", code) for code in known["reason"]],
        day=[day(value) for value in known["leaves_on"]],
        decider=known["decider"].fillna(""),
        proposer=known["proposer"].fillna(""),
    )
    columns = {
        "name": tables.text(_("Name"), 84),
        "unit": tables.text(_("Unit"), 170),
        "why": tables.text(_("Reason"), 120),
        "day": tables.text(_("Leaves on"), 110),
        "state": tables.text(_("State"), 110),
        "load": tables.number(_("Load"), 56, _("Open pairings")),
        "proposer": tables.text(_("Proposed by"), 84),
        "decider": tables.text(_("Decided by"), 84),
    }
    tables.pick(view, KEY, columns)


def _one(row: pd.Series) -> None:
    st.markdown(f"#### {plain(row['name'])} :orange-badge[{_(EXIT_STATES[row['status']])}]")
    st.caption(plain(row["unit"]))
    st.markdown(f"**{label('mentor_reason', row['reason'])}** ・ {day(row['leaves_on'])}")
    for text in (row["ground"], row["answer"]):
        if text:
            st.markdown(plain(text))
    if row["status"] == "proposed":
        _waiting(row)
    if may(Action.EXPORT):
        person = int(row["person_id"])
        wanted = {"form": "pool_exit", "ids": [person]}
        download(st, _("Approval form of the exit (Word)"), offer_paper, f"exit-paper-{person}", **wanted)
    mentor_page(int(row["person_id"]))


def _waiting(row: pd.Series) -> None:
    """The next step: a slip where somebody is still led, else a decision by somebody else; or taking it back."""
    if row["load"]:
        told = _("Still leads {count} people. A change slip says who continues and takes the mentor out of the pool.")
        st.warning(told.format(count=row["load"]))
        way(
            "match/changes.py",
            _("Draw up the change slip"),
            ":material/alt_route:",
            view="leave",
            mentor=int(row["person_id"]),
        )
    elif may(Action.APPROVE):
        _decide(row)
    else:
        st.caption(_("A section chief or department leader decides, not whoever proposed it."))
    if may(Action.EDIT_POOL) and st.button(_("Withdraw the proposal"), key="exit-withdraw"):
        act(pool_exits.withdraw_exit, **_seen(row), done=_("The proposal is withdrawn."))
        st.rerun()


def _decide(row: pd.Series) -> None:
    if int(row["by_id"]) == me().id:
        st.caption(_("You proposed this exit; somebody else decides."))
        return
    answer = st.text_input(_("Opinion"), key=f"exit-answer-{row['id']}", max_chars=500)
    yes, no = st.columns(2)
    early = row["leaves_on"] > today()
    agreed = yes.button(_("Agree"), type="primary", key="exit-agree", width="stretch", disabled=early)
    refused = no.button(_("Do not agree"), key="exit-refuse", width="stretch")
    if early:
        st.caption(_("It can be decided from {day} on.").format(day=day(row["leaves_on"])))
    if agreed or refused:
        act(pool_exits.decide_exit, **_seen(row), agreed=agreed, answer=answer, done=_("The decision is recorded."))
        st.rerun()


def _seen(row: pd.Series) -> dict[str, Any]:
    return {"exit_id": int(row["id"]), "seen_version": int(row["version"])}


def _propose_somebody() -> None:
    pool = look(mentors)
    inside = pool[pool["status"].isin(["in_pool", "paused"])].set_index("id")
    st.markdown(f"**{_('Propose an exit')}**")
    person = st.selectbox(
        _("Mentor"), list(inside.index), None, key="exit-who", placeholder=_("Type a name"),
        format_func=lambda key: f"{inside.loc[key, 'name']} {inside.loc[key, 'unit']}" if key in inside.index else "",
    )  # fmt: skip
    if person is not None:
        propose(int(person), int(inside.loc[person, "profile_version"]), int(inside.loc[person, "load"]))


def propose(person_id: int, seen_version: int, load: int) -> None:
    """The form of a proposal; also used in the mentor's panel."""
    prefix = f"exit-{person_id}-{seen_version}"
    reason = st.selectbox(
        _("Reason"), LEAVE_REASONS, format_func=wording("mentor_reason"), key=f"{prefix}-why"
    )  # fmt: skip
    on = st.date_input(_("Leaves on"), today(), key=f"{prefix}-on")
    ground = st.text_area(_("What it rests on"), key=f"{prefix}-ground", max_chars=pool_exits.LONGEST, height=80)
    if load:
        st.caption(_("Leads {count} people now: they need a change slip that says who continues.").format(count=load))
    st.caption(_("Nothing moves yet: a second person decides."))
    if st.button(_("Propose the exit"), type="primary", key=f"{prefix}-go", width="stretch"):
        way_out = Way(str(reason), ground, on)
        done = _("Proposed; a second person decides.")
        made = act(pool_exits.propose_exit, person_id=person_id, seen_version=seen_version, way=way_out, done=done)
        if made is not None:
            tables.open_row(KEY, made)
        st.rerun()
