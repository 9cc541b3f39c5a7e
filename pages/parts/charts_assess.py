"""Charts of assessment: records by month, grades by unit against the quota, grades against the year before."""

from collections.abc import Mapping

import pandas as pd

from db.queries.small import FEWEST, hidden_groups
from pages.parts.assess_words import word
from pages.parts.chart_style import AMBER, INK, JADE, SEAL, SLATE, styled
from pages.parts.dates import partial
from pages.parts.labels import aside
from pages.parts.sketch import Sketch, drawn
from texts import _

GRADES = (
    ("excellent", JADE, ""),
    ("qualified", INK, ""),
    ("basically_qualified", AMBER, "/"),
    ("unqualified", SEAL, "x"),
)
ANNUAL = (
    ("outstanding", JADE, ""), ("competent", INK, ""), ("basically_competent", AMBER, "/"), ("incompetent", SEAL, "x"),
    ("undetermined", SLATE, "."),
)  # fmt: skip
SCALES = {"grade": (GRADES, ""), "annual_grade": (ANNUAL, "annual_")}
LONGEST = 14


@drawn
def months(counts: Mapping[str, int]) -> Sketch:
    """Records in each month from the first to the last, those without any left as a gap."""
    keys = [f"{month:%Y-%m}" for month in pd.period_range(min(counts), max(counts), freq="M").to_timestamp()]
    figure = Sketch()
    figure.add_bar(x=keys, y=[counts.get(key, 0) for key in keys], marker={"color": INK},
                              hovertemplate="%{x}: %{y}<extra></extra>")  # fmt: skip
    styled(figure, _("Records by month"), height=112)
    figure.update_layout(margin={"t": 26, "b": 4}, title={"font": {"size": 12}})
    shown = keys[:: max(1, -(-len(keys) // 6))]
    figure.update_xaxes(type="category", tickvals=shown, ticktext=[partial(key) for key in shown], tickangle=0, tickfont={"size": 10})  # fmt: skip
    figure.update_yaxes(rangemode="tozero", nticks=3, tickfont={"size": 10})
    return figure


def shares(units: pd.DataFrame, scale: str) -> pd.DataFrame:
    """Units with at least three graded people, with the share of each grade in percent; the smaller ones summed in one row.

    Needs unit_id, unit and the counts of `db.queries.assessment.distribution`.
    """
    grades, prefix = SCALES[scale]
    columns = [prefix + code for code, _colour, _pattern in grades]
    told = units[["unit_id", "unit", *columns]].assign(graded=units[columns].sum(axis=1))
    hidden = pd.Series(hidden_groups([int(count) for count in told["graded"]]), index=told.index, dtype=bool)
    large, small = told[~hidden], told[hidden & (told["graded"] > 0)]
    rest = pd.DataFrame(
        [{**small[[*columns, "graded"]].sum().to_dict(), "unit_id": -1, "unit": _("Small units together")}]
    )
    whole = pd.concat([large, rest] if small["graded"].sum() >= FEWEST else [large], ignore_index=True)
    return whole.assign(**{column: 100 * whole[column] / whole["graded"] for column in columns})


@drawn
def by_unit(units: pd.DataFrame, scale: str, quota: int, title: str) -> Sketch:
    """A bar of shares for each unit, the highest grade first so that it meets the line of the quota."""
    whole, (grades, prefix) = shares(units, scale), SCALES[scale]
    figure = Sketch()
    for code, colour, pattern in grades:
        figure.add_bar(
            y=whole["unit_id"].astype(str), x=whole[prefix + code], orientation="h", name=word(scale, code),
            customdata=[[key, code] for key in whole["unit_id"].tolist()],
            marker={"color": colour, "pattern": {"shape": pattern}}, hovertext=whole["unit"],
            hovertemplate="%{hovertext}: %{x:.0f}%<extra>" + word(scale, code) + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=124 + 24 * len(whole))
    _with_line(figure, quota)
    # The row of the small units has a name of ours, which is never cut.
    cut = (whole["unit"].str.len() > LONGEST) & (whole["unit_id"] >= 0)
    labels = whole["unit"].mask(cut, whole["unit"].str[: LONGEST - 1] + "…")
    labels = [aside(name, int(count)) for name, count in zip(labels, whole["graded"], strict=True)]
    figure.update_layout(barmode="stack", legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right"},
                         margin={"t": 92}, title={"y": 1, "pad": {"t": 10}})  # fmt: skip
    figure.update_yaxes(
        tickvals=whole["unit_id"].astype(str).tolist(), ticktext=labels, autorange="reversed", type="category"
    )
    figure.update_xaxes(range=[0, 100], ticksuffix="%")
    return figure


def _with_line(figure: Sketch, quota: int) -> None:
    """The quota as a line across all bars, named in the legend where nothing can cover it."""
    name = _("quota {quota} %").format(quota=quota)
    figure.add_vline(x=quota, line={"color": SEAL, "width": 2, "dash": "dash"}, name=name, showlegend=True)


@drawn
def over_years(rounds: pd.DataFrame, names: list[str], scale: str, title: str) -> Sketch:
    """Rounds side by side, each with the share of its grades; rounds with fewer than three graded people are left out."""
    grades, prefix = SCALES[scale]
    columns = [prefix + code for code, _colour, _pattern in grades]
    graded = rounds[columns].sum(axis=1)
    figure = Sketch()
    for code, colour, pattern in grades:
        share = (100 * rounds[prefix + code] / graded.clip(lower=1)).where(graded >= FEWEST)
        figure.add_bar(
            x=names, y=share, name=word(scale, code), marker={"color": colour, "pattern": {"shape": pattern}},
            text=[f"{value:.0f}%" if value == value and value else "" for value in share], textposition="outside",
            hovertemplate="%{x}: %{y:.0f}%<extra>" + word(scale, code) + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=300)
    figure.update_layout(
        barmode="group", margin={"t": 72}, legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right"}
    )
    figure.update_yaxes(range=[0, 105], ticksuffix="%")
    return figure
