"""The three forces in a campaign: which unit people graded how and on what it rests, in the official order; the grades of one unit."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries import words
from db.queries.force_grades import force_grades
from db.queries.outcomes import outcome_versions
from pages.parts import tables
from pages.parts.dates import day_of
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import aside, stated
from pages.parts.vocabulary import term_words
from programme.access import Action
from programme.outcomes.forces import LONGEST, Graded, grade_unit
from programme.outcomes.wording import WORDS, word, wording
from texts import _

GRADES = list(WORDS["force_grade"])


def forces_table(campaign_id: int) -> None:
    """A line for each unit that was graded, a column for each force; people graded, nothing was computed."""
    found = look(force_grades, campaign_id=campaign_id)
    st.markdown("**" + _("By the three forces") + "**")
    if found.empty:
        st.caption(_("No unit is graded yet. Pick a unit and grade it on the right."))
        return
    names = term_words("force")
    graded = {(row.unit_id, row.term_id): word("force_grade", row.grade) for row in found.itertuples()}
    units = found.drop_duplicates("unit_id")[["unit_id", "unit"]]
    columns: dict[str, Any] = {"unit": tables.text(_("Unit"), 170)}
    for term_id, name in names.items():
        if any(key[1] == term_id for key in graded):
            units[str(term_id)] = [graded.get((unit_id, term_id), "") for unit_id in units["unit_id"]]
            columns[str(term_id)] = tables.text(name, 110)
    units["by"] = [_(", ").join(dict.fromkeys(found.loc[found["unit_id"] == key, "by"])) for key in units["unit_id"]]
    columns["by"] = tables.text(_("Graded by"), 110)
    st.dataframe(
        units[list(columns)], column_config=columns, hide_index=True, row_height=tables.ROW,
        height=tables.height_of(len(units), 260),
    )  # fmt: skip
    st.caption(_("In the official order of units, graded by people in words; no order of merit."))


def forces_of_unit(campaign_id: int, unit_id: int | None, unit: str) -> None:
    """The grades of one unit with what they rest on, to be given and corrected by whoever runs the campaign."""
    if unit_id is None:
        st.caption(_("Select a unit to read its grades by the three forces."))
        return
    found = look(force_grades, campaign_id=campaign_id)
    there = {int(row.term_id): row for row in found[found["unit_id"] == unit_id].itertuples()}
    st.markdown("**" + _("The three forces: {unit}").format(unit=plain(unit)) + "**")
    if not may(Action.MANAGE_COHORTS):
        _read(there)
        return
    _form(campaign_id, unit_id, there)
    for row in there.values():
        _history(row)


def _history(row: Any) -> None:
    """What one grade said before its corrections."""
    found = look(outcome_versions, subject="force_grade", subject_id=int(row.id))
    for one in found.itertuples():
        told = stated(row.force, aside(word("force_grade", one.content["grade"]), one.content["evidence"]))
        st.caption(f"~~{plain(told)}~~ {plain(one.by)} ・ {day_of(one.at)} ・ {plain(one.reason)}")


def _read(there: dict[int, Any]) -> None:
    if not there:
        st.caption(_("Not graded yet."))
    names = term_words("force")
    for term_id, row in there.items():
        told = stated(plain(names[term_id]), f"**{word('force_grade', row.grade)}**")
        st.markdown(f"{told}  \n:small[{plain(row.evidence)}]")
        st.caption(_("Graded by {name} on {day}").format(name=plain(row.by), day=day_of(row.at)))


def _form(campaign_id: int, unit_id: int, there: dict[int, Any]) -> None:
    known = look(words.terms)
    offered = set(known.loc[(known["kind"] == "force") & known["active"].astype(bool), "id"])
    names = {key: name for key, name in term_words("force").items() if key in offered or key in there}
    versions = "-".join(str(there[key].version) if key in there else "0" for key in names)
    key = f"forces-{campaign_id}-{unit_id}-{versions}"
    with st.form(key, border=False):
        for term_id, name in names.items():
            row = there.get(term_id)
            st.segmented_control(
                name, GRADES, default=row.grade if row else None, format_func=wording("force_grade"),
                key=f"{key}-{term_id}-grade",
            )  # fmt: skip
            st.text_input(
                _("What it rests on ({force})").format(force=name), row.evidence if row else "", max_chars=LONGEST,
                key=f"{key}-{term_id}-evidence", label_visibility="collapsed", placeholder=_("The grounds in a few words"),
            )  # fmt: skip
        if there:
            st.text_input(_("Why it is corrected (needed)"), max_chars=200, key=f"{key}-why")
        seen = {term_id: there[term_id].version if term_id in there else 0 for term_id in names}
        st.form_submit_button(
            _("Save the grades"), width="stretch", on_click=_save, args=(key, campaign_id, unit_id, seen)
        )


def _save(key: str, campaign_id: int, unit_id: int, seen: dict[int, Any]) -> None:
    told = {
        term_id: Graded(
            st.session_state.get(f"{key}-{term_id}-grade") or "",
            st.session_state.get(f"{key}-{term_id}-evidence") or "",
            int(version),
        )
        for term_id, version in seen.items()
    }
    reason = st.session_state.get(f"{key}-why", "")
    act(grade_unit, done=_("The grades are kept."), campaign_id=campaign_id, unit_id=unit_id, told=told, reason=reason)


def are_graded(known: pd.DataFrame, campaign_id: int) -> bool:
    """Whether a campaign is judged by the three forces."""
    return bool(known.loc[known["id"] == campaign_id, "forces"].any())


def is_over(known: pd.DataFrame, campaign_id: int) -> bool:
    """Whether a campaign is closed or its last day is over."""
    row = known[known["id"] == campaign_id].iloc[0]
    ends: date | None = None if pd.isna(row["ends_on"]) else row["ends_on"]
    return bool(row["status"] == "closed" or (ends is not None and ends < today()))
