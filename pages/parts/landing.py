"""Where a link lands: the cohort and the filters that it asks for, put in place before the page draws its widgets.

Widgets that stand in the address are read there by their words, which differ between languages; a link carries codes.
"""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl, urlencode

import streamlit as st

AT = "at"
# Filters that a link may set, each with the codes it may hold.
CODES: Mapping[str, tuple[str, ...]] = {
    "mentee_state": ("waiting",),
    "mentee_eligible": ("no", "yes"),
    "mentor_state": ("paused", "nominated", "reviewed", "in_pool"),
    "mon_stand": ("outstanding",),
    "plan_state": ("none", "gaps", "overdue"),
    "survey_stand": ("outstanding",),
    "rules-view": ("shortage", "barred", "remedies", "cuts"),
}
# Fields of search that a link may fill.
WORDS = ("nomination_search", "appointment_search", "pairing-search", "mentor_search", "mentee_search")
MONTHS = ("month", "rec_month")
LONGEST = 60


def address(params: Mapping[str, str], cohort_id: int | None = None) -> dict[str, str]:
    """The query parameters of a link; what is put in place by `land` goes into one of them."""
    put = {name: value for name, value in params.items() if _known(name)}
    rest = {name: value for name, value in params.items() if not _known(name)}
    if cohort_id is not None:
        put["cohort"] = str(cohort_id)
    return {**rest, **({AT: urlencode(put)} if put else {})}


def land() -> None:
    """Put in place what the address asks for, once; whatever does not fit is left out."""
    asked = st.query_params.pop(AT, "")
    for name, value in parse_qsl(asked):
        if name == "cohort" and value.isdecimal():
            st.session_state["cohort"] = st.session_state["cohort_kept"] = int(value)
        elif fits(name, value):
            st.session_state[name] = value


def fits(name: str, value: str) -> bool:
    """Whether a link may put this value there."""
    if name in MONTHS:
        return _is_month(value)
    return value in CODES.get(name, ()) or (name in WORDS and len(value) <= LONGEST)


def _known(name: str) -> bool:
    return name in CODES or name in WORDS or name in MONTHS


def _is_month(value: str) -> bool:
    try:
        return len(value) == len("2026-10") and bool(date.fromisoformat(f"{value}-01"))
    except ValueError:
        return False
