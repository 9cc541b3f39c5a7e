"""Charts of records: the calendar, the months, the mix of methods and forms, the villages; each mark carries what it stands for."""

from datetime import date, timedelta

import pandas as pd

from pages.parts.chart_style import AMBER, BLUES, COLOURS, INK, JADE, SEAL, SLATE, TEXT, styled
from pages.parts.dates import day as spoken_day
from pages.parts.dates import partial
from pages.parts.labels import stated
from pages.parts.record_words import NONE, WORDS, word, wording
from pages.parts.sketch import Sketch, drawn
from programme.recordbook.codes import parted
from texts import N_, _

WEEKS = 53
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
PATTERNS = ("", "/", "x", "-", "|", "+", ".")


@drawn
def calendar(activity: pd.DataFrame, until: date, title: str) -> Sketch:
    """A square for each day of the last 53 weeks with the number of records; needs day and count. Carries the day."""
    monday = until - timedelta(days=until.weekday() + 7 * (WEEKS - 1))
    days = [monday + timedelta(days=k) for k in range(WEEKS * 7) if monday + timedelta(days=k) <= until]
    counts = activity.groupby("day")["count"].sum().to_dict() if len(activity) else {}
    values = [int(counts.get(one, 0)) for one in days]
    top = max(max(values, default=0), 1)
    dark = [value > top / 3 for value in values]
    figure = Sketch()
    figure.add_scatter(
        x=[(one - monday).days // 7 for one in days],
        y=[one.weekday() for one in days],
        mode="markers+text",
        customdata=[one.isoformat() for one in days],
        text=[str(value) if value else "" for value in values],
        textfont={"size": 9, "color": ["white" if one else TEXT for one in dark]},
        marker={"symbol": "square", "size": 19, "color": values, "colorscale": _scale(), "cmin": 0, "cmax": top},
        hovertext=[stated(spoken_day(one), value) for one, value in zip(days, values, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    styled(figure, title, height=218)
    firsts = [one for one in days if one.day <= 7 and one.weekday() == 0]
    figure.update_xaxes(
        tickvals=[(one - monday).days // 7 for one in firsts],
        ticktext=[_month(one) for one in firsts],
        showgrid=False,
        range=[-0.8, WEEKS - 0.2],
    )
    weekdays = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    figure.update_yaxes(
        tickvals=list(range(7)), ticktext=weekdays, autorange="reversed", showgrid=False, zeroline=False
    )
    return figure


def _scale() -> list[list[object]]:
    return [[0.0, "#EFEBE2"], [0.001, BLUES[2]], [1.0, BLUES[-1]]]


def _month(day: date) -> str:
    return partial(f"{day:%Y-%m}") if day.month == 1 else _(MONTHS[day.month - 1])


@drawn
def months(activity: pd.DataFrame, title: str) -> Sketch:
    """Records of each month by kind, one above the other; needs day, kind and count. Carries the month."""
    figure = Sketch()
    keyed = activity.assign(month=[f"{one:%Y-%m}" for one in activity["day"]])
    order = sorted(keyed["month"].unique())[-24:]
    for place, kind in enumerate(WORDS["kind"]):
        sums = keyed[keyed["kind"] == kind].groupby("month")["count"].sum()
        if len(sums):
            colour = (*COLOURS, "#B0A68F")[place]
            figure.add_bar(
                x=order,
                y=[int(sums.get(month, 0)) for month in order],
                name=word("kind", kind),
                customdata=order,
                marker={
                    "color": colour,
                    "pattern": {
                        "shape": PATTERNS[place],
                        "size": 6,
                        "fgcolor": "white",
                        "fgopacity": 0.45,
                        "fillmode": "overlay",
                    },
                },
                hovertemplate="%{x}: %{y}<extra>" + word("kind", kind) + "</extra>",
            )
    figure.update_layout(barmode="stack")
    styled(figure, title, height=300)
    figure.update_xaxes(type="category", tickvals=order[::2], ticktext=[partial(month) for month in order[::2]])
    figure.update_layout(legend={"y": -0.24}, margin={"b": 60})
    return figure


def mix_counts(mix: pd.DataFrame, column: str, codes: tuple[str, ...]) -> list[tuple[str, int]]:
    """How many records name each code ("none": no code); one that names two counts for both."""
    told = [(parted(text), count) for text, count in zip(mix[column], mix["count"], strict=True)]
    counts = [(code, sum(int(count) for known, count in told if code in known)) for code in codes]
    return [*counts, (NONE, sum(int(count) for known, count in told if not known))]


@drawn
def mix_bars(counts: list[tuple[str, int]], kind: str, title: str) -> Sketch:
    """One bar for each method, or each form, and one for what nobody said. Carries the code."""
    speak = wording(kind)
    whole = max(sum(count for _code, count in counts), 1)
    figure = Sketch()
    figure.add_bar(
        y=[speak(code) for code, _count in counts],
        x=[count for _code, count in counts],
        orientation="h",
        customdata=[code for code, _count in counts],
        marker={"color": [SLATE if code == NONE else colour for (code, _count), colour in zip(counts, (INK, JADE, AMBER, SLATE), strict=True)],
                "pattern": {"shape": ["/" if code == NONE else "" for code, _count in counts]}},
        text=[f"{count} ({count / whole:.0%})" for _code, count in counts],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    styled(figure, title, height=196)
    top = max((count for _code, count in counts), default=1)
    figure.update_xaxes(range=[0, top * 1.4], showticklabels=False, showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


@drawn
def village_bars(coverage: pd.DataFrame, title: str, most: int = 20) -> Sketch:
    """Household visits by village against its households; needs village, households, total. Carries the village."""
    rows = coverage.head(most)
    figure = Sketch()
    labels = [_tail(name) for name in rows["village"]]
    figure.add_bar(
        y=rows["village"],
        x=rows["households"],
        orientation="h",
        name=_("Household visits"),
        customdata=rows["village"],
        marker={"color": INK},
        text=[_share(row.households, row.total) for row in rows.itertuples()],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x}<extra></extra>",
    )
    figure.add_scatter(
        y=rows["village"],
        x=rows["total"],
        mode="markers",
        name=_("Households"),
        customdata=rows["village"],
        marker={"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": SEAL}, "color": SEAL},
        hovertemplate="%{y}: %{x}<extra></extra>",
    )
    styled(figure, title, height=110 + 22 * len(rows))
    figure.update_yaxes(tickvals=rows["village"].tolist(), ticktext=labels, autorange="reversed", showgrid=False)
    top = max([float(rows["households"].max() or 0), float(rows["total"].max() or 0), 1.0])
    figure.update_xaxes(range=[0, top * 1.2], rangemode="tozero")
    figure.update_layout(legend={"y": 1.02, "yanchor": "bottom", "x": 1, "xanchor": "right"}, margin={"t": 60})
    return figure


def _share(households: float, total: float | None) -> str:
    return f"{int(households)}" if total is None or pd.isna(total) else f"{int(households)} / {int(total)}"


def _tail(name: str) -> str:
    return name if len(name) <= 14 else "…" + name[-13:]
