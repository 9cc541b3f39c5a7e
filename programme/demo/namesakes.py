"""Three pairs of namesakes on purpose: two mentors, two mentees in one unit, and one of each; programs that join by name show it."""

from typing import Any

from programme.demo.mentees import Learner
from programme.demo.mentors import Drawn
from programme.demo.sizes import CURRENT


def make_namesakes(mentors: list[Drawn], mentees: list[Learner]) -> None:
    """Give three people the names of three others; one of them works in the other's unit."""
    present = [one for one in mentees if one.term is CURRENT]
    in_pool = [one for one in mentors if one.profile["status"] == "in_pool"]
    if len(present) < 4 or len(in_pool) < 4:
        return
    _share(in_pool[0].person, in_pool[1].person)
    _share(in_pool[2].person, present[2].person)
    _share(present[0].person, present[1].person)
    one, other = present[:2]
    other.place, other.person["unit_id"] = one.place, one.person["unit_id"]
    other.profile |= {key: one.profile[key] for key in ("county", "township", "category")}
    other.person["post"] = one.person["post"]


def _share(one: dict[str, Any], other: dict[str, Any]) -> None:
    other |= {key: one[key] for key in ("name", "name_key", "sex")}
