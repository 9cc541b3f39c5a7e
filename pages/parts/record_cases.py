"""The case library (案例库): by topic, found by words, read in full beside the list."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.records import record_count
from db.queries.records_counts import case_topics, cases
from db.queries.records_scope import RecordFilter
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.frame import look
from pages.parts.record_list import short
from pages.parts.record_panel import one
from pages.parts.record_words import said
from pages.parts.vocabulary import names
from texts import _

MOST = 200
KEY = "record"


def cases_view(pairings: pd.DataFrame, cohort_id: int) -> None:
    """Topics with their numbers, the cases of the one that is chosen, and one of them in full."""
    sought, whole = st.columns([3, 1], vertical_alignment="bottom")
    words = sought.text_input(
        _("Search the cases"), key="case_words", placeholder=_("Words of the case, its result, or a name"), icon=":material/search:"
    )  # fmt: skip
    everywhere = whole.toggle(_("All cohorts"), True, key="case_everywhere")
    base = RecordFilter(cohort_id=None if everywhere else cohort_id, words=words)
    counts, known = look(case_topics, chosen=base), names().words("expertise")
    if counts.empty:
        st.info(_("No case fits. A record of the kind case, with its topics, becomes part of the library."))
        return
    topic = _topic(dict(zip(counts["code"], counts["count"], strict=True)), known)
    left, right = st.columns([8, 5], gap="medium")
    chosen = replace(base, topic=topic or "", kind="case")
    found, total = look(cases, chosen=chosen, limit=MOST), look(record_count, chosen=chosen)
    with left:
        tables.pick(_shown(found, known), KEY, _columns(), height=520)
        st.caption(_("{count} cases, the latest {shown} are listed").format(count=total, shown=len(found)))
    with right, st.container(border=True):
        picked = tables.picked(KEY)
        if picked and picked.isdecimal():
            one(int(picked))
        else:
            st.caption(_("Select a case to read it in full."))


def _topic(counts: dict[str, int], known: dict[str, str]) -> str | None:
    told = {code: f"{known.get(code, code)} {count}" for code, count in counts.items() if code}
    return st.pills(
        _("Topics"),
        list(told),
        format_func=lambda code: told.get(code, code),
        key="case_topic",
        label_visibility="collapsed",
    )


def _shown(found: pd.DataFrame, known: dict[str, str]) -> pd.DataFrame:
    return found.assign(
        day=[day(value) for value in found["happened_on"]],
        about=[_(", ").join(known.get(code, code) for code in codes) for codes in found["topics"]],
        text=[short(row.title or row.content) for row in found.itertuples()],
        result=[short(text) for text in found["outcome"]],
        method=[said("method", codes) for codes in found["methods"]],
    )


def _columns() -> dict[str, Any]:
    return {
        "text": tables.text(_("Case"), tables.px(150, 140)),
        "about": tables.text(_("Topics"), tables.px(92, 130)),
        "result": tables.text(_("Result"), 98),
        "mentor": tables.text(_("Mentor"), 58),
        "mentee": tables.text(_("Mentee"), 62),
        "day": tables.on_day(_("Day")),
        "mentee_unit": tables.text(_("Unit"), tables.px(84, 74)),
    }
