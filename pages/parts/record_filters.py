"""The filters above the list of records; charts set them too, so that a mark leads to the records behind it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.records_scope import RecordFilter
from pages.parts import tables
from pages.parts.dates import day, partial
from pages.parts.frame import plain
from pages.parts.labels import spoken
from pages.parts.record_words import NONE, WORDS, wording
from texts import N_, _

VIEW, DAY, VILLAGE = "records_view", "rec_day", "rec_village"
LATE = {"late": N_("Back-filled"), "prompt": N_("In time"), "struck": N_("Struck out")}
KEYS = ("rec_words", "rec_kind", "rec_month", "rec_unit", "rec_method", "rec_form", "rec_late", DAY, VILLAGE)


def filters(pairings: pd.DataFrame, cohort_id: int) -> RecordFilter:
    """The row of filters, and what they leave; `pairings` are those one may choose from."""
    words, kind, month, unit, method, form, late = tables.filter_row(7)
    said = words.text_input(_("Search"), key="rec_words", placeholder=_("Words of the text, or a name"))
    units = dict(zip(pairings["mentee_unit_id"], pairings["mentee_unit"], strict=True))
    known = [int(key) for key in units if not pd.isna(key)]
    marks = late.selectbox(
        _("Marked"), list(LATE), None, format_func=spoken(LATE), key="rec_late", placeholder=_("All")
    )
    return RecordFilter(
        cohort_id=cohort_id,
        words=said,
        kind=tables.choose(kind, "rec_kind", _("Kind"), WORDS["kind"], wording("kind")) or "",
        month=tables.choose(month, "rec_month", _("Month"), months(pairings), partial) or "",
        unit_id=tables.choose(unit, "rec_unit", _("Unit"), known, lambda key: units.get(key, "")),
        method=tables.choose(method, "rec_method", _("Method"), [*WORDS["method"], NONE], wording("method")) or "",
        form=tables.choose(form, "rec_form", _("Form"), [*WORDS["form"], NONE], wording("form")) or "",
        backfilled={"late": True, "prompt": False}.get(marks),
        struck=marks == "struck",
        day=_chosen_day(),
        village=st.session_state.get(VILLAGE, ""),
    )


def _chosen_day() -> date | None:
    chosen = st.session_state.get(DAY)
    return date.fromisoformat(chosen) if chosen else None


def months(pairings: pd.DataFrame) -> list[str]:
    """The months in which something can have happened, the latest first."""
    if pairings.empty:
        return []
    first, last = min(pairings["starts_on"]), today()
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = (last.year * 12 + last.month - 1 - back for back in range(count))
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in places]


def marks() -> None:
    """What a chart has set and no filter shows: a day, a village, each with the way back."""
    told = {DAY: day(st.session_state.get(DAY)), VILLAGE: plain(st.session_state.get(VILLAGE, ""))}
    chosen = {key: text for key, text in told.items() if text}
    if chosen:
        with st.container(horizontal=True):
            for key, text in chosen.items():
                label = _("Only {what}").format(what=text)
                st.button(label, key=f"{key}-off", icon=":material/close:", on_click=lead, args=({key: ""},))


def lead(values: dict[str, Any], keys: Iterable[str] = ()) -> None:
    """Set filters and show the list; `keys` are cleared first."""
    for key in keys:
        st.session_state[key] = "" if key in ("rec_words", DAY, VILLAGE) else None
    st.session_state.update(values)
    st.session_state[VIEW] = "list"


def clear() -> None:
    """Take every filter away."""
    lead({}, KEYS)
