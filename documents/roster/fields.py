"""The fields that the programme keeps of a person, how each is read, and which ones a row cannot do without."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents.values import Reading, read_choice, read_date, read_name, read_number, read_terms
from documents.values.dates import Window
from documents.values.reading import fault
from documents.values.text import fold
from documents.vocabulary import Vocabulary

LONGEST_TEXT = 2000
# Whoever is to start work soon may already stand on the list of next year's mentees.
MONTHS_AHEAD = 24


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a cell depends on besides its text."""

    vocabulary: Vocabulary
    today: date


Read = Callable[[str, Context], Reading]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read; `many` fields may stand in several columns, whose words are put together."""

    read: Read
    kinds: frozenset[str] = frozenset({"mentor", "mentee"})
    required: frozenset[str] = frozenset()
    many: bool = False


def _text(text: str, _: Context) -> Reading:
    plain = text.strip()
    return Reading(plain) if len(plain) <= LONGEST_TEXT else fault("text_too_long", limit=LONGEST_TEXT)


def _short(text: str, _: Context) -> Reading:
    plain = " ".join(fold(text).split())
    return Reading(plain) if len(plain) <= 120 else fault("text_too_long", limit=120)


def _name(text: str, _: Context) -> Reading:
    return read_name(text)


def _birth(text: str, context: Context) -> Reading:
    return read_date(text, Window(context.today))


def _start(text: str, context: Context) -> Reading:
    return read_date(text, Window(context.today, MONTHS_AHEAD))


def _choice(list_name: str) -> Read:
    return lambda text, context: read_choice(text, list_name, context.vocabulary)


def _terms(list_name: str) -> Read:
    return lambda text, context: read_terms(text, list_name, context.vocabulary)


def _number(low: float, high: float, *, whole: bool) -> Read:
    return lambda text, _: read_number(text, low, high, whole=whole)


MENTOR, MENTEE = frozenset({"mentor"}), frozenset({"mentee"})
BOTH = MENTOR | MENTEE

FIELDS: dict[str, Field] = {
    "no": Field(_short),
    "name": Field(_name, required=BOTH),
    "sex": Field(_choice("sex")),
    "birth": Field(_birth, required=BOTH),
    "party": Field(_choice("party")),
    "branch": Field(_short),
    "education": Field(_choice("education")),
    "education_in_service": Field(_choice("education")),
    "major": Field(_short),
    "work_start": Field(_start, required=MENTEE),
    "unit_post": Field(_short, required=BOTH),
    "unit": Field(_short, required=BOTH),
    "post": Field(_short),
    "county": Field(_choice("counties")),
    "township": Field(_short),
    "stream": Field(_choice("stream")),
    "dialects": Field(_terms("dialects"), many=True),
    "grassroots_years": Field(_number(0, 60, whole=False), MENTOR),
    "expertise": Field(_terms("expertise"), MENTOR, many=True),
    "source": Field(_choice("source"), MENTOR),
    "standing": Field(_choice("standing"), MENTOR),
    "capacity": Field(_number(0, 20, whole=True), MENTOR),
    "category": Field(_choice("category"), MENTEE, required=MENTEE),
    "needs": Field(_terms("expertise"), MENTEE, many=True),
    "strengths": Field(_terms("strengths"), MENTEE, many=True),
    "remark": Field(_text),
}

# What each kind of roster must have as a column: each tuple is satisfied by any of its fields.
WANTED = {
    "mentor": (("birth",), ("unit", "unit_post"), ("expertise",)),
    "mentee": (("birth",), ("unit", "unit_post"), ("work_start",), ("category",), ("needs",)),
}


RECORD_NEEDS = frozenset({"mentee", "day", "kind"})


def is_required(field: str, kind: str) -> bool:
    """Whether a row of this kind cannot be saved without the field."""
    if kind == "record":
        return field in RECORD_NEEDS
    return field in FIELDS and kind in FIELDS[field].required
