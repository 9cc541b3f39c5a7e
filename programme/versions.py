"""What changed between any two states of a cohort's schemes: the first question of a meeting.

A *state* is a version that was frozen for signing or a scheme as it stands now, of whatever scheme of the cohort: a re-run is a
scheme of its own, and what the last meeting saw may have been another's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Mentee, Person, PolicyRow, Scheme, SchemeVersion, Signature, Unit
from db.queries.viewer import Viewer, reads
from programme import frozen
from programme.frozen import Content, Move
from programme.rules import Change
from programme.rules import differences as rule_differences
from programme.scheme_figures import SchemeFigures, figures, loads
from programme.scheme_input import frozen_input
from programme.usecase import fetch
from programme.version_reasons import Ground, Grounds
from texts import _

PRESENT = 0
WITH_A_PLAN = ("draft", "returned", "proposed", "approved", "confirmed", "superseded")


@dataclass(frozen=True, slots=True)
class State:
    """A state to choose: version `number` of a scheme, PRESENT for the scheme as it stands now.

    `at` is when it was frozen (UTC), `fate` the last signature under it: "proposed", "approved", "signed", "returned",
    "confirmed", "" without any.
    """

    scheme_id: int
    number: int
    scheme: str
    at: datetime | None = None
    fate: str = ""

    @property
    def key(self) -> str:
        """How an address names it: 3.2 is version 2 of scheme 3, 3.0 the scheme now."""
        return f"{self.scheme_id}.{self.number}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A mentee whose mentors differ: names with units, "" for nobody; `kind` is added, removed or changed."""

    mentee_id: int
    mentee: str
    unit: str
    before: str
    after: str
    kind: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states side by side; `came` and `went` are names of mentees who wait in one of them only."""

    sums: tuple[SchemeFigures, SchemeFigures]
    people: tuple[Changed, ...]
    orders: int
    rules: tuple[Change, ...]
    rule_numbers: tuple[int, int]
    came: tuple[str, ...]
    went: tuple[str, ...]
    other_pool: bool

    def __bool__(self) -> bool:
        return bool(self.people or self.orders or self.rules or self.came or self.went)


@reads("programme")
def states(session: Session, viewer: Viewer, *, cohort_id: int) -> list[State]:
    """Every state of the cohort's schemes that can be chosen, the newest first; a scheme as it stands now comes first."""
    schemes = session.execute(
        select(Scheme.id, Scheme.name, Scheme.status)
        .where(Scheme.cohort_id == cohort_id, Scheme.status.in_(WITH_A_PLAN))
        .order_by(Scheme.id.desc())
    ).all()
    names = {row.id: row.name for row in schemes}
    rows = session.execute(
        select(SchemeVersion.scheme_id, SchemeVersion.number, SchemeVersion.frozen_hash, SchemeVersion.at)
        .where(SchemeVersion.scheme_id.in_(names))
        .order_by(SchemeVersion.at.desc(), SchemeVersion.number.desc())
    ).all()
    fates = _fates(session, names)
    kept = [State(a, number, names[a], at, fates.get((a, key), "")) for a, number, key, at in rows]
    return [State(row.id, PRESENT, row.name) for row in schemes] + kept


def last_meeting(known: list[State], scheme_id: int) -> State | None:
    """What the meeting saw last, before this scheme as it stands now: the newest version but the one on the table.

    On the table is the scheme's own newest version, unless it was sent back: then the meeting has seen it.
    """
    versions = [one for one in known if one.number != PRESENT]
    own = next((one for one in versions if one.scheme_id == scheme_id), None)
    on_the_table = own if own and own.fate != "returned" else None
    return next((one for one in versions if one != on_the_table), None)


