"""Ways from a chart or a list to the page where the matter is dealt with; a page that is not there yet gets none."""

from pathlib import Path

import streamlit as st

from pages.parts.frame import may
from pages.parts.landing import address
from programme.access import Action
from texts import _

PAGES = Path(__file__).resolve().parent.parent


def way(file: str, label: str, icon: str = ":material/arrow_forward:", **params: object) -> None:
    """A link to a page, with query parameters that the page reads."""
    if (PAGES / file).exists():
        told = {name: str(value) for name, value in params.items()}
        st.page_link(PAGES / file, label=label, icon=icon or None, query_params=told or None)


def to_import(label: str) -> None:
    """To the import of rosters, for those who have that page."""
    if may(Action.IMPORT_ROSTER):
        way("prepare/roster_import.py", label)


def mentor_page(person_id: int) -> None:
    """To a mentor in the pool."""
    way("prepare/mentors.py", _("Open in the mentor pool"), mentor=person_id)


def mentee_page(mentee_id: int, cohort_id: int | None = None) -> None:
    """To a mentee of the cohort, or of another one."""
    told = address({"mentee": str(mentee_id)}, cohort_id)
    way("prepare/mentees.py", _("Open among the mentees"), **told)


def person_page(person_id: int, label: str = "", icon: str = ":material/account_circle:", **more: object) -> None:
    """To the page of one person; `more` may name a tab or a pairing."""
    way("prepare/person.py", label or _("Whole story"), icon, person=person_id, **more)


def story_of_mentee(mentee_id: int, label: str = "", icon: str = ":material/account_circle:", **more: object) -> None:
    """To the page of the person behind an entry as mentee; `more` may name a pairing and a tab."""
    way("prepare/person.py", label or _("Whole story"), icon, mentee=mentee_id, **more)
