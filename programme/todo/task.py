"""A task: what it is, who deals with it, until when, and the address that lands on the very row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from programme.access import GRANTS, Action, Actor

BUCKETS = ("late", "today", "week", "open", "later")
WEIGHTS = ("wrong", "next", "look")
# So many of a kind stand one by one; more become one line that leads to their list.
ONE_BY_ONE = 3
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits.

    `kind` names the sentence, `data` fills it; `file` (below pages/) and `params` are where it is dealt with, `cohort` the
    name of the cohort that the page must show ("" for any). `action` is the right that dealing with it takes; `mine` says
    that this person can do it now; `told` that whoever cannot should know of it. `weight` is one of WEIGHTS, `people` the
    persons it is about, `due_on` None where no day is set, `since` the day from which it waits.
    """

    kind: str
    file: str
    action: Action | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    cohort: str = ""
    due_on: date | None = None
    since: date | None = None
    weight: str = "next"
    mine: bool = True
    told: bool = False
    people: frozenset[int] = frozenset()

    def bucket(self, on: date) -> str:
        """In which of BUCKETS it lies on a day; the week ends on Sunday."""
        if self.due_on is None:
            return "open"
        if self.due_on <= on:
            return "late" if self.due_on < on else "today"
        return "week" if self.due_on <= on + timedelta(days=SUNDAY - on.weekday()) else "later"

    @property
    def owners(self) -> tuple[str, ...]:
        """The roles that can deal with it, in their order; none where only its owner can."""
        return tuple(role for role, rights in GRANTS.items() if self.action in rights)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, on which day; `whole` where every row is wanted by itself, as on the page of one person."""

    session: Session
    by: Actor
    on: date
    whole: bool = False

    @property
    def unit_id(self) -> int | None:
        """The only unit that a liaison sees (None: all)."""
        return self.by.viewer.unit_id

    def task(self, kind: str, file: str, action: Action, *, barred: bool = False, **more: Any) -> Task:
        """A task that is theirs if the role grants the action and nothing bars this very person."""
        return Task(kind, file, action, mine=self.by.may(action) and not barred, **more)

    def fold(self, found: Iterable[Task], name: Callable[[Task], str], **way: Any) -> list[Task]:
        """The tasks one by one while they are few; else one task of `kind` + "_many" with their count and first names.

        Tasks that are theirs and tasks that are others' are never put into one; `way` replaces file and params.
        """
        rows = list(found)
        if self.whole:
            return rows
        sides = [[one for one in rows if one.mine], [one for one in rows if not one.mine]]
        return [task for side in sides for task in (side if len(side) <= ONE_BY_ONE else [_many(side, name, way)])]


def _many(rows: list[Task], name: Callable[[Task], str], way: Mapping[str, Any]) -> Task:
    first = min(rows, key=lambda one: one.due_on or date.max)
    names = list(dict.fromkeys(name(one) for one in rows))
    data = {"count": len(rows), "names": "、".join(names[:ONE_BY_ONE]), "cohort": first.cohort}
    people = frozenset().union(*(one.people for one in rows))
    return replace(first, kind=f"{first.kind}_many", data=data, people=people, **way)
