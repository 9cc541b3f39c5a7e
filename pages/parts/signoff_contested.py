"""The contested pairs in words: why each is to be looked at, whom other weights choose, what staff gave as reason."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.reasons import joined, listing, rule
from pages.parts.signoff_table import fit_column, pair_table
from pages.parts.tables import text
from pages.parts.ways import way
from programme.contested import Contest, Contested
from texts import N_, _

WHY: Mapping[str, str] = {
    "floor": N_("under the floor"),
    "shaky": N_("other weights choose otherwise"),
    "appointed": N_("appointed by a leader"),
}


def contested_list(scheme: Any, contest: Contest) -> None:
    """The list with its reasons; how firm the pairs are, or how to have that computed."""
    _firm_words(contest)
    if not contest.pairs:
        st.success(
            _("No pair is contested: none under the floor, none against a hint, none appointed."),
            icon=":material/check:",
        )
        return
    frame = contested_frame(contest)
    columns = {
        "mentee": text(_("Mentee"), 72), "mentee_unit": text(_("Mentee's unit"), 104), "mentor": text(_("Mentor"), 72),
        "fit": fit_column(), "why": text(_("Why to be looked at")), "reason": text(_("Reason"), 130),
    }  # fmt: skip
    pair_table(scheme, frame, columns, "contested")


def _firm_words(contest: Contest) -> None:
    if not contest.samples:
        st.caption(_("How firm the pairs are is not computed yet; the page of schemes does it after a run."))
        way("match/schemes.py", _("Go to schemes"))
        return
    told = _("Judged under {count} other weightings, each weight up or down by a fifth at most.").format(
        count=contest.samples
    )
    if contest.stale:
        told += " " + _("The plan was changed since; the shares are those of before.")
    st.caption(told)


def contested_frame(contest: Contest) -> pd.DataFrame:
    """mentee_id, mentee, mentee_unit, mentor, mentor_unit, fit, why, reason: in words."""
    rows = [
        (one.mentee_id, one.mentee, one.mentee_unit, one.mentor, one.mentor_unit, one.fit, why(one), one.reason)
        for one in contest.pairs
    ]
    names = ["mentee_id", "mentee", "mentee_unit", "mentor", "mentor_unit", "fit", "why", "reason"]
    return pd.DataFrame(rows, columns=names)


def why(one: Contested) -> str:
    """Every reason in a clause, the gravest first."""
    return joined(_clause(one, code) for code in one.codes)


def _clause(one: Contested, code: str) -> str:
    if code == "shaky":
        told = _("only {share} of other weightings keep it").format(share=f"{one.share:.0%}")
        rivals = listing(_("{name} {share}").format(name=name, share=f"{share:.0%}") for name, share in one.rivals)
        return _("{told} (instead: {rivals})").format(told=told, rivals=rivals) if rivals else told
    if code == "appointed" and one.leader:
        return _("named by {leader}").format(leader=one.leader)
    return _(WHY[code]) if code in WHY else rule(code)
