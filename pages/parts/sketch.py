"""A chart put together as plain values and made a figure once: Plotly looks a whole figure through again at each change of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Self

import pandas as pd
import plotly.graph_objects as go

Trace = dict[str, Any]
P = ParamSpec("P")


class Sketch:
    """What a chart consists of, in Plotly's words: nested values only, no names joined by underscores.

    `checked` has Plotly look at every name and value of a figure, which costs more than to draw it: tests switch it on.
    """

    checked = False

    def __init__(self) -> None:
        self.traces: list[Trace] = []
        self.layout: dict[str, Any] = {"xaxis": {}, "yaxis": {}, "annotations": [], "shapes": []}

    def add(self, kind: str, **trace: Any) -> None:
        """A trace of a kind; what is None is left to Plotly."""
        told = {name: value for name, value in trace.items() if value is not None}
        self.traces.append({"type": kind, **_plain(told)})

    def add_bar(self, **trace: Any) -> None:
        """Bars."""
        self.add("bar", **trace)

    def add_scatter(self, **trace: Any) -> None:
        """Marks, lines or words at places."""
        self.add("scatter", **trace)

    def add_annotation(self, **words: Any) -> None:
        """Words at one place."""
        self.layout["annotations"].append(_plain(words))

    def add_vline(self, x: float | str, label: str = "", **look: Any) -> None:
        """A line from the lower to the upper edge, with words left of its upper end."""
        self.layout["shapes"].append(
            {"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain", **look}
        )
        if label:
            place = {"x": x, "xref": "x", "xanchor": "right", "y": 1, "yref": "y domain", "yanchor": "top"}
            self.add_annotation(**place, text=label, showarrow=False)

    def add_hline(self, y: float, **look: Any) -> None:
        """A line from the left to the right edge."""
        self.layout["shapes"].append(
            {"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "y0": y, "y1": y, "yref": "y", **look}
        )

    def update_layout(self, **changes: Any) -> Self:
        """The layout with these values; those within values stay where they are not named."""
        _merge(self.layout, _plain(changes))
        return self

    def update_xaxes(self, **changes: Any) -> None:
        """The axis below."""
        _merge(self.layout["xaxis"], _axis(changes))

    def update_yaxes(self, **changes: Any) -> None:
        """The axis to the left."""
        _merge(self.layout["yaxis"], _axis(changes))

    def figure(self) -> go.Figure:
        """All of it as one figure."""
        return made(self.traces, self.layout)


def made(traces: list[Trace], layout: dict[str, Any]) -> go.Figure:
    """A figure of plain values (lists, dicts, titles as {"text": ...}); ValueError for what Plotly does not know, where it is checked."""
    return go.Figure(traces, layout, _validate=Sketch.checked)


def drawn(make: Callable[P, Sketch]) -> Callable[P, go.Figure]:
    """A chart that is sketched, as a figure."""

    @wraps(make)
    def draw(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        return make(*args, **kwargs).figure()

    return draw


def _axis(changes: dict[str, Any]) -> dict[str, Any]:
    title = changes.get("title")
    return _plain({**changes, "title": {"text": title}} if isinstance(title, str) else changes)


def _merge(into: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Columns as lists, also those inside values."""
    return {name: _listed(value) for name, value in told.items()}


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, pd.DataFrame):
        return value.to_numpy().tolist()
    return value.tolist() if isinstance(value, pd.Series | pd.Index) else value
