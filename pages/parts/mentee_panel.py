"""The panel beside the mentees: one person in full, with eligibility and its reason, needs in their order, state and history."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.desk import scheme_about
from pages.parts.eligible import mark
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label, spoken, wording
from pages.parts.landing import address
from pages.parts.person_form import Form, last_fields, person_fields
from pages.parts.pool_panels import avoidance_tab, empty_row, heading, history_tab, known_person, show_tabs, shut
from pages.parts.tables import open_row
from pages.parts.vocabulary import Names
from pages.parts.ways import person_page, way
from programme import pool, pool_states
from programme.access import Action
from programme.codes import CATEGORIES
from programme.pool_states import MENTEE_MOVES, REASONS, Move
from programme.pool_values import MAX_NEEDS
from texts import N_, _

KEY = "mentee"
COLOURS = {"waiting": "blue", "paired": "green", "graduated": "violet", "extended": "orange", "ended": "gray"}
PRIORITIES = (
    N_("Ordinary"),
    N_("Before others"),
    N_("Urgent"),
    N_("Very urgent"),
    N_("First of all"),
    N_("Must not be left out"),
)


@st.fragment
def mentee_panel(row: pd.Series, names: Names) -> None:
    """Everything about one mentee of the cohort; the row carries `verdict` and `reason`."""
    heading(row, KEY, f":{COLOURS[row['status']]}-badge[{label('mentee_state', row['status'])}]")
    colour = "green" if row["verdict"].ok else "red"
    st.markdown(f":{colour}-badge[{mark(row['verdict'])}] {plain(row['reason'])}")
    if row["mentor"]:
        st.markdown(_("Mentor now: {name}").format(name=f"**{plain(row['mentor'])}**"))
    why_way(int(row["id"]))
    person_page(int(row["person_id"]))
    objects = [f"mentee:{row['id']}", f"person:{row['person_id']}"]
    tabs = {
        _("Entry"): lambda: _edit(row, names),
        _("State"): lambda: _state(row),
        _("Avoidance"): lambda: avoidance_tab(int(row["person_id"]), row["name"]),
        _("History"): lambda: history_tab(objects, names),
    }
    show_tabs(f"{KEY}-tabs", tabs)


def why_way(mentee_id: int, cohort_id: int | None = None) -> None:
    """One click to the reasons and to what every other mentor would cost, at the desk of the mentee's cohort."""
    scheme_id = look(scheme_about, mentee_id=mentee_id)
    if scheme_id:
        label_text = _("Why this mentor or nobody: reasons, and the price of every other")
        told = address({"scheme": str(scheme_id), "mentee": str(mentee_id)}, cohort_id)
        way("match/desk.py", label_text, ":material/balance:", **told)


@st.fragment
def new_mentee(cohort_id: int, names: Names) -> None:
    """An empty form: somebody added to the cohort by hand."""
    words, button = st.columns([5, 1], vertical_alignment="center")
    words.markdown("#### " + _("Add a mentee"))
    if button.button(_("Close"), key=f"{KEY}-close", type="tertiary"):
        shut(KEY)
    person_id = known_person(KEY)
    form = Form(f"{KEY}-new", empty_row(), names, locked=False)
    values = _fields(form) if person_id is None else _entry_fields(form)
    if st.button(_("Add to the cohort"), type="primary", key=f"{KEY}-add"):
        added = act(
            pool.add_mentee, cohort_id=cohort_id, values=values, person_id=person_id, done=_("Added to the cohort.")
        )
        if added and added.mentee_id:
            open_row(KEY, added.mentee_id)
        st.rerun()


def _edit(row: pd.Series, names: Names) -> None:
    seen = {"person": int(row["person_version"]), "mentee": int(row["mentee_version"])}
    locked = not may(Action.EDIT_POOL)
    # The table shows the place served, which may be the unit's own; the form edits what was entered.
    entered = row.drop(["county", "township"]).rename({"served_county": "county", "served_township": "township"})
    values = _fields(Form(f"{KEY}-{row['id']}-{seen['person']}-{seen['mentee']}", entered, names, locked))
    if not locked and st.button(_("Save"), type="primary", key=f"{KEY}-save"):
        act(pool.edit_mentee, mentee_id=int(row["id"]), seen=seen, values=values, done=_("Saved."))
        st.rerun()


def _fields(form: Form) -> dict[str, Any]:
    return person_fields(form) | _entry_fields(form) | _strengths(form) | last_fields(form)


def _entry_fields(form: Form) -> dict[str, Any]:
    return _category(form) | _needs(form) | _place(form) | _weight(form)


def _category(form: Form) -> dict[str, Any]:
    fields = form.names.words("field")
    first, second = st.columns([3, 2])
    with first:
        category = form.one("category", _("Category"), list(CATEGORIES), wording("category"))
    with second:
        field = form.one(
            "field", _("Professional field"), ["", *form.names.codes("field")], lambda code: fields.get(code, "")
        )
    return {"category": category, "field": field}


def _needs(form: Form) -> dict[str, Any]:
    label_text = _("Needs, the most wanted first")
    return {"needs": form.many("needs", label_text, "expertise", max_selections=MAX_NEEDS)}


def _strengths(form: Form) -> dict[str, Any]:
    why = _("What a mentor can learn from this person. It is shown and suggested; it never counts in the fit.")
    return {"strengths": form.many("strengths", _("Strengths"), "strength", help=why)}


def _place(form: Form) -> dict[str, Any]:
    own = _("as the unit")
    first, second = st.columns(2)
    with first:
        county = form.one("county", _("County served"), ["", *form.names.counties()], lambda code: code or own)
    with second:
        towns = ["", *form.names.townships(county)] if county else [""]
        township = form.one("township", _("Township served"), towns, lambda code: code or own)
    return {"county": county, "township": township}


def _weight(form: Form) -> dict[str, Any]:
    first, second = st.columns(2)
    with first:
        demand = form.one("demand", _("Mentors wanted"), [1, 2], str)
    with second:
        priority = form.one(
            "priority", _("Priority"), list(range(len(PRIORITIES))), spoken(dict(enumerate(PRIORITIES)))
        )
    return {"demand": demand, "priority": priority}


def _state(row: pd.Series) -> None:
    st.markdown(label("mentee_state", row["status"]))
    steps = MENTEE_MOVES.get(row["status"], ())
    if not steps:
        st.caption(_("This state follows from the pairing; change it at the pairings."))
    elif may(Action.EDIT_POOL):
        _move(row, steps[0])


def _move(row: pd.Series, to: str) -> None:
    prefix = f"{KEY}-{row['id']}-{row['mentee_version']}-move"
    reasons = REASONS.get(to, ())
    reason = (
        st.selectbox(_("Reason"), reasons, format_func=wording("mentee_reason"), key=f"{prefix}-why") if reasons else ""
    )
    on = st.date_input(_("From which day"), today(), max_value=today(), key=f"{prefix}-on")
    note = st.text_input(_("Note"), key=f"{prefix}-note", max_chars=500)
    asked = _("Take out of the cohort") if to == "ended" else _("Take back into the cohort")
    if st.button(asked, key=f"{prefix}-go"):
        act(
            pool_states.move_mentee, mentee_id=int(row["id"]), seen_version=int(row["mentee_version"]),
            move=Move(to, reason, on, note), done=_("The state is changed."),
        )  # fmt: skip
        st.rerun()
