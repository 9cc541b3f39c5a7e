"""A table that a unit filled in comes back: opened, looked at row by row, taken in once that is confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.frame import act, ask, say, show_notices
from programme.roster import Upload
from texts import N_, _

Column = Any
TALL = 420
# The states of a row where what is filed may be changed by what comes in, and what is told once it was taken in.
CHANGING = {
    "new": N_("New"), "changed": N_("Changes what is filed"), "same": N_("Filed already"), "blank": N_("Nothing in it"),
    "fault": N_("Held back by a fault"),
}  # fmt: skip
CHANGED = N_("Taken in: {new} new, {changed} changed; {same} were filed already, {fault} wait for mending.")


@dataclass(frozen=True, slots=True)
class WayIn:
    """How one kind of table is taken in.

    `name` begins the keys of its widgets; `read`, `preview` and `take_in` are the programme's; `states` are the words of a
    row's states, faults last; rows in one of `adds` are kept; `told` says with the counts of the states what was taken in;
    `choose` draws what is to be decided about the preview and returns it for `take_in`.
    """

    name: str
    read: Callable[[Upload], Any]
    preview: Callable[..., Any]
    take_in: Callable[..., Any]
    states: Mapping[str, str]
    adds: tuple[str, ...]
    told: str
    columns: Callable[[], Mapping[str, Column]]
    line: Callable[[Any], Mapping[str, object]]
    choose: Callable[[Any], Mapping[str, object]] | None = None

    @property
    def _turn(self) -> str:
        return f"{self.name}_file-turn"

    def opened(self, label: str, promise: str) -> Upload | None:
        """The file that was chosen; what happens to it stands below."""
        key = f"{self.name}_file-{st.session_state.get(self._turn, 0)}"
        file = st.file_uploader(label, type=["xlsx", "csv"], key=key)
        st.caption(promise)
        return None if file is None else Upload(file.name, file.getvalue())

    def shown(self, upload: Upload, **of: int) -> None:
        """What taking the file in would do, in figures and row by row, and the button that does it."""
        with st.spinner(_("Reading the files…")):
            lines = ask(self._read, upload=upload)
        found = ask(self.preview, **of, lines=lines) if lines else None
        if found is None:
            show_notices()
            return
        *cells, last = st.columns([1] * len(self.states) + [1.6], gap="small", vertical_alignment="bottom")
        counts = {state: sum(one.state == state for one in found.rows) for state in self.states}
        for cell, (state, label) in zip(cells, self.states.items(), strict=True):
            cell.metric(_(label), counts[state], border=True)
        ready = sum(counts[state] for state in self.adds)
        chosen = self.choose(found) if self.choose else {}
        asked = {**of, "lines": lines, "seen": found.fingerprint, "file": upload.name, **chosen}
        last.button(
            _("Take {count} rows in").format(count=ready), type="primary", width="stretch", disabled=not ready,
            on_click=self._taken, kwargs=asked, key=f"{self.name}_take_in",
        )  # fmt: skip
        self._rows(found.rows)

    def _read(self, _database: Any, _by: Any, upload: Upload) -> Any:
        return self.read(upload)

    def _taken(self, **asked: Any) -> None:
        counts = act(self.take_in, **asked)
        if counts is None:
            return
        told = {state: counts[state] for state in self.states}
        say(_(self.told).format(**told), "warning" if told["fault"] else "success")
        st.session_state[self._turn] = st.session_state.get(self._turn, 0) + 1

    def _rows(self, rows: tuple[Any, ...]) -> None:
        """The faults first, each with its place and how to mend it."""
        order = list(self.states)[::-1]
        told = sorted(rows, key=lambda one: (order.index(one.state), one.sheet, one.row))
        shown = pd.DataFrame(
            {"row": one.row, "sheet": one.sheet, "name": one.name, "state": _(self.states[one.state]), **self.line(one)}
            for one in told
        )
        columns = self.columns()
        st.dataframe(
            shown[list(columns)], hide_index=True, column_config=dict(columns), row_height=tables.ROW,
            height=min(TALL, tables.HEAD + tables.ROW * len(shown)),
        )  # fmt: skip
