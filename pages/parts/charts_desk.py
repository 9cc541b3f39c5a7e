"""The desk's charts: a fit by criterion, needs against expertise, and load before and after a change.

Each figure is made once for the same values and language: every click on the page asks for it again.
"""

from functools import lru_cache

import plotly.graph_objects as go

from pages.parts.chart_style import AMBER, FONT, INK, LINE, PAPER, TEXT
from pages.parts.reasons import criterion
from pages.parts.sketch import Trace, made
from programme.desk_cards import Load, Share
from texts import _

ROW, FRAME = 22, 34
ROOM = 1.12
KEPT = 64
BEST_GRADE = 5
NAME = 8
# What is clicked looks as before: what it leads to is told in words.
STILL: Trace = {
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}, "textfont": {"color": TEXT}},
}
MARGIN = {"l": 4, "r": 4, "t": FRAME, "b": 2}


@lru_cache(maxsize=KEPT)
def share_bars(shares: tuple[Share, ...], fit: float, _language: str) -> go.Figure:
    """One bar per criterion in force: dark is what the pair gains, pale what the weight allows, both in fit points.

    `customdata` is the criterion.
    """
    shown = sorted((share for share in shares if share.value is not None), key=lambda share: share.most)
    names = [
        _("{criterion} {most}").format(criterion=criterion(share.criterion), most=f"{share.most:.0f}")
        for share in shown
    ]
    gained = [share.points for share in shown]
    hover = _("%{y}: %{x:.1f} points") + "<extra></extra>"
    codes = [share.criterion for share in shown]
    traces = [_pale(names, [share.most for share in shown], codes), _dark(names, gained, hover, codes)]
    title = _("Fit {fit}: dark is gained, pale is the weight").format(fit=f"{fit:.1f}")
    most = ROOM * max((share.most for share in shown), default=1)
    return small(traces, title, len(shown), {"xaxis": _reach(most)})


@lru_cache(maxsize=KEPT)
def need_bars(
    needs: tuple[str, ...], grades: tuple[int, ...], other: tuple[str, tuple[int, ...]] | None, _language: str
) -> go.Figure:
    """What the mentor knows (0..5) of each need, the most urgent on top; a diamond is the mentor who is looked at.

    `customdata` is the place of the need, from 0.
    """
    names = [f"{rank}. {need}" for rank, need in enumerate(needs, 1)][::-1]
    hover = _("%{y}: grade %{x} of 5") + "<extra></extra>"
    codes = [str(place) for place in range(len(needs))][::-1]
    bars = [_pale(names, [BEST_GRADE] * len(names), codes), _dark(names, list(grades)[::-1], hover, codes, "%d")]
    if other is not None:
        bars.append(_diamonds(names, other, codes))
    title = _("Needs by urgency, and the mentor's grades (0–5)")
    return small(bars, title, len(names), {"xaxis": _reach(ROOM * BEST_GRADE)})


@lru_cache(maxsize=KEPT)
def load_bars(loads: tuple[Load, ...], total: int, _language: str) -> go.Figure:
    """Mentors whose load changes: people before and after as two bars, the seats after as a black tick.

    `customdata` is the mentor (people.id).
    """
    keys = [str(load.mentor.id) for load in loads][::-1]
    rows = loads[::-1]
    tick = {"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": TEXT}, "color": TEXT}
    traces = [
        _load_bar(keys, [load.after for load in rows], (_("after"), INK)),
        _load_bar(keys, [load.before for load in rows], (_("before"), LINE)),
        {
            "type": "scatter", "x": [load.seats_after for load in rows], "y": keys, "mode": "markers",
            "name": _("seats"), "marker": tick, "hovertemplate": _("seats") + " %{x}<extra></extra>",
            "customdata": keys, **STILL,
        },
    ]  # fmt: skip
    title = _("Load of {count} mentors: pale before, dark after, tick seats").format(count=total)
    most = max(max(load.before, load.after, load.seats_after) for load in loads)
    names = {"type": "category", "tickvals": keys, "ticktext": [short(load.mentor.label) for load in rows]}
    extent = {"barmode": "group", "bargap": 0.2, "xaxis": _reach(most + 0.8), "yaxis": names}
    return small(traces, title, len(rows) * 1.3, extent)


def _load_bar(keys: list[str], values: list[int], look: tuple[str, str]) -> Trace:
    name, colour = look
    return {
        "type": "bar", "y": keys, "x": values, "orientation": "h", "name": name, "marker": {"color": colour},
        "text": [str(value) for value in values], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": 11, "color": TEXT}, "hovertemplate": name + " %{x}<extra></extra>",
        "customdata": keys, **STILL,
    }  # fmt: skip


def _pale(names: list[str], values: list[float] | list[int], codes: list[str]) -> Trace:
    # "none", not "skip": where nothing is gained there is only the pale bar to click on.
    return {
        "type": "bar", "y": names, "x": values, "orientation": "h", "marker": {"color": LINE}, "hoverinfo": "none",
        "customdata": codes, **STILL,
    }  # fmt: skip


def _dark(names: list[str], values: list[float] | list[int], hover: str, codes: list[str], form: str = "%.1f") -> Trace:
    return {
        "type": "bar", "y": names, "x": values, "orientation": "h", "marker": {"color": INK},
        "text": [form % value for value in values], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": 12, "color": TEXT}, "hovertemplate": hover,
        "customdata": codes, **STILL,
    }  # fmt: skip


def _diamonds(names: list[str], other: tuple[str, tuple[int, ...]], codes: list[str]) -> Trace:
    word, grades = other
    marker = {"symbol": "diamond", "size": 10, "color": AMBER, "line": {"width": 1, "color": TEXT}}
    return {
        "type": "scatter", "x": list(grades)[::-1], "y": names, "mode": "markers", "name": word, "marker": marker,
        "hovertemplate": word + " %{x}<extra></extra>", "cliponaxis": False, "customdata": codes, **STILL,
    }  # fmt: skip


def short(name: str, most: int = NAME) -> str:
    """A name that a chart has room for."""
    return name if len(name) <= most + 1 else name[:most] + "…"


def small(traces: list[Trace], title: str, rows: float, extent: Trace) -> go.Figure:
    """The house style for a few rows between sentences: no axis, no legend, labels at the bars."""
    layout = {
        "title": {"text": title, "font": {"size": 13, "color": TEXT}, "x": 0, "y": 0.97, "yanchor": "top"},
        "height": int(FRAME + ROW * max(rows, 1) + 8),
        "margin": MARGIN,
        "paper_bgcolor": PAPER, "plot_bgcolor": PAPER, "font": {"family": FONT, "size": 12, "color": TEXT},
        "barmode": "overlay", "bargap": 0.3, "showlegend": False, "dragmode": False,
        "hoverlabel": {"font": {"family": FONT}},
    }  # fmt: skip
    axis = {"showgrid": False, "tickfont": {"size": 12, "color": TEXT}, "ticksuffix": " ", "automargin": True}
    own = {**extent, "yaxis": {**axis, **extent.get("yaxis", {})}}
    return made(traces, {**layout, **own})


def _reach(most: float) -> Trace:
    return {"visible": False, "range": [0, most]}
