"""Run, keep and compare the schemes of the cohort; one ticked is looked into, two or three stand side by side."""

import pandas as pd
import streamlit as st

from db.queries.schemes import schemes
from pages.parts import scheme_list
from pages.parts.compare_view import comparison_view
from pages.parts.firm_panel import firm_panel
from pages.parts.frame import header, look, need_cohort
from pages.parts.frontier_panel import frontier_panel
from pages.parts.handmade_panel import handmade_panel
from pages.parts.pool_panels import show_tabs
from pages.parts.scheme_detail import detail
from pages.parts.scheme_jobs import running
from pages.parts.scheme_run import run_line
from pages.parts.ways import way
from texts import _, language, speaking


def main() -> None:
    """The run line, what is under way, the list, then what is ticked."""
    header(_("Schemes"))
    cohort_id = need_cohort()
    known = look(schemes, cohort_id=cohort_id)
    run_line(cohort_id, known["name"].tolist())
    running(known)
    if known.empty:
        st.info(_("No scheme yet. Look at the rules and the seats first, then give the scheme a name and run it."))
        way("match/rules.py", _("To the rules and the count"))
        show_tabs("schemes-empty-tabs", {_("Hand-made list"): lambda: handmade_panel(cohort_id)})
        return
    known = scheme_list.with_figures(known, cohort_id)
    shown = scheme_list.kept(known)
    ticked = scheme_list.scheme_table(shown)
    if len(ticked) > 1:
        _several(cohort_id, ticked, known["name"].tolist())
    else:
        _one(cohort_id, scheme_list.chosen(known, shown), known["name"].tolist())


def _one(cohort_id: int, scheme: pd.Series | None, taken: list[str]) -> None:
    """What is in one scheme, and what else can be done in the cohort."""
    views = {}
    if scheme is not None:
        scheme_id = int(scheme["id"])
        views[_("This scheme")] = lambda: detail(scheme, taken)
        if scheme["fingerprint"] and scheme["status"] != "handmade":
            views[_("Firm and contested")] = lambda: firm_panel(scheme_id)
            views[_("Fit against balance")] = lambda: frontier_panel(scheme_id)
    views[_("Hand-made list")] = lambda: handmade_panel(cohort_id)
    show_tabs("schemes-one-tabs", views)


def _several(cohort_id: int, ticked: pd.DataFrame, taken: list[str]) -> None:
    """Two or three ticked schemes side by side; fewer or more are told what to do."""
    with_plan = ticked[ticked["fingerprint"] != ""]
    for name in ticked.loc[ticked["fingerprint"] == "", "name"]:
        scheme_list.say_no_plan(name)
    if len(with_plan) > scheme_list.MOST:
        st.info(_("Tick two or three schemes to compare them; {count} are ticked.").format(count=len(with_plan)))
    elif len(with_plan) == 1:
        _one(cohort_id, with_plan.iloc[0], taken)
    elif len(with_plan):
        comparison_view(with_plan)


# A comparison of hundreds of people asks for hundreds of words: the reader's language is found once for all of them.
with speaking(language()):
    main()
