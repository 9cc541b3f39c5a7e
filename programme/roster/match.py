"""Who a row means: the number, else name with unit and birth; anything short of that is a question for people."""

from dataclasses import dataclass

from programme.roster.known import People, Somebody
from programme.roster.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Match:
    """The person meant (None: nobody yet), or why that cannot be told and who it may be.

    Reasons: `number_of_another` (the number belongs to somebody with another name), `number_differs` (the same
    person has another number), `same_name` (name and unit or name and birth agree, the rest does not),
    `several` (more than one person fits).
    """

    somebody: Somebody | None = None
    reason: str = ""
    candidates: tuple[int, ...] = ()


def match(row: Wanted, people: People) -> Match:
    """The person whom a row means."""
    name, number = row.person["name"], row.person.get("no")
    namesakes = people.named(name)
    owner = people.by_no.get(number) if number else None
    if owner is not None:
        return Match(owner) if owner in namesakes else Match(None, "number_of_another", (owner.id,))
    same = [one for one in namesakes if _is_same(row, one)]
    if len(same) == 1:
        other_number = number and same[0].person["no"]
        return Match(None, "number_differs", (same[0].id,)) if other_number else Match(same[0])
    if same:
        return Match(None, "several", tuple(one.id for one in same))
    near = tuple(one.id for one in namesakes if _is_near(row, one))
    return Match(None, "same_name", near) if near else Match()


def _is_same(row: Wanted, one: Somebody) -> bool:
    """Unit and birth are known on both sides and agree."""
    return bool(row.unit) and row.unit == one.unit and _births(row, one) == "agree"


def _is_near(row: Wanted, one: Somebody) -> bool:
    """Unit or birth agrees, or one of them is not known: perhaps the same person after a move or a slip."""
    unit_differs = bool(row.unit) and bool(one.unit) and row.unit != one.unit
    return not (unit_differs and _births(row, one) == "differ")


def _births(row: Wanted, one: Somebody) -> str:
    """ "agree", "differ", or "" if one of them is not known; 1986-10 agrees with 1986-10-05."""
    mine, theirs = row.person.get("birth"), one.person["birth"]
    if not mine or not theirs:
        return ""
    return "agree" if mine.startswith(theirs) or theirs.startswith(mine) else "differ"
