"""The package for the meeting: six figures, who has no mentor and why, pairs to look at, appointed ones, what changed."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.signoff import leaders
from pages.parts.chart_style import CONFIG
from pages.parts.charts_match import BIN, fit_distribution
from pages.parts.frame import look, plain
from pages.parts.labels import label
from pages.parts.reasons import ground, listing, rule, sentence
from pages.parts.tables import HEAD, ROW, text
from pages.parts.ways import way
from programme.desk_figures import gini
from programme.version_changes import Changes
from texts import N_, _

TALL = 396
VIEWS: Mapping[str, str] = {
    "unmatched": N_("Without a mentor"),
    "floor": N_("Under the floor"),
    "chosen": N_("Chosen by hand"),
    "changes": N_("Changed since signing"),
    "all": N_("All pairs"),
    "structure": N_("Structure"),
}


def figures_line(pairs: pd.DataFrame, left_out: pd.DataFrame, loads: pd.DataFrame, floor: float) -> None:
    """Paired, without a mentor, mean, lowest, under the floor, how even the load is."""
    paired, fits = pairs["mentee_id"].nunique(), pairs["fit"]
    shown = [
        (_("Paired"), f"{paired} / {paired + len(left_out)}"),
        (_("Without a mentor"), str(len(left_out))),
        (_("Mean fit"), "—" if fits.empty else f"{fits.mean():.1f}"),
        (_("Lowest fit"), "—" if fits.empty else f"{fits.min():.1f}"),
        (_("Under the floor of {floor}").format(floor=f"{floor:g}"), str(int((fits < floor).sum()))),
        (_("Gini of load"), f"{gini(loads['burden'].dropna().tolist()):.3f}"),
    ]
    cells = st.container(border=True, key="signoff-figures").columns(len(shown), gap="small")
    for cell, (name, value) in zip(cells, shown, strict=True):
        cell.markdown(f":small[:gray[{plain(name)}]]  \n**{value}**")


def package(scheme: Any, pairs: pd.DataFrame, left_out: pd.DataFrame, changed: Changes) -> None:
    """One table at a time, each with its count on the switch."""
    floor = float(scheme.floor)
    low = pairs[pairs["fit"] < floor]
    chosen = pairs[(pairs["origin"] != "system") | (pairs["reason"] != "")]
    counts = {
        "unmatched": len(left_out), "floor": len(low), "chosen": len(chosen), "changes": len(changed.people),
        "all": len(pairs),
    }  # fmt: skip
    first = next((name for name in ("unmatched", "floor", "chosen") if counts[name]), "all")
    view = st.segmented_control(
        _("What to look at"),
        list(VIEWS),
        format_func=lambda name: f"{_(VIEWS[name])} {counts.get(name, '')}".strip(),
        default=first,
        key="signoff-view",
        label_visibility="collapsed",
        required=True,
    )
    draw: dict[str, Callable[[], None]] = {
        "unmatched": lambda: _unmatched(scheme, left_out),
        "floor": lambda: _low(scheme, low, floor),
        "chosen": lambda: _chosen(scheme, chosen),
        "changes": lambda: _changes(scheme, changed),
        "all": lambda: _all(scheme, pairs),
        "structure": lambda: _structure(scheme, pairs, floor),
    }
    draw[str(view)]()


def why_left_out(row: Any) -> str:
    """Why somebody stays without a mentor, in one sentence."""
    details = row.details if isinstance(row.details, dict) else {}
    if row.reason == "ineligible":
        return sentence([_("not eligible: {ground}").format(ground=ground(str(details.get("reason", ""))))])
    if row.reason == "no_eligible_mentor":
        barred = sorted(details.get("rules", {}).items(), key=lambda item: (-item[1], item[0]))
        told = [_("{rule}: {count} mentors").format(rule=rule(code), count=count) for code, count in barred]
        return sentence([_("no mentor is open to this person"), listing(told)])
    count = len(details.get("mentors", []))
    if row.reason == "seats_full":
        return sentence([_("all {count} suitable mentors are full").format(count=count)])
    return sentence([_("an earlier aim of the rules speaks against the free seats")])


def _unmatched(scheme: Any, left_out: pd.DataFrame) -> None:
    if left_out.empty:
        st.success(_("Everybody has a mentor."), icon=":material/check:")
        return
    shown = left_out.assign(why=[why_left_out(row) for row in left_out.itertuples()])
    _table(scheme, shown, {"name": text(_("Mentee"), 90), "unit": text(_("Unit"), 190), "why": text(_("Why"))})


def _low(scheme: Any, low: pd.DataFrame, floor: float) -> None:
    if low.empty:
        st.success(_("No pair lies under the floor of {floor}.").format(floor=f"{floor:g}"), icon=":material/check:")
        return
    _table(scheme, low, {**_pair_columns(), "reason": text(_("Reason"))})


def _chosen(scheme: Any, chosen: pd.DataFrame) -> None:
    if chosen.empty:
        st.success(_("Nobody was appointed or chosen by hand."), icon=":material/check:")
        return
    shown = chosen.assign(will=_wills(scheme, chosen))
    columns = {"will": text(_("Whose will"), 150), "reason": text(_("Reason"), 200), "by": text(_("Entered by"), 90)}
    _table(scheme, shown, {**_pair_columns(mentor_unit=False), **columns})


def _wills(scheme: Any, chosen: pd.DataFrame) -> list[str]:
    """Proposed by the system, chosen by staff, or named by a leader: then by whom."""
    named = look(leaders, scheme_id=scheme.id)
    told = []
    for row in chosen.itertuples():
        leader = named.get((row.mentee_id, row.mentor_id), "") if row.origin == "appointed" else ""
        told.append(" ".join(filter(None, (label("origin", row.origin), leader))))
    return told


def _changes(scheme: Any, changed: Changes) -> None:
    if not changed.number:
        st.info(_("This is the first version that goes to signing; there is nothing to compare with."))
        return
    st.caption(_change_words(changed))
    if not changed.people:
        st.success(_("Nobody's mentor differs."), icon=":material/check:")
        return
    rows = [(one.mentee_id, one.mentee, one.unit, one.before or "—", one.after or "—") for one in changed.people]
    shown = pd.DataFrame(rows, columns=["mentee_id", "mentee", "unit", "before", "after"])
    columns = {"mentee": text(_("Mentee"), 90), "unit": text(_("Unit"), 180)}
    _table(scheme, shown, {**columns, "before": text(_("Mentor then")), "after": text(_("Mentor now"))})


def _change_words(changed: Changes) -> str:
    told = [_("Against version {number}: {count} people").format(number=changed.number, count=len(changed.people))]
    if changed.holds:
        told.append(_("{count} locks or bans").format(count=changed.holds))
    if changed.rules_changed:
        told.append(_("other rules"))
    if changed.problem_changed:
        told.append(_("computed from another state of the pool"))
    return listing(told)


def _all(scheme: Any, pairs: pd.DataFrame) -> None:
    shown = pairs.assign(will=[label("origin", code) for code in pairs["origin"]])
    _table(scheme, shown, {**_pair_columns(), "will": text(_("Whose will"), 120)})


def _structure(scheme: Any, pairs: pd.DataFrame, floor: float) -> None:
    """How the fits are spread; a step of the chart leads to its pairs."""
    if pairs.empty:
        st.info(_("The scheme pairs nobody."))
        return
    seen = st.plotly_chart(fit_distribution(pairs, floor), config=CONFIG, key="signoff-fits", on_select="rerun")
    points = seen["selection"]["points"]
    if points:
        low = float(points[0]["x"]) - BIN / 2
        _table(scheme, pairs[(pairs["fit"] >= low) & (pairs["fit"] < low + BIN)], _pair_columns())


def _pair_columns(*, mentor_unit: bool = True) -> dict[str, Any]:
    columns = {
        "mentee": text(_("Mentee"), 80),
        "mentee_unit": text(_("Mentee's unit"), 150),
        "mentor": text(_("Mentor"), 80),
        "mentor_unit": text(_("Mentor's unit"), 150),
        "fit": st.column_config.ProgressColumn(_("Fit"), min_value=0, max_value=100, format="%.1f", width=100),
    }
    return columns if mentor_unit else {name: one for name, one in columns.items() if name != "mentor_unit"}


def _table(scheme: Any, frame: pd.DataFrame, columns: dict[str, Any]) -> None:
    """A table whose picked row leads to the desk."""
    seen = st.dataframe(
        frame[list(columns)],
        key=f"signoff-{st.session_state.get('signoff-view')}-{scheme.id}-{scheme.version}",
        height=min(TALL, HEAD + ROW * len(frame)),
        row_height=ROW,
        hide_index=True,
        column_config=columns,
        selection_mode="single-row",
        on_select="rerun",
        placeholder="",
    )
    rows = seen["selection"]["rows"]
    if rows and rows[0] < len(frame):
        who = frame.iloc[rows[0]]
        name = plain(who["mentee"] if "mentee" in frame else who["name"])
        told = _("Open {name} at the desk").format(name=name)
        way("match/desk.py", told, scheme=scheme.id, mentee=who["mentee_id"])
    else:
        st.caption(_("Pick a row to open the person at the desk."))
