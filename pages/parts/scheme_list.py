"""The schemes of the cohort as a table: name, state, proof, who is paired and who is not, fits, locks."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.dates import moment
from pages.parts.labels import label
from pages.parts.proof import proof_word, short
from texts import _

KEY = "scheme"
PUT_AWAY = ("superseded", "failed")


def scheme_table(schemes: pd.DataFrame) -> None:
    """Show the schemes; the selected one is `tables.picked(KEY)`."""
    shown = pd.DataFrame(
        {
            "id": schemes["id"],
            "name": schemes["name"],
            "state": [label("scheme_state", status) for status in schemes["status"]],
            "proof": [proof_word(proof) for proof in schemes["proof"]],
            "fingerprint": [short(text) for text in schemes["fingerprint"]],
            "paired": schemes["paired"],
            "unmatched": schemes["unmatched"],
            "mean_fit": schemes["mean_fit"],
            "lowest_fit": schemes["lowest_fit"],
            "holds": schemes["holds"],
            "rules": schemes["rules"],
            "by": schemes["by"],
            "at": [moment(at) for at in schemes["at"]],
        }
    )
    tables.pick(shown, KEY, _columns(), height=250)


def kept(schemes: pd.DataFrame) -> pd.DataFrame:
    """Without what was put away or failed, unless the user wants to see that too."""
    gone = schemes["status"].isin(PUT_AWAY)
    if gone.any() and not st.toggle(
        _("Show those put away or failed, too ({count})").format(count=int(gone.sum())), key="schemes-all"
    ):
        return schemes[~gone]
    return schemes


def chosen(schemes: pd.DataFrame) -> pd.Series | None:
    """The selected scheme, else the newest that has a plan; None without any."""
    picked = tables.picked(KEY)
    found = schemes[schemes["id"].astype(str) == picked] if picked else schemes.iloc[:0]
    if found.empty:
        found = schemes[schemes["fingerprint"] != ""]
    return None if found.empty else found.iloc[0]


def _columns() -> dict[str, object]:
    return {
        "name": tables.text(_("Scheme"), 130),
        "state": tables.text(_("State"), 80),
        "proof": tables.text(_("Proof"), 116),
        "fingerprint": tables.text(
            _("Fingerprint"), 90, _("The same fingerprint means the same input and so the same plan.")
        ),
        "paired": tables.number(_("Paired"), 64),
        "unmatched": tables.number(_("Not paired"), 72, _("Eligible people who lack a mentor")),
        "mean_fit": tables.number(_("Mean fit"), 76, format="%.1f"),
        "lowest_fit": tables.number(_("Lowest fit"), 76, format="%.1f"),
        "holds": tables.number(_("Locks and bans"), 104),
        "rules": tables.number(_("Rules no."), 70),
        "by": tables.text(_("By"), 90),
        "at": tables.text(_("Computed"), 140),
    }
