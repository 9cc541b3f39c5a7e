"""Make papers: the form in one row, whom it is for on the left, how it is made on the right."""

import streamlit as st

from pages.parts.downloads import download
from pages.parts.frame import act, need_cohort, plain
from pages.parts.papers_jobs import papers_under_way
from pages.parts.papers_lists import Chosen, choose
from pages.parts.papers_words import ABOUT, FORMS, ROSTERS, form_name
from programme.papers.making import MOST, offer_paper, start_papers
from programme.papers.store import about_of
from programme.results import offer_mentor_roster, offer_pairing_roster
from texts import _

# So many papers are made while one waits; more go to a worker.
AT_ONCE = 5
FORM, LINK = "form", "form-link"


def make() -> None:
    """The whole view; a link names the form by its code, the choice leaves its name in the address."""
    said = st.query_params.get(FORM)
    if said in (*FORMS, *ROSTERS) and said != st.session_state.get(LINK):
        st.session_state[FORM] = said
    st.session_state[LINK] = said
    form = st.pills(
        _("Paper form"), [*FORMS, *ROSTERS], default="agreement", format_func=form_name, key=FORM, bind="query-params",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    left, right = st.columns([2.35, 1], gap="medium")
    if form in ROSTERS:
        with left, st.container(border=True):
            _roster(str(form))
        chosen = None
    else:
        with left:
            chosen = choose(about_of(str(form)))
    with right, st.container(border=True):
        if chosen is not None:
            _how(str(form), chosen)
        papers_under_way()


def _roster(form: str) -> None:
    st.markdown(f"**{form_name(form)}**")
    if form == "pairing_roster":
        st.caption(_("All open pairings of the cohort in the order of the units, as a typed .xlsx that prints on A4."))
        place = st.container(width=220)
        download(place, _("Make the roster"), offer_pairing_roster, "papers-pairing-roster", cohort_id=need_cohort())
    else:
        st.caption(_("Everybody in the pool in the order of the units, as a typed .xlsx that can be imported again."))
        download(st.container(width=220), _("Make the roster"), offer_mentor_roster, "papers-mentor-roster")


def _how(form: str, chosen: Chosen) -> None:
    """One file at once, or many by a worker as one document or as a zip."""
    st.markdown(f"**{form_name(form)}**")
    st.caption(_(ABOUT[about_of(form)]))
    if chosen.empty:
        return
    count = len(chosen.ids)
    wanted = {"form": form, "ids": list(chosen.ids), "of": chosen.of}
    if count <= AT_ONCE:
        download(st, _("Make the Word file"), offer_paper, f"papers-{form}-{hash(chosen)}", **wanted)
        return
    if count > MOST:
        st.warning(_("{count} papers at once are too many; pick at most {limit}.").format(count=count, limit=MOST))
        return
    st.markdown(
        plain(
            _("{count} papers, for the rows that are picked.").format(count=count)
            if chosen.picked
            else _("{count} papers, for all that are shown.").format(count=count)
        )
    )
    for pack, words in (("one", _("In one Word file")), ("zip", _("Each in a file of its own, as .zip"))):
        st.button(
            words, key=f"papers-start-{pack}", width="stretch", on_click=act, args=(start_papers,),
            kwargs={**wanted, "pack": pack, "done": _("Asked for; the file appears below.")},
        )  # fmt: skip
