"""The queue of the desk: who is to be looked at, who has no mentor, who is overloaded, everybody; filters and search."""

from collections.abc import Callable, Mapping
from math import floor
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import tables
from pages.parts.desk_firm import ask_again
from pages.parts.desk_keys import KEYS
from pages.parts.desk_words import kind_words
from pages.parts.labels import label
from pages.parts.reasons import rule
from programme.desk_board import Board, Line, Queue, Wanted
from texts import N_, _

SEGMENTS: Mapping[str, str] = {
    "look": N_("Review {count}"),
    "unmatched": N_("Unpaired {count}"),
    "crowded": N_("Over {count}"),
    "all": N_("All {count}"),
}
ALSO: Mapping[str, str] = {
    "contested": N_("Contestable {count}"),
    "firm": N_("Firm {count}"),
    "floor": N_("Under the floor {count}"),
    "locked": N_("Locked {count}"),
    "override": N_("Against a rule {count}"),
    "named": N_("Named in the rules {count}"),
    "alone": N_("Left alone on purpose {count}"),
    "ineligible": N_("Not eligible {count}"),
}
TURNED = "desk-turned"
FILTERS = ("unit", "county", "category")


def wanted() -> Wanted:
    """What the widgets of the queue ask for, before they are drawn."""
    state, said = st.session_state, tables.picked("mentee") or ""
    filters = {name: state.get(f"desk-{name}") or "" for name in (*FILTERS, "also")}
    words, mentee_id = state.get("desk-find") or "", int(said) if said.isdecimal() else None
    return Wanted(state.get("desk-segment") or "", **filters, words=words, mentee_id=mentee_id)


def queue(board: Board) -> None:
    """Draw the segments, the filters, the way to the next person and the table.

    A table lays its own tools over whatever stands above its right end: there stands nothing that is pressed.
    """
    segment = _segment(board.queue)
    _filters(board)
    _walk(board)
    lines = frame_of(board.queue.lines)
    if lines.empty:
        st.info(_("Nobody here. Choose another list above or take a filter away."), icon=":material/check:")
    elif st.session_state.get("desk-swapping"):
        _two_rows(lines, _columns(board, segment))
    else:
        _one_row(board, lines, _columns(board, segment))
        # From here on the address names somebody of the list.
        st.session_state.pop(TURNED, None)


def frame_of(lines: tuple[Line, ...]) -> pd.DataFrame:
    """Lines as a table: id, mentor_id (0: none), name, unit, mentor, fit, share (percent), marks in words."""
    rows = [
        {
            "id": line.mentee.id,
            "mentor_id": line.mentor.id if line.mentor else 0,
            "name": f"{line.mentee.label} 🔒" if "pin" in line.marks else line.mentee.label,
            "unit": line.mentee.unit,
            "mentor": line.mentor.label if line.mentor else _("no mentor"),
            "fit": None if line.fit is None else round(line.fit, 1),
            "share": None if line.share is None else floor(100 * line.share),
            "marks": _marks(line),
        }
        for line in lines
    ]
    return pd.DataFrame(rows, columns=["id", "mentor_id", "name", "unit", "mentor", "fit", "share", "marks"])


def chosen_mentee(board: Board) -> int | None:
    """The mentee in the address, else the first of the queue; None in an empty scheme.

    Whoever has just turned to another list sees somebody of that list.
    """
    said = tables.picked("mentee") or ""
    known = int(said) if said.isdecimal() and int(said) in board.queue.known else None
    if known is not None and (known in board.queue.ids or not board.queue.ids or TURNED not in st.session_state):
        return known
    return next(iter(board.queue.ids or sorted(board.queue.known)), None)


def chosen_two() -> list[tuple[int, int]]:
    """The pairs ticked for a swap."""
    return st.session_state.get("desk-two", []) if st.session_state.get("desk-swapping") else []


def _segment(queue: Queue) -> str:
    chosen = st.segmented_control(
        _("List"),
        list(SEGMENTS),
        format_func=lambda code: _(SEGMENTS[code]).format(count=queue.counts[code]),
        key="desk-segment",
        default=queue.segment,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        on_change=_turn,
    )
    return chosen or queue.segment


def _turn() -> None:
    st.session_state[TURNED] = True


