"""Make papers: the form in one row, whom it is for on the left, how it is made on the right."""

from typing import Any

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
# Forms with a view of their own are not offered here.
OFFERED = tuple(code for code in FORMS if code not in ("city_report", "contents"))
WHOLE = -1


def make() -> None:
    """The whole view; a link names the form by its code, the choice leaves its name in the address."""
    said = st.query_params.get(FORM)
    if said in OFFERED and said != st.session_state.get(LINK):
        st.session_state[FORM] = said
    st.session_state[LINK] = said
    form = str(
        st.pills(
            _("Paper form"), list(OFFERED), default="agreement", format_func=form_name, key=FORM, bind="query-params",
            label_visibility="collapsed", required=True,
        )
    )  # fmt: skip
    left, right = st.columns([2.35, 1], gap="medium")
    with left:
        chosen = _roster(form) if form in ROSTERS else choose(form, about_of(form))
    with right, st.container(border=True):
        _how(form, chosen)
        papers_under_way()


def _roster(form: str) -> Chosen:
    """A roster has no list to pick from: it is typed .xlsx or Word."""
    with st.container(border=True):
        st.markdown(f"**{form_name(form)}**")
        place = st.container(width=260)
        if form == "pairing_roster":
            st.caption(
                _("All open pairings of the cohort in the order of the units, as a typed .xlsx that prints on A4.")
            )
            download(
                place, _("Make the roster"), offer_pairing_roster, "papers-pairing-roster", cohort_id=need_cohort()
            )
            return Chosen(of=need_cohort())
        st.caption(_("Everybody in the pool in the order of the units, as a typed .xlsx that can be imported again."))
        download(place, _("Make the roster"), offer_mentor_roster, "papers-mentor-roster")
        return Chosen(of=WHOLE)


def _how(form: str, chosen: Chosen) -> None:
    """One file at once, or many by a worker as one document or as a zip."""
    about = about_of(form)
    st.markdown(f"**{form_name(form)}**")
    st.caption(_(ABOUT[about]))
    if chosen.empty:
        return
    count = len(chosen.ids)
    wanted = {"form": form, "ids": list(chosen.ids), "of": chosen.of, "month": chosen.month}
    if count <= AT_ONCE:
        download(st, _("Make the Word file"), offer_paper, f"papers-{form}-{hash(chosen)}", **wanted)
    if count > MOST:
        st.warning(_("{count} papers at once are too many; pick at most {limit}.").format(count=count, limit=MOST))
    elif count > AT_ONCE or (count and about in ("record", "month")):
        _many(count, chosen.picked, wanted)


def _many(count: int, picked: bool, wanted: dict[str, Any]) -> None:
    said = (
        _("{count} papers, for the rows that are picked.") if picked else _("{count} papers, for all that are shown.")
    )
    if about_of(wanted["form"]) in ("record", "month"):
        said = _("Everything of {count} pairings, a sheet for each.")
    st.markdown(plain(said.format(count=count)))
    for pack, words in (("one", _("In one Word file")), ("zip", _("Each in a file of its own, as .zip"))):
        st.button(
            words, key=f"papers-start-{pack}", width="stretch", on_click=act, args=(start_papers,),
            kwargs={**wanted, "pack": pack, "done": _("Asked for; the file appears below.")},
        )  # fmt: skip
