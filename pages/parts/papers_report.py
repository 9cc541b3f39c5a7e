"""The city report (情况报告) as it would read today, with ways to the people behind each figure, and as a Word file."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.downloads import download
from pages.parts.frame import look, may, need_cohort, plain
from pages.parts.papers_words import form_name
from pages.parts.tables import HEAD, ROW
from pages.parts.ways import way
from programme.access import Action
from programme.papers.making import offer_paper
from programme.papers.report import report_values
from texts import N_, _

TALL = 300
Section = tuple[str, tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]
# Title, sentences, tables, and where the figures come from.
SECTIONS: Sequence[Section] = (
    (N_("Scale and coverage"), ("scale", "coverage"), ("kinds", "counties"),
     (("prepare/mentors.py", N_("Mentor pool")), ("prepare/mentees.py", N_("Mentees")), ("match/pairings.py", N_("Pairings")))),
    (N_("Process"), ("process", "visits", "reviews"), ("months",),
     (("follow/records.py", N_("Mentoring records")), ("follow/monthly.py", N_("Monthly review")))),
    (N_("Results"), ("growth", "outcomes"), ("lines",),
     (("outcomes/outcomes.py", N_("Outcomes")), ("outcomes/assessment.py", N_("Assessment and graduation")))),
    (N_("Structure"), ("structure",), ("expertise",), (("follow/workload.py", N_("Workload")),)),
)  # fmt: skip
HEADS: Mapping[str, Mapping[str, str]] = {
    "kinds": {"name": N_("Kind of unit"), "units": N_("Units"), "mentors": N_("Mentors of the pool"), "mentees": N_("Mentees of the cohort"),
              "paired": N_("Paired"), "share": N_("Share paired")},
    "counties": {"name": N_("County served"), "mentees": N_("Mentees of the cohort"), "paired": N_("Paired"), "share": N_("Share paired"),
                 "waiting": N_("Waiting")},
    "months": {"month": N_("Month"), "pairs": N_("Pairs in force"), "logs": N_("Logs and other records"), "talks": N_("Talks"),
               "households": N_("Households visited"), "on_time": N_("Reviews in time")},
    "lines": {"name": N_("Figure of results"), "value": N_("Value"), "line": N_("Reference line"), "remark": N_("Remark")},
    "expertise": {"name": N_("Expertise"), "wanted": N_("Wanted by"), "mentors": N_("Mentors of the pool"),
                  "ratio": N_("Wanted per mentor"), "single": N_("Remark")},
}  # fmt: skip


def report_view() -> None:
    """The report as it reads today on the left, the file and the problems on the right."""
    told = look(report_values, cohort_id=need_cohort())
    left, right = st.columns([2.35, 1], gap="medium")
    with right, st.container(border=True):
        _how()
        st.markdown("**" + _("Problems that the figures show") + "**")
        for one in told["problems"]:
            st.markdown(f"- {plain(one['text'])}")
        way("outcomes/papers.py", _("To completeness of papers"), view="files")
    with left:
        for section in SECTIONS:
            _section(section, told)


def _how() -> None:
    st.markdown(f"**{form_name('city_report')}**")
    st.caption(
        _(
            "An official paper in Chinese from the figures of this moment, with its day; the plan ahead is left blank for the office. "
            "Its template can be edited like any other."
        )
    )
    if may(Action.EXPORT):
        download(st, _("Make the Word file"), offer_paper, "papers-report", form="city_report", of=need_cohort())


def _section(section: Section, told: Mapping[str, Any]) -> None:
    """A heading, its sentences, its tables, and the ways to where the figures come from."""
    title, sentences, tables, ways = section
    st.markdown(f"#### {_(title)}")
    for name in sentences:
        st.markdown(plain(told[name]))
    for place, name in zip(st.columns(len(tables)), tables, strict=True):
        heads = {column: _(head) for column, head in HEADS[name].items()}
        rows = pd.DataFrame(told[name], columns=list(heads)).rename(columns=heads)
        place.dataframe(
            rows,
            hide_index=True,
            height=min(TALL, HEAD + ROW * max(len(rows), 1)),
            row_height=ROW,
            key=f"report-{name}",
        )
    for place, (file, label) in zip(st.columns(len(ways) + 2), ways, strict=False):
        with place:
            way(file, _(label))
