"""Who else could follow: every mentor for one pairing, with the exact price against what is chosen now.

Everything else on the slip stays as it is, so nobody moves but this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import Change, Pairing
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Candidate, explain, solve
from programme.change_content import Content, Line
from programme.change_ground import Bond, Ground, codes, fits, ground_of, open_bonds
from programme.change_people import people_of
from programme.desk_cards import Who
from programme.errors import Forbidden, NotFound
from programme.snapshot import key_of, person_of
from programme.usecase import fetch

MILLI = 1000.0


@dataclass(frozen=True, slots=True)
class Successor:
    """A mentor for one pairing: `change` is what the whole gains in points against the present choice (None: no price).

    `forbidden` is "" or the rule that bars the pair ("no_seat": full); `load` counts the seats taken by then.
    """

    mentor: Who
    fit: float
    capacity: int
    load: int
    change: float | None
    forbidden: str
    chosen: bool
    under_floor: bool


@reads("programme")
@kept
def successors(
    session: Session, viewer: Viewer, *, pairing_id: int, change_id: int | None = None
) -> list[Successor]:  # fmt: skip
    """The mentors for a pairing, the best price first and the forbidden last; with a slip, as far as it stands."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    content = Content.of(fetch(session, Change, change_id).content) if change_id else None
    bonds = {bond.id: bond for bond in open_bonds(session, Pairing.id.in_(_in_play(content, pairing_id)))}
    if pairing_id not in bonds:
        raise NotFound("no_open_pairing")
    bond, present = bonds[pairing_id], _present(content, pairing_id)
    ground = _ground(session, content, bonds, bond)
    solution = solve(ground.problem)
    found = explain(ground.problem, solution, bond.keys[0]).candidates
    return _ranked(session, ground, bond, present, found)


@reads("programme")
def swap_fits(
    session: Session, viewer: Viewer, *, pairing_ids: tuple[int, int]
) -> tuple[tuple[float, float, str], ...]:
    """For the two pairings of a swap: the fit now and after in points, and the rule that bars the new pair ("" for none)."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    found = {bond.id: bond for bond in open_bonds(session, Pairing.id.in_(pairing_ids))}
    if len(found) < len(set(pairing_ids)):
        raise NotFound("no_open_pairing")
    first, second = (found[key] for key in pairing_ids)
    ground = ground_of(session, first.cohort_id, [first, second])
    after = [(first.keys[0], second.keys[1]), (second.keys[0], first.keys[1])]
    both = zip(fits(ground, [first.keys, second.keys]), fits(ground, after), codes(ground, after), strict=True)
    return tuple((old / MILLI, new / MILLI, code) for old, new, code in both)


def _in_play(content: Content | None, pairing_id: int) -> list[int]:
    return [pairing_id, *(line.pairing_id for line in content.moved)] if content else [pairing_id]


def _present(content: Content | None, pairing_id: int) -> Line | None:
    return next((line for line in content.moved if line.pairing_id == pairing_id), None) if content else None


def _ground(session: Session, content: Content | None, bonds: dict[int, Bond], bond: Bond) -> Ground:
    """Everything else on the slip is pinned where the slip has it; the present mentor is no choice."""
    if content is None:
        return ground_of(session, bond.cohort_id, [bond], barred=[bond.keys])
    others = [line for line in content.moved if line.pairing_id != bond.id and line.pairing_id in bonds]
    pins = [(bonds[line.pairing_id].keys[0], key_of(line.new_mentor_id or 0)) for line in others]
    leaving = [key_of(one.mentor_id) for one in content.leavers]
    barred = {bond.keys, *((bond.keys[0], mentor) for mentor in leaving)}
    return ground_of(session, content.cohort_id, bonds.values(), pins=pins, barred=barred)


def _ranked(
    session: Session, ground: Ground, bond: Bond, present: Line | None, found: Sequence[Candidate]
) -> list[Successor]:  # fmt: skip
    others = [one for one in found if person_of(one.mentor) != bond.mentor_id]
    named = people_of(session, [person_of(one.mentor) for one in others], [])
    chosen = key_of(present.new_mentor_id) if present and present.new_mentor_id else ""
    base = next((one.price for one in others if one.mentor == chosen), None)
    seats = {mentor.id: (mentor.capacity, mentor.load) for mentor in ground.problem.pool.mentors}  # type: ignore[union-attr]
    pins = [ground.problem.mentors[column] for _row, column in ground.problem.pins]
    floor = ground.problem.policy.floor
    return [
        Successor(
            mentor=named.mentors[person_of(one.mentor)],
            fit=one.fit / MILLI,
            capacity=seats[one.mentor][0],
            load=seats[one.mentor][1] + pins.count(one.mentor),
            change=None if one.price is None else ((base or 0) - one.price) / MILLI,
            forbidden=one.forbidden,
            chosen=one.mentor == chosen,
            under_floor=one.fit / MILLI < floor,
        )
        for one in others
    ]
