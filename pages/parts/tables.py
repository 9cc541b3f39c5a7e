"""Tables of people: search by name or sound, the orders staff expect, and one row picked, kept in the address by its id."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Literal
from zlib import crc32

import pandas as pd
import streamlit as st

from programme.name_order import by_sound, by_strokes, sounds
from texts import N_, _, language

ORDERS: Mapping[str, str] = {
    "unit": N_("Official order of units"),
    "strokes": N_("Strokes of the name"),
    "sound": N_("Sound of the name"),
}
SORT_KEYS: Mapping[str, Callable[[str], Any]] = {"strokes": by_strokes, "sound": by_sound}
ROW, HEAD, HEIGHT, PANEL = 34, 42, 552, 592
FEW = 9
Height = int | Literal["stretch"]


def text(label: str, width: Any = None, help: str | None = None) -> Any:
    """A column of words."""
    return st.column_config.TextColumn(label, width=width, help=help)


def number(label: str, width: Any = 64, help: str | None = None, format: str = "%d") -> Any:
    """A column of numbers, on the right."""
    return st.column_config.NumberColumn(label, width=width, help=help, format=format)


def px(chinese: int, english: int) -> int:
    """A width in pixels by the language spoken: English words are long, Chinese days are (2026年11月30日)."""
    return english if language() == "en" else chinese


def on_day(label: str, help: str | None = None) -> Any:
    """A column of days in words."""
    return text(label, px(108, 90), help)


def ordered(frame: pd.DataFrame, order: str) -> pd.DataFrame:
    """The frame in one of ORDERS; it comes in the official order of units."""
    if order not in SORT_KEYS or frame.empty:
        return frame
    keys = frame["name"].map(SORT_KEYS[order])
    return frame.loc[sorted(frame.index, key=lambda index: (keys[index], index))]


def found(frame: pd.DataFrame, sought: str, columns: Sequence[str]) -> pd.DataFrame:
    """Rows in which every sought word stands in one of the columns, or in the sound of the name (王建国: wjg)."""
    wanted = sought.casefold().split()
    if not wanted or frame.empty:
        return frame
    texts = [" ".join((*map(str, row), *sounds(row[0]))).casefold() for row in frame[["name", *columns]].to_numpy()]
    return frame[[all(word in hay for word in wanted) for hay in texts]]


def picked(key: str) -> str | None:
    """What is picked: the id as it stands in the address (?mentor=12), "new" for an empty form, or None."""
    return st.query_params.get(key)


def height_of(rows: int, most: Height) -> Height:
    """As high as its rows, but not above `most`; "stretch" is the rest of a panel of fixed height, for more than a few."""
    whole = HEAD + ROW * max(rows, 1)
    if most == "stretch":
        return whole if rows <= FEW else most
    return min(most, whole)


def pick(frame: pd.DataFrame, key: str, columns: Mapping[str, Any], height: Height = HEIGHT) -> None:
    """Show a table with an `id` column; a row that is selected becomes `picked(key)`, by its id and never by its place."""
    ids = [str(value) for value in frame["id"]]
    table = f"{key}-table-{crc32(','.join(ids).encode())}-{st.session_state.get(f'{key}-round', 0)}"
    chosen = picked(key)
    rows = [ids.index(chosen)] if chosen in ids else []
    st.dataframe(
        frame[list(columns)],
        key=table,
        height=height_of(len(ids), height),
        row_height=ROW,
        hide_index=True,
        column_config=dict(columns),
        selection_mode="single-row",
        selection_default={"selection": {"rows": rows}},
        on_select=partial(_pick, key, table, ids),
        placeholder="",
    )


def open_new(key: str) -> None:
    """Open the empty form beside the table."""
    _forget(key)
    st.query_params[key] = "new"


def open_row(key: str, row_id: int) -> None:
    """Open somebody's panel from elsewhere on the page."""
    _forget(key)
    st.query_params[key] = str(row_id)


def close(key: str) -> None:
    """Close the panel and unmark the row."""
    _forget(key)
    st.query_params.pop(key, None)


def _forget(key: str) -> None:
    """A table of the next round has no mark of its own yet."""
    st.session_state[f"{key}-round"] = st.session_state.get(f"{key}-round", 0) + 1


def _pick(key: str, table: str, ids: list[str]) -> None:
    rows = st.session_state[table]["selection"]["rows"]
    if rows:
        st.query_params[key] = ids[rows[0]]
    else:
        st.query_params.pop(key, None)


def filter_row(count: int) -> list[Any]:
    """Places for the filters above a table: a wide one for the search, one for a tick at the end."""
    return st.columns([1.9, *[1.15] * (count - 2), 1.05], gap="small", vertical_alignment="bottom")


def show_count(shown: int, total: int) -> None:
    """How many of all rows the filters leave."""
    if shown == total:
        st.caption(_("{count} people").format(count=total))
    else:
        st.caption(_("{shown} of {total} people").format(shown=shown, total=total))


def nobody_fits(shown: int, total: int) -> bool:
    """Say how many the filters leave, and what to do when they leave nobody."""
    show_count(shown, total)
    if not shown:
        st.info(_("Nobody fits these filters. Take one away."))
    return not shown


def choose(place: Any, key: str, label: str, options: Iterable[Any], words: Callable[[Any], str]) -> Any:
    """A filter that begins with "All" (None) and stands in the address."""
    return place.selectbox(
        label, list(options), None, format_func=words, key=key, placeholder=_("All"), bind="query-params"
    )
