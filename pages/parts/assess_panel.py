"""One pairing of a round: the evidence, the form of scores and grade, signed grades, a dispute, what shall become of it."""

from typing import Any

import streamlit as st

from db.queries.assessment import assessment
from pages.parts import assess_evidence, tables
from pages.parts.assess_conclude import conclusion_part
from pages.parts.assess_dispute import dispute_part
from pages.parts.assess_top import ONE
from pages.parts.assess_words import badge, figure, indicator_name, word, wording
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, plain, say
from pages.parts.month_panel import next_of
from pages.parts.ways import mentee_page
from programme.access import Action
from programme.assessment import grading
from programme.assessment.evidence import evidence
from programme.assessment.rounds import FIELDS
from programme.assessment.values import ANNUAL_GRADES, ASSESSORS, LONGEST, PAIR_GRADES, read_indicators
from texts import _


def one(assessment_id: int, waiting: list[int]) -> None:
    """Everything about one pairing in a round."""
    told = look(assessment, assessment_id=assessment_id)
    if told is None:
        st.caption(_("This assessment is not there, or not yours to see."))
        return
    _head(told, waiting)
    with st.expander(_("Evidence"), expanded=True, icon=":material/fact_check:"):
        assess_evidence.show(look(evidence, assessment_id=assessment_id), f"{assessment_id}")
    _grade_part(told, waiting)
    conclusion_part(told)
    _signed(told)
    mentee_page(int(told["mentee_id"]))


def _head(told: dict[str, Any], waiting: list[int]) -> None:
    names = {"mentee": plain(told["mentee"]), "unit": plain(told["unit"]), "mentor": plain(told["mentor"])}
    title, back, forth = st.columns([6, 1, 1], gap="small", vertical_alignment="center")
    marks = f"{badge('grade', told['grade'])} {badge('state', told['status'])}"
    title.markdown(_("**{mentee}** · {unit} · led by {mentor}").format(**names) + f" {marks}")
    place = waiting.index(told["id"]) if told["id"] in waiting else -1
    before = waiting[place - 1] if place > 0 else None
    for where, key, target, icon in (
        (back, "K", before, "arrow_upward"), (forth, "J", next_of(waiting, told["id"]), "arrow_downward"),
    ):  # fmt: skip
        where.button(
            "", key=f"ass_{key}", icon=f":material/{icon}:", disabled=target is None, shortcut=key, width="stretch",
            on_click=tables.open_row, args=(ONE, target or 0),
        )  # fmt: skip


def _grade_part(told: dict[str, Any], waiting: list[int]) -> None:
    """The form where it may be filled, else what was filed; a dispute in its place while there is one."""
    correcting = told["round_status"] != "open"
    rests = told["conclusion_status"] in ("proposed", "carried_out") and told["number"]
    allowed = may(Action.MANAGE_COHORTS if correcting else Action.KEEP_RECORDS)
    if told["status"] == "disputed" or rests or not allowed:
        _read(told)
    elif correcting:
        _read(told)
        with st.expander(_("Correct after the grading"), icon=":material/edit_note:"):
            _form(told, [])
    else:
        _form(told, waiting)
    dispute_part(told)


def _form(told: dict[str, Any], waiting: list[int]) -> None:
    key = f"ass-{told['id']}-{told['version']}"
    each = st.toggle(
        _("Score each indicator"), key=f"{key}-each", value=any(one["by"] for one in told["scores"].values())
    )
    with st.form(key, border=False, enter_to_submit=False):
        _scores(key, told, each)
        labels = (("mentor_opinion", _("Opinion of the mentor")), ("unit_opinion", _("Opinion of the unit")))
        for place, (name, label) in zip(st.columns(2, gap="small"), labels, strict=True):
            place.text_area(label, told[name], height=68, max_chars=LONGEST, key=f"{key}-{name}")
        _grades(key, told)
        if told["number"] or told["round_status"] != "open":
            st.text_input(_("Why it is changed"), key=f"{key}-reason", max_chars=200)
        following = next_of(waiting, told["id"])
        st.form_submit_button(
            _("Save and go on to the next") if following else _("Save"), type="primary", width="stretch",
            icon=":material/check:", on_click=_save, args=(key, told, each, following), shortcut="Ctrl+Enter",
        )  # fmt: skip


