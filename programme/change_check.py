"""What stands against a change now, one named check each: read before signing, and again inside carrying it out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Avoidance, Change, Mentee, MentorProfile, Person, Unit
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from programme import change_after, frozen
from programme.change_content import ACTS, EXITS, Content, Line
from programme.change_ground import Bond, codes, ground_of, open_bonds
from programme.change_plans import affected_bonds
from programme.pairings import BEFORE_FORCE
from programme.recheck import Finding
from programme.rules import Rules, rules_in_force
from programme.seats import seats_of
from programme.snapshot import key_of
from programme.usecase import fetch

UNDER_SIGNATURE = ("proposed", "approved", "carried_out")
RULES = ("command", "stream")
# From where a slip takes a mentor out of the pool, or lets one rest.
GOING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"left": ("nominated", "reviewed", "in_pool", "paused"), "paused": ("in_pool",)}
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A mentor as the pool has them now; `status` is "" where there is no profile."""

    name: str
    status: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Now:
    """The content against the tables: every open pairing, the mentors named, names of mentees, declared avoidances."""

    content: Content
    bonds: Mapping[int, Bond]
    mentors: Mapping[int, Seat]
    mentees: Mapping[int, tuple[int, str]]
    units: Mapping[int, int | None]
    avoidances: frozenset[tuple[int, int]]

    @property
    def standing(self) -> list[tuple[Line, Bond]]:
        """The lines whose pairing is still open."""
        return [(line, self.bonds[line.pairing_id]) for line in self.content.lines if line.pairing_id in self.bonds]

    @property
    def after(self) -> Counter[tuple[int, int]]:
        """(people.id of the mentor, people.id of the mentee) of every open pairing once it is carried out."""
        closing = {line.pairing_id for line in self.content.lines if line.act in ("change", "release", "end")}
        kept = [(bond.mentor_id, bond.person_id) for bond in self.bonds.values() if bond.id not in closing]
        return Counter(kept + [(line.new_mentor_id or 0, self.person(line)) for line in self.content.moved])

    def person(self, line: Line) -> int:
        """The people.id of a line's mentee."""
        return self.mentees[line.mentee_id][0]

    def named(self, line: Line) -> dict[str, Any]:
        """The names of a line for its sentence; the mentor is the successor where there is one."""
        mentor = self.mentors.get(line.new_mentor_id or line.mentor_id)
        return {"mentee": self.mentees[line.mentee_id][1], "mentor": mentor.name if mentor else ""}


Check = Callable[[Now], Iterator[Finding]]


def findings(session: Session, change: Change, *, carrying_out: bool = False) -> list[Finding]:
    """Everything that stands against this change, what stops first; the day counts only for carrying it out."""
    content = Content.of(change.content)
    now = read(session, content)
    found = [finding for check in CHECKS for finding in check(now)]
    found += _not_what_was_signed(change)
    found += _against_the_rules(session, now)
    found += change_after.out_of_time(session, content, now.standing, now.named)
    found += change_after.in_the_new_unit(session, content, rules_in_force(session, content.cohort_id), now.named)
    found += _left_behind(session, content)
    if carrying_out and change.effective_on > today():
        found.append(Finding("change_not_yet", data={"day": change.effective_on}))
    return sorted(found, key=lambda finding: finding.waivable)


@reads("programme")
@kept
def standing(session: Session, viewer: Viewer, *, change_id: int) -> list[Finding]:
    """The findings for the page; whoever sees one unit only gets none, they name people of others."""
    if viewer.unit_id is not None:
        return []
    change = fetch(session, Change, change_id)
    return findings(session, change, carrying_out=change.status == "approved")


def read(session: Session, content: Content) -> Now:
    """Everything at once, in a handful of statements whatever the size."""
    people = {line.new_mentor_id or line.mentor_id for line in content.lines} | {
        one.mentor_id for one in content.leavers
    }
    mentees = [line.mentee_id for line in content.lines] + [one.mentee_id for one in content.transfers]
    return Now(
        content=content,
        bonds={bond.id: bond for bond in open_bonds(session)},
        mentors=_seats(session, people, rules_in_force(session, content.cohort_id)),
        mentees=_mentees(session, mentees),
        units=_units(session, mentees),
        avoidances=frozenset((a, b) for a, b in session.execute(select(Avoidance.person_a, Avoidance.person_b))),
    )


