"""An act at the desk: what it would do, the reason, one button; and the small buttons beside a pair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.desk_contrast import contrast
from pages.parts.desk_focus import unfocus
from pages.parts.desk_keys import KEYS
from pages.parts.desk_words import kind_words
from pages.parts.frame import act, plain, say
from pages.parts.reasons import consequence
from programme import desk, desk_orders
from programme.desk_board import Board
from programme.desk_cards import Card, Couple, Preview
from programme.desk_table import Outcome
from programme.sentences import sentence as refusal
from texts import _

Pairs = Sequence[tuple[int, int]]
ICONS: Mapping[str, str] = {
    "lock": ":material/lock:", "unlock": ":material/lock_open:", "ban": ":material/block:",
    "alone": ":material/person_off:", "call_back": ":material/person_add:",
}  # fmt: skip
LED = ("appoint", "override")
STEPS: Mapping[str, int] = {"more": 1, "fewer": -1}


@dataclass(frozen=True, slots=True)
class Intent:
    """An act that the reader is about to do: its kind, the pairs it concerns, the mentor who goes (of two).

    `ready` is a reason that stands in the field already, where a key has brought it.
    """

    kind: str
    pairs: Pairs
    instead_of: int | None = None
    ready: str = ""

    def key(self, board: Board) -> str:
        """The key of its form: another version, another pair or a reason that stands ready is another form."""
        people = "-".join(f"{mentee}.{mentor}" for mentee, mentor in self.pairs)
        return f"desk-form-{self.kind}-{people}-{board.version}{'-ready' if self.ready else ''}"


def form(board: Board, intent: Intent, seen: Preview) -> None:
    """What follows, then the reason and the one button; nothing is done before it is pressed."""
    if seen.refused is not None:
        st.warning(plain(refusal(seen.refused)))
        return
    st.markdown(plain(consequence(seen)) if seen.price else _("This pair then stays, whatever is computed anew."))
    if not board.editable:
        st.caption(_("Only to look at: the scheme is signed, or your role does not change it."))
        return
    key = intent.key(board)
    with st.form(key, border=False):
        _words_and_button(board, intent, seen)
    if seen.contrast is not None:
        contrast(seen.contrast, key, board.scheme_id)


def _words_and_button(board: Board, intent: Intent, seen: Preview) -> None:
    """The leader where one appoints, the reason, and the main button, in one row."""
    key, free = intent.key(board), intent.kind in FREE and not (seen.own or seen.moves)
    named = [1.1] if intent.kind in LED else []
    *leader, field, button = st.columns([*named, 2, 1], gap="small", vertical_alignment="bottom")
    if leader:
        who = _("Leader (required)")
        leader[0].text_input(who, key=f"{key}-leader", placeholder=who, label_visibility="collapsed", max_chars=40)
    words = _("Reason (not needed)") if free else _("Reason (required)")
    field.text_input(
        words, intent.ready, key=f"{key}-reason", placeholder=words, label_visibility="collapsed", max_chars=200
    )
    button.form_submit_button(
        kind_words(intent.kind), type="primary", width="stretch", key=f"{key}-do", shortcut=KEYS["do"],
        on_click=_do, args=(board, intent),
    )  # fmt: skip


def lock_button(place: DeltaGenerator, board: Board, card: Card, couple: Couple) -> None:
    """Lock at once; a lock that was chosen by staff is taken off on the right, where the price is in sight.

    What the rules name is not let go of here: the button says so.
    """
    if couple.named:
        place.button(
            kind_words("unlock"),
            icon=ICONS["unlock"],
            type="tertiary",
            disabled=True,
            help=_("Named in the rules; to change it, change the rules"),
        )
        return
    if couple.hold:
        offer(place, board, card, couple, "unlock")
        return
    intent = Intent("lock", [(card.mentee.id, couple.mentor.id)])
    place.button(
        kind_words("lock"),
        icon=ICONS["lock"],
        type="tertiary",
        key=f"desk-lock-{card.mentee.id}-{couple.mentor.id}",
        shortcut=KEYS["lock"] if couple is card.couples[0] else None,
        disabled=not board.editable,
        on_click=_do,
        args=(board, intent),
    )


def offer(place: DeltaGenerator, board: Board, card: Card, couple: Couple | None, kind: str) -> None:
    """A button that opens this act for the present pair, or for the mentee alone, on the right."""
    mentor_id = couple.mentor.id if couple else 0
    first = couple is not None and couple is card.couples[0]
    place.button(
        kind_words(kind),
        icon=ICONS[kind],
        type="tertiary",
        key=f"desk-offer-{kind}-{mentor_id}",
        shortcut=KEYS["lock"] if first and kind == "unlock" else None,
        disabled=not board.editable,
        on_click=open_act,
        args=(card.mentee.id, mentor_id, kind),
    )


def offered(card: Card) -> tuple[int, str] | None:
    """(mentor or 0, kind of act) that a button or a key has opened on the right for this mentee."""
    mentee_id, *opened = st.session_state.get("desk-offer", (None,))
    return tuple(opened[:2]) if mentee_id == card.mentee.id else None


def walked_to(card: Card) -> bool:
    """Whether the key that walks through the alternatives has opened the act."""
    return offered(card) is not None and bool(st.session_state["desk-offer"][3])


def withdraw() -> None:
    """Another row was chosen: what a button had opened is closed."""
    st.session_state.pop("desk-offer", None)


def open_act(mentee_id: int, mentor_id: int, kind: str, walked: bool = False) -> None:
    """Open this act on the right; `walked`: by the key that walks through the alternatives."""
    unfocus()
    st.session_state["desk-offer"] = (mentee_id, mentor_id, kind, walked)


def _do(board: Board, intent: Intent) -> None:
    """Run the act in a callback, so that the page that follows shows the new plan at once."""
    outcome = act(
        USE_CASES[intent.kind], scheme_id=board.scheme_id, seen_version=board.version, **_arguments(board, intent)
    )
    if outcome is not None:
        withdraw()
        say(_done(outcome, intent), "success")


def _arguments(board: Board, intent: Intent) -> dict[str, Any]:
    key, (mentee_id, mentor_id) = intent.key(board), intent.pairs[0]
    reason = {"reason": st.session_state.get(f"{key}-reason", "")}
    if intent.kind in ("lock", "unlock"):
        return reason | {"mentee_ids": [mentee_id]}
    if intent.kind == "swap":
        return reason | {"pairs": list(intent.pairs)}
    if intent.kind in ("alone", "call_back"):
        return reason | {"mentee_id": mentee_id}
    if intent.kind in STEPS:
        return reason | {"mentor_id": mentor_id, "amount": STEPS[intent.kind]}
    pair = reason | {"mentee_id": mentee_id, "mentor_id": mentor_id}
    if intent.kind in ("ban", "unban"):
        return pair
    leader = {"leader": st.session_state.get(f"{key}-leader", "")} if intent.kind in LED else {}
    return pair | leader | {"instead_of": intent.instead_of}


def _done(outcome: Outcome, intent: Intent) -> str:
    named = {mentee for mentee, _mentor in intent.pairs}
    others = {mentee for mentee, _mentor in (*outcome.out, *outcome.into)} - named
    text = _("{act}: done, {count} others moved (version {version}).")
    return text.format(act=kind_words(intent.kind), count=len(others), version=outcome.version)


FREE = ("lock", "unlock", "unban", "call_back")
USE_CASES: Mapping[str, Callable[..., Any]] = {
    "lock": desk.lock, "unlock": desk.unlock, "reassign": desk.reassign, "appoint": desk.appoint,
    "ban": desk.ban, "unban": desk.unban, "swap": desk.swap, "override": desk_orders.appoint_against_rule,
    "more": desk_orders.change_seats, "fewer": desk_orders.change_seats, "alone": desk_orders.leave_alone,
    "call_back": desk_orders.call_back,
}  # fmt: skip
