"""A world for rules and runs, built by names: units with counties, words, mentors with seats, mentees with needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.engines import Database
from db.models import (
    Avoidance,
    Cohort,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    PersonDialect,
    Scheme,
    SchemePair,
    Term,
    Unit,
)
from programme.access import Actor
from programme.rules import row_in_force
from programme.snapshot import key_of
from programme.usecase import look, perform
from tests.support.remember import remembered


@dataclass
class MatchWorld:
    """People, units and words by their names; every `add_*` writes at once and returns the id."""

    database: Database
    officer: Actor
    cohort_id: int = 0
    units: dict[str, int] = field(default_factory=dict)
    terms: dict[tuple[str, str], int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    mentees: dict[str, int] = field(default_factory=dict)

    def do(self, use_case: Callable[..., Any], by: Actor | None = None, **arguments: Any) -> Any:
        """Run a use case, as the officer unless somebody else is named."""
        return perform(self.database, (by or self.officer).id, use_case, **arguments)

    def see(self, query: Callable[..., Any], by: Actor | None = None, **arguments: Any) -> Any:
        """Run a read model."""
        return look(self.database, by or self.officer, query, **arguments)

    def key(self, name: str) -> str:
        """The engine's id of somebody."""
        return key_of(self.people[name])

    def pair(self, mentee: str, mentor: str) -> dict[str, int]:
        """mentee_id and mentor_id as rows have them."""
        return {"mentee_id": self.mentees[mentee], "mentor_id": self.people[mentor]}

    def add(self, *rows: Any) -> None:
        """Put rows in."""
        with self.database.write() as session:
            session.add_all(rows)

    def row(self, model: Any, key: Any) -> Any:
        """A row as it is now, detached."""
        with self.database.read() as session:
            found = session.get(model, key)
            session.expunge(found)
            return found

    def change(self, model: Any, key: Any, **values: Any) -> None:
        """Change a row behind everybody's back."""
        with self.database.write() as session:
            row = session.get(model, key)
            for name, value in values.items():
                setattr(row, name, value)

    def add_unit(self, name: str, county: str = "", **more: Any) -> int:
        with self.database.write() as session:
            unit = Unit(name=name, kind="organ", county=county, **more)
            session.add(unit)
            session.flush()
            self.units[name] = unit.id
            return unit.id

    def add_term(self, kind: str, code: str) -> int:
        if (kind, code) not in self.terms:
            with self.database.write() as session:
                term = Term(kind=kind, code=code, name=f"{kind} {code}")
                session.add(term)
                session.flush()
                self.terms[kind, code] = term.id
        return self.terms[kind, code]

    def add_person(self, name: str, unit: str = "", **more: Any) -> int:
        if name not in self.people:
            with self.database.write() as session:
                person = Person(name=name, name_key=name, unit_id=self.units.get(unit), **more)
                session.add(person)
                session.flush()
                self.people[name] = person.id
        return self.people[name]

    def add_mentor(
        self, name: str, seats: int, unit: str = "", knows: Mapping[str, int] | None = None,
        speaks: Sequence[str] = (), post: str = "", **profile: Any,
    ) -> int:  # fmt: skip
        person = self.add_person(name, unit, post=post)
        expertise = {self.add_term("expertise", code): grade for code, grade in (knows or {}).items()}
        dialects = [self.add_term("dialect", code) for code in speaks]
        self.add(MentorProfile(person_id=person, capacity=seats, **profile))
        self.add(*(MentorExpertise(person_id=person, term_id=term, grade=grade) for term, grade in expertise.items()))
        self.add(*(PersonDialect(person_id=person, term_id=term) for term in dialects))
        return person

    def add_mentee(
        self, name: str, unit: str = "", needs: Sequence[str] = (), field: str = "", work_start: str | None = None,
        **more: Any,
    ) -> int:  # fmt: skip
        person = self.add_person(name, unit, work_start=work_start)
        terms = [self.add_term("expertise", code) for code in needs]
        field_id = self.add_term("field", field) if field else None
        values = {"category": "reserve_cadre", "cohort_id": self.cohort_id, **more}
        with self.database.write() as session:
            mentee = Mentee(person_id=person, field_id=field_id, **values)
            session.add(mentee)
            session.flush()
            self.mentees.setdefault(name, mentee.id)
            session.add_all(
                MenteeNeed(mentee_id=mentee.id, rank=rank, term_id=term) for rank, term in enumerate(terms, 1)
            )
            return mentee.id

    def add_cohort(self, name: str, eligible_on: date = date(2026, 9, 1)) -> int:
        with self.database.write() as session:
            cohort = Cohort(name=name, eligible_on=eligible_on, starts_on=date(2026, 10, 8), ends_on=date(2027, 10, 7))
            session.add(cohort)
            session.flush()
            return cohort.id

    def add_pairing(self, mentee_id: int, mentor: str, status: str = "active", cohort_id: int = 0) -> None:
        days = {"starts_on": date(2026, 10, 8), "ends_on": date(2027, 10, 7)}
        self.add(
            Pairing(
                cohort_id=cohort_id or self.cohort_id, mentee_id=mentee_id, mentor_id=self.people[mentor],
                status=status, **days,
            )
        )  # fmt: skip

    def declare(self, one: str, other: str, ground: str = "in_law") -> None:
        a, b = sorted((self.people[one], self.people[other]))
        self.add(Avoidance(person_a=a, person_b=b, ground=ground, by_id=self.officer.id))

    def add_draft(self, mentee: str, mentor: str) -> int:
        """A draft scheme with one pair of fit 80."""
        with self.database.write() as session:
            policy = row_in_force(session, self.officer, self.cohort_id)
            scheme = Scheme(
                cohort_id=self.cohort_id, policy_id=policy.id, name="稿", status="draft", by_id=self.officer.id,
                problem={}, solution={},
            )  # fmt: skip
            session.add(scheme)
            session.flush()
            session.add(SchemePair(scheme_id=scheme.id, fit=80_000, **self.pair(mentee, mentor)))
            return scheme.id


@remembered
def match_world(database: Database, officer: Actor) -> MatchWorld:
    """An empty world with one cohort, eligible on 2026-09-01."""
    world = MatchWorld(database, officer)
    world.cohort_id = world.add_cohort("2026年批次")
    return world


@remembered
def led_and_waiting(database: Database, officer: Actor) -> MatchWorld:
    """王建国 (1 seat) leads two; 李 awaits review; 甲 and 乙 are led, 丙 and 丁 wait, 戊 waits without a start of work."""
    world = match_world(database, officer)
    world.add_unit("市财政局", "市直")
    world.add_mentor("王建国", 1, "市财政局", {"a": 5})
    world.add_mentor("李", 1, status="nominated")
    for name in "甲乙":
        world.add_mentee(name, "市财政局", status="paired")
        world.add_pairing(world.mentees[name], "王建国")
    for name in "丙丁":
        world.add_mentee(name, "市财政局", ["a"])
    world.add_mentee("戊", "市财政局", category="young_cadre")
    return world
