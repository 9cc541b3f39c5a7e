"""Named pairs: those that every run makes and those that none does."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.rules import mentees_to_name, mentors_to_name
from pages.parts.frame import look, may
from pages.parts.rules_entries import entry, hidden
from pages.parts.rules_state import change
from pages.parts.rules_telling import Teller, named
from programme.access import Action
from programme.rules import Rules
from programme.rules_edit import name_pair, unname_pair
from programme.rules_named import PAIR_KINDS, REASON_LENGTH
from texts import _


def pairs(cohort_id: int, rules: Rules, tell: Teller) -> None:
    """Both lists, and the form that names one more pair."""
    with st.container(border=True):
        _list(
            cohort_id,
            rules,
            tell,
            "must",
            _("Must be paired"),
            _("Locked in every new run, before anybody else is placed."),
        )
        _list(cohort_id, rules, tell, "must_not", _("Must not be paired"), _("Ruled out in every new run."))
    if may(Action.EDIT_RULES):
        with st.container(border=True):
            _form(cohort_id)


def kind_word(kind: str) -> str:
    """must, must_not in words."""
    return {"must": _("Must be paired"), "must_not": _("Must not be paired")}[kind]


def _list(cohort_id: int, rules: Rules, tell: Teller, kind: str, title: str, meaning: str) -> None:
    st.markdown(f"**{title}** :small[:gray[{meaning}]]")
    own = {key: pair for key, pair in rules.pairs.items() if pair.kind == kind}
    shown = {key: pair for key, pair in own.items() if tell.knows(pair.mentee, pair.mentor)}
    for key, pair in shown.items():
        entry(tell.pair(pair), tell.why(pair), f"pair-{key}", partial(drop_pair, cohort_id, key))
    if not own:
        st.caption(_("Nobody yet."))
    hidden(len(own) - len(shown))


def _form(cohort_id: int) -> None:
    key = f"pair-{cohort_id}-{st.session_state.get('pair-round', 0)}"
    st.markdown("**" + _("Name a pair") + "**")
    kind = st.segmented_control(
        _("Kind"), PAIR_KINDS, default="must", required=True, format_func=kind_word, key=f"{key}-kind",
        label_visibility="collapsed",
    )  # fmt: skip
    left, right = st.columns(2)
    mentee = _person(left, _("Mentee"), look(mentees_to_name, cohort_id=cohort_id), f"{key}-mentee")
    mentor = _person(right, _("Mentor"), look(mentors_to_name), f"{key}-mentor")
    values = {"kind": kind, "mentee": mentee, "mentor": mentor, **_texts(key, kind == "must")}
    st.button(
        _("Name this pair"), key=f"{key}-add", disabled=None in (mentee, mentor), on_click=_put,
        args=(cohort_id, values),
    )  # fmt: skip


def _texts(key: str, must: bool) -> dict[str, str]:
    """Reason; for a pair that must be also the leader, and for approvers why a hard rule may be set aside."""
    why, who = st.columns(2) if must else (st.container(), None)
    out = {"reason": why.text_input(_("Reason"), key=f"{key}-reason", max_chars=REASON_LENGTH)}
    if who is not None:
        out["leader"] = who.text_input(_("Leader who named it, if any"), key=f"{key}-leader", max_chars=REASON_LENGTH)
    if must and may(Action.APPROVE):
        out["waiver"] = st.text_input(
            _("Why a hard rule may be set aside for this pair"), key=f"{key}-waiver", max_chars=REASON_LENGTH,
            placeholder=_("only where one forbids it: direct superior, stream or eligibility"),
        )  # fmt: skip
    return out


def _person(place: Any, title: str, people: pd.DataFrame, key: str) -> int | None:
    names = {
        int(person): named(name, unit) for person, name, unit in people[["id", "name", "unit"]].to_numpy().tolist()
    }
    chosen = place.selectbox(title, list(names), None, names.__getitem__, key=key, placeholder=_("Choose"))
    return None if chosen is None else int(chosen)


def _put(cohort_id: int, values: dict[str, Any]) -> None:
    if change(cohort_id, name_pair, done=_("The pair is in the rules."), pair=values):
        st.session_state["pair-round"] = st.session_state.get("pair-round", 0) + 1


def drop_pair(cohort_id: int, key: str) -> None:
    """Take a named pair out of the rules and say so."""
    change(cohort_id, unname_pair, done=_("Taken out."), key=key)
