"""The reviews of a month with their filters, and the one that is being filled beside them."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly import ReviewFilter, by_unit, reviews
from pages.parts import tables
from pages.parts.frame import look, may
from pages.parts.month_panel import one
from pages.parts.month_top import REVIEW, STAND, UNIT, is_overdue
from pages.parts.month_words import WORDS, mark_words, state_word, wording
from programme.access import Action
from texts import _


def fill_view(row: Any) -> None:
    """Left the list, right one review: the one that was picked, else the first that is still to file."""
    left, right = st.columns([7, 6], gap="medium")
    with left:
        found = _found(row)
        _table(found, row)
    with right, st.container(border=True):
        chosen = _chosen(found, row)
        if chosen is None:
            st.caption(_("Select a review to read it in full."))
        else:
            one(chosen, queue(found), row)


def _found(row: Any) -> pd.DataFrame:
    units = look(by_unit, round_id=int(row.id))
    names = {int(one.unit_id): one.unit for one in units.itertuples() if not pd.isna(one.unit_id)}
    search, unit_place, stand_place = st.columns([1.3, 1.5, 1.3], gap="small")
    words = search.text_input(
        _("Name"), key="mon_words", placeholder=_("Name of mentee or mentor"), label_visibility="visible"
    )
    unit = tables.choose(unit_place, UNIT, _("Unit"), names, lambda key: names.get(key, ""))
    stand = tables.choose(stand_place, STAND, _("State"), WORDS["stand"], wording("stand"))
    return look(reviews, round_id=int(row.id), chosen=ReviewFilter(unit, stand or "", words))


def _table(found: pd.DataFrame, row: Any) -> None:
    if found.empty:
        st.info(_("No review fits. Take a filter away."))
        return
    overdue = is_overdue(row)
    shown = found.assign(
        state=[state_word(one, row.status) for one in found.itertuples()],
        mark=[mark_words(one, overdue) for one in found.itertuples()],
    )
    tables.pick(shown, REVIEW, _columns(), height=560)
    st.caption(_("{count} reviews").format(count=len(found)))


def _columns() -> dict[str, Any]:
    return {
        "mentee": tables.text(_("Mentee"), 76), "unit": tables.text(_("Unit"), tables.px(150, 116)), "mentor": tables.text(_("Mentor"), 76),
        "state": tables.text(_("State"), 92), "mark": tables.text(_("Mark"), tables.px(90, 130)),
        "score": tables.number(_("Score"), 64, format="%.1f"),
    }  # fmt: skip


def queue(found: pd.DataFrame) -> list[int]:
    """The reviews of the list that are still to file, in its order."""
    waiting = found[(found["state"] != "complete") & ~found["excused"].astype(bool)]
    return [int(key) for key in waiting["id"]]


def _chosen(found: pd.DataFrame, row: Any) -> int | None:
    picked = tables.picked(REVIEW)
    if picked and picked.isdecimal() and int(picked) in set(found["id"]):
        return int(picked)
    waiting = queue(found)
    return waiting[0] if waiting and row.status == "open" and may(Action.KEEP_RECORDS) else None
