"""The plans over the whole cohort while a worker computes them: a line with progress and cancel, polled every second."""

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import now
from db.queries.changes import plan_job
from pages.parts.frame import act, look, may
from programme.access import Action
from programme.change_slip import ChangeSlip
from programme.jobs import LIVE, bury_silent, cancel_job, is_silent
from texts import _


def under_way(slip: ChangeSlip) -> None:
    """The job for this slip, if one runs or has just ended without plans."""
    found = look(plan_job, change_id=slip.id)
    if found.empty:
        return
    job = next(found.itertuples())
    if job.status in LIVE:
        st.fragment(_line, run_every=1.0)(slip.id)
    elif job.status != "done" and job.seen_version == slip.version:
        st.caption(_("The plans over the whole cohort were not finished; those below still stand."))


def _line(change_id: int) -> None:
    job: Any = next(look(plan_job, change_id=change_id).itertuples())
    if job.status not in LIVE:
        st.rerun()
    if is_silent(job.status, job.at, _instant(job.heartbeat), now()) and may(Action.RUN_SCHEME):
        act(bury_silent)
        st.rerun()
    said, stop = st.columns([5, 1], vertical_alignment="center")
    said.progress(
        min(job.progress, 1.0), _("The plans over the whole cohort are being computed; until then those below stand.")
    )
    if may(Action.RUN_SCHEME):
        stop.button(
            _("Cancel"), key=f"plan-cancel-{job.id}", width="stretch", on_click=act, args=(cancel_job,),
            kwargs={"job_id": int(job.id)},
        )  # fmt: skip


def _instant(value: Any) -> datetime | None:
    return None if pd.isna(value) else pd.Timestamp(value).to_pydatetime()
