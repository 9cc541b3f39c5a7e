"""The people behind a chart of a comparison: whom each plan gives them, and the way to the desk with the person chosen."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from pages.parts.behind import chosen_row
from pages.parts.compare_words import mentors_of
from pages.parts.frame import plain
from pages.parts.ways import mentee_page, way
from programme.comparison import Comparison, Side
from texts import _


def people_table(found: Comparison, mentee_ids: Iterable[int]) -> pd.DataFrame:
    """One row per person: mentee_id, name, unit, and for each side `mentor0`, `fit0`, ...; worst in the last side first."""
    plans = [by_mentee(side) for side in found.sides]
    rows = [
        {"mentee_id": key, "name": found.people.mentees[key].name, "unit": found.people.mentees[key].unit}
        | {
            name: value
            for place, plan in enumerate(plans)
            for name, value in (
                (f"mentor{place}", mentors_of(found, sorted(plan.get(key, {})))),
                (f"fit{place}", sum(plan[key].values()) if key in plan else None),
            )
        }
        for key in mentee_ids
        if key in found.people.mentees
    ]
    columns = ["mentee_id", "name", "unit"] + [
        f"{part}{place}" for place in range(len(plans)) for part in ("mentor", "fit")
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(f"fit{len(plans) - 1}", na_position="first", kind="stable").reset_index(drop=True)


def by_mentee(side: Side) -> dict[int, dict[int, float]]:
    """{mentees.id: {people.id of the mentor: fit in points}} of a side."""
    out: dict[int, dict[int, float]] = {}
    for (mentee, mentor), fit in side.plan.items():
        out.setdefault(mentee, {})[mentor] = fit / 1000
    return out


def behind(found: Comparison, title: str, mentee_ids: Iterable[int], key: str) -> None:
    """The table of people under a clicked chart; who is selected can be opened at the desk in each scheme."""
    st.markdown(f"**{plain(title)}**")
    people = people_table(found, mentee_ids)
    columns = {
        "name": st.column_config.TextColumn(_("Mentee"), width=80),
        "unit": st.column_config.TextColumn(_("Unit"), width=150),
    }
    for place, side in enumerate(found.sides):
        columns[f"mentor{place}"] = st.column_config.TextColumn(side.name, width=120)
        columns[f"fit{place}"] = st.column_config.NumberColumn(_("Fit"), format="%.1f", width=56, help=side.name)
    row = chosen_row(people, columns, key)
    if row is not None:
        to_the_desk(found, int(row["mentee_id"]))


def to_the_desk(found: Comparison, mentee_id: int) -> None:
    """Links to one person at the desk of each scheme, and to the person's own page."""
    place = st.container(horizontal=True, gap="small")
    with place:
        for side in (one for one in found.sides if one.at_the_desk):
            words = _("At the desk in “{name}”").format(name=side.name)
            way("match/desk.py", plain(words), ":material/table_restaurant:", scheme=side.scheme_id, mentee=mentee_id)
        mentee_page(mentee_id)
