"""The mentors' workload: load against capacity, supply against demand, who is led and who will leave."""

import pandas as pd
import streamlit as st

from db.queries.workload import mentor_loads, projections
from pages.parts import load_views
from pages.parts.frame import header, look, need_cohort
from pages.parts.load_figures import totals, with_seats, with_state
from pages.parts.views import chosen_view
from pages.parts.ways import to_import
from programme.seats import seats_in_cohort
from texts import _

NO_SCHEME = 0
VIEWS = {
    "mentors": load_views.mentors,
    "places": load_views.places,
    "balance": load_views.balance,
    "supply": load_views.supply,
    "coverage": load_views.covered,
    "risk": load_views.risk,
}


def main() -> None:
    """Choose what to look at, then draw that view only."""
    header(_("Workload"))
    cohort_id = need_cohort()
    figures, options = st.container(), st.columns([7, 3], vertical_alignment="bottom")
    scheme_id = overlay(options[1], cohort_id)
    seats = look(seats_in_cohort, cohort_id=cohort_id)
    mentors = with_state(with_seats(look(mentor_loads, scheme_id=scheme_id), seats))
    if mentors.empty:
        nobody_yet()
        return
    with figures:
        figures_row(mentors)
    with options[0]:
        view = chosen_view(VIEWS, "workload_view", view_words().__getitem__)
    VIEWS[view](load_views.Seen(cohort_id, scheme_id, mentors))


def overlay(place: st.delta_generator.DeltaGenerator, cohort_id: int) -> int | None:
    """The scheme whose pairs are laid over the present load (None: none)."""
    known = look(projections, cohort_id=cohort_id)
    if known.empty:
        return None
    told = _("with {name} ({pairs} pairs)")
    names = {NO_SCHEME: _("Present load only")} | {
        row.id: told.format(name=row.name, pairs=row.pairs) for row in known.itertuples()
    }
    chosen = place.selectbox(
        _("Lay a scheme over the picture"),
        list(names),
        format_func=names.__getitem__,
        key="load_overlay",
        label_visibility="collapsed",
    )
    return None if chosen == NO_SCHEME else chosen


def figures_row(mentors: pd.DataFrame) -> None:
    """Six figures."""
    sums = totals(mentors)
    told: tuple[tuple[str, int | str, int | None], ...] = (
        (_("Mentors with seats"), sums.mentors, None),
        (_("Seats"), sums.seats, None),
        (_("People led"), sums.load, sums.proposed or None),
        (_("Free seats"), sums.free, None),
        (_("Over capacity"), sums.over, None),
        (_("Gini of the load"), f"{sums.gini:.2f}", None),
    )
    for column, (name, value, more) in zip(st.columns(len(told)), told, strict=True):
        column.metric(name, value, more, delta_color="off", border=True, height="stretch")


def view_words() -> dict[str, str]:
    """What the views are called."""
    return {
        "mentors": _("By mentor"),
        "places": _("By county and unit"),
        "balance": _("Evenness"),
        "supply": _("Supply and demand"),
        "coverage": _("Coverage"),
        "risk": _("Leaving and single holders"),
    }


def nobody_yet() -> None:
    """The first step of an empty system."""
    st.info(_("There are no mentors in the pool yet. Import their roster first; the load is counted from then on."))
    to_import(_("Import rosters"))


main()
