"""A desk small enough to compute by hand: two mentees, three mentors with one seat each, an officer and a colleague.

Only expertise counts here (45 of 60 points; 15 for years at the grass roots, which nobody has), so a need met with
grade g gives 75 * g / 5 points of fit:

        王    陈    赵
  甲    75    60    45      (needs a; 王 knows a 5, 陈 4, 赵 3)
  乙    60    60    15      (needs b; 王 knows b 4, 陈 4, 赵 1)

The best plan is 甲-王 and 乙-陈 with 135 points; 甲-陈 and 乙-王 has 120.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.models import Adjustment, Scheme, SchemeHold, SchemePair
from programme.access import Actor
from programme.desk_cards import Candidate, Card
from programme.desk_view import card
from tests.conftest import Staff
from tests.support.match_world import MatchWorld
from tests.support.remember import remembered
from tests.support.runs import run_here


@dataclass
class DeskWorld:
    """The world, its scheme, and short ways to act and to look."""

    world: MatchWorld
    scheme_id: int
    colleague: Actor

    @property
    def version(self) -> int:
        """The scheme's version now."""
        return int(self.world.row(Scheme, self.scheme_id).version)

    def act(self, use_case: Any, by: Actor | None = None, **arguments: Any) -> Any:
        """An act against the present version (unless another is given)."""
        arguments.setdefault("seen_version", self.version)
        return self.world.do(use_case, by, scheme_id=self.scheme_id, **arguments)

    def see(self, query: Any, by: Actor | None = None, **arguments: Any) -> Any:
        """A read model of the scheme."""
        return self.world.see(query, by, scheme_id=self.scheme_id, **arguments)

    def pair(self, mentee: str, mentor: str) -> dict[str, int]:
        """mentee_id and mentor_id by names."""
        return self.world.pair(mentee, mentor)

    def ids(self, mentee: str, mentor: str) -> tuple[int, int]:
        """A pair by names."""
        return self.world.mentees[mentee], self.world.people[mentor]

    def plan(self) -> dict[str, str]:
        """{mentee: mentor} by names; two mentors are joined by a plus."""
        names = {value: key for key, value in self.world.people.items()}
        mentees = {value: key for key, value in self.world.mentees.items()}
        out: dict[str, str] = {}
        for row in self.rows(SchemePair):
            mentee = mentees[row["mentee_id"]]
            out[mentee] = f"{out[mentee]}+{names[row['mentor_id']]}" if mentee in out else names[row["mentor_id"]]
        return out

    def rows(self, model: Any) -> list[dict[str, Any]]:
        """Every row of the scheme in a table, without its own key, in a fixed order."""
        columns = [column for column in model.__table__.columns if column.name != "id"]
        with self.world.database.read() as session:
            found = session.execute(select(*columns).where(model.scheme_id == self.scheme_id)).mappings().all()
        return sorted((dict(row) for row in found), key=str)

    def state(self) -> dict[str, Any]:
        """Everything that an undo has to give back: pairs, holds, solution and proof."""
        scheme = self.world.row(Scheme, self.scheme_id)
        kept = {"pairs": self.rows(SchemePair), "holds": self.rows(SchemeHold)}
        return kept | {"solution": scheme.solution, "fingerprint": scheme.fingerprint}

    def acts(self) -> list[dict[str, Any]]:
        """The history in order."""
        return sorted(self.rows(Adjustment), key=lambda row: row["seq"])

    def card(self, mentee: str, by: Actor | None = None) -> Card:
        """The card of a mentee by name."""
        found: Card = self.see(card, by, mentee_id=self.world.mentees[mentee])
        return found

    def candidate(self, mentee: str, mentor: str) -> Candidate:
        """One mentor on the card of a mentee."""
        return next(one for one in self.card(mentee).candidates if one.mentor.id == self.world.people[mentor])


@remembered
def people_by_hand(world: MatchWorld) -> None:
    """The people of the table above."""
    world.add_unit("市财政局", "")
    world.add_unit("市水务局", "")
    world.add_mentor("王", 1, "市财政局", {"a": 5, "b": 4})
    world.add_mentor("陈", 1, "市水务局", {"a": 4, "b": 4})
    world.add_mentor("赵", 1, "市水务局", {"a": 3, "b": 1})
    world.add_mentee("甲", "市财政局", ["a"])
    world.add_mentee("乙", "市水务局", ["b"])


@remembered
def on_the_desk(world: MatchWorld, staff: Staff) -> DeskWorld:
    """A computed scheme of the world's people."""
    return DeskWorld(world, run_here(world, "初稿"), staff("officer", login="colleague"))
