"""A study of a scheme on the page: under way with its progress, asked for by a button, or how it ended."""

import pandas as pd
import streamlit as st

from db.clock import now
from db.queries.studies import study_jobs
from pages.parts.frame import act, look, may, plain
from programme import studies
from programme.access import Action
from programme.jobs import LIVE, bury_silent, cancel_job, is_silent
from programme.sentences import table
from texts import _


def study_line(scheme_id: int, kind: str, subject: str = "", *, known: bool, stale: bool = False) -> bool:
    """One line about a study; true while it is under way. `known`: there is a result, `stale`: of an earlier plan."""
    jobs = look(study_jobs, scheme_id=scheme_id, kind=kind, subject=subject)
    last = None if jobs.empty else jobs.iloc[0]
    if last is not None and last["status"] in LIVE:
        st.fragment(_under_way, run_every=1.0)(scheme_id, kind, subject)
        return True
    if known and not stale:
        return False
    if last is not None and last["code"] and not known:
        st.warning(plain(_reason(last["code"])))
    words = _("The plan has changed since this was computed.") if known else _("Not computed yet.")
    _offer(words, scheme_id, kind, subject)
    return False


def _offer(words: str, scheme_id: int, kind: str, subject: str) -> None:
    said, button = st.columns([6, 1.4], vertical_alignment="center")
    said.caption(words)
    if may(Action.RUN_SCHEME):
        button.button(
            _("Compute now"), key=f"study-{kind}-{scheme_id}", icon=":material/calculate:", width="stretch",
            on_click=act, args=(studies.ask,), kwargs={"scheme_id": scheme_id, "kind": kind, "subject": subject},
        )  # fmt: skip


def _under_way(scheme_id: int, kind: str, subject: str) -> None:
    jobs = look(study_jobs, scheme_id=scheme_id, kind=kind, subject=subject)
    if jobs.empty or jobs.iloc[0]["status"] not in LIVE:
        st.rerun()
    job = jobs.iloc[0]
    said, stop = st.columns([6, 1.4], vertical_alignment="center")
    said.progress(
        min(float(job["progress"]), 1.0),
        _("Being computed: {percent}%. You can go on working.").format(percent=f"{100 * job['progress']:.0f}"),
    )
    if not may(Action.RUN_SCHEME):
        return
    stop.button(
        _("Cancel"), key=f"study-cancel-{job['id']}", width="stretch",
        on_click=act, args=(cancel_job,), kwargs={"job_id": int(job["id"])},
    )  # fmt: skip
    beat = None if pd.isna(job["heartbeat"]) else pd.Timestamp(job["heartbeat"]).to_pydatetime()
    if is_silent(job["status"], pd.Timestamp(job["at"]).to_pydatetime(), beat, now()):
        act(bury_silent)
        st.rerun()


def _reason(code: str) -> str:
    known = table().get(code)
    return _(known) if known else _("It ended without a result.")
