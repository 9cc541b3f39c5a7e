"""What the page of progress is drawn from: the pairings of the cohort with their states, read once for each run."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.progress import follow_ups
from db.queries.progress_facts import people_of_pairings
from pages.parts.frame import look
from programme.progress.calendar import month_ago
from programme.progress.states import counts, states

VIEW, PAIR, CHOSEN = "progress_view", "pairing", "progress_chosen"


@dataclass(frozen=True, slots=True)
class Board:
    """Pairings with their people and states, the worst first, and the cohort's open follow-ups; the day it is."""

    cohort_id: int
    rows: pd.DataFrame
    open: pd.DataFrame
    on: date

    @property
    def overdue(self) -> int:
        """How many follow-ups are over their day."""
        return int((self.open["due_on"] < self.on).sum()) if len(self.open) else 0


def board(cohort_id: int) -> Board:
    """Read the board. `rows` has the columns of `people_of_pairings` and `states`, codes (of the reasons), quiet (days
    since the last contact) and follow_ups (open ones)."""
    told = look(states, cohort_id=cohort_id)
    rows = told.merge(look(people_of_pairings, cohort_id=cohort_id), on="pairing_id", how="left", sort=False)
    known = look(follow_ups, cohort_id=cohort_id)
    codes = [[one["code"] for one in found] for found in rows["reasons"]]
    quiet = [_days(last, today()) for last in rows["last_contact"]]
    open_ones = rows["pairing_id"].map(known["pairing_id"].value_counts()).fillna(0).astype(int)
    rows = rows.assign(codes=codes, quiet=pd.Series(quiet, index=rows.index, dtype="Int64"), follow_ups=open_ones)
    return Board(cohort_id, rows, known, today())


def _days(last: Any, on: date) -> int | None:
    return None if last is None or pd.isna(last) else (on - last).days


def counts_before(board: Board) -> dict[str, int]:
    """How many pairings were in each state a month ago, by what was written down then."""
    return counts(look(states, cohort_id=board.cohort_id, on=month_ago(board.on)))


def choose(keys: list[int]) -> None:
    """Make these the chosen pairings; a single one stands in the address."""
    st.session_state[CHOSEN] = keys
    if len(keys) == 1:
        st.query_params[PAIR] = str(keys[0])
    else:
        st.query_params.pop(PAIR, None)


def show_pair(key: int) -> None:
    """Show a pairing in the queue, from wherever it was found."""
    choose([key])
    st.session_state["progress_round"] = st.session_state.get("progress_round", 0) + 1
    st.session_state[VIEW] = "queue"


def chosen(rows: pd.DataFrame) -> list[int]:
    """The chosen pairings of the board: those of the address, of the table, else none."""
    asked = st.query_params.get(PAIR)
    told = [int(asked)] if asked and asked.isdigit() else st.session_state.get(CHOSEN, [])
    known = set(rows["pairing_id"])
    return [key for key in told if key in known]
