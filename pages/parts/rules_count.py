"""The live count beside the rules: seats against people, where they are missing, who is barred, what would help."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import rule_words as words
from pages.parts.behind import chosen_row, clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_match import shortage_grid
from pages.parts.frame import look, plain
from pages.parts.reasons import listing
from pages.parts.rules_trial import remedy_list
from pages.parts.vocabulary import Names
from pages.parts.ways import mentee_page
from programme.feasibility import Asking, Cell, Feasibility, Who
from programme.remedies import remedies
from texts import _

NAMED = 4
NEEDS_SHOWN = 14
LARGE = 2_000_000


def headline(found: Feasibility) -> str:
    """ "300 people, 214 seats, 86 short; of these 竹源县 12" in the language in force."""
    if not found.people:
        return _("Nobody eligible waits in this cohort yet.")
    count = _("{people} people wait, {seats} seats are open").format(people=found.people, seats=found.seats)
    if not found.short:
        return _("{count}: everybody can be placed.").format(count=count)
    places = [
        _("{county} {count}").format(county=place.county or _("no county"), count=place.short)
        for place in found.places
        if place.short
    ]
    said = listing(places[:NAMED])
    return _("{count}, {short} short; of these {places}.").format(count=count, short=found.short, places=said)


def figures(found: Feasibility) -> None:
    """Four figures under the headline."""
    told = (
        (_("People who wait"), found.people),
        (_("Open seats"), found.seats),
        (_("Short"), found.short),
        (_("No mentor open"), len(found.barred)),
    )
    for column, (name, value) in zip(st.columns(len(told)), told, strict=True):
        column.metric(name, value, border=True)


def shortage(found: Feasibility, names: Names) -> None:
    """Where seats are missing, by county and first need, and the people behind a square."""
    if not found.cells:
        st.success(_("Every county has seats enough for each first need."))
        return
    needs = {"": _("no need stated"), **names.words("expertise")}
    key = clicked(
        st.plotly_chart(
            shortage_grid(_grid(found.cells, needs)), key="rules-shortage", config=CONFIG,
            on_select="rerun", selection_mode="points", alt=_("Seats missing by county and first need"),
        )
    )  # fmt: skip
    if key is None:
        st.caption(_("Click a square for the people who ask there."))
        return
    county, need = str(key).split("|", 1)
    place = county or _("no county")
    st.markdown(f"**{plain(place)} ・ {plain(needs.get(need, need))}**")
    people([one for one in found.asking if (one.county, one.need) == (county, need)])


def people(asking: list[Asking]) -> None:
    """Mentees who ask; the way to the selected one's page."""
    row = chosen_row(_table([one.who for one in asking]), _columns(), "rules-people")
    if row is not None:
        mentee_page(int(row["mentee_id"]))


def barred(found: Feasibility) -> None:
    """Who has no eligible mentor at all, each with the reason."""
    if not found.barred:
        st.success(_("Everybody who waits has at least one mentor open to them."))
        return
    table = _table([one.who for one in found.barred])
    table["reason"] = [words.barred(one.reason, one.rules) for one in found.barred]
    columns = {**_columns(), "reason": st.column_config.TextColumn(_("Why"), width=280)}
    row = chosen_row(table, columns, "rules-barred")
    if row is not None:
        mentee_page(int(row["mentee_id"]))


def helps(cohort_id: int, values: dict[str, Any], found: Feasibility, names: Names) -> None:
    """Who competes for too few seats, and what was tried and helps; a large cohort asks before it works."""
    if not found.short:
        st.success(_("Nothing has to be mended: everybody can be placed."))
        return
    if found.size > LARGE and not st.toggle(
        _("Look for remedies; with so many people it takes some seconds"), key="rules-look"
    ):
        return
    with st.spinner(_("Trying remedies…")):
        tried = look(remedies, cohort_id=cohort_id, values=values)
    for gap in tried.bottlenecks:
        st.markdown(plain(_gap(gap.wanted, gap.seats, len(gap.mentors), _most(gap.needs, gap.counties, names))))
    remedy_list(cohort_id, values, tried, names)


def exceptions(found: Feasibility, maximum: int) -> None:
    """Mentors with more seats than the programme's maximum."""
    if found.over_maximum:
        named = listing(who.name for who in found.over_maximum[:NAMED])
        told = _("{count} mentors have more than {maximum} seats, as named exceptions: {names}").format(
            count=len(found.over_maximum), maximum=maximum, names=named
        )
        st.caption(plain(told + (" …" if len(found.over_maximum) > NAMED else "")))


def _grid(cells: tuple[Cell, ...], needs: dict[str, str]) -> pd.DataFrame:
    rows = [(cell.county, cell.need, cell.people, cell.seats, cell.missing, cell.short) for cell in cells]
    grid = pd.DataFrame(rows, columns=["county", "need", "people", "seats", "missing", "short"])
    grid["need_name"] = [needs.get(code, code) for code in grid["need"]]
    grid["place"] = grid["county"].where(grid["county"] != "", _("no county"))
    grid["key"] = grid["county"] + "|" + grid["need"]
    worst = grid.groupby("need")["missing"].sum().nlargest(NEEDS_SHOWN).index
    return grid[grid["need"].isin(worst)]


def _table(people: list[Who]) -> pd.DataFrame:
    rows = [(who.mentee_id, who.name, who.unit) for who in people]
    return pd.DataFrame(rows, columns=["mentee_id", "name", "unit"])


def _columns() -> dict[str, object]:
    return {
        "name": st.column_config.TextColumn(_("Name"), width=80),
        "unit": st.column_config.TextColumn(_("Unit"), width=180),
    }


def _gap(wanted: int, seats: int, mentors: int, most: str) -> str:
    told = _("{wanted} people compete for {seats} seats with {mentors} mentors").format(
        wanted=wanted, seats=seats, mentors=mentors
    )
    return _("{told}; they mostly ask for {most}.").format(told=told, most=most) if most else told + _(".")


def _most(needs: tuple[tuple[str, int], ...], counties: tuple[tuple[str, int], ...], names: Names) -> str:
    known = names.words("expertise")
    said = [f"{known.get(code, code)} ({count})" for code, count in needs[:1]]
    return listing([*said, *(f"{county} ({count})" for county, count in counties[:1])])
