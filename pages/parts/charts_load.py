"""Charts of the mentors' burden; every mark carries the key of the people behind it as customdata."""

import pandas as pd

from pages.parts.chart_style import AMBER, BLUES, INK, LINE, SEAL, SLATE, TEXT, VIOLET, styled
from pages.parts.sketch import Sketch, drawn
from texts import _

STATE_COLOURS = {"over": SEAL, "full": AMBER, "free": INK, "closed": SLATE}
ROW = 21
FRAME = 106
LABEL = 15


def state_word(state: str) -> str:
    """What a state of burden is called."""
    return {
        "over": _("Over"),
        "full": _("Full"),
        "free": _("Free seats"),
        "closed": _("Unavailable"),
    }[state]


@drawn
def load_bars(mentors: pd.DataFrame, title: str) -> Sketch:
    """One bar per mentor with a tick at the capacity; needs person_id, name, unit, load, proposed, capacity, state."""
    figure = Sketch()
    keys = mentors["person_id"].astype(str)
    for state, colour in STATE_COLOURS.items():
        rows = mentors[mentors["state"] == state]
        if len(rows):
            figure.add_bar(**_bar(rows, rows["load"], colour, state_word(state)))
    if mentors["proposed"].sum():
        figure.add_bar(**_bar(mentors, mentors["proposed"], VIOLET, _("Proposed")))
    _ticks(figure, mentors, keys)
    _numbers(figure, mentors, keys)
    figure.update_layout(barmode="stack")
    styled(figure, title, height=FRAME + ROW * len(mentors))
    figure.update_yaxes(
        type="category",
        tickvals=keys.tolist(),
        ticktext=[_short(name, unit) for name, unit in zip(mentors["name"], mentors["unit"], strict=True)],
        categoryorder="array",
        categoryarray=keys.tolist()[::-1],
        showgrid=False,
    )
    figure.update_xaxes(dtick=1, range=[0, max(4.0, _reach(mentors).max() + 0.8)])
    return legend_above(figure)


def _bar(rows: pd.DataFrame, values: pd.Series, colour: str, word: str) -> dict:
    return {
        "y": rows["person_id"].astype(str),
        "x": values,
        "orientation": "h",
        "name": word,
        "marker": {"color": colour},
        "customdata": rows["person_id"],
        "hovertext": rows["name"] + " · " + rows["unit"],
        "hovertemplate": "%{hovertext}<br>%{x}<extra>" + word + "</extra>",
    }


def _ticks(figure: Sketch, mentors: pd.DataFrame, keys: pd.Series) -> None:
    word = _("Capacity")
    figure.add_scatter(
        x=mentors["capacity"],
        y=keys,
        mode="markers",
        name=word,
        customdata=mentors["person_id"],
        marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": TEXT}, "color": TEXT},
        hovertemplate="%{x}<extra>" + word + "</extra>",
    )


def _numbers(figure: Sketch, mentors: pd.DataFrame, keys: pd.Series) -> None:
    burden = mentors["load"] + mentors["proposed"]
    figure.add_scatter(
        x=_reach(mentors) + 0.12,
        y=keys,
        mode="text",
        text=[f"{load}/{seats}" for load, seats in zip(burden, mentors["capacity"], strict=True)],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
    )


def _reach(mentors: pd.DataFrame) -> pd.Series:
    return pd.concat([mentors["load"] + mentors["proposed"], mentors["capacity"]], axis=1).max(axis=1)


def _short(name: str, unit: str) -> str:
    cut = unit if len(unit) <= LABEL else unit[: LABEL - 1] + "…"
    return f"{name} · {cut}" if cut else name


@drawn
def lorenz_curve(curve: pd.DataFrame, title: str) -> Sketch:
    """Share of seats against share of people led; the dashed line is equal use of every seat."""
    figure = Sketch()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=_("Every seat used alike"),
        line={"dash": "dot", "color": SLATE},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=curve["seats"],
        y=curve["led"],
        mode="lines",
        name=_("As it is"),
        line={"color": INK, "width": 2.5},
        fill="tozeroy",
        fillcolor="rgba(31,78,121,0.14)",
        hovertemplate="%{x:.0%} → %{y:.0%}<extra></extra>",
    )
    _add_levels(figure, curve)
    styled(figure, title, height=380)
    quarters = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(
        title=_("Share of all seats, the least used first"), tickformat=".0%", range=[0, 1], tickvals=quarters
    )
    figure.update_yaxes(title=_("Share of all people led"), tickformat=".0%", range=[0, 1.02])
    return legend_above(figure)


