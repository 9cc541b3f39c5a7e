"""The filters above the list of outcomes; charts set them too, so that a mark leads to the facts behind it."""

from typing import Any

import streamlit as st

from db.queries.outcomes import outcome_years
from db.queries.outcomes_scope import OutcomeFilter
from pages.parts import tables
from pages.parts.frame import look, plain
from pages.parts.labels import spoken
from programme.outcomes.wording import STEP_WORDS, WORDS, wording
from texts import N_, _

VIEW, PERSON, UNIT = "outcomes_view", "out_person", "out_unit"
KEY = "outcome"
MARKS = {"valid": N_("Valid"), "struck": N_("Struck out")}
KEYS = ("out_words", "out_kind", "out_step", "out_year", "out_side", "out_mark", PERSON, UNIT)
EMPTY: dict[str, Any] = {"out_words": "", PERSON: None, UNIT: None}


def filters(cohort_id: int | None) -> OutcomeFilter:
    """The row of filters, and what they leave."""
    words, kind, step, year, side, mark = tables.filter_row(6)
    said = words.text_input(_("Search"), key="out_words", placeholder=_("Words of the entry, or a name"))
    chosen = tables.choose(kind, "out_kind", _("Kind"), WORDS["kind"], wording("kind")) or ""
    return OutcomeFilter(
        cohort_id=cohort_id,
        words=said,
        kind=chosen,
        step=_step(step, chosen),
        year=tables.choose(year, "out_year", _("Year"), look(outcome_years), str),
        side=tables.choose(side, "out_side", _("Whose"), WORDS["side"], wording("side")) or "",
        struck=mark.selectbox(_("Marked"), list(MARKS), format_func=spoken(MARKS), key="out_mark") == "struck",
        person_id=_id_of(PERSON),
        unit_id=_id_of(UNIT),
    )


def _step(place: Any, kind: str) -> str:
    """The steps of the chosen kind, where it has any."""
    words = STEP_WORDS.get(kind, "")
    codes = [code for code in WORDS.get(words, ()) if code]
    if st.session_state.get("out_step") not in codes:
        st.session_state["out_step"] = None
    return place.selectbox(
        _("Step"), codes, format_func=wording(words) if codes else str, key="out_step", placeholder=_("All"),
        disabled=not codes,
    ) or ""  # fmt: skip


def _id_of(key: str) -> int | None:
    told = st.session_state.get(key)
    return int(told[0]) if told else None


def marks() -> None:
    """What a chart or a link has set and no filter shows: a person, a unit, each with the way back."""
    chosen = {key: st.session_state[key] for key in (PERSON, UNIT) if st.session_state.get(key)}
    if chosen:
        with st.container(horizontal=True):
            for key, (_id, name) in chosen.items():
                label = _("Only {what}").format(what=plain(name))
                st.button(label, key=f"{key}-off", icon=":material/close:", on_click=lead, args=({key: None},))


def lead(values: dict[str, Any], fresh: bool = False) -> None:
    """Set filters and show the list; `fresh` takes all the others away. A person or a unit is (id, name)."""
    if fresh:
        for key in KEYS:
            st.session_state[key] = EMPTY.get(key)
        st.session_state["out_mark"] = "valid"
    st.session_state.update(values)
    st.session_state[VIEW] = "list"
    tables.close(KEY)


def leave() -> None:
    """Another view shows no open entry."""
    tables.close(KEY)
