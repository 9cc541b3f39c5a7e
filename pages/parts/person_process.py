"""The process of one pairing: its course as a chart, the plan with the stages, the records in a table."""

from types import SimpleNamespace
from typing import Any

import streamlit as st

from db.queries.record_plans import stages
from db.queries.records import records
from db.queries.records_scope import RecordFilter
from pages.parts.charts_person import course
from pages.parts.frame import look
from pages.parts.landing import address
from pages.parts.load_views import chart
from pages.parts.plan_panel import one_plan
from pages.parts.record_list import columns, short, shown
from pages.parts.record_words import word
from pages.parts.survey_relation import relation_block
from pages.parts.tables import HEAD, ROW
from pages.parts.ways import PAGES, way
from texts import _

MOST = 300
TALL = 10


def process_tab(row: Any) -> None:
    """Left what happened, right what was planned."""
    if row is None:
        st.info(_("Without a pairing there is nothing to record yet."))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _course(row)
    with right:
        relation_block(int(row.id), "person")
        with st.container(border=True):
            one_plan(_with_id(row))


def _with_id(row: Any) -> Any:
    """The pairing as the panel of plans wants it."""
    return SimpleNamespace(
        pairing_id=int(row.id), mentee=row.mentee, unit=row.mentee_unit, mentee_unit=row.mentee_unit, mentor=row.mentor,
        ends_on=row.ends_on,
    )  # fmt: skip


def _course(row: Any) -> None:
    found = look(records, chosen=RecordFilter(pairing_id=int(row.id)), limit=MOST)
    if found.empty:
        st.info(_("Nothing is on record for this pairing, or not for your unit to see."))
        way("follow/records.py", _("Go to the records"))
        return
    told = [short(one.title, one.content) for one in found.itertuples()]
    drawn = found.assign(kind_word=[word("kind", code) for code in found["kind"]], told=told)
    entered = look(stages, pairing_id=int(row.id))
    entered["word"] = [word("stage", code) for code in entered["stage"]]
    late = int(found["backfilled"].sum())
    title = _("{count} records, {late} of them back-filled (hollow marks); click one to read it")
    record_id = chart(course(drawn, entered, title.format(count=len(found), late=late)), f"person-course-{row.id}")
    if record_id is not None:
        st.switch_page(PAGES / "follow/records.py", query_params=_way(row, int(record_id)))
    _table(row, shown(found))


def _way(row: Any, record_id: int) -> dict[str, str]:
    return address({"view": "list", "record": str(record_id)}, int(row.cohort_id))


def _table(row: Any, found: Any) -> None:
    kept = {name: column for name, column in columns().items() if name not in ("mentee", "mentor", "mentee_unit")}
    seen = st.dataframe(
        found[list(kept)], column_config=kept, hide_index=True, row_height=ROW, key=f"person-records-{row.id}",
        height=HEAD + ROW * min(len(found), TALL), selection_mode="single-row", on_select="rerun", placeholder="",
    )  # fmt: skip
    picked = seen["selection"]["rows"]
    if picked and picked[0] < len(found):
        way("follow/records.py", _("Open the record"), **_way(row, int(found.iloc[picked[0]]["id"])))
