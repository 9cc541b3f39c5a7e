"""The units of the fictitious city in their official order, their other names, and the dialects of its places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.models import PlaceDialect, Unit, UnitAlias
from documents.values.text import key
from documents.vocabulary import seed
from programme.demo.draw import table
from programme.demo.store import Terms, insert_all

THREE_VILLAGES = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as people are sent to it."""

    id: int
    name: str
    kind: str
    stream: str
    county: str
    township: str


def found_city(session: Session, terms: Terms) -> list[Place]:
    """Write units, aliases and dialects of places; the units in their official order."""
    offices = list(_offices()) + list(_townships())
    above = dict(zip((row["township"] for row in offices), insert_all(session, Unit, offices), strict=True))
    villages = list(_villages(above, len(offices)))
    insert_all(session, Unit, villages)
    places = _places(session)
    insert_all(session, UnitAlias, list(_aliases(places)))
    insert_all(session, PlaceDialect, list(_dialects(terms)))
    return places


def _places(session: Session) -> list[Place]:
    rows = session.query(Unit).order_by(Unit.position)
    return [Place(row.id, row.name, row.kind, row.stream, row.county, row.township) for row in rows]


def _offices() -> Iterator[dict[str, Any]]:
    groups = table("city")["units"]
    named = ((group, name) for group in groups for name in group["names"])
    for position, (group, name) in enumerate(named, start=1):
        described = {column: group[column] for column in ("kind", "stream", "county")}
        yield described | {"name": name, "township": "", "parent_id": None, "position": position}


def _townships() -> Iterator[dict[str, Any]]:
    start = sum(len(group["names"]) for group in table("city")["units"]) + 1
    named = ((county, town) for county, towns in table("city")["townships"].items() for town in towns)
    for position, (county, town) in enumerate(named, start=start):
        yield {
            "name": county + town,
            "kind": "township",
            "stream": "township",
            "county": county,
            "township": town,
            "parent_id": None,
            "position": position,
        }


def _villages(above: dict[str, int], last: int) -> Iterator[dict[str, Any]]:
    position = last
    for number, town in enumerate(_townships()):
        endings = table("city")["villages"][: 3 if number < THREE_VILLAGES else 2]
        for ending in endings:
            position += 1
            yield town | {
                "name": f"{town['name']}{town['township'][:2]}{ending}村",
                "kind": "village",
                "stream": "village",
                "parent_id": above[town["township"]],
                "position": position,
            }


def _aliases(places: list[Place]) -> Iterator[dict[str, Any]]:
    """The synonyms that the seed vocabulary knows for a unit, the city's own, and the name with the city in front."""
    known, own, city = seed().units, table("city")["aliases"], table("city")["city"]
    by_name = {place.name: place.id for place in places}
    synonyms: dict[str, int] = {alias: by_name[name] for alias, name in known.items() if name in by_name}
    for place in places:
        for alias in (*own.get(place.name, ()), city + place.name.removeprefix("市")):
            synonyms.setdefault(key(alias), place.id)
    for alias, unit_id in synonyms.items():
        if alias not in by_name:
            yield {"alias": alias, "unit_id": unit_id}


def _dialects(terms: Terms) -> Iterator[dict[str, Any]]:
    spoken, towns = table("city")["dialects"], table("city")["townships"]
    county_of = {town: county for county, names in towns.items() for town in names}
    for county, names in spoken["county"].items():
        yield from ({"county": county, "township": "", "term_id": terms["dialect", name]} for name in names)
    for town, names in spoken["township"].items():
        for name in names:
            yield {"county": county_of[town], "township": town, "term_id": terms["dialect", name]}


def local_dialects(place: Place) -> list[str]:
    """The words for the dialects spoken where a unit stands, in the county and in the township."""
    spoken = table("city")["dialects"]
    return [*spoken["county"].get(place.county, ()), *spoken["township"].get(place.township, ())]
