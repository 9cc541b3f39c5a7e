"""From drawn outcomes to rows: facts of mentees and mentors, the people of an earlier posting, figures of campaigns by unit."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Campaign, CampaignFigure, ForceGrade, Outcome, Person, Term
from db.models.outcomes import COUNTS
from documents.values import name_key
from programme.demo.city import Place
from programme.demo.draw import Dice, table
from programme.demo.history import Bond
from programme.demo.life import UNTIL
from programme.demo.mentees import Learner
from programme.demo.mentors import Drawn
from programme.demo.names import draw_name
from programme.demo.outcomes import Fact, draw_earlier, draw_outcomes, paper
from programme.demo.store import insert_all, write_all
from programme.outcomes.values import EVERY

FIRST_NUMBER = 90_001
ENOUGH = 400
MORNING = time(2)
Pairs = list[tuple[int, int]]
Spot = tuple[int, int]
Sides = dict[str, tuple[int, int | None]]
NONE = (-1, -1)


def write_outcomes(
    session: Session, seed: int, drawn: tuple[list[Bond], list[Drawn], list[Learner]], pairings: Pairs, by_id: int
) -> int:  # fmt: skip
    """Outcomes of the pairings (id, cohort id), in waves so that what came of a fact can name it; the number of facts."""
    bonds, mentors, mentees = drawn
    people = {row.no: row.id for row in session.execute(select(Person.no, Person.id))}
    scenes = draw_outcomes(seed, bonds, mentees)
    sides = [_sides(mentors[bond.mentor].person, mentees[bond.mentee].person, people) for bond in bonds]
    ids: dict[Spot, int] = {}
    waiting = [(number, place) for number, facts in enumerate(scenes) for place in range(len(facts))]
    while waiting:
        ready = [key for key in waiting if _earlier(scenes, key) is None or _earlier(scenes, key) in ids]
        rows = [
            _row(scenes[number][place], sides[number], pairings[number])
            | {"follows_id": ids.get(_earlier(scenes, (number, place)) or NONE), "by_id": by_id}
            for number, place in ready
        ]
        ids |= dict(zip(ready, insert_all(session, Outcome, rows), strict=True))
        waiting = [key for key in waiting if key not in ids]
    return len(ids)


def _sides(mentor: dict[str, Any], mentee: dict[str, Any], people: dict[str | None, int]) -> Sides:
    """Person and unit of both."""
    return {
        "mentor": (people[mentor["no"]], mentor["unit_id"]),
        "mentee": (people[mentee["no"]], mentee["unit_id"]),
    }


def _earlier(scenes: list[list[Fact]], key: Spot) -> Spot | None:
    after = scenes[key[0]][key[1]].after
    return None if after is None else (key[0], after)


def _row(fact: Fact, sides: Sides, pairing: tuple[int, int]) -> dict[str, Any]:
    person_id, unit_id = sides[fact.side]
    introducer_id = sides["mentor"][0] if fact.columns["introducer_id"] else None
    place = {"side": fact.side, "cohort_id": pairing[1], "pairing_id": pairing[0] if fact.held else None}
    place |= {"person_id": person_id, "unit_id": unit_id, "introducer_id": introducer_id}
    return fact.columns | place | {"at": _soon(fact.columns["happened_on"])}


def _soon(day: date) -> datetime:
    return datetime.combine(min(day + timedelta(days=3), UNTIL), MORNING)


def write_earlier(session: Session, seed: int, places: list[Place], mentees: int, by_id: int) -> None:
    """People of the city's organs on an earlier temporary posting, some promoted since; none of them was ever a mentee."""
    if mentees < ENOUGH:
        return
    organs = [place for place in places if place.kind == "organ"]
    drawn = list(draw_earlier(seed))
    people = [_person(dice, number, organs[number % len(organs)]) for number, (dice, _, _) in enumerate(drawn)]
    ids = insert_all(session, Person, people)
    rows: list[dict[str, Any]] = []
    for key, person, (dice, begins, promoted_on) in zip(ids, people, drawn, strict=True):
        own = {"person_id": key, "unit_id": person["unit_id"], "by_id": by_id, "side": "other"}
        own |= {"cohort_id": None, "pairing_id": None, "follows_id": None}
        rows.append(_posting(dice, begins) | own)
        if promoted_on:
            rows.append(_promotion(dice, promoted_on) | own)
    write_all(session, Outcome, rows)