def _filters(board: Board) -> None:
    queue = board.queue
    sought, narrowed, swapping = st.columns([2.2, 1.5, 2.1], vertical_alignment="center", gap="xsmall")
    sought.text_input(
        _("Find"),
        key="desk-find",
        placeholder=_("Name or unit"),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    set_ones = sum(bool(st.session_state.get(f"desk-{name}")) for name in (*FILTERS, "also"))
    words = _("Filter ({count})").format(count=set_ones) if set_ones else _("Filter")
    with narrowed.popover(words, width="stretch", key="desk-filter"):
        _also(queue)
        _choice("unit", _("Unit"), queue.units, str)
        _choice("county", _("County"), queue.counties, str)
        _choice("category", _("Category"), queue.categories, lambda code: label("category", code))
        if not board.own_unit:
            ask_again(board)
    if board.editable:
        swapping.toggle(kind_words("swap"), key="desk-swapping", help=_("Tick two rows to let them exchange mentors"))


def _also(queue: Queue) -> None:
    st.selectbox(
        _("State of the pair"),
        list(ALSO),
        None,
        format_func=lambda code: _(ALSO[code]).format(count=queue.counts[code]),
        key="desk-also",
        placeholder=_("All"),
        on_change=_show_all,
    )


def _show_all() -> None:
    """A state is looked for among everybody."""
    _turn()
    st.session_state["desk-segment"] = "all"


def _choice(name: str, words: str, options: tuple[str, ...], spoken: Callable[[str], str]) -> None:
    key = f"desk-{name}"
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]
    st.selectbox(words, list(options), None, format_func=spoken, key=key, placeholder=_("All"), on_change=_turn)


def _one_row(board: Board, lines: pd.DataFrame, columns: dict[str, Any]) -> None:
    chosen = chosen_mentee(board)
    if chosen is not None and tables.picked("mentee") != str(chosen):
        st.query_params["mentee"] = str(chosen)
    tables.pick(lines, "mentee", columns, "stretch")


def _two_rows(lines: pd.DataFrame, columns: dict[str, Any]) -> None:
    """Ticks stay when the list is searched or turned over, so that two people of different pages can be swapped."""
    pairs = list(zip(lines["id"].tolist(), lines["mentor_id"].tolist(), strict=True))
    key = f"desk-two-{crc32(str(pairs).encode())}"
    kept = [pair for pair in chosen_two() if pair in pairs]
    st.dataframe(
        lines[list(columns)],
        key=key,
        height=tables.height_of(len(lines), "stretch"),
        row_height=tables.ROW,
        hide_index=True,
        column_config=columns,
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [pairs.index(pair) for pair in kept]}},
        on_select=_tick,
        placeholder="",
    )
    ticked = [pairs[row] for row in st.session_state[key]["selection"]["rows"]]
    st.session_state["desk-two"] = [pair for pair in chosen_two() if pair not in pairs] + ticked


def _tick() -> None:
    """The ticked rows are read where the table is drawn."""


def _walk(board: Board) -> None:
    """Where in the list the reader is, and the way to the neighbours, by a key as well."""
    ids, chosen = board.queue.ids, chosen_mentee(board)
    at = ids.index(chosen) if chosen in ids else -1
    before, after = _neighbours(board.queue, at)
    back, on, place = st.columns([1.25, 1.25, 1.2], vertical_alignment="center", gap="xsmall")
    _step(back, "previous", before)
    _step(on, "next", after)
    told = f"{at + 1} / {len(ids)}" if at >= 0 else f"— / {len(ids)}"
    place.caption(told, text_alignment="center")


def _neighbours(queue: Queue, at: int) -> tuple[int | None, int | None]:
    """The one before and the one after; whoever has just left the list (-1) leaves the place to the one who follows."""
    ids = queue.ids
    if at >= 0:
        st.session_state["desk-place"] = queue.segment, at
    segment, place = st.session_state.get("desk-place", ("", 0))
    here = min(place, len(ids)) if segment == queue.segment else 0
    following = here if at < 0 else here + 1
    return ids[here - 1] if here > 0 else None, ids[following] if following < len(ids) else None


def _step(place: DeltaGenerator, which: str, mentee_id: int | None) -> None:
    place.button(
        _("Previous") if which == "previous" else _("Next"),
        key=f"desk-{which}",
        shortcut=KEYS[which],
        disabled=mentee_id is None,
        on_click=tables.open_row,
        args=("mentee", mentee_id or 0),
        width="stretch",
    )


def _columns(board: Board, segment: str) -> dict[str, Any]:
    """What the queue shows; where people are to be looked at, the reason has all the room and the unit stands beside."""
    unit = {"unit": tables.text(_("Unit"), 140)}
    if segment == "unmatched":
        return {"name": tables.text(_("Mentee"), 90), "marks": tables.text(_("Marks"), 72), **unit}
    share = {"share": tables.number(_("Firm"), 46, _("In how many of 100 weightings this pair stays"), "%d%%")}
    return {
        "name": tables.text(_("Mentee"), 70),
        "mentor": tables.text(_("Mentor"), 70),
        "fit": st.column_config.NumberColumn(_("Fit"), format="%.1f", width=46),
        **(share if board.samples else {}),
        **({} if segment == "look" else unit),
        "marks": tables.text(_("Marks")),
    }


def _marks(line: Line) -> str:
    """The marks in words: who chose the pair, what is to be looked at."""
    words = {
        "pin": _("locked"), "staff": _("by staff"), "appointed": _("by a leader"), "override": _("against a rule"),
        "contested": _("shaky"), "alone": _("left alone on purpose"), "named": _("by the rules"),
    }  # fmt: skip
    chosen = {"staff", "appointed", "override", "named"} & set(line.marks)
    return " ".join(words.get(mark) or rule(mark) for mark in line.marks if mark != "pin" or not chosen)
