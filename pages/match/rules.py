"""The rules of the cohort in plain words, and beside them the live count of seats against people."""

from functools import partial
from typing import Any

import streamlit as st

from pages.parts import rule_words as words
from pages.parts import rules_count
from pages.parts.colleague import watch
from pages.parts.frame import header, look, need_cohort, say, show_notices
from pages.parts.rules_form import form, save_line
from pages.parts.rules_history import history
from pages.parts.rules_pairs import pairs
from pages.parts.rules_quotas import quotas
from pages.parts.rules_seats import by_name
from pages.parts.rules_state import load_present, see
from pages.parts.rules_telling import Teller, teller
from pages.parts.rules_templates import templates
from pages.parts.vocabulary import names
from programme.errors import ProgrammeError
from programme.feasibility import Feasibility, feasibility
from programme.rules import Rules
from programme.rules_view import present_rules, rules_numbered
from programme.sentences import sentence
from texts import _

VIEWS = ("shortage", "barred", "remedies", "cuts")
# The button that saves and the figures of the count stay in sight while the form below is filled in.
IN_SIGHT = """<style>@media screen {
[data-testid="stLayoutWrapper"]:has(> .st-key-rules-save-line, > .st-key-rules-figures) {
  position: sticky; top: 3.25rem; z-index: 2; background: #FCFBF8; padding-block: 6px;
}
[data-testid="stColumn"]:has(.st-key-rules-figures) > [data-testid="stVerticalBlock"] { height: 100%; }
}</style>"""


def main() -> None:
    """The form on the left, what it means for the people on the right, the history below."""
    header(_("Rules"))
    cohort_id = need_cohort()
    watch("cohort", cohort_id)
    rules = seen_rules(cohort_id)
    tell = teller(names(), rules)
    st.html(IN_SIGHT)
    left, right = st.columns([6, 7], gap="medium")
    with left:
        above = st.container(key="rules-save-line")
        values = tabs(cohort_id, rules, tell)
    with above:
        save_line(cohort_id, rules, values, tell, partial(templates, cohort_id))
    with right:
        if words.refused(rules, values):
            st.info(_("The count stands here again as soon as the rules can hold."))
        else:
            count(cohort_id, values, tell)
    below = st.expander(_("Who changed what"), icon=":material/history:", key="rules-past", on_change="rerun")
    if below.open:
        with below:
            history(cohort_id, tell.names)


def tabs(cohort_id: int, rules: Rules, tell: Teller) -> dict[str, Any]:
    """The four groups of rules; the values on screen of those that are saved together."""
    words = [_("Rules and weights"), _("Seat ceilings"), _("Quotas"), _("Named pairs")]
    basic, seats, groups, named = st.tabs(words, key="rules-tab", on_change="rerun")
    with basic:
        values = form(cohort_id, rules, seats)
    if seats.open:
        with seats:
            by_name(cohort_id, rules, tell)
    if groups.open:
        with groups:
            quotas(cohort_id, rules, tell)
    if named.open:
        with named:
            pairs(cohort_id, rules, tell)
    return values


def seen_rules(cohort_id: int) -> Rules:
    """The rules as the user saw them; when somebody saved since, a line says so and offers the newer ones."""
    present = look(present_rules, cohort_id=cohort_id)
    seen = see(cohort_id, present)
    if seen == present.number:
        return present
    line, button = st.columns([5, 1], vertical_alignment="center")
    line.warning(_("A colleague saved rules no. {number} since you opened this page.").format(number=present.number))
    button.button(_("Show them"), on_click=load_present, args=(cohort_id,), width="stretch")
    return look(rules_numbered, cohort_id=cohort_id, number=seen)


def count(cohort_id: int, values: dict[str, Any], tell: Teller) -> None:
    """The count under the values on screen, saved or not."""
    found = counted(cohort_id, values)
    if found is None:
        return
    with st.container(key="rules-figures"):
        st.markdown(f"#### {rules_count.headline(found)}")
        rules_count.figures(found)
    rules_count.alarms(found, tell)
    if not found.people:
        rules_count.nobody(found)
        return
    view = st.segmented_control(
        _("View"), VIEWS, default="shortage", required=True, format_func=view_word, key="rules-view",
        label_visibility="collapsed",
    )  # fmt: skip
    if view == "barred":
        rules_count.barred(found)
    elif view == "remedies":
        rules_count.helps(cohort_id, values, found, tell.names)
    elif view == "cuts":
        rules_count.cuts(found)
    else:
        rules_count.shortage(found, tell.names)


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
        "cuts": _("Seats changed"),
    }[view]


main()