def something_to_do(now: Now) -> Iterator[Finding]:
    """A slip that changes nothing cannot be signed."""
    acting = [line for line in now.content.lines if line.act != "keep"]
    if not acting and not now.content.leavers and not now.content.transfers:
        yield Finding("change_empty")


def pairs_as_they_were(now: Now) -> Iterator[Finding]:
    """Every pairing is open, with the mentor and in the state that was drawn up."""
    for line in now.content.lines:
        bond = now.bonds.get(line.pairing_id)
        if bond is None or (bond.mentor_id, bond.status) != (line.mentor_id, line.status):
            yield Finding("pair_moved_on", line.mentee_id, line.mentor_id, data=now.named(line))
        elif bond.status not in ACTS[line.act]:
            yield Finding("act_not_in_state", line.mentee_id, line.mentor_id, data=now.named(line))


def not_before_they_began(now: Now) -> Iterator[Finding]:
    """A pairing in force does not change before the day on which it began."""
    for line, bond in now.standing:
        if line.act != "keep" and bond.status not in BEFORE_FORCE and now.content.effective_on < bond.starts_on:
            data = {**now.named(line), "day": bond.starts_on}
            yield Finding("before_it_began", line.mentee_id, line.mentor_id, data=data)


def successors_available(now: Now) -> Iterator[Finding]:
    """Whoever gets somebody is in the pool, not paused, and does not leave by this very slip."""
    leaving = {one.mentor_id for one in now.content.leavers}
    for mentor_id in sorted({line.new_mentor_id or 0 for line in now.content.moved}):
        seat = now.mentors.get(mentor_id)
        if seat is None:
            yield Finding("successor_missing")
        elif mentor_id in leaving:
            yield Finding("mentor_left", mentor_id=mentor_id, data={"mentor": seat.name})
        elif seat.status != "in_pool":
            code = {"paused": "mentor_paused", "left": "mentor_left"}.get(seat.status, "mentor_unconfirmed")
            yield Finding(code, mentor_id=mentor_id, data={"mentor": seat.name})


def capacity_kept(now: Now) -> Iterator[Finding]:
    """Nobody who gets somebody has more people than seats once it is carried out; who only exchanges keeps the seats."""
    burden = Counter(mentor for mentor, _mentee in now.after.elements())
    present = Counter(bond.mentor_id for bond in now.bonds.values())
    new = Counter(line.new_mentor_id or 0 for line in now.content.moved)
    for mentor_id, more in sorted(new.items()):
        seat = now.mentors.get(mentor_id)
        if seat and burden[mentor_id] > max(seat.capacity, present[mentor_id]):
            load = {"load": burden[mentor_id] - more, "new": more, "capacity": seat.capacity}
            yield Finding("over_capacity", mentor_id=mentor_id, data={"mentor": seat.name, **load})


def nobody_alone(now: Now) -> Iterator[Finding]:
    """Nobody is their own mentor, no two are each other's, and two mentors of one mentee are two people."""
    after = now.after
    for line in now.content.moved:
        pair = (line.new_mentor_id or 0, now.person(line))
        if pair[0] == pair[1]:
            yield Finding("self_pair", line.mentee_id, line.new_mentor_id, data=now.named(line))
        elif after[pair[1], pair[0]]:
            yield Finding("mutual_pair", line.mentee_id, line.new_mentor_id, data=now.named(line))
        elif after[pair] > 1:
            yield Finding("twice_the_same", line.mentee_id, line.new_mentor_id, data=now.named(line))


def avoidance_kept(now: Now) -> Iterator[Finding]:
    """No two people who declared that they must avoid each other; the ground stays private."""
    for line in now.content.moved:
        one, other = sorted((line.new_mentor_id or 0, now.person(line)))
        if (one, other) in now.avoidances:
            yield Finding("avoidance", line.mentee_id, line.new_mentor_id, data=now.named(line))


def leavers_can_go(now: Now) -> Iterator[Finding]:
    """Who leaves or rests is in a state from which that is possible; who has left already may be named again."""
    for one in now.content.leavers:
        seat, to = now.mentors.get(one.mentor_id), EXITS[one.ground][0]
        status = seat.status if seat else ""
        if status != to and status not in GOING[to]:
            yield Finding("leaver_moved_on", mentor_id=one.mentor_id, data={"mentor": seat.name if seat else ""})


