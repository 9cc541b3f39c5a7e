"""Fairness: how the people of each unit, county, category or sex fare in each scheme; the worst-off in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_compare import short_name
from pages.parts.charts_fair import fairness_boxes
from pages.parts.compare_people import behind
from pages.parts.compare_words import group_word
from pages.parts.frame import plain
from pages.parts.labels import spoken
from programme.compare_groups import SMALLEST, Group, groups, most_left_out, worst
from programme.compare_people import DIMENSIONS
from programme.comparison import Comparison, Side
from texts import N_, _

SHOWN = 12
LATIN, TWO = 0x2E80, 2
WORDS: Mapping[str, str] = {"county": N_("County"), "unit": N_("Unit"), "category": N_("Category"), "sex": N_("Sex")}


def fairness(found: Comparison) -> None:
    """The switch, the worst-off in words, the boxes, the table; a mark or a row leads to the people."""
    dimension = st.segmented_control(
        _("By"), list(DIMENSIONS), default=DIMENSIONS[0], format_func=spoken(WORDS),
        key="compare-dimension", required=True, label_visibility="collapsed",
    ) or DIMENSIONS[0]  # fmt: skip
    known, unshown = groups(found, dimension)
    if not known:
        st.info(_("No group here has as many as three people, so none is shown."))
        return
    for place, side in enumerate(found.sides):
        st.markdown(plain(worst_sentence(known, place, side, dimension)))
    # Three schemes have more columns than half a small window holds: the table then stands below the boxes.
    beside = len(found.sides) <= TWO
    left, right = st.columns([5, 4], gap="medium") if beside else (st.container(), st.container())
    with left:
        mark = _boxes(found, known, dimension)
    with right:
        row = _table(found, known, dimension)
        _notes(known, unshown)
    chosen = mark if mark is not None else row
    if chosen is not None:
        group = known[int(chosen)]
        behind(found, group_word(dimension, group.key), sorted(group.mentee_ids), f"compare-group-{group.key}")


def worst_sentence(known: Sequence[Group], place: int, side: Side, dimension: str) -> str:
    """The group that fares worst in a scheme, against everybody; and the one with most people left out."""
    group = worst(known, place)
    if group is None or side.figures.mean_fit is None:
        return _("“{name}”: no group has three pairs.").format(name=side.name)
    told = _("“{name}”: worst off is {group} with a mean fit of {mean} ({pairs} pairs); everybody has {all}.").format(
        name=side.name, group=group_word(dimension, group.key), mean=f"{group.spreads[place].mean:.1f}",
        pairs=group.spreads[place].pairs, all=f"{side.figures.mean_fit:.1f}",
    )  # fmt: skip
    short = most_left_out(known, place)
    if short is None:
        return told
    more = _("Most often without a mentor: {group}, {count} of {people}.")
    people = len(short.mentee_ids & side.asked)
    said = more.format(group=group_word(dimension, short.key), count=short.spreads[place].left_out, people=people)
    return f"{told} {said}"


def spread_table(found: Comparison, known: Sequence[Group], dimension: str) -> pd.DataFrame:
    """One row for each group and scheme, as the chart takes them."""
    rows = [
        {
            "number": number, "word": group_word(dimension, group.key), "people": len(group.mentee_ids),
            "place": place, "name": side.name, "pairs": spread.pairs, "mean": spread.mean, "low": spread.low,
            "lower": spread.lower, "middle": spread.middle, "upper": spread.upper, "high": spread.high,
        }
        for number, group in enumerate(known)
        for place, (side, spread) in enumerate(zip(found.sides, group.spreads, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _boxes(found: Comparison, known: Sequence[Group], dimension: str) -> Any:
    """The worst twelve groups as boxes; the number of the group whose mark was clicked."""
    shown = known[:SHOWN]
    title = _("Fit of the pairs by group, the worst served on top: box = middle half, mark = mean")
    figure = fairness_boxes(spread_table(found, shown, dimension), title)
    key = f"compare-fair-{dimension}-{'-'.join(str(side.scheme_id) for side in found.sides)}-{found.judged_by}"
    return clicked(st.plotly_chart(figure, key=key, config=CONFIG, on_select="rerun", selection_mode="points"))


def _table(found: Comparison, known: Sequence[Group], dimension: str) -> int | None:
    """All groups with means and people left out; the number of the selected row."""
    rows = [
        {"word": group_word(dimension, group.key), "people": len(group.mentee_ids)}
        | {
            name: value
            for place, spread in enumerate(group.spreads)
            for name, value in ((f"mean{place}", spread.mean), (f"out{place}", spread.left_out))
        }
        for group in known
    ]
    columns: dict[str, Any] = {
        "word": tables.text(_(WORDS[dimension]), 124), "people": tables.number(_("People"), 56)
    }  # fmt: skip
    for place, side in enumerate(found.sides):
        columns[f"mean{place}"] = tables.number(
            short_name(side.name), _wide(side.name), _("Mean fit in “{name}”").format(name=side.name), "%.1f"
        )
        columns[f"out{place}"] = tables.number(
            _("Without"), 64, _("People without a mentor in “{name}”").format(name=side.name)
        )
    st.caption(_("Under each scheme's name the mean fit, beside it how many lack a mentor."))
    event = st.dataframe(
        pd.DataFrame(rows), key=f"compare-groups-{dimension}", hide_index=True, column_config=columns,
        on_select="rerun", selection_mode="single-row", row_height=tables.ROW,
        height=tables.HEAD + tables.ROW * min(len(rows), SHOWN), placeholder="—",
    )  # fmt: skip
    chosen = event["selection"]["rows"]
    return chosen[0] if chosen and chosen[0] < len(known) else None


def _wide(name: str) -> int:
    """Room for a name in a heading, in pixels: Chinese signs are as wide as they are high."""
    shown = short_name(name)
    return max(60, 22 + sum(14 if ord(sign) > LATIN else 8 for sign in shown))


def _notes(known: Sequence[Group], unshown: int) -> None:
    """What the chart leaves out, and why."""
    notes = [_("Groups of fewer than {count} people are counted under “Others”.").format(count=SMALLEST)]
    if len(known) > SHOWN:
        notes.append(
            _("The chart has the {shown} worst served of {total} groups; the table has all.").format(
                shown=SHOWN, total=len(known)
            )
        )
    if unshown:
        notes.append(_("{count} people are in no group that may be shown.").format(count=unshown))
    st.caption(" ".join(notes))
