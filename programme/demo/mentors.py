"""The mentors of the fictitious city: who they are, what they know, how they stand in the pool."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from documents.values import name_key
from programme.demo.city import Place, local_dialects
from programme.demo.draw import Dice, table
from programme.demo.names import draw_name
from programme.demo.sizes import CURRENT, mentor_states

FIRST_SEEN = datetime(2023, 9, 1, 1, 0)
SHORT_COUNTY = "竹源县"
CLOSED_STREAM = "discipline"
COMMON_DIALECT, COMMON_SHARE = "澜州话", 58
SINGLE_FIELD = "绿色金融"
REASONS = {"paused": ("posting", "workload", "other"), "left": ("left_post", "weak_results", "other")}
WOMEN_RETIRE = 55


@dataclass(slots=True)
class Drawn:
    """One mentor before the rows are written: columns by table, expertise with grades, dialects by their words."""

    place: Place
    person: dict[str, Any]
    profile: dict[str, Any]
    expertise: dict[str, int] = field(default_factory=dict)
    dialects: list[str] = field(default_factory=list)


def draw_mentors(seed: int, count: int, places: list[Place]) -> list[Drawn]:
    """All mentors in order of their numbers; states are dealt out at random."""
    dice = Dice(seed, "mentors")
    states = mentor_states(count)
    dice.random.shuffle(states)
    drawn = [_mentor(dice, number, state, places) for number, state in enumerate(states, start=1)]
    _one_holder(dice, drawn)
    return drawn


def _mentor(dice: Dice, number: int, state: str, places: list[Place]) -> Drawn:
    shares = table("people")["mentor"]
    standing, sex, age = dice.share(shares["standing"]), dice.share(shares["sex"]), dice.span(shares["ages"])
    place = draw_place(dice, "mentor", standing, places)
    if age > 60:
        standing = dice.one(("retired", "rehired", "rehired"))
    elif sex == "female" and age >= WOMEN_RETIRE and standing != "village_secretary":
        age -= 8
    born = CURRENT.eligible_on.year - age
    drawn = Drawn(place, _person(dice, number, sex, born, place), _profile(dice, state, standing, age, place))
    drawn.person["post"] = dice.one(shares["posts"][standing])
    drawn.expertise = {
        word: int(dice.share(shares["grades"]))
        for word in dice.several(shares["expertise"], dice.one((2, 3, 3, 4, 4, 5)))
    }
    drawn.dialects = _dialects(dice, place)
    return drawn


def draw_place(dice: Dice, role: str, group: str, places: list[Place]) -> Place:
    """A unit of the kinds that the group comes from, by the weight of its county."""
    people = table("people")
    kinds = people["kinds"][role][group]
    fitting = [place for place in places if place.kind in kinds]
    counties = {place.county for place in fitting}
    county = dice.share({c: weight for c, weight in people["counties"][role].items() if c in counties})
    return dice.one([place for place in fitting if place.county == county])


def _person(dice: Dice, number: int, sex: str, born: int, place: Place) -> dict[str, Any]:
    shares = table("people")["mentor"]
    name = draw_name(dice, sex, born)
    birth = f"{born}-{dice.whole(1, 12):02d}"
    return {
        "no": f"LZ-{number:06d}",
        "name": name,
        "name_key": name_key(name),
        "sex": sex,
        "birth": birth if number % 70 else None,
        "work_start": f"{born + dice.whole(18, 23)}-{dice.one((7, 8, 9, 12)):02d}",
        "party": dice.share(shares["party"]),
        "education": dice.share(shares["education"]),
        "major": "",
        "unit_id": place.id,
        "created_at": FIRST_SEEN,
    }


def _profile(dice: Dice, state: str, standing: str, age: int, place: Place) -> dict[str, Any]:
    shares = table("people")["mentor"]
    mean = 8 if standing == "professional" else 19
    confirmed = FIRST_SEEN.date() + timedelta(days=dice.whole(0, 30))
    seat = int(dice.share(shares["capacity"]))
    if place.county == SHORT_COUNTY or place.stream == CLOSED_STREAM:
        seat = min(seat, 1)
    return {
        "standing": standing,
        "source": dice.share(shares["source"]),
        "status": state,
        "status_reason": dice.one(REASONS[state]) if state in REASONS else "",
        "status_on": _since(dice, state, confirmed),
        "capacity": seat,
        "grassroots_years": round(min(max(dice.random.gauss(mean, 7), 3), 38, age - 20)),
        "stream": place.stream,
    } | _confirmations(dice, state, confirmed)


def _since(dice: Dice, state: str, confirmed: date) -> date:
    days = {"in_pool": 0, "nominated": 1140, "reviewed": 1125}.get(state, dice.whole(500, 1100))
    return confirmed + timedelta(days=days)


def _confirmations(dice: Dice, state: str, confirmed: date) -> dict[str, Any]:
    by = dice.share(table("people")["mentor"]["confirmed"])
    if state in ("nominated", "reviewed"):
        return {"organization_on": None, "publicity_on": None}
    return {
        "organization_on": confirmed if by in ("organization", "both") else None,
        "publicity_on": confirmed if by in ("publicity", "both") else None,
    }


def _dialects(dice: Dice, place: Place) -> list[str]:
    spoken = [COMMON_DIALECT] if dice.chance(COMMON_SHARE) else []
    local = [word for word in local_dialects(place)[:1] if dice.chance(60)]
    others = [word for word in dice.several(table("people")["mentor"]["dialects"], 1) if dice.chance(55)]
    return list(dict.fromkeys(spoken + local + others)) or [COMMON_DIALECT]


def _one_holder(dice: Dice, drawn: list[Drawn]) -> None:
    """Give one professional field to a single mentor, who will soon retire: the risk that the charts must show."""
    in_pool = [one for one in drawn if one.profile["status"] == "in_pool" and one.place.kind == "organ"]
    holder = dice.one([one for one in in_pool if one.profile["capacity"] > 1] or in_pool)
    holder.expertise[SINGLE_FIELD] = 5
    holder.person |= {"sex": "male", "birth": "1966-08"}
    holder.person["name"] = draw_name(dice, "male", 1966)
    holder.person["name_key"] = name_key(holder.person["name"])
    holder.profile["standing"] = "second_line"
    holder.person["post"] = dice.one(table("people")["mentor"]["posts"]["second_line"])
