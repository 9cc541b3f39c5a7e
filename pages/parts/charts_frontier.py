"""The frontier of a scheme: what more even load, or fewer changes, costs in fit; each point carries its place."""

import pandas as pd

from pages.parts.chart_style import AMBER, INK, LINE, PAPER, SEAL, SLATE, styled
from pages.parts.sketch import Sketch, drawn
from texts import _

HEIGHT = 380


@drawn
def balance_frontier(points: pd.DataFrame, chosen: float) -> Sketch:
    """Mean fit against uneven load; the number in a mark, where it varies, is the most people of one mentor.

    `points`: weight, mean, beyond (points of uneven load above the most even plan), largest, gini, moved, own.
    """
    figure = _frontier(points, chosen, ("beyond", "mean"), points["largest"])
    figure.traces[0]["hovertemplate"] = (
        _("mean fit %{y:.2f}<br>at most %{customdata[1]} people per mentor, Gini %{customdata[2]:.2f}")
        + "<br>"
        + _("%{customdata[3]} people have other mentors than now")
        + "<extra></extra>"
    )
    figure.update_xaxes(title=_("uneven load, in points above the most even plan"), range=_room(points["beyond"]))
    figure.update_yaxes(title=_("mean fit"))
    return styled(figure, _("Fit against even load: higher is a better fit, further left is more even"), HEIGHT)


@drawn
def changes_frontier(points: pd.DataFrame, chosen: float) -> Sketch:
    """The main aim against the pairs given up; the number in a mark is that of the pairs given up."""
    figure = _frontier(points, chosen, ("changes", "gain"), points["changes"])
    figure.traces[0]["hovertemplate"] = (
        _("%{x} pairs given up, %{y:.1f} points against the present plan") + "<br>"
        + _("each change brings at least %{customdata[0]:g} points") + "<extra></extra>"
    )  # fmt: skip
    figure.update_xaxes(title=_("pairs of the list given up"), range=_room(points["changes"]))
    figure.update_yaxes(title=_("total (fit less uneven load), in points against the present plan"))
    return styled(figure, _("What each further change brings: further left leaves more of the list as it is"), HEIGHT)


def _room(values: pd.Series) -> list[float]:
    """A little wider than the values on both sides, so that the marks there are whole."""
    least, most = float(values.min()), float(values.max())
    margin = max(0.07 * (most - least), 0.5)
    return [least - margin, most + margin]


def _frontier(points: pd.DataFrame, chosen: float, axes: tuple[str, str], inside: pd.Series) -> Sketch:
    x, y = (points[axis].tolist() for axis in axes)
    colours = [
        SEAL if weight == chosen else (AMBER if own else INK)
        for weight, own in zip(points["weight"], points["own"], strict=True)
    ]
    figure = Sketch()
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers+text",
        text=inside.astype(str) if inside.nunique() > 1 else None,
        textfont={"color": PAPER, "size": 12},
        textposition="middle center",
        line={"color": SLATE, "width": 1, "dash": "dot"},
        marker={
            "size": [34 if weight == chosen else 24 for weight in points["weight"]],
            "color": colours,
            "symbol": ["square" if own else "circle" for own in points["own"]],
            "line": {"color": LINE, "width": 1},
        },
        customdata=points[["weight", "largest", "gini", "moved"]].to_numpy().tolist(),
        showlegend=False,
    )
    _named(figure, points, axes, "own", _("present plan"))
    return figure


def _named(figure: Sketch, points: pd.DataFrame, axes: tuple[str, str], which: str, word: str) -> None:
    """A word beside the mark of the present plan, so that the shape is not needed to find it."""
    for row in points[points[which]].to_dict("records"):
        left = row[axes[0]] > points[axes[0]].mean()
        figure.add_annotation(
            x=row[axes[0]],
            y=row[axes[1]],
            text=word,
            showarrow=False,
            xshift=-48 if left else 48,
            yshift=-14,
            font={"size": 12},
        )
