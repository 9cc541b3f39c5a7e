"""The system (系统): what the database is and how much it holds, and whether everything that must hold does."""

from time import time

import pandas as pd
import streamlit as st

from db.queries.system import engine_facts, table_counts
from pages.parts.frame import look, show_notices
from pages.parts.invariant_words import words
from pages.parts.tables import HEAD, ROW, number, text
from programme.invariants import WATCHED, report
from texts import _

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PLACES = 20
ASKED = "system-asked"


def main() -> None:
    """Facts on top; the checks on the left, the counts on the right."""
    title, again = st.columns([6, 1.2], vertical_alignment="bottom")
    title.markdown("## " + _("System"))
    again.button(_("Check again"), icon=":material/refresh:", width="stretch", key="system-again", on_click=_ask_again)
    show_notices()
    facts, counts = look(engine_facts), look(table_counts)
    with st.spinner(_("Checking…")):
        found = look(report, asked=st.session_state.get(ASKED, 0))
    _figures(facts, found)
    left, right = st.columns([2.35, 1], gap="medium")
    with left, st.container(border=True):
        _checks(found)
    with right, st.container(border=True):
        _counts(counts)


def _ask_again() -> None:
    """A number that nobody has asked with: seconds are enough for that."""
    st.session_state[ASKED] = int(time())


def _figures(facts: dict[str, str], found: dict[str, list[str]]) -> None:
    broken = sum(1 for name, places in found.items() if places and name not in WATCHED)
    watched = sum(1 for name, places in found.items() if places and name in WATCHED)
    shown = [
        (_("Database"), f"{NAMES.get(facts['kind'], facts['kind'])} {facts['release']}"),
        (_("Revision of the tables"), facts["revision"] or "—"),
        (_("Checks"), str(len(found))),
        (_("Broken"), str(broken)),
        (_("To look at"), str(watched)),
    ]
    for column, (name, value) in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        column.metric(name, value, border=True)


def _checks(found: dict[str, list[str]]) -> None:
    """What must hold, what is broken first; places are ids, the audit and the workload page lead on."""
    broken = {name: places for name, places in found.items() if places}
    if not broken:
        st.success(_("Everything that must hold does."), icon=":material/check:")
    for name, places in broken.items():
        said = f"{words(name)}  \n:small[{' ・ '.join(places[:PLACES])}{' …' if len(places) > PLACES else ''}]"
        (st.warning if name in WATCHED else st.error)(said)
    rows = [(words(name), _state(name, places), len(places)) for name, places in found.items()]
    frame = pd.DataFrame(rows, columns=["check", "state", "places"])
    columns = {
        "check": text(_("What must hold")),
        "state": text(_("State"), 110),
        "places": number(_("Rows concerned"), 80),
    }
    st.dataframe(
        frame, column_config=columns, hide_index=True, row_height=ROW, height=min(520, HEAD + ROW * len(frame)),
        key="system-checks",
    )  # fmt: skip


def _state(name: str, places: list[str]) -> str:
    if not places:
        return _("holds")
    return _("to look at") if name in WATCHED else _("broken")


def _counts(counts: pd.DataFrame) -> None:
    st.markdown("**" + _("Rows in the tables") + "**")
    columns = {"table": text(_("Table")), "rows": number(_("Rows"), 90)}
    st.dataframe(
        counts, column_config=columns, hide_index=True, row_height=ROW, height=min(620, HEAD + ROW * len(counts)),
        key="system-counts",
    )  # fmt: skip


main()
