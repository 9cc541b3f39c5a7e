"""By what the structure of a plan is shown: age, kind of unit, county, expertise, category, sex; and who is in each group."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.structure import expertise_of_plan, mentees_of_plan, mentors_of_plan
from pages.parts.frame import look
from pages.parts.labels import label, labels
from texts import N_, _, language

YOUNG, MIDDLE = 35, 50
MOST_WORDS, MOST_PLACES = 10, 12
UNKNOWN = "?"
Order = Callable[[str], Any]

TITLES: Mapping[str, str] = {
    "age": N_("Age: old, middle and young"),
    "sex": N_("Sex"),
    "category": N_("Mentors by standing, mentees by category"),
    "kind": N_("Kind of unit"),
    "county": N_("County (of the mentees: where they serve)"),
    "expertise": N_("Expertise of the mentors, needs of the mentees"),
}
AGES: Mapping[str, str] = {
    "young": N_("Young (35 and below)"),
    "middle": N_("Middle (36 to 50)"),
    "old": N_("Senior (51 and above)"),
}


def people_of(scheme_id: int, on: date) -> pd.DataFrame:
    """Everybody of a plan once: side ("mentor", "mentee"), id, name, unit, and a key for each dimension but expertise."""
    mentors = look(mentors_of_plan, scheme_id=scheme_id).assign(side="mentor", mentee_id=0)
    mentees = look(mentees_of_plan, scheme_id=scheme_id).assign(side="mentee")
    both = pd.concat([mentors, mentees], ignore_index=True)
    return both.assign(
        age=[_age_group(birth, on) for birth in both["birth"]],
        kind=both["unit_kind"].replace("", UNKNOWN),
        county=both["county"].replace("", UNKNOWN),
        sex=both["sex"].replace("", UNKNOWN),
        category=both["side"] + ":" + both["category"].fillna(""),
    )


def words_of(scheme_id: int) -> pd.DataFrame:
    """A row for each expertise and need: side, person_id, mentee_id, expertise (the word in the reader's language)."""
    found = look(expertise_of_plan, scheme_id=scheme_id)
    spoken = found["word"] if language() != "en" else found["word_en"].where(found["word_en"] != "", found["word"])
    return found.assign(expertise=spoken)


def groups(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """How many people of each side are in each group: key, group, mentors, mentees; groups in their own order."""
    counts = frame.groupby([by, "side"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["mentor", "mentee"], fill_value=0)
    keys = sorted(counts.index, key=_order(by, counts))[: MOST_WORDS if by == "expertise" else None]
    shown = counts.loc[keys]
    return pd.DataFrame(
        {
            "key": [f"{by}|{key}" for key in keys],
            "group": [group_words(by, key) for key in keys],
            "mentors": shown["mentor"].tolist(),
            "mentees": shown["mentee"].tolist(),
        }
    )


def group_words(by: str, key: str) -> str:
    """A group's name."""
    if key in (UNKNOWN, "mentor:", "mentee:"):
        return _("not recorded")
    if by == "age":
        return _(AGES[key])
    if by == "category":
        side, code = key.split(":", 1)
        return label("standing" if side == "mentor" else "category", code)
    return label({"kind": "unit_kind"}.get(by, by), key) if by in ("kind", "sex") else key


def _order(by: str, counts: pd.DataFrame) -> Order:
    """Ages, sexes, kinds and categories in the order of their words, places and words by how many people they have."""
    fixed = {
        "age": list(AGES),
        "sex": list(labels("sex")),
        "kind": list(labels("unit_kind")),
        "category": [f"mentor:{one}" for one in labels("standing")] + [f"mentee:{one}" for one in labels("category")],
    }.get(by)
    if fixed is not None:
        return lambda key: fixed.index(key) if key in fixed else len(fixed)
    totals = counts.sum(axis=1)
    return lambda key: (key == UNKNOWN, -totals[key], key)


def _age_group(birth: str | None, on: date) -> str:
    """By full years on a day; where only the year is known, by the year alone."""
    if not birth or pd.isna(birth):
        return UNKNOWN
    parts = [int(part) for part in str(birth).split("-")]
    later = tuple(parts[1:]) > (on.month, on.day)[: len(parts) - 1]
    years = on.year - parts[0] - later
    return "young" if years <= YOUNG else "middle" if years <= MIDDLE else "old"


def drawn(key: str) -> str:
    """The key of a chart as Streamlit keeps it, new whenever the scheme is."""
    return f"structure-{key}-{st.session_state.get('scheme')}"
