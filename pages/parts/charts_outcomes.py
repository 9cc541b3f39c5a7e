"""Charts of outcomes: shares against their line, facts by year and kind and by unit, a campaign by unit. Each mark carries what
it stands for; of fewer than three people no number is drawn."""

from collections.abc import Sequence

import pandas as pd

from db.queries.outcome_figures import Share
from db.queries.small import FEWEST
from pages.parts.chart_style import AMBER, INK, JADE, SEAL, SLATE, TEXT, VIOLET, styled
from pages.parts.sketch import Sketch, drawn
from programme.outcomes.wording import WORDS, word
from texts import _

FEW = "few"
COLOURS = (INK, JADE, AMBER, VIOLET, SEAL, "#5C8CB6", "#8FB8A8", "#B79A62", "#A99CC4")
PATTERNS = ("", "/", "", "x", "", "\\", "", "-", ".")
UNITS = 12


@drawn
def shares(rows: Sequence[tuple[str, Share]], title: str, line: str) -> Sketch:
    """One bar for each year with its share, numbers and the line of reference; few people: an empty bar that says so. Carries the
    year."""
    figure = Sketch()
    figure.add_bar(
        x=[name for name, _share in rows],
        y=[share.share or 0.0 for _name, share in rows],
        customdata=[name for name, _share in rows],
        marker={"color": [INK if share.reached else AMBER for _name, share in rows],
                "pattern": {"shape": ["" if share.reached else "/" for _name, share in rows]}},
        text=[_told(share) for _name, share in rows],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{text}<extra></extra>",
    )  # fmt: skip
    level = max((share.line for _name, share in rows), default=0.0)
    figure.add_hline(y=level, line={"color": SEAL, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=1, yref="paper", yanchor="bottom", text=f"╌╌ {line}", showarrow=False,
        font={"color": SEAL, "size": 12},
    )  # fmt: skip
    styled(figure, title, height=290)
    top = max([level, *(share.share or 0.0 for _name, share in rows)])
    figure.update_yaxes(range=[0, min(top * 1.2, 1.12)], tickformat=".0%")
    figure.update_layout(margin={"t": 62})
    figure.update_xaxes(type="category", showgrid=False)
    return figure


def _told(share: Share) -> str:
    if not share.denominator:
        return _("no one yet")
    if share.share is None:
        return _("fewer than 3, not shown")
    return f"{share.share:.0%} ({share.numerator}/{share.denominator})"


def by_year(counts: pd.DataFrame) -> pd.DataFrame:
    """`outcome_counts` by year and kind: year, kind, count; kinds of fewer than three people in a year are one heap "few"."""
    sums = counts.groupby(["year", "kind"], as_index=False)[["count", "people"]].sum()
    sums.loc[sums["people"] < FEWEST, "kind"] = FEW
    return sums.groupby(["year", "kind"], as_index=False)["count"].sum()


def by_unit(counts: pd.DataFrame) -> pd.DataFrame:
    """`outcome_counts` by unit, the most facts first: unit_id, unit, count; units of fewer than three people are left out."""
    sums = counts.dropna(subset=["unit_id"]).groupby(["unit_id", "unit"], as_index=False)[["count", "people"]].sum()
    return sums[sums["people"] >= FEWEST].sort_values(["count", "unit_id"], ascending=[False, True])


@drawn
def kinds_by_year(sums: pd.DataFrame, title: str) -> Sketch:
    """Stacked bars of `by_year`; a mark carries "2026:honour"."""
    figure = Sketch()
    for kind, colour, pattern in zip(WORDS["kind"], COLOURS, PATTERNS, strict=True):
        _stack(figure, sums[sums["kind"] == kind], word("kind", kind), (colour, pattern))
    _stack(figure, sums[sums["kind"] == FEW], _("Kinds of fewer than 3 people"), (SLATE, "+"))
    figure.update_layout(barmode="stack")
    styled(figure, title, height=330)
    figure.update_xaxes(type="category", categoryorder="category ascending", showgrid=False)
    figure.update_layout(legend={"y": -0.14}, margin={"b": 70})
    return figure


def _stack(figure: Sketch, rows: pd.DataFrame, name: str, look: tuple[str, str]) -> None:
    if len(rows):
        figure.add_bar(
            x=[str(year) for year in rows["year"]], y=rows["count"], name=name,
            customdata=[f"{row.year}:{row.kind}" for row in rows.itertuples()],
            marker={"color": look[0], "pattern": {"shape": look[1], "fillmode": "overlay", "fgcolor": "#FCFBF8", "size": 6, "solidity": 0.3}},
            hovertemplate="%{x}: %{y}<extra>" + name + "</extra>",
        )  # fmt: skip


@drawn
def unit_bars(sums: pd.DataFrame, title: str) -> Sketch:
    """Facts of the units with the most of them. Carries the unit."""
    rows = sums.head(UNITS)
    figure = Sketch()
    figure.add_bar(
        y=rows["unit"], x=rows["count"], orientation="h", customdata=rows["unit_id"], marker={"color": INK},
        text=rows["count"], textposition="outside", cliponaxis=False, hovertemplate="%{y}: %{x}<extra></extra>",
    )  # fmt: skip
    styled(figure, title, height=max(180, 70 + 21 * len(rows)))
    figure.update_yaxes(
        tickvals=rows["unit"].tolist(), ticktext=[_tail(name) for name in rows["unit"]], autorange="reversed", showgrid=False
    )  # fmt: skip
    figure.update_xaxes(range=[0, float(rows["count"].max() if len(rows) else 1) * 1.15], rangemode="tozero")
    return figure


@drawn
def campaign_bars(figures: pd.DataFrame, count: tuple[str, str], title: str) -> Sketch:
    """Units of a campaign by one count for each of another (links for each person, projects under way of all of them as a
    percentage), with the mean over all. Carries the unit."""
    name, over = count
    rows = figures[figures[over].astype(float).gt(0) & figures[name].notna()]
    each = rows[name].astype(float) / rows[over].astype(float)
    mean = float(rows[name].astype(float).sum() / rows[over].astype(float).sum()) if len(rows) else 0.0
    tell = "{:.0%}".format if over == "projects" else "{:.1f}".format
    figure = Sketch()
    figure.add_bar(
        y=rows["unit"], x=each, orientation="h", customdata=rows["unit_id"], marker={"color": INK},
        text=[tell(value) for value in each], textposition="inside", insidetextanchor="start",
        constraintext="none", textangle=0, textfont={"size": 11}, hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    figure.add_vline(x=mean, line={"color": SEAL, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=mean, y=1, yref="paper", yanchor="bottom", text=_("mean {number}").format(number=tell(mean)), showarrow=False,
        font={"color": SEAL, "size": 12},
    )  # fmt: skip
    styled(figure, title, height=max(200, 90 + 21 * len(rows)))
    figure.update_yaxes(
        tickvals=rows["unit"].tolist(), ticktext=[_tail(unit) for unit in rows["unit"]], autorange="reversed", showgrid=False
    )  # fmt: skip
    top = float(each.max() if len(each) else 1)
    figure.update_xaxes(range=[0, top * 1.18], rangemode="tozero", tickformat=".0%" if over == "projects" else "")
    figure.update_layout(margin={"t": 62}, font={"color": TEXT})
    return figure


def _tail(name: str) -> str:
    return name if len(name) <= 14 else "…" + name[-13:]
