"""The words of the database as the reader of rosters needs them, and the way back from a word to what is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ColumnMapping, Term, TermAlias, Unit, UnitAlias
from documents.values.text import key
from documents.vocabulary import Vocabulary, seed
from programme.setup import setting

LISTS = {"expertise": "expertise", "dialect": "dialects", "strength": "strengths"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands."""

    id: int
    county: str
    township: str


@dataclass(frozen=True, slots=True)
class Wordbook:
    """The vocabulary that rosters are read with; (kind, word) -> code; unit -> place; major (its key) -> field code."""

    vocabulary: Vocabulary
    codes: Mapping[tuple[str, str], str]
    units: Mapping[str, Place]
    fields: Mapping[str, str]


def wordbook(session: Session) -> Wordbook:
    """Everything from the tables; where they are empty yet, the seed stands in for counties and words."""
    terms = session.scalars(select(Term).where(Term.active).order_by(Term.position, Term.id)).all()
    aliases = _aliases(session)
    units = session.scalars(select(Unit).where(Unit.valid_to.is_(None)).order_by(Unit.position, Unit.id)).all()
    return Wordbook(
        _vocabulary(session, terms, aliases, units),
        {(term.kind, term.name): term.code for term in terms},
        {unit.name: Place(unit.id, unit.county, unit.township) for unit in units},
        {key(word): t.code for t in terms if t.kind == "field" for word in (t.name, *aliases[t.id])},
    )


def remembered(session: Session, kind: str) -> dict[str, str]:
    """Headers that staff assigned in earlier imports of this kind: header -> field ("": left out)."""
    rows = select(ColumnMapping.header, ColumnMapping.field).where(ColumnMapping.kind == kind)
    return dict(session.execute(rows).all())


def _aliases(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for term_id, alias in session.execute(select(TermAlias.term_id, TermAlias.alias)):
        found[term_id].append(alias)
    return found


def _vocabulary(
    session: Session, terms: Iterable[Term], aliases: Mapping[int, list[str]], units: Iterable[Unit]
) -> Vocabulary:
    lists: dict[str, dict[str, list[str]]] = {name: {} for name in LISTS.values()}
    for term in terms:
        if term.kind in LISTS:
            lists[LISTS[term.kind]][term.name] = aliases[term.id]
    others: dict[int, list[str]] = defaultdict(list)
    for unit_id, alias in session.execute(select(UnitAlias.unit_id, UnitAlias.alias)):
        others[unit_id].append(alias)
    known = {unit.name: (unit.county, others[unit.id]) for unit in units}
    return _of_city(session, {county for county, _ in known.values()}).with_words(**_filled(lists)).with_units(known)


def _filled(lists: Mapping[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
    return {name: words for name, words in lists.items() if words}


def _of_city(session: Session, counties: set[str]) -> Vocabulary:
    """The seed's closed lists, with the city and the counties of this installation."""
    city = setting(session, "city")
    base = seed() if not city else seed().of_city(str(city.get("name", "")), str(city.get("county", "")))
    present = sorted(counties - {"", base.city_county})
    if not present:
        return base
    # 竹源 alone means 竹源县; the city's own county keeps its synonyms.
    own = {base.city_county: [word for word, name in base.lists["counties"].items() if name == base.city_county]}
    return base.with_words(counties=own | {name: [name[:-1]] if len(name) > 2 else [] for name in present})