def _person(dice: Dice, number: int, place: Place) -> dict[str, Any]:
    sex, born = dice.one(("male", "male", "female")), dice.whole(1978, 1987)
    name = draw_name(dice, sex, born)
    return {
        "no": f"LZ-{FIRST_NUMBER + number:06d}", "name": name, "name_key": name_key(name), "sex": sex,
        "birth": f"{born}-{dice.whole(1, 12):02d}", "work_start": f"{born + 23}-08", "party": "party_member",
        "education": dice.one(("undergraduate", "undergraduate", "postgraduate")), "unit_id": place.id,
        "post": dice.one(table("outcomes")["earlier"]["from_post"]), "created_at": datetime(2023, 9, 1, 1, 0),
    }  # fmt: skip


def _posting(dice: Dice, begins: date) -> dict[str, Any]:
    told = table("outcomes")["earlier"]
    return _fact(dice, "posting", begins) | {
        "step": "temporary_posting", "place": dice.one(told["places"]), "to_post": dice.one(told["posting_post"]),
        "until_on": begins + timedelta(days=364),
    }  # fmt: skip


def _promotion(dice: Dice, day: date) -> dict[str, Any]:
    to_post = dice.one(table("outcomes")["earlier"]["post"])
    level = "county" if dice.chance(15) else "county_deputy"
    return _fact(dice, "promotion", day) | {
        "from_level": "section",
        "to_level": level,
        "to_post": to_post,
        "step": "",
    }


def _fact(dice: Dice, kind: str, day: date) -> dict[str, Any]:
    return {**EVERY, "kind": kind, "happened_on": day, "at": _soon(day), **paper(dice, kind, day)}


def write_figures(session: Session, seed: int, places: list[Place], by_id: int) -> None:
    """What units reported of each campaign: half way, and at its end or lately."""
    rows: list[dict[str, Any]] = []
    for campaign in session.scalars(select(Campaign).order_by(Campaign.id)):
        told = table("outcomes")["figures"][campaign.name]
        last = campaign.ends_on or UNTIL - timedelta(days=20)
        half = campaign.starts_on + (last - campaign.starts_on) / 2
        dice = Dice(seed, f"figures:{campaign.name}")
        own = {"campaign_id": campaign.id, "by_id": by_id}
        for place in [place for place in places if place.kind in told["kinds"]][: told["units"]]:
            whole = _counts(dice, told)
            for day, part in ((half, 0.5), (last, 1.0)):
                counts = {name: _part(name, value, part) for name, value in whole.items()}
                rows.append(own | counts | {"unit_id": place.id, "as_of": day, "at": _soon(day), "source": "单位月报"})
    write_all(session, CampaignFigure, rows)
    _grade(session, seed, rows, by_id)


def _grade(session: Session, seed: int, figures: list[dict[str, Any]], by_id: int) -> None:
    """In the campaigns that want it most units that reported are graded by the three forces, some time after the end."""
    told, terms = (
        table("outcomes")["forces"],
        list(session.scalars(select(Term).filter_by(kind="force").order_by(Term.position))),
    )
    rows: list[dict[str, Any]] = []
    for campaign in session.scalars(select(Campaign).where(Campaign.name.in_(told["campaigns"])).order_by(Campaign.id)):
        campaign.forces = True
        dice = Dice(seed, f"forces:{campaign.name}")
        last = {row["unit_id"]: row["as_of"] for row in figures if row["campaign_id"] == campaign.id}
        for unit_id, day in last.items():
            if not dice.chance(told["graded"]):
                continue
            own = {"campaign_id": campaign.id, "unit_id": unit_id, "by_id": by_id, "at": _soon(day), "version": 1}
            for term in terms:
                grade = dice.share(told["shares"])
                rows.append(own | {"term_id": term.id, "grade": grade, "evidence": dice.one(told["evidence"][grade])})
    write_all(session, ForceGrade, rows)


def _counts(dice: Dice, told: dict[str, Any]) -> dict[str, Any]:
    staff = dice.whole(*told["staff"])
    counts: dict[str, Any] = dict.fromkeys(COUNTS) | {"staff": staff, "petitions": 0}
    for name, each in (("links", 2), ("visits", 30)):
        if name in told:
            counts[name] = staff * told[name] + dice.whole(-each, each)
    counts["area_mu"] = float(dice.whole(*told["area"])) if "area" in told else None
    counts["households"] = dice.whole(*told["households"]) if "households" in told else None
    counts["provincial_projects"] = dice.whole(*told["provincial"]) if "provincial" in told else None
    counts["projects"] = dice.whole(*told["projects"]) if "projects" in told else counts["links"]
    return counts | {"projects_done": counts["projects"]}


def _part(name: str, value: Any, part: float) -> Any:
    """Half way there is a part of everything; those on it and what is to be done are whole from the beginning."""
    if value is None or name in ("staff", "projects", "petitions", "provincial_projects"):
        return value
    return value if part == 1.0 else int(value * part)
