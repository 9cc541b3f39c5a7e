"""Growth outcomes (成长成果): the figures of reference with who is behind them, what is on record of people, campaigns by unit."""

from collections.abc import Callable

import streamlit as st

from pages.parts import outcome_filters as filters
from pages.parts.frame import cohort_id, header, may
from pages.parts.outcome_campaigns import campaigns_view
from pages.parts.outcome_figures import figures_view
from pages.parts.outcome_import import import_view
from pages.parts.outcome_list import list_view
from pages.parts.views import chosen_view
from programme.access import Action
from texts import N_, _

VIEWS: dict[str, tuple[str, Callable[[int | None], None]]] = {
    "figures": (N_("Figures of reference"), figures_view),
    "list": (N_("Record and read outcomes"), list_view),
    "campaigns": (N_("Campaigns by unit"), campaigns_view),
    "import": (N_("From Excel"), import_view),
}


def main() -> None:
    """Choose what to do, then draw that view only."""
    header(_("Growth outcomes"))
    left, right = st.columns([5, 2], vertical_alignment="center")
    with left:
        view = _view()
    with right:
        cohort = _scope() if view in ("figures", "list") else None
    VIEWS[view][1](cohort)


def _view() -> str:
    """The views that one may open, and the chosen one of them; a link to one fact opens the list."""
    if "outcome" in st.query_params:
        st.query_params.pop("view", None)
        st.session_state[filters.VIEW] = "list"
    own = (key for key in VIEWS if key != "import" or may(Action.KEEP_RECORDS))
    return chosen_view(own, filters.VIEW, lambda key: _(VIEWS[key][0]), filters.leave)


def _scope() -> int | None:
    """The cohort in the first line, or everybody (None): outcomes take years, so everybody is where one begins."""
    chosen = cohort_id()
    scopes = {"all": N_("All cohorts and people"), "cohort": N_("This cohort")}
    scope = st.segmented_control(
        _("Whose"), list(scopes), default="all", required=True, format_func=lambda key: _(scopes[key]), key="out_scope",
        label_visibility="collapsed", disabled=chosen is None,
    )  # fmt: skip
    return chosen if scope == "cohort" else None


main()
