"""What a survey found, in sums: by question and side, by unit in the official order; no sum of fewer than three answers."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.small import FEWEST
from db.queries.surveys import sums, sums_by_unit
from pages.parts import tables
from pages.parts.chart_style import CONFIG
from pages.parts.charts_survey import step_bars
from pages.parts.frame import look
from pages.parts.progress_board import VIEW, Board
from pages.parts.survey_words import question_word, side_word
from texts import _

STEPS = ("step1", "step2", "step3", "step4")


def results_view(row: Any, board: Board) -> None:
    """Left the answers by question, right the units and the way to the relations at risk."""
    left, right = st.columns([7, 6], gap="medium")
    with left:
        _answers(row)
    with right:
        _risks(board)
        _units(row)


def _answers(row: Any) -> None:
    found = look(sums, survey_id=int(row.id))
    shown = found[found["step1"].notna()]
    for side, count in found[found["step1"].isna()].groupby("side", sort=False)["filed"].first().items():
        told = _("{side}: {count} answers, too few to be shown as a sum (at least {fewest}).")
        st.caption(told.format(side=side_word(str(side)), count=int(count), fewest=FEWEST))
    if shown.empty:
        st.info(_("No side has three answers yet, so there is nothing to show."))
        return
    figure = step_bars(_by_question(shown), _title(shown))
    st.plotly_chart(figure, config=CONFIG, key=f"survey-steps-{row.id}")


def _by_question(shown: pd.DataFrame) -> pd.DataFrame:
    """The two sides of a question beside each other."""
    order = {code: place for place, code in enumerate(dict.fromkeys(shown["question"]))}
    return shown.sort_values("question", key=lambda codes: codes.map(order), kind="stable")


def _title(shown: pd.DataFrame) -> str:
    """The question with the fewest content answers; the bars carry how many chose each step."""
    steps = shown[list(STEPS)].astype(float)
    content = (steps["step3"] + steps["step4"]) / shown["filed"]
    row = shown.loc[content.idxmin()]
    told = _("Least content: “{question}”, {side}: {share} fully or mostly true")
    share = f"{content.min():.0%}"
    return told.format(question=question_word(row["question"]), side=side_word(row["side"]), share=share)


def _risks(board: Board) -> None:
    """How many relations are at risk, and the way to them in the queue."""
    count = sum("relation_risk" in codes for codes in board.rows["codes"])
    cell, link = st.columns([1, 2], gap="small", vertical_alignment="center")
    cell.metric(_("Relations at risk"), count, border=True)
    link.button(
        _("Show them in the queue"), icon=":material/diversity_3:", key="survey-risks", disabled=not count,
        on_click=_to_queue,
    )  # fmt: skip


def _to_queue() -> None:
    st.session_state[VIEW] = "queue"
    st.session_state["progress_reason"] = "relation_risk"


def _units(row: Any) -> None:
    found = look(sums_by_unit, survey_id=int(row.id))
    shown = found.assign(
        unit=[unit or _("without a unit") for unit in found["unit"]],
        told=["—" if pd.isna(share) else f"{int(share)}%" for share in found["content"]],
    )
    columns = {
        "unit": tables.text(_("Unit"), 190), "asked": tables.number(_("Asked"), 64), "filed": tables.number(_("Collected"), 74),
        "told": tables.text(_("Content"), 70, _("Answers “fully” or “mostly true”, of all questions")),
    }  # fmt: skip
    height = tables.height_of(len(shown), 430)
    st.dataframe(shown[list(columns)], column_config=columns, hide_index=True, row_height=tables.ROW, height=height)
    st.caption(
        _(
            "In the official order of units, not a ranking. “—”: fewer than three answers, or as few could be found out from the others."
        )
    )
