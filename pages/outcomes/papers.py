"""Papers (文书档案): every form one by one or by the hundred, archives, how complete they are, the city report, templates."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.parts.frame import header, may
from pages.parts.papers_archive import archive_view
from pages.parts.papers_files import files_view
from pages.parts.papers_links import VIEW, follow_link
from pages.parts.papers_make import make
from pages.parts.papers_report import report_view
from pages.parts.papers_templates import template_view
from pages.parts.views import chosen_view
from programme.access import Action
from texts import N_, _

VIEWS = {
    "make": N_("Make papers"), "archive": N_("Archives"), "files": N_("Completeness"), "report": N_("City report"),
    "templates": N_("Templates"),
}  # fmt: skip
READERS = ("files", "report")
SHOWN: Mapping[str, Callable[[], None]] = {
    "make": make, "archive": archive_view, "files": files_view, "report": report_view, "templates": template_view,
}  # fmt: skip


def main() -> None:
    """Five views; whoever may not export reads how complete the papers are, and the report."""
    header(_("Papers"))
    makes = may(Action.EXPORT)
    follow_link()
    if not makes:
        st.info(_("Your role reads these people's data but makes no papers of them."))
    views = [code for code in VIEWS if makes or code in READERS]
    SHOWN[chosen_view(views, VIEW, lambda code: _(VIEWS[code]))]()


main()
