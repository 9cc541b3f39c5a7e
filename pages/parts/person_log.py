"""The log of one person: every act that concerns the entries and pairings, as the audit keeps it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.person import log_of
from pages.parts import tables
from pages.parts.audit_words import action_word
from pages.parts.dates import moment
from pages.parts.frame import look, me, plain
from pages.parts.labels import aside, label, stated
from pages.parts.pool_panels import changed
from pages.parts.vocabulary import Names, names
from texts import N_, _

TALL = 420
KINDS: Mapping[str, str] = {
    "person": N_("Entry of the person"),
    "mentee": N_("Entry as mentee"),
    "pairing": N_("Pairing"),
    "plan": N_("Plan"),
}
# What the audit keeps for machines and a reader learns elsewhere.
HIDDEN = ("changes", "hash", "act", "version")


def log_tab(person_id: int, parts: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """The newest acts first; nothing here can be changed by anybody."""
    objects = [f"person:{person_id}", *(f"mentee:{key}" for key in parts["mentee_id"])]
    objects += [f"{kind}:{key}" for key in pairs["id"] for kind in ("pairing", "plan")]
    found = look(log_of, objects=tuple(objects))
    if found.empty:
        st.caption(_("No act on this person or the pairings is in the log."))
        return
    words = names()
    shown = pd.DataFrame(
        {
            "seq": found["seq"],
            "at": [moment(at) for at in found["at"]],
            "who": [_who(row) for row in found.itertuples()],
            "action": [action_word(code) for code in found["action"]],
            "object": [_object(text) for text in found["object"]],
            "detail": [_detail(detail, words) for detail in found["detail"]],
        }
    )
    columns = {
        "seq": tables.number(_("No."), 60), "at": tables.text(_("Time"), 150), "who": tables.text(_("Who"), 140),
        "action": tables.text(_("Action"), 130), "object": tables.text(_("Object"), 130), "detail": tables.text(_("Detail")),
    }  # fmt: skip
    height = min(TALL, tables.HEAD + tables.ROW * len(shown))
    st.dataframe(shown, hide_index=True, column_config=columns, height=height, row_height=tables.ROW, key="person-log")
    if "audit" in me().viewer.areas:
        st.caption(_("The whole log, with the check that nothing was altered, stands under Audit log."))


def _who(row: Any) -> str:
    return aside(row.who, label("role", row.role)) if row.who else "—"


def _object(text: str) -> str:
    kind, _colon, key = text.partition(":")
    return f"{_(KINDS[kind])} {key}" if kind in KINDS else text


def _detail(detail: Mapping[str, Any] | None, words: Names) -> str:
    """Fields that changed with before and after, then what else was recorded."""
    told = [line.replace("\\", "") for line in changed(detail or {}, words)]
    rest = {
        key: value for key, value in (detail or {}).items() if key not in HIDDEN and value not in (None, "", [], {})
    }
    return _("; ").join([*told, *(stated(key, plain(value)).replace("\\", "") for key, value in rest.items())])
