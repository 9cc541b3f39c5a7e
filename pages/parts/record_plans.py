"""Plans and stages: how far each pairing is, and one pairing's plan under the four goals with its stages of growth."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.record_plans import plan_progress, stages
from pages.parts import tables
from pages.parts.dates import days_told
from pages.parts.frame import look
from pages.parts.labels import spoken
from pages.parts.plan_panel import one_plan
from pages.parts.record_words import WORDS, wording
from texts import N_, _

KEY = "pairing"
GOALS = 4
STATES: dict[str, tuple[str, Callable[[pd.DataFrame], pd.Series]]] = {
    "none": (N_("No plan yet"), lambda rows: rows["agreed_on"].isna() & (rows["items"] == 0)),
    "gaps": (N_("Goals missing"), lambda rows: (rows["items"] > 0) & (rows["goals"] < GOALS)),
    "overdue": (N_("Overdue"), lambda rows: rows["overdue"] > 0),
    "done": (N_("All done"), lambda rows: (rows["items"] > 0) & (rows["done"] == rows["items"])),
}


def plans_view(pairings: pd.DataFrame, cohort_id: int) -> None:
    """Left every pairing with its plan and stage, right the one that is picked."""
    rows = _joined(pairings, cohort_id)
    left, right = st.columns([8, 6], gap="medium")
    with left:
        _figures(rows)
        shown = _filtered(rows)
        if not tables.nobody_fits(len(shown), len(rows)):
            tables.pick(_shown(shown), KEY, _columns(), height=470)
    with right, st.container(border=True):
        picked = rows[rows["id"].astype(str) == tables.picked(KEY)]
        if picked.empty:
            st.caption(_("Select a pairing to see its plan and its stages."))
        else:
            one_plan(next(picked.itertuples()))


def _joined(pairings: pd.DataFrame, cohort_id: int) -> pd.DataFrame:
    """Pairings with their plan's progress and the stage they are in."""
    progress = look(plan_progress, cohort_id=cohort_id, on=today())
    latest = look(stages, cohort_id=cohort_id).groupby("pairing_id").tail(1)
    rows = pairings.merge(progress, on="pairing_id", how="left")
    rows = rows.merge(latest[["pairing_id", "stage", "entered_on"]], on="pairing_id", how="left")
    return rows.assign(id=rows["pairing_id"], name=rows["mentee"], stage=rows["stage"].fillna(""))


def _figures(rows: pd.DataFrame) -> None:
    counts = {_(label): int(test(rows).sum()) for label, test in STATES.values()}
    counts |= {wording("stage")(code): int((rows["stage"] == code).sum()) for code in WORDS["stage"]}
    cells = st.container(border=True).columns(len(counts), gap="small")
    for cell, (label, count) in zip(cells, counts.items(), strict=True):
        cell.markdown(f":small[:gray[{label}]]  \n**{count}**")


def _filtered(rows: pd.DataFrame) -> pd.DataFrame:
    sought, state, stage, unit = st.columns([1.7, 1.3, 1, 1.4], gap="small")
    said = sought.text_input(_("Search"), key="plan_words", placeholder=_("Name, initials or unit"))
    chosen = tables.choose(
        state, "plan_state", _("Plan"), STATES, spoken({code: label for code, (label, _test) in STATES.items()})
    )
    at = tables.choose(stage, "plan_stage", _("Stage"), WORDS["stage"], wording("stage"))
    of = tables.choose(unit, "plan_unit", _("Unit"), list(dict.fromkeys(rows["mentee_unit"])), str)
    rows = rows if chosen is None else rows[STATES[chosen][1](rows)]
    rows = rows if at is None else rows[rows["stage"] == at]
    rows = rows if of is None else rows[rows["mentee_unit"] == of]
    return tables.found(rows, said, ("mentor", "mentee_unit"))


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    speak = wording("stage")
    return rows.assign(
        done=[f"{done}/{items}" if items else "—" for done, items in zip(rows["done"], rows["items"], strict=True)],
        covered=[f"{goals}/{GOALS}" for goals in rows["goals"]],
        late=[int(count) if count else None for count in rows["overdue"]],
        at=[
            f"{speak(stage)} {since}" if stage else "—"
            for stage, since in zip(rows["stage"], days_told(rows["entered_on"]), strict=True)
        ],
        due=days_told(rows["next_due"]),
    )


def _columns() -> dict[str, Any]:
    return {
        "mentee": tables.text(_("Mentee"), 64),
        "mentor": tables.text(_("Mentor"), 58),
        "mentee_unit": tables.text(_("Unit"), tables.px(92, 98)),
        "at": tables.text(_("Stage"), tables.px(142, 180)),
        "covered": tables.text(_("Goals"), tables.px(42, 48), _("Goals with an undertaking, of four")),
        "done": tables.text(_("Items done"), tables.px(54, 80)),
        "late": tables.number(_("Overdue"), tables.px(44, 66)),
        "due": tables.on_day(_("Next due")),
    }
