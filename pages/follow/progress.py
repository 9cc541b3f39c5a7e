"""Progress (进展监测): which pairings live and which stall, why, what to do next, and who looks after it; charts of the cohort."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from db.queries.surveys import surveys
from pages.parts import progress_views as views
from pages.parts.frame import header, look, need_cohort
from pages.parts.progress_board import VIEW, Board, board, counts_before
from pages.parts.progress_course import course_view
from pages.parts.progress_elsewhere import nothing_in_force
from pages.parts.progress_follow import follow_ups_view
from pages.parts.progress_queue import queue_view
from pages.parts.progress_rules import rules_view
from pages.parts.progress_words import STATE_WORDS, state_word
from pages.parts.survey_view import survey_view
from pages.parts.views import chosen_view
from programme.progress.states import counts
from texts import N_, _

VIEWS: dict[str, tuple[str, Callable[[Board], None]]] = {
    "queue": (N_("Queue of pairings"), queue_view),
    "follow_ups": (N_("Follow-ups"), follow_ups_view),
    "places": (N_("By county and unit"), views.places_view),
    "growth": (N_("Growth"), views.growth_view),
    "contacts": (N_("Contacts and visits"), views.contacts_view),
    "course": (N_("Course of the cohort"), course_view),
    "survey": (N_("Mutual survey"), survey_view),
    "rules": (N_("Rules of the colours"), rules_view),
}
GOOD: dict[str, Literal["normal", "inverse", "off"]] = {"steady": "normal", "paused": "off", "too_early": "off"}


def main() -> None:
    """The figures of the states, then the view that was chosen."""
    header(_("Progress"))
    told = board(need_cohort())
    if told.rows.empty:
        nothing_in_force(told)
        if not look(surveys, cohort_id=told.cohort_id).empty:
            survey_view(told)
        return
    _figures(told)
    VIEWS[chosen_view(VIEWS, VIEW, lambda key: _(VIEWS[key][0]))][1](told)


def _figures(told: Board) -> None:
    """How many pairings are in each state, and how that changed since a month ago."""
    now, before = counts(told.rows), counts_before(told)
    cells = st.columns(len(STATE_WORDS) + 1, gap="small")
    for place, code in zip(cells, STATE_WORDS, strict=False):
        change = now[code] - before[code]
        place.metric(
            state_word(code), now[code], change or None, delta_color=GOOD.get(code, "inverse"), border=True, height="stretch",
            help=_("The change is that since the same day of last month, by what was written down then."),
        )  # fmt: skip
    late = _("{count} overdue").format(count=told.overdue) if told.overdue else None
    cells[-1].metric(
        _("Open follow-ups"),
        len(told.open),
        late,
        delta_color="inverse" if late else "off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )


main()
