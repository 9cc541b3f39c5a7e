"""Quick entry: choose the pairing by a few letters, say what was done, save; the form is ready for the next at once."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.records import last_entry, recent_pairings
from pages.parts import record_fields
from pages.parts.dates import day
from pages.parts.frame import act, look, me, say
from pages.parts.record_words import WORDS, word, wording
from programme.name_order import sounds
from programme.recordbook import keep
from texts import _

KEY = "new"
PAIRING, KIND = "rec_pairing", "rec_entry_kind"
EMPTIED = ("title", "content", "outcome", "reflection", "topics", *record_fields.NUMBERS)
OPEN = ("active", "due")


def entry(pairings: pd.DataFrame) -> None:
    """The form; what the account entered last is where it begins."""
    last = _last()
    st.markdown("**" + _("New record") + "**")
    if pairings.empty:
        st.caption(_("No pairing is in force yet."))
        return
    kinds = list(WORDS["kind"])
    st.session_state.setdefault(KIND, last.get("kind") if last.get("kind") in kinds else "log")
    _pairing_field(pairings)
    kind = str(
        st.segmented_control(
            _("Kind"), kinds, format_func=wording("kind"), key=KIND, required=True, label_visibility="collapsed"
        )
    )
    # The key belongs to the button: the form's own would work in fields of text only.
    with st.form("rec_entry", border=False, enter_to_submit=False):
        told = last if kind in (last.get("kind"), "log") else {}
        record_fields.draw(kind, f"{KEY}-{kind}", told, record_fields.choices(kind))
        st.form_submit_button(
            _("Save"), type="primary", width="stretch", icon=":material/check:", shortcut="Ctrl+Enter", on_click=_save,
            args=(kind, _names(pairings)),
        )  # fmt: skip


def _last() -> dict[str, Any]:
    """Forms, methods and place of the last entry; of it only what the next may share."""
    if "rec_last" not in st.session_state:
        st.session_state["rec_last"] = look(last_entry, by_id=me().id)
    return dict(st.session_state["rec_last"])


def _pairing_field(pairings: pd.DataFrame) -> None:
    """Those entered lately first, then those in force, then the others; found by name, initials or unit."""
    recent = look(recent_pairings, by_id=me().id)
    rank = {key: place for place, key in enumerate(recent)}
    rows = pairings.assign(
        rank=[rank.get(key, len(rank)) for key in pairings["pairing_id"]], over=~pairings["status"].isin(OPEN)
    ).sort_values(["rank", "over"], kind="stable")
    labels = {int(row.pairing_id): _label(row) for row in rows.itertuples()}
    st.selectbox(
        _("Pairing"), list(labels), None, format_func=lambda key: labels.get(key, ""), key=PAIRING,
        placeholder=_("Name, initials or unit"), label_visibility="collapsed", filter_mode="contains",
    )  # fmt: skip


def _label(row: Any) -> str:
    """Both names, the unit, and the initials that one types."""
    told = f"{row.mentee} ・ {_('mentor')} {row.mentor} ・ {row.mentee_unit} ・ {sounds(row.mentee)[1]} {sounds(row.mentor)[1]}"
    return told if row.status in OPEN else f"{told} ・ {_('over')}"


def _names(pairings: pd.DataFrame) -> dict[int, str]:
    return dict(zip(pairings["pairing_id"].astype(int), pairings["mentee"], strict=True))


def _save(kind: str, names: dict[int, str]) -> None:
    pairing_id, key = st.session_state.get(PAIRING), f"{KEY}-{kind}"
    if pairing_id is None:
        say(_("Choose the pairing first: type a name or its initials."), "warning")
        return
    values = record_fields.read(kind, key)
    kept = act(keep.add, pairing_id=int(pairing_id), values=values)
    if kept is None:
        return
    told = {"kind": word("kind", kind), "name": names.get(int(pairing_id), ""), "day": day(values["happened_on"])}
    say(_("Kept: {kind}, {name}, {day}.").format(**told), "success")
    if kept.backfilled:
        say(_("It happened {count} days ago, so it is marked as back-filled.").format(count=kept.delay), "info")
    record_fields.forget(
        key, EMPTIED, lambda name: [] if name == "topics" else "" if name not in record_fields.NUMBERS else None
    )
    st.session_state[PAIRING] = None
