"""How firm a pair is, in words: in how many weightings it stays, and who would come instead; and how to ask again."""

from math import floor

import streamlit as st

from pages.parts.frame import act, may
from pages.parts.reasons import listing, sentence
from programme import studies
from programme.access import Action
from programme.desk_board import Board
from programme.desk_cards import Card, Couple
from programme.firmness import FIRM
from texts import _

NAMED = 2
TINY = 1e-9


def firm_words(card: Card, couple: Couple) -> str:
    """Whether the pair is firm or contestable, with the share and the rivals; "" while nobody asked."""
    if couple.share is None or not card.samples:
        return ""
    if couple.hold:
        return sentence([_("locked by staff, so weights play no part")])
    told = _("in {share} of {count} weightings this mentor stays").format(
        share=_percent(couple.share), count=card.samples
    )
    others = [
        _("{mentor} in {share}").format(mentor=one.mentor.label, share=_percent(one.share))
        for one in card.rivals[:NAMED]
    ]
    return sentence([told, _("else {others}").format(others=listing(others)) if others else ""])


def _percent(share: float) -> str:
    """Rounded down, so that nothing under the threshold reads as if it had reached it."""
    return f"{floor(100 * share + TINY)}%"


def firm_head(couple: Couple) -> str:
    """The word for how firm a pair is."""
    return _("Firm pair") if couple.share is not None and couple.share >= FIRM else _("Contestable pair")


def ask_again(board: Board) -> None:
    """Where firmness is not known or is that of an earlier plan, say so and let it be computed."""
    if board.samples and not board.stale:
        return
    words = _("Firmness is that of an earlier plan.") if board.stale else _("Firmness is not computed yet.")
    st.caption(words)
    if board.editable and may(Action.RUN_SCHEME):
        st.button(
            _("Compute firmness"),
            key="desk-firmness",
            icon=":material/refresh:",
            on_click=_ask,
            args=(board.scheme_id,),
        )


def _ask(scheme_id: int) -> None:
    done = _("Asked for. It takes some seconds; the page shows it with the next click.")
    act(studies.ask, done=done, scheme_id=scheme_id, kind=studies.FIRMNESS)
