"""What an import would do, row by row, before anything is saved: new, changed, unchanged, doubtful, held back."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from documents.roster import Finding, PersonRow, Roster
from documents.roster.fields import is_required
from documents.values import name_key
from programme.roster.draft import NEW, SKIP, Decision, Draft, Line
from programme.roster.known import People, Somebody
from programme.roster.match import Match, match
from programme.roster.wanted import Wanted, wanted
from programme.roster.words import Wordbook

STATES = ("new", "changed", "unchanged", "doubtful", "held", "left_out")
DEFAULT_GRADE = 4
# Words that belong to the person in whatever part, with their vocabulary.
OF_PERSON = {"dialects": "dialect", "strengths": "strength"}
Changes = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its state, the person meant, what would change as {field: [before, after]}, and why it waits.

    `reason` of a doubtful row is one of `programme.roster.match`, `twice` (another row of the files means the same
    person) or `gone` (the person decided for is no longer there); `candidates` are person ids to choose from. A held row has faults that nobody has mended yet.
    """

    sheet: str
    row: int
    name: str
    state: str
    person_id: int | None = None
    changes: Changes = field(default_factory=dict)
    reason: str = ""
    candidates: tuple[int, ...] = ()

    @property
    def line(self) -> Line:
        """The row's place, as decisions name it."""
        return self.sheet, self.row


@dataclass(frozen=True, slots=True)
class Difference:
    """All rows of a roster against the database, and what their saving would add to the vocabularies."""

    kind: str
    entries: tuple[Entry, ...]
    new_units: tuple[str, ...]
    new_words: tuple[tuple[str, str], ...]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return Counter(entry.state for entry in self.entries)[state]

    @property
    def fingerprint(self) -> str:
        """What the user saw, as a hash: confirming is refused when the database has moved on since."""
        seen = [[e.sheet, e.row, e.state, e.person_id, e.changes] for e in self.entries]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """An entry with what the row says and whom it means: all that saving it needs."""

    entry: Entry
    wanted: Wanted | None = None
    somebody: Somebody | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row says, whom it means, and the key under which another row may mean the same person."""

    told: Wanted
    match: Match
    key: Any
    decided: bool

    @property
    def number(self) -> str:
        """The person's own number ("" without one), which no second row may have either."""
        return str(self.told.person.get("no", ""))


class Comparison:
    """Holds a roster against the database; rows of one person that differ wait until staff say which one holds."""

    def __init__(self, roster: Roster, draft: Draft, world: tuple[Wordbook, People]):
        self.roster, self.draft = roster, draft
        self.book, self.people = world
        self._fields = {(use.sheet, use.column): use.field for use in roster.mapping}
        self._faults: dict[Line, list[Finding]] = defaultdict(list)
        for found in roster.faults:
            self._faults[found.sheet, found.row].append(found)

    def steps(self) -> list[Step]:
        """Every person row in the order of the files."""
        read = [(row, self._meaning(row)) for row in self.roster.rows]
        told = [meaning for _, meaning in read if meaning]
        undecided = _counted(meaning for meaning in told if not meaning.decided)
        decided = _counted(meaning for meaning in told if meaning.decided)
        return [self._step(row, meaning, (undecided, decided)) for row, meaning in read]

    def difference(self, steps: list[Step]) -> Difference:
        """The entries, with the units and words that saving them would add."""
        taken = [step.wanted for step in steps if step.wanted and step.entry.state in ("new", "changed")]
        units = [row.unit for row in taken if row.unit and row.unit not in self.book.units]
        words = [
            (kind, word)
            for row in taken
            for name, found in row.words.items()
            for word in found
            if (kind := kind_of(name), word) not in self.book.codes
        ]
        entries = tuple(step.entry for step in steps)
        return Difference(self.roster.kind, entries, tuple(dict.fromkeys(units)), tuple(dict.fromkeys(words)))

    def _meaning(self, row: PersonRow) -> Meaning | None:
        """None for a row that is left out or held back."""
        decision = self.draft.decisions.get((row.sheet, row.row))
        if decision == SKIP or self._is_held(row):
            return None
        told = wanted(row, self.roster.kind, self.book)
        found = self._decided(told, decision)
        key = (
            found.somebody.id
            if found.somebody
            else (name_key(told.person["name"]), told.unit, told.person.get("birth"))
        )
        return Meaning(told, found, key, decision is not None)

    def _is_held(self, row: PersonRow) -> bool:
        """A fault holds the row back, unless staff let it go without that cell and the row can do without it."""
        return any(
            found.place not in self.draft.without
            or is_required(self._fields.get((found.sheet, found.column), ""), self.roster.kind)
            for found in self._faults[row.sheet, row.row]
        )

    def _decided(self, told: Wanted, decision: Decision | None) -> Match:
        """What staff decided, else what the row says itself."""
        if decision is None:
            return match(told, self.people)
        if decision == NEW:
            found = match(told, self.people)
            # Somebody new with the number, or the name, unit and birth, of a known person would be that person twice.
            return Match() if found.reason == "same_name" or not found.reason and not found.somebody else found
        somebody = self.people.by_id.get(int(decision))
        return Match(somebody, "" if somebody else "gone")

    def _step(self, row: PersonRow, meaning: Meaning | None, counts: tuple[Counter, Counter]) -> Step:
        entry = Entry(row.sheet, row.row, str(row.values.get("name") or ""), "held")
        if meaning is None:
            skipped = self.draft.decisions.get(entry.line) == SKIP
            return Step(replace(entry, state="left_out" if skipped else "held"))
        reason = meaning.match.reason or ("twice" if _is_twice(meaning, *counts) else "")
        if reason:
            return Step(replace(entry, state="doubtful", reason=reason, candidates=_candidates(meaning.match)))
        somebody = meaning.match.somebody
        changes = changes_of(meaning.told, self.book, somebody)
        is_new = somebody is None or somebody.role is None
        state = "new" if is_new else "changed" if changes else "unchanged"
        person_id = somebody.id if somebody else None
        return Step(replace(entry, state=state, person_id=person_id, changes=changes), meaning.told, somebody)


