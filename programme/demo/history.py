"""What happened in the past cohorts: who was led by whom, and every step of each pairing with its day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from programme.demo.draw import Dice, table
from programme.demo.mentees import Learner
from programme.demo.mentors import CLOSED_STREAM, Drawn
from programme.demo.sizes import Term

CALLED_UP = ("in_pool", "paused", "left")
SOME, TRIES = 8, 60
SAME_COUNTY = 75
PAUSED = 3
OVER = 3
Step = tuple[str, str, date, str]


@dataclass(slots=True)
class Bond:
    """One pairing by the places of its people in the lists of mentors and mentees, with its steps."""

    mentor: int
    mentee: int
    term: Term
    starts_on: date
    ends_on: date
    steps: list[Step] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The state after the last step."""
        return self.steps[-1][1]


class Seats:
    """Who still has a free seat; past pairings take none, for they are over."""

    def __init__(self, dice: Dice, mentors: list[Drawn]):
        self.dice, self.mentors = dice, mentors
        self.load: Counter[int] = Counter()
        self.past = [i for i, one in enumerate(mentors) if one.profile["status"] in CALLED_UP]
        self.stayed = [i for i in self.past if mentors[i].profile["status"] != "left"]
        self.free = [i for i in self.stayed if mentors[i].profile["capacity"]]

    def take(self, i: int) -> None:
        """One more person with this mentor; who is full is free no longer."""
        self.load[i] += 1
        if self.load[i] == self.mentors[i].profile["capacity"]:
            self.free.remove(i)

    def choose(self, learner: Learner, among: list[int]) -> int:
        """A mentor for somebody: of a handful at hand the one who knows most of what is needed."""
        if learner.place.stream == CLOSED_STREAM:
            among = [i for i in among if self.mentors[i].place.stream == CLOSED_STREAM] or among
        handful: list[int] = []
        for _ in range(TRIES):
            candidate = self.dice.one(among)
            if self._fits(candidate, learner):
                handful.append(candidate)
            if len(handful) == SOME:
                break
        return max(handful or among[:1], key=lambda i: len(self.mentors[i].expertise.keys() & set(learner.needs)))

    def _fits(self, i: int, learner: Learner) -> bool:
        place, other = self.mentors[i].place, learner.place
        if CLOSED_STREAM in (place.stream, other.stream):
            return place.stream == other.stream
        return place.county == other.county or not self.dice.chance(SAME_COUNTY)


def past_bonds(seed: int, mentors: list[Drawn], mentees: list[Learner]) -> list[Bond]:
    """All pairings of the past cohorts; three mentors end up with more people than seats, for theirs were cut later."""
    dice = Dice(seed, "history")
    seats = Seats(dice, mentors)
    bonds: list[Bond] = []
    for number, learner in enumerate(mentees):
        if learner.fate != "waiting":
            bonds += _bonds_of(dice, seats, number, learner)
    _cut_seats(seats)
    return bonds


def _bonds_of(dice: Dice, seats: Seats, number: int, learner: Learner) -> Iterator[Bond]:
    """One pairing, or two where the first mentor left the pool before the term was over."""
    term, still = learner.term, learner.fate in ("due", "led")
    mentor = seats.choose(learner, seats.free if still else seats.past)
    if still:
        seats.take(mentor)
    bond = Bond(mentor, number, term, term.starts_on, term.ends_on)
    profile = seats.mentors[mentor].profile
    if profile["status"] == "left" and profile["status_on"] < term.ends_on:
        day = max(profile["status_on"], term.starts_on + timedelta(days=45))
        reason = dice.one(table("people")["reasons"]["changed"])
        bond.steps = [*_begun(bond), ("active", "changed", day, reason)]
        yield bond
        bond = Bond(seats.choose(learner, seats.stayed), number, term, day + timedelta(days=14), term.ends_on)
    bond.steps = _begun(bond) + _rest(dice, bond, learner.fate)
    yield bond


def _begun(bond: Bond) -> list[Step]:
    """From public notice to force; three working days of notice."""
    noticed, confirmed = bond.starts_on - timedelta(days=7), bond.starts_on - timedelta(days=2)
    return [
        ("", "notice", noticed, ""),
        ("notice", "confirmed", confirmed, ""),
        ("confirmed", "active", bond.starts_on, ""),
    ]


def _rest(dice: Dice, bond: Bond, fate: str) -> list[Step]:
    reasons = table("people")["reasons"]
    if fate == "led":
        day = bond.starts_on + timedelta(days=dice.whole(200, 380))
        return [("active", "paused", day, dice.one(reasons["paused"]))] if dice.chance(PAUSED) else []
    if fate == "ended":
        day = bond.starts_on + timedelta(days=dice.whole(90, 330))
        return [("active", "ended", day, dice.one(reasons["ended"]))]
    due = ("active", "due", bond.ends_on, "")
    judged = bond.ends_on + timedelta(days=dice.whole(8, 30))
    return [due] if fate == "due" else [due, ("due", "graduated", judged, "")]


def _cut_seats(seats: Seats) -> None:
    full = [
        i
        for i, one in enumerate(seats.mentors)
        if 1 < seats.load[i] == one.profile["capacity"] and one.profile["status"] == "in_pool"
    ]
    for i in full[:: max(1, len(full) // OVER)][:OVER]:
        seats.mentors[i].profile["capacity"] -= 1


def event_rows(bonds: list[Bond], ids: list[int], by_id: int) -> list[dict[str, Any]]:
    """The rows of all steps, at the hour when an office writes such things down."""
    return [
        {
            "pairing_id": key,
            "from_status": before,
            "to_status": after,
            "on_day": day,
            "reason": reason,
            "by_id": by_id,
            "at": datetime.combine(day, time(2)),
        }
        for bond, key in zip(bonds, ids, strict=True)
        for before, after, day, reason in bond.steps
    ]
