"""The rules as a form: three hard rules, the weights, the limits; what is on screen is what would be saved."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.parts import rule_words as words
from pages.parts.frame import may, plain
from pages.parts.rules_seats import ceilings
from pages.parts.rules_state import change, stem
from pages.parts.rules_telling import Teller
from pages.parts.ways import way
from programme.access import Action
from programme.rules import CRITERIA, DIRECTIONS, FORCES, HARD_RULES, LIMITS, Rules, save_rules, values_of
from texts import _

COLUMNS = 3
HERE = ("floor", "months_limit", "age_limit", "notice_days")


def form(cohort_id: int, rules: Rules, seats: Any) -> dict[str, Any]:
    """Draw the form on the rules that the user saw (the ceilings at the place `seats`); return the values on screen."""
    key, fixed = stem(cohort_id), not may(Action.EDIT_RULES)
    before = values_of(rules)
    values: dict[str, Any] = {}
    with st.container(border=True):
        st.markdown("**" + _("Hard rules") + "**")
        values["rules"] = {code: _force(key, code, before["rules"][code], fixed) for code in HARD_RULES}
        st.caption(_(words.ALWAYS))
    with st.container(border=True):
        st.markdown("**" + _("What counts how much") + "**")
        values["weights"] = _weights(key, before["weights"], fixed)
        values["unit_direction"] = _direction(key, before["unit_direction"], fixed)
        st.caption(words.weights_sentence(values))
    with st.container(border=True):
        st.markdown("**" + _("Limits") + "**")
        values |= _limits(key, before, fixed)
    with seats:
        values |= ceilings(key, before, fixed)
    return values


def save_line(cohort_id: int, rules: Rules, values: Mapping[str, Any], tell: Teller, more: Any) -> None:
    """A note, the button that saves what is on screen as the next row, what `more` draws beside them, what is unsaved."""
    if not may(Action.EDIT_RULES):
        st.caption(_("Your role reads the rules and does not change them."))
        return
    left, right, beside = st.columns([6, 4, 4], vertical_alignment="bottom")
    key = f"rule-note-{cohort_id}-{rules.number}"
    note = left.text_input(
        _("Note for the record"), key=key, max_chars=200,
        placeholder=_("e.g. as the office decided"), label_visibility="collapsed",
    )  # fmt: skip
    changed, refused = values != values_of(rules) or not rules.number, words.refused(rules, values)
    right.button(
        _("Save as no. {number}").format(number=rules.number + 1),
        key="rule-save", type="primary", width="stretch", disabled=not changed or bool(refused),
        on_click=_save, args=(cohort_id, dict(values), note),
    )  # fmt: skip
    with beside:
        more()
    if refused:
        st.error(plain(refused))
    elif unsaved := words.unsaved(rules, values, tell):
        st.caption(plain(_("On screen and counted, but not saved yet: {changes}").format(changes=unsaved)))
    elif rules.number and may(Action.RUN_SCHEME):
        way("match/schemes.py", _("Run a scheme under rules no. {number}").format(number=rules.number))


def _save(cohort_id: int, values: dict[str, Any], note: str) -> None:
    done = _("Saved. The next run uses these rules; schemes computed before keep theirs.")
    change(cohort_id, save_rules, done=done, keep_form=False, values=values, note=note)


def _force(key: str, code: str, present: str, fixed: bool) -> str:
    said, choice = st.columns([3, 2], vertical_alignment="center")
    said.markdown(f"{words.name(code)}  \n:small[:gray[{plain(words.meaning(code))}]]")
    chosen = choice.segmented_control(
        words.name(code), FORCES, default=present, required=True, format_func=words.force,
        key=f"{key}-{code}", disabled=fixed, label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    return str(chosen or present)


def _weights(key: str, present: Mapping[str, float], fixed: bool) -> dict[str, float]:
    return {
        code: place.number_input(
            words.name(code), 0.0, 100.0, float(present[code]), 5.0,
            format="%g", key=f"{key}-weight-{code}", disabled=fixed,
        )
        for place, code in zip(_grid(CRITERIA, COLUMNS), CRITERIA, strict=True)
    }  # fmt: skip


def _direction(key: str, present: str, fixed: bool) -> str:
    chosen = st.segmented_control(
        words.name("unit_direction"), DIRECTIONS, default=present, required=True, format_func=words.direction,
        key=f"{key}-direction", help=words.meaning("unit_direction"), disabled=fixed,
    )  # fmt: skip
    return str(chosen or present)


def _limits(key: str, present: Mapping[str, Any], fixed: bool) -> dict[str, int]:
    return {
        code: int(
            place.number_input(
                words.name(code), *LIMITS[code], int(present[code]), 1,
                key=f"{key}-{code}", help=words.meaning(code), disabled=fixed,
            )
        )
        for place, code in zip(_grid(HERE, 2), HERE, strict=True)
    }  # fmt: skip


def _grid(fields: Sequence[str], columns: int) -> list[Any]:
    """Places for fields, row by row, so that a label of two lines moves its own row only."""
    rows = [st.columns(columns, vertical_alignment="bottom") for _row in range(0, len(fields), columns)]
    return [place for row in rows for place in row][: len(fields)]
