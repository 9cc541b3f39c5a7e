"""The desk's charts: what each criterion gives a pair, as bars against what it could give."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.parts.chart_style import INK, LINE, TEXT, styled
from pages.parts.reasons import criterion
from programme.desk_cards import Share
from texts import _

ROW, FRAME = 22, 34
ROOM = 1.12


def share_bars(shares: Sequence[Share], fit: float) -> go.Figure:
    """One bar per criterion in force: dark is what the pair gains, pale what the weight allows, both in fit points."""
    shown = sorted((share for share in shares if share.value is not None), key=lambda share: share.most)
    names = [
        _("{criterion} {most}").format(criterion=criterion(share.criterion), most=f"{share.most:.0f}")
        for share in shown
    ]
    figure = go.Figure(
        [
            go.Bar(y=names, x=[share.most for share in shown], orientation="h", marker_color=LINE, hoverinfo="skip"),
            go.Bar(
                y=names,
                x=[share.points for share in shown],
                orientation="h",
                marker_color=INK,
                text=[f"{share.points:.1f}" for share in shown],
                textposition="outside",
                textfont={"size": 12, "color": TEXT},
                cliponaxis=False,
                hovertemplate=_("%{y}: %{x:.1f} points") + "<extra></extra>",
            ),
        ]
    )
    title = _("Fit {fit}: dark is gained, pale is the weight").format(fit=f"{fit:.1f}")
    figure = styled(figure, title, height=FRAME + ROW * max(len(shown), 1) + 8)
    figure.update_layout(barmode="overlay", showlegend=False, margin={"l": 4, "r": 4, "t": FRAME, "b": 2}, bargap=0.3)
    figure.update_layout(title_font_size=13, title_y=0.97)
    figure.update_xaxes(visible=False, range=[0, ROOM * max((share.most for share in shown), default=1)])
    figure.update_yaxes(showgrid=False, tickfont={"size": 12, "color": TEXT}, ticksuffix=" ")
    return figure
