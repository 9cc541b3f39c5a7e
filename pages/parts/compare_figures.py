"""The figures of compared schemes with better and worse in words; fits and loads laid over each other."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_compare import BIN, fit_overlay, load_overlay
from pages.parts.compare_people import behind
from pages.parts.frame import plain
from pages.parts.proof import proof_word, short
from pages.parts.reasons import listing
from pages.parts.scheme_detail import mentor_list
from programme.breach_words import broken_rules
from programme.compare_moves import Moves, moves_between
from programme.comparison import Comparison, Side
from texts import _

Value = Callable[[Side], float | None]


@dataclass(frozen=True)
class Line:
    """A figure: what it is called, its value, how it is written, whether more of it is better (None: neither).

    `of` says what it is measured by: "fits" or "floors" compare only where all sides have the same.
    """

    name: str
    value: Value
    text: Callable[[Side], str]
    more: bool | None
    digits: int = 0
    of: str = ""


def figures(found: Comparison) -> None:
    """The table in words, the two charts, and the people behind what is clicked."""
    heads = {f"side{place}": side.name for place, side in enumerate(found.sides)}
    words = {"figure": _("Figure"), **heads, "best": _("Best")}
    st.dataframe(
        figure_table(found),
        hide_index=True,
        column_config={name: st.column_config.TextColumn(word) for name, word in words.items()},
        height="content",
        key="compare-figures",
    )
    by_seats = st.toggle(_("Loads by seats left instead of people led"), key="compare-by-seats")
    left, right = st.columns(2, gap="medium")
    key = "-".join(str(side.scheme_id) for side in found.sides) + found.judged_by
    with left:
        fit = _chart(fit_overlay(fit_counts(found)), f"compare-fits-{key}")
    with right:
        load = _chart(load_overlay(load_counts(found, by_seats), by_seats=by_seats), f"compare-loads-{key}-{by_seats}")
    if fit is not None:
        _people_of_step(found, str(fit))
    elif load is not None:
        _mentors_of_load(found, str(load), by_seats)
    else:
        st.caption(_("Click a mark of a chart to see the people behind it."))


def summary(found: Comparison) -> str:
    """The later schemes against the first, in a sentence each."""
    return " ".join(_against(found, side) for side in found.sides[1:])


def _against(found: Comparison, side: Side) -> str:
    first = found.sides[0]
    parts = [_changing(moves_between(first, side), alike=found.fits_alike)]
    parts += [f"{line.name} {words}" for line in _lines() if (words := _difference(found, line, side))]
    told = _("“{other}” against “{first}”: {parts}.")
    return told.format(other=side.name, first=first.name, parts=listing(parts))


def _changing(moved: Moves, *, alike: bool) -> str:
    """How many change mentors, and how they fare where that can be said."""
    if not moved.moves:
        return _("nobody changes mentors")
    if not alike:
        return _("{count} people change mentors").format(count=len(moved.moves))
    told = _("{count} people change mentors ({losing} lose, {winning} win)")
    return told.format(count=len(moved.moves), losing=moved.losing, winning=moved.winning)


def _comparable(found: Comparison, line: Line) -> bool:
    """Whether better and worse can be said of a figure."""
    return line.more is not None and {"fits": found.fits_alike, "floors": found.floors_alike}.get(line.of, True)


def _difference(found: Comparison, line: Line, side: Side) -> str:
    """Above or below the first scheme by how much; "" where it is the same, a figure is missing or none can say."""
    before, after = line.value(found.sides[0]), line.value(side)
    if before is None or after is None or not _comparable(found, line):
        return ""
    gap = round(round(after, line.digits) - round(before, line.digits), line.digits)
    if not gap:
        return ""
    told = _apart(counted=not line.digits)[gap > 0, (gap > 0) == line.more]
    return told.format(gap=f"{abs(gap):.{line.digits}f}")


def _apart(*, counted: bool) -> dict[tuple[bool, bool], str]:
    """(above the first, better) -> the words, of counts or of measures."""
    if counted:
        return {
            (True, True): _("{gap} more (better)"),
            (False, True): _("{gap} fewer (better)"),
            (True, False): _("{gap} more (worse)"),
            (False, False): _("{gap} fewer (worse)"),
        }
    return {
        (True, True): _("{gap} higher (better)"),
        (False, True): _("{gap} lower (better)"),
        (True, False): _("{gap} higher (worse)"),
        (False, False): _("{gap} lower (worse)"),
    }


def figure_table(found: Comparison) -> pd.DataFrame:
    """Figures down, schemes across (side0, ...); the later ones say how they stand against the first; last the best."""
    rows = []
    for line in _lines():
        row = {"figure": line.name}
        for place, side in enumerate(found.sides):
            apart = _difference(found, line, side) if place else ""
            row[f"side{place}"] = f"{line.text(side)}   {apart}" if apart else line.text(side)
        rows.append(row | {"best": _best(line, found)})
    return pd.DataFrame(rows)


def _best(line: Line, found: Comparison) -> str:
    """Who is best in a figure, in words."""
    values = [(line.value(side), side.name) for side in found.sides]
    known = [(round(value, line.digits), name) for value, name in values if value is not None]
    if line.more is not None and not _comparable(found, line):
        return _("measured differently")
    if line.more is None or len(known) < len(values):
        return ""
    top = (max if line.more else min)(value for value, _name in known)
    if all(value == top for value, _name in known):
        return _("equal")
    return listing(_("“{name}”").format(name=name) for value, name in known if value == top)


def _lines() -> list[Line]:
    """The figures in the order in which a meeting asks for them."""

    def number(name: str, value: Value, more: bool, digits: int = 0, of: str = "") -> Line:
        return Line(name, value, lambda side: _written(value(side), digits), more, digits, of)

    return [
        Line(
            _("Paired, of those eligible"),
            lambda side: side.figures.paired,
            lambda side: f"{side.figures.paired} / {side.figures.eligible}",
            True,
        ),
        number(_("Not paired"), lambda side: side.figures.unmatched, False),
        number(_("Mean fit"), lambda side: side.figures.mean_fit, True, 1, "fits"),
        number(_("Lowest fit"), lambda side: side.figures.lowest_fit, True, 1, "fits"),
        Line(
            _("Under the floor"),
            lambda side: side.figures.under_floor,
            lambda side: _("{count} (floor {floor:g})").format(count=side.figures.under_floor, floor=side.floor),
            False,
            of="floors",
        ),
        number(_("Gini of load"), lambda side: side.figures.gini, False, 2),
        Line(
            _("Biggest load"),
            lambda side: side.figures.burden / max(side.figures.seats, 1),
            lambda side: _("leads {people}, seats {seats}").format(
                people=side.figures.burden, seats=side.figures.seats
            ),
            None,
        ),
        number(_("Mentors over their seats"), lambda side: side.figures.crowded, False),
        number(_("Moves against pairings in force"), lambda side: side.figures.moves, False),
        Line(
            _("Broken rules"),
            lambda side: sum(side.broken.values()),
            lambda side: broken_rules(side.broken) or "0",
            False,
        ),
        Line(_("Proof"), lambda side: None, lambda side: f"{proof_word(side.proof)} {short(side.fingerprint)}", None),
    ]


def _written(value: float | None, digits: int) -> str:
    return "—" if value is None else f"{value:.{digits}f}"


def fit_counts(found: Comparison) -> pd.DataFrame:
    """Pairs by steps of five points: place, name, step, pairs, floor."""
    rows = []
    for place, side in enumerate(found.sides):
        counts = dict.fromkeys(range(0, 100, BIN), 0)
        for fit in side.plan.values():
            counts[step_of(fit)] += 1
        rows += [[place, side.name, step, count, side.floor] for step, count in counts.items()]
    return pd.DataFrame(rows, columns=["place", "name", "step", "pairs", "floor"])


def step_of(fit: int) -> int:
    """The lower end of the step of a fit in milli-points."""
    return min(fit // (1000 * BIN) * BIN, 100 - BIN)


def load_counts(found: Comparison, by_seats: bool) -> pd.DataFrame:
    """Mentors by people led, or by seats left (below 0: over): place, name, value, mentors."""
    rows = [
        [place, side.name, load.capacity - load.burden if by_seats else load.burden]
        for place, side in enumerate(found.sides)
        for load in side.loads
    ]
    table = pd.DataFrame(rows, columns=["place", "name", "value"])
    return table.value_counts().rename("mentors").reset_index().sort_values(["place", "value"])


def _people_of_step(found: Comparison, key: str) -> None:
    place, step = map(int, key.split(":"))
    side = found.sides[place]
    ids = [mentee for (mentee, _mentor), fit in side.plan.items() if step_of(fit) == step]
    told = _("“{name}”: pairs with a fit of {low} to {high}")
    behind(found, told.format(name=side.name, low=step, high=step + BIN), ids, f"compare-step-{key}")


def _mentors_of_load(found: Comparison, key: str, by_seats: bool) -> None:
    place, value = map(int, key.split(":"))
    side = found.sides[place]
    shown = [load for load in side.loads if (load.capacity - load.burden if by_seats else load.burden) == value]
    told = _("“{name}”: mentors with {count} seats left") if by_seats else _("“{name}”: mentors with {count} people")
    st.markdown(f"**{plain(told.format(name=side.name, count=value))}**")
    people = found.people.mentors
    rows = [
        [load.mentor_id, people[load.mentor_id].name, people[load.mentor_id].unit, load.load, load.new, load.capacity]
        for load in shown
        if load.mentor_id in people
    ]
    mentor_list(pd.DataFrame(rows, columns=["mentor_id", "mentor", "unit", "load", "new", "capacity"]))


def _chart(figure: object, key: str) -> object:
    return clicked(st.plotly_chart(figure, key=key, config=CONFIG, on_select="rerun", selection_mode="points"))
