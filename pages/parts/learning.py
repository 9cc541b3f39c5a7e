"""What mentors can learn from their mentees (反向帮带): the strengths of the young, told and suggested, never counted."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from db.queries.people import strengths
from pages.parts.frame import look, plain
from pages.parts.vocabulary import Names, listed, names
from programme.outcomes.belonging import Candidate
from texts import _


def strong_points(person_id: int, words: Names) -> None:
    """What somebody is good at; nothing where nothing is on record."""
    told = look(strengths, person_ids=(person_id,)).get(person_id)
    if told:
        st.markdown(f":small[:gray[{_('Strengths')}]]  \n{plain(_said(told, words))}")


def can_learn(pairs: pd.DataFrame, own: int, words: Names) -> None:
    """For a mentor: what each mentee of these pairings is good at."""
    led = {int(row.mentee_person_id): row.mentee for row in pairs.itertuples() if row.mentor_id == own}
    known = look(strengths, person_ids=tuple(led))
    if not known:
        return
    st.markdown("**" + _("What can be learned from the mentees") + "**")
    st.markdown("\n".join(f"- **{plain(led[key])}** {plain(_said(codes, words))}" for key, codes in known.items()))
    st.caption(_("Told and suggested when a gain of the mentor is written down; it does not count in the fit."))


def learning(mentee_person_id: int) -> None:
    """Beside a pairing: what its mentor can learn."""
    known = look(strengths, person_ids=(mentee_person_id,)).get(mentee_person_id)
    if known:
        told = _("The mentor can learn: {strengths}").format(strengths=plain(_said(known, names())))
        st.markdown(f":material/swap_horiz: :small[{told}]")


def suggest_gain(found: Sequence[Candidate], pairing_id: int | None, key: str) -> None:
    """What the mentee of the pairing is good at, to take over into the field `key` by a click."""
    led = [one.other_id for one in found if one.pairing_id == pairing_id and one.side == "mentor"]
    known = look(strengths, person_ids=tuple(led))
    words = names().words("strength")
    for codes in known.values():
        told = [words.get(code, code) for code in codes]
        st.pills(
            _("What the mentee is good at (click to take it over)"), told, key=f"{key}-hint-{pairing_id}",
            on_change=_take, args=(key, f"{key}-hint-{pairing_id}"),
        )  # fmt: skip


def _take(key: str, pills: str) -> None:
    chosen = st.session_state.get(pills)
    if chosen:
        st.session_state[key] = _("Learned from the mentee: {strength}").format(strength=chosen)


def _said(codes: Sequence[str], words: Names) -> str:
    known = words.words("strength")
    return listed(known.get(code, code) for code in codes)
