"""Where a cohort's rules may start from: a kind of cohort, a template of the house, another cohort; and keeping one."""

from functools import partial

import streamlit as st

from db.queries.cohorts import cohorts
from pages.parts.frame import act, look, plain
from pages.parts.rules_state import change
from programme.rule_templates import (
    NAME_LENGTH,
    READY,
    Saved,
    copy_from,
    drop_template,
    rename_template,
    save_template,
    saved_templates,
    start_from,
)
from texts import _

READY_KEY, SAVED_KEY, COHORT_KEY = "ready", "saved", "cohort"


def templates(cohort_id: int) -> None:
    """The popover with everything about templates."""
    with st.popover(_("Templates"), icon=":material/content_copy:", width="stretch"):
        kept = look(saved_templates)
        _start(cohort_id, kept)
        st.divider()
        _keep(cohort_id)
        if kept:
            _care(kept)


def _start(cohort_id: int, kept: list[Saved]) -> None:
    others = {int(key): name for key, name in look(cohorts)[["id", "name"]].to_numpy().tolist() if key != cohort_id}
    names = {f"{READY_KEY}:{code}": _(ready.name) for code, ready in READY.items()}
    names |= {f"{SAVED_KEY}:{one.id}": _("Own: {name}").format(name=one.name) for one in kept}
    names |= {f"{COHORT_KEY}:{key}": _("As in: {cohort}").format(cohort=name) for key, name in others.items()}
    chosen = st.selectbox(
        _("Start the rules from"), list(names), format_func=names.__getitem__, key=f"template-{cohort_id}"
    )
    st.caption(plain(_purpose(chosen)))
    st.button(
        _("Start from this"), key="template-start", width="stretch", on_click=_begin,
        args=(cohort_id, chosen, names[chosen]),
    )  # fmt: skip
    st.caption(_("Saved at once as the next number; seats by name and named pairs of this cohort stay."))


def _purpose(chosen: str) -> str:
    kind, code = chosen.split(":", 1)
    return _(READY[code].purpose) if kind == READY_KEY else _("Without anything about named people.")


def _begin(cohort_id: int, chosen: str, name: str) -> None:
    kind, code = chosen.split(":", 1)
    note, done = _("from the template “{name}”").format(name=name), _("These rules are in force now.")
    begin = partial(change, cohort_id, done=done, keep_form=False, note=note)
    if kind == COHORT_KEY:
        begin(copy_from, from_cohort_id=int(code))
    else:
        begin(start_from, template=code)


def _keep(cohort_id: int) -> None:
    key = f"template-name-{cohort_id}"
    st.text_input(
        _("Keep the saved rules as a template"), key=key, max_chars=NAME_LENGTH, placeholder=_("Name of the template")
    )
    st.button(_("Keep"), key="template-keep", width="stretch", on_click=_save, args=(cohort_id, key))


def _save(cohort_id: int, key: str) -> None:
    if act(save_template, done=_("The template is kept."), cohort_id=cohort_id, name=st.session_state[key]):
        st.session_state[key] = ""


def _care(kept: list[Saved]) -> None:
    """Rename one of the house, or throw it away."""
    names = {one.id: one.name for one in kept}
    chosen = st.selectbox(
        _("Own templates"), list(names), format_func=lambda key: names.get(key, ""), key="template-own"
    )
    key = f"template-rename-{chosen}"
    st.text_input(_("New name"), names[chosen], key=key, max_chars=NAME_LENGTH, label_visibility="collapsed")
    rename, drop = st.columns(2)
    rename.button(_("Rename"), key="template-rename", width="stretch", on_click=_rename, args=(chosen, key))
    drop.button(_("Throw away"), key="template-drop", width="stretch", on_click=_drop, args=(chosen,))


def _rename(template_id: int, key: str) -> None:
    act(rename_template, done=_("Renamed."), template_id=template_id, name=st.session_state[key])


def _drop(template_id: int) -> None:
    act(drop_template, done=_("Thrown away."), template_id=template_id)
