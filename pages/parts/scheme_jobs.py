"""Runs under way with progress and cancel; how a run ended when it left no plan."""

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import now
from db.queries.jobs import dropped_holds, scheme_jobs
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label
from pages.parts.reasons import rule as rule_word
from pages.parts.rule_words import INELIGIBLE, ineligible
from programme.access import Action
from programme.jobs import LIVE, bury_silent, cancel_job, is_silent
from programme.sentences import table
from texts import N_, _

HOLD_REASONS = {
    "mentee_not_waiting": N_("the mentee no longer waits"),
    "mentor_unknown": N_("the mentor is no longer known"),
    "paused": N_("the mentor is paused"),
    "left": N_("the mentor has left the pool"),
    "unconfirmed": N_("the mentor is not confirmed"),
    "mentor_full": N_("the mentor has no seat left"),
    "quota_full": N_("a quota is full"),
    "mentee_full": N_("the mentee has another lock"),
    "mutual": N_("each would be the other's mentor"),
}


def running(schemes: pd.DataFrame) -> None:
    """A line for each run under way, polled every second while there is one; what has just ended is said once."""
    names = dict(zip(schemes["id"].tolist(), schemes["name"], strict=True))
    under_way = schemes.loc[schemes["status"] == "computing", "id"].tolist()
    watched = st.session_state.get("runs-watched", [])
    _announce([key for key in watched if key in names and key not in under_way], names)
    st.session_state["runs-watched"] = under_way
    if under_way:
        st.fragment(_lines, run_every=1.0)({key: names[key] for key in under_way})


def _announce(ended: list[int], names: dict[int, str]) -> None:
    """How the runs ended that this browser was watching."""
    if not ended:
        return
    for job in look(scheme_jobs, scheme_ids=ended).itertuples():
        name = names[job.scheme_id]
        if job.code:
            st.warning(plain(_("“{name}”: {reason}").format(name=name, reason=_reason(job.code))))
        else:
            st.toast(plain(_("“{name}” is ready.").format(name=name)), icon=":material/check_circle:")


def _reason(code: str) -> str:
    known = table().get(code)
    return _(known) if known else _("The run ended without a plan.")


def _lines(names: dict[int, str]) -> None:
    jobs = look(scheme_jobs, scheme_ids=list(names))
    if not jobs["status"].isin(LIVE).all():
        st.rerun()
    for job in jobs.itertuples():
        _line(job, names[job.scheme_id])
    silent = [is_silent(job.status, job.at, _instant(job.heartbeat), now()) for job in jobs.itertuples()]
    if any(silent) and may(Action.RUN_SCHEME):
        act(bury_silent)
        st.rerun()


def _line(job: Any, name: str) -> None:
    said, stop = st.columns([8, 1], vertical_alignment="center")
    text = _("“{name}” is being computed: {percent}%")
    said.progress(min(job.progress, 1.0), plain(text.format(name=name, percent=f"{100 * job.progress:.0f}")))
    if may(Action.RUN_SCHEME):
        stop.button(
            _("Cancel"), key=f"cancel-{job.id}", width="stretch",
            on_click=act, args=(cancel_job,), kwargs={"job_id": int(job.id)},
        )  # fmt: skip


def ending(scheme_id: int) -> None:
    """How the run of this scheme ended, if without a plan; which locks and bans it could not keep."""
    jobs = look(scheme_jobs, scheme_ids=[scheme_id])
    if jobs.empty:
        return
    last = jobs.iloc[-1]
    if last["code"]:
        st.warning(_reason(last["code"]))
    lost = look(dropped_holds, scheme_id=scheme_id)
    if len(lost):
        st.warning("  \n".join(_lost(lost)))


def _lost(holds: pd.DataFrame) -> list[str]:
    """The holds that a re-run could not keep, by name and reason."""
    told = _("{hold}: {mentee} – {mentor}; {reason}")
    alone = _("{hold}: {person}; {reason}")
    lines = [
        # An order for one person names it on both sides.
        (alone if row.kind in ("seats", "alone") else told).format(
            hold=label("hold", row.kind),
            mentee=row.mentee,
            mentor=row.mentor,
            person=row.mentor,
            reason=_hold_reason(row.code),
        )
        for row in holds.itertuples()
    ]
    return [plain(line) for line in (_("{count} locks or bans could not be kept:").format(count=len(holds)), *lines)]


def _hold_reason(code: str) -> str:
    if code in HOLD_REASONS:
        return _(HOLD_REASONS[code])
    return ineligible(code) if code in INELIGIBLE else rule_word(code)


def _instant(value: Any) -> datetime | None:
    return None if pd.isna(value) else pd.Timestamp(value).to_pydatetime()
