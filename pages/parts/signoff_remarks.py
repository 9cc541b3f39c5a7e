"""Remarks on single pairs: who signs writes them where a row is picked, the officer answers each, and all can read both."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.remarks import remarks as known_remarks
from pages.parts.dates import moment
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label
from pages.parts.ways import way
from programme import remarks
from programme.access import Action
from programme.remarks import LONGEST, OPEN_TO_REMARKS
from texts import _


def remark_form(scheme: Any, mentee_id: int, name: str) -> None:
    """A line to remark on the pair that is picked, for whoever may sign."""
    if scheme.status not in OPEN_TO_REMARKS or not may(Action.APPROVE):
        return
    key = f"remark-{scheme.id}-{mentee_id}"
    said, button = st.columns([4, 1], vertical_alignment="bottom", gap="small")
    said.text_input(
        _("Remark on the pair of {name}").format(name=plain(name)), key=key, max_chars=LONGEST,
        placeholder=_("What the officer should look into"),
    )  # fmt: skip
    button.button(
        _("Add remark"), key=f"{key}-add", width="stretch", on_click=_add, args=(int(scheme.id), mentee_id, key)
    )


def _add(scheme_id: int, mentee_id: int, key: str) -> None:
    done = _("The remark is noted; the officer sees it.")
    said = st.session_state.get(key, "")
    if act(remarks.remark, done=done, scheme_id=scheme_id, mentee_id=mentee_id, text=said) is not None:
        st.session_state[key] = ""


def remarks_here(scheme_id: int, mentee_id: int) -> None:
    """At the desk: what somebody who signs remarked on this mentee's pair and nobody has answered."""
    found = look(known_remarks, scheme_id=scheme_id, mentee_id=mentee_id)
    for row in found[~found["settled"]].itertuples():
        with st.container(border=True, key=f"remark-here-{row.id}", gap="small"):
            who = f"{plain(row.by)} {label('role', row.role)}"
            st.markdown(f":orange[:material/chat:] {plain(row.remark)} :small[:gray[{who}]]")
            if may(Action.ADJUST):
                _answer(row)


def remark_list(scheme: Any, found: pd.DataFrame) -> None:
    """Every remark with its answer, the open ones first."""
    if found.empty:
        st.info(_("Nobody has remarked on a pair. Whoever signs picks a row in another list and writes it there."))
        return
    left = int((~found["settled"]).sum())
    if left:
        st.warning(
            _("{count} remarks wait for an answer; before that the scheme cannot be submitted.").format(count=left)
        )
    for row in found.itertuples():
        with st.container(border=True, key=f"remark-card-{row.id}", gap="small"):
            _card(scheme, row)


def _card(scheme: Any, row: Any) -> None:
    mentor = row.mentor or _("no mentor")
    head = _("{mentee} with {mentor}").format(mentee=f"**{plain(row.mentee)}**", mentor=f"**{plain(mentor)}**")
    state = f":green-badge[{_('settled')}]" if row.settled else f":orange-badge[{_('open')}]"
    st.markdown(f"{head} :small[:gray[{plain(row.unit)}]] {state}")
    who = f"{plain(row.by)} {label('role', row.role)} {moment(row.at)}"
    st.markdown(f"> {plain(row.remark)}  \n> :small[:gray[{who}]]")
    if row.settled:
        answered = f"{plain(row.settled_by)} {moment(row.settled_at)}"
        st.markdown(f":material/reply: {plain(row.reply)}  \n:small[:gray[{answered}]]")
        return
    way(
        "match/desk.py",
        _("Open {name} at the desk").format(name=plain(row.mentee)),
        scheme=scheme.id,
        mentee=row.mentee_id,
    )
    if may(Action.ADJUST):
        _answer(row)


def _answer(row: Any) -> None:
    key = f"reply-{row.id}-{row.version}"
    said, button = st.columns([4, 1], vertical_alignment="bottom", gap="small")
    said.text_input(
        _("Answer"), key=key, max_chars=LONGEST, placeholder=_("What was done, or why nothing was"),
        label_visibility="collapsed",
    )  # fmt: skip
    button.button(
        _("Settle"), key=f"{key}-settle", width="stretch", on_click=_settle, args=(int(row.id), int(row.version), key)
    )


def _settle(remark_id: int, version: int, key: str) -> None:
    reply = st.session_state.get(key, "")
    act(remarks.settle, done=_("Settled."), remark_id=remark_id, seen_version=version, reply=reply)
