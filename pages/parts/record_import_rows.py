"""The rows of an import of records: which pairing a doubtful one means, and what would be kept."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.records import pairing_choices
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.frame import act, look, plain
from pages.parts.record_list import short
from pages.parts.record_words import word
from programme.recordbook.drafts import decide
from programme.roster.draft import SKIP
from texts import N_, _

SHOWN = 40
DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        "several": N_("Several people of this name are in a pairing."),
        "several_pairings": N_("More than one pairing of this mentee was in force on that day."),
        "unit_differs": N_("Somebody of this name is in a pairing, but in another unit."),
        "mentor_differs": N_("This mentee was led by somebody else."),
        "not_in_force": N_("None of this mentee's pairings was in force on that day."),
        "number_of_another": N_("The cadre number belongs to somebody of another name."),
        "number_differs": N_("The name fits, but the cadre number differs."),
        "no_such_part": N_("Somebody of this name is known, but has no pairing that you may keep records of."),
        "unknown": N_("Nobody of this name has a pairing; the names most like it are offered."),
        "bad_name": N_("This is not a personal name."),
        "missing_name": N_("The name is missing."),
        "hidden_characters": N_("The name contains invisible control characters."),
        "gone": N_("The pairing you chose is no longer there. Decide again."),
    }
)
STATES = {"new": N_("New"), "present": N_("On record already"), "doubtful": N_("Doubtful"), "held": N_("Held back by a fault"),
          "left_out": N_("Left out")}  # fmt: skip


def doubts(found: Any, shown: Any) -> None:
    """Each doubtful row with the pairings it may mean; nothing is decided by itself."""
    waiting = [entry for entry in shown.difference.entries if entry.state == "doubtful"]
    if not waiting:
        st.success(_("No row is doubtful."))
        return
    known = {row["pairing_id"]: row for row in look(pairing_choices).to_dict("records")}
    st.caption(_("Until you decide, these rows stay in this draft and are not saved."))
    for entry in waiting[:SHOWN]:
        with st.container(border=True):
            _doubtful(found, shown, (entry, known))
    if len(waiting) > SHOWN:
        st.caption(_("{count} more follow when these are decided.").format(count=len(waiting) - SHOWN))


def _doubtful(found: Any, shown: Any, what: tuple[Any, dict[int, Any]]) -> None:
    entry, known = what
    row = next(one for one in shown.roster.rows if (one.sheet, one.row) == entry.line)
    st.markdown(
        f"**{plain(entry.name)}** {_('row {row}').format(row=entry.row)}  \n{_(DOUBTS.get(entry.reason, entry.reason))}"
    )
    st.caption("・".join(plain(text) for text in row.raw.values() if text.strip()))
    same = [
        one.line
        for one in shown.difference.entries
        if one.state == "doubtful" and _who(one, shown) == _who(entry, shown)
    ]
    options: dict[Any, str] = {key: _pair(known.get(key)) for key in entry.candidates} | {SKIP: _("Leave the row out")}
    columns = st.columns(min(len(options), 3))
    for place, (choice, label) in enumerate(options.items()):
        decisions = dict.fromkeys(same if choice != SKIP else [entry.line], choice)
        told = (
            label if len(decisions) == 1 else _("{who} (all {count} such rows)").format(who=label, count=len(decisions))
        )
        columns[place % 3].button(
            told, key=f"decide_{entry.line}_{choice}", width="stretch", on_click=act, args=(decide,),
            kwargs={"draft_id": found.kept.id, "seen_version": found.kept.version, "decisions": decisions},
        )  # fmt: skip


def _who(entry: Any, shown: Any) -> tuple[Any, ...]:
    """Rows that ask the same question get one answer."""
    values = next(one.values for one in shown.roster.rows if (one.sheet, one.row) == entry.line)
    told = (values.get("mentee_unit"), values.get("mentee_no"), values.get("mentor"))
    return entry.reason, entry.name, *told, entry.candidates


def _pair(row: Any) -> str:
    if row is None:
        return "?"
    told = _("{mentee} ({unit}), mentor {mentor}")
    return told.format(mentee=plain(row["mentee"]), unit=plain(row["mentee_unit"]), mentor=plain(row["mentor"]))


def rows(found: Any, shown: Any) -> None:
    """Every row with its state and what would be kept."""
    known = {row["pairing_id"]: row for row in look(pairing_choices).to_dict("records")}
    told = [_row(entry, known.get(entry.pairing_id)) for entry in shown.difference.entries]
    columns = {
        "row": tables.number(_("Row"), 56), "state": tables.text(_("State"), 110), "day": tables.text(_("Day"), 110),
        "kind": tables.text(_("Kind"), 92), "pair": tables.text(_("Pairing"), 300), "words": tables.text(_("What it says"), 330),
        "look": tables.text(_("Worth a look"), 150), "sheet": tables.text(_("Sheet"), 120),
    }  # fmt: skip
    st.dataframe(
        pd.DataFrame(told, columns=list(columns)), hide_index=True, row_height=tables.ROW, column_config=columns, placeholder="",
        height=min(560, tables.HEAD + tables.ROW * max(len(told), 1)),
    )  # fmt: skip


def _row(entry: Any, pair: Any) -> dict[str, Any]:
    same = _("One of this kind is on record for the day") if entry.state == "new" and entry.same_day else ""
    return {
        "row": entry.row, "state": _(STATES[entry.state]), "day": day(entry.day), "kind": word("kind", entry.kind),
        "pair": f"{pair['mentee']} ・ {pair['mentor']} ・ {pair['mentee_unit']}" if pair else entry.name,
        "words": short(entry.words), "look": same, "sheet": entry.sheet,
    }  # fmt: skip
