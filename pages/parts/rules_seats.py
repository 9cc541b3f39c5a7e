"""Seats: the ceiling for everybody and for each kind of mentor, and seats by name."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from db.queries.rules import mentors_to_name
from pages.parts import rule_words as words
from pages.parts.frame import look, may, plain
from pages.parts.labels import label
from pages.parts.rules_entries import entry, hidden
from pages.parts.rules_state import change
from pages.parts.rules_telling import Teller, named
from programme.access import Action
from programme.rules import CEILING, GRASSROOTS, KINDS, LIMITS, Rules
from programme.rules_edit import name_seats, unname_seats
from programme.rules_named import REASON_LENGTH, SEATS
from texts import _

COLUMNS = 4


def ceilings(stem: str, present: Mapping[str, Any], fixed: bool) -> dict[str, Any]:
    """The ceilings as fields, an empty one for kinds that have none of their own."""
    with st.container(border=True):
        st.markdown("**" + _("At most so many people with one mentor") + "**")
        places = [place for _row in range(2) for place in st.columns(COLUMNS, vertical_alignment="bottom")]
        low, high = LIMITS["programme_maximum"]
        everybody = places[0].number_input(
            _("Any mentor"), low, high, int(present["programme_maximum"]), 1, key=f"{stem}-programme_maximum",
            help=words.meaning("programme_maximum"), disabled=fixed,
        )  # fmt: skip
        given = {
            kind: _ceiling(place, f"{stem}-ceiling-{kind}", kind, present["ceilings"].get(kind), fixed)
            for kind, place in zip(KINDS, places[1:], strict=True)
        }
        values = {"programme_maximum": int(everybody), "ceilings": given}
        st.caption(plain(words.ceilings_sentence(values)))
    return values


def _ceiling(place: Any, key: str, kind: str, present: int | None, fixed: bool) -> int | None:
    meaning = _("Everybody but professionals.") if kind == GRASSROOTS else None
    given = place.number_input(
        words.kind(kind), *CEILING, present, 1, key=key, placeholder="—", help=meaning, disabled=fixed
    )
    return None if given is None else int(given)


def by_name(cohort_id: int, rules: Rules, tell: Teller) -> None:
    """Mentors with seats of their own in this cohort, and the form that names one more."""
    with st.container(border=True):
        st.markdown("**" + _("Seats by name") + "**")
        st.caption(_("Counts in this cohort whatever the pool and the ceilings say, also 0."))
        shown = [key for key in rules.overrides if tell.knows(int(key))]
        for key in shown:
            named_seats = rules.overrides[key]
            told = _("{mentor}: {seats} seats").format(mentor=tell.person(int(key)), seats=named_seats.seats)
            entry(told, tell.why(named_seats), f"seats-{key}", partial(_drop, cohort_id, int(key)))
        hidden(len(rules.overrides) - len(shown))
        if may(Action.EDIT_RULES):
            _form(cohort_id)


def _form(cohort_id: int) -> None:
    mentors = {int(row.id): _mentor(row) for row in look(mentors_to_name).itertuples()}
    with st.form(f"seats-form-{cohort_id}", clear_on_submit=True, border=False):
        who, seats = st.columns([4, 1], vertical_alignment="bottom")
        who.selectbox(
            _("Mentor"), list(mentors), None, mentors.__getitem__, key="seats-who", placeholder=_("Choose a mentor")
        )
        seats.number_input(_("Seats given"), *SEATS, 3, 1, key="seats-number")
        why, button = st.columns([4, 1], vertical_alignment="bottom")
        why.text_input(_("Reason"), key="seats-reason", max_chars=REASON_LENGTH)
        button.form_submit_button(_("Set"), width="stretch", on_click=_put, args=(cohort_id,))


def _mentor(row: Any) -> str:
    told = _("{mentor}, {standing}, {seats} in the pool")
    standing = label("standing", row.standing) if row.standing else _("kind unknown")
    return told.format(mentor=named(row.name, row.unit), standing=standing, seats=row.capacity)


def _put(cohort_id: int) -> None:
    state = st.session_state
    if state["seats-who"] is not None:
        give(cohort_id, int(state["seats-who"]), int(state["seats-number"]), state["seats-reason"])


def give(cohort_id: int, person_id: int, seats: int, reason: str) -> bool:
    """Give a mentor seats by name and say so; whether it was done."""
    return change(cohort_id, name_seats, done=_("Set by name."), person_id=person_id, seats=seats, reason=reason)


def _drop(cohort_id: int, person_id: int) -> None:
    change(cohort_id, unname_seats, done=_("Taken out."), person_id=person_id)
