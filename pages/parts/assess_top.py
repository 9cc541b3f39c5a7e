"""The round that is looked at: its choice, its state in one sentence, and what an officer does with the whole round."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.cohorts import cohorts
from pages.parts import tables
from pages.parts.assess_words import figure, indicator_name, round_name, word, wording
from pages.parts.dates import day
from pages.parts.frame import act, look, may
from programme.access import Action
from programme.assessment import rounds
from programme.assessment.rounds import Terms
from programme.assessment.values import ASSESSORS, MOST_QUOTA, ROUND_KINDS, SETS, Indicator, usual
from texts import _

VIEW, ROUND, UNIT, STAND, GRADE = "ass_view", "round", "ass_unit", "ass_stand", "ass_grade"
ONE = "assessment"


def top(known: pd.DataFrame, cohort_id: int) -> Any:
    """Draw the first lines; the round that is looked at."""
    choice, sentence, doing = st.columns([1.7, 6.2, 1.6], vertical_alignment="center", gap="small")
    rows = {str(row.id): row for row in known.itertuples()}
    if st.session_state.get(ROUND) not in rows:
        st.session_state[ROUND] = asked_round(rows)
    chosen = choice.selectbox(
        _("Round"), list(rows), format_func=lambda key: round_name(rows[key]), key=ROUND, label_visibility="collapsed",
        on_change=tables.close, args=(ONE,),
    )  # fmt: skip
    row = rows[str(chosen)]
    sentence.markdown(state_sentence(row))
    if may(Action.MANAGE_COHORTS):
        with doing.popover(_("The round"), icon=":material/event_note:", width="stretch"):
            _acts(row)
            opening(known, cohort_id)
    return row


def asked_round(rows: dict[str, Any]) -> str:
    """The round that a link asks for, else the latest that is open, else the latest."""
    asked = str(st.query_params.pop(ROUND, ""))
    still = [key for key, row in rows.items() if row.status == "open"]
    return asked if asked in rows else next(iter([*still, *rows]))


def state_sentence(row: Any) -> str:
    """Where the round stands, in one sentence."""
    told = _("**{state}** · {graded} of {people} graded, {waiting} to grade, {disputed} disputed · due {day}{left}").format(
        state=_("Being graded") if row.status == "open" else _("Grading ended"), people=int(row.people),
        graded=int(row.graded + row.disputed), waiting=int(row.waiting), disputed=int(row.disputed), day=day(row.due_on),
        left=_left(row),
    )  # fmt: skip
    share = 100 * row.excellent / row.people if row.people else 0
    excellent = _("excellent {count} ({share} %, quota {quota} %)")
    return f"{told} · " + excellent.format(count=int(row.excellent), share=figure(share), quota=int(row.quota))


def _left(row: Any) -> str:
    left = (row.due_on - today()).days
    if row.status != "open":
        return ""
    return _(" (in {count} days)").format(count=left) if left >= 0 else _(" ({count} days ago)").format(count=-left)


def _acts(row: Any) -> None:
    """What is frozen with the round; close it, open it again, take up pairings that came since."""
    seen = {"round_id": int(row.id), "seen_version": int(row.version)}
    weights = [
        f"{word('part', part)} {getattr(row, name)}" for part, name in zip(ASSESSORS, rounds.FIELDS, strict=True)
    ]
    st.caption(
        _("Weights: {weights}; quota of excellent {quota} %.").format(weights=_(", ").join(weights), quota=row.quota)
    )
    if row.status == "open":
        _button(_("End the grading"), rounds.close_round, _("The grading of this round has ended."), seen)
        _button(_("Take up who came since"), rounds.take_up, _("Pairings that came since are taken up."), seen)
    else:
        _button(_("Let units grade again"), rounds.reopen_round, _("The round is open again."), seen)


def _button(label: str, use_case: Any, done: str, seen: dict[str, int]) -> None:
    told = {**seen, "done": done}
    st.button(label, key=f"ass_{use_case.__name__}", width="stretch", on_click=act, args=(use_case,), kwargs=told)


def opening(known: pd.DataFrame, cohort_id: int) -> None:
    """Open a round: kind, year and due day; weights, quota and indicators as the last one of its kind had them."""
    cohort = look(cohorts).set_index("id").loc[cohort_id]
    st.markdown("**" + _("Open a round") + "**")
    kind, year, due = st.columns([1.6, 1, 1.4], gap="small")
    usual_kind = "final" if cohort["ends_on"] <= today() else "annual"
    asked: dict[str, Any] = {"cohort_id": cohort_id}
    asked["kind"] = kind.selectbox(
        _("Kind"), ROUND_KINDS, ROUND_KINDS.index(usual_kind), format_func=wording("kind"), key="ass_new_kind"
    )
    asked["year"] = int(year.number_input(_("Year"), 2000, today().year + 1, today().year, key="ass_new_year"))
    asked["due_on"] = due.date_input(
        _("Due on"), max(today(), rounds.usual_due(asked["kind"], cohort["ends_on"])), min_value=today(),
        format="YYYY-MM-DD", key=f"ass_new_due_{asked['kind']}",
    )  # fmt: skip
    terms = look(rounds.usual_terms, kind=asked["kind"])
    with st.expander(_("Weights, quota and indicators")):
        asked["terms"] = _terms(terms, asked["kind"])
    st.button(_("Open the round"), type="primary", width="stretch", key="ass_open", on_click=_open, kwargs=asked)


def _terms(terms: Terms, kind: str) -> Terms:
    places = st.columns(5, gap="small")
    labels = [*(word("part", part) + " %" for part in ASSESSORS), _("Quota %")]
    values = [*terms.weights, terms.quota]
    *weights, quota = (
        int(
            place.number_input(label, 0, MOST_QUOTA if label == labels[-1] else 100, value, key=f"ass_term_{kind}_{at}")
        )
        for at, (place, label, value) in enumerate(zip(places, labels, values, strict=True))
    )
    if sum(weights) != 100:
        st.caption(_("The weights sum to {sum}; they must sum to 100.").format(sum=sum(weights)))
    return Terms(tuple(weights), quota, _indicators(terms.indicators, kind))  # type: ignore[arg-type]


def _indicators(present: Sequence[Indicator], kind: str) -> tuple[Indicator, ...]:
    """One of the two sets, or names of one's own, one in each line with its weight."""
    sets = [*SETS, "own"]
    codes = tuple(one.code for one in present)
    start = next((name for name in SETS if tuple(code for code, _weight in SETS[name]) == codes), "own")
    chosen = st.segmented_control(
        _("Indicators"), sets, default=start, required=True, key=f"ass_set_{kind}",
        format_func=lambda name: _("Own words") if name == "own" else word("set", name),
    )  # fmt: skip
    if chosen != "own":
        return usual(str(chosen))
    lines = "\n".join(f"{indicator_name(one)} {one.weight}" for one in present)
    told = st.text_area(_("One indicator in each line, with its weight at the end"), lines, key=f"ass_own_{kind}")
    return tuple(_read(line) for line in told.splitlines() if line.strip())


def _read(line: str) -> Indicator:
    name, _space, weight = line.strip().rpartition(" ")
    return Indicator("", name.strip(), int(weight)) if weight.isdecimal() else Indicator("", line.strip(), 0)


def _open(**asked: Any) -> None:
    made = act(rounds.open_round, done=_("The round is open; units can grade."), **asked)
    if made is not None:
        st.session_state[ROUND] = str(made)


def lead(unit_id: int | None = None, stand: str | None = None, grade: str | None = None) -> None:
    """Show people of a chart or a table in the list."""
    st.session_state[VIEW] = "list"
    st.session_state[UNIT], st.session_state[STAND], st.session_state[GRADE] = unit_id, stand, grade
    tables.close(ONE)
