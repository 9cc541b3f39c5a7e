"""The right side of a slip: what stands against it now, the step that is due, who has signed what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.change_words import STAGES
from pages.parts.dates import day
from pages.parts.frame import act, look, may, me, plain
from pages.parts.labels import label
from pages.parts.ways import mentee_page, mentor_page, way
from programme import change_drafts, changes
from programme.access import Action
from programme.change_check import standing
from programme.change_content import EDITABLE, GROUNDS, OVER, UNDER_WAY
from programme.change_drafts import Head
from programme.change_slip import ChangeSlip, SignatureRow
from programme.frozen import short
from programme.recheck import Finding
from programme.sentences_changes import words
from texts import N_, _

COMMENT = "slip-comment"
LISTED = 8
# Steps back are never the main action, also where nothing else is left to do.
BACK = ("send_back", "withdraw")
ICONS = {
    "proposed": "send",
    "approved": "check_circle",
    "signed": "draw",
    "returned": "undo",
    "carried_out": "verified",
}
NEXT = {
    "draft": N_("Next: an officer submits it for approval."),
    "returned": N_("Next: it is changed and submitted again."),
    "proposed": N_("Next: a section chief or department leader approves it or sends it back."),
    "approved": N_("Next: an officer or section chief carries it out."),
    "carried_out": N_("It is carried out; the pairings are as the slip says."),
    "withdrawn": N_("It was withdrawn; nothing came of it."),
}


NEXT_OF_TWO = {
    "approved": N_("Next: a section chief approves it or sends it back; then the department leader signs."),
    "signed": N_("Next: the department leader signs it or sends it back; the section chief has approved."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A button: the use case, its words, what is said when it is done, why it is barred ("" when it is not)."""

    name: str
    run: Callable[..., object]
    label: str
    done: str
    barred: str = ""


def sign_panel(slip: ChangeSlip) -> None:
    """Findings, the next step, the buttons, the signatures."""
    found = look(standing, change_id=slip.id) if slip.status not in OVER else []
    _findings(slip, found)
    two = slip.levels == 2 and bool(slip.due)
    st.markdown(f"**{_(NEXT_OF_TWO[slip.due] if two else NEXT[slip.status])}**")
    if slip.status == "carried_out":
        way("match/pairings.py", _("To the pairings"))
    steps = _steps(slip, found)
    if steps:
        _due(slip, steps, found)
    elif slip.status not in OVER:
        st.caption(_("Your role takes no part in this step."))
    if slip.status in EDITABLE and may(Action.ADJUST):
        _head(slip)
    _signatures(slip)


def _findings(slip: ChangeSlip, found: list[Finding]) -> None:
    if slip.status in OVER or me().viewer.unit_id is not None:
        return
    if not found:
        told = _("Nothing stands against it: pairs as drawn up, seats, avoidances, rules.")
        st.markdown(f":material/check: :small[:green[{told}]]")
        return
    st.markdown("**" + _("Checked against the pool as it is now") + "**")
    for place, finding in enumerate(found[:LISTED]):
        mark = _("may be set aside with a reason") if finding.waivable else _("has to be settled")
        colour = "orange" if finding.waivable else "red"
        with st.container(key=f"slip-finding-{place}", gap=None):
            st.markdown(f":{colour}[●] {plain(words(finding))} :small[:{colour}[{mark}]]")
            if finding.mentor_id is not None and finding.mentee_id is None:
                mentor_page(finding.mentor_id)
            elif finding.mentee_id is not None:
                mentee_page(finding.mentee_id)
    if len(found) > LISTED:
        st.caption(_("and {count} more").format(count=len(found) - LISTED))


def _steps(slip: ChangeSlip, found: list[Finding]) -> list[Step]:
    """The steps of this stage that the role grants, the main one first."""
    stops = any(not finding.waivable for finding in found)
    barred = _("First settle what is listed above.") if stops else ""
    steps = []
    if slip.status in EDITABLE and may(Action.PROPOSE):
        steps.append(Step("propose", changes.propose, _("Submit for approval"), _("Submitted for approval."), barred))
    if slip.status == "proposed" and may(Action.APPROVE):
        steps += names_to_put(slip)
    if slip.status == "approved" and may(Action.CONFIRM):
        steps.append(
            Step("carry_out", changes.carry_out, _("Carry out"), _("Carried out."), _carry_barred(found, barred))
        )
    if slip.status in UNDER_WAY and may(Action.APPROVE):
        steps.append(Step("send_back", changes.send_back, _("Send back"), _("Sent back.")))
    if slip.status in (*EDITABLE, *UNDER_WAY) and may(Action.PROPOSE):
        steps.append(Step("withdraw", changes.withdraw, _("Withdraw"), _("Withdrawn; it stays on file.")))
    return steps


