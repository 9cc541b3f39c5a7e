"""One pairing of the queue: its state with the reasons in words, what to do next, its contacts, plan, stage and follow-ups."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.progress_charts import contact_days
from pages.parts.chart_style import CONFIG
from pages.parts.charts_progress import contact_weeks
from pages.parts.dates import day
from pages.parts.frame import look, may, plain
from pages.parts.labels import aside, label
from pages.parts.progress_board import Board
from pages.parts.progress_follow import assign_form, of_pair
from pages.parts.progress_words import not_yet, reason, stage_word, state_word, step_word
from pages.parts.record_words import word as record_word
from pages.parts.survey_relation import relation_block
from pages.parts.ways import way
from programme.access import Action
from texts import _

COLOURS = {"red": "red", "yellow": "orange", "blue": "blue", "steady": "green", "paused": "gray", "too_early": "gray"}
LAST = 4


def pair_panel(board: Board, row: Any) -> None:
    """The whole of one pairing."""
    st.markdown(
        f"{aside(f'**{plain(row.mentee)}**', plain(row.unit))} ← **{plain(row.mentor)}** "
        f":{COLOURS[row.colour]}-badge[{plain(state_word(row.colour))}]"
    )
    st.markdown(_why(row))
    if step_word(row.next_step):
        st.markdown("**" + _("Next step") + "** ・ " + plain(step_word(row.next_step)))
    _ways(row)
    if may(Action.MANAGE_COHORTS):
        with st.expander(_("Assign a follow-up"), icon=":material/assignment_ind:", key=f"assign-{row.pairing_id}"):
            assign_form(board.rows[board.rows["pairing_id"] == row.pairing_id], str(row.pairing_id))
    relation_block(int(row.pairing_id), "progress")
    of_pair(int(row.pairing_id))
    _facts(row)
    _contacts(int(row.pairing_id))


def _why(row: Any) -> str:
    lines = [
        f"- {plain(reason(told))}" + ("" if told["counts"] else f" :gray[{_('(told only)')}]") for told in row.reasons
    ]
    lines += [f"- :gray[{plain(not_yet(told))}]" for told in row.pending]
    if lines:
        return "\n".join(lines)
    return {
        "paused": _("It rests, so nothing is expected of it."),
        "too_early": _("It began only on {day}; it is judged later.").format(day=day(row.starts_on)),
    }.get(row.colour, _("Every rule is met."))


def _ways(row: Any) -> None:
    key = int(row.pairing_id)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button(_("Records"), icon=":material/edit_note:", key=f"to-records-{key}"):
            st.session_state["rec_words"] = row.mentee
            st.switch_page("follow/records.py", query_params={"view": "list"})
        way("follow/records.py", _("Plan and stages"), icon=":material/checklist:", view="plans", pairing=key)
        if may(Action.ADJUST):
            way("match/changes.py", _("Change or pause"), icon=":material/swap_horiz:", view="single", pairing=key)


def _facts(row: Any) -> None:
    """Stage, plan and term."""
    since = (
        "" if pd.isna(row.entered_on) or row.entered_on is None else _("since {day}").format(day=day(row.entered_on))
    )
    none = row.agreed_on is None and not row.items
    told = (
        (_("Stage"), f"{stage_word(row.stage)} {since}"),
        (_("Undertakings done"), _("no plan") if none else f"{row.done} / {row.items}"),
        (_("Overdue"), str(row.overdue)),
        (_("Term"), f"{day(row.starts_on)} – {day(row.ends_on)} ({label('pairing_state', row.status)})"),
    )
    # Side by side as far as they fit: in columns of their own, long words would break.
    with st.container(horizontal=True, gap="medium"):
        for name, value in told:
            st.markdown(f":small[:gray[{name}]]  \n:small[{plain(value)}]", width="content")


def _contacts(pairing_id: int) -> None:
    """When they met, kind by kind, and the last words on record."""
    told = look(contact_days, pairing_id=pairing_id)
    if told.empty:
        st.caption(_("Nothing is on record yet."))
        return
    figure = contact_weeks(
        told, today(), _("{count} records, the last on {day}").format(count=len(told), day=day(told["day"].iloc[0]))
    )
    st.plotly_chart(figure, config=CONFIG, key=f"progress-contacts-{pairing_id}")
    for row in told.head(LAST).itertuples():
        st.markdown(
            f":small[{day(row.day)} ・ {record_word('kind', row.kind)} ・ {plain((row.title or row.content)[:60])}]"
        )
