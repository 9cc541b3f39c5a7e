"""Names of schemes: a number at the end counts on, so that a re-run of 方案1 is 方案2 and not "方案1 2"."""

import re
from collections.abc import Collection

NAME_LENGTH = 60
ROOM_FOR_A_NUMBER = 5
COUNTED = re.compile(r"(?P<stem>.*[^0-9])(?P<number>[0-9]{1,3})", re.DOTALL)


def next_free(name: str, taken: Collection[str]) -> str:
    """The name with the first higher number that is free; a name without a number gets one, from 2 on.

    >>> next_free("方案1", {"方案1", "方案2"}), next_free("Even", {"Even"}), next_free("均衡优先", set())
    ('方案3', 'Even 2', '均衡优先2')
    """
    stem, number = _parts(name)
    stem = stem[: NAME_LENGTH - ROOM_FOR_A_NUMBER]
    while f"{stem}{number + 1}" in taken:
        number += 1
    return f"{stem}{number + 1}"


def first_free(name: str, taken: Collection[str]) -> str:
    """The name itself while nobody has it, else the next free one."""
    return next_free(name, taken) if name in taken else name


def _parts(name: str) -> tuple[str, int]:
    """What stands before the number, and the number; a name that is only a number, as a year is, counts as a word."""
    counted = COUNTED.fullmatch(name)
    if counted:
        return counted["stem"], int(counted["number"])
    return (f"{name} " if name[-1:].isascii() else name), 1
