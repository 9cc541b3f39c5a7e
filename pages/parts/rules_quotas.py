"""Quotas: how many pairs between a group of mentees and a group of mentors, as sentences and one small form."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from db.queries.rules import mentors_to_name
from pages.parts.frame import look, may, plain
from pages.parts.labels import labels, spoken
from pages.parts.rules_entries import entry, hidden
from pages.parts.rules_state import change
from pages.parts.rules_telling import Teller, named
from programme.access import Action
from programme.rule_checks import in_list
from programme.rules import Rules
from programme.rules_edit import drop_quota, put_quota
from programme.rules_named import MENTEE_GROUPS, MENTOR_GROUPS, QUOTA, REASON_LENGTH, WHOLE, QuotaRule
from texts import N_, _

CHOICES: Mapping[str, str] = {
    "all": N_("Everybody"),
    "each": N_("Any one mentor"),
    "person": N_("Mentors by name"),
    "unit": N_("Units"),
    "unit_kind": N_("Kinds of unit"),
    "county": N_("Counties"),
    "category": N_("Categories"),
    "expertise": N_("Expertise"),
    "standing": N_("Kinds of mentor"),
}


def quotas(cohort_id: int, rules: Rules, tell: Teller) -> None:
    """The quotas in force, numbered, and the form that adds one."""
    with st.container(border=True):
        st.markdown("**" + _("Quotas") + "**")
        st.caption(
            _("They count the new pairs of this cohort. A largest number always holds; a smallest as far as it can.")
        )
        shown = [key for key in in_list(rules) if _visible(rules.quotas[key], tell)]
        for at, key in enumerate(in_list(rules), 1):
            if key in shown:
                told = f"{at}. {tell.quota(rules.quotas[key])}"
                entry(told, rules.quotas[key].reason, f"quota-{key}", partial(_drop, cohort_id, key))
        hidden(len(rules.quotas) - len(shown))
    if may(Action.EDIT_RULES):
        with st.container(border=True):
            _form(cohort_id, tell)


def _visible(quota: QuotaRule, tell: Teller) -> bool:
    return quota.mentors.by != "person" or tell.knows(*(int(value) for value in quota.mentors.of))


def _form(cohort_id: int, tell: Teller) -> None:
    stem = f"quota-{cohort_id}-{st.session_state.get('quota-round', 0)}"
    st.markdown("**" + _("Add a quota") + "**")
    mentees = _side(f"{stem}-mentees", _("Which mentees"), MENTEE_GROUPS, tell)
    mentors = _side(f"{stem}-mentors", _("With which mentors"), MENTOR_GROUPS, tell)
    each = mentors["by"] == "each"
    least, most, reason = st.columns([1, 1, 3], vertical_alignment="bottom")
    low = None if each else least.number_input(_("At least"), *QUOTA, 0, 1, key=f"{stem}-least")
    high = most.number_input(_("At most"), *QUOTA, None, 1, key=f"{stem}-most", placeholder="—")
    why = reason.text_input(_("Reason or note"), key=f"{stem}-reason", max_chars=REASON_LENGTH)
    quota = {"mentees": mentees, "mentors": mentors, "least": low or 0, "most": high, "reason": why.strip()}
    said, button = st.columns([4, 1], vertical_alignment="center")
    ready = _says(mentees) and _says(mentors) and (high is not None or bool(low))
    if ready:
        said.markdown(plain(tell.quota(QuotaRule.read(quota))))
    else:
        said.caption(_("Choose both sides and a number; the sentence then stands here."))
    button.button(
        _("Add"), key=f"{stem}-add", disabled=not ready, width="stretch", on_click=_put, args=(cohort_id, quota)
    )


def _says(group: Mapping[str, Any]) -> bool:
    return group["by"] in WHOLE or bool(group["of"])


def _side(key: str, title: str, groups: Sequence[str], tell: Teller) -> dict[str, Any]:
    """The kind of a group and its members."""
    kind, values = st.columns([2, 3], vertical_alignment="bottom")
    by = kind.selectbox(title, groups, groups.index("unit"), spoken(CHOICES), key=f"{key}-by")
    if by in WHOLE:
        return {"by": by, "of": []}
    words = _options(by, tell)
    chosen = values.multiselect(
        _(CHOICES[by]), list(words), key=f"{key}-{by}", format_func=words.__getitem__, placeholder=_("Choose"),
        label_visibility="collapsed",
    )  # fmt: skip
    return {"by": by, "of": list(chosen)}


def _options(by: str, tell: Teller) -> dict[Any, str]:
    """What one may choose from, and how it is called."""
    if by == "person":
        return {int(row.id): named(row.name, row.unit) for row in look(mentors_to_name).itertuples()}
    if by == "unit":
        return dict(tell.names.unit_names())
    if by == "county":
        return {county: county for county in tell.names.counties() if county}
    codes = tell.names.codes("expertise") if by == "expertise" else list(labels(by))
    return {code: tell.value(by, code) for code in codes}


def _put(cohort_id: int, quota: dict[str, Any]) -> None:
    if change(cohort_id, put_quota, done=_("The quota is in the rules."), quota=quota):
        st.session_state["quota-round"] = st.session_state.get("quota-round", 0) + 1


def _drop(cohort_id: int, key: str) -> None:
    change(cohort_id, drop_quota, done=_("Taken out."), key=key)
