"""The relation of a pairing beside its other facts: whether it is at risk and why, as far as one may read it; the mark of staff."""

import streamlit as st

from db.queries.surveys import marks
from pages.parts.dates import moment
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import spoken, stated
from pages.parts.survey_words import ground_words, risk_words
from pages.parts.ways import way
from programme.access import Action
from programme.surveys.relation import LONGEST, Told, mark_relation, relation_of
from texts import N_, _

MARK_WORDS = {"set": N_("Marked as at risk"), "cleared": N_("Cleared")}


def relation_block(pairing_id: int, place: str) -> None:
    """Nothing where all is well and one cannot mark it; `place` begins the keys of its widgets."""
    told = look(relation_of, pairing_id=pairing_id)
    if told is None or (told.risk is None and not told.seen_mark and not may(Action.MANAGE_COHORTS)):
        return
    if told.risk:
        _risk(told)
        # The panel of the monitor has its own way to the changes.
        if place != "progress" and may(Action.MANAGE_COHORTS):
            way(
                "match/changes.py",
                _("Consider another mentor"),
                ":material/swap_horiz:",
                view="single",
                pairing=pairing_id,
            )
    if told.open and told.seen_mark:
        _history(pairing_id)
    if may(Action.MANAGE_COHORTS):
        _mark(told, pairing_id, place)


def _risk(told: Told) -> None:
    if told.risk is None:
        return
    st.markdown(f":red-badge[:material/diversity_3: {_('Relation at risk')}] :small[{plain(risk_words(told.risk))}]")
    lines = [f"- :small[{plain(ground_words(one))}]" for one in told.risk.grounds]
    if lines:
        st.markdown("\n".join(lines))
    elif told.risk.by == "survey":
        st.caption(_("The grounds are answers that are not yours to read; the organization department knows them."))


def _history(pairing_id: int) -> None:
    """What staff marked and why; a liaison reads no reasons."""
    for row in look(marks, pairing_id=pairing_id).itertuples():
        st.markdown(
            f":small[{spoken(MARK_WORDS)(row.mark)} ・ {plain(row.by)} ・ {stated(moment(row.at), plain(row.reason))}]"
        )


def _mark(told: Told, pairing_id: int, place: str) -> None:
    how = "set" if told.risk is None else "cleared"
    label = _("Mark the relation as at risk") if how == "set" else _("Clear the risk of the relation")
    key = f"{place}-relation-{pairing_id}-{told.seen_mark}"
    with st.expander(label, icon=":material/diversity_3:", key=f"{key}-open"), st.form(key, border=False):
        hint = _("After speaking with both: what was found") if how == "cleared" else _("What shows it")
        reason = st.text_input(_("Why"), max_chars=LONGEST, key=f"{key}-why", placeholder=hint)
        if st.form_submit_button(label, width="stretch"):
            seen = {"pairing_id": pairing_id, "seen_mark": told.seen_mark, "mark": how, "reason": reason}
            done = (
                _("The relation is marked as at risk.")
                if how == "set"
                else _("The risk is cleared; later answers judge anew.")
            )
            act(mark_relation, done=done, **seen)
            st.rerun()
