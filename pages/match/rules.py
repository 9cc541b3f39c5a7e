"""The rules of the cohort in plain words, and beside them the live count of seats against people."""

from typing import Any

import streamlit as st

from pages.parts import rules_count
from pages.parts.frame import header, look, need_cohort, say, show_notices
from pages.parts.rules_form import form, load_present, save_line, seen_key
from pages.parts.rules_history import history
from pages.parts.vocabulary import names
from programme.errors import ProgrammeError
from programme.feasibility import Feasibility, feasibility
from programme.rules import Rules
from programme.rules_view import present_rules, rules_numbered
from programme.sentences import sentence
from texts import _

VIEWS = ("shortage", "barred", "remedies")


def main() -> None:
    """The form on the left, what it means for the people on the right, the history below."""
    header(_("Rules"))
    cohort_id = need_cohort()
    rules = seen_rules(cohort_id)
    left, right = st.columns([6, 7], gap="medium")
    with left:
        above = st.container()
        values = form(cohort_id, rules)
    with above:
        save_line(cohort_id, rules, values)
    with right:
        count(cohort_id, values)
    with st.expander(_("Who changed what")):
        history(cohort_id)


def seen_rules(cohort_id: int) -> Rules:
    """The rules as the user saw them; when somebody saved since, a line says so and offers the newer ones."""
    present = look(present_rules, cohort_id=cohort_id)
    seen = st.session_state.setdefault(seen_key(cohort_id), present.number)
    if seen == present.number:
        return present
    line, button = st.columns([5, 1], vertical_alignment="center")
    line.warning(_("A colleague saved rules no. {number} since you opened this page.").format(number=present.number))
    button.button(_("Show them"), on_click=load_present, args=(cohort_id,), width="stretch")
    return look(rules_numbered, cohort_id=cohort_id, number=seen)


def count(cohort_id: int, values: dict[str, Any]) -> None:
    """The count under the values on screen, saved or not."""
    found = counted(cohort_id, values)
    if found is None:
        return
    st.markdown(f"#### {rules_count.headline(found)}")
    rules_count.figures(found)
    view = st.segmented_control(
        _("View"), VIEWS, default="shortage", required=True, format_func=view_word, key="rules-view",
        label_visibility="collapsed",
    )  # fmt: skip
    if view == "barred":
        rules_count.barred(found)
    elif view == "remedies":
        rules_count.helps(cohort_id, values, found, names())
    else:
        rules_count.shortage(found, names())
    rules_count.exceptions(found, values["programme_maximum"])


def counted(cohort_id: int, values: dict[str, Any]) -> Feasibility | None:
    """The count, or None after a sentence that says which value cannot hold."""
    try:
        with st.spinner(_("Counting seats against people…")):
            return look(feasibility, cohort_id=cohort_id, values=values)
    except ProgrammeError as error:
        say(sentence(error), "error")
        show_notices()
        return None


def view_word(view: str) -> str:
    """What a view of the count is called."""
    return {
        "shortage": _("Where seats are missing"),
        "barred": _("Nobody open to them"),
        "remedies": _("What would help"),
    }[view]


main()
