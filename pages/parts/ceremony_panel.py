"""Ceremonies: what was held when and where with whom, and writing one down."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.pool_life import ceremonies, present_at, presentable
from pages.parts.dates import day
from pages.parts.frame import act, cohort_id, look, may, plain
from programme.access import Action
from programme.ceremonies import LONGEST, Held, record_ceremony
from texts import _


def ceremony_panel(pool: pd.DataFrame) -> None:
    """The list of ceremonies, each opening its people; the form in a popover."""
    st.caption(_("Tick mentors in the table to appoint, renew or print."))
    st.markdown(f"**{_('Ceremonies')}**")
    known = look(ceremonies)
    if known.empty:
        st.caption(_("No ceremony is written down yet."))
    for row in known.itertuples():
        _one(row)
    if may(Action.EDIT_POOL):
        with st.popover(_("Write a ceremony down"), icon=":material/celebration:", width="stretch"):
            _form(pool)


def _one(row: Any) -> None:
    told = _("{day}, {place}: {mentors} mentors, {pairs} pairs")
    words = told.format(day=day(row.held_on), place=plain(row.place), mentors=row.mentors, pairs=row.pairs)
    box = st.expander(words, key=f"ceremony-{row.id}", on_change="rerun")
    if not box.open:
        return
    with box:
        parts = [_("Host: {name}").format(name=plain(row.host)) if row.host else "", plain(row.cohort), plain(row.note)]
        st.caption(" ・ ".join(part for part in parts if part))
        people = look(present_at, ceremony_id=int(row.id))
        st.markdown(" ".join(plain(name) for name in people["name"]))


def _form(pool: pd.DataFrame) -> None:
    chosen = cohort_id()
    pairs = pd.DataFrame() if chosen is None else look(presentable, cohort_id=chosen)
    held_on = st.date_input(_("Held on"), today(), max_value=today(), key="ceremony-day")
    place = st.text_input(_("Place"), key="ceremony-place", max_chars=LONGEST)
    host = st.text_input(_("Host"), key="ceremony-host", max_chars=LONGEST)
    every = not pairs.empty and st.checkbox(
        _("All {count} open pairs of the cohort were presented").format(count=len(pairs)), key="ceremony-all"
    )
    names = {int(row.id): f"{row.name} {row.unit}" for row in pool.itertuples()}
    mentors = st.multiselect(
        _("Mentors present"), list(names), format_func=lambda key: names.get(key, ""), key="ceremony-mentors",
        placeholder=_("Type a name"),
    )  # fmt: skip
    note = st.text_input(_("Note"), key="ceremony-note", max_chars=500)
    if st.button(_("Record the ceremony"), type="primary", key="ceremony-go", width="stretch"):
        shown = tuple(int(key) for key in pairs["id"]) if every else ()
        held = Held(held_on, place, host, note, chosen if every else None, tuple(mentors), shown)
        act(record_ceremony, held=held, done=_("The ceremony is written down."))
        st.rerun()
