"""Follow-ups on the page of progress: assign one, finish it with its outcome, drop it with a reason, read them all."""

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.progress import follow_up_owners, follow_ups
from pages.parts import tables
from pages.parts.dates import day, day_of
from pages.parts.frame import act, look, may, me, plain
from pages.parts.labels import aside, spoken, stated
from pages.parts.progress_board import Board, show_pair
from pages.parts.progress_words import follow_up_word, reason, state_word, step_word
from programme.access import Action
from programme.progress import follow_ups as doing
from programme.role_names import ROLE_NAMES
from texts import N_, _

USUAL_DAYS = 14
KEY = "follow_up"
WHICH = {"open": N_("Open"), "mine": N_("Mine"), "overdue": N_("Overdue"), "over": N_("Finished or dropped")}


def assign_form(pairs: pd.DataFrame, key: str) -> None:
    """Who does what until when, for one pairing or several; the usual next step stands there already."""
    names = _owners(pairs)
    with st.form(f"assign-{key}-{len(pairs)}", clear_on_submit=True):
        usual = step_word(str(pairs["next_step"].iloc[0])) or _("Find out how they get on.")
        text = st.text_area(
            _("What is to be done"), usual, max_chars=doing.LONGEST, height=80, key=f"assign-text-{key}"
        )
        who, until, send = st.columns([1.4, 1.1, 1], gap="small", vertical_alignment="bottom")
        own = me().id
        at = list(names).index(own) if own in names else 0
        owner = who.selectbox(
            _("Owner"), list(names), at, format_func=lambda one: names[one], key=f"assign-owner-{key}"
        )
        due = until.date_input(
            _("Due"), today() + timedelta(days=USUAL_DAYS), format="YYYY-MM-DD", key=f"assign-due-{key}"
        )
        if send.form_submit_button(_("Assign it"), type="primary", width="stretch"):
            told = {
                "pairing_ids": [int(one) for one in pairs["pairing_id"]],
                "text": text,
                "owner_id": owner,
                "due_on": due,
            }
            act(doing.assign, done=_("The follow-up is assigned."), **told)
            st.rerun()


def _owners(pairs: pd.DataFrame) -> dict[int, str]:
    """Officers, and the liaison where all pairings are of one unit."""
    known, units = look(follow_up_owners), set(pairs["unit_id"])
    usable = known[(known["role"] != "liaison") | (known["unit_id"].isin(units) & (len(units) == 1))]
    role = spoken(ROLE_NAMES)
    told = zip(usable["id"], usable["name"], usable["role"], strict=True)
    return {int(key): aside(name, role(code)) for key, name, code in told}


def of_pair(pairing_id: int) -> None:
    """The follow-ups of one pairing, the open ones with what can be done about them."""
    known = look(follow_ups, pairing_id=pairing_id, open_only=False)
    if known.empty:
        return
    st.markdown("**" + _("Follow-ups") + "**")
    for row in known.itertuples():
        one_follow_up(row, "pair")


def one_follow_up(row: Any, place: str) -> None:
    """One follow-up: who, until when, what, how it stands; its end."""
    colour = {"done": "green", "dropped": "gray"}.get(row.status, "red" if row.due_on < today() else "orange")
    line = _("{owner}, until {day}").format(owner=plain(row.owner), day=day(row.due_on))
    st.markdown(f":{colour}-badge[{follow_up_word(row, today())}] {line}  \n{plain(row.text)}")
    if row.status == "open":
        _end(row, place)
    else:
        st.caption(stated(day_of(row.closed_at), plain(row.outcome)))


def _end(row: Any, place: str) -> None:
    key = f"{place}-{row.id}-{row.version}"
    if not may(Action.KEEP_RECORDS):
        return
    with st.form(f"end-{key}", border=False):
        said = st.text_input(_("What came of it, or why it is dropped"), max_chars=doing.LONGEST, key=f"end-text-{key}")
        finish, drop, _rest = st.columns([1, 1, 1], gap="small")
        seen = {"follow_up_id": int(row.id), "seen_version": int(row.version)}
        if finish.form_submit_button(_("Finish"), type="primary", width="stretch"):
            act(doing.finish, done=_("The follow-up is finished."), outcome=said, **seen)
            st.rerun()
        if may(Action.MANAGE_COHORTS) and drop.form_submit_button(_("Drop"), width="stretch"):
            act(doing.drop, done=_("The follow-up is dropped."), reason=said, **seen)
            st.rerun()


def follow_ups_view(board: Board) -> None:
    """All follow-ups of the cohort, the overdue first; the chosen one beside."""
    words = {code: _(label) for code, label in WHICH.items()}
    which = st.pills(
        _("Which"),
        list(words),
        default="open",
        format_func=lambda code: words[code],
        key="progress_which",
        label_visibility="collapsed",
    )
    known = _which(look(follow_ups, cohort_id=board.cohort_id, open_only=which not in (None, "over")), which)
    left, right = st.columns([7, 6], gap="medium")
    with left:
        if known.empty:
            st.info(_("No follow-up here. Assign one beside a pairing of the queue."))
        else:
            tables.pick(_shown(known), KEY, _columns(), height=500)
    with right, st.container(border=True):
        picked = known[known["id"].astype(str) == tables.picked(KEY)]
        shown = picked if len(picked) else known.head(1)
        if shown.empty:
            st.caption(_("Select a follow-up to see why it was assigned and to finish it."))
        else:
            _one(next(shown.itertuples()), board)


def _which(known: pd.DataFrame, which: str | None) -> pd.DataFrame:
    if which == "mine":
        return known[known["owner_id"] == me().id]
    if which == "overdue":
        return known[known["due_on"] < today()]
    return known[known["status"] != "open"] if which == "over" else known


def _shown(known: pd.DataFrame) -> pd.DataFrame:
    return known.assign(
        state=[follow_up_word(row, today()) for row in known.itertuples()],
        due=[day(value) for value in known["due_on"]],
    )


def _columns() -> dict[str, Any]:
    return {
        "state": tables.text(_("State"), 70), "due": tables.on_day(_("Due")), "owner": tables.text(_("Owner"), 64),
        "mentee": tables.text(_("Mentee"), 66), "mentor": tables.text(_("Mentor"), 60), "unit": tables.text(_("Unit"), 100),
        "text": tables.text(_("What is to be done"), 180),
    }  # fmt: skip


def _one(row: Any, board: Board) -> None:
    st.markdown(f"{aside(f'**{plain(row.mentee)}**', plain(row.unit))} ・ {plain(row.mentor)}")
    one_follow_up(row, "list")
    st.caption(_("Assigned by {name} on {day}").format(name=plain(row.by), day=day_of(row.at)))
    found = row.found or {}
    if found.get("colour"):
        st.markdown(_("When it was assigned: {state}").format(state=state_word(found["colour"])))
        st.markdown("\n".join(f"- {plain(reason(told))}" for told in found.get("reasons", [])))
    if row.pairing_id in set(board.rows["pairing_id"]):
        st.button(_("Show this pairing"), key=f"show-{row.id}", on_click=show_pair, args=(int(row.pairing_id),))
