"""Quotas: how many pairs between a group of mentees and a group of mentors, as sentences and one small form.

The form adds a quota, or holds the one that is being changed until it is saved or left as it was.
"""

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
from programme.rules_named import MENTEE_GROUPS, MENTOR_GROUPS, QUOTA, REASON_LENGTH, WHOLE, Group, QuotaRule
from texts import N_, _

EDITED = "quota-edited"
NEW = QuotaRule(Group("unit"), Group("unit"))
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
                acts = partial(_drop, cohort_id, key), partial(_edit, key)
                entry(told, rules.quotas[key].reason, f"quota-{key}", *acts)
        hidden(len(rules.quotas) - len(shown))
    if may(Action.EDIT_RULES):
        with st.container(border=True):
            _form(cohort_id, rules, tell)


def _visible(quota: QuotaRule, tell: Teller) -> bool:
    return quota.mentors.by != "person" or tell.knows(*(int(value) for value in quota.mentors.of))


def _form(cohort_id: int, rules: Rules, tell: Teller) -> None:
    """A new quota, or the one that is being changed."""
    key = st.session_state.get(EDITED, "")
    old = rules.quotas.get(key)
    key = key if old else ""
    stem = f"quota-{cohort_id}-{st.session_state.get('quota-round', 0)}"
    number = in_list(rules).index(key) + 1 if old else 0
    st.markdown("**" + (_("Change quota no. {number}").format(number=number) if old else _("Add a quota")) + "**")
    old = old or NEW
    mentees = _side(f"{stem}-mentees", _("Which mentees"), MENTEE_GROUPS, old.mentees, tell)
    mentors = _side(f"{stem}-mentors", _("With which mentors"), MENTOR_GROUPS, old.mentors, tell)
    quota = {"mentees": mentees, "mentors": mentors, **_numbers(stem, old, each=mentors["by"] == "each")}
    _say_and_put(cohort_id, stem, key, quota, tell)


def _numbers(stem: str, old: QuotaRule, *, each: bool) -> dict[str, Any]:
    """Both bounds and the words; with any one mentor there is only a largest number."""
    least, most, reason = st.columns([1, 1, 3], vertical_alignment="bottom")
    low = None if each else least.number_input(_("At least"), *QUOTA, old.least, 1, key=f"{stem}-least")
    high = most.number_input(_("At most"), *QUOTA, old.most, 1, key=f"{stem}-most", placeholder="—")
    why = reason.text_input(_("Reason or note"), old.reason, key=f"{stem}-reason", max_chars=REASON_LENGTH)
    return {"least": low or 0, "most": high, "reason": why.strip()}


def _say_and_put(cohort_id: int, stem: str, key: str, quota: dict[str, Any], tell: Teller) -> None:
    """The sentence that it would be, and the buttons; `key` is the quota that it replaces ("": none)."""
    said, *leave, button = st.columns([3, 1, 1] if key else [4, 1], vertical_alignment="center", gap="small")
    ready = _says(quota["mentees"]) and _says(quota["mentors"]) and (quota["most"] is not None or bool(quota["least"]))
    if ready:
        said.markdown(plain(tell.quota(QuotaRule.read(quota))))
    else:
        said.caption(_("Choose both sides and a number; the sentence then stands here."))
    if leave:
        leave[0].button(_("Cancel"), key=f"{stem}-leave", width="stretch", on_click=_edit, args=("",))
    button.button(
        _("Save") if key else _("Add"), key=f"{stem}-add", disabled=not ready, width="stretch",
        on_click=_put, args=(cohort_id, quota, key),
    )  # fmt: skip


def _says(group: Mapping[str, Any]) -> bool:
    return group["by"] in WHOLE or bool(group["of"])


def _side(key: str, title: str, groups: Sequence[str], old: Group, tell: Teller) -> dict[str, Any]:
    """The kind of a group and its members; they begin as those of `old`."""
    kind, values = st.columns([2, 3], vertical_alignment="bottom")
    by = kind.selectbox(title, groups, groups.index(old.by), spoken(CHOICES), key=f"{key}-by")
    if by in WHOLE:
        return {"by": by, "of": []}
    words = _options(by, tell)
    chosen = values.multiselect(
        _(CHOICES[by]), list(words), [one for one in old.of if old.by == by and one in words], key=f"{key}-{by}", format_func=words.__getitem__, placeholder=_("Choose"),
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


def _put(cohort_id: int, quota: dict[str, Any], key: str) -> None:
    if change(cohort_id, put_quota, done=_("The quota is in the rules."), quota=quota, instead_of=key):
        _edit("")


def _edit(key: str) -> None:
    """Begin the form anew: with this quota, or empty."""
    st.session_state[EDITED] = key
    st.session_state["quota-round"] = st.session_state.get("quota-round", 0) + 1


def _drop(cohort_id: int, key: str) -> None:
    change(cohort_id, drop_quota, done=_("Taken out."), key=key)
