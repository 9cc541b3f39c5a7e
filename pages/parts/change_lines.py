"""Every pairing on a slip, and beside it who else could follow, each with its price; one click gives it to somebody else."""

from datetime import timedelta
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.change_words import ACTS, outcome
from pages.parts.dates import day
from pages.parts.frame import act, look, plain
from pages.parts.labels import label, spoken
from pages.parts.reasons import rule, signed
from pages.parts.ways import mentee_page
from programme import change_content, change_drafts
from programme.change_candidates import Successor, successors
from programme.change_slip import ChangeSlip, LeaverRow, Row
from texts import _

HEIGHT, BESIDE = 340, 330
SHOWN = 60


def lines_table(slip: ChangeSlip, editable: bool) -> int | None:
    """The pairings of the slip; returns the one that is picked."""
    if not slip.rows:
        if slip.withheld:
            st.caption(_("{count} pairings of other units are not shown.").format(count=slip.withheld))
        return None
    shown = pd.DataFrame([_cells(row) for row in slip.rows])
    columns = {
        "mentee": tables.text(_("Mentee"), 72), "unit": tables.text(_("Unit"), tables.px(146, 114)),
        "old": tables.text(_("Present mentor"), tables.px(84, 104)), "act": tables.text(_("What follows"), 92),
        "fit": tables.text(_("Fit"), 76), "seat": tables.text(_("Successor's unit"), tables.px(146, 114)),
        "origin": tables.text(_("Chosen by"), tables.px(84, 158)),
        "note": tables.text(_("Note"), 110),
    }  # fmt: skip
    for name in ("fit", "seat", "origin", "note"):
        if not any(shown[name]):
            del columns[name]
    if "seat" in columns:
        # Beside successors a pause is one word, and its day stands where their units do.
        paused = shown["back"] != ""
        shown.loc[paused, "act"], shown.loc[paused, "seat"] = _(ACTS["pause"]), shown["back"][paused]
    else:
        # Nobody gets a successor: the day on which a pause ends has the room.
        columns["act"] = tables.text(_("What follows"), 240)
    ids = [row.pairing_id for row in slip.rows]
    seen = st.dataframe(
        shown[list(columns)], column_config=columns, hide_index=True, row_height=tables.ROW, placeholder="",
        key=f"change-lines-{slip.id}-{crc32(str(ids).encode())}", selection_mode="single-row", on_select="rerun",
        height=min(HEIGHT, tables.HEAD + tables.ROW * len(ids)),
    )  # fmt: skip
    moved = sum(row.act == "change" for row in slip.rows)
    told = _("{count} pairings, {moved} with a new mentor").format(count=len(ids), moved=moved)
    st.caption(f"{told} ・ {_('pick a row to choose another successor')}" if editable else told)
    if slip.withheld:
        st.caption(_("{count} pairings of other units are not shown.").format(count=slip.withheld))
    rows = seen["selection"]["rows"]
    return ids[rows[0]] if rows and rows[0] < len(ids) else None


def _cells(row: Row) -> dict[str, Any]:
    return {
        "mentee": row.mentee.name,  # the unit stands beside
        "unit": row.mentee.unit,
        "old": row.old.label,
        "act": outcome(row),
        "fit": _fit(row),
        "seat": row.new.unit if row.new else "",
        "back": _("until {day}").format(day=day(row.return_on)) if row.act == "pause" else "",
        "origin": label("origin", row.origin) if row.act == "change" else "",
        "note": row.note,
    }


def _fit(row: Row) -> str:
    if row.fit is None:
        return ""
    return f"{row.fit:.0f}" if row.fit_before is None else f"{row.fit_before:.0f} → {row.fit:.0f}"


def adjust_panel(slip: ChangeSlip, pairing_id: int) -> None:
    """One pairing: another successor with its price, or something else than a successor."""
    row = next(one for one in slip.rows if one.pairing_id == pairing_id)
    st.markdown(f"**{plain(row.mentee.label)}** :small[:gray[{plain(row.mentee.unit)} {plain(row.mentee.post)}]]")
    st.caption(_("{mentor} → {outcome}").format(mentor=plain(row.old.label), outcome=plain(outcome(row))))
    mentee_page(row.mentee.id)
    options = [name for name in ACTS if row.status in change_content.ACTS[name] and _offered(slip, name, row)]
    wanted = st.segmented_control(
        _("What follows"), options, default=row.act if row.act in options else options[0], required=True,
        format_func=spoken(ACTS), key=f"line-act-{pairing_id}", label_visibility="collapsed",
    )  # fmt: skip
    if wanted == "change":
        _successor(slip, row)
    else:
        _other(slip, row, wanted)


