"""Pairings (结对名册): who is with whom, in which state and since when; coming into force, objections, rests, rosters."""

import streamlit as st

from db.queries.pairings import pairings
from pages.parts.downloads import download
from pages.parts.frame import header, look, may, need_cohort
from pages.parts.pairing_list import figures_line, filtered, table, with_kinds, with_notice
from pages.parts.pairing_panel import one, several
from pages.parts.ways import way
from programme.access import Action
from programme.holidays import calendar
from programme.results import offer_mentor_roster, offer_pairing_roster
from texts import _


def main() -> None:
    """Figures, filters, the roster, and beside it what can be done with what is picked."""
    places = header(_("Pairings"), actions=2 if may(Action.EXPORT) else 0)
    cohort = need_cohort()
    if places:
        download(places[0], _("Pairing list"), offer_pairing_roster, "pairing-roster", cohort_id=cohort)
        download(places[1], _("Mentor list"), offer_mentor_roster, "mentor-roster")
    known = look(pairings, cohort_id=cohort)
    if known.empty:
        st.info(_("This cohort has no pairing yet. They are made when an approved scheme is confirmed."))
        way("match/signoff.py", _("Go to the sign-off"))
        return
    known = with_kinds(with_notice(known, look(calendar)))
    figures_line(known)
    left, right = st.columns([2.35, 1], gap="medium")
    with left:
        shown = filtered(known)
        picked = table(shown)
        st.caption(_("{shown} of {total} pairings").format(shown=len(shown), total=len(known)))
    with right, st.container(border=True):
        if len(picked) == 1:
            one(next(shown[shown["id"] == picked[0]].itertuples()))
        else:
            several(shown, picked)


main()
