"""The charts of one person: needs against expertise, the course of a pairing, monthly scores."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.parts.chart_style import AMBER, BLUES, INK, JADE, SEAL, SLATE, styled
from pages.parts.dates import month_ticks, partial
from pages.parts.sketch import Sketch, drawn
from texts import _

BEST = 5
MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "hexagon")
COLOURS = (INK, JADE, SEAL, AMBER, SLATE)


@drawn
def needs_met(wanted: Sequence[str], known: Mapping[str, int], words: Mapping[str, str], title: str) -> Sketch:
    """One bar per need, the most wanted at the top: the mentor's grade in it, 0 to 5; a need that is not met says so."""
    grades = [known.get(code, 0) for code in wanted]
    told = [
        _("grade {grade}").format(grade=grade) if grade else _("not among the mentor's expertise") for grade in grades
    ]
    labels = [f"{place}. {words.get(code, code)}" for place, code in enumerate(wanted, start=1)]
    figure = Sketch()
    figure.add_bar(y=labels, x=[BEST] * len(labels), orientation="h", marker={"color": BLUES[1]}, hoverinfo="skip")
    figure.add_bar(
        y=labels, x=grades, orientation="h", marker={"color": INK}, text=told, textposition="outside",
        cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    styled(figure, title, height=86 + 34 * len(labels))
    figure.update_layout(barmode="overlay", showlegend=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(range=[0, BEST * 1.55], tickvals=list(range(BEST + 1)), title=_("Grade"))
    return figure


@drawn
def course(records: pd.DataFrame, stages: pd.DataFrame, title: str) -> Sketch:
    """Every record as a mark on its day in the row of its kind (`kind_word`), the stages as lines; a mark carries its id."""
    figure = Sketch()
    for place, (word, rows) in enumerate(records.groupby("kind_word", sort=False)):
        late = rows["backfilled"].astype(bool)
        figure.add_scatter(
            x=rows["happened_on"], y=rows["kind_word"], mode="markers", name=str(word), customdata=rows["id"],
            text=rows["told"], hovertemplate="%{x|%Y-%m-%d} %{text}<extra></extra>",
            marker={
                "size": 11, "color": COLOURS[place % len(COLOURS)],
                "symbol": [MARKERS[place % len(MARKERS)] + ("-open" if one else "") for one in late],
            },
        )  # fmt: skip
    styled(figure, title, height=110 + 34 * records["kind_word"].nunique())
    for row in stages.itertuples():
        figure.add_vline(x=row.entered_on.isoformat(), line={"color": SLATE, "dash": "dot"})
        figure.add_annotation(
            x=row.entered_on.isoformat(), y=1, yref="paper", text=row.word, showarrow=False, xanchor="left",
            yanchor="bottom", font={"size": 11, "color": SLATE},
        )  # fmt: skip
    figure.update_layout(showlegend=False, margin={"t": 62})
    figure.update_xaxes(tickformat=month_ticks())
    return figure


@drawn
def scores(months: pd.DataFrame, title: str) -> Sketch:
    """The weighted score of each month as a line, the three that it is made of as marks; a mark carries the review's id."""
    words = [partial(month) for month in months["month"]]
    figure = Sketch()
    figure.add_scatter(
        x=months["month"], y=months["score"], mode="lines+markers", name=_("Weighted score"), customdata=months["id"],
        line={"color": INK, "width": 2}, marker={"size": 9},
    )  # fmt: skip
    parts = ((_("Self-assessment"), "self_score", AMBER, "circle-open"), (_("Unit head"), "head_score", JADE, "square-open"),
             (_("Leader in charge"), "leader_score", SEAL, "diamond-open"))  # fmt: skip
    for name, column, colour, symbol in parts:
        figure.add_scatter(
            x=months["month"], y=months[column], mode="markers", name=name, customdata=months["id"],
            marker={"color": colour, "symbol": symbol, "size": 8},
        )  # fmt: skip
    styled(figure, title, height=300)
    step = max(1, len(words) // 6)
    shown = [word if place % step == 0 else "" for place, word in enumerate(words)]
    figure.update_xaxes(type="category", tickvals=months["month"], ticktext=shown, tickangle=0)
    figure.update_yaxes(range=[_floor(months), 101], title=_("Score"))
    return figure


def _floor(months: pd.DataFrame) -> float:
    """The axis begins somewhat below the lowest score, at 0 without any."""
    lowest = months[["score", "self_score", "head_score", "leader_score"]].astype(float).min().min()
    return 0 if pd.isna(lowest) else max(0, float(lowest) - 8)
