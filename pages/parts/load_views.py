"""The views of the workload page: each draws its charts on the left and lists the people behind them on the right."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from plotly.graph_objects import Figure

from db.clock import today
from db.queries.workload import expertise_balance, expertise_holders, expertise_people, mentee_coverage
from pages.parts import load_titles as titles
from pages.parts.behind import clicked, mentee_list, mentor_card, mentor_list
from pages.parts.chart_style import CONFIG
from pages.parts.charts_cover import butterfly, coverage_bars, leaving_bars
from pages.parts.charts_load import STATE_COLOURS, load_bars, load_counts, lorenz_curve, place_bars, state_word
from pages.parts.frame import look
from pages.parts.labels import label
from pages.parts.load_figures import (
    behind,
    by_place,
    coverage,
    free_seats,
    gini,
    lorenz,
    waiting_by_county,
    with_counted,
    with_retirement,
)  # fmt: skip
from pages.parts.load_lists import expertise_list, leaving_list, single_list
from texts import _, language

PER_PAGE = 20
SPLIT = [3, 2]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a view is drawn from: the cohort, the scheme laid over it (None: none), the mentors with their states."""

    cohort_id: int
    scheme_id: int | None
    mentors: pd.DataFrame


def chart(figure: Figure, key: str) -> Any:
    """Draw a figure; the key behind the clicked mark."""
    alt = figure.layout.title.text
    return clicked(st.plotly_chart(figure, key=key, config=CONFIG, on_select="rerun", selection_mode="points", alt=alt))


def mentors(seen: Seen) -> None:
    """Load against capacity, mentor by mentor."""
    chosen = _ordered(_filtered(seen.mentors))
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        if chosen.empty:
            st.info(_("No mentor fits these choices."))
            return
        page = _page_of(chosen)
        person = chart(load_bars(page, titles.mentors(chosen)), "load_bars")
    with right:
        if person is None:
            mentor_list(chosen, "load_people")
        else:
            mentor_card(chosen[chosen["person_id"] == int(str(person))].iloc[0])
            st.caption(_("Double-click the chart to see everybody again."))


def _filtered(mentors: pd.DataFrame) -> pd.DataFrame:
    places, units, states, sorts = st.columns([2, 3, 4, 2], vertical_alignment="bottom")
    counties = {"": _("All counties")} | {county: county for county in _in_order(mentors, "county")}
    county = places.selectbox(_("County"), list(counties), format_func=counties.__getitem__, key="load_county")
    kept = mentors[mentors["county"] == county] if county else mentors
    names = {"": _("All units")} | {unit: unit for unit in _in_order(kept, "unit")}
    unit = units.selectbox(_("Unit"), list(names), format_func=names.__getitem__, key="load_unit")
    kept = kept[kept["unit"] == unit] if unit else kept
    words = {state: state_word(state) for state in STATE_COLOURS}
    wanted = states.pills(
        _("State"), list(words), selection_mode="multi", format_func=words.__getitem__, key="load_states"
    )
    orders = _sort_words()
    sorts.selectbox(_("Order"), list(orders), format_func=orders.__getitem__, key="load_sort")
    return kept[kept["state"].isin(wanted)] if wanted else kept


def _sort_words() -> dict[str, str]:
    return {
        "burden": _("Most burdened first"),
        "unit": _("Official order of units"),
        "free": _("Most free seats first"),
    }


def _in_order(mentors: pd.DataFrame, column: str) -> list[str]:
    return [place for place in by_place(mentors, column)["place"] if place] if len(mentors) else []


def _ordered(mentors: pd.DataFrame) -> pd.DataFrame:
    sort = st.session_state.get("load_sort", "burden")
    if sort == "unit":
        return mentors
    use = mentors["burden"] / mentors["capacity"].clip(lower=0.5)
    ranked = mentors.assign(use=use, beyond=mentors["burden"] - mentors["capacity"])
    by = ["free", "use"] if sort == "free" else ["beyond", "use", "burden"]
    return ranked.sort_values([*by, "person_id"], ascending=[False] * len(by) + [True])


