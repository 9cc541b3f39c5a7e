"""The frontier of a scheme on the page: click a point, read what it would change, make a scheme of it."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from db.queries.schemes import schemes
from pages.parts import tables
from pages.parts.chart_style import CONFIG
from pages.parts.charts_frontier import balance_frontier, changes_frontier
from pages.parts.frame import act, cohort_id, look, may, me, plain
from pages.parts.frontier_people import who_moves
from pages.parts.frontier_words import point_label, proposed_name, what_changes
from pages.parts.study_line import study_line
from programme.access import Action
from programme.scheme_names import NAME_LENGTH, first_free
from programme.studies import BALANCE, CHANGES
from programme.tradeoff_runs import run_point
from programme.tradeoffs import Point, Reference, TradeOff, references, subject_now, trade_off_shown
from texts import _

AXES = {BALANCE: balance_frontier, CHANGES: changes_frontier}


def frontier_panel(scheme_id: int) -> None:
    """Which trade-off, then its chart with the chosen point in words beside it."""
    others = look(references, scheme_id=scheme_id)
    terms = [BALANCE, *([CHANGES] if others else [])]
    words = {BALANCE: _("Fit against even load"), CHANGES: _("Fit against few changes")}
    left, right = st.columns([3, 4], vertical_alignment="bottom")
    term = left.segmented_control(
        _("Trade-off"), terms, default=BALANCE, format_func=words.__getitem__, key=f"frontier-{scheme_id}",
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    other = _reference(right, scheme_id, others) if term == CHANGES else None
    subject = look(subject_now, other_id=other.scheme_id) if other else ""
    found = look(trade_off_shown, scheme_id=scheme_id, term=term, subject=subject)
    study_line(scheme_id, term, subject, known=found is not None, stale=found is not None and found.stale)
    if found is None:
        _explain(term)
    elif len(found.points) < 2:
        st.info(_("There is nothing to trade off: one plan is best in both."))
    else:
        _points(scheme_id, found, other)


def _reference(place: st.delta_generator.DeltaGenerator, scheme_id: int, others: Sequence[Reference]) -> Reference:
    names = {one.scheme_id: one.name for one in others}
    chosen = place.selectbox(
        _("Plan to stay near to"), list(names), format_func=names.__getitem__, key=f"near-{scheme_id}"
    )
    return next(one for one in others if one.scheme_id == chosen)


def _explain(term: str) -> None:
    if term == BALANCE:
        st.caption(
            _("A dozen plans, each the best for its own weight of even load: how much fit a more even load costs.")
        )
    else:
        st.caption(
            _(
                "How much of another plan can stay, and what each change brings: for a list that was signed or brought by somebody."
            )
        )


def _points(scheme_id: int, found: TradeOff, other: Reference | None) -> None:
    """The chart on the left, the chosen point on the right; the slider is for the keyboard and follows the click."""
    key = f"point-{scheme_id}-{found.term}-{other.scheme_id if other else 0}"
    weights = [point.weight for point in found.points]
    if st.session_state.get(key) not in weights:
        st.session_state[key] = found.own
    left, right = st.columns([7, 5], gap="medium")
    with left:
        frame, chosen = _frame(found), st.session_state[key]
        figure = AXES[found.term](frame, chosen)
        chart = f"chart-{key}"
        st.plotly_chart(
            figure, key=chart, config=CONFIG, on_select=partial(_pick, chart, key), selection_mode="points",
            alt=figure.layout.title.text,
        )  # fmt: skip
        labels = {point.weight: point_label(found, point) for point in found.points}
        st.select_slider(_("Point"), weights, format_func=labels.__getitem__, key=key)
    with right, st.container(border=True):
        point = next(point for point in found.points if point.weight == st.session_state[key])
        _chosen(scheme_id, found, point, other)


def _pick(chart: str, key: str) -> None:
    points = st.session_state[chart]["selection"]["points"]
    if points:
        st.session_state[key] = points[0]["customdata"][0]


def _frame(found: TradeOff) -> pd.DataFrame:
    """The points as a table for the chart."""
    least = min(point.uneven for point in found.points)
    rows = [
        {
            "weight": point.weight, "mean": point.fit / max(point.paired, 1), "beyond": point.uneven - least,
            "gain": point.score - found.present.score, "changes": point.changes, "largest": point.largest, "gini": point.gini,
            "moved": point.moved, "own": point.weight == found.own,
        }
        for point in found.points
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _chosen(scheme_id: int, found: TradeOff, point: Point, other: Reference | None) -> None:
    """What the point would change, and the button that makes a scheme of it."""
    st.markdown("**" + plain(point_label(found, point)) + "**")
    for line in what_changes(found, point, other.name if other else ""):
        st.markdown("- " + plain(line))
    if point.weight == found.own:
        return
    if me().viewer.unit_id is None and point.moved:
        who_moves(scheme_id, found.term, point, other)
    if not may(Action.RUN_SCHEME):
        return
    known = look(schemes, cohort_id=int(cohort_id() or 0))
    own = known.loc[known["id"] == scheme_id, "name"]
    proposed = first_free(proposed_name(own.iloc[0], found, point)[:NAME_LENGTH], known["name"].tolist())
    key = f"point-name-{scheme_id}-{found.term}-{point.weight}"
    st.text_input(_("Name of the new scheme"), proposed, key=key, max_chars=NAME_LENGTH)
    st.button(
        _("Make a scheme of this point"), type="primary", icon=":material/add_circle:", width="stretch",
        key=f"point-run-{scheme_id}", on_click=_make, args=(scheme_id, found.term, point.weight, key),
        kwargs={"other_id": other.scheme_id if other else None},
    )  # fmt: skip
    st.caption(_("Same people, seats, locks and bans as this scheme, which stays as it is."))


def _make(scheme_id: int, term: str, weight: float, key: str, other_id: int | None) -> None:
    name = st.session_state[key]
    started = act(run_point, scheme_id=scheme_id, term=term, weight=weight, name=name, other_id=other_id)
    if started:
        tables.open_row("scheme", started.scheme_id)
