"""Cohorts (批次): their dates decide who is eligible, when pairings begin and end, and how long the public notice lasts."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.cohorts import cohorts
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.eligible import judged, limits_of
from pages.parts.frame import act, header, look, may, plain
from pages.parts.holidays_form import calendar_form
from pages.parts.labels import labels, spoken, wording
from pages.parts.pilot_view import REACHES, SHORT, pilot_table
from pages.parts.ways import to_import
from programme import cohorts as verbs
from programme.access import Action
from programme.sign_levels import LEVELS
from texts import N_, _

KEY = "edit"
LEVEL_WORDS = {
    1: N_("One: a section chief or department leader approves"),
    2: N_("Two: a section chief approves, then the department leader signs"),
}


def main() -> None:
    """All cohorts, and the dates of the one that is picked."""
    place = header(_("Cohorts"), actions=1)[0]
    if may(Action.MANAGE_COHORTS):
        place.button(_("New cohort"), on_click=tables.open_new, args=(KEY,), type="primary", width="stretch")
    known = look(cohorts)
    if known.empty:
        st.info(_("There is no cohort yet. Create the first one; its dates decide who is eligible."))
        if not may(Action.MANAGE_COHORTS):
            return
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _table(known)
        chosen = tables.picked(KEY) or ""
        if chosen in set(known["id"].astype(str)):
            pilot_table(int(chosen))
        calendar_form()
    with right, st.container(border=True):
        _panel(known)


def _table(known: pd.DataFrame) -> None:
    if known.empty:
        return
    view = known.assign(
        state=known["status"].map(labels("cohort_state")),
        reach=[_(SHORT[code]) for code in known["reach"]],
        **{field: [day(value) for value in known[field]] for field in ("eligible_on", "starts_on", "ends_on")},
    )
    columns = {
        "name": tables.text(_("Cohort")),
        "state": tables.text(_("State"), 72),
        "eligible_on": tables.text(_("Eligibility judged on"), 118),
        "starts_on": tables.on_day(_("Begins")),
        "ends_on": tables.on_day(_("Ends")),
        "notice_days": tables.number(_("Notice, working days"), tables.px(84, 66)),
        "reach": tables.text(_("Reach"), 84),
    }
    tables.pick(view, KEY, columns)


def _panel(known: pd.DataFrame) -> None:
    chosen = "new" if known.empty else tables.picked(KEY)
    if chosen == "new" and may(Action.MANAGE_COHORTS):
        _create()
        return
    rows = known[known["id"].astype(str) == chosen]
    if rows.empty:
        st.caption(
            _("Select a cohort in the table to see and change its dates.")
            if may(Action.MANAGE_COHORTS)
            else _("Select an entry in the table to see it.")
        )
        return
    _edit(rows.iloc[0])


def _create() -> None:
    _heading(_("New cohort"))
    year = today().year
    values = _fields("new", pd.Series(_usual(year)), locked=False)
    if st.button(_("Create the cohort"), type="primary", key="cohort-create"):
        key = act(verbs.create, **values, done=_("The cohort is created."))
        if key:
            tables.open_row(KEY, key)
        st.rerun()


def _usual(year: int) -> dict[str, Any]:
    """What an empty form offers: twelve months, judged on the first of them."""
    starts, ends = date(year, 10, 1), date(year + 1, 9, 30)
    return {
        "name": _("Cohort of {year}").format(year=year), "eligible_on": starts, "starts_on": starts, "ends_on": ends,
        "notice_days": 3, "sign_levels": 1, "reach": "full",
    }  # fmt: skip


def _edit(row: pd.Series) -> None:
    _heading(plain(row["name"]))
    _who(int(row["id"]))
    locked = not may(Action.MANAGE_COHORTS)
    prefix = f"{row['id']}-{row['version']}"
    values = _fields(prefix, row, locked)
    values["status"] = st.selectbox(
        _("State"), list(labels("cohort_state")), list(labels("cohort_state")).index(row["status"]),
        format_func=wording("cohort_state"), key=f"cohort-{prefix}-status", disabled=locked,
    )  # fmt: skip
    if not locked and st.button(_("Save"), type="primary", key="cohort-save"):
        act(verbs.edit, cohort_id=int(row["id"]), seen_version=int(row["version"]), values=values, done=_("Saved."))
        st.rerun()


def _who(cohort_id: int) -> None:
    """Who is in the cohort, and by which numbers eligibility is judged."""
    everybody, limits = judged(cohort_id), limits_of(cohort_id)
    counts = everybody["eligible"].value_counts()
    told = _("{total} mentees, {eligible} of them eligible")
    st.markdown(told.format(total=len(everybody), eligible=int(counts.get("yes", 0))))
    if counts.get("outside", 0):
        beyond = _("{count} are in units that the cohort does not reach yet; they wait for the next stage.")
        st.caption(":material/block: " + beyond.format(count=int(counts["outside"])))
    st.caption(
        _(
            "Young cadres: fewer than {months} months at work; in the discipline stream {age} years or younger instead."
        ).format(months=limits.months_limit, age=limits.age_limit)
    )
    if everybody.empty:
        to_import(_("Import its rosters"))
    st.page_link("match/rules.py", label=_("To the rules in force"), icon=":material/arrow_forward:")


def _heading(title: str) -> None:
    words, button = st.columns([5, 1], vertical_alignment="center")
    words.markdown(f"#### {title}")
    button.button(_("Close"), key="cohort-close", type="tertiary", on_click=tables.close, args=(KEY,))


def _fields(prefix: str, row: pd.Series, locked: bool) -> dict[str, Any]:
    def day_of(field: str, title: str, help: str | None = None) -> date:
        return st.date_input(title, row[field], key=f"cohort-{prefix}-{field}", disabled=locked, help=help)

    name = st.text_input(_("Name of the cohort"), row["name"], key=f"cohort-{prefix}-name", disabled=locked)
    why = _("Years at work and age are counted on this day and on no other.")
    eligible_on = day_of("eligible_on", _("Eligibility judged on"), why)
    first, second = st.columns(2)
    with first:
        starts_on = day_of("starts_on", _("Begins"))
    with second:
        ends_on = day_of("ends_on", _("Ends"))
    notice = st.number_input(
        _("Public notice in working days (0: none)"), 0, 60, int(row["notice_days"]), key=f"cohort-{prefix}-notice",
        disabled=locked,
    )  # fmt: skip
    return {
        "name": name, "eligible_on": eligible_on, "starts_on": starts_on, "ends_on": ends_on, "notice_days": notice,
        "sign_levels": _levels(prefix, int(row["sign_levels"]), locked), "reach": _reach(prefix, row["reach"], locked),
    }  # fmt: skip


def _reach(prefix: str, present: str, locked: bool) -> str:
    """How far the programme goes in the cohort: first the pilots, then their counties, then everywhere."""
    why = _(
        "Judged by the units that are pilots on the day of eligibility. People of other units stay in the cohort and wait; widen the reach to take them in."
    )
    return st.selectbox(
        _("Reach of the cohort"), list(REACHES), list(REACHES).index(present), format_func=spoken(REACHES),
        key=f"cohort-{prefix}-reach", disabled=locked, help=why,
    )  # fmt: skip


def _levels(prefix: str, present: int, locked: bool) -> int:
    """How many levels sign; what is set once is changed by somebody who may approve."""
    fixed = prefix != "new" and not may(Action.APPROVE)
    why = _(
        "A section chief changes this: nobody spares himself a signature. What is under signature keeps its levels."
    )
    return st.selectbox(
        _("Levels of signing"), LEVELS, LEVELS.index(present), format_func=spoken(LEVEL_WORDS),
        key=f"cohort-{prefix}-levels", disabled=locked or fixed, help=why,
    )  # fmt: skip


main()
