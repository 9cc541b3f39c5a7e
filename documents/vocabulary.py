"""The words that a roster may use, with their synonyms; plain data that the programme fills from its database."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache

from documents.values.text import DATA, key

Words = Mapping[str, Iterable[str]]
LISTS = (
    "expertise",
    "dialects",
    "strengths",
    "sex",
    "party",
    "education",
    "source",
    "standing",
    "category",
    "stream",
    "counties",
)

# A county in front of a unit that nobody has recorded; 社区, 园区 and the like are no counties.
COUNTY = re.compile("([\u4e00-\u9fff]{2,3}(?:县|市|(?<![社园发校地林库街小])区))(?=.)")


@dataclass(frozen=True)
class Vocabulary:
    """Synonym -> canonical word for each list, alias -> unit, unit -> county, all under `key` forms.

    `city` is the city's own name: rosters write 澜州市财政局 and 市财政局 for the same unit.
    """

    lists: Mapping[str, Mapping[str, str]]
    units: Mapping[str, str]
    unit_counties: Mapping[str, str]
    city: str = ""
    city_county: str = ""

    def find(self, list_name: str, text: str) -> str | None:
        """The canonical word for a text, or None."""
        return self.lists[list_name].get(key(text))

    def canonical(self, list_name: str) -> tuple[str, ...]:
        """The canonical words of a list in their order."""
        return tuple(dict.fromkeys(self.lists[list_name].values()))

    def close(self, list_name: str, text: str) -> str:
        """The canonical word that a text comes nearest to, or an empty text."""
        near = get_close_matches(key(text), self.lists[list_name], n=1, cutoff=0.5)
        return self.lists[list_name][near[0]] if near else ""

    def segment(self, list_name: str, text: str) -> list[str]:
        """The words that a text without separators is made of; empty unless it is made of known words only."""
        plain = key(text)
        pattern = _alternatives(tuple(self.lists[list_name]))
        if not re.fullmatch(f"(?:{pattern})+", plain):
            return []
        return [self.lists[list_name][match] for match in re.findall(pattern, plain)]

    def unit_prefix(self, text: str) -> tuple[str, str, str] | None:
        """The unit with the longest alias at the beginning of a text, that alias, and the rest behind it."""
        best = None
        for form, kept in self._forms(text):
            for length in range(len(form), 1, -1):
                if form[:length] in self.units and (best is None or length > len(best[1])):
                    best = (self.units[form[:length]], form[:length], kept[length:])
        return best

    def county(self, unit: str) -> str:
        """The county of a unit: as recorded, else by the county's or the city's name in front; empty if unknown."""
        if unit in self.unit_counties:
            return self.unit_counties[unit]
        for county in self.canonical("counties"):
            if unit.startswith((county, self.city + county)) and county != self.city_county:
                return county
        if unit.startswith(("市", "团市委", *([self.city] if self.city else []))):
            return self.city_county
        named = COUNTY.match(unit)
        return named[1] if named else ""

    def _forms(self, text: str) -> Iterator[tuple[str, str]]:
        """The ways of writing a unit, each as key and as text of the same length."""
        plain = "".join(text.split())
        for form in dict.fromkeys((plain, plain.removeprefix("中共"))):
            yield from self._without_city(form)

    def _without_city(self, form: str) -> Iterator[tuple[str, str]]:
        variants = [form]
        if self.city and form.startswith(self.city):
            rest = form.removeprefix(self.city)
            variants += ["市" + rest, rest]
        if self.city and form.startswith("共青团" + self.city + "委"):
            variants.append("团市委" + form.removeprefix("共青团" + self.city + "委").removeprefix("员会"))
        for variant in variants:
            same = key(variant)
            yield (same, variant) if len(same) == len(variant) else (same, same)

    def of_city(self, name: str, county: str) -> "Vocabulary":
        """The same for another city: its name, and what its own units have as county."""
        return replace(self, city=name, city_county=county)

    def with_words(self, **lists: Words) -> "Vocabulary":
        """The same with whole lists replaced: `with_words(expertise={"群众工作": ["群工"]})`."""
        return replace(self, lists={**self.lists, **{name: _table(words) for name, words in lists.items()}})

    def with_units(self, units: Mapping[str, tuple[str, Iterable[str]]]) -> "Vocabulary":
        """The same with other units: name -> (county, aliases)."""
        return replace(
            self,
            units=_table({name: aliases for name, (_, aliases) in units.items()}),
            unit_counties={name: county for name, (county, _) in units.items()},
        )


def _table(words: Words) -> dict[str, str]:
    """Synonym key -> canonical; a canonical word always means itself."""
    canonical = {key(word): word for word in words}
    synonyms = {key(alias): word for word, aliases in words.items() for alias in aliases}
    return canonical | {alias: word for alias, word in synonyms.items() if alias not in canonical}


@lru_cache(maxsize=64)
def _alternatives(forms: tuple[str, ...]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if len(form) > 1) or r"(?!)"


@cache
def seed() -> Vocabulary:
    """The vocabulary of the fictitious city (`data/vocabulary.toml`)."""
    data = tomllib.loads((DATA / "vocabulary.toml").read_text("utf-8"))
    city = data["city_units"]
    empty = Vocabulary({name: _table(data[name]) for name in LISTS}, {}, {}, city["city"], city["county"])
    return empty.with_units(dict(_seed_units(data)))


def _seed_units(data: dict) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    city = data["city_units"]
    for name, aliases in city["names"].items():
        yield name, (city["county"], aliases)
    for county in data["counties"]:
        if county != city["county"]:
            yield from _county_units(county, data)


def _county_units(county: str, data: dict) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    for unit, aliases in data["county_units"].items():
        yield county + unit, (county, [county + alias for alias in aliases])
    for town in data["townships"]["names"]:
        yield county + town, (county, [county + town + suffix for suffix in data["townships"]["suffixes"]])
