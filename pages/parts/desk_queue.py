"""The queue of the desk: who is to be looked at, who has no mentor, who is overloaded, everybody; found by name or unit."""

from collections.abc import Callable, Mapping
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.reasons import rule
from programme.desk_cards import Board, Line
from texts import N_, _

SEGMENTS: Mapping[str, tuple[str, Callable[[Line], bool]]] = {
    "look": (N_("Review {count}"), lambda line: line.doubtful),
    "unmatched": (N_("Unpaired {count}"), lambda line: line.mentor is None),
    "crowded": (N_("Over {count}"), lambda line: line.crowded),
    "all": (N_("All {count}"), lambda _line: True),
}
HEIGHT = 416


def queue(board: Board) -> pd.DataFrame:
    """Draw the filters and the table; the lines shown, by `id` (mentees.id), worst fit first."""
    segment = _segment(board)
    sought, swapping = st.columns([3, 2], vertical_alignment="center", gap="small")
    words = sought.text_input(
        _("Find"),
        key="desk-find",
        placeholder=_("Name, sound or unit"),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    swap = swapping.toggle(_("Swap two"), key="desk-swapping", help=_("Tick two rows to let them exchange mentors"))
    lines = frame_of([line for line in board.lines if SEGMENTS[segment][1](line)])
    lines = tables.found(lines, words or "", ["mentor", "unit"])
    if lines.empty:
        st.info(_("Nobody here. Choose another list above or empty the search."), icon=":material/check:")
    elif swap:
        _two_rows(lines, _columns(segment))
    else:
        _one_row(board, lines, _columns(segment))
    return lines


def frame_of(lines: list[Line]) -> pd.DataFrame:
    """Lines as a table: id, mentor_id (0: none), name, unit, mentor, fit, marks in words."""
    rows = [
        {
            "id": line.mentee.id,
            "mentor_id": line.mentor.id if line.mentor else 0,
            "name": f"{line.mentee.name} 🔒" if "pin" in line.marks else line.mentee.name,
            "unit": line.mentee.unit,
            "mentor": line.mentor.label if line.mentor else _("no mentor"),
            "fit": line.fit,
            "marks": _marks(line),
        }
        for line in lines
    ]
    return pd.DataFrame(rows, columns=["id", "mentor_id", "name", "unit", "mentor", "fit", "marks"])


def chosen_mentee(board: Board, shown: pd.DataFrame) -> int | None:
    """The mentee in the address, else the first of the queue; None in an empty scheme."""
    known = {line.mentee.id for line in board.lines}
    said = tables.picked("mentee") or ""
    if said.isdigit() and int(said) in known:
        return int(said)
    return int(shown["id"].iloc[0]) if len(shown) else next(iter(sorted(known)), None)


def chosen_two() -> list[tuple[int, int]]:
    """The pairs ticked for a swap."""
    return st.session_state.get("desk-two", []) if st.session_state.get("desk-swapping") else []


def _segment(board: Board) -> str:
    counts = {code: sum(test(line) for line in board.lines) for code, (_words, test) in SEGMENTS.items()}
    first = "look" if counts["look"] else "all"
    chosen = st.segmented_control(
        _("List"),
        list(SEGMENTS),
        format_func=lambda code: _(SEGMENTS[code][0]).format(count=counts[code]),
        key="desk-segment",
        default=first,
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )
    return chosen or first


def _one_row(board: Board, lines: pd.DataFrame, columns: dict[str, object]) -> None:
    chosen = chosen_mentee(board, lines)
    if chosen is not None and tables.picked("mentee") != str(chosen):
        st.query_params["mentee"] = str(chosen)
    tables.pick(lines, "mentee", columns, HEIGHT)


def _two_rows(lines: pd.DataFrame, columns: dict[str, object]) -> None:
    pairs = list(zip(lines["id"].tolist(), lines["mentor_id"].tolist(), strict=True))
    key = f"desk-two-{crc32(str(pairs).encode())}"
    st.dataframe(
        lines[list(columns)],
        key=key,
        height=HEIGHT,
        row_height=tables.ROW,
        hide_index=True,
        column_config=columns,
        selection_mode="multi-row",
        on_select=_tick,
        placeholder="",
    )
    st.session_state["desk-two"] = [pairs[row] for row in st.session_state[key]["selection"]["rows"]]


def _tick() -> None:
    """The ticked rows are read where the table is drawn."""


def _columns(segment: str) -> dict[str, object]:
    """What the queue shows; where people are to be looked at, the reason comes before the unit."""
    last = {"marks": tables.text(_("Marks"), 84), "unit": tables.text(_("Unit"), 140)}
    if segment == "unmatched":
        return {"name": tables.text(_("Mentee"), 90), **last}
    order = ("marks", "unit") if segment == "look" else ("unit", "marks")
    return {
        "name": tables.text(_("Mentee"), 78),
        "mentor": tables.text(_("Mentor"), 74),
        "fit": st.column_config.ProgressColumn(_("Fit"), min_value=0, max_value=100, format="%.1f", width=84),
        **{name: last[name] for name in order},
    }


def _marks(line: Line) -> str:
    """The marks in words: who chose the pair, what is to be looked at."""
    words = {"pin": _("locked"), "staff": _("by staff"), "appointed": _("by a leader")}
    chosen = {"staff", "appointed"} & set(line.marks)
    return " ".join(words.get(mark) or rule(mark) for mark in line.marks if mark != "pin" or not chosen)
