"""Appointment: who has which certificate until when, several issued or renewed at once, printed again; ceremonies below."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.pool_life import appointments, certificates, next_certificate
from pages.parts import tables
from pages.parts.ceremony_panel import ceremony_panel
from pages.parts.dates import day
from pages.parts.downloads import download
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import spoken
from pages.parts.pick_many import pick_many, untick
from pages.parts.poollife_words import TERMS
from pages.parts.ways import mentor_page, way
from programme.access import Action
from programme.certificates import Appointment, appoint, label
from programme.papers.making import offer_paper
from texts import _

KEY = "appointments"
STATE = "appointment_state"
SOON = timedelta(days=90)
AT_ONCE = 5


def appointments_view() -> None:
    """Left who is appointed until when, right what to do with those ticked, or ceremonies."""
    known = look(appointments)
    if known.empty:
        st.info(_("Nobody is in the pool yet. Mentors come into it by nomination, review and confirmation."))
        return
    known["term"] = [term_state(end, today()) for end in known["ends_on"]]
    left, right = st.columns([8, 5], gap="medium")
    with left:
        _told(known)
        shown = _filtered(known)
        chosen = [] if tables.nobody_fits(len(shown), len(known)) else _table(shown)
    with right, st.container(border=True, height=tables.PANEL):
        picked = known[known["id"].isin(chosen)]
        if picked.empty:
            ceremony_panel(known)
        else:
            _for(picked)


def term_state(ends_on: object, on: date) -> str:
    """none, expired, soon (within 90 days) or running."""
    if not isinstance(ends_on, date) or pd.isna(ends_on):
        return "none"
    if ends_on < on:
        return "expired"
    return "soon" if ends_on <= on + SOON else "running"


def _told(known: pd.DataFrame) -> None:
    """Terms that are over or end soon, and who has none: each count one click away."""
    counts = known["term"].value_counts()
    cells = st.columns(4, gap="small")
    for cell, code in zip(cells, ("none", "expired", "soon", "running"), strict=True):
        words = f"{_(TERMS[code])} **{int(counts.get(code, 0))}**"
        cell.button(words, key=f"term-{code}", on_click=_choose, args=(code,), width="stretch")


def _choose(code: str) -> None:
    st.session_state[STATE] = code


def _filtered(known: pd.DataFrame) -> pd.DataFrame:
    sought, place = st.columns([1.6, 1], vertical_alignment="bottom")
    words = sought.text_input(
        _("Search"), key="appointment_search", placeholder=_("Name, initials, unit, post, number")
    )
    st.session_state.setdefault(STATE, "all")
    state = place.selectbox(_("Term of appointment"), list(TERMS), format_func=spoken(TERMS), key=STATE)
    known = known if state == "all" else known[known["term"] == state]
    return tables.found(known, words, ("unit", "post"))


def _table(shown: pd.DataFrame) -> list[int]:
    view = shown.assign(
        number=[_number(row) for row in shown.itertuples()],
        starts=[_day(value) for value in shown["starts_on"]],
        ends=[_day(value) for value in shown["ends_on"]],
        word=[_(TERMS[code]) for code in shown["term"]],
    )
    columns = {
        "name": tables.text(_("Name"), 64),
        "unit": tables.text(_("Unit"), tables.px(104, 120)),
        "number": tables.text(_("Certificate number"), tables.px(118, 132)),
        "starts": tables.text(_("From"), tables.px(108, 92)),
        "ends": tables.text(_("Until"), tables.px(108, 92)),
        "word": tables.text(_("Term of appointment"), tables.px(88, 138)),
        "post": tables.text(_("Post"), 62),
    }
    return pick_many(view, KEY, columns)


def _number(row: Any) -> str:
    return "" if pd.isna(row.number) else label(int(row.year), int(row.number))


def _day(value: Any) -> str:
    return "" if value is None or pd.isna(value) else day(value)


def _for(picked: pd.DataFrame) -> None:
    names = [plain(name) for name in picked["name"].head(6)]
    more = len(picked) - len(names)
    st.markdown("**" + " ".join(names) + (_(" and {count} more").format(count=more) if more else "") + "**")
    if len(picked) == 1:
        _history(int(picked.iloc[0]["id"]))
    if may(Action.EDIT_POOL):
        _appoint(picked)
    with_one = picked[picked["term"] != "none"]
    if may(Action.EXPORT) and not with_one.empty:
        _print(tuple(int(key) for key in with_one["id"]))


def _history(person_id: int) -> None:
    for row in look(certificates, person_id=person_id).itertuples():
        kind = _("first") if row.kind == "first" else _("renewal")
        told = _("{number} ({kind}), {start} to {end}, issued on {issued}")
        st.markdown(
            "- "
            + told.format(
                number=label(row.year, row.number), kind=kind, start=day(row.starts_on), end=day(row.ends_on),
                issued=day(row.issued_on),
            )
        )  # fmt: skip
    mentor_page(person_id)


def _appoint(picked: pd.DataFrame) -> None:
    renewing = bool((picked["term"] != "none").any())
    st.markdown("**" + (_("Renew the appointment") if renewing else _("Issue certificates")) + "**")
    start = max([today(), *(end + timedelta(days=1) for end in picked["ends_on"] if isinstance(end, date))])
    first, second = st.columns(2)
    starts_on = first.date_input(_("From"), start, key=f"term-from-{start}")
    ends_on = second.date_input(_("Until"), _years_on(start, 3), key=f"term-to-{start}")
    third, fourth = st.columns(2)
    issued_on = third.date_input(_("Issued on"), today(), max_value=today(), key="term-issued")
    free = look(next_certificate, year=issued_on.year)
    number = fourth.number_input(
        _("First number"), 1, 99_999, free, key=f"term-number-{issued_on.year}-{free}",
        help=_("The next free number of the year; the others follow in the order of the table."),
    )  # fmt: skip
    if st.button(
        _("Issue {count} certificates").format(count=len(picked)), type="primary", key="term-go", width="stretch"
    ):
        term = Appointment(starts_on, ends_on, issued_on, int(number))
        ids = tuple(int(key) for key in picked["id"])
        made = act(appoint, person_ids=ids, term=term, done=_("The certificates are issued; print them here."))
        if made is not None and len(picked) > AT_ONCE:
            untick(KEY)
        st.rerun()


def _years_on(start: date, years: int) -> date:
    """The last day of a term of whole years."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def _print(ids: tuple[int, ...]) -> None:
    st.markdown(f"**{_('Print')}**")
    if len(ids) <= AT_ONCE:
        download(
            st, _("Make the Word file"), offer_paper, f"certificates-{hash(ids)}", form="certificate", ids=list(ids)
        )
        return
    st.caption(_("More than {count} at once are made on the page of papers.").format(count=AT_ONCE))
    way("outcomes/papers.py", _("To the papers"), view="make", form="certificate")
