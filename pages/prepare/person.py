"""One person in full (人物页): who it is, every pairing and what decided it, the process, what came of it, papers, lineage, the log."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.person import entries, pairings_of, person, person_of_mentee
from pages.parts.frame import NothingYet, header, look, me, plain
from pages.parts.lineage_view import lineage_tab
from pages.parts.person_head import basics, next_steps
from pages.parts.person_log import log_tab
from pages.parts.person_now import now_tab
from pages.parts.person_pair import choose_pairing, pair_tab
from pages.parts.person_papers import papers_tab
from pages.parts.person_process import process_tab
from pages.parts.person_results import results_tab
from pages.parts.pool_panels import show_tabs
from texts import N_, _

PERSON, MENTEE, TAB, TABS = "person", "mentee", "tab", "person_tabs"


def main() -> None:
    """Who is asked for by the address, as a person or by an entry as mentee; nobody: the search."""
    asked = _asked()
    found = look(person, person_id=int(asked)) if asked.isdecimal() else None
    header(plain(found["name"]) if found else _("Person"))
    if found is None:
        _nobody(asked)
        return
    _show(found, look(entries, person_id=found["id"]), look(pairings_of, person_id=found["id"]))


def _asked() -> str:
    entry = st.query_params.pop(MENTEE, "")
    if entry.isdecimal():
        st.query_params[PERSON] = str(look(person_of_mentee, mentee_id=int(entry)) or 0)
    return st.query_params.get(PERSON, "")


def _nobody(asked: str) -> None:
    if asked:
        st.info(_("This person is not there, or not among the people of your unit."))
    else:
        st.info(_("Type a name, pinyin, a unit or a number into the field above; every list leads here as well."))
    raise NothingYet


def _show(who: Mapping[str, Any], parts: pd.DataFrame, pairs: pd.DataFrame) -> None:
    basics(who, parts, pairs)
    next_steps(int(who["id"]))
    pair = choose_pairing(pairs, int(who["id"]))
    drawn: dict[str, tuple[str, Callable[[], None]]] = {
        "now": (N_("As things stand"), lambda: now_tab(who, parts, pairs)),
        "pair": (N_("Pairing and why"), lambda: pair_tab(pair)),
        "process": (N_("Process"), lambda: process_tab(pair)),
        "results": (N_("Reviews and results"), lambda: results_tab(int(who["id"]), pair)),
        "papers": (N_("Papers"), lambda: papers_tab(who, pairs)),
        "lineage": (N_("Lineage"), lambda: lineage_tab(int(who["id"]))),
        "log": (N_("Log"), lambda: log_tab(int(who["id"]), parts, pairs)),
    }
    if me().viewer.unit_id is not None:
        del drawn["log"]
    _land(drawn)
    show_tabs(TABS, {_(label): draw for label, draw in drawn.values()})


def _land(drawn: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
    """The tab that a link asks for."""
    asked = st.query_params.pop(TAB, None)
    if asked and asked in drawn:
        st.session_state[TABS] = _(drawn[asked][0])


main()
