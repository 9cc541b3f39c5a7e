"""What came of a pairing and of a person: monthly scores, assessments with their conclusions, outcomes."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.assessment import assessments
from db.queries.outcomes import outcomes
from db.queries.person import months_of
from pages.parts.assess_words import round_name
from pages.parts.assess_words import word as assess_word
from pages.parts.charts_person import scores
from pages.parts.dates import day
from pages.parts.frame import look, plain
from pages.parts.labels import stated
from pages.parts.landing import address
from pages.parts.load_views import chart
from pages.parts.ways import PAGES, way
from programme.outcomes.wording import line
from texts import _


def results_tab(person_id: int, row: Any) -> None:
    """Left the monthly scores, right assessments and outcomes."""
    left, right = st.columns([1, 1], gap="medium")
    with left:
        _months(row)
    with right:
        _assessments(row)
        _outcomes(person_id)


def _months(row: Any) -> None:
    found = pd.DataFrame() if row is None else look(months_of, pairing_id=int(row.id))
    scored = found[found["score"].notna()] if len(found) else found
    if scored.empty:
        st.caption(_("No monthly review of this pairing is complete yet."))
        return
    corrected = int((found["corrections"] > 0).sum())
    title = _("{done} of {count} monthly reviews complete, {late} not in time, {corrected} corrected later (click one)")
    late = int((found["mark"] != "").sum())
    figure = scores(found, title.format(done=len(scored), count=len(found), late=late, corrected=corrected))
    picked = chart(figure, f"person-scores-{row.id}")
    if picked is not None:
        month = str(found.loc[found["id"] == picked, "month"].iloc[0])
        told = address({"month": month, "view": "fill", "review": str(picked)}, int(row.cohort_id))
        st.switch_page(PAGES / "follow/monthly.py", query_params=told)


def _assessments(row: Any) -> None:
    st.markdown("**" + _("Assessment and conclusion") + "**")
    found = pd.DataFrame() if row is None else look(assessments, pairing_id=int(row.id))
    if found.empty:
        st.caption(_("Not assessed yet."))
    for one in found.itertuples():
        grade = assess_word("grade", one.grade) or assess_word("state", one.status)
        by = f" ・ {one.graded_by}" if one.graded_by else ""
        st.markdown(f"- {plain(round_name(one))} **{plain(grade)}** :small[:gray[{plain(by)} {day(one.graded_at)}]]")
        if one.conclusion:
            told = f"{assess_word('conclusion', one.conclusion)} ・ {assess_word('conclusion_state', one.conclusion_status)}"
            st.markdown(f"  :small[{stated(_('Conclusion'), plain(told))}]")
    if len(found):
        way("outcomes/assessment.py", _("To the assessment"), assessment=int(found.iloc[0]["id"]))


def _outcomes(person_id: int) -> None:
    st.markdown("**" + _("Outcomes of this person") + "**")
    found = look(outcomes, person_id=person_id)
    if found.empty:
        st.caption(_("Nothing is recorded yet: membership, promotion, posting, awards, talent pool."))
    for one in found.itertuples():
        struck = " :gray-badge[" + _("Struck out") + "]" if one.struck else ""
        st.markdown(f"- {day(one.happened_on)} {plain(line(one._asdict()))}{struck}")
    if len(found):
        way("outcomes/outcomes.py", _("To the outcomes"), outcome=int(found.iloc[0]["id"]))
