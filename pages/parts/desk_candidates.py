"""The right of the desk: every mentor with fit, price and who moves; choosing one shows what follows."""

from collections.abc import Mapping
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import tables
from pages.parts.desk_act import Intent, form, offered, open_act, walked_to, withdraw
from pages.parts.desk_focus import Focus, focus_line, focused
from pages.parts.desk_keys import KEYS
from pages.parts.desk_mentors import columns_of, counted, price_note, styled
from pages.parts.desk_near import near_map
from pages.parts.desk_words import kind_words
from pages.parts.frame import look, may, plain
from pages.parts.reasons import rule
from pages.parts.ways import person_page
from programme.access import Action
from programme.desk_board import Board
from programme.desk_cards import Candidate, Card, Preview, Shift
from programme.desk_preview import preview, priced
from programme.name_order import sounds
from texts import N_, _

PAGE = 40
SHOWN: Mapping[str, str] = {"open": N_("Allowed"), "barred": N_("Barred {count}")}


def candidates(board: Board, card: Card) -> None:
    """The ranked mentors; whoever is chosen gets the panel below."""
    if not card.candidates:
        st.markdown(f"**{_('Mentors to choose from')}**")
        st.info(_("Prices and moves name people of other units and are not shown to you."))
        return
    left, middle, right = st.columns([0.85, 1, 1.6], vertical_alignment="center", gap="xsmall")
    left.text_input(
        _("Find a mentor"),
        key=_words_key(card),
        placeholder=_("Mentor"),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    _alternative(middle, board, card)
    focus = focused(board, card)
    found = _shown(right, card, focus)
    one = _chosen(board, card, found, focus)
    if one is not None:
        _panel(board, card, one)
    elif opened_for_one(card):
        _form_for_one(board, card)
    else:
        near_map(board, card)


def swap_panel(board: Board, two: list[tuple[int, int]]) -> None:
    """Two ticked rows exchange their mentors."""
    st.markdown(f"**{kind_words('swap')}**")
    if len(two) != 2 or not all(mentor for _mentee, mentor in two):
        st.info(_("Tick two people who have mentors in the queue; the price then stands here before the button."))
        return
    form(board, Intent("swap", two), look(preview, scheme_id=board.scheme_id, kind="swap", pairs=two))


def kinds_for(card: Card, one: Candidate) -> list[str]:
    """The acts that make sense on a row."""
    seats = ["more", "fewer"]
    if one.present:
        couple = next(couple for couple in card.couples if couple.mentor.id == one.mentor.id)
        return seats if couple.named else ["unlock" if couple.hold else "lock", "ban", *seats]
    if one.forbidden == "banned":
        return ["unban"]
    if one.forbidden == "no_seat":
        return ["more"]
    if one.can_override and may(Action.APPROVE):
        return ["override"]
    return [] if one.forbidden else ["reassign", "appoint", "ban", *seats]


def looked_at_in(board: Board, card: Card) -> Candidate | None:
    """The mentor who is marked in the table, also before it is drawn."""
    if not card.candidates:
        return None
    focus = focused(board, card)
    found, opened = _listed(card, _side(card), focus), offered(card)
    marked = st.session_state.get(_key(board, card, focus))
    rows = marked["selection"]["rows"] if marked else [at for at, one in enumerate(found) if _opened(opened, one)]
    return found[rows[0]] if rows and rows[0] < len(found) else None


def _side(card: Card) -> str:
    """Which part of the table is shown; an act that was opened on somebody who is barred shows those."""
    return st.session_state.get(f"desk-side-{card.mentee.id}") or "open"


def _listed(card: Card, side: str, focus: Focus | None) -> list[Candidate]:
    """Those of one part whom the search finds, by name, unit or sound; behind a bar the best there first."""
    words = (st.session_state.get(_words_key(card)) or "").casefold().split()
    part = [one for one in card.candidates if bool(one.forbidden) == (side == "barred")]
    if focus:
        part = [one for one in part if one.mentor.id in focus.values]
        part.sort(key=lambda one: -focus.values[one.mentor.id])
    return [one for one in part if all(word in _text(one) for word in words)] if words else part


def _text(one: Candidate) -> str:
    return " ".join((one.mentor.name, one.mentor.unit, *sounds(one.mentor.name))).casefold()


def _words_key(card: Card) -> str:
    return f"desk-mentor-{card.mentee.id}"


def _shown(place: DeltaGenerator, card: Card, focus: Focus | None) -> list[Candidate]:
    """The choice between those who can be chosen and those who are barred; the chosen part."""
    counts = {code: len(_listed(card, code, focus)) for code in SHOWN}
    chosen = place.segmented_control(
        _("Mentors to choose from"),
        list(SHOWN),
        format_func=lambda code: _(SHOWN[code]).format(count=counts[code]),
        key=f"desk-side-{card.mentee.id}",
        default="open",
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )
    return _listed(card, chosen or "open", focus)


def _alternative(place: DeltaGenerator, board: Board, card: Card) -> None:
    """The key that opens one alternative after the other, each ready to be done."""
    others = _others(card)
    opened = offered(card)
    at = others.index(opened[0]) + 1 if opened and opened[0] in others else 0
    place.button(
        _("Next best"),
        key="desk-alternative",
        shortcut=KEYS["alternative"],
        disabled=at >= len(others) or not board.editable,
        on_click=open_act,
        args=(card.mentee.id, others[at] if at < len(others) else 0, "reassign", True),
        help=_("Opens one alternative after the other, the cheapest first"),
        width="stretch",
    )


def _others(card: Card) -> list[int]:
    """The mentors who could be chosen instead, the cheapest first."""
    return [one.mentor.id for one in card.candidates if not one.forbidden and not one.present]


def _opened(opened: tuple[int, str] | None, one: Candidate) -> bool:
    return bool(opened) and one.mentor.id == opened[0]  # type: ignore[index]


def _key(board: Board, card: Card, focus: Focus | None) -> str:
    words = st.session_state.get(_words_key(card)) or ""
    narrowed = f"-{focus.kind}-{focus.code}" if focus else ""
    narrowed += f"-{crc32(words.encode())}" if words else ""
    return f"desk-candidates-{card.mentee.id}-{board.version}-{offered(card)}{narrowed}"


def _chosen(board: Board, card: Card, found: list[Candidate], focus: Focus | None) -> Candidate | None:
    """Draw the table; the row that is marked in it, or that a button beside the pair has opened."""
    at = [place for place, one in enumerate(found) if _opened(offered(card), one)]
    shown = found[: max([PAGE, *(place + 1 for place in at)])]
    key = _key(board, card, focus)
    # The table's own tools are laid over what stands above its right end: nothing that is pressed.
    if focus:
        focus_line(focus, len(found))
    else:
        st.caption(counted(len(shown), len(found)))
    if note := price_note(shown):
        st.caption(note)
    st.dataframe(
        styled(shown, focus),
        key=key,
        height=tables.height_of(len(shown), "stretch"),
        row_height=tables.ROW,
        hide_index=True,
        column_config=columns_of(shown, focus),
        selection_mode="single-row",
        selection_default={"selection": {"rows": at}},
        on_select=withdraw,
        placeholder="",
    )
    rows = st.session_state[key]["selection"]["rows"]
    return shown[rows[0]] if rows and rows[0] < len(shown) else None


def opened_for_one(card: Card) -> bool:
    """Whether a button has opened an act that concerns the mentee and no mentor."""
    opened = offered(card)
    return bool(opened) and opened[1] in ("alone", "call_back")  # type: ignore[index]


def _form_for_one(board: Board, card: Card) -> None:
    kind = offered(card)[1]  # type: ignore[index]
    st.markdown(f"**{kind_words(kind)}** · {plain(card.mentee.label)}")
    intent = Intent(kind, [(card.mentee.id, 0)])
    form(board, intent, look(preview, scheme_id=board.scheme_id, kind=kind, pairs=intent.pairs))


def _panel(board: Board, card: Card, one: Candidate) -> None:
    where = " · ".join(plain(word) for word in (one.mentor.unit, one.mentor.post) if word)
    person_page(one.mentor.id, f"**{plain(one.mentor.name)}** :small[:gray[{where}]]")
    kinds = kinds_for(card, one)
    if not kinds:
        st.warning(plain(_("{mentor}: not allowed, {rule}.").format(mentor=one.mentor.label, rule=rule(one.forbidden))))
        if one.can_override:
            st.caption(_("Somebody who may approve can appoint against this rule, with the reason."))
        return
    if "override" in kinds:
        st.warning(plain(_("{rule}: this appointment sets the rule aside and is shown when signing.").format(
            rule=rule(one.forbidden).capitalize()
        )))  # fmt: skip
    kind = _kind(board, card, one, kinds)
    intent = Intent(kind, [(card.mentee.id, one.mentor.id)], _goes(card, one), _ready(card, one, kind))
    form(board, intent, _foreseen(board, card, one, intent))


def _ready(card: Card, one: Candidate, kind: str) -> str:
    """The reason that stands in the field already; for whoever is not the next choice only the key brings one."""
    if kind != "reassign" or offered(card) != (one.mentor.id, "reassign"):
        return ""
    if one.mentor.id == _others(card)[0]:
        return _("after study the next choice is taken")
    return _("after study another alternative is taken") if walked_to(card) else ""


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
