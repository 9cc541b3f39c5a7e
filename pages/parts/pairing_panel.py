"""Beside the roster: bring pairings into force, or one pairing with its history and the steps it can take."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.pairings import pairing_events
from pages.parts.dates import day
from pages.parts.example_view import example_part, kind_badges
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label
from pages.parts.learning import learning
from pages.parts.statement_panel import statement_button
from pages.parts.ways import mentee_page, mentor_page, story_of_mentee, way
from programme import pairings
from programme.access import Action
from texts import _

Step = tuple[str, Callable[..., object], str]
REASON = "pairing-reason"
EARLY = "pairing-early"


def several(found: pd.DataFrame, picked: list[int]) -> None:
    """Bring the picked pairings, or all whose notice is over, into force."""
    rows = found[found["id"].isin(picked)] if picked else found[found["ready"]]
    rows = rows[rows["status"].isin(["notice", "confirmed"])]
    st.markdown("**" + _("Coming into force") + "**")
    running = found[(found["status"] == "notice") & ~found["ready"]]
    if len(running):
        until = day(max(running["until"]))
        st.markdown(_("{count} pairings are on public notice until {until}.").format(count=len(running), until=until))
    st.caption(
        _(
            "Working days are Monday to Friday, but for the holidays and make-up workdays that are entered on the page of cohorts."
        )
    )
    if rows.empty:
        st.caption(_("No pairing is ready to come into force. Pick rows to see or change them."))
    elif may(Action.CONFIRM):
        _force(rows)
    if may(Action.EXPORT):
        way("outcomes/papers.py", _("Certificates, agreements and rosters as Word"), ":material/description:")


def _force(rows: pd.DataFrame) -> None:
    early = int((~rows["ready"]).sum())
    if early:
        st.warning(
            _("The notice of {count} of them still runs; coming into force earlier needs a reason.").format(count=early)
        )
        st.text_input(_("Reason for coming into force earlier"), key=EARLY, max_chars=200)
    seen = {int(row.id): int(row.version) for row in rows.itertuples()}
    st.button(
        _("Bring {count} pairings into force").format(count=len(seen)),
        key="pairing-force",
        type="primary",
        width="stretch",
        on_click=_bring,
        args=(seen, bool(early)),
    )


def _bring(seen: dict[int, int], early: bool) -> None:
    reason = st.session_state.get(EARLY, "") if early else ""
    done = _("{count} pairings are in force.").format(count=len(seen))
    act(pairings.bring_into_force, done=done, seen=seen, early_reason=reason)


def one(row: Any) -> None:
    """One pairing: who, since when, what happened to it, and the steps it can take."""
    st.markdown(f"**{plain(row.mentee)}** :small[:gray[{plain(row.mentee_unit)} {plain(row.mentee_post)}]]")
    role = label("pairing_role", row.role)
    st.markdown(f"{role} **{plain(row.mentor)}** :small[:gray[{plain(row.mentor_unit)} {plain(row.mentor_post)}]]")
    told = [_("{start} to {end}").format(start=day(row.starts_on), end=day(row.ends_on))]
    if not pd.isna(row.fit):
        told.append(_("fit {fit}").format(fit=f"{row.fit:.1f}"))
    if row.origin:
        told.append(label("origin", row.origin))
    st.caption(" ・ ".join(told))
    with st.container(horizontal=True):
        mentor_page(int(row.mentor_id))
        mentee_page(int(row.mentee_id))
        story_of_mentee(int(row.mentee_id), pairing=int(row.id), tab="pair")
    kind_badges(row.kinds)
    learning(int(row.mentee_person_id))
    if not pd.isna(row.scheme_id):
        statement_button(st, int(row.scheme_id), int(row.mentee_id), "pairing")
    example_part(int(row.id), int(row.version), row.status)
    _history(int(row.id))
    if row.status in ("active", "paused", "due") and may(Action.ADJUST):
        way("match/changes.py", _("Change, rest or end it by a slip"), view="single", pairing=int(row.id))
    if may(Action.CONFIRM):
        _steps(row)


def _history(pairing_id: int) -> None:
    st.markdown("**" + _("History") + "**")
    for event in look(pairing_events, pairing_id=pairing_id).itertuples():
        line = f"- {day(event.on_day)} **{label('pairing_state', event.to_status)}** :small[:gray[{plain(event.by)}]]"
        st.markdown(f"{line}  \n  :small[{plain(event.reason)}]" if event.reason else line)


def _steps(row: Any) -> None:
    """The buttons of this state; each needs its reason, but coming into force after the notice."""
    offered: dict[str, list[Step]] = {
        "notice": [(_("Uphold an objection"), pairings.uphold_objection, _("Ended; the mentee waits again."))],
        "confirmed": [(_("Uphold an objection"), pairings.uphold_objection, _("Ended; the mentee waits again."))],
        "paused": [(_("Resume"), pairings.resume, _("In force again."))],
    }
    steps = offered.get(row.status, [])
    if not steps:
        return
    if row.ready:
        _force(pd.DataFrame([row._asdict()]))
    elif row.status == "notice":
        st.caption(_("On public notice until {until}.").format(until=day(row.until)))
    st.text_input(_("Reason (needed)"), key=REASON, max_chars=200)
    for text, use_case, done in steps:
        key = f"pairing-{use_case.__name__}"
        st.button(
            text, key=key, width="stretch", on_click=partial(_take, use_case, done, int(row.id), int(row.version))
        )


def _take(use_case: Callable[..., object], done: str, pairing_id: int, version: int) -> None:
    reason = st.session_state.get(REASON, "")
    before = len(st.session_state.get("notices", []))
    act(use_case, done=done, pairing_id=pairing_id, seen_version=version, reason=reason)
    if st.session_state["notices"][before:] and st.session_state["notices"][-1][0] == "success":
        st.session_state[REASON] = ""
