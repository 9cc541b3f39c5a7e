"""The mentor pool (师资库): find, filter and edit mentors, with capacity, load and state."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries import mentors
from pages.parts import tables
from pages.parts.chart_style import CONFIG
from pages.parts.charts_pool import age_structure, band, band_names
from pages.parts.frame import header, look, may
from pages.parts.labels import labels, spoken, wording
from pages.parts.mentor_panel import KEY, mentor_panel, new_mentor
from pages.parts.pool_panels import graded
from pages.parts.vocabulary import Names, listed, names
from pages.parts.ways import to_import
from programme.access import Action
from programme.eligibility import age_on
from texts import _


def main() -> None:
    """The figures, the table with its filters, and the panel of whoever is picked."""
    place = header(_("Mentor pool"), actions=1)[0]
    if may(Action.EDIT_POOL):
        place.button(_("Add a mentor"), on_click=tables.open_new, args=(KEY,), type="primary", width="stretch")
    pool, words = look(mentors.mentors), names()
    if pool.empty and tables.picked(KEY) != "new":
        _nothing_yet()
        return
    pool["band"] = [band(age_on(birth, today())) for birth in pool["birth"]]
    _figures(pool)
    shown = _filtered(pool, words)
    left, right = st.columns([8, 5], gap="medium")
    with left:
        _table(shown, len(pool), words)
    with right, st.container(border=True, height=tables.PANEL):
        _panel(pool, words)


def _nothing_yet() -> None:
    if not may(Action.EDIT_POOL):
        st.info(_("You see no mentor yet. Officers import the rosters; whoever is added appears here."))
        return
    st.info(_("There is no mentor yet. Import a roster of mentors, or add one by hand."))
    to_import(_("Go to the import"))


def _figures(pool: pd.DataFrame) -> None:
    inside = pool[pool["status"] == "in_pool"]
    waiting = pool["status"].isin(["nominated", "reviewed"]).sum()
    figures = {
        _("In the pool"): len(inside),
        _("Seats"): int(inside["capacity"].sum()),
        _("Being led"): int(pool["load"].sum()),
        _("Free seats"): int(inside["free"].sum()),
        _("Awaiting review or confirmation"): int(waiting),
        _("Over capacity"): int((pool["load"] > pool["capacity"]).sum()),
    }
    for column, (name, value) in zip(st.columns(6, gap="small"), figures.items(), strict=True):
        column.metric(name, value, border=True)


def _filtered(pool: pd.DataFrame, words: Names) -> pd.DataFrame:
    sought, state, county, expertise, standing, age, order, free = tables.filter_row(8)
    text = sought.text_input(_("Search"), key="mentor_search", placeholder=_("Name, unit, branch, number"))
    known = words.words("expertise")
    chosen = {
        "county": tables.choose(county, "mentor_county", _("County"), words.counties(), str),
        "standing": tables.choose(standing, "mentor_standing", _("Standing"), labels("standing"), wording("standing")),
        "band": tables.choose(age, "mentor_age", _("Age"), band_names(), str),
    }
    pool = _in_state(pool, state)
    needed = tables.choose(expertise, "mentor_expertise", _("Expertise"), known, lambda code: known.get(code, code))
    if free.checkbox(_("Free seats only"), key="mentor_free", bind="query-params"):
        pool = pool[pool["free"] > 0]
    for column, value in chosen.items():
        pool = pool if value is None else pool[pool[column] == value]
    if needed is not None:
        pool = pool[[needed in dict(grades) for grades in pool["expertise"]]]
    pool = tables.found(pool, text, ("no", "unit", "post", "branch"))
    by = order.selectbox(_("Order"), list(tables.ORDERS), format_func=spoken(tables.ORDERS), key="mentor_order")
    return tables.ordered(pool, by)


def _in_state(pool: pd.DataFrame, place: Any) -> pd.DataFrame:
    """Those of the chosen state; without a choice everybody but those who left."""
    state = place.selectbox(
        _("State"), list(labels("mentor_state")), None, format_func=wording("mentor_state"), key="mentor_state",
        placeholder=_("All but left"), bind="query-params",
    )  # fmt: skip
    return pool[pool["status"] != "left"] if state is None else pool[pool["status"] == state]


def _table(shown: pd.DataFrame, total: int, words: Names) -> None:
    if tables.nobody_fits(len(shown), total):
        return
    expertise, dialects = words.words("expertise"), words.words("dialect")
    view = shown.assign(
        state=shown["status"].map(labels("mentor_state")),
        standing=shown["standing"].map(labels("standing")).fillna(""),
        expertise=[graded(grades, expertise) for grades in shown["expertise"]],
        dialects=[listed(dialects.get(code, code) for code in codes) for codes in shown["dialects"]],
    )
    tables.pick(view, KEY, _columns())


def _columns() -> dict[str, Any]:
    return {
        "name": tables.text(_("Name"), 84),
        "unit": tables.text(_("Unit"), 128),
        "load": tables.number(_("Load"), 48, _("Open pairings")),
        "capacity": tables.number(_("Capacity"), 56),
        "free": tables.number(_("Free"), 48),
        "state": tables.text(_("State"), tables.px(72, 132)),
        "expertise": tables.text(_("Expertise and grade"), 230),
        "grassroots_years": tables.number(_("Grass-roots years"), 76, format="%g"),
        "dialects": tables.text(_("Dialects"), 130),
        "standing": tables.text(_("Standing"), 84),
        "post": tables.text(_("Post"), 110),
        "branch": tables.text(_("Party branch"), 150),
        "county": tables.text(_("County"), 72),
    }


def _panel(pool: pd.DataFrame, words: Names) -> None:
    chosen = tables.picked(KEY)
    if chosen == "new" and may(Action.EDIT_POOL):
        new_mentor(words)
        return
    rows = pool[pool["id"].astype(str) == chosen]
    if rows.empty:
        st.caption(
            _("Select a mentor in the table to see and edit the entry.")
            if may(Action.EDIT_POOL)
            else _("Select an entry in the table to see it.")
        )
        _ages(pool)
        return
    mentor_panel(rows.iloc[0], words)


def _ages(pool: pd.DataFrame) -> None:
    title = _("Mentors by age; click a bar to see who they are")
    figure = age_structure(pool.loc[pool["status"] != "left", "band"], title, st.session_state.get("mentor_age") or "")
    st.plotly_chart(figure, config=CONFIG, key="mentor-ages", on_select=_choose_age, selection_mode="points")


def _choose_age() -> None:
    points = st.session_state["mentor-ages"]["selection"]["points"]
    st.session_state["mentor_age"] = points[0]["x"] if points else None


main()
