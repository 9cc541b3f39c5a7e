"""The two orders of names that staff expect, by strokes of the characters and by sound, and the sounds to search by.

Strokes are compared character by character, fewer first, surname before given name; characters with as many strokes
stand in Unicode order, because the order of the single strokes is not in the data. Unknown characters come last.
"""

from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from pypinyin import lazy_pinyin

STROKES = Path(__file__).resolve().parent / "data" / "strokes.txt"
UNKNOWN = 99
# Surnames that sound otherwise than the same character elsewhere.
SURNAMES = MappingProxyType(
    {
        "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge", "缪": "miao",
        "翟": "zhai", "覃": "qin", "种": "chong", "繁": "po", "折": "she", "黑": "he", "召": "shao", "万俟": "moqi", "尉迟": "yuchi",
    }
)  # fmt: skip


@lru_cache(maxsize=20_000)
def by_sound(name: str) -> tuple[str, ...]:
    """The syllables of a name in pinyin without tones: a key to sort by."""
    for surname, sound in SURNAMES.items():
        if name.startswith(surname):
            return (sound, *lazy_pinyin(name[len(surname) :]))
    return tuple(lazy_pinyin(name))


@lru_cache(maxsize=20_000)
def by_strokes(name: str) -> tuple[tuple[int, str], ...]:
    """(strokes, character) of each character: a key to sort by."""
    known = _strokes()
    return tuple((known.get(char, UNKNOWN), char) for char in name)


@lru_cache(maxsize=20_000)
def sounds(name: str) -> tuple[str, str]:
    """A name as one types its sound: in full and by initials, wangjianguo and wjg."""
    syllables = by_sound(name)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


@cache
def _strokes() -> dict[str, int]:
    lines = [line for line in STROKES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pairs = (line.split(" ", 1) for line in lines)
    return {char: int(count) for count, chars in pairs for char in chars}
