"""Which scheme a page shows: links name it by its id, the choice leaves its name in the address."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.schemes import scheme_place
from pages.parts.frame import cohort_id, look, plain
from pages.parts.labels import label
from pages.parts.landing import address
from pages.parts.ways import way
from texts import _

KEY, LINK, MISSED, HANDED = "scheme", "scheme-link", "scheme-missed", "scheme-handed"
LONGEST = 9


def hand_on(scheme_id: int) -> None:
    """The page that is opened next shows this scheme; the address, bound to the choice, cannot be told so."""
    st.session_state[HANDED] = scheme_id


def asked_scheme(names: Mapping[int, str]) -> int | None:
    """The scheme that a link asks for or that was chosen last, of those that the page knows by id; None: neither.

    The choice reads names in the address and drops an id, so an id is handed on to it, once. What is none of them is
    kept for `say_missing`.
    """
    handed = st.session_state.pop(HANDED, None)
    said, chosen = st.query_params.get(KEY, ""), handed or st.session_state.get(KEY)
    named = next((key for key, name in names.items() if name == said), None)
    if named is None and said and said != st.session_state.get(LINK):
        if said.isdecimal() and int(said) in names:
            named = chosen = int(said)
        elif chosen is None or chosen in names:
            # Another cohort was not chosen just now, so it was a link that asked.
            st.session_state[MISSED] = said
    st.session_state[LINK] = said
    found = chosen if chosen in names else named
    if found is None:
        st.session_state.pop(KEY, None)
    else:
        st.session_state[KEY] = found
    return found


def say_missing(file: str, shown: str = "") -> None:
    """Say once that a link asked for a scheme that this page does not have, what is shown instead, and the way there."""
    said = st.session_state.pop(MISSED, "")
    if not said:
        return
    by_id = said.isdecimal() and len(said) <= LONGEST
    found = look(scheme_place, scheme_id=int(said)) if by_id else pd.DataFrame()
    if found.empty:
        told = _("The link asks for the scheme “{asked}”, which this cohort does not have.").format(asked=said)
    else:
        told = _elsewhere(found.iloc[0])
    st.warning(plain(_("{told} Shown instead: “{name}”.").format(told=told, name=shown) if shown else told))
    if not found.empty:
        _way_there(file, int(said), int(found["cohort_id"].iloc[0]))


def _elsewhere(scheme: pd.Series) -> str:
    if scheme["cohort_id"] != cohort_id():
        told = _("The link asks for the scheme “{name}”, which belongs to the cohort {cohort}.")
        return told.format(name=scheme["name"], cohort=scheme["cohort"])
    told = _("The link asks for the scheme “{name}”, which cannot be opened here ({state}).")
    return told.format(name=scheme["name"], state=label("scheme_state", scheme["status"]))


def _way_there(file: str, scheme_id: int, cohort: int) -> None:
    if cohort == cohort_id():
        way("match/schemes.py", _("Look at it among the schemes"), scheme=scheme_id)
    else:
        way(file, _("Open it in its cohort"), **address({KEY: str(scheme_id)}, cohort))


def scheme_choice(place: Any, names: Mapping[int, str], *, labelled: bool = False) -> int:
    """The box with the schemes; what is chosen in it. Call `asked_scheme` with the same names first."""
    return int(
        place.selectbox(
            _("Scheme"), list(names), format_func=lambda key: names.get(key, ""), key=KEY, bind="query-params",
            label_visibility="visible" if labelled else "collapsed",
        )
    )  # fmt: skip
