"""A person as things stand: present pairings, and needs against expertise."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.person import expertise, needs
from pages.parts.chart_style import CONFIG
from pages.parts.charts_person import needs_met
from pages.parts.dates import day
from pages.parts.frame import look, plain
from pages.parts.labels import label
from pages.parts.learning import can_learn, strong_points
from pages.parts.mentee_panel import why_way
from pages.parts.person_head import edit_ways, since_words
from pages.parts.pool_panels import graded
from pages.parts.vocabulary import Names, listed, names
from texts import _

CLOSED = ("graduated", "extended", "changed", "ended")


def now_tab(who: Mapping[str, Any], parts: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """Left the parts and the present pairings, right what is needed against what is known."""
    words = names()
    left, right = st.columns([1, 1], gap="medium")
    with left:
        if who["status"]:
            _as_mentor(who, words)
        for row in parts.itertuples():
            _as_mentee(row, words)
        strong_points(int(who["id"]), words)
        edit_ways(who, parts)
    with right:
        _present(pairs, int(who["id"]))
        can_learn(pairs[~pairs["status"].isin(CLOSED)], int(who["id"]), words)
        _chart(pairs, words)


def _as_mentor(who: Mapping[str, Any], words: Names) -> None:
    st.markdown(f"**{_('As mentor')}** :small[{plain(since_words(who))}]")
    grades = look(expertise, person_id=int(who["id"]))
    told = graded(grades.items(), words.words("expertise")) if grades else _("No expertise is entered.")
    st.markdown(f":small[:gray[{_('Expertise and grade')}]]  \n{plain(told)}")


def _as_mentee(row: Any, words: Names) -> None:
    place = " ".join(part for part in (row.county, row.township) if part)
    head = f"**{plain(_('As mentee, {cohort}').format(cohort=row.cohort))}** :small[{label('category', row.category)}]"
    st.markdown(head + (f" :small[:gray[{plain(place)}]]" if place else ""))
    known = words.words("expertise")
    told = listed(known.get(code, code) for code in row.needs) or _("No needs are entered.")
    st.markdown(f":small[:gray[{_('Needs, the most wanted first')}]]  \n{plain(told)}")
    if row.status in ("waiting", "paired"):
        why_way(int(row.mentee_id), int(row.cohort_id))


def _present(pairs: pd.DataFrame, own: int) -> None:
    present = pairs[~pairs["status"].isin(CLOSED)]
    st.markdown("**" + _("Present pairings") + f"** :small[:gray[{len(present)}]]")
    if present.empty:
        st.caption(_("No pairing at present."))
    for row in present.itertuples():
        leads = row.mentor_id == own
        other, unit = (row.mentee, row.mentee_unit) if leads else (row.mentor, row.mentor_unit)
        line, link = st.columns([4, 1.2], vertical_alignment="center", gap="small")
        term = _("{start} to {end}").format(start=day(row.starts_on), end=day(row.ends_on))
        part = _("leads") if leads else label("pairing_role", row.role)
        line.markdown(
            f"{part} **{plain(other)}** {plain(unit)}  \n:small[:gray[{label('pairing_state', row.status)} ・ {term} ・ {plain(row.cohort)}]]"
        )
        with link:
            key = int(row.mentee_person_id if leads else row.mentor_id)
            st.button(_("To this person"), key=f"to-{row.id}", type="tertiary", on_click=_turn_to, args=(key,),
                      icon=":material/account_circle:")  # fmt: skip


def _turn_to(person_id: int) -> None:
    """The page of somebody else; the pairing is chosen anew there."""
    st.session_state.pop("person_pairing", None)
    st.query_params["person"] = str(person_id)


def _chart(pairs: pd.DataFrame, words: Names) -> None:
    """For the pairing that is chosen at the top: what is needed, and how well the mentor knows it."""
    chosen = st.session_state.get("person_pairing")
    rows = pairs[pairs["id"] == chosen]
    if rows.empty:
        return
    row = rows.iloc[0]
    wanted, known = look(needs, mentee_id=int(row["mentee_id"])), look(expertise, person_id=int(row["mentor_id"]))
    if not wanted:
        st.caption(_("{name} has no needs on record, so nothing can be compared.").format(name=plain(row["mentee"])))
        return
    met = sum(code in known for code in wanted)
    title = _("{met} of {count} needs of {mentee} lie in what {mentor} knows")
    figure = needs_met(
        wanted, known, words.words("expertise"),
        title.format(met=met, count=len(wanted), mentee=row["mentee"], mentor=row["mentor"]),
    )  # fmt: skip
    st.plotly_chart(figure, config=CONFIG, key=f"person-needs-{row['id']}")
