"""The right of the desk: every mentor with fit, price and who moves; choosing one shows what follows."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.desk_act import Intent, form, offered, withdraw
from pages.parts.desk_words import kind_words
from pages.parts.frame import look, plain
from pages.parts.reasons import move_mark, rule, signed
from programme.desk_cards import Board, Candidate, Card, Preview, Shift
from programme.desk_preview import preview, priced
from texts import _

HEIGHT = 282


def candidates(board: Board, card: Card) -> None:
    """The ranked mentors; whoever is chosen gets the panel below."""
    head, tail = _("Mentors to choose from"), _("price, and who moves")
    st.markdown(f"**{head}** :small[:gray[{tail}]]")
    if not card.candidates:
        st.info(_("Prices and moves name people of other units and are not shown to you."))
        return
    one = _chosen(board, card)
    if one is None:
        st.caption(_("Choose a row to see what follows before anything is changed."))
    else:
        _panel(board, card, one)


def swap_panel(board: Board, two: list[tuple[int, int]]) -> None:
    """Two ticked rows exchange their mentors."""
    st.markdown(f"**{kind_words('swap')}**")
    if len(two) != 2 or not all(mentor for _mentee, mentor in two):
        st.info(_("Tick two people who have mentors in the queue; the price then stands here before the button."))
        return
    form(board, Intent("swap", two), look(preview, scheme_id=board.scheme_id, kind="swap", pairs=two))


def kinds_for(card: Card, one: Candidate) -> list[str]:
    """The acts that make sense on a row."""
    if one.present:
        locked = any(couple.hold for couple in card.couples if couple.mentor.id == one.mentor.id)
        return ["unlock" if locked else "lock", "ban"]
    if one.forbidden == "banned":
        return ["unban"]
    return [] if one.forbidden else ["reassign", "appoint", "ban"]


def _chosen(board: Board, card: Card) -> Candidate | None:
    """Draw the table; the row that is marked in it, or that a button beside the pair has opened."""
    opened, ids = offered(card), [one.mentor.id for one in card.candidates]
    at = [ids.index(opened[0])] if opened and opened[0] in ids else []
    key = f"desk-candidates-{card.mentee.id}-{board.version}-{opened}"
    st.dataframe(
        _styled(card.candidates),
        key=key,
        height=HEIGHT,
        row_height=tables.ROW,
        hide_index=True,
        column_config=_columns(),
        selection_mode="single-row",
        selection_default={"selection": {"rows": at}},
        on_select=withdraw,
        placeholder="",
    )
    rows = st.session_state[key]["selection"]["rows"]
    return card.candidates[rows[0]] if rows else None


def _styled(found: tuple[Candidate, ...]) -> Any:
    """The table with prices that carry a true minus sign; the numbers below stay numbers, so sorting works."""
    rows = [
        {
            "mentor": one.mentor.label,
            "fit": one.fit,
            "price": 0.0 if one.present else one.total,
            "seats": f"{one.burden}/{one.capacity}",
            "moves": move_mark(one),
            "unit": one.mentor.unit,
        }
        for one in found
    ]
    frame = pd.DataFrame(rows, columns=["mentor", "fit", "price", "seats", "moves", "unit"])
    frame["price"] = frame["price"].astype("float64")
    return frame.style.format({"price": lambda value: "" if pd.isna(value) else signed(value)})


def _columns() -> dict[str, object]:
    price_help = _("What the whole plan gains or loses, in points of fit and evenness")
    return {
        "mentor": tables.text(_("Mentor"), 76),
        "fit": st.column_config.ProgressColumn(_("Fit"), min_value=0, max_value=100, format="%.1f", width=82),
        "price": st.column_config.NumberColumn(_("Price"), width=54, help=price_help),
        "seats": tables.text(_("Leads"), 44, _("People led with this plan / seats")),
        "moves": tables.text(_("Who moves"), 150),
        "unit": tables.text(_("Unit"), 150),
    }


def _panel(board: Board, card: Card, one: Candidate) -> None:
    kinds = kinds_for(card, one)
    if not kinds:
        st.warning(plain(_("{mentor}: not allowed, {rule}.").format(mentor=one.mentor.label, rule=rule(one.forbidden))))
        return
    intent = Intent(_kind(board, card, one, kinds), [(card.mentee.id, one.mentor.id)], _goes(card, one))
    form(board, intent, _foreseen(board, card, one, intent))


def _kind(board: Board, card: Card, one: Candidate, kinds: list[str]) -> str:
    opened = offered(card)
    first = opened[1] if opened and opened[1] in kinds else kinds[0]
    chosen = st.segmented_control(
        _("Act"),
        kinds,
        format_func=kind_words,
        default=first,
        required=True,
        key=f"desk-kind-{card.mentee.id}-{one.mentor.id}-{board.version}-{opened}",
        label_visibility="collapsed",
    )
    return chosen or first


def _goes(card: Card, one: Candidate) -> int | None:
    """Which of two mentors goes, where a mentee has two and another is chosen."""
    if one.present or len(card.couples) < 2:
        return None
    names = {couple.mentor.id: couple.mentor.label for couple in card.couples}
    return st.selectbox(
        _("In place of"), list(names), format_func=lambda key: names[key], key=f"desk-goes-{card.mentee.id}"
    )


def _foreseen(board: Board, card: Card, one: Candidate, intent: Intent) -> Preview:
    """What the act would do: from the card where it is known, else solved for this purpose."""
    if intent.kind == "lock":
        return Preview()
    if intent.kind in ("reassign", "appoint") and one.total is not None and card.demand == 1:
        moves = [_move(shift) for shift in one.moves]
        return look(priced, scheme_id=board.scheme_id, pair=intent.pairs[0], moves=moves)
    return look(preview, scheme_id=board.scheme_id, kind=intent.kind, pairs=intent.pairs, instead_of=intent.instead_of)


def _move(shift: Shift) -> tuple[int, int | None, int | None]:
    former, later = shift.from_mentor, shift.to_mentor
    return shift.mentee.id, former.id if former else None, later.id if later else None
