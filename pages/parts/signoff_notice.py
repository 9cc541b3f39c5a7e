"""The public notice of a confirmed scheme: its days, the list for posting, and the objections with their decisions."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.objections import objections
from db.queries.pairings import pairings
from pages.parts.dates import day, day_of
from pages.parts.downloads import download
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import aside, label
from pages.parts.signoff_sign import guessed
from pages.parts.tables import HEAD, ROW, text
from pages.parts.ways import way
from programme import objections as verbs
from programme.access import Action
from programme.holidays import calendar
from programme.public_notice import Notice, notice, offer_notice
from texts import _

TALL = 300
BEFORE_FORCE = ("notice", "confirmed")
DECISIONS = ("dismissed", "upheld")


def public_notice(scheme: Any) -> None:
    """Days and list on the left, objections on the right."""
    found = look(notice, scheme_id=int(scheme.id))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _days(found)
        _list(scheme, found)
    with right:
        _objections(scheme)


def _days(found: Notice) -> None:
    if found.first is None or found.last is None:
        st.info(_("This scheme was confirmed without a public notice."))
        return
    told = _("Posted on {first}, {days} working days, until {last}.").format(
        first=day(found.first), days=found.days, last=day(found.last)
    )
    state = _("It runs still.") if today() <= found.last else _("It is over.")
    st.markdown(f"**{told}** {state}")
    doubt = guessed(found.first, found.last, look(calendar))
    if doubt:
        st.caption(doubt)
        way("prepare/cohorts.py", _("Enter the holidays"))
    if today() > found.last and found.running:
        way("match/pairings.py", _("Bring {count} pairings into force").format(count=found.running))


def _list(scheme: Any, found: Notice) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if may(Action.EXPORT) and found.lines:
            download(st, _("List for posting"), offer_notice, "notice-list", scheme_id=int(scheme.id))
    if found.withheld:
        st.caption(_("{count} pairs of the discipline stream are not posted.").format(count=found.withheld))
    rows = [(one.mentor, one.mentor_unit, one.mentee, one.mentee_unit) for one in found.lines]
    frame = pd.DataFrame(rows, columns=["mentor", "mentor_unit", "mentee", "mentee_unit"])
    columns = {
        "mentor": text(_("Mentor"), 90), "mentor_unit": text(_("Mentor's unit")), "mentee": text(_("Mentee"), 90),
        "mentee_unit": text(_("Mentee's unit")),
    }  # fmt: skip
    st.dataframe(
        frame, hide_index=True, row_height=ROW, height=min(TALL, HEAD + ROW * max(len(frame), 1)),
        column_config=columns, key="notice-lines", placeholder="",
    )  # fmt: skip
    with st.expander(_("Text of the notice"), icon=":material/description:"):
        st.code(notice_text(found), language=None, wrap_lines=True)


def notice_text(found: Notice) -> str:
    """The notice in words, for the paper that goes up beside the list; the office fills in what is its own."""
    told = _(
        "Public notice of mentor pairings. For {cohort}, {count} pairs are to be formed; the list is attached (names and units). "
        "The notice runs from {first} to {last}. Whoever objects may tell the organization department in person, by phone or in "
        "writing within this time; objections should be made in one's own name and with facts."
    )
    first, last = (day(one) if one else "—" for one in (found.first, found.last))
    return told.format(cohort=found.cohort, count=len(found.lines), first=first, last=last)


def _objections(scheme: Any) -> None:
    known = look(objections, scheme_id=int(scheme.id))
    st.markdown("**" + _("Objections ({count})").format(count=len(known)) + "**")
    if known.empty:
        st.caption(_("None has been received. Who raises one is not written down, only who received it."))
    for row in known.itertuples():
        with st.container(border=True, key=f"objection-card-{row.id}", gap="small"):
            _card(row)
    if may(Action.CONFIRM):
        with st.expander(_("Write down an objection"), icon=":material/add:"):
            _receive(scheme)


def _card(row: Any) -> None:
    badge = {"": f":orange-badge[{_('open')}]", "upheld": f":red-badge[{_('upheld')}]"}
    state = badge.get(row.decision, f":green-badge[{_('dismissed')}]")
    st.markdown(f"**{plain(row.mentee)}** – **{plain(row.mentor)}** {state}")
    received = _("Received on {day} by {who}").format(day=day(row.received_on), who=plain(row.received_by))
    st.markdown(f"> {plain(row.content)}  \n> :small[:gray[{received}]]")
    if row.decision:
        decided = f"{plain(row.decided_by)} {day_of(row.decided_at)}"
        st.markdown(f":material/gavel: {plain(row.reason)}  \n:small[:gray[{decided}]]")
    elif may(Action.CONFIRM):
        _decide(row)


def _decide(row: Any) -> None:
    key = f"objection-{row.id}-{row.version}"
    st.text_input(
        _("Reason of the decision"), key=key, label_visibility="collapsed", placeholder=_("Reason of the decision")
    )
    words = {"dismissed": _("Dismiss"), "upheld": _("Uphold: the pairing ends")}
    for place, decision in zip(st.columns(2, gap="small"), DECISIONS, strict=True):
        place.button(
            words[decision], key=f"{key}-{decision}", width="stretch", on_click=_take,
            args=(int(row.id), int(row.version), decision, key),
        )  # fmt: skip


def _take(objection_id: int, version: int, decision: str, key: str) -> None:
    reason = st.session_state.get(key, "")
    done = _("The decision is written down.")
    act(verbs.decide, done=done, objection_id=objection_id, seen_version=version, decision=decision, reason=reason)


def _receive(scheme: Any) -> None:
    rows = look(pairings, cohort_id=int(scheme.cohort_id))
    rows = rows[rows["status"].isin(BEFORE_FORCE)]
    names = {
        row.id: aside(f"{row.mentee} – {row.mentor}", label("pairing_state", row.status)) for row in rows.itertuples()
    }
    if not names:
        st.caption(_("No pairing is on notice any more."))
        return
    with st.form("objection-form", clear_on_submit=False, border=False):
        pairing_id = st.selectbox(
            _("Which pairing"), list(names), format_func=lambda key: names.get(key, ""), key="objection-pairing"
        )
        on = st.date_input(_("Received on"), today(), max_value=today(), key="objection-on", format="YYYY-MM-DD")
        who = st.text_input(_("Received by"), key="objection-who", max_chars=60)
        said = st.text_area(
            _("What it says, without the name of whoever raised it"), key="objection-content", height=80
        )
        if st.form_submit_button(_("Write it down"), width="stretch"):
            told = {"received_on": on, "received_by": who, "content": said}
            act(verbs.receive, done=_("The objection is written down."), pairing_id=int(pairing_id), **told)
            st.rerun()
