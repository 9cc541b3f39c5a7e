"""Whom a survey asks, with filters, and beside the list the answer that is being filled in; the next one comes by itself."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.surveys import AnswerFilter, answer, answers, sums_by_unit
from pages.parts import tables
from pages.parts.dates import day_of, moment
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import spoken, stated
from pages.parts.survey_words import (
    MEANINGS,
    QUESTION_WORDS,
    SIDE_WORDS,
    STAND_WORDS,
    STEP_WORDS,
    question_word,
    side_word,
    step_word,
)
from programme.access import Action
from programme.surveys import filing
from programme.surveys.values import LONGEST
from texts import _

ANSWER, STAND = "answer", "survey_stand"
COLLECTED = 2


def fill_view(row: Any) -> None:
    """Left the list, right one answer: the one that was picked, else the first that is still to collect."""
    left, right = st.columns([7, 6], gap="medium")
    with left:
        found = _found(row)
        _table(found)
    with right, st.container(border=True):
        chosen = _chosen(found, row)
        told = look(answer, answer_id=chosen) if chosen is not None else None
        if told is None:
            st.caption(_("Select somebody to read the answer in full."))
        else:
            _one(told, _waiting(found))


def _found(row: Any) -> pd.DataFrame:
    units = look(sums_by_unit, survey_id=int(row.id))
    names = {int(one.unit_id): one.unit for one in units.itertuples() if not pd.isna(one.unit_id)}
    sought, of, which, stand = st.columns([1.3, 1.5, 1, 1.1], gap="small")
    words = sought.text_input(_("Name"), key="survey_words", placeholder=_("Name, either side"))
    unit = tables.choose(of, "survey_unit", _("Unit"), names, lambda key: names.get(key, ""))
    side = tables.choose(which, "survey_side", _("Side"), SIDE_WORDS, spoken(SIDE_WORDS))
    state = tables.choose(stand, STAND, _("State"), STAND_WORDS, spoken(STAND_WORDS))
    return look(answers, survey_id=int(row.id), chosen=AnswerFilter(unit, side or "", state or "", words))


def _table(found: pd.DataFrame) -> None:
    if found.empty:
        st.info(_("Nobody fits. Take a filter away."))
        return
    shown = found.assign(
        state=[_state(row) for row in found.itertuples()], side=found["side"].map(side_word),
        on=["" if pd.isna(filed) else day_of(filed) for filed in found["filed_at"]],
    )  # fmt: skip
    tables.pick(shown, ANSWER, _columns(), height=520)
    st.caption(_("{count} answers, {waiting} still to collect").format(count=len(found), waiting=len(_waiting(found))))


def _state(row: Any) -> str:
    """Outstanding, collected, or corrected since: laid out it has version 1, collected 2."""
    if pd.isna(row.filed_at):
        return _(STAND_WORDS["outstanding"])
    return _("Corrected since") if row.version > COLLECTED else _(STAND_WORDS["filed"])


def _columns() -> dict[str, Any]:
    return {
        "name": tables.text(_("Name"), 72), "side": tables.text(_("Side"), tables.px(78, 66)),
        "unit": tables.text(_("Unit"), tables.px(140, 128)), "other": tables.text(_("Paired with"), 84),
        "state": tables.text(_("State"), tables.px(76, 96)), "on": tables.on_day(_("Collected on")),
    }  # fmt: skip


def _waiting(found: pd.DataFrame) -> list[int]:
    """The answers of the list that are still to collect, in its order."""
    return [int(key) for key in found.loc[found["filed_at"].isna(), "id"]] if len(found) else []


def _chosen(found: pd.DataFrame, row: Any) -> int | None:
    picked = tables.picked(ANSWER)
    if picked and picked.isdecimal() and int(picked) in set(found["id"]):
        return int(picked)
    waiting = _waiting(found)
    return waiting[0] if waiting and row.status == "open" else None


def _one(told: dict[str, Any], waiting: list[int]) -> None:
    names = {
        "name": plain(told["name"]),
        "side": side_word(told["side"]),
        "unit": plain(told["unit"]),
        "other": plain(told["other"]),
    }
    st.markdown(_("**{name}** ({side}, {unit}) about **{other}**").format(**names))
    closed = told["status"] != "open" and not (told["filed_at"] and may(Action.MANAGE_COHORTS))
    if closed or not may(Action.KEEP_RECORDS):
        _read(told)
    else:
        _form(told, waiting)
    _versions(told)


def _form(told: dict[str, Any], waiting: list[int]) -> None:
    """Five questions with their steps side by side, the remark, and why where it is corrected."""
    key = f"survey-{told['id']}-{told['version']}"
    there = told["filed_at"] is not None
    with st.form(key, border=False, enter_to_submit=False):
        for name in QUESTION_WORDS:
            st.segmented_control(
                f"**{question_word(name)}** :small[:gray[{_(MEANINGS[name])}]]", list(STEP_WORDS), default=told[name],
                format_func=step_word, key=f"{key}-{name}", width="stretch",
            )  # fmt: skip
        st.text_area(_("Remarks and suggestions"), told["remark"], height=68, max_chars=LONGEST, key=f"{key}-remark")
        if there:
            st.text_input(_("Why it is corrected (needed)"), max_chars=200, key=f"{key}-why")
        label = _("Correct") if there else _("Save and go on to the next")
        others = [one for one in waiting if one != told["id"]]
        st.form_submit_button(
            label, type="primary", width="stretch", icon=":material/check:", on_click=_save, shortcut="Ctrl+Enter",
            args=(key, told, others[0] if others and not there else None),
        )  # fmt: skip


def _save(key: str, told: dict[str, Any], following: int | None) -> None:
    values = {name: st.session_state.get(f"{key}-{name}") for name in (*QUESTION_WORDS, "remark")}
    seen = {"answer_id": told["id"], "seen_version": told["version"]}
    reason = st.session_state.get(f"{key}-why", "")
    kept = act(filing.file_answer, done=_("The answer is kept."), values=values, reason=reason, **seen)
    if kept and following is not None:
        tables.open_row(ANSWER, following)


def _read(told: dict[str, Any]) -> None:
    if told["filed_at"] is None:
        st.caption(_("Not collected."))
        return
    for name in QUESTION_WORDS:
        st.markdown(stated(question_word(name), f"**{step_word(told[name])}**"))
    if told["remark"]:
        st.markdown(f"> {plain(told['remark'])}")
    st.caption(_("Kept by {name} on {day}").format(name=plain(told["by"]), day=day_of(told["filed_at"])))


def _versions(told: dict[str, Any]) -> None:
    """What it said before."""
    for kept in told["versions"]:
        with st.expander(_("Before {when} ({by})").format(when=moment(kept["at"]), by=kept["by"])):
            steps = " ・ ".join(
                stated(question_word(name), step_word(kept["content"][name])) for name in QUESTION_WORDS
            )
            st.markdown(f"{plain(steps)}  \n{plain(kept['content']['remark'])}")
            st.caption(_("Corrected because: {reason}").format(reason=plain(kept["reason"])))