def _offered(slip: ChangeSlip, name: str, row: Row) -> bool:
    """On a slip of leavers all but a rest with who leaves for good; a single change keeps to what it is about."""
    if name == "pause" and any(one.mentor.id == row.old.id and _for_good(one) for one in slip.leavers):
        return False
    kinds = {"change": ("change",), "swap": ("change",), "end": ("end",), "pause": ("pause",)}
    return name in kinds.get(slip.kind, tuple(ACTS)) and not (slip.kind == "leave" and name == "keep")


def _for_good(one: LeaverRow) -> bool:
    return change_content.EXITS[one.ground][0] == "left"


def _successor(slip: ChangeSlip, row: Row) -> None:
    found = look(successors, pairing_id=row.pairing_id, change_id=slip.id)
    chosen = successor_table(found, f"line-{slip.id}-{slip.version}-{row.pairing_id}")
    if chosen is None:
        return
    st.markdown(told_price(chosen, _("the present choice")))
    note = st.text_input(_("Reason for this choice"), key=f"line-note-{row.pairing_id}", max_chars=200)
    st.button(
        _("Give to {mentor}").format(mentor=chosen.mentor.label), type="primary", width="stretch",
        disabled=bool(chosen.forbidden), key="line-give", on_click=_set,
        args=(slip, row.pairing_id, {"act": "change", "new_mentor_id": chosen.mentor.id, "note": note}),
    )  # fmt: skip


def successor_table(found: list[Successor], key: str) -> Successor | None:
    """Mentors with fit, price and seats, the best price first; returns the picked one."""
    shown = pd.DataFrame([_candidate(one) for one in found[:SHOWN]])
    columns = {
        "mentor": tables.text(_("Mentor"), 78), "fit": tables.number(_("Fit"), 46, format="%.0f"),
        "price": tables.text(_("Price"), 56), "seats": tables.text(_("Leads"), 50, _("People led by then, and seats")), "unit": tables.text(_("Unit")),
    }  # fmt: skip
    seen = st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key=f"{key}-mentors", placeholder="",
        selection_mode="single-row", on_select="rerun", height=min(BESIDE, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip
    if len({one.under_floor for one in found if one.change is not None}) > 1:
        st.caption(_("First those not under the floor, then the others; each by its price."))
    rows = seen["selection"]["rows"]
    return found[rows[0]] if rows and rows[0] < len(shown) else None


def _candidate(one: Successor) -> dict[str, Any]:
    price = _("now") if one.chosen else rule(one.forbidden) if one.change is None else signed(one.change)
    return {
        "mentor": one.mentor.label,
        "fit": one.fit,
        "price": price,
        "seats": f"{one.load}/{one.capacity}",
        "unit": one.mentor.unit,
    }


def told_price(one: Successor, against: str) -> str:
    """The price in a sentence; `against` says what it is measured by."""
    who = f"**{plain(one.mentor.label)}** :small[:gray[{plain(one.mentor.unit)}]]"
    if one.forbidden:
        return f"{who}  \n:red[{_('not possible: {rule}').format(rule=rule(one.forbidden))}]"
    change = signed(one.change or 0)
    said = _("fit {fit}, in all {change} against {base}").format(fit=f"{one.fit:.0f}", change=change, base=against)
    said += _("; then leads {load} of {capacity}").format(
        load=one.load + (0 if one.chosen else 1), capacity=one.capacity
    )
    return f"{who}  \n{said}" + (f" :orange[{_('under the floor')}]" if one.under_floor else "")


def _other(slip: ChangeSlip, row: Row, wanted: str) -> None:
    line: dict[str, Any] = {"act": wanted}
    if wanted == "pause":
        first = slip.effective_on + timedelta(days=1)
        line["return_on"] = st.date_input(
            _("Back on"), row.return_on, min_value=first, key=f"line-back-{row.pairing_id}"
        )
    line["note"] = st.text_input(_("Note"), row.note, key=f"line-why-{row.pairing_id}", max_chars=200)
    st.button(
        _("Set: {what}").format(what=_(ACTS[wanted])), type="primary", width="stretch", key="line-set",
        on_click=_set_other, args=(slip, row.pairing_id, line),
    )  # fmt: skip


def _set_other(slip: ChangeSlip, pairing_id: int, line: dict[str, Any]) -> None:
    back = st.session_state.get(f"line-back-{pairing_id}")
    note = st.session_state.get(f"line-why-{pairing_id}", "")
    _set(slip, pairing_id, {**line, "note": note, **({"return_on": back} if line["act"] == "pause" else {})})


def _set(slip: ChangeSlip, pairing_id: int, line: dict[str, Any]) -> None:
    line = {**line, "note": st.session_state.get(f"line-note-{pairing_id}", line.get("note", ""))}
    done = _("Set; nothing moves before the slip is signed and carried out.")
    act(
        change_drafts.set_line, done=done, change_id=slip.id, seen_version=slip.version, pairing_id=pairing_id,
        line=line,
    )  # fmt: skip
