"""Pair by pair, worst first, with the price of leaving it as it was; and the moves as bands between mentors."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_moves import REST, moved_bands
from pages.parts.compare_people import behind, to_the_desk
from pages.parts.compare_words import mentor_of, mentors_of
from pages.parts.frame import look, plain
from pages.parts.labels import spoken
from pages.parts.reasons import EARLIER, listing, rule, signed
from programme.compare_moves import NOBODY, Flow, Move, Moves, flows, moves_between
from programme.compare_prices import Toll, tolls
from programme.comparison import Comparison, Side
from programme.firmness import FIRM, Firmness, firmness_shown
from programme.reasons import SMALLEST
from texts import N_, _

MOST = {"mentor": 14, "unit": 12, "county": 12}
LEVELS: Mapping[str, str] = {
    "mentor": N_("Mentors one by one"),
    "unit": N_("Units of the mentors"),
    "county": N_("Their counties"),
}
HEIGHT = 420


def pair_by_pair(found: Comparison) -> None:
    """Everybody whose mentor differs between two of the schemes; who is selected can be opened at the desk."""
    before, after = _two(found, "pairs")
    moved = moves_between(before, after)
    st.caption(plain(_told(moved, before, after, alike=found.fits_alike)))
    if not moved.moves:
        st.success(_("Nobody changes mentors between these two."))
        return
    prices = _prices(moved, after)
    firm = look(firmness_shown, scheme_id=after.scheme_id)
    table = difference_table(found, moved.moves, prices).assign(firm=[_firm(firm, move) for move in moved.moves])
    event = st.dataframe(
        table.drop(columns=["mentee_id"]), key=f"compare-pairs-{before.scheme_id}-{after.scheme_id}", hide_index=True,
        height=min(HEIGHT, tables.HEAD + tables.ROW * len(table)), row_height=tables.ROW,
        column_config=_columns(before, after, _unknown(found, priced=bool(prices), firm=firm is not None)), on_select="rerun", selection_mode="single-row",
        placeholder="—",
    )  # fmt: skip
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(table):
        to_the_desk(found, int(table["mentee_id"].iloc[rows[0]]))


def _two(found: Comparison, key: str) -> tuple[Side, Side]:
    """From which scheme to which; with two there is only the direction to choose."""
    sides = {side.scheme_id: side for side in found.sides}
    pairs = [(a, b) for a in sides for b in sides if a != b]
    first = (found.sides[0].scheme_id, found.sides[-1].scheme_id)
    text = _("from “{before}” to “{after}”")
    words = {pair: text.format(before=sides[pair[0]].name, after=sides[pair[1]].name) for pair in pairs}
    chosen = st.selectbox(
        _("From which to which"),
        pairs,
        pairs.index(first),
        format_func=words.__getitem__,
        key=f"compare-two-{key}-{'-'.join(map(str, sides))}",
        label_visibility="collapsed",
        width=460,
    )
    return sides[chosen[0]], sides[chosen[1]]


def _told(moved: Moves, before: Side, after: Side, *, alike: bool) -> str:
    """How many, how they fare, and who could not be compared."""
    told = _("{count} people have other mentors: {losing} lose fit, {winning} win.")
    if not alike:
        told = _("{count} people have other mentors; their fits before and after are measured differently.")
    parts = [told.format(count=len(moved.moves), losing=moved.losing, winning=moved.winning)]
    only = _("{count} people are in the snapshot of “{name}” only and are not compared.")
    for people, side in ((moved.only_before, before), (moved.only_after, after)):
        if people:
            parts.append(only.format(count=len(people), name=side.name))
    return " ".join(parts)


def _prices(moved: Moves, after: Side) -> dict[tuple[int, int], Toll]:
    """The price in the later scheme of every pair that the earlier one had."""
    pairs = [(move.mentee_id, mentor) for move in moved.moves for mentor in move.before if mentor not in move.after]
    return look(tolls, scheme_id=after.scheme_id, pairs=pairs)


def difference_table(found: Comparison, moves: Sequence[Move], prices: Mapping[tuple[int, int], Toll]) -> pd.DataFrame:
    """One row per person, worst first: mentee_id, name, unit, from, to, fits, change, price, why_price."""
    rows = [
        [
            move.mentee_id, found.people.mentees[move.mentee_id].name, found.people.mentees[move.mentee_id].unit,
            mentors_of(found, move.before), mentors_of(found, move.after), move.fit_before, move.fit_after,
            round(move.change, 3), *_price(move, prices),
        ]
        for move in moves
    ]  # fmt: skip
    columns = ["mentee_id", "name", "unit", "from", "to", "before", "after", "change", "price", "toll"]
    return pd.DataFrame(rows, columns=columns)


def _price(move: Move, prices: Mapping[tuple[int, int], Toll]) -> tuple[float | None, str]:
    """Points that the later plan would lose, and what else stands against leaving the person with the former mentor."""
    known = [prices[move.mentee_id, mentor] for mentor in move.before if (move.mentee_id, mentor) in prices]
    points = [toll.points for toll in known if toll.points is not None]
    words = [rule(toll.rule) for toll in known if toll.rule]
    words += [_(EARLIER[aim]) for toll in known for aim in toll.earlier if aim in EARLIER]
    bounds = [toll.least for toll in known if toll.least is not None and toll.least >= SMALLEST]
    words += [_("at least {points} points").format(points=f"{least:.1f}") for least in bounds]
    return (sum(points) if points and len(points) == len(known) else None), listing(words)


def _columns(before: Side, after: Side, unknown: Sequence[str]) -> dict[str, Any]:
    """The columns, without those of which nothing can be said."""
    price = _("What “{name}” would lose in all, by its own rules, if this person stayed with the former mentor")
    columns = {
        "name": tables.text(_("Mentee"), 80),
        "unit": tables.text(_("Unit"), 150),
        "from": tables.text(_("Mentor before"), 110, before.name),
        "to": tables.text(_("Mentor after"), 110, after.name),
        "before": tables.number(_("Fit before"), 76, format="%.1f"),
        "after": tables.number(_("Fit after"), 76, format="%.1f"),
        "change": tables.number(_("Change"), 70, format="%+.1f"),
        "price": tables.number(_("Price of staying"), 96, price.format(name=after.name), format="%.1f"),
        "toll": tables.text(_("Against staying"), 130),
        "firm": tables.text(_("How firm"), 110, _("In how many perturbed weightings the mentor after stands")),
    }
    return columns | dict.fromkeys(unknown)


def _unknown(found: Comparison, *, priced: bool, firm: bool) -> list[str]:
    """Columns to hide: the change of fits that are measured differently, prices and firmness that nobody has."""
    hidden = {"change": found.fits_alike, "price": priced, "toll": priced, "firm": firm}
    return [name for name, known in hidden.items() if not known]


def _firm(known: Firmness | None, move: Move) -> str:
    """Whether the mentor after is firm, with the share of weightings; "" where nobody computed it."""
    if known is None or not move.after:
        return ""
    share = min(known.share(move.mentee_id, mentor) for mentor in move.after)
    return f"{_('Firm pair') if share >= FIRM else _('Contestable pair')} {share:.0%}"


def what_moved(found: Comparison) -> None:
    """The moves as bands from mentors before to mentors after; a click shows the people."""
    which, how = st.columns([1, 1.4], vertical_alignment="center")
    with which:
        before, after = _two(found, "bands")
    moved = moves_between(before, after)
    if not moved.moves:
        st.success(_("Nobody changes mentors between these two."))
        return
    with how:
        level = _level(found, moved)
    told = flows(moved.moves, lambda key: _group(found, level, key), MOST[level], REST)
    frame, words = flow_table(found, told, level)
    title = _("{count} people move: from whom to whom, the width is their number").format(count=len(moved.moves))
    key = f"compare-bands-{before.scheme_id}-{after.scheme_id}-{level}"
    figure = moved_bands(frame, words, (before.name, after.name), title)
    mark = clicked(st.plotly_chart(figure, key=key, config=CONFIG, on_select="rerun", selection_mode="points"))
    if mark is None:
        st.caption(_("Click a number or a name to see the people behind it."))
    else:
        _people(found, told, words, str(mark))


def _level(found: Comparison, moved: Moves) -> str:
    """Mentors one by one while they are few, else units, else counties; the reader may choose another."""
    usual = next((level for level in LEVELS if _count(found, moved, level) <= MOST[level] + 1), "county")
    chosen = st.segmented_control(
        _("Bands between"), list(LEVELS), default=usual, format_func=spoken(LEVELS),
        key=f"compare-level-{'-'.join(str(side.scheme_id) for side in found.sides)}", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen or usual


def _count(found: Comparison, moved: Moves, level: str) -> int:
    """How many groups the busier side would have."""
    steps = [step for move in moved.moves for step in move.steps]
    return max(len({_group(found, level, step[side]) for step in steps}) for side in (0, 1))


def _group(found: Comparison, level: str, mentor_id: int) -> str:
    """The key under which a mentor's moves are added up."""
    if mentor_id == NOBODY:
        return str(NOBODY)
    if level == "mentor":
        return str(mentor_id)
    mentor = found.people.mentors.get(mentor_id)
    return f"={getattr(mentor, level) if mentor else ''}"


