"""The mentees of a cohort (帮带对象库): who is eligible and why, what they need, who leads them."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.downloads import download
from pages.parts.eligible import judged, mark
from pages.parts.frame import header, may, need_cohort
from pages.parts.labels import labels, spoken, wording
from pages.parts.mentee_panel import KEY, PRIORITIES, mentee_panel, new_mentee
from pages.parts.vocabulary import Names, listed, names
from pages.parts.ways import to_import
from programme.access import Action
from programme.mentee_roster import offer_mentee_roster
from texts import N_, _

ELIGIBLE = {"yes": N_("Eligible"), "no": N_("Not eligible"), "outside": N_("Not reached yet")}


def main() -> None:
    """The figures, the table with its filters, and the panel of whoever is picked."""
    places = header(_("Mentees"), actions=2)
    cohort_id = need_cohort()
    if may(Action.EXPORT):
        download(places[0], _("Mentee list"), offer_mentee_roster, "mentee-roster", cohort_id=cohort_id)
    if may(Action.EDIT_POOL):
        places[1].button(_("Add a mentee"), on_click=tables.open_new, args=(KEY,), type="primary", width="stretch")
    everybody, words = judged(cohort_id), names()
    if everybody.empty and tables.picked(KEY) != "new":
        _nothing_yet()
        return
    _figures(everybody)
    shown = _filtered(everybody, words)
    left, right = st.columns([8, 5], gap="medium")
    with left:
        _table(shown, len(everybody), words)
    with right, st.container(border=True, height=tables.PANEL):
        _panel(cohort_id, everybody, words)


def _nothing_yet() -> None:
    if not may(Action.EDIT_POOL):
        st.info(_("You see no mentee of this cohort. Officers import the rosters; choose another cohort above."))
        return
    st.info(_("There is no mentee in this cohort yet. Import a roster of mentees, or add one by hand."))
    to_import(_("Go to the import"))


def _figures(everybody: pd.DataFrame) -> None:
    waiting = everybody["status"] == "waiting"
    needless = everybody["needs"].map(len) == 0
    figures = {
        _("In the cohort"): len(everybody),
        _("Eligible"): (everybody["eligible"] == "yes").sum(),
        _("Not eligible"): (everybody["eligible"] == "no").sum(),
        _("Waiting for a mentor"): waiting.sum(),
        _("Being mentored"): (everybody["status"] == "paired").sum(),
        _("Without needs"): needless.sum(),
    }
    outside = int((everybody["eligible"] == "outside").sum())
    if outside:
        figures[_("Not reached yet")] = outside
    for column, (name, value) in zip(st.columns(len(figures), gap="small"), figures.items(), strict=True):
        column.metric(name, int(value), border=True)


def _filtered(everybody: pd.DataFrame, words: Names) -> pd.DataFrame:
    sought, eligible, state, category, county, need, order, needless = tables.filter_row(8)
    text = sought.text_input(_("Search"), key="mentee_search", placeholder=_("Name, unit, branch, strength"))
    known = words.words("expertise")
    chosen = {
        "eligible": tables.choose(eligible, "mentee_eligible", _("Eligibility"), ELIGIBLE, spoken(ELIGIBLE)),
        "status": tables.choose(state, "mentee_state", _("State"), labels("mentee_state"), wording("mentee_state")),
        "category": tables.choose(category, "mentee_category", _("Category"), labels("category"), wording("category")),
        "county": tables.choose(county, "mentee_county", _("County"), words.counties(), str),
    }
    needed = tables.choose(need, "mentee_need", _("Need"), known, lambda code: known.get(code, code))
    if needless.checkbox(_("Without needs"), key="mentee_needless", bind="query-params"):
        everybody = everybody[everybody["needs"].map(len) == 0]
    for column, value in chosen.items():
        everybody = everybody if value is None else everybody[everybody[column] == value]
    if needed is not None:
        everybody = everybody[[needed in codes for codes in everybody["needs"]]]
    good_at = words.words("strength")
    told = [listed(good_at.get(code, code) for code in codes) for codes in everybody["strengths"]]
    everybody = tables.found(
        everybody.assign(good_at=told), text, ("no", "unit", "post", "mentor", "branch", "good_at")
    )
    by = order.selectbox(_("Order"), list(tables.ORDERS), format_func=spoken(tables.ORDERS), key="mentee_order")
    return tables.ordered(everybody, by)


def _table(shown: pd.DataFrame, total: int, words: Names) -> None:
    if tables.nobody_fits(len(shown), total):
        return
    needs, fields = words.words("expertise"), words.words("field")
    view = shown.assign(
        verdict=[mark(verdict) for verdict in shown["verdict"]],
        category=shown["category"].map(labels("category")),
        state=shown["status"].map(labels("mentee_state")),
        needs=[listed(needs.get(code, code) for code in codes) for codes in shown["needs"]],
        field=[fields.get(code, "") for code in shown["field"]],
        months=[verdict.months for verdict in shown["verdict"]],
        place=shown["county"] + " " + shown["township"],
        priority=["" if not step else _(PRIORITIES[step]) for step in shown["priority"]],
    )
    tables.pick(view, KEY, _columns())


def _columns() -> dict[str, Any]:
    return {
        "name": tables.text(_("Name"), 84),
        "unit": tables.text(_("Unit"), 128),
        "verdict": tables.text(_("Eligibility"), 76),
        "months": tables.number(_("Months at work"), 84, _("Full months on the day on which eligibility is judged")),
        "state": tables.text(_("State"), tables.px(72, 108)),
        "needs": tables.text(_("Needs"), 210),
        "mentor": tables.text(_("Mentor"), 76),
        "good_at": tables.text(_("Strengths"), 150),
        "reason": tables.text(_("Reason"), 250),
        "category": tables.text(_("Category"), 110),
        "place": tables.text(_("Place served"), 120),
        "field": tables.text(_("Field"), 84),
        "branch": tables.text(_("Party branch"), 150),
        "priority": tables.text(_("Priority"), 84),
    }


def _panel(cohort_id: int, everybody: pd.DataFrame, words: Names) -> None:
    chosen = tables.picked(KEY)
    if chosen == "new" and may(Action.EDIT_POOL):
        new_mentee(cohort_id, words)
        return
    rows = everybody[everybody["id"].astype(str) == chosen]
    if rows.empty:
        st.caption(
            _("Select a mentee in the table to see and edit the entry.")
            if may(Action.EDIT_POOL)
            else _("Select an entry in the table to see it.")
        )
        return
    mentee_panel(rows.iloc[0], words)


main()
