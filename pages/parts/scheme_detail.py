"""One scheme: what can be done with it, its figures, how well the pairs fit, how the load is spread, who is left out."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.schemes import scheme_floor, scheme_loads, scheme_pairs, scheme_unmatched
from pages.parts.behind import chosen_row, clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_match import BIN, fit_distribution, load_histogram
from pages.parts.dates import moment
from pages.parts.frame import look, me, plain
from pages.parts.labels import label, wording
from pages.parts.landing import address
from pages.parts.proof import proof_colour, proof_word, short
from pages.parts.rule_words import barred, ineligible
from pages.parts.scheme_acts import acts
from pages.parts.scheme_jobs import ending
from pages.parts.ways import mentee_page, mentor_page, way
from programme.staleness import Drift
from texts import _

NUMBER, TEXT = st.column_config.NumberColumn, st.column_config.TextColumn


def detail(scheme: pd.Series, taken: Sequence[str]) -> None:
    """The selected scheme: title with proof, what can be done with it, its figures and people."""
    badges = [f":gray-badge[{plain(label('scheme_state', scheme['status']))}]"]
    if scheme["fingerprint"]:
        badges += [
            f":{proof_colour(scheme['proof'])}-badge[{plain(word)}]" for word in [proof_word(scheme["proof"])] if word
        ]
        badges.append(f":gray-badge[{plain(short(scheme['fingerprint']))}]")
    badges.append(f":gray-badge[{plain(moment(scheme['at']))}]")
    st.markdown(f"#### {plain(scheme['name'])} {' '.join(badges)}")
    acts(scheme, taken)
    ending(int(scheme["id"]))
    if not scheme["fingerprint"]:
        return
    moved_on(scheme["drift"])
    figures(scheme)
    views(scheme, loads_of(int(scheme["id"])), look(scheme_floor, scheme_id=int(scheme["id"])))


def moved_on(since: Drift | None) -> None:
    """Say so when the pool is no longer that of the snapshot."""
    if since:
        told = _(
            "The pool has changed since this scheme was computed: {mentors} mentors, {mentees} mentees, {relations} relations. Run it again to take that in."
        )
        st.info(
            told.format(mentors=len(since.mentors), mentees=len(since.mentees), relations=since.relations),
            icon=":material/history:",
        )


def figures(scheme: pd.Series) -> None:
    """The figures in one line; the Gini coefficient is over burden / seats of every mentor with seats."""
    told: tuple[tuple[str, int | str, str | None], ...] = (
        (_("Paired"), f"{int(scheme['paired'])} / {int(scheme['eligible'])}", None),
        (_("Not paired"), int(scheme["unmatched"]), _("Eligible people who lack a mentor")),
        (_("Not eligible"), int(scheme["ineligible"]), _("They wait in the cohort but do not qualify on its date")),
        (_("Mean fit"), _points(scheme["mean_fit"]), None),
        (_("Lowest fit"), _points(scheme["lowest_fit"]), None),
        (_("Under floor"), int(scheme["under_floor"]), _("Pairs under the floor of the scheme's own rules")),
        (_("Gini of load"), f"{scheme['gini']:.2f}", _("0: every mentor's seats are equally taken")),
        (
            _("Biggest load"),
            _("{people}/{seats} seats").format(people=int(scheme["burden"]), seats=int(scheme["seats"])),
            _("People and seats of the mentor who is loaded most"),
        ),
    )
    for column, (name, value, help_text) in zip(st.columns(len(told)), told, strict=True):
        column.metric(name, value, border=True, help=help_text)


def views(scheme: pd.Series, loads: pd.DataFrame, floor: float) -> None:
    """Left the two charts, right the people behind a bar; below who is left out."""
    scheme_id = int(scheme["id"])
    pairs = look(scheme_pairs, scheme_id=scheme_id)
    left, middle, right = st.columns([4, 4, 6], gap="medium")
    with left:
        step = _chart(fit_distribution(pairs, floor), f"fits-{scheme_id}")
    with middle:
        burden = _chart(load_histogram(loads), f"loads-{scheme_id}")
    with right:
        if step is not None:
            pair_list(pairs[(pairs["fit"].clip(upper=99.999) // BIN * BIN) == int(step)])
        elif burden is not None:
            mentor_list(loads[loads["load"] + loads["new"] == int(burden)])
        else:
            left_out(scheme_id)


def left_out(scheme_id: int) -> None:
    """Who has no mentor in this scheme, each with the reason; select one to see the person."""
    table = look(scheme_unmatched, scheme_id=scheme_id)
    st.markdown("**" + _("Not paired, and why") + "**")
    if table.empty:
        whole = me().viewer.unit_id is None
        st.success(_("Everybody has a mentor in this scheme.") if whole else _("Everybody of your unit has a mentor."))
        return
    table["why"] = [reason(code, details) for code, details in zip(table["reason"], table["details"], strict=True)]
    table = table.sort_values("reason", key=lambda codes: codes == "ineligible", kind="stable")
    row = chosen_row(
        table,
        {"name": TEXT(_("Name"), width=70), "unit": TEXT(_("Unit"), width=120), "why": TEXT(_("Why"))},
        "left-out",
    )
    if row is not None:
        mentee_page(int(row["mentee_id"]))
    elif (table["reason"] != "ineligible").any():
        way("match/rules.py", _("What would help: remedies, each tried"), **address({"rules-view": "remedies"}))


def reason(code: str, details: Mapping[str, Any]) -> str:
    """Why somebody is left out, in words."""
    if code == "ineligible":
        return ineligible(details["reason"])
    if code == "no_eligible_mentor":
        return _("no mentor is open: {rules}").format(rules=barred("", details["rules"]))
    if code == "not_on_list":
        return _("the list names no mentor for this person")
    count = len(details.get("mentors", []))
    if code == "seats_full":
        return _("all {count} mentors open are full").format(count=count)
    return _("a seat is free with {count} mentors, but an earlier aim or a quota speaks against it").format(count=count)


def pair_list(pairs: pd.DataFrame) -> None:
    """Pairs of a step of the chart, the lowest fit first."""
    shown = pairs.assign(how=pairs["origin"].map(wording("origin")))
    columns = {
        "mentee": TEXT(_("Mentee"), width=70),
        "mentee_unit": TEXT(_("Unit")),
        "mentor": TEXT(_("Mentor"), width=70),
        "fit": NUMBER(_("Fit"), format="%.1f", width=50),
        "how": TEXT(_("How"), width=90),
    }
    row = chosen_row(shown, columns, "pairs-behind")
    if row is not None:
        mentee_page(int(row["mentee_id"]))
        mentor_page(int(row["mentor_id"]))


def mentor_list(loads: pd.DataFrame) -> None:
    """Mentors of a bar of the chart."""
    columns = {
        "mentor": TEXT(_("Mentor"), width=80),
        "unit": TEXT(_("Unit")),
        "load": NUMBER(_("Before"), width=60),
        "new": NUMBER(_("New"), width=60),
        "capacity": NUMBER(_("Seats"), width=60),
    }
    row = chosen_row(loads, columns, "mentors-behind")
    if row is not None:
        mentor_page(int(row["mentor_id"]))


def loads_of(scheme_id: int) -> pd.DataFrame:
    """Every available mentor of the snapshot with seats and mentees."""
    return look(scheme_loads, scheme_id=scheme_id)


def _chart(figure: Any, key: str) -> Any:
    alt = figure.layout.title.text
    return clicked(st.plotly_chart(figure, key=key, config=CONFIG, on_select="rerun", selection_mode="points", alt=alt))


def _points(value: float) -> str:
    return "—" if pd.isna(value) else f"{value:.1f}"
