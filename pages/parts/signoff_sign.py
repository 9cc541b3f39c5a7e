"""The right side of the sign-off: who has signed what, what stands against it now, and the step that is due."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, me, plain
from pages.parts.labels import label
from pages.parts.reasons import listing
from pages.parts.signoff_steps import PROPOSABLE, Standing, Step, next_words, steps_for
from pages.parts.ways import mentee_page, mentor_page, way
from programme.access import Action
from programme.frozen import short
from programme.holidays import calendar
from programme.public_notice import notice
from programme.recheck import Finding
from programme.runs import rerun
from programme.sentences_signoff import words
from programme.signoff import LATEST_POSTING
from programme.workdays import Calendar, last_day, unknown_years
from texts import _

ICONS = {"proposed": "send", "approved": "check_circle", "signed": "draw", "returned": "undo", "confirmed": "verified"}
COMMENT = "signoff-comment"
POSTING = "signoff-posting"
RERUN = "signoff-rerun-asked"
VIEW = "signoff-view"
LISTED = 12
# Steps back are never the main action, also where nothing else is left to do.
BACK = ("send_back", "withdraw")


def signed_by(scheme: Any, signed: pd.DataFrame) -> None:
    """The hash in its short form and every signature, the last at the bottom; older versions are marked."""
    st.markdown("**" + _("Signatures") + "**")
    if scheme.frozen_hash:
        frozen = _("Frozen content (SHA-256): {hash}").format(hash=short(scheme.frozen_hash))
        st.caption(frozen, help=scheme.frozen_hash)
    if signed.empty:
        st.caption(_("Nobody has signed yet."))
    for row in signed.itertuples():
        st.markdown(_signature_line(row, scheme.frozen_hash))


def _signature_line(row: Any, present: str) -> str:
    who = f"{plain(row.by)} :small[:gray[{label('role', row.role)}]]"
    line = f":material/{ICONS[row.stage]}: **{label('signature_stage', row.stage)}** {who}  \n:small[:gray[{moment(row.at)}]]"
    if row.frozen_hash != present:
        line += " :small[:gray[" + _("earlier version {hash}").format(hash=short(row.frozen_hash)) + "]]"
    return f"{line}  \n> {plain(row.comment)}" if row.comment else line


def standing_now(scheme: Any, found: list[Finding]) -> None:
    """What the confirmation would say at this moment, line by line, each with the way to the person."""
    if scheme.status == "confirmed":
        return
    if not found:
        told = _("Nothing stands against it: seats, avoidances, eligibility, locks, rules.")
        st.markdown(f":material/check: :small[:green[{told}]]")
        return
    st.markdown("**" + _("Checked against the pool as it is now") + "**")
    for place, finding in enumerate(found[:LISTED]):
        _finding(finding, place)
    if len(found) > LISTED:
        st.caption(_("and {count} more").format(count=len(found) - LISTED))


def _finding(finding: Finding, place: int) -> None:
    mark = _("may be set aside with a reason") if finding.waivable else _("has to be settled")
    colour = "orange" if finding.waivable else "red"
    with st.container(key=f"finding-{place}", gap=None):
        st.markdown(f":{colour}[●] {plain(words(finding))} :small[:{colour}[{mark}]]")
        if finding.mentor_id is not None:
            mentor_page(finding.mentor_id)
        elif finding.mentee_id is not None:
            mentee_page(finding.mentee_id)


def step_due(scheme: Any, signed: pd.DataFrame, found: list[Finding], pairs: int, people: int) -> None:
    """What stands against it, what comes next, what a confirmation will do, and the buttons that the role grants."""
    standing_now(scheme, found)
    waivable = sum(finding.waivable for finding in found)
    at = Standing(scheme.status, scheme.frozen_hash, int(scheme.levels), signed, len(found) - waivable, waivable)
    st.markdown(f"**{_on_notice(scheme) or next_words(at)}**")
    if scheme.status == "confirmed":
        way("match/pairings.py", _("To the pairings"))
        return
    steps = steps_for(me(), at)
    if not steps:
        st.caption(_("Your role takes no part in this step."))
        return
    if any(step.name == "confirm" for step in steps) and not at.stops:
        _before_confirming(scheme, pairs, people)
    st.text_area(_comment_label(steps, waivable and not at.stops), key=COMMENT, height=68, max_chars=500)
    _buttons(scheme, steps)
    if scheme.status in PROPOSABLE:
        if at.stops:
            _mend(scheme)
        if may(Action.ADJUST):
            way("match/desk.py", _("Open at the desk"), scheme=scheme.id)


def _on_notice(scheme: Any) -> str:
    """Until when the public notice runs, "" without one or after it: before its end nothing comes into force."""
    if scheme.status != "confirmed":
        return ""
    posted = look(notice, scheme_id=int(scheme.id))
    if posted.last is None or not posted.running or today() > posted.last:
        return ""
    told = _(
        "The pairings are made; the public notice runs until {day}, after it they come into force on the page of pairings."
    )
    return told.format(day=day(posted.last))


def _mend(scheme: Any) -> None:
    """What is listed came up after the plan was computed: computing again takes it into account."""
    key, asked = int(scheme.id), st.session_state.get(RERUN, {})
    if asked.get("of") == key:
        st.caption(_("It is being computed again; the new scheme takes its place here."))
        way("match/schemes.py", _("See it being computed"), scheme=asked["as"])
        return
    if may(Action.RUN_SCHEME):
        st.button(
            _("Run again on the pool as it is now"), icon=":material/refresh:", key="signoff-rerun", width="stretch",
            help=_("Keeps every lock and ban that still stands and names those that do not."),
            on_click=_rerun, args=(key, int(scheme.version)),
        )  # fmt: skip


def _rerun(scheme_id: int, version: int) -> None:
    started = act(rerun, scheme_id=scheme_id, seen_version=version, done=_("The scheme is being computed."))
    if started:
        st.session_state[RERUN] = {"of": scheme_id, "as": started.scheme_id}


def _buttons(scheme: Any, steps: list[Step]) -> None:
    _button(st, scheme, steps[0], main=steps[0].name not in BACK)
    if steps[1:]:
        for place, step in zip(st.columns(len(steps) - 1, gap="small"), steps[1:], strict=True):
            _button(place, scheme, step, main=False)
    for step in steps:
        if step.barred:
            st.caption(step.barred)


def _before_confirming(scheme: Any, pairs: int, people: int) -> None:
    """The day of posting, and what will happen."""
    posted = today()
    if scheme.notice_days:
        posted = st.date_input(
            _("Notice posted on"), today(), today(), today() + LATEST_POSTING, key=POSTING, format="YYYY-MM-DD"
        )
    st.info(_what_happens(scheme, pairs, people, posted), icon=":material/info:")


def _comment_label(steps: list[Step], waive: bool | int) -> str:
    names = {step.name for step in steps if not step.barred}
    if "confirm" in names and waive:
        return _("Reason for setting aside what is listed, and who decided it")
    if "send_back" in names:
        return _("Comment (needed to send back)")
    return _("Comment")


def _what_happens(scheme: Any, pairs: int, people: int, posted: date) -> str:
    made = _("Confirming makes {pairs} pairings for {people} mentees").format(pairs=pairs, people=people)
    if not scheme.notice_days:
        return _("{made}, without a public notice. Staff then bring them into force.").format(made=made)
    known = look(calendar)
    until = last_day(posted, int(scheme.notice_days), known)
    told = _(
        "{made}, on public notice for {days} working days until {until} (the day of posting does not count). "
        "Then staff bring them into force."
    ).format(made=made, days=scheme.notice_days, until=day(until))
    return f"{told} {guessed(posted, until, known)}".strip()


def guessed(first: date, last: date, known: Calendar) -> str:
    """That holidays of a year were not entered, so that Monday to Friday are a guess ("" when they were)."""
    years = unknown_years(first, last, known)
    told = _("The holidays of {years} are not entered on the page of cohorts: Monday to Friday were counted.")
    return told.format(years=listing(map(str, years))) if years else ""


def _button(place: Any, scheme: Any, step: Step, *, main: bool) -> None:
    place.button(
        step.label,
        key=f"signoff-{step.name}",
        type="primary" if main else "secondary",
        disabled=bool(step.barred),
        on_click=_take,
        args=(step.use_case, step.name, step.done, int(scheme.id), int(scheme.version)),
        width="stretch",
    )


def _take(use_case: Any, name: str, done: str, scheme_id: int, version: int) -> None:
    said = st.session_state.get(COMMENT, "")
    spoken = {"override" if name == "confirm" else "comment": said}
    if name == "confirm" and st.session_state.get(POSTING):
        spoken["notice_from"] = st.session_state[POSTING]
    if act(use_case, done=done, scheme_id=scheme_id, seen_version=version, **spoken) is not None:
        st.session_state[COMMENT] = ""
        if "notice_from" in spoken:
            st.session_state[VIEW] = "notice"
