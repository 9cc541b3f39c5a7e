"""When a relation is at risk: by the mark of staff, else by what both sides answered in their latest survey.

Three grounds, each explicit: one side answered so many questions "hardly true" or "not true"; the two sides lie so many
steps apart on a question; one side does not want to go on. A relation that staff cleared is judged anew by later answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db.models.surveys import QUESTIONS, SIDES

Steps = tuple[int, ...]
LOW = 2


@dataclass(frozen=True, slots=True)
class Relation:
    """What is known of a relation on a day: the steps that each side answered (in the order of QUESTIONS) and since when,
    the last mark of staff ("set", "cleared", "") and its day."""

    # Judgements are remembered by what they rest on: equal answers are equal, only not part of the hash.
    answers: Mapping[str, Steps] = field(default_factory=dict, hash=False)
    answered_on: date | None = None
    mark: str = ""
    marked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: "low" (`side`, `count` questions), "unwilling" (`side`) or "gap" (`question`, `count` steps)."""

    code: str
    side: str = ""
    question: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Risk:
    """A relation at risk: marked by "staff" or found by the "survey", since which day, on which grounds."""

    by: str
    since: date
    grounds: tuple[Ground, ...] = ()


def risk(relation: Relation, limits: Mapping[str, int]) -> Risk | None:
    """Whether a relation is at risk under `low` (questions) and `gap` (steps); None where it is not.

    >>> told = Relation({"mentee": (4, 2, 3, 3, 3), "mentor": (4, 4, 4, 4, 4)}, date(2026, 11, 20))
    >>> risk(told, {"low": 2, "gap": 2}).grounds
    (Ground(code='gap', side='', question='help', count=2),)
    """
    if relation.mark == "set" and relation.marked_on:
        return Risk("staff", relation.marked_on)
    found = grounds(relation.answers, limits)
    if not found or relation.answered_on is None:
        return None
    return Risk("survey", relation.answered_on, found)


def grounds(answers: Mapping[str, Steps], limits: Mapping[str, int]) -> tuple[Ground, ...]:
    """Every ground that the answers give."""
    found = []
    for side in (side for side in SIDES if side in answers):
        low = sum(step <= LOW for step in answers[side])
        if low >= limits["low"]:
            found.append(Ground("low", side, count=low))
        if answers[side][QUESTIONS.index("willing")] <= LOW:
            found.append(Ground("unwilling", side))
    if len(answers) == len(SIDES):
        apart = zip(QUESTIONS, *(answers[side] for side in SIDES), strict=True)
        found += [Ground("gap", question=name, count=abs(a - b)) for name, a, b in apart if abs(a - b) >= limits["gap"]]
    return tuple(found)
