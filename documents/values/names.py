"""Personal names: padding and dots evened out, rare characters kept, everything that is no name refused."""

import re
import unicodedata

from documents.values.reading import Note, Reading, fault
from documents.values.text import FULL_WIDTH, INVISIBLE, key, words

DOTS = re.compile(r"(?<=\w)\s*[·•‧・．.∙⋅●﹒･]\s*(?=\w)")
PADDING = re.compile(r"(?<=[^\x00-\u02ff])\s+|\s+(?=[^\x00-\u02ff])")
NOTE = re.compile(r"\s*[（(]([^（）()]*)[）)]$")
SEXES = {"男", "女"}
LONGEST = 40


def read_name(text: str) -> Reading:
    """The name as it is spoken: 张　三 is 张三, dots of minority names become `·`; ext-B characters stay.

    Faults: `missing_name`, `hidden_characters` (bidi and other controls), `bad_name` (figures, masks, symbols).
    """
    visible = text.translate(INVISIBLE).strip()
    hidden = [char for char in visible if unicodedata.category(char) in ("Cf", "Cc") and char not in "\n\r\t"]
    if hidden:
        return fault("hidden_characters", suggestion="".join(char for char in visible if char not in hidden))
    told, note = _without_note(visible)
    name = DOTS.sub("·", PADDING.sub("", re.sub(r"\s+", " ", told.translate({0x3000: 0x20})).strip()))
    if not name or key(name) in words()["nobody"]:
        return fault("missing_name")
    if not _is_name(name):
        bare = "".join(char for char in name if _is_letter(char))
        return fault("bad_name", suggestion=bare if len(bare) > 1 and _is_name(bare) else "")
    return Reading(name, warnings=(Note("name_note", {"name": name, "note": note}),) if note else ())


def _without_note(visible: str) -> tuple[str, str]:
    """The name and a remark behind it in brackets; a sex there is a habit of rosters and no remark."""
    match = NOTE.search(visible)
    if not match:
        return visible, ""
    remark = match[1].strip()
    return visible[: match.start()], "" if remark in SEXES else remark


def _is_name(name: str) -> bool:
    plain = name.translate(FULL_WIDTH)
    return len(name) <= LONGEST and "某" not in name and all(_is_letter(char) or char in "· '-" for char in plain)


def _is_letter(char: str) -> bool:
    # Co: characters outside Unicode that some name fonts use; they are kept, never replaced.
    category = unicodedata.category(char)
    return category[0] == "L" or category in ("Mn", "Mc", "Co") or char == "〇"


def name_key(name: str) -> str:
    """The form under which names are searched and compared: compatibility characters unified, no spaces, one dot."""
    return DOTS.sub("·", key(name))
