"""The slips of the cohort as a table, who rests and when the return is due; a slip opens with a click."""

import pandas as pd
import streamlit as st

from db.clock import today
from pages.parts import tables
from pages.parts.change_words import KINDS, STATES
from pages.parts.dates import day
from pages.parts.frame import look, may, plain
from pages.parts.landing import address
from pages.parts.ways import mentor_page, way
from programme.access import Action
from programme.change_ahead import Resting, resting
from programme.change_view import SlipLine, slips
from texts import _

KEY = "change"
ON_THE_WAY = ("draft", "returned", "proposed", "approved")
NAMED, RESTING = 4, 382


def slips_view(_cohort_id: int) -> None:
    """What is on its way first, then what was carried out or withdrawn; below, who rests."""
    found = look(slips)
    if found:
        _figures(found)
        _table(found)
    else:
        told = _(
            "Nothing has been changed yet. Above, choose what happened: mentors leave, a single "
            "change, late joiners, units. A change moves nobody before two people have signed it."
        )
        st.info(told if may(Action.ADJUST) else _("Nothing has been changed yet."))
    _resting(look(resting))


def _figures(found: list[SlipLine]) -> None:
    counts = [(_(STATES[code]), sum(line.status == code for line in found)) for code in STATES]
    shown = [(word, count) for word, count in counts if count]
    st.caption(" ・ ".join(f"{word} **{count}**" for word, count in shown))


def _table(found: list[SlipLine]) -> None:
    ordered = sorted(found, key=lambda line: (line.status not in ON_THE_WAY, -line.id))
    shown = pd.DataFrame(
        {
            "id": [line.id for line in ordered],
            "number": [line.id for line in ordered],
            "kind": [_(KINDS[line.kind]) for line in ordered],
            "state": [_(STATES[line.status]) for line in ordered],
            "names": [_names(line) for line in ordered],
            "cohort": [line.cohort for line in ordered],
            "pairings": [line.pairings for line in ordered],
            "effective": [day(line.effective_on) for line in ordered],
            "by": [line.by for line in ordered],
            "at": [moment_of(line) for line in ordered],
        }
    )
    columns = {
        "number": tables.number(_("No."), 50),
        "kind": tables.text(_("Kind"), 120),
        "state": tables.text(_("State"), 110),
        "names": tables.text(_("Who is concerned")),
        "cohort": tables.text(_("Cohort"), 100),
        "pairings": tables.number(_("Pairs"), 60),
        "effective": tables.text(_("Takes effect"), 120),
        "by": tables.text(_("By"), 90),
        "at": tables.text(_("Drawn up"), 150),
    }
    tables.pick(shown, KEY, columns, height=330)


def moment_of(line: SlipLine) -> str:
    """When a slip was drawn up."""
    return f"{day(line.at)} {line.at:%H:%M}"


def _names(line: SlipLine) -> str:
    rest = len(line.names) - NAMED
    named = _(", ").join(line.names[:NAMED])
    return _("{names} and {count} more").format(names=named, count=rest) if rest > 0 else named


def _resting(found: list[Resting]) -> None:
    """Who rests, with the day of the return; what is overdue first."""
    if not found:
        return
    late = sum(one.return_on is not None and one.return_on <= today() for one in found)
    st.markdown(
        "#### " + _("Resting now") + (f" :red-badge[{_('{count} due back').format(count=late)}]" if late else "")
    )
    shown = pd.DataFrame(
        {
            "who": [_("Mentor") if one.is_mentor else _("Pairing") for one in found],
            "name": [one.name for one in found],
            "unit": [one.unit for one in found],
            "with": [one.mentor for one in found],
            "since": [day(one.since) for one in found],
            "back": [_back(one) for one in found],
            "reason": [one.reason for one in found],
        }
    )
    columns = {
        "who": tables.text(_("What"), 70), "name": tables.text(_("Name"), 90), "unit": tables.text(_("Unit"), 160),
        "with": tables.text(_("Mentor"), 90), "since": tables.text(_("Since"), 120),
        "back": tables.text(_("Back on"), 190), "reason": tables.text(_("Reason")),
    }  # fmt: skip
    seen = st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key=f"change-resting-{len(found)}",
        height=tables.height_of(len(shown), RESTING), placeholder="", selection_mode="single-row", on_select="rerun",
    )  # fmt: skip
    rows = seen["selection"]["rows"]
    if not may(Action.ADJUST):
        return
    if not rows or rows[0] >= len(found):
        st.caption(_("Pick a row to take a pairing up again, to change or to end it; a mentor comes back in the pool."))
        return
    _onward(found[rows[0]])


def _onward(one: Resting) -> None:
    """To where the rest of this pairing or mentor ends."""
    if one.is_mentor:
        mentor_page(one.id)
        return
    told = address({"view": "single", "pairing": str(one.id)}, one.cohort_id)
    way(
        "match/changes.py",
        _("Take up the pairing of {name} again, change or end it").format(name=plain(one.name)),
        **told,
    )


def _back(one: Resting) -> str:
    if one.return_on is None:
        return _("no day recorded")
    told = day(one.return_on)
    return _("{day}, due").format(day=told) if one.return_on <= today() else told