def names_to_put(slip: ChangeSlip) -> list[Step]:
    """The name that this person can put: the leader's with two levels is the second, everybody else's the first."""
    own = [row.stage for row in _this_round(slip) if row.by_id == me().id]
    if {"approved", "signed"} & set(own):
        return []
    second = slip.levels == 2 and may(Action.SIGN)
    barred = _("You submitted this yourself; somebody else has to approve it.") if own else ""
    if second and slip.due == "approved" and not barred:
        barred = _("The section chief approves first; then it is yours to sign.")
    if second:
        return [Step("sign", changes.sign, _("Sign"), _("Signed."), barred)]
    return [Step("approve", changes.approve, _("Approve"), _("Approved."), barred)]


def _this_round(slip: ChangeSlip) -> tuple[SignatureRow, ...]:
    """The signatures since the last proposal, that one included."""
    last = max((at for at, row in enumerate(slip.signatures) if row.stage == "proposed"), default=0)
    return slip.signatures[last:]


def _carry_barred(found: list[Finding], barred: str) -> str:
    if barred or not found or may(Action.APPROVE):
        return barred
    return _("Only a section chief may set aside what is listed above, with a reason.")


def _due(slip: ChangeSlip, steps: list[Step], found: list[Finding]) -> None:
    if slip.status == "approved":
        st.info(_what_happens(slip), icon=":material/info:")
    st.text_area(_asked({step.name for step in steps}, found), key=COMMENT, height=68, max_chars=500)
    _button(st, slip, steps[0], main=steps[0].name not in BACK)
    if steps[1:]:
        for place, step in zip(st.columns(len(steps) - 1, gap="small"), steps[1:], strict=True):
            _button(place, slip, step, main=False)
    for step in steps:
        if step.barred:
            st.caption(step.barred)


def _asked(names: set[str], found: list[Finding]) -> str:
    """What the words are for: a step back needs them, and so does setting something aside."""
    if "carry_out" in names and found:
        return _("Reason for setting aside what is listed, and who decided it")
    if {"send_back", "withdraw"} <= names:
        return _("Comment (needed to send back or withdraw)")
    if "withdraw" in names:
        return _("Comment (needed to withdraw)")
    return _("Comment (needed to send back)") if "send_back" in names else _("Comment")


def _what_happens(slip: ChangeSlip) -> str:
    acts = [row.act for row in slip.rows]
    told = _("Carrying it out gives {changed} people another mentor").format(changed=acts.count("change"))
    parts = [
        (_("{count} wait again"), acts.count("release")),
        (_("{count} pairings end"), acts.count("end")),
        (_("{count} rest"), acts.count("pause")),
        (_("{count} mentors leave or rest"), len(slip.leavers)),
        (_("{count} move to another unit"), len(slip.transfers)),
    ]
    more = [text.format(count=count) for text, count in parts if count]
    return _("{told}; as of {day}.").format(told=_(", ").join([told, *more]), day=day(slip.effective_on))


def _button(place: Any, slip: ChangeSlip, step: Step, *, main: bool) -> None:
    place.button(
        step.label,
        key=f"slip-{step.name}",
        type="primary" if main else "secondary",
        disabled=bool(step.barred),
        on_click=_take,
        args=(step, slip.id, slip.version),
        width="stretch",
    )


def _take(step: Step, change_id: int, version: int) -> None:
    said = st.session_state.get(COMMENT, "")
    spoken = {"override" if step.name == "carry_out" else "comment": said}
    if act(step.run, done=step.done, change_id=change_id, seen_version=version, **spoken) is not None:
        st.session_state[COMMENT] = ""


def _head(slip: ChangeSlip) -> None:
    """Another day or wording while it is a draft."""
    with st.expander(_("Day and note")):
        prefix = f"slip-head-{slip.id}-{slip.version}"
        effective = st.date_input(_("From which day"), slip.effective_on, key=f"{prefix}-day")
        note = st.text_input(_("Note (stands on the slip)"), slip.note, key=f"{prefix}-note", max_chars=500)
        ground = slip.ground if slip.ground in GROUNDS[slip.kind] else GROUNDS[slip.kind][0]
        if st.button(_("Save"), key=f"{prefix}-save"):
            head = Head(effective, ground, note)
            act(change_drafts.edit_head, done=_("Saved."), change_id=slip.id, seen_version=slip.version, head=head)
            st.rerun()


def _signatures(slip: ChangeSlip) -> None:
    st.markdown("**" + _("Signatures") + "**")
    if slip.frozen_hash:
        st.caption(_("Frozen content (SHA-256): {hash}").format(hash=short(slip.frozen_hash)), help=slip.frozen_hash)
    if not slip.signatures:
        st.caption(_("Nobody has signed yet."))
    for row in slip.signatures:
        st.markdown(_line(row))


def _line(row: SignatureRow) -> str:
    who = f"{plain(row.name)} :small[:gray[{label('role', row.role)}]]"
    at = f"{day(row.at)} {row.at:%H:%M}"
    line = f":material/{ICONS[row.stage]}: **{_(STAGES[row.stage])}** {who}  \n:small[:gray[{at}]]"
    if not row.present:
        line += " :small[:gray[" + _("earlier version {hash}").format(hash=short(row.frozen_hash)) + "]]"
    return f"{line}  \n> {plain(row.comment)}" if row.comment else line
