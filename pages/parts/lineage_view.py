"""Lineage (师承): graduates who became mentors, the chains, and who of the graduates could be nominated."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.lineage import graduates, lineage, made_mentors
from pages.parts import tables
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label
from programme.access import Action
from programme.lineage import Link, chain_through
from programme.nominations import nominate_graduate
from texts import _

KEY = "graduate"
NAMES = ["mentor_id", "mentor", "mentee_id", "mentee", "status"]


def lineage_view() -> None:
    """Left the graduates to nominate, right the chains."""
    left, right = st.columns([7, 6], gap="medium")
    with left:
        _graduates()
    with right, st.container(border=True, height=tables.PANEL):
        st.metric(_("Graduates who are mentors now"), look(made_mentors))
        _chains(look(lineage))


def _graduates() -> None:
    known = look(graduates)
    st.markdown(f"**{_('Graduates who can be nominated as mentors')}**")
    if known.empty:
        st.caption(_("Nobody has graduated yet, or everybody who has is nominated."))
        return
    words = st.text_input(_("Search"), key="graduate_search", placeholder=_("Name, initials, unit, post, number"))
    shown = tables.found(known, words, ("unit", "post"))
    if tables.nobody_fits(len(shown), len(known)):
        return
    view = shown.assign(id=shown["mentee_id"], kind=[label("category", code) for code in shown["category"]])
    columns = {
        "name": tables.text(_("Name"), 90),
        "unit": tables.text(_("Unit"), 200),
        "post": tables.text(_("Post"), 120),
        "kind": tables.text(_("Category"), 150),
    }
    tables.pick(view, KEY, columns, height=420)
    picked = view[view["id"].astype(str) == (tables.picked(KEY) or "")]
    if may(Action.EDIT_POOL) and not picked.empty:
        _nominate(picked.iloc[0])


def _nominate(row: pd.Series) -> None:
    words = _("Nominate {name} as mentor").format(name=plain(row["name"]))
    if st.button(words, type="primary", icon=":material/person_add:", key="graduate-go"):
        done = _("Nominated; who it is came along, the rest is filled in at the review.")
        if act(nominate_graduate, mentee_id=int(row["id"]), done=done) is not None:
            tables.close(KEY)
        st.rerun()


def _chains(steps: pd.DataFrame) -> None:
    if steps.empty:
        st.caption(_("No mentee has become a mentor yet."))
        return
    told: set[int] = set()
    rows = list(steps[NAMES].itertuples(index=False, name=None))
    for mentor, *_rest in rows:
        if mentor not in told:
            links = chain_through(rows, int(mentor))
            told |= {link.person_id for link in links}
            chain(links)
            st.divider()


def chain(links: list[Link], marked: int | None = None) -> None:
    """A lineage as an indented list; one of them may be marked."""
    for link in links:
        name = f"**{plain(link.name)}**" if link.person_id == marked else plain(link.name)
        state = f" :gray[{label('mentor_state', link.status)}]" if link.status else ""
        st.markdown("&emsp;" * 2 * link.depth + ("└ " if link.depth else "") + name + state)


def lineage_tab(person_id: int) -> None:
    """On a mentor's panel: the chain through this person, and how many of theirs became mentors."""
    steps: Any = look(lineage)
    own = steps[steps["mentor_id"] == person_id]
    made = int((own["status"].isin(["in_pool", "paused"]) & (own["graduated"] == 1)).sum())
    st.markdown(_("Graduates of this mentor who are mentors now: {count}").format(count=made))
    links = chain_through(list(steps[NAMES].itertuples(index=False, name=None)), person_id)
    if links:
        chain(links, person_id)
    else:
        st.caption(_("Nobody in this line has become a mentor yet."))
