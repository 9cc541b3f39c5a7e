"""The package on paper: everything of the meeting one below the other, at the width of a page, without tables that scroll."""

from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from db.clock import now
from pages.parts.chart_style import CONFIG
from pages.parts.charts_match import fit_distribution
from pages.parts.dates import moment
from pages.parts.frame import plain
from pages.parts.labels import aside, label
from pages.parts.reasons import listing
from pages.parts.signoff_contested import contested_frame
from pages.parts.signoff_package import Package, unpaired_frame
from pages.parts.signoff_steps import PROPOSABLE
from pages.parts.signoff_structure import charts
from pages.parts.signoff_summary import decision_frame, rules_words, sentences
from pages.parts.ways import way
from programme.frozen import short
from texts import _

WIDTH, LINES = 660, 25
# Only containers that this file names itself: a chart or a table is not cut, and what is for the screen stays off paper.
# An inline table would not begin on the page that its heading stands on, nor go on over the next.
ON_PAPER = """<style>@media print {
[class*="-paper"] table { display: table; }
[class*="-paper"] tr { break-inside: avoid; }
[class*="st-key-whole-"] { break-inside: avoid; }
[class*="st-key-screen-"] { display: none; }
[class*="st-key-signoff-paper"] { padding-top: 2.5rem; }
}</style>"""
STILL = CONFIG | {"staticPlot": True, "displayModeBar": False}


def printed(pack: Package, signed: pd.DataFrame) -> None:
    """The package from top to bottom; the browser's own print command makes paper of it."""
    st.html(ON_PAPER)
    with st.container(horizontal=True, vertical_alignment="center", key="screen-paper-top"):
        way("match/signoff.py", _("Back to the sign-off"), ":material/arrow_back:", scheme=pack.scheme.id)
        st.caption(_("Print this page with the browser (Ctrl+P), A4 upright."))
    with st.container(width=WIDTH, key="signoff-paper"):
        _head(pack)
        st.markdown("\n".join(f"- {line}" for line in sentences(pack.scheme, pack.sums, pack.contest)))
        st.markdown("#### " + _("Rules in force"))
        st.markdown(rules_words(int(pack.scheme.id)))
        _lists(pack)
        _charts(pack)
        _names(pack.scheme, signed)


def _head(pack: Package) -> None:
    st.markdown("## " + _("For the meeting: {scheme}").format(scheme=plain(pack.scheme.name)))
    told = [label("scheme_state", pack.scheme.status)]
    # A draft that was sent back is changed after what was frozen.
    if pack.scheme.number and pack.scheme.status not in PROPOSABLE:
        told.append(_("frozen version {number}").format(number=pack.scheme.number))
        told.append(_("frozen content {hash}").format(hash=short(pack.scheme.frozen_hash)))
    st.caption(listing([*told, moment(now())]))


def _lists(pack: Package) -> None:
    head = {
        "mentee": _("Mentee"),
        "mentee_unit": _("Mentee's unit"),
        "mentor": _("Mentor"),
        "fit": _("Fit"),
        "why": _("Why"),
        "reason": _("Reason"),
    }
    contested = contested_frame(pack.contest).assign(fit=lambda frame: [f"{fit:.1f}" for fit in frame["fit"]])
    _paper(_("To be looked at"), contested, head)
    names = {"name": _("Mentee"), "unit": _("Unit"), "why": _("Why")}
    _paper(_("Without a mentor"), unpaired_frame([one for one in pack.unpaired if one.eligible]), names)
    _paper(_("Not eligible"), unpaired_frame([one for one in pack.unpaired if not one.eligible]), names)
    decided = {"kind": _("Decision"), "whom": _("Whom"), "reason": _("Reason"), "by": _("By"), "on": _("On")}
    _paper(_("Decided by people"), decision_frame(pack.decisions), decided)


def _paper(title: str, frame: pd.DataFrame, names: dict[str, str]) -> None:
    """A table that paper can hold; none where there is nobody."""
    key = "whole" if len(frame) <= LINES else "long"
    with st.container(key=f"{key}-table-{crc32(title.encode())}", gap="small"):
        st.markdown("#### " + aside(title, len(frame)))
        if frame.empty:
            st.caption(_("Nobody."))
            return
        shown = frame[list(names)].rename(columns=names).map(plain)
        shown.index = pd.RangeIndex(1, len(shown) + 1)
        st.table(shown)


def _charts(pack: Package) -> None:
    st.markdown("#### " + _("Structure"))
    if pack.pairs.empty:
        st.caption(_("The scheme pairs nobody."))
        return
    drawn = charts(int(pack.scheme.id), pack.scheme.eligible_on)
    for key, figure in [*drawn, ("fits", fit_distribution(pack.pairs, float(pack.scheme.floor)))]:
        figure.update_layout(width=WIDTH - 20)
        with st.container(key=f"whole-chart-{key}"):
            st.plotly_chart(figure, config=STILL, key=f"paper-{key}", width="content")


def _names(scheme: Any, signed: pd.DataFrame) -> None:
    """Who has signed, and room for the meeting's own line; nobody's signature is drawn."""
    with st.container(key="whole-names"):
        _signatures(scheme, signed)


def _signatures(scheme: Any, signed: pd.DataFrame) -> None:
    st.markdown("#### " + _("Signatures"))
    own = signed[signed["frozen_hash"] == scheme.frozen_hash]
    for row in own.itertuples():
        said = f"{label('signature_stage', row.stage)} {plain(row.by)} {moment(row.at)}"
        st.markdown(f"{said}  \n> {plain(row.comment)}" if row.comment else said)
    if own.empty:
        st.caption(_("Nobody has signed yet."))
    st.markdown(_("Decision of the meeting:") + "＿" * 20)
