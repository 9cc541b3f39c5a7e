"""The roster of pairings: figures by state, filters, and the table in which several rows can be picked."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from db.clock import today
from pages.parts.dates import day
from pages.parts.labels import label, labels, wording
from pages.parts.tables import HEAD, ROW, on_day, px, text
from programme.name_order import sounds
from programme.pair_kinds import kinds
from programme.workdays import PLAIN, Calendar, is_over, last_day
from texts import _

TALL = 486
CLOSED = ["graduated", "extended", "changed", "ended"]


def with_notice(found: pd.DataFrame, calendar: Calendar = PLAIN) -> pd.DataFrame:
    """The frame with `until` (last day of the public notice, None without one) and `ready` (may come into force)."""
    # One notice stands for a whole list of pairings.
    notices = list(zip(found["notice_from"], found["notice_days"], strict=True))
    ends = {notice: _end(*notice, calendar) for notice in set(notices)}
    ready = [
        status == "confirmed" or (status == "notice" and ends[notice][1])
        for status, notice in zip(found["status"], notices, strict=True)
    ]
    return found.assign(until=[ends[notice][0] for notice in notices], ready=ready)


def with_kinds(found: pd.DataFrame) -> pd.DataFrame:
    """The frame with `kinds`, the codes of `pair_kind` that hold for each pairing: an example first."""
    codes = zip(*(found[name] for name in ("mentor_standing", "mentor_party", "mentee_party", "category")), strict=True)
    example = [() if none else ("example",) for none in found["example_since"].isna()]
    return found.assign(kinds=[one + kinds(*told) for one, told in zip(example, codes, strict=True)])


def _end(published: date | None, days: int, calendar: Calendar) -> tuple[date | None, bool]:
    """The last day of a notice, and whether it is over."""
    if published is None or pd.isna(published):
        return None, False
    return last_day(published, int(days), calendar), is_over(published, int(days), today(), calendar)


def figures_line(found: pd.DataFrame) -> None:
    """How many pairings are in which state."""
    counts = found["status"].value_counts()
    closed = int(counts.reindex(CLOSED).sum())
    shown = [(label("pairing_state", code), int(counts.get(code, 0))) for code in ("notice", "confirmed", "active")]
    resting = int(counts.get("paused", 0)) + int(counts.get("due", 0))
    is_open = found[~found["status"].isin(CLOSED)]
    shown += [(label("pair_kind", kind), sum(kind in own for own in is_open["kinds"])) for kind in labels("pair_kind")]
    shown += [(_("Paused or due"), resting), (_("Closed"), closed), (_("Mentors with a pairing"), _mentors(found))]
    cells = st.container(border=True, key="pairing-figures").columns(len(shown), gap="small")
    for cell, (name, value) in zip(cells, shown, strict=True):
        cell.markdown(f":small[:gray[{name}]]  \n**{value}**")


def _mentors(found: pd.DataFrame) -> int:
    is_open = ~found["status"].isin(CLOSED)
    return int(found.loc[is_open, "mentor_id"].nunique())


def filtered(found: pd.DataFrame) -> pd.DataFrame:
    """What the filters leave: words in names or units, states, unit, county, kind."""
    sought, state, unit, county, kind = st.columns([1.7, 1.5, 1.4, 1.35, 1.35])
    said = sought.text_input(
        _("Search"), key="pairing-search", placeholder=_("Name, initials or unit"), label_visibility="collapsed"
    )
    present = set(found["status"])
    states = [code for code in labels("pairing_state") if code in present]
    chosen = state.multiselect(
        _("State"), states, format_func=wording("pairing_state"), key="pairing-states", placeholder=_("All states"),
        label_visibility="collapsed",
    )  # fmt: skip
    units = sorted({*found["mentee_unit"], *found["mentor_unit"]} - {""})
    of_unit = _one(unit, _("All units"), units, "pairing-unit")
    kinds = list(labels("pair_kind"))
    of_kind = kind.selectbox(
        _("All kinds"), kinds, index=None, placeholder=_("All kinds"), key="pairing-kind", label_visibility="collapsed",
        format_func=wording("pair_kind"),
    )  # fmt: skip
    of_county = _one(county, _("All counties"), sorted(set(found["county"]) - {""}), "pairing-county")
    if chosen:
        found = found[found["status"].isin(chosen)]
    if of_unit:
        found = found[(found["mentee_unit"] == of_unit) | (found["mentor_unit"] == of_unit)]
    if of_county:
        found = found[found["county"] == of_county]
    if of_kind:
        found = found[[of_kind in own for own in found["kinds"]]]
    return _matching(found, said)


def _one(place: Any, everything: str, options: list[str], key: str) -> str | None:
    return place.selectbox(
        everything, options, index=None, placeholder=everything, key=key, label_visibility="collapsed"
    )


def _matching(found: pd.DataFrame, said: str) -> pd.DataFrame:
    wanted = said.casefold().split()
    if not wanted or found.empty:
        return found
    columns = ["mentee", "mentor", "mentee_unit", "mentor_unit"]
    hays = [" ".join([*row, *sounds(row[0]), *sounds(row[1])]).casefold() for row in found[columns].to_numpy()]
    return found[[all(word in hay for word in wanted) for hay in hays]]


def table(found: pd.DataFrame) -> list[int]:
    """The rows, several of which can be picked; returns the ids of the picked pairings."""
    shown = found.assign(
        state=_told(found["status"], partial(label, "pairing_state")),
        notice=_told(found["until"].where(found["status"] == "notice"), day),
        starts=_told(found["starts_on"], day),
        kind=_told(found["kinds"], lambda own: " ・ ".join(label("pair_kind", kind) for kind in own)),
    )
    columns = {
        "mentee": text(_("Mentee"), px(80, 64)), "mentee_unit": text(_("Mentee's unit"), px(104, 96)), "mentor": text(_("Mentor"), px(80, 64)),
        "mentor_unit": text(_("Mentor's unit"), px(100, 96)), "state": text(_("State"), px(88, 116)),
        "notice": text(_("Notice until"), 110), "starts": on_day(_("From")), "kind": text(_("Kind of pairing"), px(170, 224)),
        "fit": st.column_config.NumberColumn(_("Fit"), format="%.1f", width=60),
    }  # fmt: skip
    if shown["notice"].nunique() <= 1:
        del columns["notice"]
    if shown["fit"].isna().all():
        del columns["fit"]
    if not shown["kind"].any():
        del columns["kind"]
    ids = [int(key) for key in found["id"]]
    seen = st.dataframe(
        shown[list(columns)],
        key=f"pairings-{crc32(','.join(map(str, ids)).encode())}",
        height=min(TALL, HEAD + ROW * max(len(ids), 1)),
        row_height=ROW,
        hide_index=True,
        column_config=columns,
        selection_mode="multi-row",
        on_select="rerun",
        placeholder="",
    )
    return [ids[row] for row in seen["selection"]["rows"] if row < len(ids)]


def _told(values: pd.Series, tell: Callable[[Any], str]) -> list[str]:
    """Each value in words; many pairings share a state, a day or a kind."""
    words = {value: tell(value) for value in set(values)}
    return [words[value] for value in values]