@reads("programme")
def compare_states(session: Session, viewer: Viewer, *, before: str, after: str) -> Comparison:
    """Lay two states side by side, named by their keys; a liaison sees its own unit's people only.

    Raises NotFound for a state that is not there.
    """
    one, two = (_Read(session, key) for key in (before, after))
    found = frozen.differences(one.content, two.content)
    people = _people(session, viewer, [move.mentee_id for move in found.moves])
    mentors = _mentors(session, {mentor for move in found.moves for mentor in (*move.before, *move.after)})
    moves = [move for move in found.moves if move.mentee_id in people]
    touched = {move.mentee_id for move in moves}
    grounds = Grounds(session, (one.scheme.id, one.at), (two.scheme.id, two.at), touched, whole=viewer.unit_id is None)
    return Comparison(
        sums=(one.sums(), two.sums()),
        people=tuple(_changed(move, people[move.mentee_id], mentors, grounds) for move in moves),
        orders=found.holds,
        rules=tuple(rule_differences(one.rules.rules, two.rules.rules)),
        rule_numbers=(one.rules.number, two.rules.number),
        came=_named(session, viewer, two.basis.eligible - one.basis.eligible),
        went=_named(session, viewer, one.basis.eligible - two.basis.eligible),
        other_pool=found.problem_changed,
    )


class _Read:
    """One state as it was: its content, its rules, the people of its snapshot."""

    def __init__(self, session: Session, key: str) -> None:
        scheme_id, number = (int(part) for part in key.split("."))
        self.scheme = fetch(session, Scheme, scheme_id)
        self.rules = fetch(session, PolicyRow, self.scheme.policy_id)
        version = None
        if number != PRESENT:
            rows = select(SchemeVersion).where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.number == number)
            version = session.scalars(rows).one()
        self.at = version.at if version else now()
        self.content: Content = version.content if version else frozen.content(session, self.scheme)
        self.basis = frozen_input(session, scheme_id)

    def sums(self) -> SchemeFigures:
        """The figures, from the content and the snapshot alone."""
        plan = {(mentee, mentor): fit for mentee, mentor, fit, _origin in self.content["pairs"]}
        return figures(self.basis, plan, loads(self.basis, plan), {})


def _changed(move: Move, who: tuple[str, str], mentors: Mapping[int, str], grounds: Grounds) -> Changed:
    kind = "changed" if move.before and move.after else "added" if move.after else "removed"
    before, after = (" / ".join(mentors.get(key, "") for key in ids) for ids in (move.before, move.after))
    return Changed(move.mentee_id, *who, before=before, after=after, kind=kind, ground=grounds.of(move.mentee_id))


def _fates(session: Session, scheme_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    rows = select(Signature.scheme_id, Signature.frozen_hash, Signature.stage).where(
        Signature.scheme_id.in_(list(scheme_ids))
    )
    return {(a, key): stage for a, key, stage in session.execute(rows.order_by(Signature.id))}


def _named(session: Session, viewer: Viewer, mentee_ids: Iterable[int]) -> tuple[str, ...]:
    people = _people(session, viewer, sorted(mentee_ids))
    return tuple(_placed(name, unit) for _key, (name, unit) in sorted(people.items()))


def _people(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, tuple[str, str]]:
    """{mentees.id: (name, unit)}, of one unit only where the viewer sees one."""
    rows = (
        select(Mentee.id, Person.name, Unit.name)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.id.in_(ids))
    )
    rows = rows if viewer.unit_id is None else rows.where(Person.unit_id == viewer.unit_id)
    return {key: (name, unit or "") for key, name, unit in session.execute(rows)}


def _mentors(session: Session, ids: set[int]) -> dict[int, str]:
    rows = select(Person.id, Person.name, Unit.name).outerjoin(Unit, Unit.id == Person.unit_id)
    found = session.execute(rows.where(Person.id.in_(ids)))
    return {key: _placed(name, unit) for key, name, unit in found}


def _placed(name: str, unit: str | None) -> str:
    return _("{name} ({unit})").format(name=name, unit=unit) if unit else name
