"""The live count beside the rules: seats against people, where they are missing, who is barred, what would help."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import rule_words as words
from pages.parts.behind import chosen_row, clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_match import shortage_grid
from pages.parts.frame import look, plain
from pages.parts.labels import aside
from pages.parts.reasons import listing
from pages.parts.rules_ceilings import ceiling_lines
from pages.parts.rules_telling import Teller
from pages.parts.rules_trial import remedy_list
from pages.parts.tables import number
from pages.parts.vocabulary import Names
from pages.parts.ways import mentee_page, mentor_page, to_import
from programme.feasibility import GROUNDS, Asking, Barred, Cell, Feasibility, Missed, Who
from programme.remedies import remedies
from texts import N_, _

NAMED = 4
NEEDS_SHOWN = 14
LARGE = 2_000_000
BESIDE: Mapping[str, str] = {
    "ineligible": N_("{count} not eligible"),
    "unreached": N_("{count} in units that the cohort does not reach yet"),
}


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
    """Four figures under the headline, and who is counted in none of them."""
    apart = Counter(one.ground for one in found.barred)
    told = (
        (_("People who wait"), found.people),
        (_("Open seats"), found.seats),
        (_("Short"), found.short),
        (_("No mentor open"), apart["no_mentor"]),
    )
    for column, (name, value) in zip(st.columns(len(told)), told, strict=True):
        column.metric(name, value, border=True)
    beside = [_(BESIDE[ground]).format(count=apart[ground]) for ground in BESIDE if apart[ground]]
    if beside:
        st.caption(plain(_("Not counted above: {who}.").format(who=listing(beside))))


def nobody(found: Feasibility) -> None:
    """What is next where nobody waits who could be paired."""
    if found.barred:
        barred(found)
    st.info(_("With nobody to pair there is nothing to count. People come in by the rosters of the units."))
    to_import(_("Go to the import"))


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
    """Who has no eligible mentor at all, each with the reason; apart from them who does not qualify or is not reached."""
    for ground in GROUNDS:
        people = [one for one in found.barred if one.ground == ground]
        if people and ground in BESIDE:
            st.markdown(f"**{plain(_(BESIDE[ground]).format(count=len(people)))}**")
        if people:
            _barred(people, f"rules-{ground}")
        elif ground not in BESIDE:
            st.success(_("Everybody who waits has at least one mentor open to them."))


def _barred(people: list[Barred], key: str) -> None:
    table = _table([one.who for one in people])
    table["reason"] = [words.barred(one.reason, one.rules) for one in people]
    columns = {**_columns(), "reason": st.column_config.TextColumn(_("Why"), width=280)}
    row = chosen_row(table, columns, key)
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
        ceiling_lines(cohort_id, values, found)
        tried = look(remedies, cohort_id=cohort_id, values=values)
    for gap in tried.bottlenecks:
        st.markdown(plain(_gap(gap.wanted, gap.seats, len(gap.mentors), _most(gap.needs, gap.counties, names))))
    remedy_list(cohort_id, values, tried, names)


def alarms(found: Feasibility, tell: Teller) -> None:
    """Quotas and named pairs that a run could not keep, before anybody starts one."""
    for missed in found.missed[:NAMED]:
        st.warning(plain(_missed(missed, tell)), icon=":material/rule:")
    for lost in found.unheld[:NAMED]:
        text = _("{mentee} and {mentor} are named in the rules, but the next run cannot keep this: {why}.")
        people = {"mentee": lost.mentee.name, "mentor": lost.mentor.name}
        st.warning(plain(text.format(**people, why=words.lost(lost.code))), icon=":material/rule:")


def _missed(missed: Missed, tell: Teller) -> str:
    told = {"quota": tell.quota(missed.quota), "pairs": missed.pairs, "people": missed.people, "seats": missed.seats}
    if missed.pairs < missed.quota.least:
        text = _(
            "This quota cannot be met: “{quota}”. A run reaches {pairs}; {people} people and {seats} open seats concern it."
        )
    else:
        text = _("This quota is overfilled by named pairs: “{quota}”. A run makes {pairs}.")
    return text.format(**told)


def cuts(found: Feasibility) -> None:
    """Mentors whose seats are not those of the pool, by a ceiling or by name."""
    if not found.cuts:
        st.success(_("Every mentor counts with the seats of the pool."))
        return
    lost = sum(max(cut.seats.own - cut.seats.seats, 0) for cut in found.cuts if cut.seats.cause != "override")
    by_name = sum(cut.seats.cause == "override" for cut in found.cuts)
    told = _("Ceilings take {seats} seats away from {mentors} mentors; {named} have seats by name.")
    st.caption(told.format(seats=lost, mentors=len(found.cuts) - by_name, named=by_name))
    rows = [
        (cut.who.person_id, cut.who.name, cut.who.unit, cut.seats.own, cut.seats.seats, words.cause(cut.seats.cause))
        for cut in found.cuts
    ]
    table = pd.DataFrame(rows, columns=["person_id", "name", "unit", "own", "seats", "cause"])
    columns = {
        **_columns(), "own": number(_("In the pool")), "seats": number(_("Count")),
        "cause": st.column_config.TextColumn(_("Why"), width=150),
    }  # fmt: skip
    row = chosen_row(table, columns, "rules-cuts")
    if row is not None:
        mentor_page(int(row["person_id"]))


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
    said = [aside(known.get(code, code), count) for code, count in needs[:1]]
    return listing([*said, *(aside(county, count) for county, count in counties[:1])])
