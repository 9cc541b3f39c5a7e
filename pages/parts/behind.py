"""The people behind a mark of a chart: which mark was clicked, a table of people, and the way to each person's page."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.workload import mentees_of_mentors
from pages.parts.charts_load import state_word
from pages.parts.frame import look, plain
from pages.parts.labels import wording
from pages.parts.tables import HEAD, ROW, px
from pages.parts.ways import mentee_page, mentor_page, person_page
from texts import _

SHOWN = 12


def clicked(event: Any) -> Any:
    """The key that the clicked mark carries (None: nothing clicked, or the chart was drawn anew)."""
    points = event["selection"]["points"] if event else []
    if not points:
        return None
    key = points[0].get("customdata")
    return key[0] if isinstance(key, list) else key


def mentor_list(mentors: pd.DataFrame, key: str) -> None:
    """Mentors with their burden; the selected one's people and page below."""
    shown = mentors.assign(state_word=mentors["state"].map(state_word))
    columns = {
        "name": st.column_config.TextColumn(_("Name"), width=66),
        "unit": st.column_config.TextColumn(_("Unit")),
        "burden": st.column_config.NumberColumn(_("Load"), width=50),
        "capacity": st.column_config.NumberColumn(_("Capacity"), width=px(50, 70)),
        "state_word": st.column_config.TextColumn(_("State"), width=82),
    }
    row = chosen_row(shown, columns, key)
    if row is not None:
        mentor_card(row)


def mentor_card(mentor: pd.Series) -> None:
    """One mentor: seats, the people led now, the way to the page in the pool."""
    told = _("{name} ({unit}) leads {load} of {capacity}").format(
        name=plain(mentor["name"]),
        unit=plain(mentor["unit"]),
        load=int(mentor["load"]),
        capacity=int(mentor["capacity"]),
    )
    st.markdown(f"**{told}**")
    led = look(mentees_of_mentors, mentor_ids=[int(mentor["person_id"])])
    if len(led):
        state = led["status"].map(wording("pairing_state"))
        st.dataframe(
            led.assign(state=state)[["name", "unit", "state", "ends_on"]],
            hide_index=True,
            column_config={
                "name": _("Name"),
                "unit": _("Unit"),
                "state": _("State"),
                "ends_on": st.column_config.DateColumn(_("Until"), format="YYYY-MM-DD"),
            },
        )
    mentor_page(int(mentor["person_id"]))
    person_page(int(mentor["person_id"]))


def mentee_list(mentees: pd.DataFrame, key: str) -> None:
    """Mentees with their unit and state; the way to the selected one's page below."""
    state = mentees["status"].map(wording("mentee_state"))
    if "proposed" in mentees:
        state = state.mask((mentees["proposed"] == 1) & (mentees["led"] == 0), _("Proposed"))
    shown = mentees.assign(state_word=state)
    columns = {
        "name": st.column_config.TextColumn(_("Name"), width=66),
        "unit": st.column_config.TextColumn(_("Unit")),
        "state_word": st.column_config.TextColumn(_("State"), width=90),
    }
    row = chosen_row(shown, columns, key)
    if row is not None:
        mentee_page(int(row["mentee_id"]))
        if "person_id" in row:
            person_page(int(row["person_id"]))


def chosen_row(people: pd.DataFrame, columns: dict[str, Any], key: str) -> pd.Series | None:
    """Show a table of people; the row that the user selected."""
    if people.empty:
        st.caption(_("Nobody here."))
        return None
    # Only what is shown is sent: a column hidden in the browser could be shown there.
    event = st.dataframe(
        people[list(columns)],
        key=key,
        hide_index=True,
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        row_height=ROW,
        height=HEAD + ROW * min(len(people), SHOWN),
    )
    st.caption(_("{count} people; select a row for more").format(count=len(people)))
    rows = event["selection"]["rows"]
    return people.iloc[rows[0]] if rows and rows[0] < len(people) else None
