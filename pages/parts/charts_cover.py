"""Charts of supply and demand, of who is led and who is not, and of mentors about to leave."""

import pandas as pd

from pages.parts.chart_style import AMBER, BLUES, INK, SEAL, SLATE, VIOLET, styled
from pages.parts.charts_load import FRAME, legend_above
from pages.parts.sketch import Sketch, drawn
from texts import _

ROW = 24
# Fewer people than this are not counted out in a picture about age: it may end up in a printed report.
SMALL = 3


@drawn
def butterfly(balance: pd.DataFrame, title: str) -> Sketch:
    """Needs to the left, free seats of those who know it to the right; single holders are marked.

    `balance` needs term_id, word, needs, holders, seats; the rows keep their order from top to bottom.
    """
    figure = Sketch()
    lacking = balance["needs"] > balance["seats"]
    sides = (
        (-balance["needs"], [SEAL if lacks else AMBER for lacks in lacking], _("Need it"), balance["needs"]),
        (balance["seats"], INK, _("Free seats of holders"), balance["seats"]),
    )
    for values, colour, word, numbers in sides:
        figure.add_bar(
            y=balance["word"],
            x=values,
            orientation="h",
            name=word,
            marker={"color": colour},
            customdata=balance["term_id"],
            text=numbers,
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra>" + word + "</extra>",
        )
    _single_holders(figure, balance)
    figure.update_layout(barmode="relative")
    styled(figure, title, height=FRAME + ROW * len(balance))
    figure.update_yaxes(categoryorder="array", categoryarray=balance["word"].tolist()[::-1], showgrid=False)
    _both_ways(figure, int(balance["needs"].max()), int(balance["seats"].max()))
    return legend_above(figure)


def _single_holders(figure: Sketch, balance: pd.DataFrame) -> None:
    single = balance[balance["holders"] == 1]
    reach = max(int(balance["seats"].max()), 1)
    figure.add_scatter(
        x=single["seats"] + reach * 0.16,
        y=single["word"],
        mode="markers+text",
        name=_("One holder"),
        customdata=single["term_id"],
        marker={"symbol": "diamond", "size": 10, "color": SEAL},
        text=[_("one holder only")] * len(single),
        textposition="middle right",
        showlegend=len(single) > 0,
        hovertemplate="%{y}<extra></extra>",
    )


def _both_ways(figure: Sketch, left: int, right: int) -> None:
    step = max(1, round(max(left, right) / 4 / 10) * 10 or 5)
    ticks = list(range(-(left // step) * step, right + 1, step))
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[str(abs(tick)) for tick in ticks],
        range=[-left * 1.18 - 1, right * 1.12 + 1],
        title=_("← people who need it, free seats →"),
        zeroline=True,
    )


@drawn
def coverage_bars(groups: pd.DataFrame, title: str) -> Sketch:
    """Share of mentees who have a mentor, who would get one by the scheme, and who have none; counts beside.

    `groups` comes from `coverage` with a column `word`; `group` is the key behind a bar.
    """
    figure = Sketch()
    parts = (
        ("led", INK, _("Has a mentor")),
        ("proposed", VIOLET, _("Proposed")),
        ("open", BLUES[1], _("None yet")),
    )
    for column, colour, word in parts:
        if groups[column].sum():
            figure.add_bar(
                y=groups["word"],
                x=groups[column] / groups["total"],
                orientation="h",
                name=word,
                marker={"color": colour},
                customdata=groups["group"],
                text=groups[column],
                hovertemplate="%{y}: %{text} (%{x:.0%})<extra>" + word + "</extra>",
                textposition="none",
            )
    _shares(figure, groups)
    figure.update_layout(barmode="stack")
    styled(figure, title, height=FRAME + ROW * len(groups))
    figure.update_yaxes(categoryorder="array", categoryarray=groups["word"].tolist()[::-1], showgrid=False)
    figure.update_xaxes(tickformat=".0%", range=[0, 1.28], tickvals=[0, 0.25, 0.5, 0.75, 1], showgrid=False)
    return legend_above(figure)


def _shares(figure: Sketch, groups: pd.DataFrame) -> None:
    got = groups["led"] + groups["proposed"]
    figure.add_scatter(
        x=[1.02] * len(groups),
        y=groups["word"],
        mode="text",
        text=[f"{part}/{whole} ({part / whole:.0%})" for part, whole in zip(got, groups["total"], strict=True)],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
    )


@drawn
def leaving_bars(leaving: pd.DataFrame, title: str) -> Sketch:
    """Mentors who reach retirement age by half-year; needs `half` (2027.0 or 2027.5), `word` and `count`."""
    small = leaving["count"] < SMALL
    figure = Sketch()
    figure.add_bar(
        x=leaving["word"],
        y=leaving["count"].where(~small, SMALL - 1),
        customdata=leaving["half"],
        marker={
            "color": [SLATE if few else INK for few in small],
            "pattern": {"shape": ["/" if few else "" for few in small]},
        },
        text=[f"<{SMALL}" if few else str(count) for few, count in zip(small, leaving["count"], strict=True)],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{text}<extra></extra>",
    )
    styled(figure, title, height=300)
    figure.update_yaxes(title=_("Mentors"), rangemode="tozero")
    figure.update_xaxes(type="category")
    return figure
