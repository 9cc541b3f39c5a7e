"""An act at the desk: what it would do, the reason, one button; and the small buttons beside a pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.desk_words import kind_words
from pages.parts.frame import act, plain, say
from pages.parts.reasons import consequence
from programme import desk
from programme.desk_cards import Board, Card, Couple, Preview
from programme.desk_table import Outcome
from programme.sentences import sentence as refusal
from texts import _

Pairs = Sequence[tuple[int, int]]
ICONS: Mapping[str, str] = {"lock": ":material/lock:", "unlock": ":material/lock_open:", "ban": ":material/block:"}


@dataclass(frozen=True, slots=True)
class Intent:
    """An act that the reader is about to do: its kind, the pairs it concerns, the mentor who goes (of two)."""

    kind: str
    pairs: Pairs
    instead_of: int | None = None

    def key(self, board: Board) -> str:
        """The key of its form: another version or another pair is another form."""
        people = "-".join(f"{mentee}.{mentor}" for mentee, mentor in self.pairs)
        return f"desk-form-{self.kind}-{people}-{board.version}"


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


def _words_and_button(board: Board, intent: Intent, seen: Preview) -> None:
    """The leader where one appoints, the reason, and the main button, in one row."""
    key, free = intent.key(board), intent.kind in ("lock", "unlock", "unban") and not (seen.own or seen.moves)
    named = [1.1] if intent.kind == "appoint" else []
    *leader, field, button = st.columns([*named, 2, 1], gap="small", vertical_alignment="bottom")
    if leader:
        who = _("Leader (required)")
        leader[0].text_input(who, key=f"{key}-leader", placeholder=who, label_visibility="collapsed", max_chars=40)
    words = _("Reason (not needed)") if free else _("Reason (required)")
    field.text_input(words, key=f"{key}-reason", placeholder=words, label_visibility="collapsed", max_chars=200)
    button.form_submit_button(
        kind_words(intent.kind), type="primary", width="stretch", key=f"{key}-do", on_click=_do, args=(board, intent)
    )


def lock_button(place: DeltaGenerator, board: Board, card: Card, couple: Couple) -> None:
    """Lock at once; a lock that was chosen by staff is taken off on the right, where the price is in sight."""
    if couple.hold:
        offer(place, board, card, couple, "unlock")
        return
    intent = Intent("lock", [(card.mentee.id, couple.mentor.id)])
    place.button(
        kind_words("lock"),
        icon=ICONS["lock"],
        key=f"desk-lock-{card.mentee.id}-{couple.mentor.id}",
        disabled=not board.editable,
        on_click=_do,
        args=(board, intent),
    )


def offer(place: DeltaGenerator, board: Board, card: Card, couple: Couple, kind: str) -> None:
    """A button that opens this act for the present pair on the right."""
    place.button(
        kind_words(kind),
        icon=ICONS[kind],
        key=f"desk-offer-{kind}-{couple.mentor.id}",
        disabled=not board.editable,
        on_click=_offer,
        args=(card.mentee.id, couple.mentor.id, kind),
    )


def offered(card: Card) -> tuple[int, str] | None:
    """(mentor, kind of act) that a button beside this mentee's pair has opened on the right."""
    mentee_id, *opened = st.session_state.get("desk-offer", (None,))
    return tuple(opened) if mentee_id == card.mentee.id else None


def withdraw() -> None:
    """Another row was chosen: what a button had opened is closed."""
    st.session_state.pop("desk-offer", None)


def _offer(mentee_id: int, mentor_id: int, kind: str) -> None:
    st.session_state["desk-offer"] = (mentee_id, mentor_id, kind)


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
    pair = reason | {"mentee_id": mentee_id, "mentor_id": mentor_id}
    if intent.kind in ("ban", "unban"):
        return pair
    leader = {"leader": st.session_state.get(f"{key}-leader", "")} if intent.kind == "appoint" else {}
    return pair | leader | {"instead_of": intent.instead_of}


def _done(outcome: Outcome, intent: Intent) -> str:
    named = {mentee for mentee, _mentor in intent.pairs}
    others = {mentee for mentee, _mentor in (*outcome.out, *outcome.into)} - named
    text = _("{act}: done, {count} others moved (version {version}).")
    return text.format(act=kind_words(intent.kind), count=len(others), version=outcome.version)


USE_CASES = {
    "lock": desk.lock, "unlock": desk.unlock, "reassign": desk.reassign, "appoint": desk.appoint,
    "ban": desk.ban, "unban": desk.unban, "swap": desk.swap,
}  # fmt: skip
