"""A small world of the pool: two units, two vocabularies, an open cohort, one mentor and one mentee, and who acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from db.engines import Database
from db.models import Audit, Term
from programme import cohorts, pool, units
from programme.access import Actor
from programme.seed import seed_words
from programme.usecase import look, perform
from tests.support.remember import remembered

MENTOR = {
    "name": "王建国", "birth": "1970.05", "work_start": "1990.07", "capacity": 2, "grassroots_years": 20,
    "standing": "second_line", "source": "self_nomination", "dialects": ["zhuyuan"],
    "expertise": {"mass_work": 5, "land_acquisition": 3},
}  # fmt: skip
MENTEE = {
    "name": "陈思远", "birth": "1999.03", "work_start": "2024.08", "category": "young_cadre",
    "needs": ["official_writing", "mass_work"], "field": "green_finance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """The ids of what is there, and how to act and look."""

    database: Database
    by: Actor
    finance: int
    village: int
    cohort: int
    mentor: int
    mentee: int
    mentee_person: int

    def act(self, use_case: Callable[..., Any], *, by: Actor | None = None, **arguments: Any) -> Any:
        """Run a use case in the name of the officer, or of somebody else."""
        return perform(self.database, (by or self.by).id, use_case, **arguments)

    def look(self, query: Callable[..., Any], *, by: Actor | None = None, **arguments: Any) -> Any:
        """Run a read model as the officer sees it, or somebody else."""
        return look(self.database, by or self.by, query, **arguments)

    def row(self, model: type, key: Any) -> Any:
        """A row as it is kept now."""
        with self.database.read() as session:
            row = session.get(model, key)
            session.expunge_all()
            return row

    def rows(self, model: type, **where: Any) -> list[Any]:
        """All rows that fit."""
        with self.database.read() as session:
            rows = list(session.scalars(select(model).filter_by(**where)))
            session.expunge_all()
            return rows

    def audits(self) -> list[Audit]:
        """The log, the newest first."""
        with self.database.read() as session:
            rows = list(session.scalars(select(Audit).order_by(Audit.seq.desc())))
            session.expunge_all()
            return rows

    def term(self, kind: str, code: str) -> int:
        """The id of a word."""
        return int(self.rows(Term, kind=kind, code=code)[0].id)


@remembered
def small_pool(database: Database, by: Actor) -> World:
    """Write the world through the use cases themselves."""
    with database.write() as session:
        seed_words(session)
    act = _actor(database, by)
    finance = act(units.add_unit, values={"name": "市财政局", "kind": "organ", "county": "市直", "stream": "organ"})
    village = act(
        units.add_unit,
        values={"name": "竹源县青坞镇", "kind": "township", "county": "竹源县", "township": "青坞镇"},
        aliases=["青坞镇政府"],
    )
    cohort = act(
        cohorts.create, name="2026年批次", eligible_on=date(2026, 9, 1), starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30)
    )  # fmt: skip
    mentor = act(pool.add_mentor, values={**MENTOR, "unit_id": village})
    mentee = act(pool.add_mentee, cohort_id=cohort, values={**MENTEE, "unit_id": finance})
    return World(database, by, finance, village, cohort, mentor.person_id, mentee.mentee_id, mentee.person_id)


def _actor(database: Database, by: Actor) -> Callable[..., Any]:
    return lambda use_case, **arguments: perform(database, by.id, use_case, **arguments)
