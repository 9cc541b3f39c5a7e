"""What moved between two plans, as bands from the mentors before to the mentors after.

Plotly's own Sankey tells nobody which band was clicked; these bands are drawn as areas with a mark on each, and the
mark carries the number of its flow.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pages.parts.chart_style import JADE, SEAL, SLATE, TEXT, styled
from pages.parts.charts_compare import short_name
from pages.parts.sketch import Sketch, drawn
from texts import _

GAP, LEFT, RIGHT, BAR = 0.6, 0.0, 1.0, 0.014
LABEL = 22
UNIT, CHROME, LOWEST, HIGHEST = 14, 100, 280, 780
MARK_AT, MARK, WIDE, WRITTEN = 0.06, 15, 21, 11
LINE, OUT = 16, 4.5
EVEN = 0.05
SYMBOLS: Mapping[str, str] = {SEAL: "square", JADE: "circle", SLATE: "diamond"}
NOBODY, REST = "0", "rest"
LAST = {REST: 1, NOBODY: 2}
Span = tuple[float, float]


@drawn
def moved_bands(flows: pd.DataFrame, words: Mapping[str, str], heads: tuple[str, str], title: str) -> Sketch:
    """Bands whose width is the number of people; red loses, green wins, grey neither or unknown; `customdata` is "flow:number".

    `flows`: source, target (keys of `words`), people, change (points, none where unknown), number. The ends carry "source:key", "target:key".
    """
    left, right = _stack(flows, "source"), _stack(flows, "target")
    top = max(end for _start, end in [*left.values(), *right.values()])
    height = min(max(LOWEST, CHROME + round(UNIT * top)), HIGHEST)
    figure = Sketch()
    pixels = (height - CHROME) / top
    shapes = _bands(figure, flows, (left, right), pixels)
    for spans, x, which in ((left, LEFT, "source"), (right, RIGHT, "target")):
        shapes += _ends(figure, spans, words, (x, which), pixels)
        shapes += [_bar(x, span) for span in spans.values()]
    styled(figure, title, height)
    figure.update_xaxes(visible=False, range=[-0.42, 1.42], fixedrange=True)
    figure.update_yaxes(visible=False, range=[top + GAP, -GAP], fixedrange=True)
    for x, head, anchor in ((LEFT, heads[0], "right"), (RIGHT, heads[1], "left")):
        figure.add_annotation(
            x=x, y=1, yref="paper", yshift=16, text=f"<b>{short_name(head, LABEL)}</b>", showarrow=False, xanchor=anchor
        )
    # All shapes at once: each one added alone would have every earlier one checked again.
    return figure.update_layout(
        shapes=shapes,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": 1.0, "yanchor": "bottom"},
        margin={"t": 78, "b": 8},
    )


def _stack(flows: pd.DataFrame, side: str) -> dict[str, Span]:
    """Where each group stands on its side, the busiest on top; the rest and nobody below them."""
    sizes = flows.groupby(side)["people"].sum().sort_values(ascending=False, kind="stable")
    sizes = sizes.loc[sorted(sizes.index, key=lambda key: LAST.get(key, 0))]
    spans, at = {}, 0.0
    for key, size in sizes.items():
        spans[str(key)] = (at, at + float(size))
        at += float(size) + GAP
    return spans


def _bands(
    figure: Sketch, flows: pd.DataFrame, spans: tuple[Mapping[str, Span], Mapping[str, Span]], pixels: float
) -> list[dict[str, Any]]:
    """The areas as shapes; and a mark near the start of each, where bands do not cross yet."""
    starts, ends = ({key: span[0] for key, span in side.items()} for side in spans)
    order = flows.assign(a=flows["source"].map(starts), b=flows["target"].map(ends)).sort_values(["a", "b"])
    at_left, at_right = dict(starts), dict(ends)
    kinds: dict[str, list[tuple[pd.Series, float, float]]] = {}
    for _place, flow in order.iterrows():
        kinds.setdefault(_kind(flow["change"]), []).append((flow, at_left[flow["source"]], at_right[flow["target"]]))
        at_left[flow["source"]] += flow["people"]
        at_right[flow["target"]] += flow["people"]
    shapes = []
    for kind, colour, word in _kinds():
        if kind in kinds:
            shapes += [_area(band, colour) for band in kinds[kind]]
            _marks(figure, kinds[kind], (colour, word), pixels)
    return shapes


def _kinds() -> Sequence[tuple[str, str, str]]:
    return (
        ("worse", SEAL, _("fit falls")),
        ("better", JADE, _("fit rises")),
        ("even", SLATE, _("fit stays")),
        ("unknown", SLATE, _("fits measured differently")),
    )


def _kind(change: float) -> str:
    if pd.isna(change):
        return "unknown"
    if abs(change) < EVEN:
        return "even"
    return "better" if change > 0 else "worse"


def _area(band: tuple[pd.Series, float, float], colour: str) -> dict[str, Any]:
    """A band as a shape of its own, so that crossings stay filled."""
    flow, start, end = band
    path = _outline(start, end, float(flow["people"]))
    line = {"width": 0.5, "color": colour}
    return {"type": "path", "path": path, "fillcolor": colour, "opacity": 0.4, "line": line, "layer": "below"}


def _marks(figure: Sketch, bands: list[tuple[pd.Series, float, float]], look: tuple[str, str], pixels: float) -> None:
    """A mark on each band with the number of people; without the number where the band is too thin for it."""
    colour, word = look
    flows = [flow for flow, _start, _end in bands]
    sizes = [min(MARK if flow["people"] < 10 else WIDE, max(5.0, flow["people"] * pixels)) for flow in flows]
    figure.add_scatter(
        x=[LEFT + MARK_AT] * len(bands),
        y=[start + (end - start) * _eased(MARK_AT) + flow["people"] / 2 for flow, start, end in bands],
        mode="markers+text",
        name=word,
        legendgroup=word,
        text=[str(flow["people"]) if size >= WRITTEN else "" for flow, size in zip(flows, sizes, strict=True)],
        textfont={"color": "#FFFFFF", "size": 10},
        unselected={"marker": {"opacity": 0.55}, "textfont": {"color": "#FFFFFF"}},
        # Told apart by their form as well, for print without colours.
        marker={"size": sizes, "color": colour, "symbol": SYMBOLS[colour], "line": {"color": "#FFFFFF", "width": 1}},
        customdata=[[f"flow:{flow['number']}", flow["from"], flow["to"], flow["said"]] for flow in flows],
        hovertemplate="%{customdata[1]} → %{customdata[2]}<br>%{customdata[3]}<extra>" + word + "</extra>",
    )


def _outline(start: float, end: float, width: float) -> str:
    """The edge of a band from left to right and back, level at both ends."""
    left, right, middle = LEFT + BAR, RIGHT - BAR, (LEFT + RIGHT) / 2
    there = f"M {left},{start} C {middle},{start} {middle},{end} {right},{end}"
    return f"{there} L {right},{end + width} C {middle},{end + width} {middle},{start + width} {left},{start + width} Z"


def _eased(t: float) -> float:
    """0..1 with a slope of nothing at both ends."""
    return 3 * t * t - 2 * t * t * t


def _ends(
    figure: Sketch, spans: Mapping[str, Span], words: Mapping[str, str], side: tuple[float, str], pixels: float
) -> list[dict[str, Any]]:
    """The name and the number of each group outside its bar, a line apart at least; returns the strokes that lead there."""
    x, which = side
    position = "middle left" if which == "source" else "middle right"
    outward = -1 if which == "source" else 1
    middles = [(start + end) / 2 for start, end in spans.values()]
    heights = apart(middles, LINE / pixels, max(end for _start, end in spans.values()))
    figure.add_scatter(
        x=[x + outward * BAR * OUT] * len(spans),
        y=heights,
        mode="markers+text",
        text=[_label(words[key], round(end - start), which) for key, (start, end) in spans.items()],
        textposition=position,
        marker={"size": 5, "color": TEXT},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": TEXT}},
        customdata=[[f"{which}:{key}", words[key]] for key in spans],
        hovertemplate="%{customdata[1]}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )
    stroke = {"type": "line", "x0": x + outward * BAR, "x1": x + outward * BAR * OUT, "layer": "below"}
    thin = {"width": 1, "color": SLATE}
    return [
        {**stroke, "y0": low, "y1": high, "line": thin} for low, high in zip(middles, heights, strict=True)
    ]  # fmt: skip


def apart(places: Sequence[float], step: float, lowest: float) -> list[float]:
    """The places, in order, moved down until each is a step from the one before, then up from `lowest` where they end below."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + step) if moved else place)
    floor = lowest
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], floor)
        floor = moved[at] - step
    return moved


def _bar(x: float, span: Span) -> dict[str, Any]:
    """The bar of a group."""
    low, high = span
    box = {"x0": x - BAR, "x1": x + BAR, "y0": low, "y1": high}
    return {"type": "rect", **box, "fillcolor": TEXT, "line": {"width": 0}, "layer": "above"}


def _label(word: str, people: int, which: str) -> str:
    name = short_name(word, LABEL)
    return f"{name}  {people}" if which == "source" else f"{people}  {name}"
