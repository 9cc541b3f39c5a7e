"""The first two lines of the desk: which scheme, its proof and version, undo and redo, six figures with their change."""

import pandas as pd
import streamlit as st

from db.queries.desk import desk_schemes, desk_version, last_act_elsewhere
from pages.parts.desk_keys import KEYS
from pages.parts.desk_words import deed_words, kind_words
from pages.parts.frame import act, header, look, may, plain
from pages.parts.labels import label
from pages.parts.reasons import MINUS, listing
from pages.parts.scheme_choice import asked_scheme, hand_on, scheme_choice
from programme import desk
from programme.access import Action
from programme.desk_board import Board
from programme.desk_drift import drifted
from programme.desk_figures import Figures
from programme.desk_history import history
from texts import _

EVERY_SECONDS = 5


def chosen_scheme(schemes: pd.DataFrame) -> int | None:
    """The scheme that a link asks for or the last one chosen, else the first of the list; None when there is none."""
    names = _names(schemes)
    return asked_scheme(names) or next(iter(names), None)


def schemes_of(cohort_id: int) -> pd.DataFrame:
    """The schemes of a cohort that can be opened here."""
    return look(desk_schemes, cohort_id=cohort_id)


def first_line(board: Board) -> None:
    """Title and badges; then undo, redo and the way to the signing."""
    proof = (_("Proved optimal"), "green") if board.proved else (_("Best found, not proved"), "orange")
    state = _("{state} · version {version}").format(state=label("scheme_state", board.status), version=board.version)
    drift = [(_("People or rules changed since: run again"), "orange")] if _drifted(board) else []
    unknown = [] if board.samples else [(_("Firmness not computed yet"), "gray")]
    undo, redo, send = header(_("Adjustment desk"), proof, (state, "gray"), *drift, *unknown, actions=3)
    _again_button(undo, board, "undo")
    _again_button(redo, board, "redo")
    words = _("Submit") if may(Action.PROPOSE) else _("Sign-off")
    if send.button(
        words, type="primary", icon=":material/send:", key="desk-send", shortcut=KEYS["send"], width="stretch"
    ):
        # Bound to the choice, the scheme in the address can be neither cleared nor set: an empty one takes its place.
        hand_on(board.scheme_id)
        st.switch_page("match/signoff.py", query_params={})


def _drifted(board: Board) -> bool:
    """Asked anew only after an act elsewhere than at a desk, since it reads the whole pool."""
    now = board.scheme_id, look(last_act_elsewhere)
    asked, answer = st.session_state.get("desk-drift", (None, False))
    if asked != now:
        answer = look(drifted, scheme_id=board.scheme_id)
        st.session_state["desk-drift"] = now, answer
    return bool(answer)


def _names(schemes: pd.DataFrame) -> dict[int, str]:
    return dict(zip(schemes["id"].tolist(), schemes["name"].tolist(), strict=True))


def _again_button(place: st.delta_generator.DeltaGenerator, board: Board, which: str) -> None:
    kind = board.undo if which == "undo" else board.redo
    words = _("Undo: {act}") if which == "undo" else _("Redo: {act}")
    place.button(
        _("Undo") if which == "undo" else _("Redo"),
        icon=f":material/{which}:",
        key=f"desk-{which}",
        shortcut=KEYS[which],
        help=words.format(act=kind_words(kind)) if kind else _("Nothing to take back or repeat"),
        disabled=not kind or not board.editable,
        on_click=_again,
        args=(which, board.scheme_id, board.version),
        width="stretch",
    )


def _again(which: str, scheme_id: int, version: int) -> None:
    use_case, done = (desk.undo, _("Undone.")) if which == "undo" else (desk.redo, _("Done again."))
    act(use_case, done=done, scheme_id=scheme_id, seen_version=version)


def figures_line(board: Board, schemes: pd.DataFrame) -> None:
    """Which scheme, and its figures, each with the change since the version before the last act; of the own unit only
    for whoever sees no more."""
    box = st.container(key="desk-figures")
    choice, *cells = box.columns([1.6, 0.9, 1.5, 0.9, 0.9, 0.95, 0.85], gap="small", vertical_alignment="center")
    scheme_choice(choice, _names(schemes))
    for cell, (name, value, change, more) in zip(cells, _figures(board), strict=False):
        head = _("{name} (own unit)").format(name=name) if board.own_unit else name
        cell.markdown(f":small[:gray[{head}]]  \n**{value}**{change}{more}")


def _figures(board: Board) -> list[tuple[str, str, str, str]]:
    """(name, value, change in words, what belongs to it) of each figure."""
    now, before, counts = board.figures, board.before, board.queue.counts
    aside = [_("{count} not eligible").format(count=now.ineligible)] if now.ineligible else []
    aside += [_("{count} on purpose").format(count=counts["alone"])] if counts["alone"] else []
    beside = f" :small[:gray[{plain(listing(aside))}]]" if aside else ""
    changes = {
        name: _mark(_change(before, now, name, decimals), up_is_good)
        for name, decimals, up_is_good in (
            ("paired", 0, True), ("unmatched", 0, False), ("mean_fit", 1, True), ("lowest_fit", 1, True), ("gini", 3, False),
        )
    }  # fmt: skip
    gini = [] if now.gini is None else [(_("Gini of load"), f"{now.gini:.3f}", changes["gini"], "")]
    return [
        (_("Paired"), f"{now.paired} / {now.people}", changes["paired"], ""),
        (_("Without a mentor"), f"{now.unmatched}", changes["unmatched"], beside),
        (_("Mean fit"), _number(now.mean_fit), changes["mean_fit"], ""),
        (_("Lowest fit"), _number(now.lowest_fit), changes["lowest_fit"], ""),
        *gini,
        (_("To be looked at"), f"{counts['look']}", "", ""),
    ]


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def _change(before: Figures | None, now: Figures, name: str, decimals: int) -> tuple[float, str]:
    """(difference, its words); ("", 0) where nothing changed or nothing is known."""
    old, new = getattr(before, name, None), getattr(now, name)
    if old is None or new is None or round(new - old, decimals) == 0:
        return 0, ""
    sign = "+" if new > old else MINUS
    return new - old, f"{sign}{abs(new - old):.{decimals}f}"


def _mark(change: tuple[float, str], up_is_good: bool) -> str:
    """A change as an arrow with its words; the colour only repeats what the arrow says."""
    difference, words = change
    if not words:
        return ""
    arrow = "↑" if difference > 0 else "↓"
    colour = "green" if (difference > 0) == up_is_good else "red"
    return f" :small[:{colour}[{arrow} {words}]]"


@st.fragment(run_every=EVERY_SECONDS)
def watch(scheme_id: int, version: int) -> None:
    """Every few seconds: has a colleague changed the scheme since this page was drawn? Then say who and what."""
    if look(desk_version, scheme_id=scheme_id) == version:
        return
    since = look(history, scheme_id=scheme_id, after=version)
    words = deed_words(since[0]) if since else _("The scheme has moved on.")
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.warning(plain(_("A colleague changed this scheme: {what}").format(what=words)), icon=":material/group:")
    if right.button(_("Show it"), key="desk-reload", width="stretch"):
        st.rerun()
