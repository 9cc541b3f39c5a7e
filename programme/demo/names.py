"""Invented names: surnames as common as they are, given names of the generation."""

from programme.demo.draw import Dice, table


def draw_name(dice: Dice, sex: str, born: int) -> str:
    """A name as somebody of that sex and year of birth may bear it."""
    generation = "elder" if born <= 1980 else "middle" if born <= 1990 else "young"
    people = table("people")
    surname = dice.share(people["surnames"])
    parts = people["given"][generation][sex]
    if dice.chance(people["single"][generation]):
        return surname + dice.one(parts["single"])
    first = dice.one(parts["first"])
    return surname + first + dice.one(parts["second"].replace(first, ""))
