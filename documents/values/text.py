"""Text as people type it: full-width forms, padding and invisible characters, and the empty cell in its many forms."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"

# Characters that only join or pad; they carry no meaning in a roster and are dropped without a word.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Full-width ASCII only. NFKC would also accept superscripts and circled figures as digits.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
SPACE = re.compile(r"\s+")
BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")


@cache
def words() -> dict[str, Any]:
    """The words that shape rosters (`data/words.toml`)."""
    return tomllib.loads((DATA / "words.toml").read_text("utf-8"))


def fold(text: str) -> str:
    """Full-width ASCII as plain ASCII, invisible characters dropped, ends stripped."""
    return text.translate(INVISIBLE).translate(FULL_WIDTH).strip()


def key(text: str) -> str:
    """The form under which words are compared: NFKC, no white space, nothing invisible, lower case."""
    plain = unicodedata.normalize("NFKC", text.translate(INVISIBLE))
    return SPACE.sub("", plain).casefold()


def without_brackets(text: str) -> str:
    """A key without what stands in brackets: (必填), (岁)."""
    return BRACKETS.sub("", text)


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(key(word) for word in words()["empty"]) | {""}


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing to say: blank, 无, a dash, a stroke."""
    return key(text) in _empty_words()
