"""How complete the papers are (档案齐全度): by form as a chart, by unit as a table, by pairing with what is missing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from pages.parts.chart_style import CONFIG
from pages.parts.charts_papers import form_bars
from pages.parts.frame import look, may, need_cohort, plain
from pages.parts.papers_links import PAPER
from pages.parts.papers_words import form_name
from pages.parts.tables import HEAD, ROW, found, pick, picked, text
from pages.parts.ways import way
from programme.access import Action
from programme.papers.completeness import FORMS, STATES, Cell, by_form, by_unit, completeness
from texts import N_, _

KEY, TALL, UNITS_TALL = "file", 430, 300
WORDS: Mapping[str, str] = {
    "filed": N_("Filed"), "ready": N_("Ready"), "partial": N_("In part"), "missing": N_("Nothing there"), "not_due": N_("Not yet due"),
}  # fmt: skip
SIGNS: Mapping[str, str] = {"filed": "●", "ready": "◉", "partial": "◐", "missing": "○", "not_due": "–"}
LACKS: Mapping[str, str] = {
    "term_over": N_("the term of the certificate is over"),
    "no_certificate": N_("the mentor has no certificate"),
    "needs": N_("the mentee's needs are not entered"),
    "posts": N_("a unit or a post is not entered"),
    "goals": N_("{have} of {owed} goals have an undertaking"),
    "no_plan": N_("there is no plan"),
    "months": N_("{have} of {owed} months have one"),
    "reviews": N_("{have} of {owed} reviews are complete"),
    "grades": N_("{have} of {owed} assessments are graded"),
    "no_round": N_("half the term is over and no assessment was opened"),
    "conclusion": N_("no conclusion is drawn"),
}
PLACES: Mapping[str, str] = {
    "certificate": "prepare/appointments.py", "plan": "follow/records.py", "log": "follow/records.py",
    "talk": "follow/records.py", "monthly": "follow/monthly.py", "assessment": "outcomes/assessment.py",
    "graduation": "outcomes/assessment.py", "agreement": "prepare/mentees.py",
}  # fmt: skip


def files_view() -> None:
    """The chart and the units above, the pairings below, one of them in full beside."""
    known = look(completeness, cohort_id=need_cohort(), on=today())
    if known.empty:
        st.info(_("No pairing of this cohort has come into force yet; papers are owed from then on."))
        return
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        clicked = _chart(known)
    with right:
        unit_id = _units(known)
    _pairs(known, clicked, unit_id)


def _chart(known: pd.DataFrame) -> tuple[str, str]:
    """The chart; the form and state that are clicked, "" for none."""
    counts = by_form(known)
    owed = int(counts[["filed", "ready", "partial", "missing"]].to_numpy().sum())
    whole = int(counts[["filed", "ready"]].to_numpy().sum())
    said = _("Of {owed} papers owed by today {whole} are complete").format(owed=owed, whole=whole)
    names, states = {form: form_name(form) for form in FORMS}, {state: _(WORDS[state]) for state in STATES}
    seen = st.plotly_chart(
        form_bars(counts, names, states, said), config=CONFIG, key="papers-chart", on_select="rerun",
        selection_mode="points",
    )  # fmt: skip
    points = seen["selection"]["points"]
    form, _colon, state = str(points[0]["customdata"] if points else "").partition(":")
    return form, state


def _units(known: pd.DataFrame) -> int | None:
    """The units with "complete / owed" for each form; the one that is picked."""
    units = by_unit(known)
    shown = pd.DataFrame({"unit": units["unit"], "pairings": units["pairings"]})
    for form in FORMS:
        owed = units[f"{form}_owed"]
        shown[form] = [f"{one}/{whole}" if whole else "–" for one, whole in zip(units[form], owed, strict=True)]
    columns = {"unit": text(_("Unit"), 98), "pairings": st.column_config.NumberColumn(_("Pairs led"), width=44)}
    columns |= {form: text(_(SHORT[form]), 42, help=form_name(form)) for form in FORMS}
    st.caption(_("Complete of those owed, by unit; pick one to see its pairings."))
    seen = st.dataframe(
        shown, key="papers-units", height=min(UNITS_TALL, HEAD + ROW * len(shown)), row_height=ROW, hide_index=True,
        column_config=columns, selection_mode="single-row", on_select="rerun",
    )  # fmt: skip
    rows = seen["selection"]["rows"]
    key = units.iloc[rows[0]]["unit_id"] if rows and rows[0] < len(units) else None
    return None if key is None or pd.isna(key) else int(key)


SHORT: Mapping[str, str] = {
    "certificate": N_("Certif."), "agreement": N_("Agreem."), "plan": N_("Plan"), "log": N_("Logs"), "talk": N_("Talks"),
    "monthly": N_("Reviews"), "assessment": N_("Assess."), "graduation": N_("Grad."),
}  # fmt: skip


def _pairs(known: pd.DataFrame, clicked: tuple[str, str], unit_id: int | None) -> None:
    """The pairings that chart, unit and search leave, and the one that is picked."""
    form, state = clicked
    shown = known if unit_id is None else known[known["unit_id"] == unit_id]
    if form:
        shown = shown[[one.state == state for one in shown[form]]]
    left, right = st.columns([2.6, 1], gap="medium")
    with left:
        _table(shown, len(known))
    with right, st.container(border=True):
        row = known[known["pairing_id"].astype(str) == (picked(KEY) or "")]
        if row.empty:
            st.caption(_legend())
        else:
            papers_of_pair(row.iloc[0])


def _table(shown: pd.DataFrame, total: int) -> None:
    said = st.text_input(
        _("Search"), key="files-search", placeholder=_("Name, initials or unit"), label_visibility="collapsed"
    )
    rows = found(shown.assign(name=shown["mentee"], id=shown["pairing_id"]), said or "", ["mentor", "unit"])
    st.caption(_("{shown} of {total} pairings").format(shown=len(rows), total=total))
    if rows.empty:
        st.info(_("Nobody fits these filters. Take one away."))
        return
    told = rows.assign(**{form: [_cell_words(one) for one in rows[form]] for form in FORMS})
    columns = {"mentee": text(_("Mentee"), 60), "unit": text(_("Unit"), 88), "mentor": text(_("Mentor"), 60)}
    columns |= {form: text(_(SHORT[form]), 67, help=form_name(form)) for form in FORMS}
    pick(told, KEY, columns, height=TALL)


def _cell_words(one: Cell) -> str:
    """A sign and a word; of parts how many of how many."""
    said = f"{one.have}/{one.owed}" if one.state == "partial" else _(WORDS[one.state])
    return f"{SIGNS[one.state]} {said}"


def _legend() -> str:
    lines = [
        _(
            "● Filed: made since everything was on record. ◉ Ready: everything owed is on record. ◐ In part: so many of so many."
        ),
        _("○ Missing: owed and nothing is on record. – Not yet due: nothing is owed by today, which is no fault."),
        _("Pick a pairing to see what is missing and to make its papers.")
        if may(Action.EXPORT)
        else _("Pick a pairing to see what is missing."),
    ]
    return "  \n".join(lines)


def papers_of_pair(row: Any) -> None:
    """What stands where for one pairing, with a way to mend it and a way to print it."""
    st.markdown("**" + plain(_("{mentor} leads {mentee}").format(mentor=row.mentor, mentee=row.mentee)) + "**")
    for form in FORMS:
        cell: Cell = row[form]
        said, place = st.columns([2.6, 1], vertical_alignment="center")
        lack = _(LACKS[cell.lacks]).format(have=cell.have, owed=cell.owed) if cell.lacks else ""
        head = _("{form}: {state}").format(form=form_name(form), state=_(WORDS[cell.state]))
        more = lack or _made(cell)
        said.markdown(f"{SIGNS[cell.state]} {plain(head)}" + (f"  \n:small[{plain(more)}]" if more else ""))
        with place:
            _way(form, cell, row)


def _made(cell: Cell) -> str:
    if cell.made:
        return _("made with {made} of {sheets} sheets").format(made=cell.made, sheets=max(cell.sheets, cell.made))
    return ""


def _way(form: str, cell: Cell, row: Any) -> None:
    if cell.state in ("filed", "ready") and may(Action.EXPORT):
        subject = row.mentor_id if form == "certificate" else row.pairing_id
        way("outcomes/papers.py", _("Print"), ":material/print:", view="make", **{PAPER: f"{form}:{subject}"})
    elif cell.state in ("partial", "missing") and may(Action.KEEP_RECORDS):
        way(PLACES[form], _("Go and enter it"), ":material/edit:")
