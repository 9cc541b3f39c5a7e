"""The queue of the desk: a line for each pair and for everybody without a mentor, filtered, found and cut into pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from programme.desk_board import Line, Queue, Wanted
from programme.desk_holds import Hold
from programme.desk_people import People
from programme.desk_plan import MILLI, sheet_of
from programme.desk_table import Table
from programme.firmness import FIRM, Firmness
from programme.name_order import sounds
from programme.scheme_state import Core

PAGE, PILES = 200, 16
BY_SHARE = ("look", "contested")
SEGMENTS: Mapping[str, Callable[[Line], bool]] = {
    "look": lambda line: line.doubtful,
    "unmatched": lambda line: line.mentor is None and "ineligible" not in line.marks,
    "crowded": lambda line: line.crowded,
    "all": lambda _line: True,
    "contested": lambda line: "contested" in line.marks,
    "firm": lambda line: line.share is not None and line.share >= FIRM,
    "floor": lambda line: "floor" in line.marks,
    "locked": lambda line: "pin" in line.marks,
    "override": lambda line: "override" in line.marks,
    "named": lambda line: "named" in line.marks,
    "alone": lambda line: "alone" in line.marks,
    "ineligible": lambda line: "ineligible" in line.marks,
}
FILTERS: Mapping[str, Callable[[Line], str]] = {
    "unit": lambda line: line.mentee.unit,
    "county": lambda line: line.county,
    "category": lambda line: line.category,
}


@dataclass(frozen=True, eq=False)
class Pile:
    """All lines of a scheme, and what there is to filter them by."""

    lines: tuple[Line, ...]

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each filter, sorted."""
        return {name: tuple(sorted(set(map(of, self.lines)) - {""})) for name, of in FILTERS.items()}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many lines are in each segment."""
        return _counted(self.lines)

    @cached_property
    def known(self) -> frozenset[int]:
        """Everybody in it, by mentees.id."""
        return frozenset(line.mentee.id for line in self.lines)


def pile_of(table: Table, people: People, firmness: Firmness | None) -> Pile:
    """The lines of a scheme as it stands, made once for the same plan, names and shares."""
    aside = frozenset((hold.pair, hold.rule) for hold in table.holds.values() if hold.rule)
    asked = (firmness.at, firmness.stale, firmness.samples) if firmness else None
    shelf = _shelf(table.state.core, people, aside, asked)
    if not shelf:
        shelf.append(Pile(tuple(lines_of(table, people, firmness))))
    return shelf[0]


@lru_cache(maxsize=PILES)
def _shelf(core: Core, people: People, aside: frozenset[Any], asked: tuple[Any, ...] | None) -> list[Pile]:
    """An empty place for the lines under this key."""
    return []


def lines_of(table: Table, people: People, firmness: Firmness | None = None) -> list[Line]:
    """One line for each pair, the lowest fit first, then everybody without a mentor."""
    paired = {mentee for mentee, _mentor in table.pairs}
    lines = [_pair_line(table, people, pair, firmness) for pair in sorted(table.pairs, key=_by_fit(table))]
    alone = (key for key in sorted(table.state.mentees.values()) if key not in paired)
    return lines + [_lonely_line(table, people, key) for key in alone]


def queue_of(pile: Pile, wanted: Wanted) -> Queue:
    """The lines that are wanted, and the page of them that holds the wanted mentee, else the first."""
    kept = _kept(pile, wanted)
    counts = dict(pile.counts if kept is pile.lines else _counted(kept))
    segment = wanted.segment or ("look" if counts["look"] else "all")
    chosen = [line for line in kept if all(SEGMENTS[name](line) for name in (segment, wanted.also) if name)]
    if segment in BY_SHARE:
        chosen.sort(key=lambda line: 1.0 if line.share is None else line.share)
    at = next((place for place, line in enumerate(chosen) if line.mentee.id == wanted.mentee_id), 0)
    first = at - at % PAGE
    return Queue(
        lines=tuple(chosen[first : first + PAGE]),
        first=first,
        ids=tuple(dict.fromkeys(line.mentee.id for line in chosen)),
        segment=segment,
        counts=counts,
        known=pile.known,
        units=pile.choices["unit"],
        counties=pile.choices["county"],
        categories=pile.choices["category"],
    )


def _counted(lines: Sequence[Line]) -> dict[str, int]:
    return {name: sum(map(test, lines)) for name, test in SEGMENTS.items()}


def _kept(pile: Pile, wanted: Wanted) -> Sequence[Line]:
    """The lines that the filters and the words leave."""
    filters = [(of, getattr(wanted, name)) for name, of in FILTERS.items() if getattr(wanted, name)]
    words = wanted.words.casefold().split()
    if not filters and not words:
        return pile.lines
    passed = [line for line in pile.lines if all(of(line) == value for of, value in filters)]
    return [line for line in passed if _found(line, words)]


def _by_fit(table: Table) -> Callable[[tuple[int, int]], tuple[int, tuple[int, int]]]:
    return lambda pair: (table.pairs[pair], pair)


def _pair_line(table: Table, people: People, pair: tuple[int, int], firmness: Firmness | None) -> Line:
    sheet, hold = sheet_of(table.state.core), table.holds.get(pair)
    capacity, burden = sheet.burdens[pair[1]]
    share = firmness.share(*pair) if firmness else None
    shaky = ("contested",) if share is not None and share < FIRM else ()
    doubts = sheet.doubts.get(pair, ())
    return Line(
        people.mentees[pair[0]],
        people.mentors[pair[1]],
        table.pairs[pair] / MILLI,
        marks=(*_lock_marks(hold, table.by_the_rules(pair)), *doubts, *shaky),
        doubtful=bool(doubts or shaky),
        crowded=burden > capacity,
        share=share,
        county=_county(table, pair[0]),
        category=people.categories[pair[0]],
    )


def _lonely_line(table: Table, people: People, mentee_id: int) -> Line:
    why = "alone" if (mentee_id, 0) in table.holds else sheet_of(table.state.core).reasons[mentee_id]
    county, category = _county(table, mentee_id), people.categories[mentee_id]
    return Line(people.mentees[mentee_id], None, None, marks=(why,), county=county, category=category)


def _county(table: Table, mentee_id: int) -> str:
    return table.state.wanting[table.state.keys(mentee_id, 0)[0]].county


def _lock_marks(hold: Hold | None, named: str) -> tuple[str, ...]:
    if hold is None or hold.kind != "pin":
        return ()
    if hold.rule:
        return ("pin", "override", "named") if named else ("pin", "override")
    if named:
        return "pin", "named"
    return ("pin",) if hold.origin == "system" else ("pin", hold.origin)


def _found(line: Line, words: Sequence[str]) -> bool:
    """Every word stands in a name or the unit, or in the sound of the mentee's name (王建国: wjg)."""
    mentor = line.mentor.label if line.mentor else ""
    text = " ".join((line.mentee.name, line.mentee.unit, mentor, *sounds(line.mentee.name))).casefold()
    return all(word in text for word in words)
