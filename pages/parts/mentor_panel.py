"""The panel beside the mentor pool: one mentor in full, to edit, to move, to confirm, with avoidance and history."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries import mentors
from pages.parts.dates import day
from pages.parts.exit_view import propose
from pages.parts.frame import act, cohort_id, look, may, me, plain, say
from pages.parts.labels import label, wording
from pages.parts.lineage_view import lineage_tab
from pages.parts.person_form import Form, last_fields, person_fields
from pages.parts.pool_panels import (
    DEPARTMENTS,
    avoidance_tab,
    empty_row,
    heading,
    history_tab,
    known_person,
    show_tabs,
    shut,
)
from pages.parts.rule_words import cause
from pages.parts.tables import open_row
from pages.parts.vocabulary import Names
from pages.parts.ways import person_page, way
from programme import pool, pool_states
from programme.access import Action
from programme.pool_states import MENTOR_MOVES, REASONS, Move
from programme.seats import Seats, seats_in_cohort
from texts import _

KEY = "mentor"
COLOURS = {"in_pool": "green", "paused": "orange", "left": "gray", "nominated": "blue", "reviewed": "blue"}


@st.fragment
def mentor_panel(row: pd.Series, names: Names) -> None:
    """Everything about one mentor of the pool."""
    heading(row, KEY, f":{COLOURS[row['status']]}-badge[{label('mentor_state', row['status'])}]")
    person_id = int(row["id"])
    _seats(row, _counted(person_id))
    person_page(person_id)
    tabs = {
        _("Entry"): lambda: _edit(row, names),
        _("State"): lambda: _state(row),
        _("Leads"): lambda: _leads(person_id),
        _("Lineage"): lambda: lineage_tab(person_id),
        _("Avoidance"): lambda: avoidance_tab(person_id, row["name"]),
        _("History"): lambda: history_tab([f"person:{person_id}"], names),
    }
    show_tabs(f"{KEY}-tabs", tabs)


def _counted(person_id: int) -> Seats | None:
    """The seats that count in the cohort of the first line."""
    cohort = cohort_id()
    return None if cohort is None else look(seats_in_cohort, cohort_id=cohort).get(person_id)


def _seats(row: pd.Series, counted: Seats | None) -> None:
    """Where the rules of the cohort count other seats than the pool's, how many and why; and more people than seats."""
    if counted is not None and counted.cause:
        told = _("In this cohort {seats} seats count: {why}.")
        st.caption(told.format(seats=counted.seats, why=cause(counted.cause)))
    if row["load"] > max(row["capacity"], counted.seats if counted else 0):
        st.warning(
            _("{load} open pairings with a capacity of {capacity}: raise the capacity, or re-pair somebody.").format(
                load=row["load"], capacity=row["capacity"]
            )
        )


@st.fragment
def new_mentor(names: Names) -> None:
    """An empty form: a nomination by hand."""
    words, button = st.columns([5, 1], vertical_alignment="center")
    words.markdown("#### " + _("Nominate a mentor"))
    if button.button(_("Close"), key=f"{KEY}-close", type="tertiary"):
        shut(KEY)
    st.caption(_("The new mentor awaits review."))
    person_id = known_person(KEY)
    form = Form(f"{KEY}-new", empty_row(), names, locked=False)
    values = _fields(form) if person_id is None else _profile_fields(form)
    if st.button(_("Add to the pool"), type="primary", key=f"{KEY}-add"):
        added = act(pool.add_mentor, values=values, person_id=person_id, done=_("The nomination is saved."))
        if added:
            open_row(KEY, added.person_id)
        st.rerun()


def _edit(row: pd.Series, names: Names) -> None:
    seen = {"person": int(row["person_version"]), "profile": int(row["profile_version"])}
    locked = not may(Action.EDIT_POOL)
    values = _fields(Form(f"{KEY}-{row['id']}-{seen['person']}-{seen['profile']}", row, names, locked))
    if not locked and st.button(_("Save"), type="primary", key=f"{KEY}-save"):
        act(pool.edit_mentor, person_id=int(row["id"]), seen=seen, values=values, done=_("Saved."))
        st.rerun()


def _fields(form: Form) -> dict[str, Any]:
    return person_fields(form) | _profile_fields(form) | last_fields(form)


def _profile_fields(form: Form) -> dict[str, Any]:
    return _standing(form) | _numbers(form) | {"expertise": _expertise(form)}


def _standing(form: Form) -> dict[str, Any]:
    first, second = st.columns(2)
    with first:
        standing = form.choice("standing", _("Standing"), "standing")
    with second:
        source = form.choice("source", _("Nominated by"), "source")
    return {"standing": standing, "source": source}


def _numbers(form: Form) -> dict[str, Any]:
    first, second, third = st.columns(3)
    with first:
        capacity = form.number("capacity", _("Capacity"), 20, empty=2)
    with second:
        years = form.number("grassroots_years", _("Grass-roots years"), 60)
    with third:
        stream = form.choice("stream", _("Stream"), "stream")
    return {"capacity": capacity, "grassroots_years": _same(form, years), "stream": stream}