def nobody_rests_with_who_left(now: Now) -> Iterator[Finding]:
    """A rest ends with the same mentor, so it needs one who stays or comes back."""
    gone = {one.mentor_id for one in now.content.leavers if EXITS[one.ground][0] == "left"}
    for line in now.content.lines:
        if line.act == "pause" and line.mentor_id in gone:
            yield Finding("rests_with_who_left", line.mentee_id, line.mentor_id, data=now.named(line))


def leads_stay(now: Now) -> Iterator[Finding]:
    """Nobody is left with a second mentor only."""
    closing = {line.pairing_id: line for line in now.content.lines if line.act in ("release", "end")}
    seconds = {bond.mentee_id for bond in now.bonds.values() if bond.role == "second" and bond.id not in closing}
    for line in closing.values():
        if line.role == "lead" and line.mentee_id in seconds:
            yield Finding("second_without_lead", line.mentee_id, data=now.named(line))


def transfers_as_they_were(now: Now) -> Iterator[Finding]:
    """Who is transferred is still in the unit that the slip names."""
    for one in now.content.transfers:
        if now.units.get(one.mentee_id) != one.from_unit:
            name = now.mentees[one.mentee_id][1] if one.mentee_id in now.mentees else ""
            yield Finding("transfer_moved_on", one.mentee_id, data={"mentee": name})


CHECKS: tuple[Check, ...] = (
    something_to_do, pairs_as_they_were, not_before_they_began, successors_available, capacity_kept, nobody_alone, avoidance_kept,
    leavers_can_go, nobody_rests_with_who_left, leads_stay, transfers_as_they_were,
)  # fmt: skip


def _not_what_was_signed(change: Change) -> Iterator[Finding]:
    """What was signed is what stands there now."""
    if change.status in UNDER_SIGNATURE and frozen.digest(change.content) != change.frozen_hash:
        yield Finding("not_what_was_signed", data={"hash": frozen.short(change.frozen_hash)})


def _against_the_rules(session: Session, now: Now) -> Iterator[Finding]:
    """The engine's own rules on the new pairs; a choice that staff gave a reason for stands."""
    moves = [(line, bond) for line, bond in now.standing if line.act == "change" and line.new_mentor_id in now.mentors]
    asked = [(line, bond) for line, bond in moves if not (line.origin == "staff" and line.note.strip())]
    if not asked:
        return
    ground = ground_of(session, now.content.cohort_id, [bond for _line, bond in asked])
    pairs = [(bond.keys[0], key_of(line.new_mentor_id or 0)) for line, bond in asked]
    for (line, _bond), code in zip(asked, codes(ground, pairs), strict=True):
        if code in RULES:
            yield Finding(f"rule_{code}", line.mentee_id, line.new_mentor_id, True, now.named(line))


def _left_behind(session: Session, content: Content) -> Iterator[Finding]:
    """Whoever leaves takes no open pairing with him that the slip does not speak of."""
    spoken = {line.pairing_id for line in content.lines}
    for bond in affected_bonds(session, [one.mentor_id for one in content.leavers]):
        if bond.id not in spoken:
            name = session.scalar(select(Person.name).where(Person.id == bond.person_id)) or ""
            yield Finding("pair_not_covered", bond.mentee_id, bond.mentor_id, data={"mentee": name})


def _seats(session: Session, people: set[int], rules: Rules) -> dict[int, Seat]:
    columns = (Person.id, Person.name, MentorProfile.status, MentorProfile.capacity, MentorProfile.standing)
    rows = session.execute(
        select(*columns).outerjoin(MentorProfile, MentorProfile.person_id == Person.id).where(Person.id.in_(people))
    )
    return {
        key: Seat(name, status or "", seats_of(rules, key, own or 0, standing or "").seats)
        for key, name, status, own, standing in rows
    }


def _mentees(session: Session, keys: list[int]) -> dict[int, tuple[int, str]]:
    rows = select(Mentee.id, Mentee.person_id, Person.name, Unit.name)
    rows = rows.join(Person, Person.id == Mentee.person_id).outerjoin(Unit, Unit.id == Person.unit_id)
    found = session.execute(rows.where(Mentee.id.in_(keys)))
    return {key: (person, " ".join(filter(None, (name, unit)))) for key, person, name, unit in found}


def _units(session: Session, keys: list[int]) -> dict[int, int | None]:
    rows = select(Mentee.id, Person.unit_id).join(Person, Person.id == Mentee.person_id).where(Mentee.id.in_(keys))
    return dict(session.execute(rows).all())  # type: ignore[arg-type]
