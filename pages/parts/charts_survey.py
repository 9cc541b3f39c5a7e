"""The chart of a survey: by question and side how many chose which step; a group of fewer than three has no bar."""

import pandas as pd

from pages.parts.chart_style import AMBER, JADE, SEAL, styled
from pages.parts.sketch import Sketch, drawn
from pages.parts.survey_words import STEP_WORDS, question_word, side_word, step_word

# Colour and pattern: printed in black the steps still differ.
LOOKS = {4: (JADE, ""), 3: ("#8FC1B5", "."), 2: (AMBER, "/"), 1: (SEAL, "x")}
ROW = 26
# Percent; the count of a narrower piece would cover its neighbours and stands in the hint only.
LEGIBLE = 4


@drawn
def step_bars(sums: pd.DataFrame, title: str) -> Sketch:
    """A bar of shares for each question and side; needs the columns of `sums`, of shown groups only."""
    figure = Sketch()
    labels = [[question_word(code) for code in sums["question"]], [side_word(code) for code in sums["side"]]]
    for step in STEP_WORDS:
        colour, pattern = LOOKS[step]
        counts = sums[f"step{step}"].astype(int)
        share = (100 * counts / sums["filed"].clip(lower=1)).round(0)
        shape = {"shape": pattern, "size": 6, "fgcolor": "white", "fgopacity": 0.3, "fillmode": "overlay"}
        figure.add_bar(
            y=labels, x=share, orientation="h", name=step_word(step), marker={"color": colour, "pattern": shape},
            text=[str(count) if part >= LEGIBLE else "" for count, part in zip(counts, share, strict=True)], textangle=0, insidetextanchor="middle",
            textfont={"size": 11}, constraintext="none", customdata=counts,
            hovertemplate="%{y}: %{customdata} (%{x}%)<extra>" + step_word(step) + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=96 + ROW * len(sums))
    figure.update_layout(
        barmode="stack", margin={"t": 70},
        legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right", "traceorder": "normal"},
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(range=[0, 101], ticksuffix="%")
    return figure
