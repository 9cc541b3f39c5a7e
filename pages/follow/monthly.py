"""The monthly review (月度点评): choose the month, fill it in, see who is missing, check a share, publish the bulletin."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly import cohorts_reviewed, rounds
from pages.parts import month_top
from pages.parts.frame import choose_cohort, header, look, may, need_cohort
from pages.parts.month_bulletin import bulletin_view
from pages.parts.month_check import check_view
from pages.parts.month_excel import excel_view
from pages.parts.month_list import fill_view
from pages.parts.month_reviewers import reviewers_view
from pages.parts.month_units import units_view
from pages.parts.month_words import month_name
from pages.parts.views import chosen_view
from programme.access import Action
from texts import N_, _

VIEWS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "fill": (N_("Fill in and read"), fill_view),
    "units": (N_("By unit"), units_view),
    "excel": (N_("Excel out and in"), excel_view),
    "check": (N_("Spot check"), check_view),
    "bulletin": (N_("Bulletin"), bulletin_view),
    "reviewers": (N_("Who comments"), reviewers_view),
}


def main() -> None:
    """The month with its state in one sentence, then the view that was chosen."""
    header(_("Monthly review"))
    cohort = need_cohort()
    known = look(rounds, cohort_id=cohort)
    if known.empty:
        _nothing_yet(cohort)
        return
    row = month_top.top(known, cohort)
    VIEWS[_view()][1](row)


def _nothing_yet(cohort_id: int) -> None:
    """Open the first month here, or go to a cohort whose months are being reviewed."""
    st.info(_("No month of this cohort is reviewed yet. A month can be opened once pairings are in force."))
    if may(Action.MANAGE_COHORTS):
        month_top.opening(pd.DataFrame({"month": []}), cohort_id)
    for row in look(cohorts_reviewed).itertuples():
        told = _("Reviews of {cohort} (until {month})").format(cohort=row.cohort, month=month_name(row.month))
        st.button(
            told, key=f"mon_cohort_{row.cohort_id}", icon=":material/rate_review:", on_click=choose_cohort,
            args=(int(row.cohort_id),),
        )  # fmt: skip


def _view() -> str:
    """The views that one may open, and the chosen one of them."""
    own = (key for key in VIEWS if key != "excel" or may(Action.KEEP_RECORDS))
    return chosen_view(own, month_top.VIEW, lambda key: _(VIEWS[key][0]))


main()