def _page_of(mentors: pd.DataFrame) -> pd.DataFrame:
    pages = -(-len(mentors) // PER_PAGE)
    chosen = st.pagination(pages, key=f"load_page_{pages}") if pages > 1 else 1
    return mentors.iloc[(chosen - 1) * PER_PAGE : chosen * PER_PAGE]


def places(seen: Seen) -> None:
    """Seats against people, county by county, and unit by unit in the clicked county."""
    waiting = waiting_by_county(look(mentee_coverage, cohort_id=seen.cohort_id, scheme_id=seen.scheme_id))
    counties = _with_all(by_place(seen.mentors, "county"), waiting)
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        county = chart(place_bars(counties, titles.counties(counties, waiting), waiting), "load_counties")
        chosen = seen.mentors if county is None else seen.mentors[seen.mentors["county"] == county]
        units = by_place(chosen, "unit")
        units = units.assign(use=units["load"] + units["proposed"]).nlargest(PER_PAGE, "use")
        unit = None if units.empty else chart(place_bars(units, titles.units(county, units)), "load_units")
    with right:
        mentor_list(chosen if unit is None else chosen[chosen["unit"] == unit], "place_people")


def _with_all(counties: pd.DataFrame, waiting: pd.Series) -> pd.DataFrame:
    """The counties with those where people wait but no mentor is."""
    lost = [county for county in waiting.index if county and county not in set(counties["place"])]
    none = pd.DataFrame({"place": lost} | {name: [0] * len(lost) for name in counties.columns if name != "place"})
    return pd.concat([counties, none], ignore_index=True) if lost else counties


def balance(seen: Seen) -> None:
    """How evenly the seats are used."""
    curve = lorenz(seen.mentors)
    if curve.empty:
        st.info(_("Nobody is led yet: there is no balance to show. Confirm a scheme, or lay a draft over the picture."))
        return
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        one, other = st.columns(2)
        with one:
            level = chart(lorenz_curve(curve, titles.lorenz(gini(curve))), "load_lorenz")
        with other:
            count = chart(load_counts(seen.mentors, titles.counts(seen.mentors)), "load_counts")
    with right:
        chosen = behind(seen.mentors, level or count)
        mentor_list(chosen.sort_values(["burden", "person_id"], ascending=[False, True]), "balance_people")


def supply(seen: Seen) -> None:
    """What is needed against what is known and free."""
    rows = look(expertise_balance, cohort_id=seen.cohort_id)
    if rows.empty:
        st.info(_("No expertise and no need is recorded yet. Import the rosters of mentors and mentees."))
        return
    rows = worded(with_counted(rows, look(expertise_holders), seen.mentors))
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        term = chart(butterfly(rows, titles.supply(rows)), "load_supply")
    with right:
        if term is None:
            single_list(rows)
        else:
            word = rows.loc[rows["term_id"] == int(str(term)), "word"].iloc[0]
            people = look(expertise_people, cohort_id=seen.cohort_id, term_id=int(str(term)))
            known = people["person_id"].map(free_seats(seen.mentors)).fillna(0).astype(int)
            expertise_list(people.assign(free=known.where(people["side"] == "mentor", 0)), word)


def covered(seen: Seen) -> None:
    """Who has a mentor and who has none, by county and by kind of unit."""
    people = look(mentee_coverage, cohort_id=seen.cohort_id, scheme_id=seen.scheme_id)
    if people.empty:
        st.info(_("This cohort has no mentees yet. Import their roster first."))
        return
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        counties = coverage(people, "county")
        county = chart(coverage_bars(counties.assign(word=counties["group"]), titles.coverage(people)), "load_cover")
        kinds = coverage(people, "unit_kind")
        kinds = kinds.assign(word=[label("unit_kind", kind) or _("Unit unknown") for kind in kinds["group"]])
        kind = chart(coverage_bars(kinds, _("The same by kind of unit")), "load_cover_kinds")
    with right:
        for column, chosen in (("county", county), ("unit_kind", kind)):
            people = people if chosen is None else people[people[column] == chosen]
        mentee_list(people.sort_values(["led", "proposed"], kind="stable"), "cover_people")


def risk(seen: Seen) -> None:
    """Mentors about to leave by age, and expertise that would leave with them."""
    known = with_retirement(seen.mentors, today())
    soon = known[known["months"].notna() & (known["months"] < titles.HORIZON)]
    left, right = st.columns(SPLIT, gap="medium")
    with left:
        half = None
        if len(soon):
            soon = soon.assign(
                half=[_half(day, gap) for day, gap in zip(soon["retires_on"], soon["months"], strict=True)]
            )
            half = chart(leaving_bars(_halves(soon), titles.leaving(known)), "load_leaving")
        else:
            st.info(titles.leaving(known))
        st.caption(titles.rule(known))
        balance = look(expertise_balance, cohort_id=seen.cohort_id)
        single_list(worded(with_counted(balance, look(expertise_holders), seen.mentors)))
    with right:
        leaving_list(soon if half is None else soon[soon["half"] == float(str(half))])


def worded(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `word`, the name of the expertise in the language of the reader."""
    english = language() == "en"
    return rows.assign(word=rows["name_en"].where(rows["name_en"] != "", rows["name"]) if english else rows["name"])


def _half(day: date, months: int) -> float:
    if months < 0:
        return titles.PAST
    return day.year + (0.5 if day.month > 6 else 0.0)


def _halves(soon: pd.DataFrame) -> pd.DataFrame:
    counts = soon["half"].value_counts().sort_index()
    words = [titles.half_year(half) for half in counts.index]
    return pd.DataFrame({"half": counts.index, "word": words, "count": counts.to_numpy()})
