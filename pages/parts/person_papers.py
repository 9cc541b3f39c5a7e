"""The papers of one person: which forms can be made at once, and the way to the rest."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from pages.parts.downloads import download
from pages.parts.frame import look, may, plain
from pages.parts.papers_files import papers_of_pair
from pages.parts.papers_words import form_name
from pages.parts.ways import way
from programme.access import Action
from programme.papers.completeness import completeness
from programme.papers.making import offer_paper
from texts import _

OF_PAIRING = ("agreement", "plan", "assessment", "graduation", "alteration")
OF_MENTOR = ("certificate",)
CLOSED = ("ended", "changed")


def papers_tab(who: Mapping[str, Any], pairs: pd.DataFrame) -> None:
    """Each form as a button; a role that makes none reads how complete they are."""
    kept = pairs[~pairs["status"].isin(CLOSED)]
    if not may(Action.EXPORT):
        _read(kept)
        return
    if who["status"]:
        st.markdown(f"**{_('As mentor')}**")
        _forms(OF_MENTOR, [int(who["id"])], "mentor")
    for row in kept.itertuples():
        st.markdown(f"**{plain(row.mentor)} → {plain(row.mentee)}** :small[{plain(row.cohort)}]")
        _forms(OF_PAIRING, [int(row.id)], f"pair-{row.id}")
    way("outcomes/papers.py", _("All forms, rosters and archives"))


def _read(pairs: pd.DataFrame) -> None:
    """What each pairing owes by today and what of it is there."""
    st.caption(_("Your role reads these people's data but makes no papers of them."))
    owed = [look(completeness, cohort_id=int(key), on=today()) for key in sorted(set(pairs["cohort_id"]))]
    rows = [row for known in owed for _at, row in known.iterrows() if row["pairing_id"] in set(pairs["id"])]
    for place, row in zip(st.columns(max(len(rows), 2), gap="medium"), rows, strict=False):
        with place, st.container(border=True):
            papers_of_pair(row)
    if not rows:
        st.info(_("No pairing of this person owes papers now."))


def _forms(forms: tuple[str, ...], ids: list[int], key: str) -> None:
    cells = st.columns(max(len(forms), 5), gap="small")
    for cell, form in zip(cells, forms, strict=False):
        download(cell, form_name(form), offer_paper, f"person-paper-{key}-{form}", form=form, ids=ids)
