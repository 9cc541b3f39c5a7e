"""Mentoring records (帮带记录): quick entry and the list, plans and stages, cases, charts, import, what records rest on."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from db.queries.cohorts import cohorts
from db.queries.records import pairing_choices
from pages.parts import record_filters
from pages.parts.frame import choose_cohort, header, look, may, need_cohort
from pages.parts.record_cases import cases_view
from pages.parts.record_charts import charts_view
from pages.parts.record_import import import_view
from pages.parts.record_list import list_view
from pages.parts.record_plans import plans_view
from pages.parts.record_setup import setup_view
from pages.parts.views import chosen_view
from pages.parts.ways import way
from programme.access import Action
from texts import N_, _

VIEWS: dict[str, tuple[str, Callable[[pd.DataFrame, int], None]]] = {
    "list": (N_("Record and read"), list_view),
    "plans": (N_("Plans and stages"), plans_view),
    "cases": (N_("Case library"), cases_view),
    "charts": (N_("Charts"), charts_view),
    "import": (N_("From Excel"), import_view),
    "setup": (N_("Campaigns and rules"), setup_view),
}


def main() -> None:
    """Choose what to do, then draw that view only."""
    header(_("Mentoring records"))
    cohort = need_cohort()
    pairings = look(pairing_choices, cohort_id=cohort)
    if pairings.empty:
        _none_in_force()
        return
    VIEWS[_view()][1](pairings, cohort)


def _none_in_force() -> None:
    """What to do instead: look at the pairings, or at a cohort that has some in force."""
    st.info(_("No pairing of this cohort has come into force yet; records begin on that day."))
    way("match/pairings.py", _("Go to the pairings"))
    everywhere, known = look(pairing_choices), look(cohorts)
    names = dict(zip(known["id"], known["name"], strict=True))
    for cohort, count in everywhere["cohort_id"].value_counts().items():
        told = _("Records of {cohort} ({count} pairings)").format(cohort=names[cohort], count=count)
        st.button(
            told, key=f"rec_cohort_{cohort}", icon=":material/edit_note:", on_click=choose_cohort, args=(int(cohort),)
        )


def _view() -> str:
    """The views that one may open, and the chosen one of them."""
    own = (key for key in VIEWS if key != "import" or may(Action.KEEP_RECORDS))
    return chosen_view(own, record_filters.VIEW, lambda key: _(VIEWS[key][0]))


main()
