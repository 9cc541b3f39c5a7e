"""What an import of records would do, row by row, before anything is saved: whose pairing a row means and what is kept already."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from documents.roster import Finding, PersonRow, Place, Roster
from documents.values.text import key
from programme.errors import Conflict, Invalid
from programme.handmade.who import Named, Side
from programme.recordbook.in_force import Span, demand_in_force
from programme.recordbook.values import Entry, checked
from programme.roster.draft import SKIP, Draft, Line

STATES = ("new", "present", "doubtful", "held", "left_out")
COLUMN_OF = {"happened_on": "day", "campaign_id": "campaign"}
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A pairing as a row may mean it: its people (people.id), the key of the mentor's name, its days in force.

    `closed` is the name of its cohort once that is closed, "" before.
    """

    id: int
    mentee_id: int
    mentor_id: int
    mentor_key: str
    spans: tuple[Span, ...]
    closed: str = ""

    def holds(self, day: date) -> bool:
        """Whether it was in force on the day."""
        return any(span.holds(day) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Book:
    """All that rows are held against: pairings by mentee and by id, those whom a name may mean, topics (word -> code),
    campaigns (id -> name, first and last day), what is on record."""

    side: Side
    by_mentee: Mapping[int, tuple[Pair, ...]]
    by_id: Mapping[int, Pair]
    topics: Mapping[str, str]
    campaigns: Mapping[int, tuple[str, date, date | None]]
    kept: frozenset[tuple[Any, ...]]
    days: frozenset[tuple[int, str, date]]


@dataclass(frozen=True, slots=True)
class RowEntry:
    """One row: its state, the pairing it means, and why it waits (`candidates` are pairing ids to choose from).

    Reasons: those of `programme.handmade.who`, `mentor_differs`, `several_pairings`, `not_in_force`, `gone`.
    `same_day` says that another record of this pairing and kind is kept for the day.
    """

    sheet: str
    row: int
    name: str
    state: str
    pairing_id: int | None = None
    kind: str = ""
    day: date | None = None
    words: str = ""
    reason: str = ""
    candidates: tuple[int, ...] = ()
    same_day: bool = False

    @property
    def line(self) -> Line:
        """The row's place, as decisions name it."""
        return self.sheet, self.row


@dataclass(frozen=True, slots=True)
class Difference:
    """All rows against the database."""

    entries: tuple[RowEntry, ...]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return Counter(entry.state for entry in self.entries)[state]

    @property
    def fingerprint(self) -> str:
        """What the user saw, as a hash."""
        seen = [[e.sheet, e.row, e.state, e.pairing_id, e.kind, e.day, e.words] for e in self.entries]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """An entry with what is to be kept for it (None: nothing)."""

    entry: RowEntry
    told: Entry | None = None


@dataclass
class Comparison:
    """Holds a roster of records against the database; `faults` grows by what only both together tell."""

    roster: Roster
    draft: Draft
    book: Book
    faults: list[Finding] = field(default_factory=list)

    def steps(self) -> list[Step]:
        """Every row in the order of the files; a row that says what an earlier one said is present already."""
        waiting: dict[Line, list[Finding]] = defaultdict(list)
        for found in self.roster.faults:
            # What an earlier comparison found is found again, or is mended by now.
            if not found.rule.startswith("record_"):
                waiting[found.sheet, found.row].append(found)
        steps, seen = [], set(self.book.kept)
        for row in self.roster.rows:
            step = self._step(row, waiting[row.sheet, row.row])
            if step.told is not None:
                mark = signature(step.entry.pairing_id or 0, step.told)
                if mark in seen:
                    step = Step(replace(step.entry, state="present"))
                seen.add(mark)
            steps.append(step)
        return steps

    def _step(self, row: PersonRow, faults: list[Finding]) -> Step:
        entry = RowEntry(row.sheet, row.row, str(row.values.get("name") or ""), "held")
        if self.draft.decisions.get(entry.line) == SKIP:
            return Step(replace(entry, state="left_out"))
        if any(found.place not in self.draft.without or self._needed(found) for found in faults):
            return Step(entry)
        told = self._told(row)
        if told is None:
            return Step(entry)
        day, kind = told.columns["happened_on"], told.kind
        entry = replace(entry, kind=kind, day=day, words=told.columns["title"] or told.columns["content"])
        pair, reason, candidates = self._pair(row, day)
        if pair is None:
            return Step(replace(entry, state="doubtful", reason=reason, candidates=candidates[:SHOWN]))
        if not self._in_force(row, pair, day):
            return Step(replace(entry, pairing_id=pair.id))
        same = (pair.id, kind, day) in self.book.days
        return Step(replace(entry, state="new", pairing_id=pair.id, same_day=same), told)

    def _needed(self, found: Finding) -> bool:
        return _field_of(self.roster, found.place) in ("mentee", "day", "kind")

    def _told(self, row: PersonRow) -> Entry | None:
        """What the row says as it would be kept; a value that cannot be kept is a fault of its cell."""
        without = {_field_of(self.roster, place) for place in self.draft.without if place[:2] == (row.sheet, row.row)}
        said = {name: value for name, value in row.values.items() if name not in without}
        values = {**said, "happened_on": said.get("day"), "campaign_id": said.get("campaign"), "topics": ()}
        try:
            told = replace(
                checked(values), topics=tuple(self.book.topics.get(word, word) for word in said.get("topics") or ())
            )
            self._demand_campaign(told)
            return told
        except (Invalid, Conflict) as refused:
            rule = "record_remedy_needed" if refused.data.get("field") == "remedy" else refused.code
            self._fault(row, str(refused.data.get("field", "")), (rule, refused.data))
            return None

    def _demand_campaign(self, told: Entry) -> None:
        if told.kind == "campaign":
            name, since, until = self.book.campaigns[told.beside["campaign_id"]]
            day = told.columns["happened_on"]
            if day < since or (until is not None and day > until):
                raise Conflict("record_outside_campaign", field="campaign_id", campaign=name, day=day, since=since)

    def _in_force(self, row: PersonRow, pair: Pair, day: date) -> bool:
        try:
            demand_in_force(pair.spans, day)
        except Conflict as refused:
            self._fault(row, "happened_on", (refused.code, refused.data))
            return False
        if pair.closed:
            self._fault(row, "happened_on", ("record_cohort_closed", {"cohort": pair.closed}))
        return not pair.closed

    def _fault(self, row: PersonRow, name: str, why: tuple[str, Mapping[str, Any]]) -> None:
        name = COLUMN_OF.get(name, name)
        labels = {use.field: use.column for use in self.roster.mapping if use.sheet == row.sheet}
        label = labels.get(name) or labels.get("content") or labels.get("day", "")
        self.faults.append(Finding(row.sheet, row.row, label, why[0], row.raw.get(label, ""), dict(why[1])))

    def _pair(self, row: PersonRow, day: date) -> tuple[Pair | None, str, tuple[int, ...]]:
        """The pairing meant, or why that cannot be told and which it may be."""
        decision = self.draft.decisions.get((row.sheet, row.row))
        if decision is not None:
            pair = self.book.by_id.get(int(decision))
            return (pair, "", ()) if pair else (None, "gone", ())
        told = row.values
        found = self.book.side.find(
            Named(str(told.get("mentee", "")), str(told.get("mentee_no", "")), str(told.get("mentee_unit", "")))
        )
        if not found.person_id:
            return None, found.reason, self._pairs_of((*found.candidates, *found.near), day)
        pairs = self.book.by_mentee.get(found.person_id, ())
        return self._narrowed(pairs, str(told.get("mentor", "")), day)

    def _narrowed(self, pairs: tuple[Pair, ...], mentor: str, day: date) -> tuple[Pair | None, str, tuple[int, ...]]:
        """Of a mentee's pairings the one with the mentor named, in force on the day; one alone is meant in any case."""
        named = [pair for pair in pairs if not mentor or pair.mentor_key == key(mentor)]
        if not named:
            return None, "mentor_differs", self._ordered(pairs, day)
        holding = [pair for pair in named if pair.holds(day)]
        if len(holding) == 1:
            return holding[0], "", ()
        if holding:
            return None, "several_pairings", self._ordered(holding, day)
        return (named[0], "", ()) if len(named) == 1 else (None, "not_in_force", self._ordered(named, day))

    def _pairs_of(self, people: Iterable[int], day: date) -> tuple[int, ...]:
        return self._ordered(
            [pair for person in dict.fromkeys(people) for pair in self.book.by_mentee.get(person, ())], day
        )

    @staticmethod
    def _ordered(pairs: Iterable[Pair], day: date) -> tuple[int, ...]:
        """Those in force on the day first."""
        return tuple(pair.id for pair in sorted(pairs, key=lambda pair: not pair.holds(day)))


def signature(pairing_id: int, told: Entry) -> tuple[Any, ...]:
    """What makes two records one: pairing, kind, day, and the words or the village and its number."""
    columns, beside = told.columns, told.beside
    return mark(pairing_id, (told.kind, columns["happened_on"]), (columns["title"], columns["content"]),
                (beside.get("village"), beside.get("households_visited")))  # fmt: skip


def mark(pairing_id: int, when: tuple[str, date], words: tuple[str, str], visit: tuple[Any, Any]) -> tuple[Any, ...]:
    """The signature from the columns of the tables."""
    return pairing_id, *when, key(words[0]), key(words[1]), key(visit[0] or ""), visit[1]


def _field_of(roster: Roster, place: Place) -> str:
    return next((use.field for use in roster.mapping if (use.sheet, use.column) == (place[0], place[2])), "")
