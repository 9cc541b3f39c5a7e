"""Two plans of one snapshot, small enough to compare by hand; the fits are those of `desk_world`:

        王    陈    赵
  甲    75    60    45      甲 is of 市财政局 as 王 is, 乙 of 市水务局 as 陈 and 赵 are; each mentor has one seat
  乙    60    60    15

The computed plan "初稿" is 甲-王, 乙-陈 (75 + 60); the list made by hand "手工" is 甲-陈, 乙-赵 (60 + 15).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.models import Mentee, Scheme, SchemePair
from programme.access import Actor
from programme.comparison import Comparison, comparison
from tests.support.desk_world import people_by_hand
from tests.support.match_world import MatchWorld
from tests.support.remember import remembered
from tests.support.runs import run_here

Names = tuple[str, str]


@dataclass
class CompareWorld:
    """The world with two schemes; plans are said by names."""

    world: MatchWorld
    first: int
    hand: int

    def see(self, by: Actor | None = None, schemes: tuple[int, ...] = (), **more: Any) -> Comparison:
        """The comparison of the two, or of other schemes."""
        found: Comparison = self.world.see(comparison, by, scheme_ids=schemes or (self.first, self.hand), **more)
        return found

    def ids(self, mentee: str, mentor: str) -> tuple[int, int]:
        """A pair by names."""
        return self.world.mentees[mentee], self.world.people[mentor]


@remembered
def compare_world(world: MatchWorld) -> CompareWorld:
    """The people of the table and the two schemes."""
    people_by_hand(world)
    first = run_here(world, "初稿")
    return CompareWorld(world, first, by_hand(world, first, "手工", {("甲", "陈"): 60_000, ("乙", "赵"): 15_000}))


def by_hand(world: MatchWorld, like: int, name: str, plan: dict[Names, int]) -> int:
    """A list made by hand on the snapshot of a scheme; fits in milli-points, as its own scoring stored them."""
    with world.database.write() as session:
        old = session.get(Scheme, like)
        scheme = Scheme(
            cohort_id=old.cohort_id, policy_id=old.policy_id, name=name, kind="handmade", status="draft",
            problem=old.problem, solution={"hand": {}}, fingerprint=f"sha256:{name}", by_id=old.by_id,
        )  # fmt: skip
        session.add(scheme)
        session.flush()
        session.add_all(SchemePair(scheme_id=scheme.id, fit=fit, **world.pair(*pair)) for pair, fit in plan.items())
        return scheme.id


def crowd(world: MatchWorld, unit: str, count: int, need: str = "a") -> list[str]:
    """Mentees of a unit by the names 单位1, 单位2, ..."""
    names = [f"{unit}{number}" for number in range(1, count + 1)]
    for name in names:
        world.add_mentee(name, unit, [need])
    return names


def everybody(world: MatchWorld) -> set[int]:
    """mentees.id of the cohort."""
    with world.database.read() as session:
        return set(session.scalars(select(Mentee.id).where(Mentee.cohort_id == world.cohort_id)))
