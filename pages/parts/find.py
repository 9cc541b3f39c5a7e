"""Find a person from anywhere: by name, its sound or initials, unit or number; one click, or Tab and Enter, to the person's page."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.person_search import findable, parts_played
from pages.parts import tables
from pages.parts.frame import look, plain
from pages.parts.labels import label
from pages.parts.ways import PAGES
from texts import _

SHOWN = 8
FIELD = "find_person"
PERSON = PAGES / "prepare" / "person.py"


@st.fragment
def finder() -> None:
    """The field of the first line, and below it the people found while one types; nothing is read before."""
    sought = st.text_input(
        _("Find a person"), key=FIELD, placeholder=_("Find a person (/): name, unit"),
        help=_("By name, pinyin, initials, unit or number. Namesakes are told apart by unit, number and part."), label_visibility="collapsed",
        icon=":material/search:", live=True,
    )  # fmt: skip
    if not sought or not sought.strip():
        return
    hits = tables.found(look(findable), sought, ("no", "unit"))
    if hits.empty:
        told = _("Nobody is found under {sought}. Try fewer letters, or the number.")
        st.caption(told.format(sought=plain(sought)))
        return
    _list(hits)


def _list(hits: pd.DataFrame) -> None:
    first = hits.head(SHOWN)
    parts = look(parts_played, person_ids=first["person_id"].astype(int).tolist())
    with st.container(border=True, gap=None, key="found"):
        for hit in first.itertuples():
            _found(hit, parts[parts["person_id"] == hit.person_id])
    if len(hits) > SHOWN:
        st.caption(_("{count} people fit; the first {shown} are shown").format(count=len(hits), shown=SHOWN))


def _found(hit: Any, parts: pd.DataFrame) -> None:
    """A link with name and unit; below it the number and the parts, which tell namesakes apart."""
    icon = ":material/school:" if "mentor" in set(parts["part"]) else ":material/person:"
    name = " ・ ".join(plain(word) for word in (hit.name, hit.unit) if word)
    st.page_link(PERSON, label=name, icon=icon, query_params={"person": str(hit.person_id)})
    told = " ・ ".join(word for word in (hit.no, *(_part(row) for row in parts.itertuples())) if word)
    st.caption("&emsp;&emsp;" + plain(told))


def _part(row: Any) -> str:
    if row.part == "mentor":
        return _("Mentor ({state})").format(state=label("mentor_state", row.status))
    return _("Mentee, {cohort}").format(cohort=row.cohort)