def _same(form: Form, years: int) -> float:
    """The saved years as they are when nobody touched the whole number that shows them."""
    saved = float(form.saved("grassroots_years", 0))
    return saved if int(saved) == years else years


def _expertise(form: Form) -> dict[str, int]:
    """The words, and a grade from 0 to 5 for each."""
    chosen = form.many("expertise", _("Expertise"), "expertise")
    grades, words = dict(form.saved("expertise", [])), form.names.words("expertise")
    return {code: _grade(form, code, words.get(code, code), grades.get(code, 4)) for code in chosen}


def _grade(form: Form, code: str, word: str, grade: int) -> int:
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.markdown(plain(word))
    chosen = right.segmented_control(
        _("Grade of {word}").format(word=plain(word)), range(6), default=grade, key=form.key(f"grade-{code}"),
        label_visibility="collapsed", disabled=form.locked, required=True,
    )  # fmt: skip
    return int(chosen)


def _state(row: pd.Series) -> None:
    since = _("since {day}").format(day=day(row["status_on"])) if row["status_on"] else ""
    back = _("back on {day}").format(day=day(row["return_on"])) if row["return_on"] else ""
    parts = (label("mentor_state", row["status"]), label("mentor_reason", row["status_reason"]), since, back)
    st.markdown(" ・ ".join(part for part in parts if part))
    for department in DEPARTMENTS:
        _confirmation(row, department)
    if row["status"] in ("nominated", "reviewed"):
        way("prepare/appointments.py", _("To review and confirmation"), view="nominations")
    if may(Action.EDIT_POOL) and MENTOR_MOVES[row["status"]]:
        _move(row)
    if may(Action.EDIT_POOL) and row["status"] in ("in_pool", "paused"):
        with st.expander(_("Propose an exit")):
            propose(int(row["id"]), int(row["profile_version"]), int(row["load"]))


def _confirmation(row: pd.Series, department: str) -> None:
    on, name = row[f"{department}_on"], _(DEPARTMENTS[department])
    words, place = st.columns([3, 2], vertical_alignment="center")
    told = _("confirmed on {day}").format(day=day(on)) if on else _("not confirmed yet")
    words.markdown(f"**{name}** ・ {told}")
    own = me().role != "publicity" or department == "publicity"
    if own and may(Action.CONFIRM_MENTOR) and row["status"] not in ("nominated", "left"):
        with place.popover(_("Record"), width="stretch"):
            _record_confirmation(row, department, on)


def _record_confirmation(row: pd.Series, department: str, on: date | None) -> None:
    chosen = st.date_input(
        _("Day of confirmation"), on or today(), max_value=today(), key=f"{KEY}-{row['id']}-{department}"
    )
    if st.button(_("Record the confirmation"), key=f"{KEY}-{row['id']}-{department}-go"):
        act(
            pool_states.confirm_mentor, person_id=int(row["id"]), seen_version=int(row["profile_version"]),
            department=department, on=chosen, done=_("The confirmation is recorded."),
        )  # fmt: skip
        st.rerun()


def _move(row: pd.Series) -> None:
    prefix = f"{KEY}-{row['id']}-{row['profile_version']}-move"
    to = st.selectbox(
        _("Change the state to"), MENTOR_MOVES[row["status"]], None, format_func=wording("mentor_state"),
        key=f"{prefix}-to", placeholder=_("Choose from the list"),
    )  # fmt: skip
    if to is None:
        return
    reasons = REASONS.get(to, ())
    reason = (
        st.selectbox(_("Reason"), reasons, format_func=wording("mentor_reason"), key=f"{prefix}-why") if reasons else ""
    )
    on = st.date_input(_("From which day"), today(), max_value=today(), key=f"{prefix}-on")
    back = st.date_input(_("Back on"), None, key=f"{prefix}-back") if to == "paused" else None
    note = st.text_input(_("Note"), key=f"{prefix}-note", max_chars=500)
    if st.button(_("Change the state"), key=f"{prefix}-go"):
        _do_move(row, Move(to, reason, on, note, back))


def _do_move(row: pd.Series, move: Move) -> None:
    moved = act(
        pool_states.move_mentor, person_id=int(row["id"]), seen_version=int(row["profile_version"]), move=move,
        done=_("The state is changed."),
    )  # fmt: skip
    if moved and moved.open_pairings and move.to == "paused":
        say(
            _("{count} open pairings of this mentor have to be continued by somebody.").format(
                count=moved.open_pairings
            ),
            "warning",
        )
    st.rerun()


def _leads(person_id: int) -> None:
    led = look(mentors.led_by, person_id=person_id)
    if led.empty:
        st.caption(_("Leads nobody at present."))
    for row in led.to_dict("records"):
        term = _("{start} to {end}").format(start=day(row["starts_on"]), end=day(row["ends_on"]))
        st.markdown(
            f"**{plain(row['name'])}** {plain(row['unit'] or '')} ・ {label('pairing_state', row['status'])} ・ {term}"
        )
