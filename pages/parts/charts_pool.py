"""Charts of the pool: frames in, figures out."""

import pandas as pd

from pages.parts.chart_style import INK, SEAL, TEXT, styled
from pages.parts.sketch import Sketch, drawn

BANDS = ((0, 44), (45, 50), (51, 55), (56, 60), (61, 120))


def band(age: int | None) -> str:
    """The age band of an age ("" where it is not known)."""
    if age is None or pd.isna(age):
        return ""
    return next(name_of(low, high) for low, high in BANDS if age <= high)


def name_of(low: int, high: int) -> str:
    """A band as it is written: ≤44, 45–50, ≥61."""
    if not low:
        return f"≤{high}"
    return f"≥{low}" if high >= 120 else f"{low}–{high}"


def band_names() -> list[str]:
    """The bands, the youngest first."""
    return [name_of(low, high) for low, high in BANDS]


@drawn
def age_structure(bands: pd.Series, title: str, chosen: str = "") -> Sketch:
    """How many mentors stand in each age band; the chosen band is marked. Each bar carries its band as customdata."""
    counts = bands.value_counts()
    names = band_names()
    values = [int(counts.get(name, 0)) for name in names]
    figure = Sketch()
    figure.add_bar(
        x=names,
        y=values,
        customdata=names,
        text=values,
        textposition="outside",
        textfont={"color": TEXT},
        marker={"color": [SEAL if name == chosen else INK for name in names]},
        hovertemplate="%{x}: %{y}<extra></extra>",
        cliponaxis=False,
    )
    styled(figure, title, height=260)
    figure.update_xaxes(type="category")
    figure.update_yaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return figure
