"""What shall become of a pairing: what it rests on, what stands against it, and the proposal that somebody else decides."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from db.clock import today
from pages.parts.assess_words import checks_said, word, wording
from pages.parts.change_lines import successor_table, told_price
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from pages.parts.ways import way
from programme import nominations
from programme.access import Action
from programme.assessment import checks, conclude
from programme.assessment.by_slip import BY_SLIP
from programme.assessment.conclude import Proposal
from programme.change_candidates import successors
from programme.change_content import GROUNDS
from texts import _

YEAR = timedelta(days=365)


def conclusion_part(told: dict[str, Any]) -> None:
    """The conclusion that stands, or the form of a proposal for whoever may propose."""
    if told["conclusion_status"] == "proposed":
        st.info(
            _("Proposed: {kind}. It waits for somebody else's decision.").format(
                kind=word("conclusion", told["conclusion"])
            )
        )
    elif told["conclusion_status"] == "carried_out":
        _concluded(told)
    if may(Action.PROPOSE) and told["conclusion_status"] != "proposed" and _kinds(told):
        with st.expander(_("Propose a conclusion"), icon=":material/school:"):
            _propose(told)


def _concluded(told: dict[str, Any]) -> None:
    st.success(_("Concluded: {kind}.").format(kind=word("conclusion", told["conclusion"])))
    if told["pairing_status"] == "graduated" and may(Action.EDIT_POOL):
        st.button(
            _("Nominate as mentor"), key=f"ass-nominate-{told['mentee_id']}", icon=":material/person_add:",
            on_click=act, args=(nominations.nominate_graduate,),
            kwargs={"mentee_id": int(told["mentee_id"]), "done": _("Nominated; see Nominations and appointments.")},
        )  # fmt: skip
        way(
            "prepare/appointments.py",
            _("Open the nominations"),
            view="nominations",
            nominations=told["mentee_person_id"],
        )


def _kinds(told: dict[str, Any]) -> list[str]:
    return [kind for kind, states in checks.STATES.items() if told["pairing_status"] in states]


def _propose(told: dict[str, Any]) -> None:
    key = f"ass-conclude-{told['pairing_id']}-{told['pairing_version']}"
    basis = look(checks.basis_of, pairing_id=int(told["pairing_id"]))
    kinds = _kinds(told)
    start = "extend" if "extend" in kinds and checks.failed("graduate", basis) and basis.grade else kinds[0]
    kind = st.segmented_control(
        _("Conclusion"), kinds, default=start, required=True, format_func=wording("conclusion"), key=f"{key}-kind"
    )
    values = _asked(told, str(kind), key)
    against = checks.failed(str(kind), basis)
    if against:
        st.warning(_("Not met: {checks}.").format(checks=checks_said(against)))
        values["override"] = st.text_input(_("Why this is set aside"), key=f"{key}-override", max_chars=500)
    values["ground"] = st.text_area(_("Explanation"), key=f"{key}-ground", height=68, max_chars=2000)
    st.caption(_("Nothing moves yet: a section chief or department leader other than you decides."))
    asked = {"pairing_id": int(told["pairing_id"]), "seen_version": int(told["pairing_version"])}
    missing = kind == "change" and values.get("mentor_id") is None
    st.button(
        _("Propose: {kind}").format(kind=word("conclusion", str(kind))), type="primary", width="stretch", key=f"{key}-go",
        disabled=missing, on_click=act, args=(conclude.propose,),
        kwargs={**asked, "proposal": Proposal(str(kind), **values), "done": _("Proposed; somebody else decides.")},
    )  # fmt: skip


def _asked(told: dict[str, Any], kind: str, key: str) -> dict[str, Any]:
    """What a kind asks for: grounds of the slip, the new end, another mentor with his exact price."""
    values: dict[str, Any] = {}
    if kind in BY_SLIP:
        values["reason"] = st.selectbox(
            _("Reason"), GROUNDS[kind], format_func=wording("ground"), key=f"{key}-reason-{kind}"
        )
    if kind == "extend":
        first = max(told["ends_on"], today())
        values["ends_on"] = st.date_input(
            _("New end of the term"), _a_year_on(first), min_value=first + timedelta(days=1), format="YYYY-MM-DD",
            key=f"{key}-until",
        )  # fmt: skip
    if kind == "change" or (kind == "extend" and st.toggle(_("With another mentor"), key=f"{key}-other")):
        values["mentor_id"] = _mentor(told, key)
    return values


def _a_year_on(first: date) -> date:
    return first + YEAR


def _mentor(told: dict[str, Any], key: str) -> int | None:
    """The candidates of the change page, each with the exact price and what bars him."""
    chosen = successor_table(look(successors, pairing_id=int(told["pairing_id"])), key)
    if chosen is None:
        st.caption(_("Pick the new mentor; the price tells what the whole gains or loses against the best choice."))
        return None
    st.markdown(told_price(chosen, _("the best choice")))
    return None if chosen.forbidden else chosen.mentor.id


def told_conclusion(row: Any) -> str:
    """A conclusion in one line: what, until when, with whom, on what ground."""
    parts = [f"**{word('conclusion', row.kind)}**", word("ground", row.reason)]
    parts.append(_("until {day}").format(day=day(row.ends_on)) if day(row.ends_on) else "")
    parts.append(_("with {mentor}").format(mentor=plain(row.new_mentor)) if row.new_mentor else "")
    parts.append(_("from {day}").format(day=day(row.effective_on)))
    return " · ".join(part for part in parts if part)
