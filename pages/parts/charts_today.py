"""The charts beside the tasks: what was recorded in each of the last twelve months."""

from datetime import date

import pandas as pd

from pages.parts.chart_style import AMBER, INK, styled
from pages.parts.dates import partial
from pages.parts.sketch import Sketch, drawn
from texts import _

MONTHS = 12


def last_months(on: date, count: int = MONTHS) -> list[str]:
    """The months up to that of a day, the earliest first: 2026-01, 2026-02."""
    place = on.year * 12 + on.month - 1
    return [f"{one // 12}-{one % 12 + 1:02d}" for one in range(place - count + 1, place + 1)]


def by_month(activity: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    """Records and back-filled ones for each month from `activity` by day: month, prompt, backfilled."""
    month = activity["day"].map(lambda day: f"{day:%Y-%m}") if len(activity) else pd.Series(dtype=str)
    sums = activity.groupby(month)[["count", "backfilled"]].sum().reindex(months, fill_value=0)
    late = sums["backfilled"].astype(int)
    return pd.DataFrame(
        {"month": months, "prompt": (sums["count"].astype(int) - late).tolist(), "backfilled": late.tolist()}
    )


@drawn
def months_of_activity(rows: pd.DataFrame, title: str) -> Sketch:
    """Stacked bars by month; a bar carries its month. Back-filled records are hatched as well as coloured."""
    figure = Sketch()
    for column, name, colour, shape in (
        ("prompt", _("Recorded in time"), INK, ""), ("backfilled", _("Back-filled"), AMBER, "/"),
    ):  # fmt: skip
        figure.add_bar(
            x=rows["month"], y=rows[column], name=name, customdata=rows["month"],
            marker={"color": colour, "pattern": {"shape": shape}}, hovertemplate="%{x}: %{y}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    styled(figure, title, height=250)
    figure.update_layout(barmode="stack", margin={"t": 44, "b": 30}, legend={"y": -0.22})
    words = [partial(month) if place % 3 == 2 else "" for place, month in enumerate(rows["month"])]
    figure.update_xaxes(type="category", tickvals=rows["month"], ticktext=words, tickangle=0, showgrid=False)
    return figure
