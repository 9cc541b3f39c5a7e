"""Three pairs of namesakes on purpose: two mentors, two mentees in one unit, and one of each; programs that join by name show it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from programme.demo.mentees import Learner
from programme.demo.mentors import Drawn
from programme.demo.sizes import CURRENT

Someone = TypeVar("Someone", Drawn, Learner)


def make_namesakes(mentors: list[Drawn], mentees: list[Learner]) -> None:
    """Give three people the names of three others; one of them works in the other's unit."""
    present = [one for one in mentees if one.term is CURRENT]
    in_pool = [one for one in mentors if one.profile["status"] == "in_pool"]
    if len(present) < 4 or len(in_pool) < 4:
        return
    one, other = present[0], _like(present[0], present[3:])
    _share(in_pool[0].person, _like(in_pool[0], in_pool[1:]).person)
    _share(present[1].person, _like(present[1], in_pool[2:]).person)
    _share(one.person, other.person)
    other.place, other.person["unit_id"] = one.place, one.person["unit_id"]
    other.profile |= {key: one.profile[key] for key in ("county", "township", "category")}
    other.person["post"] = one.person["post"]


def _share(one: dict[str, Any], other: dict[str, Any]) -> None:
    other |= {key: one[key] for key in ("name", "name_key")}


def _like(one: Drawn | Learner, others: Sequence[Someone]) -> Someone:
    """The first of the others who has the same sex."""
    return next(other for other in others if other.person["sex"] == one.person["sex"])
