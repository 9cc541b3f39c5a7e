"""Numbers with the words that stand around them: 3人, 16年, 约２０年, 3年6个月, 两人."""

import re
from functools import cache

from documents.values.reading import Reading, fault
from documents.values.text import fold, words

PLAIN = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]+)?")
YEARS_MONTHS = re.compile(r"([0-9]{1,2})年(?:零|又)?([0-9]{1,2})个?月")
HALF = re.compile(r"([0-9]{0,2})年?半年?")
CHINESE = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def read_number(text: str, low: float, high: float, *, whole: bool = False) -> Reading:
    """A number between `low` and `high`, as int if it is whole; else `unreadable_number` or `number_out_of_range`."""
    number = _number(re.sub(r"\s+", "", fold(text)))
    if number is None or (whole and number != int(number)):
        return fault("unreadable_number", low=low, high=high)
    if not low <= number <= high:
        return fault("number_out_of_range", low=low, high=high)
    return Reading(int(number) if number == int(number) else number)


def _number(plain: str) -> float | None:
    mixed = YEARS_MONTHS.fullmatch(plain)
    if mixed:
        return round(int(mixed[1]) + int(mixed[2]) / 12, 2)
    half = HALF.fullmatch(plain)
    if half:
        return int(half[1] or 0) + 0.5
    bare = _around().sub("", plain)
    return float(bare) if PLAIN.fullmatch(bare) else _chinese(bare)


def _chinese(bare: str) -> float | None:
    """三, 十六, 二十; None for anything else."""
    tens, ten, units = bare.rpartition("十")
    parts = (tens, units) if ten else ("", bare)
    if not bare or any(part and part not in CHINESE for part in parts) or (not ten and not units):
        return None
    return (CHINESE.get(tens, 1) * 10 if ten else 0) + CHINESE.get(units, 0)


@cache
def _around() -> re.Pattern[str]:
    choice = "|".join(sorted(words()["numbers"]["around"], key=len, reverse=True))
    return re.compile(f"^(?:{choice})+|(?:{choice})+$")
