"""The mentees of the fictitious city over its cohorts: who they are, where they serve, what they need."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from documents.values import name_key
from programme.demo.city import Place, local_dialects
from programme.demo.draw import Dice, table
from programme.demo.mentors import CLOSED_STREAM, SHORT_COUNTY, SINGLE_FIELD, draw_place
from programme.demo.names import draw_name
from programme.demo.sizes import CURRENT, Term, mentee_fates

FIRST_NUMBER = 50_001
# Percent of those with a field who want help in it; the field with a single holder is in demand.
OWN_FIELD, SOUGHT = 45, 90
FIELD_NOISE = 10
AGE_LIMITED = ("young_cadre", "reserve_cadre")
STATUS = {"due": "paired", "led": "paired"}
TOO_LONG = 25
SENT, CLOSED_SHARE = 24, 50


@dataclass(slots=True)
class Learner:
    """One mentee before the rows are written, with the cohort, the fate in it, and the needs by their words."""

    term: Term
    fate: str
    place: Place
    person: dict[str, Any]
    profile: dict[str, Any]
    field: str
    needs: list[str]
    dialects: list[str]


def draw_mentees(seed: int, count: int, places: list[Place]) -> list[Learner]:
    """All mentees, cohort by cohort."""
    dice = Dice(seed, "mentees")
    fates = mentee_fates(count)
    return [_mentee(dice, number, fate, places) for number, fate in enumerate(fates, start=FIRST_NUMBER)]


def _mentee(dice: Dice, number: int, fate: tuple[Term, str], places: list[Place]) -> Learner:
    shares, term = table("people")["mentee"], fate[0]
    category = dice.share(shares["category"])
    place = draw_place(dice, "mentee", category, _within_reach(dice, category, term, places))
    major, field = _major(dice)
    person = _person(dice, number, term, category) | {
        "major": major,
        "unit_id": place.id,
        "post": dice.one(shares["posts"][category]),
    }
    profile = {
        "category": category,
        "status": STATUS.get(fate[1], fate[1]),
        "county": place.county,
        "township": place.township,
        "demand": 1,
        "priority": 1 if dice.chance(6) else 0,
    }
    local = [word for word in local_dialects(place)[:1] if dice.chance(40)]
    return Learner(term, fate[1], place, person, profile, field, _needs(dice, field), local)


def _within_reach(dice: Dice, category: str, term: Term, places: list[Place]) -> list[Place]:
    """All places, but some of the present cohort go where seats are short: to one county, and to the closed stream."""
    kinds = table("people")["kinds"]["mentee"][category]
    within = [place for place in places if place.kind in kinds]
    short = [place for place in within if place.county == SHORT_COUNTY]
    closed = [place for place in within if place.stream == CLOSED_STREAM]
    if term is CURRENT and dice.chance(SENT):
        return closed if closed and dice.chance(CLOSED_SHARE) else short or places
    return places


def _person(dice: Dice, number: int, term: Term, category: str) -> dict[str, Any]:
    shares = table("people")["mentee"]
    sex, age = dice.share(shares["sex"]), dice.span(shares["ages"])
    born = term.eligible_on.year - (min(age, 33) if category in AGE_LIMITED else age)
    name = draw_name(dice, sex, born)
    return {
        "no": f"LZ-{number:06d}",
        "name": name,
        "name_key": name_key(name),
        "sex": sex,
        "birth": f"{born}-{dice.whole(1, 12):02d}" if number % 150 else None,
        "work_start": _work_start(dice, number, term),
        "party": dice.share(shares["party"]),
        "education": dice.share(shares["education"]),
        "created_at": datetime.combine(term.eligible_on, time(1)),
    }


def _work_start(dice: Dice, number: int, term: Term) -> str | None:
    """The month they began, at most 35 months before the cohort's day; in the present cohort a few are too long at work."""
    months = dice.span(table("people")["mentee"]["worked"])
    if term is CURRENT and number % TOO_LONG == 0:
        months = dice.whole(37, 44)
    if term is CURRENT and number % (3 * TOO_LONG) == 1:
        return None
    return _months_before(term.eligible_on, months)


def _months_before(day: date, months: int) -> str:
    index = day.year * 12 + day.month - 1 - months
    return f"{index // 12}-{index % 12 + 1:02d}"


def _major(dice: Dice) -> tuple[str, str]:
    """A major and the professional field that goes with it, not always the one expected."""
    majors = table("people")["majors"]
    major = dice.share({name: row["weight"] for name, row in majors.items()})
    fields = sorted({row["field"] for row in majors.values()} - {"", SINGLE_FIELD})
    return major, dice.one(fields) if dice.chance(FIELD_NOISE) else majors[major]["field"]


def _needs(dice: Dice, field: str) -> list[str]:
    wanted = dice.several(table("people")["mentee"]["needs"], 3)
    if field and dice.chance(SOUGHT if field == SINGLE_FIELD else OWN_FIELD):
        wanted = [field, *wanted[:2]]
        dice.random.shuffle(wanted)
    return wanted
