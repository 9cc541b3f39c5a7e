"""Single changes: one pairing (or two for a swap) is picked in the roster, what is to happen beside it, a slip comes of it."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.pairings import pairings
from db.queries.words import units
from pages.parts import tables
from pages.parts.change_elsewhere import nothing_open
from pages.parts.change_lines import successor_table, told_price
from pages.parts.change_words import GROUNDS
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label, spoken
from pages.parts.pairing_list import filtered, with_kinds, with_notice
from pages.parts.reasons import rule
from programme import change_content, change_drafts
from programme.access import Action
from programme.change_candidates import successors, swap_fits
from programme.change_drafts import Head
from programme.pairings import resume
from texts import N_, _

KEY = "single"
ASKED = "single-asked"
OPEN = ("notice", "confirmed", "active", "paused", "due")
KINDS = {
    "resume": N_("Take it up again"),
    "change": N_("Another mentor"),
    "end": N_("End it"),
    "pause": N_("Let it rest"),
    "transfer": N_("Changes unit"),
}
TALL = 460


def single_view(cohort_id: int) -> None:
    """The open pairings on the left, the change on the right."""
    if nothing_open(cohort_id):
        return
    known = look(pairings, cohort_id=cohort_id)
    known = known[known["status"].isin(OPEN)]
    left, right = st.columns([2, 1.15], gap="medium")
    with left:
        shown = filtered(with_kinds(with_notice(known)))
        picked = _table(shown)
    with right, st.container(border=True, key="single-change"):
        rows = [next(shown[shown["id"] == key].itertuples()) for key in picked]
        made = _asked(rows)
    if made is not None:
        tables.open_row("change", made)
        st.rerun()


def _table(shown: pd.DataFrame) -> list[int]:
    ids = [int(key) for key in shown["id"]]
    asked = st.query_params.pop("pairing", None)
    if asked is not None:
        st.session_state[ASKED] = asked
    asked_rows = [place for place, key in enumerate(ids) if str(key) == st.session_state.get(ASKED)]
    told = shown.assign(state=[label("pairing_state", code) for code in shown["status"]])
    columns = {
        "mentee": tables.text(_("Mentee"), 85), "mentee_unit": tables.text(_("Mentee's unit")),
        "mentor": tables.text(_("Mentor"), 85), "mentor_unit": tables.text(_("Mentor's unit")),
        "state": tables.text(_("State"), 95),
    }  # fmt: skip
    seen = st.dataframe(
        told[list(columns)], column_config=columns, hide_index=True, row_height=tables.ROW, placeholder="",
        key=f"single-pairings-{len(ids)}-{hash(tuple(ids))}-{st.session_state.get(ASKED, '')}", selection_mode="multi-row", on_select="rerun",
        selection_default={"selection": {"rows": asked_rows}},
        height=min(TALL, tables.HEAD + tables.ROW * max(len(ids), 1)),
    )  # fmt: skip
    st.caption(_("Pick one pairing, or two to swap their mentors."))
    return [ids[row] for row in seen["selection"]["rows"] if row < len(ids)]


def _asked(rows: list[Any]) -> int | None:
    """The form for what is picked; returns the slip once it is drawn up."""
    if not rows:
        st.caption(_("Pick a pairing: another mentor, an end, a rest with the day of return, or a transfer."))
        return None
    for row in rows[:2]:
        st.markdown(
            f"**{plain(row.mentee)}** :small[:gray[{plain(row.mentee_unit)}]] ← **{plain(row.mentor)}** "
            f":small[:gray[{plain(row.mentor_unit)}]]"
        )
    if not may(Action.ADJUST):
        st.caption(_("Your role draws up no slips."))
        return None
    if len(rows) > 2:
        st.caption(_("More than two are picked; a slip takes one pairing, or two to swap."))
        return None
    return _swap(rows[0], rows[1]) if len(rows) == 2 else _one(rows[0])


def _swap(first: Any, second: Any) -> int | None:
    st.markdown("**" + _("Swap of mentors") + "**")
    if first.mentor_id == second.mentor_id:
        st.caption(_("Both are led by the same mentor: there is nothing to swap. Pick two of different mentors."))
        return None
    st.caption(
        _("{one} goes to {two_mentor}, {two} goes to {one_mentor}.").format(
            one=plain(first.mentee), two=plain(second.mentee), one_mentor=plain(first.mentor),
            two_mentor=plain(second.mentor),
        )
    )  # fmt: skip
    keys = (int(first.id), int(second.id))
    for row, (before, after, code) in zip((first, second), look(swap_fits, pairing_ids=keys), strict=True):
        told = _("{mentee}: fit {before} → {after}").format(
            mentee=plain(row.mentee), before=f"{before:.0f}", after=f"{after:.0f}"
        )
        st.markdown(told + (f" :red[{rule(code)}]" if code else ""))
    head = _head("swap", f"{first.id}-{second.id}")
    if not _button():
        return None
    return act(change_drafts.draw_swap, done=_drawn(), pairing_ids=keys, head=head)


def _one(row: Any) -> int | None:
    offered = [kind for kind in KINDS if _offered(kind, row.status)]
    kind = st.segmented_control(
        _("What is to happen"), offered, default=offered[0], required=True, format_func=spoken(KINDS),
        key=f"{KEY}-kind-{row.id}", label_visibility="collapsed",
    )  # fmt: skip
    if kind == "resume":
        _resume(row)
        return None
    return _transfer(row) if kind == "transfer" else _single(row, kind)


def _offered(kind: str, status: str) -> bool:
    """What can happen in this state; taking up again is no change that two people sign."""
    if kind == "resume":
        return status == "paused" and may(Action.CONFIRM)
    return status in change_content.ACTS["keep" if kind == "transfer" else kind]


def _resume(row: Any) -> None:
    """The rest is over: in force again from today, with the reason."""
    reason = st.text_input(_("Reason (needed)"), key=f"{KEY}-resume-why-{row.id}", max_chars=200)
    st.caption(_("In force again from today; this takes no slip."))
    if st.button(_("Take it up again"), type="primary", key=f"{KEY}-resume", width="stretch"):
        told = {"pairing_id": int(row.id), "seen_version": int(row.version), "reason": reason}
        act(resume, done=_("In force again."), **told)
        st.rerun()


def _single(row: Any, kind: str) -> int | None:
    line: dict[str, Any] = {}
    if kind == "change":
        line = {"new_mentor_id": _mentor(row)}
    head = _head(kind, str(row.id))
    if kind == "pause":
        line = {"return_on": _back(head.effective_on, row)}
    if not _button(disabled=kind == "change" and line["new_mentor_id"] is None):
        return None
    return act(change_drafts.draw_single, done=_drawn(), kind=kind, pairing_id=int(row.id), head=head, line=line)


def _mentor(row: Any) -> int | None:
    chosen = successor_table(look(successors, pairing_id=int(row.id)), f"{KEY}-{row.id}")
    if chosen is None:
        st.caption(_("Pick the new mentor; the price tells what the whole gains or loses against the best choice."))
        return None
    st.markdown(told_price(chosen, _("the best choice")))
    return None if chosen.forbidden else chosen.mentor.id


def _back(effective: date, row: Any) -> date | None:
    first = effective + timedelta(days=1)
    return st.date_input(_("Back on"), None, min_value=first, key=f"{KEY}-back-{row.id}")


def _transfer(row: Any) -> int | None:
    known = look(units)
    names = dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    to_unit = st.selectbox(
        _("To which unit"), list(names), None, format_func=lambda key: names.get(key, ""), key=f"{KEY}-unit-{row.id}",
        placeholder=_("Choose from the list"),
    )  # fmt: skip
    stays = {
        "keep": _("The pairing stays"),
        "change": _("Another mentor"),
        "release": _("The mentee waits for another mentor"),
    }
    offered = [code for code in stays if row.status in change_content.ACTS[code]]
    what = st.radio(_("And the pairing"), offered, format_func=stays.get, key=f"{KEY}-stays-{row.id}", horizontal=True)
    mentor = _mentor(row) if what == "change" else None
    head = _head("transfer", str(row.id))
    if not _button(disabled=to_unit is None or (what == "change" and mentor is None)):
        return None
    line = {"act": what, "new_mentor_id": mentor}
    return act(
        change_drafts.draw_transfer, done=_drawn(), mentee_id=int(row.mentee_id), to_unit=to_unit, head=head, line=line
    )


def _head(kind: str, key: str) -> Head:
    """From which day, on what ground, why in words."""
    first, second = st.columns([1, 1.4], gap="small")
    effective = first.date_input(_("From which day"), today(), key=f"{KEY}-day-{kind}-{key}")
    grounds = change_content.GROUNDS[kind]
    ground = ""
    if grounds != ("",):
        words = {code: GROUNDS[code] for code in grounds}
        ground = second.selectbox(
            _("Ground of the change"), grounds, format_func=spoken(words), key=f"{KEY}-ground-{kind}-{key}"
        )
    note = st.text_input(
        _("Why, in words (needed; stands on the slip)"), key=f"{KEY}-note-{kind}-{key}",
        max_chars=change_drafts.NOTE_LENGTH,
    )  # fmt: skip
    return Head(effective, ground, note)


def _button(*, disabled: bool = False) -> bool:
    return st.button(_("Draw up the slip"), type="primary", key=f"{KEY}-go", width="stretch", disabled=disabled)


def _drawn() -> str:
    return _("The slip is drawn up; nothing has moved yet.")
