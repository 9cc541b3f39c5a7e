"""The rules as a form: three hard rules, the weights, the numbers; what is on screen is what would be saved."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import rule_words as words
from pages.parts.frame import act, may, plain
from programme.access import Action
from programme.rules import CRITERIA, DIRECTIONS, FORCES, HARD_RULES, LIMITS, Rules, save_rules, values_of
from texts import _

COLUMNS = 3


def form(cohort_id: int, rules: Rules) -> dict[str, Any]:
    """Draw the form on the rules that the user saw, and return the values on screen."""
    stem, fixed = f"rule-{cohort_id}-{rules.number}", not may(Action.EDIT_RULES)
    before = values_of(rules)
    values: dict[str, Any] = {}
    with st.container(border=True):
        st.markdown("**" + _("Hard rules") + "**")
        values["rules"] = {code: _force(stem, code, before["rules"][code], fixed) for code in HARD_RULES}
        st.caption(_(words.ALWAYS))
    with st.container(border=True):
        st.markdown("**" + _("What counts how much") + "**")
        values["weights"] = _weights(stem, before["weights"], fixed)
        values["unit_direction"] = _direction(stem, before["unit_direction"], fixed)
        st.caption(words.weights_sentence(values))
    with st.container(border=True):
        st.markdown("**" + _("Numbers") + "**")
        values |= _limits(stem, before, fixed)
    return values


def save_line(cohort_id: int, rules: Rules, values: Mapping[str, Any]) -> None:
    """A note, and the button that saves what is on screen as the next row."""
    if not may(Action.EDIT_RULES):
        st.caption(_("Your role reads the rules and does not change them."))
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    note = left.text_input(
        _("Note for the record"), key=f"rule-note-{cohort_id}-{rules.number}", max_chars=200,
        placeholder=_("for instance: decided at the office meeting"), label_visibility="collapsed",
    )  # fmt: skip
    changed = values != values_of(rules) or not rules.number
    right.button(
        _("Save as no. {number}").format(number=rules.number + 1),
        key="rule-save", type="primary", width="stretch", disabled=not changed,
        on_click=_save, args=(cohort_id, rules.number, dict(values), note),
    )  # fmt: skip


def seen_key(cohort_id: int) -> str:
    """Where the number of the row that the user saw is kept."""
    return f"rules-seen-{cohort_id}"


def put_rule(cohort_id: int, code: str, force: str) -> None:
    """Choose for a hard rule in the form, as the user could; nothing is saved."""
    st.session_state[f"rule-{cohort_id}-{st.session_state[seen_key(cohort_id)]}-{code}"] = force


def load_present(cohort_id: int) -> None:
    """Forget what was seen: the form starts again from the rules in force."""
    st.session_state.pop(seen_key(cohort_id), None)


def _save(cohort_id: int, seen: int, values: dict[str, Any], note: str) -> None:
    done = _("Saved. The next run uses these rules; schemes computed before keep theirs.")
    if act(save_rules, done=done, cohort_id=cohort_id, seen_number=seen, values=values, note=note):
        load_present(cohort_id)


def _force(stem: str, code: str, present: str, fixed: bool) -> str:
    said, choice = st.columns([3, 2], vertical_alignment="center")
    said.markdown(f"{words.name(code)}  \n:small[:gray[{plain(words.meaning(code))}]]")
    chosen = choice.segmented_control(
        words.name(code), FORCES, default=present, required=True, format_func=words.force,
        key=f"{stem}-{code}", disabled=fixed, label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    return str(chosen or present)


def _weights(stem: str, present: Mapping[str, float], fixed: bool) -> dict[str, float]:
    return {
        code: place.number_input(
            words.name(code), 0.0, 100.0, float(present[code]), 5.0,
            format="%g", key=f"{stem}-weight-{code}", disabled=fixed,
        )
        for place, code in zip(_grid(len(CRITERIA)), CRITERIA, strict=True)
    }  # fmt: skip


def _direction(stem: str, present: str, fixed: bool) -> str:
    chosen = st.segmented_control(
        words.name("unit_direction"), DIRECTIONS, default=present, required=True, format_func=words.direction,
        key=f"{stem}-direction", help=words.meaning("unit_direction"), disabled=fixed,
    )  # fmt: skip
    return str(chosen or present)


def _limits(stem: str, present: Mapping[str, Any], fixed: bool) -> dict[str, int]:
    return {
        code: int(
            place.number_input(
                words.name(code), low, high, int(present[code]), 1,
                key=f"{stem}-{code}", help=words.meaning(code), disabled=fixed,
            )
        )
        for place, (code, (low, high)) in zip(_grid(len(LIMITS)), LIMITS.items(), strict=True)
    }  # fmt: skip


def _grid(count: int) -> list[Any]:
    """Places for fields, row by row, so that a label of two lines moves its own row only."""
    rows = [st.columns(COLUMNS, vertical_alignment="bottom") for _row in range(0, count, COLUMNS)]
    return [place for row in rows for place in row][:count]
