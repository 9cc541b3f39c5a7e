"""A seat more for many mentors at once: who they are, the reason, and the one act that names them all."""

import pandas as pd
import streamlit as st

from pages.parts.frame import may
from pages.parts.rules_state import change
from pages.parts.tables import HEAD, ROW, number, text
from programme.access import Action
from programme.many_seats import ManySeats
from programme.remedy_trial import Trial
from programme.rules_edit import name_many_seats
from programme.rules_named import REASON_LENGTH
from programme.snapshot import person_of
from texts import _

KEY, SHOWN = "rules-many", 6


def give_many(cohort_id: int, offer: ManySeats, found: Trial) -> bool:
    """The list of those who would lead more, and the button that gives each the seats by name; whether it was done."""
    wanted = {person_of(key) for key in offer.mentors}
    raised = [one for one in found.rises if one.mentor.person_id in wanted]
    columns = {
        "name": text(_("Mentor"), 90), "unit": text(_("Unit"), 190), "before": number(_("People now"), 80),
        "after": number(_("People then"), 80), "seats": number(_("Seats then"), 80),
    }  # fmt: skip
    rows = [(one.mentor.name, one.mentor.unit, one.before, one.after, one.seats) for one in raised]
    st.dataframe(
        pd.DataFrame(rows, columns=list(columns)), hide_index=True, column_config=columns, row_height=ROW,
        height=HEAD + ROW * min(len(rows), SHOWN), key=f"{KEY}-list",
    )  # fmt: skip
    if not may(Action.EDIT_RULES):
        st.caption(_("Staff who may change the rules can do this, under “Seats by name” on this page."))
        return False
    why, button = st.columns([3, 2], vertical_alignment="bottom")
    reason = why.text_input(
        _("For this cohort only, by name; the reason:"), key=f"{KEY}-reason", max_chars=REASON_LENGTH
    )
    told = _("Give these {count} mentors the seats").format(count=len(raised))
    if not button.button(told, key=f"{KEY}-give", width="stretch", type="primary"):
        return False
    seats = {one.mentor.person_id: one.seats for one in raised}
    done = _("Set by name for {count} mentors; under “Who changed what” it can be taken back as a whole.")
    return change(cohort_id, name_many_seats, done=done.format(count=len(seats)), seats=seats, reason=reason)
