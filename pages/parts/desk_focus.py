"""A bar of the desk leads to its people: a need to who knows it, a criterion to whom it favours, a load to who is led.

The bar that was clicked narrows the mentors on the right; the chart is drawn anew when they are all shown again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from db.queries.workload import mentees_of_mentors
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.frame import look, plain
from pages.parts.reasons import criterion, listing
from pages.parts.tables import open_row
from pages.parts.ways import person_page
from programme.desk_board import Board
from programme.desk_cards import Card
from programme.desk_focus import criterion_points, led_by
from texts import _

KEY, ROUND = "desk-focus", "desk-focus-round"
NEED, CRITERION = "need", "criterion"
SEEN = 0.05


@dataclass(frozen=True, slots=True)
class Focus:
    """What the mentors are listed by: its name, what each gives (people.id: grade or points; nobody who gives nothing)."""

    kind: str
    code: str
    name: str
    values: Mapping[int, float]


def focused(board: Board, card: Card) -> Focus | None:
    """The bar that was clicked for this mentee, with the mentors behind it."""
    mentee_id, kind, code = st.session_state.get(KEY) or (0, "", "")
    if mentee_id != card.mentee.id or not card.candidates:
        return None
    if kind == NEED:
        place = int(code)
        grades = {one.mentor.id: one.grades[place] for one in card.candidates if one.grades[place]}
        return Focus(kind, code, card.needs[place], grades)
    points = look(criterion_points, scheme_id=board.scheme_id, mentee_id=mentee_id, criterion=code)
    return Focus(kind, code, criterion(code), {key: value for key, value in points.items() if value >= SEEN})


def focus_chart(figure: go.Figure, key: str, kind: str, card: Card) -> None:
    """A chart of the pair; a click on a bar lists the mentors behind it, where the reader may see them."""
    if not card.candidates:
        st.plotly_chart(figure, config=CONFIG | {"displayModeBar": False}, key=key, width="stretch")
        return
    own = f"{key}-{st.session_state.get(f'{ROUND}-{kind}', 0)}"
    st.plotly_chart(
        figure, config=CONFIG | {"displayModeBar": False}, key=own, width="stretch", selection_mode="points",
        on_select=partial(_take, own, kind, card.mentee.id), alt=figure.layout.title.text,
    )  # fmt: skip


def _take(chart: str, kind: str, mentee_id: int) -> None:
    code = clicked(st.session_state[chart])
    st.session_state[KEY] = None if code is None else (mentee_id, kind, str(code))
    _unmark(CRITERION if kind == NEED else NEED)


def unfocus() -> None:
    """All mentors again, and no bar is marked."""
    if st.session_state.pop(KEY, None):
        _unmark(CRITERION, NEED)


def _unmark(*kinds: str) -> None:
    """Draw these charts anew: a bar that stays marked would take its next click as taken back."""
    for kind in kinds:
        st.session_state[f"{ROUND}-{kind}"] = st.session_state.get(f"{ROUND}-{kind}", 0) + 1


def focus_line(focus: Focus, shown: int) -> None:
    """What the list is narrowed to, and the way back to all."""
    text = (
        _("{count} know “{name}”, the best first (grade of 5)")
        if focus.kind == NEED
        else _("{count} gain by “{name}”, the most first (points of fit)")
    )
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
    row.button(_("All mentors"), icon=":material/close:", type="tertiary", key="desk-unfocus", on_click=unfocus)
    row.caption(plain(text.format(count=shown, name=focus.name)), width="content")


def load_chart(figure: go.Figure, key: str, scheme_id: int) -> None:
    """Loads of mentors; a click lists whom the mentor leads now."""
    found = clicked(
        st.plotly_chart(
            figure, config=CONFIG | {"displayModeBar": False}, key=key, width="stretch", on_select="rerun",
            selection_mode="points", alt=figure.layout.title.text,
        )
    )  # fmt: skip
    if found is None:
        st.caption(_("Click a bar for whom the mentor leads."))
    else:
        _led(scheme_id, int(found), key)


def _led(scheme_id: int, mentor_id: int, key: str) -> None:
    """Whom a mentor leads by this plan, each opened by a click, and in pairings in force."""
    led = look(led_by, scheme_id=scheme_id, mentor_id=mentor_id)
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
    row.caption(_("By the plan as it is:") if led else _("Nobody by the plan as it is."), width="content")
    for who in led:
        row.button(
            plain(who.label), key=f"{key}-led-{who.id}", type="tertiary", on_click=open_row, args=("mentee", who.id)
        )
    in_force = look(mentees_of_mentors, mentor_ids=[mentor_id])
    if len(in_force):
        st.caption(plain(_("In pairings in force: {names}").format(names=listing(in_force["name"].tolist()))))
    person_page(mentor_id, _("Whole story of the mentor"))
