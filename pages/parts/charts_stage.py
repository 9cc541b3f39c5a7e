"""The funnel of a cohort: how many mentees have come how far."""

import pandas as pd

from pages.parts.chart_style import BLUES, INK, styled
from pages.parts.sketch import Sketch, drawn
from texts import _


@drawn
def stage_funnel(stages: pd.DataFrame, title: str) -> Sketch:
    """Bars from the first stage to the last; needs stage, word and count, the first row holding everybody."""
    whole = max(int(stages["count"].iloc[0]), 1)
    figure = Sketch()
    figure.add_bar(
        y=stages["word"],
        x=stages["count"],
        orientation="h",
        customdata=stages["stage"],
        marker={"color": [INK if count else BLUES[2] for count in stages["count"]]},
        text=[f"{count} ({count / whole:.0%})" for count in stages["count"]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    styled(figure, title, height=64 + 32 * len(stages))
    figure.update_yaxes(categoryorder="array", categoryarray=stages["word"].tolist()[::-1], showgrid=False)
    figure.update_xaxes(range=[0, whole * 1.34], title=_("People"), showgrid=False)
    figure.update_layout(margin={"t": 44, "b": 34})
    return figure
