"""What waits for the second person: proposed conclusions, the clear graduations at once, and disputes of grades."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.assessment import conclusions, disputes
from pages.parts import tables
from pages.parts.assess_conclude import told_conclusion
from pages.parts.assess_top import ONE, VIEW
from pages.parts.assess_words import badge, checks_said, figure, word
from pages.parts.change_sign import names_to_put
from pages.parts.dates import day
from pages.parts.frame import act, look, may, me, plain, say
from pages.parts.pick_many import pick_many, untick
from pages.parts.ways import way
from programme.access import Action
from programme.assessment import conclude
from programme.assessment.by_slip import BY_SLIP
from programme.change_content import EDITABLE
from programme.change_slip import ChangeSlip, change_slip
from texts import _

KEY = "ass_decide"


def decide_view(row: Any) -> None:
    """Left what is proposed, to tick; right the one that is ticked, or all graduations at once; disputes below."""
    known = look(conclusions, cohort_id=int(row.cohort_id))
    left, right = st.columns([7, 6], gap="medium")
    with left:
        ticked = _table(known)
    with right, st.container(border=True):
        chosen = known[known["id"].isin(ticked)]
        if len(chosen) == 1:
            _one(next(chosen.itertuples()))
        elif len(chosen) > 1:
            _several(chosen)
        else:
            _all(known)
    _disputes(int(row.cohort_id))
    _decided(int(row.cohort_id))


def _table(known: pd.DataFrame) -> list[int]:
    if known.empty:
        st.info(_("Nothing waits for a decision. Conclusions are proposed in the list, beside the grade."))
        return []
    shown = known.assign(
        what=[word("conclusion", kind) for kind in known["kind"]],
        grade_word=[word("grade", grade) or "—" for grade in known["grade"]],
        against=[checks_said(told["failed"]) for told in known["checks"]],
    )
    columns = {
        "mentee": tables.text(_("Mentee"), 76), "unit": tables.text(_("Unit"), 112), "mentor": tables.text(_("Mentor"), 76),
        "what": tables.text(_("Conclusion"), 84), "grade_word": tables.text(_("Grade given"), 84),
        "against": tables.text(_("Set aside"), 96), "by": tables.text(_("Proposed by"), 84),
    }  # fmt: skip
    ticked = pick_many(shown, KEY, columns, height=420)
    st.caption(
        _("{count} conclusions wait for a decision by somebody else than who proposed them.").format(count=len(known))
    )
    return ticked


def _one(row: Any) -> None:
    st.markdown(f"#### {plain(row.mentee)} {badge('grade', row.grade)}")
    st.markdown(f"{plain(row.unit)} · {_('led by {mentor}').format(mentor=plain(row.mentor))} · {figure(row.score)}")
    st.markdown(told_conclusion(row))
    for label, text in ((_("Explanation"), row.ground), (_("Set aside because"), row.override)):
        if text:
            st.markdown(f"**{label}** {plain(text)}")
    if row.checks["failed"]:
        st.warning(_("Not met: {checks}.").format(checks=checks_said(row.checks["failed"])))
    st.caption(_("Plan done {share} % · proposed by {by}").format(share=row.checks["plan_share"], by=plain(row.by)))
    if not pd.isna(row.assessment_id):
        st.button(_("See evidence and grade"), key=f"{KEY}-see", on_click=_see, args=(int(row.assessment_id),))
    if not pd.isna(row.change_id):
        way(
            "match/changes.py",
            _("Open change slip {number}").format(number=int(row.change_id)),
            change=int(row.change_id),
        )
    _decision(row)


def _see(assessment_id: int) -> None:
    st.session_state[VIEW] = "list"
    tables.open_row(ONE, assessment_id)


def _decision(row: Any) -> None:
    asked = {"conclusion_id": int(row.id), "seen_version": int(row.version)}
    answer = st.text_input(_("Opinion"), key=f"{KEY}-answer-{row.id}", max_chars=500)
    slip = None if pd.isna(row.change_id) else look(change_slip, change_id=int(row.change_id))
    if not may(Action.APPROVE):
        st.caption(_("A section chief or department leader decides, not whoever proposed it."))
    elif int(row.by_id) == me().id:
        st.caption(_("You proposed this; somebody else decides."))
    else:
        yes, no = st.columns(2)
        label, barred = _yes(slip)
        yes.button(
            label, type="primary", key=f"{KEY}-yes", width="stretch", on_click=_decide, disabled=bool(barred),
            args=(slip.id if slip else 0,), kwargs={**asked, "agreed": True, "answer": answer},
        )  # fmt: skip
        no.button(_("Do not agree"), key=f"{KEY}-no", width="stretch", on_click=_decide, args=(0,), kwargs={**asked, "agreed": False, "answer": answer})  # fmt: skip
        if barred:
            st.caption(barred)
    if may(Action.PROPOSE):
        st.button(
            _("Withdraw the proposal"), key=f"{KEY}-withdraw", on_click=act, args=(conclude.withdraw,),
            kwargs={**asked, "comment": answer, "done": _("The proposal is withdrawn.")}, help=_("Say why under Opinion."),
        )  # fmt: skip


def _yes(slip: ChangeSlip | None) -> tuple[str, str]:
    """What agreeing does now, and why it cannot be done ("" when it can)."""
    whole, signed = _("Agree and carry out"), _("Agree and sign")
    if slip is None:
        return whole, ""
    if slip.status in EDITABLE:
        return signed, _("The change slip was sent back. It is changed and submitted again on its own page.")
    here = may(Action.CONFIRM) and slip.effective_on <= today()
    if slip.status == "approved":
        told = _("Every name is there. An officer or section chief carries it out on {day}, here or on the slip.")
        return _("Carry out"), "" if here else told.format(day=day(max(slip.effective_on, today())))
    steps = names_to_put(slip)
    if not steps:
        return signed, _("You have signed. The department leader signs next, then it is carried out.")
    last = slip.levels == 1 or steps[0].name == "sign"
    if slip.due == "signed" and not last:
        return signed, _("The section chief has approved. The department leader signs next.")
    return whole if last and here else signed, steps[0].barred


def _decide(slip_id: int, **asked: Any) -> None:
    """Decide, and say what came of it: a slip may still wait for a name or for its day."""
    if act(conclude.decide, **asked) is None:
        return
    untick(KEY)
    if not asked["agreed"]:
        say(_("Not agreed; nothing moved."), "success")
    elif slip_id and look(change_slip, change_id=slip_id).status != "carried_out":
        say(_("Agreed and signed. Change slip {number} is not carried out yet.").format(number=slip_id), "success")
    else:
        say(_("Decided and carried out."), "success")


def _several(chosen: pd.DataFrame) -> None:
    """Graduations that somebody else proposed, agreed to together."""
    st.markdown("**" + _("{count} ticked").format(count=len(chosen)) + "**")
    mine = chosen[(chosen["kind"] == "graduate") & (chosen["by_id"] != me().id)]
    if len(mine) < len(chosen):
        st.caption(_("Only graduations that somebody else proposed are agreed to together; the others one by one."))
    _agree(mine, "some")


def _all(known: pd.DataFrame) -> None:
    """Nothing ticked: the graduations without anything set aside are one click away."""
    simple = known["checks"].map(lambda kept: not kept["failed"]).astype(bool)
    mine = known[(known["kind"] == "graduate") & simple & (known["by_id"] != me().id)]
    if mine.empty:
        st.caption(_("Tick one to read it in full, or several graduations to agree together."))
        return
    names = _(", ").join(mine["mentee"].head(12)) + ("…" if len(mine) > 12 else "")
    st.markdown(_("**{count} graduations meet every condition**: {names}").format(count=len(mine), names=plain(names)))
    _agree(mine, "all")


def _agree(rows: pd.DataFrame, name: str) -> None:
    if rows.empty or not may(Action.APPROVE):
        st.caption(_("A section chief or department leader decides, not whoever proposed it."))
        return
    answer = st.text_input(_("Opinion"), key=f"{KEY}-opinion-{name}", max_chars=500)
    seen = {int(key): int(version) for key, version in rows[["id", "version"]].to_numpy()}
    st.button(
        _("Agree to {count} graduations").format(count=len(seen)), type="primary", key=f"{KEY}-agree-{name}",
        on_click=_agree_all, args=(seen, answer), width="stretch",
    )  # fmt: skip


def _agree_all(seen: dict[int, int], answer: str) -> None:
    done = _("{count} have graduated.").format(count=len(seen))
    if act(conclude.decide_graduations, seen=seen, answer=answer, done=done) is not None:
        untick(KEY)


def _disputes(cohort_id: int) -> None:
    known = look(disputes, cohort_id=cohort_id)
    if known.empty:
        return
    st.markdown("**" + _("Disputes of grades ({count})").format(count=len(known)) + "**")
    for row in known.itertuples():
        told = _("{mentee} ({unit}): {grade}, due {day}").format(
            mentee=row.mentee, unit=row.unit, grade=word("grade", row.grade), day=day(row.due_on)
        )
        st.button(
            told, key=f"{KEY}-dispute-{row.id}", icon=":material/gavel:", on_click=_see, args=(int(row.assessment_id),)
        )


def _decided(cohort_id: int) -> None:
    """What was decided last, at hand but out of the way."""
    with st.expander(_("Decided so far"), icon=":material/history:"):
        known = look(conclusions, cohort_id=cohort_id, status="")
        known = known[known["status"] != "proposed"]
        if known.empty:
            st.caption(_("Nothing was decided yet."))
            return
        shown = known.assign(
            what=[word("conclusion", kind) for kind in known["kind"]], state=[word("conclusion_state", code) for code in known["status"]],
            on=[day(value) for value in known["effective_on"]], answer=[_opinion(row) for row in known.itertuples()],
        )  # fmt: skip
        columns = {
            "mentee": tables.text(_("Mentee"), 76), "unit": tables.text(_("Unit"), 140), "what": tables.text(_("Conclusion"), 90),
            "state": tables.text(_("State"), 90), "on": tables.text(_("From"), 100), "by": tables.text(_("Proposed by"), 84),
            "decided_by": tables.text(_("Decided by"), 84), "answer": tables.text(_("Opinion"), 200),
        }  # fmt: skip
        st.dataframe(shown[list(columns)], hide_index=True, column_config=columns, row_height=tables.ROW, height=300)


def _opinion(row: Any) -> str:
    """The opinion; of what a slip overtook, that it did."""
    overtaken = row.status == "withdrawn" and row.kind not in BY_SLIP and not pd.isna(row.change_id)
    return _("Overtaken by change slip {number}").format(number=int(row.change_id)) if overtaken else str(row.answer)
