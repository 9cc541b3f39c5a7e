"""What is coming: who reaches retirement age with the pairings that touches, and who has no second eligible mentor."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.change_elsewhere import nothing_open
from pages.parts.change_leave import MENTORS
from pages.parts.dates import partial
from pages.parts.frame import look, plain
from pages.parts.ways import mentee_page, mentor_page
from programme.change_ahead import Exit, Single, exits, singles
from texts import _

MONTHS = (6, 12, 24)
TALL = 420
VIEW = "changes-view"


def ahead_view(cohort_id: int) -> None:
    """Left the exits, right the pairings that hang on one mentor."""
    left, right = st.columns([1.05, 1], gap="medium")
    with left, st.container(border=True, key="ahead-exits"):
        _exits()
    with right, st.container(border=True, key="ahead-singles"):
        _singles(cohort_id)


def _exits() -> None:
    months = st.segmented_control(
        _("Within"), MONTHS, default=12, required=True, key="ahead-months",
        format_func=lambda count: _("{count} months").format(count=count), label_visibility="collapsed",
    )  # fmt: skip
    found = look(exits, within_months=months)
    st.markdown(
        "**" + _("{count} mentors reach retirement age within {months} months or have; {cut} pairings outlast it").format(
            count=len(found), months=months, cut=sum(one.cut for one in found)
        ) + "**"
    )  # fmt: skip
    st.caption(
        _("A forecast from the month of birth by the rule in force; early or later retirement is a personal decision.")
    )
    if not found:
        st.caption(_("Nobody."))
        return
    picked = _exit_table(found)
    if len(picked) == 1:
        mentor_page(picked[0].mentor.id)
    st.button(
        _("Prepare the leave of {count} mentors").format(count=len(picked)), key="ahead-leave", disabled=not picked,
        type="primary", icon=":material/alt_route:", on_click=_prepare, args=([one.mentor.id for one in picked],),
    )  # fmt: skip


def _exit_table(found: list[Exit]) -> list[Exit]:
    shown = pd.DataFrame(
        {
            "name": [one.mentor.label for one in found],
            "unit": [one.mentor.unit for one in found],
            "on": [partial(one.on.isoformat()[:7]) for one in found],
            "months": [_("reached") if one.months < 0 else str(one.months) for one in found],
            "open": [one.open for one in found],
            "cut": [one.cut for one in found],
        }
    )
    columns = {
        "name": tables.text(_("Name"), 72), "unit": tables.text(_("Unit"), 112),
        "on": tables.text(_("Retirement age in"), tables.px(104, 114)), "months": tables.text(_("Months"), 62),
        "open": tables.number(_("Leads"), 52),
        "cut": tables.number(_("Outlast it"), 75, _("Open pairings whose term runs beyond that day")),
    }  # fmt: skip
    seen = st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key=f"ahead-exits-{len(found)}",
        placeholder="", selection_mode="multi-row", on_select="rerun",
        height=min(TALL, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip
    return [found[row] for row in seen["selection"]["rows"] if row < len(found)]


def _prepare(mentor_ids: list[int]) -> None:
    st.session_state[MENTORS] = mentor_ids
    st.session_state[VIEW] = "leave"


def _singles(cohort_id: int) -> None:
    if nothing_open(cohort_id):
        return
    found = look(singles, cohort_id=cohort_id)
    none = [one for one in found if not one.free]
    st.markdown(
        "**" + _("{none} pairings have no second eligible mentor with a free seat, {one} have one").format(
            none=len(none), one=len(found) - len(none)
        ) + "**"
    )  # fmt: skip
    st.caption(_("Eligible by the rules in force, not under the floor, and in the pool now."))
    if not found:
        st.caption(_("Everybody could be taken over by two others or more."))
        return
    row = _single_table(found)
    if row is not None:
        told = _("If {mentor} falls out: {then}").format(mentor=row.mentor.label, then=_then(row))
        st.caption(plain(told))
        mentee_page(row.mentee.id)
        mentor_page(row.mentor.id)


def _then(row: Single) -> str:
    if row.best is not None:
        return _("only {mentor} could follow").format(mentor=row.best.label)
    if row.allowed:
        return _("{count} could follow, all of them full").format(count=row.allowed)
    return _("nobody could follow: no other mentor is eligible")


def _single_table(found: list[Single]) -> Single | None:
    shown = pd.DataFrame(
        {
            "mentee": [one.mentee.label for one in found],
            "unit": [one.mentee.unit for one in found],
            "mentor": [one.mentor.label for one in found],
            "allowed": [one.allowed for one in found],
            "free": [one.free for one in found],
            "county": [one.county for one in found],
        }
    )
    columns = {
        "mentee": tables.text(_("Mentee"), 68), "unit": tables.text(_("Unit"), 108),
        "mentor": tables.text(_("Mentor"), 68), "allowed": tables.number(_("Eligible"), tables.px(76, 68), _("Other mentors who are eligible")),
        "free": tables.number(_("With a seat"), 84), "county": tables.text(_("County"), 66),
    }  # fmt: skip
    seen = st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key=f"ahead-singles-{len(found)}",
        placeholder="", selection_mode="single-row", on_select="rerun",
        height=min(TALL, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip
    rows = seen["selection"]["rows"]
    return found[rows[0]] if rows and rows[0] < len(found) else None
