"""Pilot units on their pages: what a unit was and is, to name it and to take it back; and the pilots against the others."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.pilot_figures import pilot_figures
from db.queries.standings import pilots
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from programme import pilots as verbs
from programme.access import Action
from programme.standings import MAX_REASON
from texts import N_, _

GROUPS: Mapping[str, str] = {"pilot": N_("Pilot units"), "other": N_("Other units")}
REACHES: Mapping[str, str] = {
    "pilot": N_("Pilot stage: pilot units only"),
    "spread": N_("Spreading: the counties of pilot units"),
    "full": N_("Everywhere: all units"),
}
SHORT: Mapping[str, str] = {"pilot": N_("Pilot"), "spread": N_("Spreading"), "full": N_("Everywhere")}
NONE = "—"


def pilot_part(unit_id: int) -> None:
    """Whether a unit is a pilot, since when and by whom, and the earlier times; with the right, the next step."""
    st.markdown("**" + _("Pilot unit") + "**")
    told = look(pilots, unit_id=unit_id)
    present = told[told["ends_on"].isna()]
    for row in told.itertuples():
        _told(row)
    if told.empty:
        st.caption(_("Not a pilot unit. Cohorts of the pilot stage take in the people of pilot units only."))
    if may(Action.MANAGE_WORDS):
        asked = _("Name a pilot unit") if present.empty else _("Pilot no more")
        with st.popover(asked):
            _step(unit_id, None if present.empty else present.iloc[0], asked)


def _told(row: Any) -> None:
    """One time as a pilot: the days, the reason, the names."""
    if pd.isna(row.ends_on):
        head = f":green-badge[{_('since {day}').format(day=day(row.since))}]"
    else:
        head = f":gray-badge[{_('{start} to {end}').format(start=day(row.since), end=day(row.ends_on))}]"
    names = " ・ ".join(plain(name) for name in (row.by, row.ended_by) if name)
    why = _("; ").join(plain(text) for text in (row.reason, row.ended_why) if text)
    st.markdown(f"{head} {why} :small[:gray[{names}]]")


def _step(unit_id: int, present: pd.Series | None, asked: str) -> None:
    """Name the unit, or take the name back: a day and a reason."""
    key = f"pilot-{unit_id}-{0 if present is None else int(present['version'])}"
    on = st.date_input(_("From which day"), today(), max_value=today(), key=f"{key}-on")
    reason = st.text_input(_("Reason (needed)"), key=f"{key}-why", max_chars=MAX_REASON)
    if not st.button(asked, type="primary", key=f"{key}-go"):
        return
    if present is None:
        act(verbs.name_pilot, unit_id=unit_id, since=on, reason=reason, done=_("The unit is a pilot unit now."))
    else:
        act(
            verbs.end_pilot, pilot_id=int(present["id"]), seen_version=int(present["version"]), on=on, reason=reason,
            done=_("The unit is no pilot unit any more; what it was stays on record."),
        )  # fmt: skip
    st.rerun()


def pilot_table(cohort_id: int) -> None:
    """The pilot units of the cohort against its other units; nothing where it has none."""
    found = look(pilot_figures, cohort_id=cohort_id)
    if found.empty:
        return
    st.markdown("**" + _("Pilot units against the others") + "**")
    view = found.assign(
        name=[_(GROUPS[group]) for group in found["group"]],
        **{field: [_share(value) for value in found[field]] for field in ("led", "on_time", "independent")},
        records=[NONE if pd.isna(value) else f"{value:.1f}" for value in found["records"]],
    )
    columns = {
        "name": tables.text(_("Units"), 86),
        "units": tables.number(_("Unit count"), tables.px(66, 78)),
        "mentees": tables.number(_("In the cohort"), tables.px(78, 90)),
        "led": tables.text(_("Share led"), tables.px(72, 74)),
        "pairs": tables.number(
            _("Pairs begun"), tables.px(78, 92), _("Pairings that have come into force in this cohort")
        ),
        "records": tables.text(_("Records each"), tables.px(104, 92)),
        "on_time": tables.text(_("Reviews on time"), tables.px(92, 106)),
        "independent": tables.text(
            _("Work alone"), tables.px(72, 80), _("Pairings whose mentee has come to work alone")
        ),
    }
    st.dataframe(view[list(columns)], hide_index=True, column_config=columns, row_height=tables.ROW, width="stretch")
    st.caption(
        _(
            "Pilots are the units that were pilots on the day on which eligibility is judged. A figure over fewer than three people is not shown. The two groups were not drawn by lot: a difference is no proof."
        )
    )


def _share(value: Any) -> str:
    return NONE if pd.isna(value) else f"{value:.0%}"
