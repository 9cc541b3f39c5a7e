"""How the grades are spread: against the quota by unit, warnings with how many too many, and against the rounds before."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.assessment import distribution, rounds
from db.queries.cohorts import cohorts
from db.queries.small import FEWEST
from pages.parts import charts_assess
from pages.parts.assess_top import lead
from pages.parts.assess_words import round_name, word
from pages.parts.chart_style import CONFIG
from pages.parts.frame import look, plain
from programme.assessment.quota import COHORT, Line, quota
from texts import N_, _

MANY = 80
SCALES = {"grade": N_("Grade of the pair"), "annual_grade": N_("Annual grade (civil service)")}


def quota_view(row: Any) -> None:
    """The scale, the warnings, the chart by unit; beside it the rounds so far."""
    scale = str(
        st.segmented_control(
            _("Scale"), list(SCALES), default="grade", required=True, format_func=lambda key: _(SCALES[key]), key="ass_scale",
            label_visibility="collapsed",
        )
    )  # fmt: skip
    _warnings([line for line in look(quota, round_id=int(row.id)) if line.scale == scale], row)
    st.caption(_("Units too small for one excellent grade under the quota are counted together."))
    units = look(distribution, round_id=int(row.id))
    left, right = st.columns([7, 6], gap="medium")
    with left, st.container(height=560 if len(units) > MANY else "content", border=False):
        _by_unit(units, scale, row)
    with right:
        _over_years(row, scale)


def _warnings(lines: list[Line], row: Any) -> None:
    """Who exceeds the quota, by how many; nothing is barred and nothing changed by itself."""
    over = [line for line in lines if line.too_many]
    if not over:
        st.success(
            _("Nowhere are there more excellent grades than the quota of {quota} % allows.").format(
                quota=int(row.quota)
            )
        )
        return
    told = [
        _("{scope}: {highest} of {people}, {count} too many").format(
            scope=plain(line.unit) or word("scope", line.scope), highest=line.highest, people=line.people, count=line.too_many
        )
        for line in over
    ]  # fmt: skip
    head = _("More excellent grades than {quota} % (a warning; nothing is changed by itself):").format(
        quota=int(row.quota)
    )
    st.warning(head + "\n" + "\n".join(f"- {line}" for line in told))
    for line in over:
        if line.unit_id is not None or line.scope == COHORT:
            label = _("See them: {scope}").format(scope=line.unit or word("scope", line.scope))
            key = f"ass_over_{line.scope}_{line.unit_id}"
            st.button(label, key=key, on_click=lead, args=(line.unit_id, None, "excellent"))


def _by_unit(units: pd.DataFrame, scale: str, row: Any) -> None:
    known = units[units["unit_id"].notna()].assign(unit_id=lambda frame: frame["unit_id"].astype(int))
    if charts_assess.shares(known, scale).empty:
        st.info(
            _(
                "Fewer than three people have this grade in every unit: their shares would tell persons, so none are shown."
            )
        )
        return
    title = _("Grades by unit in percent; click a bar to see the people")
    figure = charts_assess.by_unit(known, scale, int(row.quota), title)
    key = f"ass-units-{row.id}-{scale}"
    st.plotly_chart(figure, config=CONFIG, key=key, on_select=lambda: _follow(key, scale), selection_mode="points")


def _follow(key: str, scale: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if not points or not points[0].get("customdata"):
        return
    unit, grade = points[0]["customdata"]
    if int(unit) > 0:
        lead(int(unit), None, grade if scale == "grade" else None)


def _over_years(row: Any, scale: str) -> None:
    """Rounds of the same kind in every cohort, the earliest first, and this cohort's others."""
    known = look(rounds)
    known = known[(known["kind"] == row.kind) | (known["cohort_id"] == row.cohort_id)].sort_values(
        ["year", "kind", "cohort_id"]
    )
    grades, prefix = charts_assess.SCALES[scale]
    told = known[known[[prefix + code for code, _colour, _pattern in grades]].sum(axis=1) >= FEWEST]
    if told.empty:
        st.caption(_("There is no round to compare with yet."))
        return
    cohort = look(cohorts).set_index("id")["name"]
    names = [f"{cohort[one.cohort_id]}<br>{round_name(one)}" for one in told.itertuples()]
    title = _("Grades in percent, round by round")
    st.plotly_chart(
        charts_assess.over_years(told, names, scale, title), config=CONFIG, key=f"ass-years-{row.id}-{scale}"
    )
