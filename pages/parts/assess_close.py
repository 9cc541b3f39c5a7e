"""Close a cohort: what still stands open by name, then the close; and the next year's cohort from this one."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.cohorts import cohorts
from pages.parts import tables
from pages.parts.frame import act, choose_cohort, look, may, plain
from pages.parts.labels import aside, label
from programme import cohort_close, cohort_copy
from programme.access import Action
from programme.cohort_close import Item, Standing, closing
from texts import N_, _

LISTS = {
    "pairings": N_("Open pairings: conclude each of them first"),
    "running": N_("Going on after an extension: carry them over to the next year, or wait for their end"),
    "conclusions": N_("Conclusions that wait for a decision"),
    "disputes": N_("Disputes that are not decided"),
    "grades": N_("Came to their end without a final grade"),
}


def close_view(cohort_id: int) -> None:
    """Left what stands against closing, right the two acts."""
    cohort = look(cohorts).set_index("id").loc[cohort_id]
    found = look(closing, cohort_id=cohort_id)
    left, right = st.columns([7, 6], gap="medium")
    with left:
        _standing(cohort, found)
    with right:
        with st.container(border=True):
            _close(cohort_id, cohort, found)
        with st.container(border=True):
            _copy(cohort_id, cohort, found)


def _standing(cohort: Any, found: Standing) -> None:
    if cohort["status"] == "closed":
        st.success(_("This cohort is closed. What is wrong in it is corrected with a reason."))
        return
    if not found.bars and not found.grades:
        st.success(_("Nothing stands against closing this cohort."))
    if found.slips:
        st.warning(_("{count} change slips are on their way.").format(count=found.slips))
    for name, title in LISTS.items():
        _list(_(title), getattr(found, name), name)
    if found.waiting:
        names = _(", ").join(found.waiting[:20]) + ("…" if len(found.waiting) > 20 else "")
        st.caption(_("{count} never got a mentor: {names}").format(count=len(found.waiting), names=plain(names)))


def _list(title: str, items: tuple[Item, ...], name: str) -> None:
    if not items:
        return
    st.markdown(aside(f"**{title}**", len(items)))
    shown = pd.DataFrame(
        {"mentee": one.mentee, "unit": one.unit, "mentor": one.mentor, "state": label("pairing_state", one.status)}
        for one in items
    )
    columns = {
        "mentee": tables.text(_("Mentee"), 84), "unit": tables.text(_("Unit"), 180), "mentor": tables.text(_("Mentor"), 84),
        "state": tables.text(_("State"), 110),
    }  # fmt: skip
    height = min(240, tables.HEAD + tables.ROW * len(items))
    st.dataframe(
        shown, hide_index=True, column_config=columns, row_height=tables.ROW, height=height, key=f"ass-close-{name}"
    )


def _close(cohort_id: int, cohort: Any, found: Standing) -> None:
    st.markdown("**" + _("Close the cohort") + "**")
    seen = {"cohort_id": cohort_id, "seen_version": int(cohort["version"])}
    if cohort["status"] == "closed":
        _reopen(seen)
        return
    st.caption(_("Afterwards only corrections with a reason are possible; the rounds of assessment are ended with it."))
    if not may(Action.MANAGE_COHORTS):
        st.caption(_("An officer closes the cohort."))
        return
    reason = ""
    if found.grades and not found.bars:
        reason = st.text_input(_("Why the missing grades are set aside"), key="ass-close-reason", max_chars=500)
    st.button(
        _("Close the cohort now"), type="primary", key="ass-close-go", width="stretch",
        disabled=found.bars or bool(found.grades and not reason), on_click=act, args=(cohort_close.close_cohort,),
        kwargs={**seen, "override": reason, "done": _("The cohort is closed.")},
    )  # fmt: skip


def _reopen(seen: dict[str, int]) -> None:
    if not may(Action.APPROVE):
        st.caption(_("The cohort is closed."))
        return
    reason = st.text_input(_("Why it is opened again"), key="ass-reopen-reason", max_chars=500)
    st.button(
        _("Open the cohort again"), key="ass-reopen", disabled=not reason, on_click=act, args=(cohort_close.reopen_cohort,),
        kwargs={**seen, "reason": reason, "done": _("The cohort is open again.")},
    )  # fmt: skip


def _copy(cohort_id: int, cohort: Any, found: Standing) -> None:
    st.markdown("**" + _("Next year's cohort from this one") + "**")
    st.caption(_("Dates a year later, the same rules and quotas without names, days of notice and levels of signing; weights and indicators of rounds follow the last round of their kind."))  # fmt: skip
    if not may(Action.MANAGE_COHORTS):
        return
    name = st.text_input(_("Name of the new cohort"), key="ass-copy-name", max_chars=120)
    names = {one.pairing_id: aside(one.mentee, one.mentor) for one in found.running}
    carry = (
        st.multiselect(_("Carried over"), list(names), list(names), format_func=lambda key: names.get(key, ""), key="ass-carry")
        if names else []
    )  # fmt: skip
    st.button(
        _("Make the next year's cohort"), key="ass-copy", width="stretch", disabled=not name.strip(), on_click=_make,
        kwargs={"cohort_id": cohort_id, "seen_version": int(cohort["version"]), "name": name, "carry": carry},
    )  # fmt: skip


def _make(**asked: Any) -> None:
    made = act(cohort_copy.copy_to_next_year, done=_("The next year's cohort is there."), **asked)
    if made is not None:
        choose_cohort(made)
