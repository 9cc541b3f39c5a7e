"""The mutual survey on the page of progress: which survey, how it stands, what an officer does with it; then one of its views."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.surveys import surveys
from pages.parts.dates import day
from pages.parts.frame import act, look, may, me
from pages.parts.progress_board import Board
from pages.parts.survey_excel import excel_view
from pages.parts.survey_fill import ANSWER, fill_view
from pages.parts.survey_results import results_view
from programme.access import Action
from programme.surveys import rounds
from texts import N_, _

SURVEY, INNER = "survey", "survey_inner"
VIEWS = {"fill": N_("Collect answers"), "excel": N_("Excel out and in"), "results": N_("What it found")}
STATES = {"open": N_("Being collected"), "closed": N_("Closed")}


def survey_view(board: Board) -> None:
    """The survey that is looked at; without any, what it is for and how to open the first."""
    known = look(surveys, cohort_id=board.cohort_id)
    if known.empty:
        _nothing_yet(board.cohort_id)
        return
    row = _top(known, board.cohort_id)
    chosen = _view(row)
    if chosen == "results":
        results_view(row, board)
    else:
        {"fill": fill_view, "excel": excel_view}[chosen](row)


def _nothing_yet(cohort_id: int) -> None:
    st.info(
        _(
            "Nobody was asked yet how the two sides get on. Each answers five questions, confidentially; the liaisons collect."
        )
    )
    if may(Action.MANAGE_COHORTS):
        _opening(cohort_id)


def _top(known: pd.DataFrame, cohort_id: int) -> Any:
    choice, sentence, doing = st.columns([1.8, 5.8, 1.8], vertical_alignment="center", gap="small")
    rows = {int(row.id): row for row in known.itertuples()}
    asked = st.query_params.pop(SURVEY, "")
    if asked.isdecimal() and int(asked) in rows:
        st.session_state[SURVEY] = int(asked)
    if st.session_state.get(SURVEY) not in rows:
        st.session_state[SURVEY] = next(iter(rows))
    chosen = choice.selectbox(
        _("Survey"), list(rows), format_func=lambda key: _name(rows[key]), key=SURVEY, label_visibility="collapsed",
        on_change=_forget_answer,
    )  # fmt: skip
    row = rows[chosen]
    sentence.markdown(_sentence(row))
    if may(Action.MANAGE_COHORTS):
        with doing.popover(_("The survey"), icon=":material/event_note:", width="stretch"):
            _acts(row)
            if not (known["status"] == "open").any():
                _opening(cohort_id)
    return row


def _forget_answer() -> None:
    st.query_params.pop(ANSWER, None)


def _name(row: Any) -> str:
    return _("No. {number}, {day}").format(number=int(row.number), day=day(row.opens_on))


def _sentence(row: Any) -> str:
    """How it stands, and until when."""
    late = row.status == "open" and row.due_on < today()
    told = _("**{state}** · {filed} of {asked} answers collected · due {day}").format(
        state=_(STATES[row.status]), filed=int(row.filed), asked=int(row.asked), day=day(row.due_on)
    )
    return f"{told} :red-badge[{_('Overdue')}]" if late else told


def _view(row: Any) -> str:
    """Sums for everybody; single answers for those who may read them."""
    own = list(VIEWS) if "relations" in me().viewer.areas and may(Action.KEEP_RECORDS) else ["results"]
    if st.session_state.get(INNER) not in own:
        st.session_state[INNER] = own[0] if row.status == "open" else own[-1]
    chosen = st.segmented_control(
        _("Part of the survey"),
        own,
        required=True,
        format_func=lambda key: _(VIEWS[key]),
        key=INNER,
        label_visibility="collapsed",
    )
    return str(chosen)


def _acts(row: Any) -> None:
    """Close it, take up pairings that came since, open it again."""
    seen = {"survey_id": int(row.id), "seen_version": int(row.version)}
    if row.status == "open":
        _button(_("End the collecting"), rounds.close_survey, _("The survey is closed."), seen)
        _button(_("Ask pairings that came since"), rounds.take_up, _("Pairings in force since are asked too."), seen)
        return
    due = st.date_input(_("Due on"), rounds.usual_due(), min_value=today(), format="YYYY-MM-DD", key="survey-again-due")
    _button(_("Collect again"), rounds.reopen_survey, _("The survey takes answers again."), {**seen, "due_on": due})


def _button(label: str, use_case: Any, done: str, seen: dict[str, Any]) -> None:
    told = {**seen, "done": done}
    st.button(label, key=f"survey-{use_case.__name__}", width="stretch", on_click=act, args=(use_case,), kwargs=told)


def _opening(cohort_id: int) -> None:
    """Ask both sides of every pairing in force."""
    due = st.date_input(
        _("Answers until"), rounds.usual_due(), min_value=today(), format="YYYY-MM-DD", key="survey-due", width=200
    )
    st.button(
        _("Ask both sides now"), type="primary", key="survey-open", on_click=_open,
        kwargs={"cohort_id": cohort_id, "due_on": due},
    )  # fmt: skip


def _open(**asked: Any) -> None:
    opened = act(rounds.open_survey, done=_("The survey is open; the liaisons can collect."), **asked)
    if opened is not None:
        st.session_state[SURVEY] = opened
        st.session_state.pop(INNER, None)
