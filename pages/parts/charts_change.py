"""The chain of a change: who left, whom it leaves behind, who follows; every mark carries the key of its person."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pages.parts.chart_style import AMBER, INK, JADE, SEAL, SLATE, styled
from pages.parts.sketch import Sketch, drawn
from programme.change_slip import Row
from texts import _

ROW, FRAME = 30, 96
# The legend stands below, clear of the title in either language.
LEGEND = 34
LEFT, MIDDLE, RIGHT = 0.0, 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Node:
    """A person in the chain: `key` is "mentor:12" or "mentee:7", unique in the picture by its column and the line."""

    key: str
    label: str
    x: float
    y: float


def chain(rows: Iterable[Row]) -> pd.DataFrame:
    """One line per pairing that moves: mentee and its place, old and new mentor, what happens."""
    found = [row for row in rows if row.act != "keep"]
    return pd.DataFrame(
        {
            "mentee_id": [row.mentee.id for row in found],
            "mentee": [row.mentee.label for row in found],
            "old_id": [row.old.id for row in found],
            "old": [row.old.label for row in found],
            "new_id": [row.new.id if row.new else 0 for row in found],
            "new": [row.new.label if row.new else "" for row in found],
            "act": [row.act for row in found],
        }
    )


@drawn
def chain_chart(links: pd.DataFrame, title: str) -> Sketch:
    """Three columns: the mentors before, the mentees, the mentors after; a mentee without one ends at a diamond."""
    links = links.sort_values(["old", "old_id", "new", "mentee"], ignore_index=True)
    links = links.assign(y=-links.index.to_series().astype(float))
    figure = Sketch()
    olds = _side(links, "old", LEFT)
    news = _side(links[links["new_id"] > 0], "new", RIGHT)
    _lines(figure, links, {node.key: node for node in olds}, {node.key: node for node in news})
    middle = [Node(f"mentee:{row.mentee_id}", row.mentee, MIDDLE, row.y) for row in links.itertuples()]
    _marks(figure, olds, _("Present mentor"), SEAL, "square", "middle left")
    _marks(figure, middle, _("Mentee"), INK, "circle", "top center")
    _marks(figure, news, _("Succeeding mentor"), JADE, "square", "middle right")
    _ends(figure, links[links["new_id"] == 0])
    styled(figure, title, height=FRAME + ROW * len(links) + LEGEND)
    figure.update_xaxes(visible=False, range=[-0.75, 2.75])
    lowest = min(node.y for node in [*olds, *middle, *news])
    figure.update_yaxes(visible=False, range=[lowest - 0.8, 0.9])
    figure.update_layout(margin={"b": LEGEND}, legend={"y": 0, "yanchor": "top", "x": 0.5, "xanchor": "center"})
    return figure


def _side(links: pd.DataFrame, side: str, x: float) -> list[Node]:
    """The mentors of one side, each at the middle of their mentees, moved apart where they would touch."""
    if links.empty:
        return []
    middles = links.groupby([f"{side}_id", side])["y"].mean().sort_values(ascending=False)
    nodes: list[Node] = []
    for (key, label), y in middles.items():
        place = min(float(y), nodes[-1].y - 0.8) if nodes else float(y)
        nodes.append(Node(f"mentor:{key}", str(label), x, place))
    return nodes


def _lines(figure: Sketch, links: pd.DataFrame, olds: dict[str, Node], news: dict[str, Node]) -> None:
    for colour, side, nodes, x in ((SLATE, "old_id", olds, LEFT), (JADE, "new_id", news, RIGHT)):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for row in links.itertuples():
            node = nodes.get(f"mentor:{getattr(row, side)}")
            if node is not None:
                xs += [x, MIDDLE, None]
                ys += [node.y, row.y, None]
        figure.add_scatter(
            x=xs, y=ys, mode="lines", line={"color": colour, "width": 1.4}, hoverinfo="skip", showlegend=False
        )


def _marks(figure: Sketch, nodes: list[Node], word: str, colour: str, symbol: str, where: str) -> None:
    if not nodes:
        return
    figure.add_scatter(
        x=[node.x for node in nodes],
        y=[node.y for node in nodes],
        mode="markers+text",
        name=word,
        text=[node.label for node in nodes],
        textposition=where,
        cliponaxis=False,
        customdata=[node.key for node in nodes],
        marker={"color": colour, "size": 11, "symbol": symbol},
        hovertemplate="%{text}<extra>" + word + "</extra>",
    )


def _ends(figure: Sketch, rows: pd.DataFrame) -> None:
    """Where nobody follows: the word says why."""
    if rows.empty:
        return
    words = {"release": _("waits"), "end": _("ends"), "pause": _("rests")}
    figure.add_scatter(
        x=[MIDDLE + 0.35] * len(rows),
        y=rows["y"],
        mode="markers+text",
        name=_("Nobody follows"),
        text=[words.get(act, "") for act in rows["act"]],
        textposition="middle right",
        cliponaxis=False,
        customdata=[f"mentee:{key}" for key in rows["mentee_id"]],
        marker={"color": AMBER, "size": 11, "symbol": "diamond"},
        hovertemplate="%{text}<extra></extra>",
    )
