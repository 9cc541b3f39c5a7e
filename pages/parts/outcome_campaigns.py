"""Campaigns by unit: what they add up to, the units of one campaign, and figures written down, corrected, struck out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.campaign_figures import campaign_sums, figure_days, latest_figures
from db.queries.records_counts import campaigns
from db.queries.words import units
from pages.parts import charts_outcomes as charts
from pages.parts import tables
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.dates import day
from pages.parts.downloads import download
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import stated
from pages.parts.outcome_entry import nothing
from pages.parts.outcome_forces import are_graded, forces_of_unit, forces_table, is_over
from pages.parts.outcome_panel import history, striking
from programme.access import Action
from programme.outcomes import figures
from programme.outcomes.export import offer_figures
from programme.outcomes.wording import WORDS, word
from texts import _

CHOSEN, UNIT = "out_campaign", "out_campaign_unit"
COUNTS = list(WORDS["count"])


def campaigns_view(_cohort: int | None) -> None:
    """The campaign, its sums, its units as a table and as bars; on the right the figures of one unit."""
    known = look(campaigns)
    if known.empty:
        st.info(_("There is no campaign yet. Open one under “Mentoring records”, in its rules."))
        return
    names = dict(zip(known["id"].astype(int), known["name"], strict=True))
    chosen = st.columns([8, 5], gap="medium")[0].selectbox(
        _("Campaign"),
        list(names),
        format_func=names.__getitem__,
        key=CHOSEN,
        bind="query-params",
        label_visibility="collapsed",
    )
    key, found = int(chosen), look(latest_figures, campaign_id=chosen)
    graded, entry = are_graded(known, key), partial(_one_unit, found)
    left, right = st.columns([8, 5], gap="medium")
    with left:
        _sums(found)
        _units(found, key)
        if graded:
            forces_table(key)
        if len(found):
            _charts(found, key)
    with right:
        # While it runs its figures are wanted, once it is over the grades.
        cards: list[Callable[[int], None]] = [_forces, entry] if is_over(known, key) else [entry, _forces]
        for card in cards if graded else [entry]:
            with st.container(border=True):
                card(key)


def _forces(campaign_id: int) -> None:
    """The grades of the unit that was picked above, reported or not."""
    picked, names = tables.picked("unit"), _unit_names()
    unit_id = int(picked) if picked and picked.isdecimal() and int(picked) in names else None
    if unit_id is None and may(Action.MANAGE_COHORTS):
        unit_id = st.selectbox(
            _("Unit to grade"), list(names), None, format_func=names.__getitem__, key="out_forces_unit",
            placeholder=_("Choose the unit"),
        )  # fmt: skip
    forces_of_unit(campaign_id, unit_id, names.get(unit_id or 0, ""))


def _sums(found: pd.DataFrame) -> None:
    if found.empty:
        st.info(_("No unit has reported yet. Write the first figures down on the right."))
        return
    row = campaign_sums(found).iloc[0]
    told = {
        _("People on it"): _number(row["staff"]), _("Links for each person"): _number(row["links_each"], 1),
        _("Visits for each person"): _number(row["visits_each"], 1), word("count", "area_mu"): _number(row["area_mu"]),
        word("count", "households"): _number(row["households"]),
        _("Completion"): "—" if nothing(row["completion"]) else f"{row['completion']:.0%}",
        word("count", "petitions"): _number(row["petitions"]),
    }  # fmt: skip
    shown = {label: value for label, value in told.items() if value != "—"}
    for place, (label, value) in zip(st.columns(max(len(shown), 1), gap="small"), shown.items(), strict=False):
        place.metric(label, value, border=True)


def _number(value: Any, digits: int = 0) -> str:
    return "—" if nothing(value) else f"{float(value):,.{digits}f}"


def _units(found: pd.DataFrame, campaign_id: int) -> None:
    if found.empty:
        return
    shown = [name for name in COUNTS if found[name].notna().any()]
    columns = {"unit": tables.text(_("Unit"), 150), "day": tables.on_day(_("As of"))}
    columns |= {name: tables.number(word("count", name), tables.px(84, 118)) for name in shown}
    rows = found.assign(day=[day(value) for value in found["as_of"]], id=found["unit_id"])
    tables.pick(rows, "unit", columns, height=300)
    if may(Action.EXPORT):
        download(st.columns([4, 1])[1], _("As Excel"), offer_figures, "out_figures_excel", campaign_id=campaign_id)


def _charts(found: pd.DataFrame, campaign_id: int) -> None:
    """What each unit reached for each person on it, and how far its projects are."""
    titles = {
        ("links", "staff"): _("Links for each person, by unit"), ("visits", "staff"): _("Visits for each person, by unit"),
        ("projects_done", "projects"): _("Projects under way, by unit"),
    }  # fmt: skip
    told = {count: title for count, title in titles.items() if found[list(count)].notna().all(axis=1).any()}
    places = [place for _row in range(0, len(told), 2) for place in st.columns(min(len(told), 2), gap="small")]
    for place, (count, title) in zip(places, told.items(), strict=False):
        with place:
            _bars(charts.campaign_bars(found, count, title), f"out_campaign_{count[0]}_{campaign_id}")


def _bars(figure: Any, key: str) -> None:
    def go() -> None:
        chosen = clicked(st.session_state[key])
        if chosen is not None:
            tables.open_row("unit", int(chosen))

    st.plotly_chart(figure, config=CONFIG, key=key, on_select=go, selection_mode="points")


def _one_unit(found: pd.DataFrame, campaign_id: int) -> None:
    """The reports of the unit that was picked, or new figures."""
    picked = tables.picked("unit")
    unit_id = int(picked) if picked and picked.isdecimal() else None
    days = pd.DataFrame() if unit_id is None else look(figure_days, campaign_id=campaign_id, unit_id=unit_id)
    if unit_id is not None and len(days):
        st.markdown(f"**{plain(days.iloc[0]['unit'])}**")
        for row in days.to_dict("records"):
            _report(row)
        st.divider()
    if may(Action.KEEP_RECORDS):
        _entry(campaign_id, unit_id)
    elif unit_id is None:
        st.caption(_("Select a unit to read its reports."))


def _report(row: dict[str, Any]) -> None:
    numbers = _(", ").join(f"{word('count', name)} {_number(row[name])}" for name in COUNTS if not nothing(row[name]))
    told = stated(day(row["as_of"]), plain(numbers))
    st.markdown(f"~~{told}~~ {plain(row['struck_reason'])}" if row["struck"] else told)
    if row["struck"] or not may(Action.KEEP_RECORDS):
        return
    with st.expander(_("Correct or strike out the figures of {day}").format(day=day(row["as_of"]))):
        key = f"out-fig-{row['id']}-{row['version']}"
        with st.form(key, border=False):
            _fields(key, row)
            st.text_input(_("Why it is corrected (needed)"), max_chars=200, key=f"{key}-why")
            st.form_submit_button(_("Save the correction"), on_click=_correct, args=(row["id"], row["version"], key))
        striking(figures.strike_figures, {"figure_id": row["id"], "seen_version": row["version"]})
        history("campaign_figure", int(row["id"]))


def _entry(campaign_id: int, unit_id: int | None) -> None:
    st.markdown("**" + _("New figures of a unit") + "**")
    st.caption(_("Counted from the beginning of the campaign. What was not reported stays empty; that is not nought."))
    names = _unit_names()
    first = list(names).index(unit_id) if unit_id in names else 0 if len(names) == 1 else None
    chosen = st.selectbox(
        _("Unit"),
        list(names),
        first,
        format_func=names.__getitem__,
        key=f"{UNIT}-{unit_id}",
        placeholder=_("Choose the unit"),
    )
    key = f"out-fig-new-{campaign_id}-{st.session_state.get('out_figures_round', 0)}"
    with st.form(key, border=False):
        _fields(key, {"as_of": today()})
        st.form_submit_button(
            _("Save the figures"), type="primary", width="stretch", icon=":material/check:", on_click=_add,
            args=(campaign_id, chosen, key), disabled=chosen is None,
        )  # fmt: skip


def _unit_names() -> dict[int, str]:
    known = look(units)
    return dict(zip(known["id"].astype(int), known["name"], strict=True))


def _fields(key: str, told: dict[str, Any]) -> None:
    st.date_input(_("As of"), told["as_of"], max_value=today(), format="YYYY-MM-DD", key=f"{key}-as_of")
    for start in range(0, len(COUNTS), 3):
        for place, name in zip(st.columns(3, gap="small"), COUNTS[start : start + 3], strict=False):
            _count(place, name, (key, told.get(name)))
    evidence, source = st.columns(2, gap="small")
    evidence.text_input(_("Paper number"), told.get("evidence") or "", max_chars=120, key=f"{key}-evidence")
    source.text_input(_("Source"), told.get("source") or "", max_chars=120, key=f"{key}-source")


def _count(place: Any, name: str, where: tuple[str, Any]) -> None:
    key, value = where
    exact = name == "area_mu"
    value = None if nothing(value) else float(value) if exact else int(value)
    low, high, step = (0.0, 10_000_000.0, 1.0) if exact else (0, 10_000_000, 1)
    place.number_input(word("count", name), low, high, value, step, key=f"{key}-{name}", placeholder="")


def _read(key: str) -> dict[str, Any]:
    names = ("as_of", *COUNTS, "evidence", "source")
    return {name: st.session_state.get(f"{key}-{name}") for name in names}


def _add(campaign_id: int, unit_id: int, key: str) -> None:
    done = _("The figures were kept.")
    kept = act(figures.add_figures, done=done, campaign_id=campaign_id, unit_id=unit_id, values=_read(key))
    if kept is not None:
        st.session_state["out_figures_round"] = st.session_state.get("out_figures_round", 0) + 1


def _correct(figure_id: int, version: int, key: str) -> None:
    done, reason = _("Corrected; what it said before stays readable."), st.session_state.get(f"{key}-why", "")
    act(figures.correct_figures, done=done, figure_id=figure_id, seen_version=version, values=_read(key), reason=reason)
