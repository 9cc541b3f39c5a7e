"""Structure charts for a meeting: mentors to the left, mentees to the right, one bar for each group; DataFrame in, Figure out."""

import pandas as pd

from pages.parts.chart_style import AMBER, INK, TEXT, styled
from pages.parts.sketch import Sketch, drawn
from texts import _

BAR, CHROME = 26, 92
ROOM = 1.6
# Streamlit would draw words of axes small and grey, which paper swallows.
WORDS = {"size": 13, "color": TEXT}
HATCH = {"fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 6, "solidity": 0.3}


@drawn
def two_sides(groups: pd.DataFrame, title: str) -> Sketch:
    """How many mentors and mentees belong to each group, with the number at the bar's end.

    `groups`: key, group (words), mentors, mentees, in the order from top to bottom; `customdata` is the key. The mentors' bars
    are hatched, so that the sides are told apart without colour.
    """
    figure = Sketch()
    sides = (("mentors", _("Mentor"), AMBER, -1, "/"), ("mentees", _("Mentee"), INK, 1, ""))
    for column, name, colour, sign, shape in sides:
        figure.add_bar(
            x=(sign * groups[column]).tolist(),
            y=groups["group"].tolist(),
            orientation="h",
            name=name,
            customdata=groups["key"].tolist(),
            text=[str(count) if count else "" for count in groups[column]],
            textposition="outside",
            textfont=WORDS,
            cliponaxis=False,
            marker={"color": colour, "pattern": {"shape": shape, **HATCH}},
            hovertemplate="%{y}<br>" + name + " %{text}<extra></extra>",
        )
    most = max([1, *groups["mentors"], *groups["mentees"]]) * ROOM
    figure.update_xaxes(range=[-most, most], showticklabels=False, showgrid=False, zeroline=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, title="", tickfont=WORDS)
    styled(figure, title, CHROME + BAR * max(len(groups), 1))
    heads = [_head(sides[0][1], "right"), _head(sides[1][1], "left")]
    return figure.update_layout(barmode="relative", bargap=0.3, showlegend=False, annotations=heads, margin={"t": 58})


def _head(name: str, anchor: str) -> dict[str, object]:
    """A side's name over its bars: a legend would not stay in one line in a narrow chart."""
    place = {"x": 0, "xref": "x", "y": 1, "yref": "paper", "xanchor": anchor, "yanchor": "bottom"}
    return {
        **place,
        "text": f"<b>{name}</b>",
        "font": WORDS,
        "showarrow": False,
        "xshift": 8 if anchor == "left" else -8,
    }
