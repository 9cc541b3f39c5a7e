"""Find a person from anywhere: by name, its sound or initials, unit or number; one click to the page."""

from typing import Any

import streamlit as st

from db.queries.overview import everybody
from pages.parts import tables
from pages.parts.frame import choose_cohort, cohort_id, look, plain
from pages.parts.ways import PAGES
from texts import _

SHOWN = 8


def finder() -> None:
    """The field, and the people found below it."""
    sought = st.text_input(
        _("Find a person"),
        key="find_person",
        placeholder=_("Find a person: name, pinyin, initials, unit or number"),
        label_visibility="collapsed",
        icon=":material/search:",
        width=560,
    )
    if not sought.strip():
        return
    hits = tables.found(look(everybody), sought, ("no", "unit"))
    # Whom one asks for is most often in the cohort at hand.
    hits = hits.loc[(hits["cohort_id"] != cohort_id()).sort_values(kind="stable").index]
    with st.container(border=True, gap=None):
        for hit in hits.head(SHOWN).itertuples():
            _found(hit)
        if hits.empty:
            st.caption(
                _("Nobody is found under {sought}. Try fewer letters, or the number.").format(sought=plain(sought))
            )
        elif len(hits) > SHOWN:
            st.caption(_("{count} entries fit; the first {shown} are shown").format(count=len(hits), shown=SHOWN))


def _found(hit: Any) -> None:
    part = _("Mentee, {cohort}").format(cohort=hit.cohort) if hit.cohort else _("Mentor")
    label = " ・ ".join(plain(word) for word in (hit.name, hit.unit, hit.no, part) if word)
    icon = ":material/person:" if hit.cohort else ":material/school:"
    key = f"found_{hit.part}_{hit.key}"
    if st.button(label, key=key, icon=icon, type="tertiary", on_click=_choose_cohort, args=(hit.cohort_id,)):
        file = "prepare/mentees.py" if hit.cohort else "prepare/mentors.py"
        st.switch_page(PAGES / file, query_params={hit.part: str(hit.key)})


def _choose_cohort(cohort_id: int) -> None:
    """The page of a mentee shows one cohort: let it be theirs."""
    if cohort_id:
        choose_cohort(int(cohort_id))