def _scores(key: str, told: dict[str, Any], each: bool) -> None:
    """A score of each assessor, or one for each indicator; what counts for nothing is not asked."""
    parts = [part for part, field in zip(ASSESSORS, FIELDS, strict=True) if told[field]]
    weights = dict(zip(ASSESSORS, (told[field] for field in FIELDS), strict=True))
    if not each:
        places = st.columns(len(parts), gap="small", vertical_alignment="bottom")
        for place, part in zip(places, parts, strict=True):
            label = f"{word('part', part)} {weights[part]}%"
            there = told["scores"].get(part, {}).get("total")
            place.number_input(label, 0.0, 100.0, there, 1.0, "%.1f", key=f"{key}-{part}", placeholder=_("0–100"))
        return
    for at, one in enumerate(read_indicators(told["indicators"])):
        st.caption(f"{plain(indicator_name(one))} {one.weight}%")
        for place, part in zip(st.columns(len(parts), gap="small"), parts, strict=True):
            kept = told["scores"].get(part, {}).get("by") or [None] * (at + 1)
            label = f"{word('part', part)} · {indicator_name(one)}"
            place.number_input(
                label, 0.0, 100.0, kept[at], 1.0, "%.1f", key=f"{key}-{part}-{at}", placeholder=word("part", part),
                label_visibility="collapsed",
            )  # fmt: skip


def _grades(key: str, told: dict[str, Any]) -> None:
    """The grade of the pair; in the annual assessment the annual grade beside it, on its own scale."""
    st.segmented_control(
        _("Grade of the pair"),
        PAIR_GRADES,
        default=told["grade"] or None,
        format_func=wording("grade"),
        key=f"{key}-grade",
    )
    if told["kind"] == "annual" or told["annual_grade"]:
        codes = ["", *ANNUAL_GRADES]
        st.selectbox(
            _("Annual grade of the civil service (its own scale)"), codes, codes.index(told["annual_grade"]),
            format_func=lambda code: word("annual_grade", code) or _("None"), key=f"{key}-annual_grade",
        )  # fmt: skip


def _values(key: str, told: dict[str, Any], each: bool) -> dict[str, Any]:
    names = ("mentor_opinion", "unit_opinion", "grade", "annual_grade")
    values = {name: st.session_state.get(f"{key}-{name}") for name in names}
    count = len(told["indicators"]["items"])
    for part in ASSESSORS:
        by = [st.session_state.get(f"{key}-{part}-{at}") for at in range(count)]
        values[part] = by if each else st.session_state.get(f"{key}-{part}")
    return values


def _save(key: str, told: dict[str, Any], each: bool, following: int | None) -> None:
    asked = {"assessment_id": told["id"], "seen_version": told["version"], "values": _values(key, told, each)}
    use_case = grading.file_assessment if told["round_status"] == "open" else grading.correct
    filed = act(use_case, reason=st.session_state.get(f"{key}-reason", ""), **asked)
    if filed is None:
        return
    names = {"name": told["mentee"], "score": figure(filed.score), "grade": word("grade", filed.grade)}
    if filed.grade:
        say(_("Graded: {name}, score {score}, {grade}. The evidence is kept with it.").format(**names), "success")
    else:
        say(_("Saved: {name}, score {score}, no grade yet.").format(**names), "success")
    tables.open_row(ONE, following if filed.grade and following else told["id"])


def _read(told: dict[str, Any]) -> None:
    """What was filed, to read."""
    scores = _(", ").join(
        f"{word('part', part)} {figure(told['scores'].get(part, {}).get('total'))}" for part in ASSESSORS
    )  # fmt: skip
    marks = f"{badge('grade', told['grade'])} {badge('annual_grade', told['annual_grade'])}"
    st.markdown(
        _("**Score {score}** ({scores}) {marks}").format(score=figure(told["score"]), scores=scores, marks=marks)
    )
    for name, label in (("mentor_opinion", _("Opinion of the mentor")), ("unit_opinion", _("Opinion of the unit"))):
        if told[name]:
            st.markdown(f":small[**{label}** {plain(told[name])}]")


def _signed(told: dict[str, Any]) -> None:
    """Every grade as it was signed, with the evidence that lay beside it then."""
    for kept in told["grades"]:
        label = _("Grade {number}: {grade}, signed {when} by {by}").format(
            number=kept["number"], grade=word("grade", kept["grade"]), when=moment(kept["at"]), by=kept["by"]
        )
        with st.expander(label, icon=":material/lock:"):
            if kept["reason"]:
                st.markdown(plain(kept["reason"]))
            for line in assess_evidence.evidence_lines(kept["evidence"]):
                st.markdown(f":small[{line}]")
            st.caption(
                _("Evidence until {day}; hash {hash}").format(
                    day=day(kept["evidence"]["until"]), hash=kept["frozen_hash"][:12]
                )
            )
