"""Assessment and graduation (年度考核与出师): grade with the evidence beside it, propose and decide, watch the quota, close the cohort."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from db.queries.assessment import rounds
from pages.parts import assess_top
from pages.parts.assess_close import close_view
from pages.parts.assess_decide import decide_view
from pages.parts.assess_excel import excel_view
from pages.parts.assess_list import list_view
from pages.parts.assess_quota import quota_view
from pages.parts.assess_weak import weak_view
from pages.parts.change_elsewhere import nothing_open
from pages.parts.frame import header, look, may, me, need_cohort
from pages.parts.views import chosen_view
from programme.access import Action
from texts import N_, _

VIEWS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "list": (N_("Grade and conclude"), list_view),
    "decide": (N_("Decide"), decide_view),
    "quota": (N_("Grades against the quota"), quota_view),
    "excel": (N_("Excel out and in"), excel_view),
    "weak": (N_("Weak mentors"), weak_view),
    "close": (N_("Close the cohort"), close_view),
}
OFFICE = ("weak", "close")


def main() -> None:
    """The round with its state in one sentence, then the view that was chosen."""
    header(_("Assessment and graduation"))
    cohort = need_cohort()
    known = look(rounds, cohort_id=cohort)
    view = _view()
    if view == "close":
        close_view(cohort)
    elif known.empty:
        _nothing_yet(cohort, known)
    else:
        VIEWS[view][1](assess_top.top(known, cohort))


def _nothing_yet(cohort_id: int, known: Any) -> None:
    if nothing_open(cohort_id):
        return
    st.info(_("No round of assessment is open in this cohort yet. One can be opened once pairings are in force."))
    if may(Action.MANAGE_COHORTS):
        with st.container(border=True):
            assess_top.opening(known, cohort_id)


def _view() -> str:
    """The views that one may open, and the chosen one of them."""
    by = me()
    own = [key for key in VIEWS if key not in OFFICE or by.viewer.unit_id is None]
    own = [key for key in own if key != "excel" or by.may(Action.KEEP_RECORDS)]
    return chosen_view(own, assess_top.VIEW, lambda key: _(VIEWS[key][0]))


main()
