"""Boxes to tick and blanks for the pen: what is known is ticked or written, what is not stays open."""

from collections.abc import Collection, Mapping
from datetime import date

from programme.papers.form_words import DAY_BLANK, EMPTY, GAP, TICKED
from programme.papers.words import day


def boxes(words: Mapping[str, str], ticked: Collection[str], gap: str = GAP) -> str:
    """Every word with a box before it, those of the given codes filled.

    >>> boxes({"a": "甲", "b": "乙"}, ["b"])
    '□甲　■乙'
    """
    return gap.join(f"{TICKED if code in ticked else EMPTY}{word}" for code, word in words.items())


def day_or_blank(value: date | None) -> str:
    """A day as the office writes it, or a blank for one."""
    return day(value) or DAY_BLANK


def lines(*parts: str | None) -> str:
    """What there is of some texts, each on a line of its own."""
    return "\n".join(part.strip() for part in parts if part and part.strip())
