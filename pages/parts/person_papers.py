"""The papers of one person: which forms can be made at once, and the way to the rest."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.downloads import download
from pages.parts.frame import may, plain
from pages.parts.papers_words import form_name
from pages.parts.ways import way
from programme.access import Action
from programme.papers.making import offer_paper
from texts import _

OF_PAIRING = ("agreement", "plan", "assessment", "graduation", "alteration")
OF_MENTOR = ("certificate",)
CLOSED = ("ended", "changed")


def papers_tab(who: Mapping[str, Any], pairs: pd.DataFrame) -> None:
    """Each form as a button; a role that exports nothing reads why."""
    if not may(Action.EXPORT):
        st.info(_("Your role reads these people's data but makes no papers of them."))
        return
    if who["status"]:
        st.markdown(f"**{_('As mentor')}**")
        _forms(OF_MENTOR, [int(who["id"])], "mentor")
    kept = pairs[~pairs["status"].isin(CLOSED)]
    for row in kept.itertuples():
        st.markdown(f"**{plain(row.mentor)} → {plain(row.mentee)}** :small[{plain(row.cohort)}]")
        _forms(OF_PAIRING, [int(row.id)], f"pair-{row.id}")
    way("outcomes/papers.py", _("All forms, rosters and archives"))


def _forms(forms: tuple[str, ...], ids: list[int], key: str) -> None:
    cells = st.columns(max(len(forms), 5), gap="small")
    for cell, form in zip(cells, forms, strict=False):
        download(cell, form_name(form), offer_paper, f"person-paper-{key}-{form}", form=form, ids=ids)
