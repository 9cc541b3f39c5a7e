"""The charts of progress: each view draws its own on the left and lists the pairings behind a clicked mark on the right."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries import progress_charts, progress_facts
from db.queries.records_counts import activity, coverage
from db.queries.records_scope import RecordFilter
from db.queries.small import FEWEST
from pages.parts import charts_progress as charts
from pages.parts import tables
from pages.parts.behind import chosen_row, clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_records import calendar, village_bars
from pages.parts.dates import day
from pages.parts.frame import look, plain
from pages.parts.progress_board import Board, show_pair
from pages.parts.progress_words import STATE_WORDS, state_word
from pages.parts.ways import way
from programme.progress.rules import months_shown, silence_limit
from texts import _

SPLIT = [3, 2]
TOP = 18


def chart(figure: Any, key: str) -> Any:
    """Draw a figure; what the clicked mark carries (None: nothing)."""
    alt = figure.layout.title.text
    event = st.plotly_chart(figure, key=key, config=CONFIG, on_select="rerun", selection_mode="points", alt=alt)
    points = event["selection"]["points"] if event else []
    found = points[0].get("customdata") if points else None
    return found if isinstance(found, list) and len(found) > 1 else clicked(event)


def pairs_behind(rows: pd.DataFrame, key: str) -> None:
    """The pairings behind a mark; the chosen one opens in the queue."""
    shown = rows.assign(word=rows["colour"].map(state_word))
    columns = {
        "word": tables.text(_("State"), tables.px(96, 118)),
        "mentee": tables.text(_("Mentee"), 60),
        "mentor": tables.text(_("Mentor"), 60),
        "unit": tables.text(_("Unit"), tables.px(130, 92)),
        "quiet": tables.number(_("Silent"), 56, _("Days since the last contact")),
    }
    row = chosen_row(shown, columns, key)
    if row is not None:
        label = _("Show {name} in the queue").format(name=plain(row["mentee"]))
        st.button(
            label, key=f"{key}-show", icon=":material/arrow_back:", on_click=show_pair, args=(int(row["pairing_id"]),)
        )


def _few(rows: pd.DataFrame) -> bool:
    """Of fewer than three pairings no chart is drawn: it would show persons."""
    if len(rows) < FEWEST:
        st.info(
            _("Fewer than three pairings are behind this, so a chart would show persons. The queue has what there is.")
        )
    return len(rows) < FEWEST


def places_view(board: Board) -> None:
    """States by county and unit, and who files the monthly reviews in time."""
    if _few(board.rows):
        return
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        counties = _by(board.rows, "county", "county")
        at = chart(charts.state_bars(counties, _states_title(board.rows, counties)), "progress_counties")
        rows = board.rows if at is None else board.rows[board.rows["county"] == at[0]]
        units = _most_at_risk(_by(rows, "unit_id", "unit"))
        title = _("Of the units with three pairings or more, these have most that stall")
        of = chart(charts.state_bars(units, title), "progress_units") if len(units) else None
        filed = _filing(board)
    with right:
        pairs_behind(_behind_place(board.rows, at, of, filed), "progress_places_list")


def _states_title(rows: pd.DataFrame, counties: pd.DataFrame) -> str:
    stalled = int(rows["colour"].isin(["red", "yellow"]).sum())
    worst = (
        counties.assign(stalled=counties["red"] + counties["yellow"]).sort_values("stalled", ascending=False).iloc[0]
    )
    told = {"count": stalled, "whole": len(rows), "place": worst["place"], "most": int(worst["stalled"])}
    return _("{count} of {whole} pairings are red or yellow, most of them in {place} ({most}); click a mark").format(
        **told
    )


def _by(rows: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    """States by place in the official order; places of fewer than three pairings go together as "other"."""
    known = rows[rows[key].notna() & (rows[name] != "")]
    counts = (
        known.groupby([key, "colour"]).size().unstack(fill_value=0).reindex(columns=list(STATE_WORDS), fill_value=0)
    )
    first = known.drop_duplicates(key)
    names = pd.Series(first[name].tolist(), index=first[key].tolist())
    order = [one for one in names.index if counts.loc[one].sum() >= FEWEST]
    return counts.loc[order].assign(place=[names[one] for one in order], key=order).reset_index(drop=True)


def _most_at_risk(units: pd.DataFrame) -> pd.DataFrame:
    weight = 3 * units["red"] + 2 * units["yellow"] + units["blue"] / 2
    return units.assign(weight=weight).sort_values("weight", ascending=False, kind="stable").head(TOP)


def _filing(board: Board) -> Any:
    months = look(months_shown, cohort_id=board.cohort_id)
    due = look(progress_facts.rounds_due, cohort_id=board.cohort_id, on=board.on)[:months]
    told = look(progress_charts.filing_by_unit, cohort_id=board.cohort_id, round_ids=[key for key, _month in due])
    told = told[(told["people"] >= FEWEST) & (told["owed"] > 0)] if len(told) else told
    if told.empty:
        return None
    share = round(100 * told["on_time"].sum() / max(told["owed"].sum(), 1))
    title = _("{share} % of the reviews of the last {months} months came in time; these units filed least in time")
    worst = told.assign(rate=told["on_time"] / told["owed"]).sort_values("rate", kind="stable").head(TOP)
    return chart(charts.filing_bars(worst, title.format(share=share, months=len(due))), "progress_filing")


def _behind_place(rows: pd.DataFrame, at: Any, of: Any, filed: Any) -> pd.DataFrame:
    if filed is not None:
        return rows[rows["unit_id"] == int(filed)]
    for column, mark in (("unit_id", of), ("county", at)):
        if mark is not None:
            key = int(mark[0]) if column == "unit_id" else mark[0]
            return rows[(rows[column] == key) & (rows["colour"] == mark[1])]
    return rows[rows["colour"].isin(["red", "yellow"])]


def growth_view(board: Board) -> None:
    """The growth curve, the stages, and how long it takes to work alone (S65)."""
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        told = look(progress_charts.growth, cohort_id=board.cohort_id)
        if len(told) > 1:
            if chart(charts.growth_curve(told, _growth_title(told)), "progress_growth"):
                way("follow/monthly.py", _("The reviews month by month"), view="units")
            st.caption(_("Months in which fewer than three people have a score are left out."))
        else:
            st.info(_("No scores of two months are there yet: the monthly reviews bring them."))
        mark = _stages(board)
        months = _alone(board)
    with right:
        rows = board.rows
        if mark is not None:
            rows = rows[(rows["county"] == mark[0]) & (rows["stage"] == mark[1])]
        pairs_behind(rows if months is None else rows[rows["pairing_id"].isin(months)], "progress_growth_list")


def _growth_title(told: pd.DataFrame) -> str:
    first, last = told.iloc[0], told.iloc[-1]
    values = {"first": f"{first['median']:.1f}", "last": f"{last['median']:.1f}", "months": len(told)}
    return _("The median of the monthly scores went from {first} to {last} in {months} months").format(**values)


def _stages(board: Board) -> Any:
    if _few(board.rows):
        return None
    counts = board.rows.groupby(["county", "stage"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["", "learning", "joint", "independent"], fill_value=0)
    counts = counts[counts.sum(axis=1) >= FEWEST]
    counts = counts.assign(key=counts.index, place=counts.index)
    alone = int((board.rows["stage"] == "independent").sum())
    title = _("{count} of {whole} pairings work alone already (%); click a part").format(
        count=alone, whole=len(board.rows)
    )
    return chart(charts.stage_bars(counts, title), "progress_stages") if len(counts) else None


def _alone(board: Board) -> list[int] | None:
    told = look(progress_charts.stage_days, cohort_id=board.cohort_id)
    if len(told) < FEWEST:
        return None
    title = _("From pairing to working alone it took {median} months in the middle ({count} pairings)")
    values = {"median": f"{told['months'].median():.0f}", "count": len(told)}
    month = chart(charts.month_bars(told["months"], title.format(**values)), "progress_alone")
    return None if month is None else told.loc[told["months"] == int(month), "pairing_id"].tolist()


def contacts_view(board: Board) -> None:
    """When contacts were, how long pairings are silent, which villages were visited."""
    if _few(board.rows):
        return
    chosen = RecordFilter(cohort_id=board.cohort_id)
    found = look(activity, chosen=chosen)
    left, right = st.columns(SPLIT, gap="medium")
    if len(found):
        title = _("{count} records in the last 53 weeks by day; darker is more").format(count=int(found["count"].sum()))
        with st.container():
            _read_day(chart(calendar(found, board.on, title), "progress_calendar"))
    with left:
        limit = look(silence_limit, cohort_id=board.cohort_id)
        alive = board.rows[board.rows["colour"] != "paused"]
        bins = charts.quiet_bins(alive["quiet"], limit)
        over = int(bins[bins["late"]]["count"].sum())
        title = _("{count} pairings have been silent for more than {limit} days; click a bar").format(
            count=over, limit=limit
        )
        mark = chart(charts.quiet_bars(bins, title), "progress_quiet")
        _villages(chosen)
    with right:
        rows = alive if mark is None else alive[charts.in_bin(alive["quiet"], str(mark))]
        pairs_behind(rows.sort_values("quiet", ascending=False, na_position="first"), "progress_quiet_list")


def _read_day(chosen: Any) -> None:
    if chosen and st.button(_("Read the records of {day}").format(day=day(chosen)), key="progress_to_day"):
        st.session_state["rec_day"] = str(chosen)
        st.switch_page("follow/records.py", query_params={"view": "list"})


def _villages(chosen: RecordFilter) -> None:
    told = look(coverage, chosen=chosen)
    told = told[told["pairings"] >= FEWEST] if len(told) else told
    if told.empty:
        st.caption(_("No village was visited by three pairings or more."))
        return
    title = _("Household visits against the households of {count} villages (three pairings or more)").format(
        count=len(told)
    )
    village = chart(village_bars(told, title, most=12), "progress_villages")
    if village and st.button(_("Visits to {village}").format(village=plain(village)), key="progress_to_visits"):
        st.session_state["rec_village"] = str(village)
        st.switch_page("follow/records.py", query_params={"view": "list", "rec_kind": "home_visit"})
