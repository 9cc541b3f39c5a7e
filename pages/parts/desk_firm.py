"""How firm a pair is, in words: in how many weightings it stays, and who would come instead; and how to ask again."""

import streamlit as st

from pages.parts.frame import act, may
from pages.parts.reasons import listing, sentence
from programme import studies
from programme.access import Action
from programme.desk_cards import Board, Card, Couple
from programme.firmness import FIRM
from texts import _

NAMED = 2


def firm_words(card: Card, couple: Couple) -> str:
    """Whether the pair is firm or contestable, with the share and the rivals; "" while nobody asked."""
    if couple.share is None or not card.samples:
        return ""
    if couple.hold:
        return sentence([_("locked by staff, so weights play no part")])
    share, rivals = f"{couple.share:.0%}", card.rivals[:NAMED]
    told = _("in {share} of {count} weightings this mentor stays").format(share=share, count=card.samples)
    others = [_("{mentor} in {share}").format(mentor=one.mentor.label, share=f"{one.share:.0%}") for one in rivals]
    return sentence([told, _("else {others}").format(others=listing(others)) if others else ""])


def firm_head(couple: Couple) -> str:
    """The word for how firm a pair is."""
    return _("Firm pair") if couple.share is not None and couple.share >= FIRM else _("Contestable pair")


def ask_again(board: Board) -> None:
    """Where firmness is not known or is that of an earlier plan, say so and let it be computed."""
    if board.samples and not board.stale:
        return
    words = _("Firmness is that of an earlier plan.") if board.stale else _("Firmness is not computed yet.")
    left, right = st.columns([2.2, 1], vertical_alignment="center", gap="xsmall")
    left.caption(words)
    if board.editable and may(Action.RUN_SCHEME):
        right.button(
            _("Compute"),
            key="desk-firmness",
            type="tertiary",
            icon=":material/refresh:",
            on_click=_ask,
            args=(board.scheme_id,),
        )


def _ask(scheme_id: int) -> None:
    done = _("Asked for. It takes some seconds; the page shows it with the next click.")
    act(studies.ask, done=done, scheme_id=scheme_id, kind=studies.FIRMNESS)
