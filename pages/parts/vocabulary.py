"""Words of the vocabularies, units and places as choices: codes and ids with what they are called."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from db.queries import words
from pages.parts.frame import look
from texts import _, language


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a pool form lets one choose from, as read once for a page."""

    terms: pd.DataFrame
    units: pd.DataFrame
    places: pd.DataFrame

    def codes(self, kind: str) -> list[str]:
        """The codes of a vocabulary that are offered, in their order."""
        return self.terms.loc[(self.terms["kind"] == kind) & self.terms["active"].astype(bool), "code"].tolist()

    def words(self, kind: str) -> dict[str, str]:
        """Code -> word in the reader's language, retired ones too."""
        own = self.terms[self.terms["kind"] == kind]
        english = own["name_en"].where(own["name_en"] != "", own["name"])
        return dict(zip(own["code"], english if language() == "en" else own["name"], strict=True))

    def unit_names(self) -> dict[int, str]:
        """Unit id -> name, in the official order."""
        return dict(zip(self.units["id"].tolist(), self.units["name"], strict=True))

    def counties(self) -> list[str]:
        """Counties in the order of their units."""
        return list(dict.fromkeys(self.places["county"]))

    def townships(self, county: str) -> list[str]:
        """Townships of a county."""
        own = self.places[(self.places["county"] == county) & (self.places["township"] != "")]
        return own["township"].tolist()


def names() -> Names:
    """The words, units and places as they are now."""
    return Names(look(words.terms), look(words.units), look(words.places))


def term_words(kind: str) -> dict[int, str]:
    """Term id -> word in the reader's language, in their order, retired ones too."""
    terms = look(words.terms)
    own = terms[terms["kind"] == kind].sort_values(["position", "id"])
    english = own["name_en"].where(own["name_en"] != "", own["name"])
    return dict(zip(own["id"].astype(int), english if language() == "en" else own["name"], strict=True))


def listed(parts: Iterable[str]) -> str:
    """Names one after another, as the language writes lists."""
    return _(", ").join(parts)
