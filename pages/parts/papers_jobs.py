"""Papers under way: how far each is, giving it up, and the file once it is there."""

import streamlit as st

from pages.parts.downloads import download
from pages.parts.frame import act, ask, plain
from pages.parts.papers_words import job_reason, job_words
from programme.jobs import LIVE
from programme.papers.making import PaperJob, my_papers, offer_made, stop_papers
from texts import _


def papers_under_way() -> None:
    """The last jobs of one's own; looked at every second while one of them runs."""
    found = ask(my_papers) or []
    if not found:
        return
    st.markdown("**" + _("Made by me") + "**")
    if any(job.status in LIVE for job in found):
        st.fragment(_polled, run_every=1.0)()
    else:
        _lines(found)


def _polled() -> None:
    found = ask(my_papers) or []
    if not any(job.status in LIVE for job in found):
        st.rerun()
    _lines(found)


def _lines(found: list[PaperJob]) -> None:
    for job in found:
        if job.status in LIVE:
            _running(job)
        else:
            _ended(job)


def _running(job: PaperJob) -> None:
    said, stop = st.columns([3, 1], vertical_alignment="center")
    said.progress(min(job.progress, 1.0), plain(job_words(job)))
    stop.button(
        _("Give up"), key=f"papers-stop-{job.id}", width="stretch", on_click=act, args=(stop_papers,),
        kwargs={"job_id": job.id},
    )  # fmt: skip


def _ended(job: PaperJob) -> None:
    said, place = st.columns([3, 1.4], vertical_alignment="center")
    said.caption(plain(job_words(job)) + (f"  \n{plain(job_reason(job))}" if job_reason(job) else ""))
    if job.waits:
        download(place, _("Fetch"), offer_made, f"papers-made-{job.id}", job_id=job.id)