def _add_levels(figure: Sketch, curve: pd.DataFrame) -> None:
    """A mark where the curve bends: the mentors whose seats are used alike end there, and a click leads to them."""
    bends = curve.dropna().drop_duplicates("use", keep="last")
    figure.add_scatter(
        x=bends["seats"],
        y=bends["led"],
        mode="markers",
        marker={"color": INK, "size": 9},
        cliponaxis=False,
        customdata=[f"use:{use}" for use in bends["use"]],
        text=[_("{use} of each seat is used").format(use=f"{use:.0%}") for use in bends["use"]],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )


@drawn
def load_counts(mentors: pd.DataFrame, title: str) -> Sketch:
    """How many mentors lead nobody, one, two, ...; stacked by state."""
    figure = Sketch()
    for state, colour in STATE_COLOURS.items():
        counts = mentors[mentors["state"] == state].groupby("burden").size()
        if len(counts):
            word = state_word(state)
            figure.add_bar(
                x=counts.index,
                y=counts,
                name=word,
                marker={"color": colour},
                customdata=[f"{state}:{burden}" for burden in counts.index],
                text=counts,
                textposition="inside",
                textangle=0,
                hovertemplate="%{x}: %{y}<extra>" + word + "</extra>",
            )
    figure.update_layout(barmode="stack")
    styled(figure, title, height=380)
    figure.update_xaxes(title=_("People led by one mentor"), dtick=1)
    figure.update_yaxes(title=_("Mentors"))
    return legend_above(figure, lines=2)


@drawn
def place_bars(places: pd.DataFrame, title: str, waiting: pd.Series | None = None) -> Sketch:
    """Seats taken, proposed and free by county or unit; a diamond for the people who wait there.

    `places` comes from `by_place`; `waiting` counts people by place.
    """
    figure = Sketch()
    for column, colour, word in _parts():
        if places[column].sum():
            figure.add_bar(
                y=places["place"],
                x=places[column],
                orientation="h",
                name=word,
                marker={"color": colour, "line": {"color": LINE, "width": 0.5}},
                customdata=places["place"],
                textposition="none",
                hovertemplate="%{y}: %{x}<extra>" + word + "</extra>",
            )
    counts = pd.Series(0, index=places.index)
    if waiting is not None and len(waiting):
        counts = places["place"].map(waiting).fillna(0).astype(int)
        _diamonds(figure, places, counts)
    _told(figure, places, counts)
    figure.update_layout(barmode="stack")
    styled(figure, title, height=FRAME + 26 * len(places))
    figure.update_yaxes(categoryorder="array", categoryarray=places["place"].tolist()[::-1], showgrid=False)
    longest = places[["load", "proposed", "free"]].sum(axis=1).max()
    figure.update_xaxes(title=_("Seats and people"), range=[0, longest * 1.45 + 1])
    return legend_above(figure)


def _parts() -> tuple[tuple[str, str, str], ...]:
    return (
        ("load", INK, _("Led now")),
        ("proposed", VIOLET, _("Proposed")),
        ("free", BLUES[2], _("Free seats")),
    )


def _diamonds(figure: Sketch, places: pd.DataFrame, counts: pd.Series) -> None:
    word = _("Waiting for a mentor")
    short = counts > places["free"]
    figure.add_scatter(
        x=places["load"] + places["proposed"] + counts,
        y=places["place"],
        mode="markers",
        name=word,
        customdata=places["place"],
        text=counts,
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": [SEAL if lacks else AMBER for lacks in short],
            "line": {"width": 1, "color": TEXT},
        },
        hovertemplate="%{y}: %{text}<extra>" + word + "</extra>",
    )


def _told(figure: Sketch, places: pd.DataFrame, counts: pd.Series) -> None:
    """The numbers behind each bar, where no mark can cover them."""
    taken = places["load"] + places["proposed"]
    reach = pd.concat([taken + places["free"], taken + counts], axis=1).max(axis=1)
    with_waiting, without = _("{led} led, {free} free, {waiting} waiting"), _("{led} led, {free} free")
    rows = zip(taken, places["free"], counts, strict=True)
    figure.add_scatter(
        x=reach + reach.max() * 0.03,
        y=places["place"],
        mode="text",
        text=[
            (with_waiting if waiting else without).format(led=led, free=free, waiting=waiting)
            for led, free, waiting in rows
        ],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
    )


def legend_above(figure: Sketch, lines: int = 1) -> Sketch:
    """The legend on lines of its own between title and picture, so that it is read first and never cut off."""
    figure.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        margin={"t": 48 + 20 * lines, "b": 38, "r": 18},
        uniformtext={"mode": "hide", "minsize": 9},
    )
    return figure
