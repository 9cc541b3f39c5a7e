"""Lists beside the workload's charts that are not plain lists of mentors: holders of an expertise, mentors who leave."""

import pandas as pd
import streamlit as st

from pages.parts.behind import chosen_row
from pages.parts.frame import plain
from pages.parts.ways import mentor_page
from texts import _

HEIGHT = 300


def expertise_list(people: pd.DataFrame, word: str) -> None:
    """Who knows an expertise, and who waits for it."""
    knows, waits = people[people["side"] == "mentor"], people[people["side"] == "mentee"]
    st.markdown("**" + _("{count} mentors know {word}").format(count=len(knows), word=plain(word)) + "**")
    row = chosen_row(
        knows,
        {"name": _("Name"), "unit": _("Unit"), "grade": _("Grade"), "free": _("Free seats")},
        "supply_mentors",
    )
    if row is not None:
        mentor_page(int(row["person_id"]))
    st.markdown("**" + _("{count} people wait for it").format(count=len(waits)) + "**")
    chosen_row(waits, {"name": _("Name"), "unit": _("Unit"), "grade": _("Rank of the need")}, "supply_mentees")


def single_list(rows: pd.DataFrame) -> None:
    """Expertise that only one mentor knows or nobody, though somebody may need it."""
    scarce = rows[rows["holders"] <= 1].sort_values(["holders", "needs"], ascending=[True, False])
    if scarce.empty:
        st.caption(_("Every expertise is known by two mentors or more."))
        return
    st.markdown("**" + _("Known by one mentor only, or by nobody") + "**")
    st.dataframe(
        scarce[["word", "holders", "seats", "needs"]],
        hide_index=True,
        column_config={
            "word": _("Expertise"),
            "holders": _("Mentors"),
            "seats": _("Free seats"),
            "needs": _("People who need it"),
        },
    )


def leaving_list(leaving: pd.DataFrame) -> None:
    """Mentors by the month in which they reach retirement age."""
    ordered = leaving.sort_values(["retires_on", "person_id"])
    columns = {
        "name": _("Name"),
        "unit": _("Unit"),
        "retires_on": st.column_config.DateColumn(_("Retirement age in"), format="YYYY-MM"),
        "load": _("Load"),
    }
    row = chosen_row(ordered, columns, "leaving_people")
    if row is not None:
        mentor_page(int(row["person_id"]))
