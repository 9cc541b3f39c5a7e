"""Papers (文书档案): every form one by one or by the hundred, rosters, and the templates behind them."""

import streamlit as st

from pages.parts.frame import header, may
from pages.parts.papers_make import make
from pages.parts.papers_templates import template_view
from programme.access import Action
from texts import N_, _

VIEWS = {"make": N_("Make papers"), "templates": N_("Templates")}


def main() -> None:
    """Two views: making, and what it is made from."""
    header(_("Papers"))
    if not may(Action.EXPORT):
        st.info(_("Your role reads these people's data but makes no papers of them."))
        return
    view = st.segmented_control(
        _("What to do"), list(VIEWS), default="make", format_func=lambda code: _(VIEWS[code]), key="papers-view",
        bind="query-params", label_visibility="collapsed", required=True,
    )  # fmt: skip
    if view == "templates":
        template_view()
    else:
        make()


main()
