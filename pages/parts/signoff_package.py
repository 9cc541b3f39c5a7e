"""The package for the meeting: figures in the first line, then one view at a time, each with its count on the switch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.frame import plain
from pages.parts.labels import label
from pages.parts.reasons import ground, listing, rule, sentence
from pages.parts.signoff_contested import contested_list
from pages.parts.signoff_notice import public_notice
from pages.parts.signoff_remarks import remark_list
from pages.parts.signoff_sign import VIEW
from pages.parts.signoff_structure import structure
from pages.parts.signoff_summary import summary
from pages.parts.signoff_table import fit_column, pair_table
from pages.parts.signoff_versions import versions
from pages.parts.tables import text
from programme.contested import Contest
from programme.meeting import Decision
from programme.scheme_figures import SchemeFigures
from programme.unpaired import Unpaired
from texts import N_, _

VIEWS: Mapping[str, str] = {
    "summary": N_("Summary"),
    "contested": N_("To be looked at"),
    "unmatched": N_("Unpaired"),
    "structure": N_("Structure"),
    "versions": N_("What changed"),
    "remarks": N_("Remarks"),
    "all": N_("All pairs"),
    "notice": N_("Notice"),
}


@dataclass(frozen=True)
class Package:
    """Everything that the views read: the scheme's row, pairs, people without a mentor, contest, remarks, decisions, figures."""

    scheme: Any
    pairs: pd.DataFrame
    unpaired: list[Unpaired]
    contest: Contest
    remarks: pd.DataFrame
    decisions: list[Decision]
    sums: SchemeFigures


def figures_line(pack: Package) -> None:
    """Paired, without a mentor, not eligible, mean and lowest fit, under the floor, how even the load is."""
    sums, floor = pack.sums, float(pack.scheme.floor)
    shown = [
        (_("Paired"), f"{sums.paired} / {sums.eligible}"),
        (_("Without a mentor"), str(sums.unmatched)),
        (_("Not eligible"), str(sums.ineligible)),
        (_("Mean and lowest fit"), f"{_points(sums.mean_fit)} / {_points(sums.lowest_fit)}"),
        (_("Under the floor of {floor}").format(floor=f"{floor:g}"), str(sums.under_floor)),
        (_("Gini of load"), f"{sums.gini:.3f}"),
    ]
    cells = st.container(border=True, key="signoff-figures").columns(len(shown), gap="small")
    for cell, (name, value) in zip(cells, shown, strict=True):
        cell.markdown(f":small[:gray[{plain(name)}]]  \n**{value}**")


def _points(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def package(pack: Package) -> None:
    """The switch and the view that is chosen; what waits for an answer comes first."""
    counts = {
        "contested": len(pack.contest.pairs), "unmatched": sum(one.eligible for one in pack.unpaired),
        "remarks": int((~pack.remarks["settled"]).sum()) or "", "all": len(pack.pairs),
    }  # fmt: skip
    offered = [name for name in VIEWS if name != "notice" or pack.scheme.status == "confirmed"]
    if st.session_state.get(VIEW) not in offered:
        st.session_state.pop(VIEW, None)
    view = st.segmented_control(
        _("What to look at"),
        offered,
        format_func=lambda name: f"{_(VIEWS[name])} {counts.get(name, '')}".strip(),
        default=_first(pack, bool(counts["remarks"])),
        key=VIEW,
        label_visibility="collapsed",
        required=True,
    )
    draw: dict[str, Callable[[], None]] = {
        "summary": lambda: summary(pack.scheme, pack.sums, pack.contest, pack.decisions),
        "contested": lambda: contested_list(pack.scheme, pack.contest),
        "unmatched": lambda: _unmatched(pack),
        "structure": lambda: structure(pack.scheme, pack.pairs),
        "versions": lambda: versions(pack.scheme),
        "remarks": lambda: remark_list(pack.scheme, pack.remarks),
        "all": lambda: _all(pack),
        "notice": lambda: public_notice(pack.scheme),
    }
    draw[str(view)]()


def _first(pack: Package, open_remarks: bool) -> str:
    """What is due comes first: answers, then the notice, else the summary."""
    if open_remarks:
        return "remarks"
    return "notice" if pack.scheme.status == "confirmed" and pack.scheme.notice_days else "summary"


def why_left_out(one: Unpaired) -> str:
    """Why somebody stays without a mentor, in one sentence."""
    told = {"alone": _("left without a mentor on purpose"), "unplanned": _("the plan says nothing of this person")}
    if one.reason in told:
        return sentence([told[one.reason]])
    if one.reason == "ineligible":
        return sentence([_("not eligible: {ground}").format(ground=ground(str(one.details.get("reason", ""))))])
    if one.reason == "no_eligible_mentor":
        barred = sorted(one.details.get("rules", {}).items(), key=lambda item: (-item[1], item[0]))
        rules = [_("{rule}: {count} mentors").format(rule=rule(code), count=count) for code, count in barred]
        return sentence([_("no mentor is open to this person"), listing(rules)])
    if one.reason == "seats_full":
        return sentence([_("all {count} suitable mentors are full").format(count=len(one.details.get("mentors", [])))])
    return sentence([_("an earlier aim of the rules speaks against the free seats")])


def unpaired_frame(found: list[Unpaired]) -> pd.DataFrame:
    """mentee_id, name, unit, county, why: in words."""
    rows = [(one.mentee_id, one.name, one.unit, one.county, why_left_out(one)) for one in found]
    return pd.DataFrame(rows, columns=["mentee_id", "name", "unit", "county", "why"])


def _unmatched(pack: Package) -> None:
    """Eligible people without a mentor; those who are not eligible stand apart below."""
    columns = {
        "name": text(_("Mentee"), 90),
        "unit": text(_("Unit"), 170),
        "county": text(_("County"), 80),
        "why": text(_("Why")),
    }
    left = [one for one in pack.unpaired if one.eligible]
    if left:
        pair_table(pack.scheme, unpaired_frame(left), columns, "unmatched")
    else:
        st.success(_("Everybody eligible has a mentor."), icon=":material/check:")
    others = [one for one in pack.unpaired if not one.eligible]
    if others:
        st.markdown("**" + _("Not eligible ({count})").format(count=len(others)) + "**")
        st.dataframe(
            unpaired_frame(others)[list(columns)], hide_index=True, column_config=columns, key="signoff-ineligible",
            height=min(180, 42 + 34 * len(others)), row_height=34,
        )  # fmt: skip


def _all(pack: Package) -> None:
    shown = pack.pairs.assign(will=[label("origin", code) for code in pack.pairs["origin"]])
    columns = {
        "mentee": text(_("Mentee"), 72), "mentee_unit": text(_("Mentee's unit"), 150), "mentor": text(_("Mentor"), 72),
        "mentor_unit": text(_("Mentor's unit"), 150), "fit": fit_column(), "will": text(_("Whose will")),
        "reason": text(_("Reason"), 150),
    }  # fmt: skip
    pair_table(pack.scheme, shown, columns, "all")
