"""单位及职务 in one cell: the longest known unit in front, else the posts and unit endings that everybody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from documents.values.text import fold, words

if TYPE_CHECKING:  # The vocabulary itself is built from `text`, so it cannot be imported first.
    from documents.vocabulary import Vocabulary

JOINTS = " 　、,，;；:：-—/"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where somebody serves and as what; `known` says whether the unit stands in the vocabulary."""

    unit: str
    post: str
    county: str
    known: bool


def split_unit(text: str, vocabulary: Vocabulary, county: str = "") -> Placement | None:
    """Unit and post of a cell such as 市住建局规划科科长; None if no unit can be told."""
    plain = re.sub(r"\s+", " ", fold(text))
    former, bare = _without_former(plain)
    placed = _known(bare, vocabulary, county) or _by_spaces(bare) or _by_endings(bare.replace(" ", ""))
    if placed is None:
        return None
    unit, post, known = placed
    return Placement(unit, former + post, vocabulary.county(unit) or county, known)


def _without_former(plain: str) -> tuple[str, str]:
    """原市住建局局长: the post is a former one, the unit is not."""
    for word in words()["posts"]["former"]:
        if plain.startswith(word):
            return "原", plain[len(word) :].strip()
    return "", plain


def _known(bare: str, vocabulary: Vocabulary, county: str) -> tuple[str, str, bool] | None:
    """The longest alias of a unit at the beginning, also with the row's county written in front."""
    plain = bare.replace(" ", "")
    for form in dict.fromkeys((county + plain, plain)):
        found = vocabulary.unit_prefix(form)
        if found:
            unit, alias, rest = found
            return unit, _post(alias, rest), True
    return None


def _post(unit: str, rest: str) -> str:
    """白墅镇长 writes the 镇 once for both unit and post."""
    post = rest.strip(JOINTS)
    return unit[-1] + post if post.startswith("长") else post


def _by_spaces(bare: str) -> tuple[str, str, bool] | None:
    """A new unit set apart from the post by a space."""
    unit, _, post = bare.partition(" ")
    if post and unit.endswith(_endings()) and len(unit) >= 3:
        return unit, post.replace(" ", ""), False
    return None


def _by_endings(bare: str) -> tuple[str, str, bool] | None:
    """A new unit: cut behind a unit's ending so that what follows is a post that everybody knows, else at the first."""
    cuts = list(_cuts(bare))
    for cut in cuts:
        if bare[cut:].strip(JOINTS) in _posts():
            return bare[:cut], bare[cut:].strip(JOINTS), False
    for cut in cuts:
        if cut == len(bare) or bare.endswith(_posts_tuple()):
            return bare[:cut], bare[cut:].strip(JOINTS), False
    return None


def _cuts(bare: str) -> Iterator[int]:
    """Positions behind a unit's ending, at least three characters in, the longest ending at each place."""
    for position in range(3, len(bare) + 1):
        if bare[:position].endswith(_endings()) and not bare[position:].startswith(("长", "员", "处")):
            yield position


@cache
def _posts() -> frozenset[str]:
    return frozenset(words()["posts"]["known"])


@cache
def _posts_tuple() -> tuple[str, ...]:
    return tuple(words()["posts"]["known"])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words()["posts"]["unit_endings"])
