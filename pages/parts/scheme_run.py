"""The line that starts a run: a name that is free, and the button."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.frame import act, may
from programme.access import Action
from programme.runs import start_run
from programme.scheme_names import NAME_LENGTH
from texts import _


def run_line(cohort_id: int, taken: Sequence[str]) -> None:
    """A name and the button that starts a run; `taken` are the names of the cohort's schemes."""
    if not may(Action.RUN_SCHEME):
        return
    field, button, hint = st.columns([3, 1, 5], vertical_alignment="bottom")
    key = f"run-name-{len(taken)}"
    field.text_input(_("Name of the new scheme"), proposed(taken), key=key, max_chars=NAME_LENGTH)
    button.button(
        _("Run"), type="primary", icon=":material/play_arrow:", width="stretch", key="run",
        on_click=_run, args=(cohort_id, key),
    )  # fmt: skip
    hint.caption(_("Takes the pool and the rules as they are now; confirmed pairings stay and count as load."))


def proposed(taken: Sequence[str]) -> str:
    """“Scheme 1”, or the first number after it that nobody has."""
    numbers = range(1, len(taken) + 2)
    return next(
        name for name in (_("Scheme {number}").format(number=number) for number in numbers) if name not in taken
    )


def _run(cohort_id: int, key: str) -> None:
    act(start_run, cohort_id=cohort_id, name=st.session_state[key])
