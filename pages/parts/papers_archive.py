"""Archives (帮带工作档案): of a mentor the measures, of a mentee the growth, of a whole cohort; made by a worker as a bundle."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.mentees import mentees
from db.queries.mentors import mentors
from pages.parts.frame import act, look, need_cohort, plain
from pages.parts.labels import label
from pages.parts.papers_jobs import papers_under_way
from pages.parts.papers_links import ROW as LINKED
from pages.parts.papers_links import forget_row
from pages.parts.papers_pairings import row_table
from pages.parts.tables import found, number, text
from programme.papers.archive import cohort_archives
from programme.papers.making import HOLDERS, start_archive
from texts import N_, _

SIDES = {"mentor": N_("Mentors of the pool"), "mentee": N_("Mentees of the cohort")}
FORMS = {"mentor": "archive_mentor", "mentee": "archive_mentee"}


def archive_view() -> None:
    """Whom on the left, what is made of it on the right."""
    left, right = st.columns([2.35, 1], gap="medium")
    with left:
        side = str(
            st.segmented_control(
                _("Whose archive"), list(SIDES), default="mentor", format_func=lambda code: _(SIDES[code]),
                key="archive-side", required=True, label_visibility="collapsed",
            )
        )  # fmt: skip
        ids, picked = _mentors() if side == "mentor" else _mentees()
    with right, st.container(border=True):
        _how(side, ids, picked)
        papers_under_way()


def _mentors() -> tuple[tuple[int, ...], bool]:
    known = look(mentors)
    shown = known.assign(state=[label("mentor_state", code) for code in known["status"]])
    columns = {
        "name": text(_("Mentor"), 90), "unit": text(_("Unit"), 220), "post": text(_("Post"), 130),
        "state": text(_("State"), 100), "load": number(_("Leads now")),
    }  # fmt: skip
    return _list(shown, columns, "archive-mentor")


def _mentees() -> tuple[tuple[int, ...], bool]:
    known = look(mentees, cohort_id=need_cohort())
    known = known[known["status"] != "waiting"]
    shown = known.assign(id=known["person_id"], state=[label("mentee_state", code) for code in known["status"]])
    columns = {
        "name": text(_("Mentee"), 90), "unit": text(_("Unit"), 220), "post": text(_("Post"), 130),
        "state": text(_("State"), 100), "mentor": text(_("Mentor"), 90),
    }  # fmt: skip
    return _list(shown, columns, "archive-mentee")


def _list(known: pd.DataFrame, columns: dict[str, Any], kind: str) -> tuple[tuple[int, ...], bool]:
    places = st.columns([1.5, 1.5], gap="small")
    said = places[0].text_input(
        _("Search"), key=f"{kind}-search", placeholder=_("Name, initials or unit"), label_visibility="collapsed"
    )
    units = [unit for unit in dict.fromkeys(known["unit"]) if unit]
    unit = places[1].selectbox(
        _("Unit"), units, None, key=f"{kind}-unit", placeholder=_("All units"), label_visibility="collapsed"
    )
    linked = st.session_state.get(LINKED)
    if linked in set(known["id"]):
        st.button(
            _("Show everybody again"), icon=":material/filter_alt_off:", on_click=forget_row, key="archive-everybody"
        )
        known = known[known["id"] == linked]
    elif unit:
        known = known[known["unit"] == unit]
    return row_table(found(known, said or "", ["unit", "post"]), columns, kind)


def _how(side: str, ids: tuple[int, ...], picked: bool) -> None:
    """The bundle of those picked, and that of everybody with a pairing in the cohort."""
    st.markdown(
        "**" + (_("Archive of a mentor: measures") if side == "mentor" else _("Archive of a mentee: growth")) + "**"
    )
    st.caption(
        _(
            "A .zip with the contents, every form of the person in order with what is on record, and the records as a workbook."
        )
    )
    if ids:
        _start(side, ids, picked)
    st.divider()
    st.caption(_("Everybody who has or had a pairing in this cohort, a folder for each."))
    volumes = look(cohort_archives, cohort_id=need_cohort())
    chosen = _volume(volumes) if len(volumes) > 1 else 0
    st.button(
        _("Make this volume") if chosen else _("Archives of the whole cohort"), key="archive-cohort", width="stretch",
        icon=":material/folder_zip:", on_click=act, args=(start_archive,),
        kwargs={
            "form": "archive_cohort", "of": need_cohort(), "volume": chosen, "done": _("Asked for; the file appears below."),
        },
    )  # fmt: skip


def _volume(volumes: list[tuple[str, str, int]]) -> int:
    """A large cohort is made volume by volume, in the order of the units."""
    names = {
        number: _("Volume {number} of {all}: {first} to {last}, {count} people").format(
            number=number, all=len(volumes), first=first, last=last, count=count
        )
        for number, (first, last, count) in enumerate(volumes, start=1)
    }
    return int(st.selectbox(_("Volume"), list(names), format_func=names.__getitem__, key="archive-volume"))


def _start(side: str, ids: tuple[int, ...], picked: bool) -> None:
    said = _("For {count} people that are picked.") if picked else _("For all {count} people that are shown.")
    st.markdown(plain(said.format(count=len(ids))))
    if len(ids) > HOLDERS:
        st.warning(_("A bundle holds at most {limit} archives. Pick a unit or people.").format(limit=HOLDERS))
        return
    st.button(
        _("Make the bundle"), key="archive-start", type="primary", width="stretch", icon=":material/folder_zip:", on_click=act,
        args=(start_archive,), kwargs={"form": FORMS[side], "ids": list(ids), "done": _("Asked for; the file appears below.")},
    )  # fmt: skip
