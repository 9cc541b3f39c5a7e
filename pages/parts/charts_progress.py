"""Charts of progress: states by place, growth, filing, plans, stages, silence; each mark carries the key of what it stands for."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from pages.parts.chart_style import AMBER, BLUES, INK, JADE, SEAL, SLATE, styled
from pages.parts.dates import day as spoken_day
from pages.parts.dates import month_ticks, partial
from pages.parts.progress_words import STATE_WORDS, state_word
from pages.parts.record_words import WORDS as RECORD_WORDS
from pages.parts.record_words import word as record_word
from pages.parts.sketch import Sketch, drawn
from texts import _

# Colour and pattern: a picture printed in black still tells the states apart.
LOOKS = {
    "red": (SEAL, "x"), "yellow": (AMBER, "/"), "blue": (BLUES[5], "."), "steady": (JADE, ""), "paused": ("#B9B2A3", "-"),
    "too_early": ("#DDD8CC", "|"),
}  # fmt: skip
LONGEST, ROW, WEEKS = 14, 24, 53
BINS = ((0, 14), (15, 30), (31, 45), (46, 60), (61, 90), (91, 120), (121, None))


def _marker(colour: str, pattern: str) -> dict[str, Any]:
    shape = {"shape": pattern, "size": 6, "fgcolor": "white", "fgopacity": 0.3, "fillmode": "overlay"}
    return {"color": colour, "pattern": shape}


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else "…" + name[-(LONGEST - 1) :]


def _above(figure: Sketch, top: int = 66) -> Sketch:
    figure.update_layout(
        legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right", "traceorder": "normal"}, margin={"t": top}
    )
    return figure


@drawn
def state_bars(places: pd.DataFrame, title: str) -> Sketch:
    """States of the pairings of each place, stacked; needs key, place and a column for each state. Carries the key."""
    figure = Sketch()
    for state in STATE_WORDS:
        colour, pattern = LOOKS[state]
        figure.add_bar(
            y=places["key"].astype(str), x=places[state], orientation="h", name=state_word(state),
            customdata=[[key, state] for key in places["key"]], marker=_marker(colour, pattern),
            text=[str(count) if count else "" for count in places[state]], textangle=0, insidetextanchor="middle", textfont={"size": 11}, constraintext="none",
            hovertext=places["place"], hovertemplate="%{hovertext}: %{x}<extra>" + state_word(state) + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=92 + ROW * len(places))
    figure.update_layout(barmode="stack")
    figure.update_yaxes(
        tickvals=places["key"].astype(str), ticktext=[_short(name) for name in places["place"]], autorange="reversed",
        type="category",
    )  # fmt: skip
    figure.update_xaxes(rangemode="tozero")
    return _above(figure, 70)


@drawn
def filing_bars(units: pd.DataFrame, title: str) -> Sketch:
    """How each unit filed: in time, late, missing, in percent; needs unit_id, unit, owed and the counts. Carries the unit."""
    figure = Sketch()
    parts = (
        ("on_time", JADE, "", _("Filed in time")),
        ("late", AMBER, "/", _("Filed late")),
        ("missing", SEAL, "x", _("Not filed")),
    )
    for name, colour, pattern, word in parts:
        share = (100 * units[name] / units["owed"].clip(lower=1)).round(0)
        figure.add_bar(
            y=units["unit_id"].astype(str), x=share, orientation="h", name=word, customdata=units["unit_id"],
            marker=_marker(colour, pattern), text=[str(count) if count else "" for count in units[name]], textangle=0,
            insidetextanchor="middle", textfont={"size": 11}, constraintext="none", hovertext=units["unit"], hovertemplate="%{hovertext}: %{x}%<extra>" + word + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=92 + ROW * len(units))
    figure.update_layout(barmode="stack")
    labels = [_short(name) for name in units["unit"]]
    figure.update_yaxes(tickvals=units["unit_id"].astype(str), ticktext=labels, autorange="reversed", type="category")
    figure.update_xaxes(range=[0, 100], ticksuffix="%")
    return _above(figure)


@drawn
def growth_curve(growth: pd.DataFrame, title: str) -> Sketch:
    """The median of the monthly scores with the two quartiles as a band; needs month, low, median, high. Carries the month."""
    figure = Sketch()
    edge = {"width": 1, "color": BLUES[3], "dash": "dot"}
    for column, fill, word in (("low", None, _("Lower quartile")), ("high", "tonexty", _("Upper quartile"))):
        figure.add_scatter(
            x=growth["month"], y=growth[column], mode="lines", line=edge, fill=fill, fillcolor="rgba(31,78,121,0.14)",
            name=word, customdata=growth["month"], hovertemplate="%{x}: %{y:.1f}<extra>" + word + "</extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=growth["month"], y=growth["median"], mode="lines+markers", line={"color": INK, "width": 2.5}, name=_("Median"),
        customdata=growth["month"], hovertemplate="%{x}: %{y:.1f}<extra>" + _("Median") + "</extra>",
    )  # fmt: skip
    return _months(styled(figure, title, height=290), growth["month"].tolist())


def _months(figure: Sketch, months: list[str]) -> Sketch:
    shown = months[:: max(1, len(months) // 7)]
    figure.update_xaxes(type="category", tickvals=shown, ticktext=[partial(month) for month in shown], tickangle=0)
    return _above(figure)


@drawn
def plan_curve(curve: pd.DataFrame, on: str, title: str) -> Sketch:
    """Undertakings due and done, summed up month by month, with this month marked; needs month, planned, done. Carries the month."""
    figure = Sketch()
    lines = (("planned", SLATE, "dash", _("Due by then")), ("done", JADE, "solid", _("Done by then")))
    for column, colour, dash, word in lines:
        figure.add_scatter(
            x=curve["month"], y=curve[column], mode="lines+markers", line={"color": colour, "dash": dash, "width": 2.5},
            name=word, customdata=curve["month"], connectgaps=False,
            hovertemplate="%{x}: %{y:.0f}<extra>" + word + "</extra>",
        )  # fmt: skip
    months = curve["month"].tolist()
    if on in months:
        figure.add_vline(x=months.index(on), line={"color": SEAL, "width": 1, "dash": "dot"})
    figure.update_yaxes(rangemode="tozero")
    return _months(styled(figure, title, height=290), months)


@drawn
def led_lines(led: pd.DataFrame, title: str) -> Sketch:
    """People led and mentors who lead, month by month; needs month, pairings, mentors. Carries the month."""
    figure = Sketch()
    for column, colour, dash, word in (
        ("pairings", INK, "solid", _("People led")),
        ("mentors", AMBER, "dash", _("Mentors who lead")),
    ):
        figure.add_scatter(
            x=led["month"], y=led[column], mode="lines", line={"color": colour, "dash": dash, "width": 2.5}, name=word,
            customdata=led["month"], hovertemplate="%{x}: %{y}<extra>" + word + "</extra>",
        )  # fmt: skip
    figure.update_yaxes(rangemode="tozero")
    return _months(styled(figure, title, height=270), led["month"].tolist())


@drawn
def quiet_bars(bins: pd.DataFrame, title: str) -> Sketch:
    """How many pairings have been silent for how long; needs bin, word, count, late. Carries the bin."""
    figure = Sketch()
    figure.add_bar(
        x=bins["word"], y=bins["count"], customdata=bins["bin"], text=bins["count"], textposition="outside", cliponaxis=False,
        marker={"color": [SEAL if late else INK for late in bins["late"]], "pattern": {"shape": ["x" if late else "" for late in bins["late"]], "fgcolor": "white", "fgopacity": 0.55, "fillmode": "overlay", "size": 6}},
        hovertemplate="%{x}: %{y}<extra></extra>",
    )  # fmt: skip
    styled(figure, title, height=260)
    figure.update_yaxes(range=[0, max(int(bins["count"].max()), 1) * 1.18], showgrid=False)
    figure.update_xaxes(title=_("Days since the last contact"))
    figure.update_layout(margin={"b": 40})
    return figure


def quiet_bins(quiet: pd.Series, limit: int) -> pd.DataFrame:
    """Days since the last contact in bins ("none": never any): bin, word, count, late (begins beyond the limit)."""
    known = quiet.dropna().astype(int)
    rows = []
    for low, high in BINS:
        inside = known[(known >= low) & (known <= (high if high is not None else 10**6))]
        word = f"{low}–{high}" if high is not None else _("over {days}").format(days=low - 1)
        rows.append((str(low), word, len(inside), low > limit))
    rows.append(("none", _("never"), int(quiet.isna().sum()), True))
    return pd.DataFrame(rows, columns=["bin", "word", "count", "late"])


def in_bin(quiet: pd.Series, chosen: str) -> pd.Series:
    """Which pairings lie in a bin."""
    if chosen == "none":
        return quiet.isna()
    low, high = next(one for one in BINS if str(one[0]) == chosen)
    return quiet.ge(low).fillna(False) & quiet.le(high if high is not None else 10**6).fillna(False)


@drawn
def stage_bars(places: pd.DataFrame, title: str) -> Sketch:
    """Share of the stages in each county; needs key, place and a column for each stage ("" for none). Carries the key and the stage."""
    figure = Sketch()
    looks = (
        ("", "#DDD8CC", "|", _("No stage entered")),
        ("learning", BLUES[3], "/", ""),
        ("joint", AMBER, ".", ""),
        ("independent", JADE, "", ""),
    )
    whole = places[[stage for stage, *_more in looks]].sum(axis=1).clip(lower=1)
    for stage, colour, pattern, word in looks:
        name = word or record_word("stage", stage)
        figure.add_bar(
            y=places["key"], x=(100 * places[stage] / whole).round(0), orientation="h", name=name,
            customdata=[[key, stage] for key in places["key"]], marker=_marker(colour, pattern),
            text=[str(count) if count else "" for count in places[stage]], textangle=0, insidetextanchor="middle", textfont={"size": 11}, constraintext="none",
            hovertemplate="%{y}: %{x}%<extra>" + name + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=92 + ROW * len(places))
    figure.update_layout(barmode="stack")
    figure.update_yaxes(tickvals=places["key"], ticktext=places["place"], autorange="reversed", type="category")
    figure.update_xaxes(range=[0, 100], ticksuffix="%")
    return _above(figure, 70)


@drawn
def month_bars(months: pd.Series, title: str) -> Sketch:
    """How many months it took from pairing to working alone. Carries the number of months."""
    counts = months.value_counts().sort_index()
    every = list(range(int(counts.index.min()), int(counts.index.max()) + 1))
    values = [int(counts.get(month, 0)) for month in every]
    figure = Sketch()
    figure.add_bar(
        x=every, y=values, customdata=every, marker={"color": JADE}, text=values, textposition="outside", cliponaxis=False,
        hovertemplate="%{x}: %{y}<extra></extra>",
    )  # fmt: skip
    styled(figure, title, height=250)
    figure.update_xaxes(dtick=1, title=_("Months"))
    figure.update_yaxes(range=[0, max(values) * 1.2], showgrid=False)
    figure.update_layout(margin={"b": 40})
    return figure


@drawn
def risk_bars(rows: pd.DataFrame, title: str) -> Sketch:
    """Expertise with one or two holders: who needs it against who knows it; needs term_id, word, needs, holders. Carries the term."""
    figure = Sketch()
    for column, colour, pattern, word in (
        ("needs", AMBER, "/", _("People who need it")),
        ("holders", INK, "", _("Mentors who know it")),
    ):
        figure.add_bar(
            y=rows["word"], x=rows[column], orientation="h", name=word, customdata=rows["term_id"],
            marker=_marker(colour, pattern), text=rows[column], textposition="outside", cliponaxis=False,
            hovertemplate="%{y}: %{x}<extra>" + word + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=110 + 34 * len(rows))
    figure.update_layout(barmode="group")
    figure.update_yaxes(autorange="reversed")
    most = int(rows[["needs", "holders"]].max().max())
    figure.update_xaxes(rangemode="tozero", dtick=max(1, most // 6))
    return _above(figure)


@drawn
def contact_weeks(records: pd.DataFrame, until: date, title: str) -> Sketch:
    """When the two met, a dot for each record by kind over the last year; needs day, kind, backfilled. Back-filled ones are hollow."""
    first = until - timedelta(weeks=WEEKS)
    kinds = [kind for kind in RECORD_WORDS["kind"] if kind in set(records["kind"])]
    shown = records[[one >= first for one in records["day"]]]
    figure = Sketch()
    figure.add_scatter(
        x=shown["day"], y=[record_word("kind", kind) for kind in shown["kind"]], mode="markers",
        marker={"size": 9, "color": INK, "opacity": 0.75, "symbol": ["circle-open" if late else "circle" for late in shown["backfilled"]]},
        hovertext=[spoken_day(one) for one in shown["day"]], hovertemplate="%{hovertext}<extra>%{y}</extra>",
    )  # fmt: skip
    styled(figure, title, height=74 + 22 * max(len(kinds), 1))
    figure.update_xaxes(
        range=[first.isoformat(), (until + timedelta(days=5)).isoformat()], tickformat=month_ticks(), nticks=6
    )
    figure.update_yaxes(categoryorder="array", categoryarray=[record_word("kind", kind) for kind in kinds][::-1])
    figure.add_vline(x=until.isoformat(), line={"color": SEAL, "width": 1, "dash": "dot"})
    return figure