def flow_table(found: Comparison, told: Sequence[Flow], level: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The flows as the chart takes them, and the words of the groups."""
    words = {key: _word(found, level, key) for flow in told for key in (flow.source, flow.target)}
    rows = [
        {
            "number": number, "source": flow.source, "target": flow.target, "people": len(flow.mentee_ids),
            "change": flow.change if found.fits_alike else None, "from": words[flow.source], "to": words[flow.target],
            "said": _said(flow, alike=found.fits_alike),
        }
        for number, flow in enumerate(told)
    ]  # fmt: skip
    return pd.DataFrame(rows), words


def _said(flow: Flow, *, alike: bool) -> str:
    """How many, and how they fare where that can be said."""
    if not alike:
        return _("{count} people").format(count=len(flow.mentee_ids))
    told = _("{count} people, fit {change} in all")
    return told.format(count=len(flow.mentee_ids), change=signed(flow.change))


def _word(found: Comparison, level: str, key: str) -> str:
    if key == REST:
        return _("Others")
    if key == str(NOBODY):
        return _("no mentor")
    if level == "mentor":
        return mentor_of(found, int(key))
    return key[1:] or _("not recorded")


def _people(found: Comparison, told: Sequence[Flow], words: Mapping[str, str], mark: str) -> None:
    """Those of one band, or of all bands of one end."""
    kind, _colon, key = mark.partition(":")
    if kind == "flow":
        flow = told[int(key)]
        title, shown = f"{words[flow.source]} → {words[flow.target]}", [flow]
    else:
        shown = [flow for flow in told if getattr(flow, kind) == key]
        title = f"{words[key]} →" if kind == "source" else f"→ {words[key]}"
    ids = dict.fromkeys(mentee for flow in shown for mentee in flow.mentee_ids)
    behind(found, title, ids, f"compare-band-{mark}")
