"""Several mentors leave: who, why, from which day; whom it touches, live; then the three plans with one click."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.workload import mentor_loads
from pages.parts import tables
from pages.parts.change_words import EXITS, SCOPES
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label, spoken
from programme import change_content, change_drafts
from programme.access import Action
from programme.change_content import Leaver
from programme.change_drafts import Head
from programme.change_view import Impact, impact
from texts import _

KEY = "leave"
MENTORS = f"{KEY}-mentors"
LISTED = 8
RESTING = tuple(code for code, (to, _reason) in change_content.EXITS.items() if to == "paused")


def leave_view(cohort_id: int) -> None:
    """Left the question, right what it means."""
    left, right = st.columns([1, 1.35], gap="medium")
    with left, st.container(border=True):
        chosen, made = _ask(cohort_id)
    with right, st.container(border=True, key="leave-impact"):
        if chosen:
            _show(look(impact, mentor_ids=chosen))
        else:
            st.caption(
                _("Choose who leaves: whom it touches, which expertise goes with them and where stands here at once.")
            )
    if made is not None:
        tables.open_row("change", made)
        st.rerun()


def _ask(cohort_id: int) -> tuple[list[int], int | None]:
    """The form; returns who is chosen, and the slip once it is drawn up."""
    known = look(mentor_loads)
    names = {int(row.person_id): _named(row) for row in known.itertuples()}
    chosen_before = [*st.session_state.get(MENTORS, []), *_asked()]
    st.session_state[MENTORS] = [key for key in dict.fromkeys(chosen_before) if key in names]
    chosen = st.multiselect(
        _("Who leaves"), list(names), format_func=lambda key: names.get(key, ""), key=MENTORS,
        placeholder=_("Name or unit; several are possible"), select_all=False,
    )  # fmt: skip
    effective = st.date_input(_("From which day"), today(), key=f"{KEY}-day")
    people = {int(row.person_id): _short(row) for row in known.itertuples() if int(row.person_id) in chosen}
    leavers = [_leaver(key, people[key]) for key in chosen]
    scope = st.radio(
        _("Who may get another mentor"), list(SCOPES), format_func=spoken(SCOPES), key=f"{KEY}-scope",
        help=_("Everything else stays as it was signed, in every plan."),
    )  # fmt: skip
    note = st.text_input(_("Note (stands on the slip)"), key=f"{KEY}-note", max_chars=change_drafts.NOTE_LENGTH)
    if not may(Action.ADJUST):
        st.caption(_("Your role draws up no slips."))
        return chosen, None
    pressed = st.button(
        _("Compute three plans"), type="primary", disabled=not chosen, key=f"{KEY}-go", width="stretch",
        icon=":material/alt_route:",
    )  # fmt: skip
    return chosen, _draw(cohort_id, leavers, Head(effective, note=note), scope) if pressed else None


def _asked() -> list[int]:
    """Whom a link names, as the page of exits does."""
    return [int(key) for key in st.query_params.pop("mentor", "").split(",") if key.isdigit()]


def _named(row: Any) -> str:
    text = _("{name} ({unit}), leads {load}").format(name=row.name, unit=row.unit, load=row.load)
    return text if row.status == "in_pool" else f"{text} ・ {label('mentor_state', row.status)}"


def _short(row: Any) -> str:
    return f"{plain(row.name)}  \n:gray[{plain(row.unit)}]"


def _leaver(mentor_id: int, name: str) -> Leaver:
    """Why, and for a rest until when."""
    resting = st.session_state.get(f"{KEY}-why-{mentor_id}") in RESTING
    who, why, *back = st.columns([1, 1.3, 1] if resting else [1, 2.3], vertical_alignment="center", gap="small")
    who.markdown(f":small[{name}]")
    ground = why.selectbox(
        _("Reason"), list(EXITS), format_func=spoken(EXITS), key=f"{KEY}-why-{mentor_id}",
        label_visibility="collapsed",
    )  # fmt: skip
    until: date | None = None
    if back:
        until = back[0].date_input(_("Back on"), None, key=f"{KEY}-back-{mentor_id}", label_visibility="collapsed")
    return Leaver(mentor_id, ground, until)


def _draw(cohort_id: int, leavers: list[Leaver], head: Head, scope: str) -> int | None:
    with st.spinner(_("Computing the three plans…")):
        done = _("The slip is drawn up with its plans; nothing has moved yet.")
        return act(change_drafts.draw_leave, done=done, cohort_id=cohort_id, leavers=leavers, head=head, scope=scope)


def _show(found: Impact) -> None:
    """Figures, the people, the expertise that becomes rare, the counties."""
    losing = [one for one in found.touched if one.loses]
    due = len(found.touched) - len(losing)
    cells = st.columns(4, gap="small")
    bare = sum(one.after <= 1 for one in found.expertise)
    told = (
        (_("Lose a mentor"), len(losing), None),
        (_("Seats that go"), found.seats, None),
        (_("Expertise then rare"), bare, _("Known by one mentor of the pool or by none afterwards")),
        (_("Counties touched"), len(found.counties), None),
    )
    for cell, (name, value, meaning) in zip(cells, told, strict=True):
        cell.metric(name, value, help=meaning)
    if due:
        st.caption(
            _("{count} more are due for appraisal: they stay with this mentor until they are appraised.").format(
                count=due
            )
        )
    if found.touched:
        _people(found)
    left, right = st.columns([1.5, 1], gap="small")
    with left:
        _expertise(found)
    with right:
        _counties(found)


def _people(found: Impact) -> None:
    shown = pd.DataFrame(
        {
            "mentor": [one.mentor.label for one in found.touched],
            "mentee": [one.mentee.label for one in found.touched],
            "unit": [one.mentee.unit for one in found.touched],
            "county": [one.county for one in found.touched],
            "state": [label("pairing_state", one.status) for one in found.touched],
            "until": [day(one.ends_on) for one in found.touched],
        }
    )
    columns = {
        "mentor": tables.text(_("Leaving mentor"), 95), "mentee": tables.text(_("Mentee"), 85),
        "unit": tables.text(_("Unit")), "county": tables.text(_("County"), 75),
        "state": tables.text(_("State"), 90), "until": tables.text(_("Until"), 115),
    }  # fmt: skip
    height = tables.HEAD + tables.ROW * min(len(shown), LISTED)
    st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, height=height, key="leave-people",
        placeholder="",
    )  # fmt: skip


def _expertise(found: Impact) -> None:
    st.markdown("**" + _("Expertise that goes with them, the rarest first") + "**")
    lines = []
    for one in found.expertise[:LISTED]:
        colour = "red" if one.after <= 1 else "gray"
        left = _("{before} → {after} holders").format(before=one.before, after=one.after)
        need = _(", needed by {count} of those touched").format(count=one.needed) if one.needed else ""
        lines.append(f":small[{plain(one.word)} :{colour}[{left}{need}]]")
    st.markdown("  \n".join(lines) or _("None is recorded."))


def _counties(found: Impact) -> None:
    st.markdown("**" + _("Where") + "**")
    lines = [f":small[{plain(county or _('county not recorded'))} {count}]" for county, count in found.counties]
    st.markdown("  \n".join(lines) or _("Nobody loses a mentor by this."))
