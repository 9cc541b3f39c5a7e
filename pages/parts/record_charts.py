"""What the records add up to, as charts; a click on a mark shows the records behind it in the list."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.records_counts import activity, coverage, mix, pairings_behind, remedies
from db.queries.records_scope import RecordFilter
from db.queries.small import FEWEST
from pages.parts import charts_records as charts
from pages.parts import record_filters
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.frame import look
from pages.parts.labels import aside, stated
from pages.parts.record_words import word
from programme.recordbook.codes import FORMS, METHODS
from texts import _


def charts_view(pairings: pd.DataFrame, cohort_id: int) -> None:
    """The filters, then the charts of what they leave; of fewer than three pairings only the list is shown."""
    chosen = record_filters.filters(pairings, cohort_id)
    record_filters.marks()
    behind = look(pairings_behind, chosen=chosen)
    if behind < FEWEST:
        few = _("Fewer than three pairings are behind this, so a chart would show persons. The list has what there is.")
        st.info(few if behind else _("No record fits. Take a filter away."))
        st.button(_("Show the list"), key="rec_to_list", on_click=record_filters.lead, args=({},))
        return
    found = look(activity, chosen=chosen)
    _show(charts.calendar(found, _until(found), _("Records by day; click a day to read them")), "rec-calendar", _of_day)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        _show(charts.months(found, _("Records by month and kind; click a month")), "rec-months", _of_month)
    with right:
        _mixes(look(mix, chosen=chosen))
    _villages(chosen)


def _until(found: pd.DataFrame) -> date:
    """The last day of the calendar: today, or the last record of what is long over."""
    last = max(found["day"])
    return min(today(), last) if (today() - last).days > 60 else today()


def _show(figure: Any, key: str, follow: Callable[[Any], dict[str, Any]]) -> None:
    def go() -> None:
        chosen = clicked(st.session_state[key])
        if chosen:
            record_filters.lead(follow(chosen))

    st.plotly_chart(figure, config=CONFIG, key=key, on_select=go, selection_mode="points")


def _of_day(chosen: str) -> dict[str, Any]:
    return {record_filters.DAY: chosen}


def _of_month(chosen: str) -> dict[str, Any]:
    return {"rec_month": chosen, record_filters.DAY: ""}


def _mixes(found: pd.DataFrame) -> None:
    for kind, column, codes, title in (
        ("method", "methods", METHODS, _("Methods; a record may name several")),
        ("form", "forms", FORMS, _("Forms; a record may name several")),
    ):
        counts = charts.mix_counts(found, column, codes)
        _show(charts.mix_bars(counts, kind, title), f"rec-{kind}", _of_word(kind))


def _of_word(kind: str) -> Callable[[Any], dict[str, Any]]:
    """A click on a word leads to the records that name it."""
    return lambda code: {f"rec_{kind}": code}


def _villages(chosen: RecordFilter) -> None:
    found = look(coverage, chosen=chosen)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        if found.empty:
            st.caption(_("No home visit among these."))
        else:
            title = _("Household visits by village against its households (a household visited twice counts twice)")
            _show(charts.village_bars(found, title), "rec-villages", _of_village)
    with right:
        if len(found):
            _village_sums(found)
        _remedies(chosen)


def _of_village(chosen: str) -> dict[str, Any]:
    return {record_filters.VILLAGE: chosen, "rec_kind": "home_visit"}


def _village_sums(found: pd.DataFrame) -> None:
    sums = {
        _("Villages visited"): len(found), _("Household visits"): int(found["households"].sum()),
        _("Problems found"): int(found["found"].sum()), _("Solved"): int(found["solved"].sum()),
    }  # fmt: skip
    # Four beside each other would cut their words where the window is small.
    places = [*st.columns(2, gap="small"), *st.columns(2, gap="small")]
    for place, (label, value) in zip(places, sums.items(), strict=True):
        place.metric(label, value, border=True)


def _remedies(chosen: RecordFilter) -> None:
    found = look(remedies, chosen=chosen)
    if found.empty:
        return
    st.markdown("**" + _("The four local remedies") + "**")
    for row in found.itertuples():
        told = stated(word("remedy", row.remedy), row.count)
        if row.feedback:
            rated = _("{count} villagers gave {rating} of 5").format(count=row.feedback, rating=f"{row.rating:.1f}")
            told = aside(told, rated)
        st.markdown(f"- {told}")
