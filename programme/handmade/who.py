"""Whom a name in a list means: the number, else the name with its unit, among those who may stand on that side.

The rules are those of the roster import, with what a list can say: it knows no dates of birth. What is not certain
is asked, with everybody it may be.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from documents.values import read_name
from documents.vocabulary import Vocabulary
from programme.name_order import sounds
from programme.roster.known import People, Somebody

LIKE = 0.5
SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a list writes it, with number and unit if they stand there."""

    name: str
    no: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The person meant (people.id), or 0 with the reason and who it may be (`candidates`) or sounds like it (`near`).

    Reasons: `missing_name`, `bad_name`, `hidden_characters`, `number_of_another`, `number_differs`, `unit_differs`,
    `several`, `no_such_part` (the person is known, but not on this side of this cohort), `unknown`.
    """

    person_id: int = 0
    reason: str = ""
    candidates: tuple[int, ...] = ()
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """Everybody whom the database knows, and those who may stand on this side of the list (people.id)."""

    people: People
    open: frozenset[int]
    vocabulary: Vocabulary

    def find(self, told: Named) -> Found:
        """Whom a name means."""
        read = read_name(told.name)
        if read.fault is not None:
            return Found(reason=read.fault.rule)
        note = next((str(note.data["note"]) for note in read.warnings), "")
        plain = Named(str(read.value), told.no, told.unit or note)
        return self._by_number(plain) or self._by_name(plain)

    def knows(self, name: str) -> bool:
        """Whether the text is the name of somebody who may stand on this side."""
        read = read_name(name)
        return read.fault is None and any(one.id in self.open for one in self.people.named(str(read.value)))

    def _by_number(self, told: Named) -> Found | None:
        owner = self.people.by_no.get(told.no) if told.no else None
        if owner is None:
            return None
        if owner not in self.people.named(told.name):
            return Found(reason="number_of_another", candidates=self._open([owner]))
        if owner.id not in self.open:
            return Found(reason="no_such_part", near=self._like(told.name))
        return Found(owner.id)

    def _by_name(self, told: Named) -> Found:
        namesakes = self.people.named(told.name)
        able = [one for one in namesakes if one.id in self.open]
        if not able:
            return Found(reason="no_such_part" if namesakes else "unknown", near=self._like(told.name))
        here = [one for one in able if self._in_unit(one, told.unit)]
        if not here:
            return Found(reason="unit_differs", candidates=self._open(able))
        if len(here) > 1:
            return Found(reason="several", candidates=self._open(here))
        if told.no and here[0].person["no"]:
            return Found(reason="number_differs", candidates=self._open(here))
        return Found(here[0].id)

    def _in_unit(self, one: Somebody, text: str) -> bool:
        """Whether the person serves in the unit that the text begins with; a text without a known unit says nothing."""
        told = self.vocabulary.unit_prefix(text) if text else None
        return told is None or not one.unit or told[0] == one.unit

    def _open(self, people: Iterable[Somebody]) -> tuple[int, ...]:
        return tuple(one.id for one in people if one.id in self.open)

    def _like(self, name: str) -> tuple[int, ...]:
        """Those who may stand here and whose name looks or sounds like it, the likest first."""
        names = {self.people.by_id[key].person["name"]: key for key in sorted(self.open, reverse=True)}
        alike = {other for other in names if sounds(other)[0] == sounds(name)[0]}
        alike |= set(get_close_matches(name, names, n=2 * SUGGESTED, cutoff=LIKE))
        return tuple(names[other] for other in sorted(alike, key=lambda other: _distance(name, other))[:SUGGESTED])


def _distance(name: str, other: str) -> tuple[bool, float, bool, str]:
    """What sounds the same comes first, then what looks most alike, then the same surname."""
    alike = SequenceMatcher(None, name, other).ratio()
    return sounds(other)[0] != sounds(name)[0], -alike, other[:1] != name[:1], other
