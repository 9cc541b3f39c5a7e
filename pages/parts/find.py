"""Find a person from anywhere: by name, its sound or initials, unit or number; one click, or Enter, to the person's page."""

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
SHORTCUT = "Ctrl+K"
PERSON = PAGES / "prepare" / "person.py"


def find_button(place: Any) -> None:
    """The button of the first line; nothing is read before somebody types."""
    hint = _("Find a person: name, pinyin, initials, unit or number")
    if place.button(
        _("Find"), key="find_open", icon=":material/search:", shortcut=SHORTCUT, help=hint, width="stretch"
    ):
        st.session_state["find_person"] = ""
        st.dialog(_("Find a person"))(finder)()


def finder() -> None:
    """The field, and the people found below it while one types; a single one is opened by Enter."""
    sought = st.text_input(
        _("Find a person"), key="find_person", placeholder=_("Name, pinyin, initials, unit or number"),
        label_visibility="collapsed", icon=":material/search:", live=True,
    )  # fmt: skip
    if not sought or not sought.strip():
        st.caption(_("Namesakes are told apart by unit, number and part."))
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
    with st.container(border=True, gap=None):
        for place, hit in enumerate(first.itertuples()):
            _found(hit, parts[parts["person_id"] == hit.person_id], enters=place == 0 and len(hits) == 1)
    if len(hits) > SHOWN:
        st.caption(_("{count} people fit; the first {shown} are shown").format(count=len(hits), shown=SHOWN))


def _found(hit: Any, parts: pd.DataFrame, *, enters: bool) -> None:
    """One line: who, where, which number, which part; the only one that fits opens with Enter too."""
    roles = [_part(row) for row in parts.itertuples()]
    told = " ・ ".join(plain(word) for word in (hit.name, hit.unit, hit.no, *roles) if word)
    icon = ":material/school:" if "mentor" in set(parts["part"]) else ":material/person:"
    shortcut = "Enter" if enters else None
    if st.button(told, key=f"found_{hit.person_id}", icon=icon, type="tertiary", shortcut=shortcut, wrap=True):
        st.switch_page(PERSON, query_params={"person": str(hit.person_id)})


def _part(row: Any) -> str:
    if row.part == "mentor":
        return _("Mentor ({state})").format(state=label("mentor_state", row.status))
    return _("Mentee, {cohort}").format(cohort=row.cohort)
