"""Words and units (词表单位): vocabularies with their synonyms, units with their other names, the dialects of places."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.dates import day
from pages.parts.frame import act, header, may
from pages.parts.labels import labels, spoken
from pages.parts.vocabulary import Names, listed, names
from pages.parts.word_panels import TERM, UNIT, new_term, new_unit, term_panel, unit_panel
from programme import words
from programme.access import Action
from texts import N_, _

LISTS: Mapping[str, str] = {
    "expertise": N_("Expertise"),
    "dialect": N_("Dialects"),
    "field": N_("Professional fields"),
    "strength": N_("Strengths of the young"),
    "force": N_("Forces of campaigns"),
    "unit": N_("Units"),
    "place": N_("Dialects of places"),
}


def main() -> None:
    """One list at a time, with a panel for the entry that is picked."""
    place = header(_("Words and units"), actions=1)[0]
    kind = st.segmented_control(
        _("List"), list(LISTS), default="expertise", format_func=spoken(LISTS), key="words_list",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    known = names()
    if kind == "place":
        _places(known)
        return
    key = UNIT if kind == "unit" else TERM
    if may(Action.MANAGE_WORDS):
        title = _("Add a unit") if kind == "unit" else _("Add a word")
        place.button(title, on_click=tables.open_new, args=(key,), type="primary", width="stretch")
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _units(known) if kind == "unit" else _terms(known.terms[known.terms["kind"] == kind], kind)
    with right, st.container(border=True):
        _panel(key, kind, known)


def _terms(own: pd.DataFrame, kind: str) -> None:
    if own.empty:
        st.info(_("This list is empty. Add a word."))
        return
    view = own.assign(
        synonyms=[listed(aliases) for aliases in own["aliases"]],
        offered=[_("yes") if active else _("no") for active in own["active"]],
    )
    tables.pick(view, TERM, _term_columns(kind))


def _term_columns(kind: str) -> dict[str, Any]:
    counts = {
        "expertise": {"held": _("Mentors"), "wanted": _("Mentees in need")},
        "dialect": {"held": _("Speakers"), "wanted": _("Places")},
        "field": {"wanted": _("Mentees")},
        "strength": {"held": _("People who have it")},
        "force": {"wanted": _("Units graded")},
    }[kind]
    return {
        "name": tables.text(_("Word"), tables.px(110, 92)),
        "name_en": tables.text(_("In English"), tables.px(130, 124)),
        **{
            field: tables.number(title, tables.px(74, wide))
            for (field, title), wide in zip(counts.items(), (66, 106), strict=False)
        },
        "synonyms": tables.text(_("Other ways of writing it"), tables.px(160, 168)),
        "offered": tables.text(_("Offered"), 58),
    }


def _units(known: Names) -> None:
    search, only = st.columns([4, 1.4], vertical_alignment="bottom")
    sought = search.text_input(_("Search"), key="unit_search", placeholder=_("Name or another way of writing it"))
    own = known.units.assign(synonyms=[listed(aliases) for aliases in known.units["aliases"]])
    if only.checkbox(_("Pilot units only"), key="unit_pilots", bind="query-params"):
        own = own[own["pilot_since"].notna()]
    shown = tables.found(own, sought, ("county", "township", "synonyms"))
    if shown.empty:
        st.info(_("There is no such unit. Add it, or search for something else."))
        return
    view = shown.assign(
        kind=shown["kind"].map(labels("unit_kind")), stream=shown["stream"].map(labels("stream")).fillna(""),
        pilot=["" if pd.isna(since) else day(since) for since in shown["pilot_since"]],
    )  # fmt: skip
    columns = {
        "name": tables.text(_("Name of the unit"), 150),
        "kind": tables.text(_("Kind"), 92),
        "county": tables.text(_("County"), 76),
        "township": tables.text(_("Township"), 76),
        "stream": tables.text(_("Stream"), 62),
        "people": tables.number(_("People"), 60),
        "pilot": tables.on_day(_("Pilot since")),
        "synonyms": tables.text(_("Other ways of writing it"), 220),
    }
    tables.pick(view, UNIT, columns)


def _panel(key: str, kind: str, known: Names) -> None:
    chosen, frame = tables.picked(key), known.units if kind == "unit" else known.terms
    rows = frame[frame["id"].astype(str) == chosen]
    if chosen == "new" and may(Action.MANAGE_WORDS):
        new_unit(known) if kind == "unit" else new_term(kind)
    elif rows.empty or (kind != "unit" and rows.iloc[0]["kind"] != kind):
        st.caption(
            _("Select an entry in the table to see and change it.")
            if may(Action.MANAGE_WORDS)
            else _("Select an entry in the table to see it.")
        )
    elif kind == "unit":
        unit_panel(rows.iloc[0], known, known.units)
    else:
        term_panel(rows.iloc[0], known.terms)


def _places(known: Names) -> None:
    st.caption(
        _(
            "A mentor who speaks a dialect of the place served scores higher. What a county speaks holds in its townships too."
        )
    )
    if known.places.empty:
        st.info(_("There is no place yet. Places come with the units: add a unit first."))
        return
    left, right = st.columns([7, 5], gap="medium")
    dialects = known.words("dialect")
    view = known.places.assign(
        id=[_address(*place) for place in zip(known.places["county"], known.places["township"], strict=True)],
        spoken=[listed(dialects.get(code, code) for code in codes) for codes in known.places["dialects"]],
    )
    with left:
        tables.pick(view, "place", _place_columns())
    with right, st.container(border=True):
        _place_panel(view, known)


def _place_columns() -> dict[str, Any]:
    return {
        "county": tables.text(_("County"), 90),
        "township": tables.text(_("Township"), 110),
        "units": tables.number(_("Units"), 64),
        "spoken": tables.text(_("Dialects spoken there"), 340),
    }


def _address(county: str, township: str) -> str:
    return f"{county}/{township}"


def _place_panel(view: pd.DataFrame, known: Names) -> None:
    rows = view[view["id"] == tables.picked("place")]
    if rows.empty:
        st.caption(_("Select a place in the table to say which dialects are spoken there."))
        return
    row, spoken = rows.iloc[0], known.words("dialect")
    st.markdown(f"#### {row['county']} {row['township']}")
    chosen = st.multiselect(
        _("Dialects spoken there"), list(spoken), row["dialects"], format_func=lambda code: spoken[code],
        key=f"place-{row['id']}-{len(row['dialects'])}", disabled=not may(Action.MANAGE_WORDS),
        placeholder=_("Choose from the list"),
    )  # fmt: skip
    if may(Action.MANAGE_WORDS) and st.button(_("Save"), type="primary", key="place-save"):
        own = known.terms[(known.terms["kind"] == "dialect") & known.terms["code"].isin(chosen)]
        act(
            words.set_place_dialects, county=row["county"], township=row["township"], term_ids=own["id"].tolist(),
            done=_("Saved."),
        )  # fmt: skip
        st.rerun()


main()
