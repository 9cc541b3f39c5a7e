"""Which rules the user saw, and on which row the form began: acts on single entries leave the form as it is on screen."""

from typing import Any

import streamlit as st

from pages.parts.frame import act
from programme.rules import Rules


def seen_key(cohort_id: int) -> str:
    """Where the number of the row that the user saw is kept."""
    return f"rules-seen-{cohort_id}"


def stem(cohort_id: int) -> str:
    """The beginning of the keys of the form's widgets: new whenever the form starts again from what is saved."""
    base = st.session_state.get(f"rules-form-{cohort_id}", st.session_state.get(seen_key(cohort_id), 0))
    return f"rule-{cohort_id}-{base}"


def see(cohort_id: int, rules: Rules) -> int:
    """Remember the row that the user sees, unless one is remembered; return its number."""
    seen = int(st.session_state.setdefault(seen_key(cohort_id), rules.number))
    st.session_state.setdefault(f"rules-form-{cohort_id}", seen)
    return seen


def load_present(cohort_id: int) -> None:
    """Forget what was seen: the form starts again from the rules in force."""
    st.session_state.pop(seen_key(cohort_id), None)
    st.session_state.pop(f"rules-form-{cohort_id}", None)


def change(cohort_id: int, use_case: Any, *, done: str, keep_form: bool = True, **arguments: Any) -> bool:
    """Run an act on the rules against the row that the user saw; whether it was done.

    What is on screen but not saved stays there, unless the act replaces it.
    """
    seen = int(st.session_state[seen_key(cohort_id)])
    number = act(use_case, done=done, cohort_id=cohort_id, seen_number=seen, **arguments)
    if number is None:
        return False
    if keep_form:
        st.session_state[seen_key(cohort_id)] = number
    else:
        load_present(cohort_id)
    return True


def put_rule(cohort_id: int, code: str, force: str) -> None:
    """Choose for a hard rule in the form, as the user could; nothing is saved."""
    st.session_state[f"{stem(cohort_id)}-{code}"] = force
