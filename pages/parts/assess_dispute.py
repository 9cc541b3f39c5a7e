"""A dispute of a grade: taken down with its receipt, then decided by somebody else than who signed."""

from typing import Any

import streamlit as st

from db.clock import today
from pages.parts.assess_words import word, wording
from pages.parts.dates import day
from pages.parts.frame import act, may, me, plain
from programme.access import Action
from programme.assessment import disputes
from programme.assessment.disputes import Verdict
from programme.assessment.values import ANNUAL_GRADES, DISPUTANTS, PAIR_GRADES
from texts import _


def dispute_part(told: dict[str, Any]) -> None:
    """The disputes so far; the open one with its decision; or taking one down."""
    for one in told["disputes"]:
        _told(one)
        if not one["decision"]:
            _decision(told, one)
    if told["status"] in ("graded", "concluded") and told["number"] and may(Action.KEEP_RECORDS):
        with st.popover(_("Take down a dispute"), icon=":material/gavel:"):
            _take_down(told)


def _told(one: dict[str, Any]) -> None:
    words = _("**Dispute no. {number}** by {who}, received {day}, to be decided by {due}: {content}").format(
        number=one["id"], who=word("disputant", one["raised_by"]), day=day(one["received_on"]), due=day(one["due_on"]),
        content=plain(one["content"]),
    )  # fmt: skip
    if one["decision"]:
        words += "  \n" + _("{decision} by {by}: {reason}").format(
            decision=word("decision", one["decision"]), by=plain(one["decided_by"]), reason=plain(one["reason"])
        )
    (st.info if one["decision"] else st.warning)(words)


def _decision(told: dict[str, Any], one: dict[str, Any]) -> None:
    if not may(Action.APPROVE):
        st.caption(_("A section chief or department leader decides, not whoever signed the grade."))
        return
    signer = next((kept["by_id"] for kept in told["grades"] if kept["number"] == one["number"]), None)
    if signer == me().id:
        st.caption(_("You signed this grade; somebody else decides."))
        return
    key = f"ass-dispute-{one['id']}-{one['version']}"
    grade = st.segmented_control(
        _("Grade if upheld"), PAIR_GRADES, default=told["grade"], format_func=wording("grade"), key=f"{key}-grade"
    )
    annual = told["annual_grade"]
    if annual:
        annual = st.selectbox(
            _("Annual grade if upheld"), ANNUAL_GRADES, ANNUAL_GRADES.index(annual), format_func=wording("annual_grade"),
            key=f"{key}-annual",
        )  # fmt: skip
    reason = st.text_area(_("Reason of the decision"), key=f"{key}-reason", height=68, max_chars=2000)
    yes, no = st.columns(2)
    upheld = Verdict(True, reason, str(grade or ""), str(annual or ""))
    asked = {"dispute_id": one["id"], "seen_version": one["version"], "done": _("The dispute is decided.")}
    yes.button(
        _("Uphold and change the grade"), key=f"{key}-yes", width="stretch", on_click=act,
        args=(disputes.decide_dispute,), kwargs={**asked, "verdict": upheld},
    )  # fmt: skip
    no.button(
        _("Dismiss"), key=f"{key}-no", width="stretch", on_click=act, args=(disputes.decide_dispute,),
        kwargs={**asked, "verdict": Verdict(False, reason)},
    )  # fmt: skip


def _take_down(told: dict[str, Any]) -> None:
    key = f"ass-raise-{told['id']}-{told['version']}"
    who = st.segmented_control(
        _("Raised by"),
        DISPUTANTS,
        default=DISPUTANTS[0],
        required=True,
        format_func=wording("disputant"),
        key=f"{key}-who",
    )
    on = st.date_input(_("Received on"), today(), max_value=today(), format="YYYY-MM-DD", key=f"{key}-on")
    content = st.text_area(_("What is disputed, and why"), key=f"{key}-content", height=80, max_chars=2000)
    st.caption(_("Within {days} days of the grade; decided within {decision} days.").format(
        days=disputes.APPEAL_DAYS, decision=disputes.DECISION_DAYS))  # fmt: skip
    asked = {"assessment_id": told["id"], "seen_version": told["version"], "raised_by": who, "content": content}
    st.button(
        _("Take it down"), type="primary", key=f"{key}-go", on_click=act, args=(disputes.raise_dispute,),
        kwargs={**asked, "received_on": on, "done": _("The dispute is taken down; the grade is under review.")},
    )  # fmt: skip