def _counted(meanings: Iterable[Meaning]) -> Counter:
    return Counter(key for meaning in meanings for key in _keys(meaning))


def _keys(meaning: Meaning) -> list[Any]:
    return [meaning.key, *([("no", meaning.number)] if meaning.number else [])]


def _is_twice(meaning: Meaning, undecided: Counter, decided: Counter) -> bool:
    """Another row means the same person, and staff have not said that this one alone holds."""
    if meaning.decided:
        return any(decided[key] > 1 for key in _keys(meaning))
    return any(undecided[key] + decided[key] > 1 for key in _keys(meaning))


def _candidates(found: Match) -> tuple[int, ...]:
    return found.candidates or ((found.somebody.id,) if found.somebody else ())


def changes_of(told: Wanted, book: Wordbook, somebody: Somebody | None) -> Changes:
    """What differs from what is kept, as {field: [before, after]}; units by name, words by code where they have one."""
    person = somebody.person if somebody else {}
    role = (somebody.role if somebody else None) or {}
    pairs: dict[str, tuple[Any, Any]] = {name: (person.get(name), value) for name, value in told.person.items()}
    if told.unit:
        pairs["unit"] = (somebody.unit if somebody else None, told.unit)
    pairs |= {name: (role.get(name), value) for name, value in _role(told, somebody).items()}
    for name, words in told.words.items():
        before = (person if name in OF_PERSON else role).get(name)
        pairs[name] = (before, _coded(name, words, book, before))
    return {name: [before, after] for name, (before, after) in pairs.items() if _differs(name, before, after)}


def _differs(name: str, before: Any, after: Any) -> bool:
    """A month does not change a day in it that is known already."""
    if name in ("birth", "work_start") and before and before.startswith(after):
        return False
    return bool(before != after)


def _role(told: Wanted, somebody: Somebody | None) -> dict[str, Any]:
    """The part's own values; where a known mentee serves and the field are changed by a move, not by every roster."""
    values = dict(told.role)
    kept = somebody.role if somebody else None
    if kept is None:
        return values
    if kept.get("field"):
        values.pop("field", None)
    if told.unit == (somebody.unit if somebody else "") and kept.get("county"):
        values.pop("county", None)
        values.pop("township", None)
    return values


def _coded(name: str, words: tuple[str, ...], book: Wordbook, before: Any) -> Any:
    """The words as they are kept: expertise with the grade it has or gets, those of a person in order of code, needs by rank."""
    codes = [book.codes.get((kind_of(name), word), word) for word in words]
    if name == "expertise":
        return {code: (before or {}).get(code, DEFAULT_GRADE) for code in sorted(codes)}
    return sorted(codes) if name in OF_PERSON else codes


def kind_of(name: str) -> str:
    """The vocabulary of a field."""
    return OF_PERSON.get(name, "expertise")
