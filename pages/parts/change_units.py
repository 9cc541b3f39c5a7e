"""Units that merge, change their name or split: whom it touches first, then the written act, then the acts on file."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.changes import people_of_unit
from db.queries.words import units
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import spoken
from programme import unit_acts
from programme.access import Action
from programme.unit_acts import Paper
from programme.unit_acts_view import Act, SamePair, Touched, acts, touched_by
from texts import N_, _

KEY = "units"
KINDS: Mapping[str, str] = {
    "merge": N_("Merges into another"),
    "rename": N_("Changes its name"),
    "split": N_("Is split"),
}
DONE: Mapping[str, str] = {"merge": N_("Merged"), "rename": N_("Renamed"), "split": N_("Split")}
LISTED = 10
ACTS_DONE = "units-acts-done"
WIDTHS = [0.8, 0.9, 1.7, 1.2, 1]


def units_view(_cohort_id: int) -> None:
    """The act on the left, whom it touches on the right, the acts on file below."""
    known = look(units)
    names = dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    left, right = st.columns([1, 1.3], gap="medium")
    with left, st.container(border=True, key="unit-act"):
        unit, other = _ask(names)
    with right, st.container(border=True, key="unit-touched"):
        if unit is None:
            st.caption(_("Choose the unit: whom the act touches stands here before anything is done."))
        else:
            _show(look(touched_by, unit_id=unit, other_id=other), merging=other is not None)
    _on_file(look(acts))


def _ask(names: dict[int, str]) -> tuple[int | None, int | None]:
    """The form; returns the unit and, for a merger, the one it goes over into."""
    kind = st.segmented_control(
        _("What happens"), list(KINDS), default="merge", required=True, format_func=spoken(KINDS), key=f"{KEY}-kind",
        label_visibility="collapsed",
    )  # fmt: skip
    unit = _unit(_("Unit"), names, "unit")
    other = (
        _unit(_("Merges into"), {key: name for key, name in names.items() if key != unit}, "other")
        if kind == "merge"
        else None
    )
    name = (
        st.text_input(
            _("Its new name") if kind == "rename" else _("Name of the new unit"), key=f"{KEY}-name", max_chars=120
        )
        if kind != "merge"
        else ""
    )
    people = _people(unit) if kind == "split" and unit is not None else []
    paper = _paper()
    ready = unit is not None and (other is not None or bool(name.strip())) and (kind != "split" or bool(people))
    if not may(Action.MANAGE_WORDS):
        st.caption(_("Your role writes no acts on units."))
    elif st.button(_("Carry out the act"), type="primary", disabled=not ready, key=f"{KEY}-go", width="stretch"):
        _do(kind, {"unit": unit, "other": other, "name": name, "people": people}, paper)
    return unit, other


def _unit(title: str, names: dict[int, str], key: str) -> int | None:
    return st.selectbox(
        title, list(names), None, format_func=lambda one: names.get(one, ""), key=f"{KEY}-{key}",
        placeholder=_("Choose from the list"),
    )  # fmt: skip


def _people(unit: int) -> list[int]:
    known = look(people_of_unit, unit_id=unit)
    names = {int(row.id): f"{row.name} {row.post}".strip() for row in known.itertuples()}
    return st.multiselect(
        _("Who goes to the new unit"), list(names), format_func=lambda key: names.get(key, ""), key=f"{KEY}-people-{unit}",
        placeholder=_("Choose from the list"),
    )  # fmt: skip


def _paper() -> Paper:
    first, second = st.columns(2, gap="small")
    on = first.date_input(_("From which day"), today(), max_value=today(), key=f"{KEY}-day")
    # After an act the next one begins with empty words.
    turn = st.session_state.get(ACTS_DONE, 0)
    number = second.text_input(_("Number of the document"), key=f"{KEY}-number-{turn}", max_chars=120)
    reason = st.text_input(_("Reason (needed)"), key=f"{KEY}-reason-{turn}", max_chars=300)
    return Paper(on, number, reason)


def _do(kind: str, asked: dict[str, Any], paper: Paper) -> None:
    done = _("The act is carried out and on file; it can be taken back below.")
    if kind == "merge":
        made = act(unit_acts.merge, done=done, gone_id=asked["unit"], keep_id=asked["other"], paper=paper)
    elif kind == "rename":
        made = act(unit_acts.rename, done=done, unit_id=asked["unit"], name=asked["name"], paper=paper)
    else:
        made = act(
            unit_acts.split, done=done, unit_id=asked["unit"], name=asked["name"], person_ids=asked["people"],
            paper=paper,
        )  # fmt: skip
    if made is not None:
        st.session_state[ACTS_DONE] = st.session_state.get(ACTS_DONE, 0) + 1
    st.rerun()


def _show(found: Touched, *, merging: bool) -> None:
    told = (
        (_("People"), found.people), (_("Mentors"), found.mentors), (_("Mentees led or waiting"), found.mentees),
        (_("Staff accounts"), found.accounts), (_("Sub-units"), found.parts),
    )  # fmt: skip
    for cell, (name, value) in zip(st.columns(WIDTHS, gap="small"), told, strict=True):
        cell.metric(name, value)
    pairs = found.joined if merging else found.parted
    if not pairs:
        st.caption(_("No open pairing is within these units."))
        return
    text = _("{count} pairings would have both sides in one unit; they stay, this is for you to know:")
    if not merging:
        text = _("{count} pairings have both sides in this unit; they stay whoever goes, this is for you to know:")
    st.markdown(text.format(count=len(pairs)))
    for pair in pairs[:LISTED]:
        st.markdown(_pair(pair))
    if len(pairs) > LISTED:
        st.caption(_("and {count} more").format(count=len(pairs) - LISTED))


def _pair(pair: SamePair) -> str:
    line = f"- {plain(pair.mentee.label)} ← {plain(pair.mentor.label)}"
    return line + (f" :orange[{_('the mentor leads that unit')}]" if pair.command else "")


def _on_file(found: list[Act]) -> None:
    st.markdown("#### " + _("Acts on file"))
    if not found:
        st.caption(_("No act on a unit has been written yet."))
        return
    shown = pd.DataFrame(
        {
            "kind": [_(DONE[one.kind]) for one in found],
            "unit": [one.unit for one in found],
            "other": [one.other for one in found],
            "on": [day(one.on) for one in found],
            "people": [one.people for one in found],
            "number": [one.number for one in found],
            "reason": [one.reason for one in found],
            "by": [one.by for one in found],
            "undone": [
                _("taken back by {name}: {why}").format(name=one.undone_by, why=one.undone_why) if one.undone_by else ""
                for one in found
            ],
        }
    )
    columns = {
        "kind": tables.text(_("Act"), 70), "unit": tables.text(_("Unit"), 150), "other": tables.text(_("Into, or new"), 150),
        "on": tables.text(_("From"), 115), "people": tables.number(_("People"), 60), "number": tables.text(_("Document"), 130),
        "reason": tables.text(_("Reason"), 130), "by": tables.text(_("By"), 70), "undone": tables.text(_("Taken back")),
    }  # fmt: skip
    seen = st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key=f"unit-acts-{len(found)}", placeholder="",
        selection_mode="single-row", on_select="rerun", height=min(260, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip
    rows = seen["selection"]["rows"]
    if rows and rows[0] < len(found) and not found[rows[0]].undone_by and may(Action.MANAGE_WORDS):
        _undo(found[rows[0]])


def _undo(one: Act) -> None:
    words, button = st.columns([3, 1], vertical_alignment="bottom")
    reason = words.text_input(_("Why it is taken back"), key=f"unit-undo-{one.id}", max_chars=300)
    if button.button(_("Take back"), key="unit-undo-go", width="stretch", disabled=not reason.strip()):
        done = _("Taken back: everybody is where they were.")
        act(unit_acts.undo, done=done, act_id=one.id, seen_version=one.version, reason=reason)
        st.rerun()
