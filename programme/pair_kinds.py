"""What kind of pairing it is by the report's words, derived from who the two are: 老带新 and 党带群 (S13)."""

from collections.abc import Mapping
from typing import Any

# The kinds in the order in which they are told.
KINDS = ("old_new", "party_mass")
OLD = ("second_line", "retired", "rehired")
PARTY = ("party_member",)
OF_THE_PARTY = ("party_member", "probationary_member")


def kinds(mentor_standing: str, mentor_party: str, mentee_party: str, category: str) -> tuple[str, ...]:
    """The kinds of a pairing, by the codes of both people.

    `old_new`: a mentor off the front line or retired leads a young cadre. `party_mass`: a Party member leads somebody who
    is neither member nor probationary member; who has no affiliation on record counts as neither.
    """
    old = mentor_standing in OLD and category == "young_cadre"
    party = mentor_party in PARTY and bool(mentee_party) and mentee_party not in OF_THE_PARTY
    return tuple(kind for kind, holds in zip(KINDS, (old, party), strict=True) if holds)


def kinds_of(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The kinds of a row of `queries.pairings.pairings`."""
    return kinds(row["mentor_standing"], row["mentor_party"], row["mentee_party"], row["category"])
