"""What a record may say: values from a form or a row of a file, checked, as the tables keep them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.clock import today
from programme.errors import Invalid
from programme.recordbook.codes import ASPECTS, FORMS, KINDS, METHODS, MODES, REMEDIES, STEPS, joined, parted

Values = Mapping[str, Any]
TEXTS = {"place": 120, "title": 120, "content": 2000, "outcome": 2000, "reflection": 2000}
CODED = {"forms": FORMS, "methods": METHODS, "steps": STEPS, "aspects": ASPECTS}
NEEDS_WORDS = ("log", "talk", "case", "look_back")
MOST = 100_000
# Numbers of identity cards and of mobile phones: other people's data have no place in a record.
PRIVATE = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record ready to be kept: columns of `records`, the row beside it for its kind ({}: none), codes of its topics."""

    columns: Mapping[str, Any]
    beside: Mapping[str, Any] = field(default_factory=dict)
    topics: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of record."""
        return str(self.columns["kind"])


def checked(values: Values) -> Entry:
    """The values as an entry. Raises Invalid with the field in `data["field"]`; what its kind does not have is left out."""
    kind = _choice(values, "kind", KINDS)
    columns: dict[str, Any] = {"kind": kind, "happened_on": _day(values.get("happened_on"))}
    columns |= {name: _text(values, name) for name in TEXTS} | {name: _codes(values, name) for name in CODED}
    if columns["steps"]:
        # Seeing, hearing and doing are the steps of teaching by demonstration.
        columns["methods"] = joined((*parted(columns["methods"]), "demonstration"), METHODS)
    columns |= _problems(values)
    if kind != "home_visit":
        columns["place"] = columns["place"] or str(values.get("village") or "").strip()[:120]
    if kind in NEEDS_WORDS and not columns["content"] and not columns["title"]:
        raise Invalid("record_words_needed", field="content")
    return Entry(columns, _beside(kind, values), tuple(dict.fromkeys(values.get("topics") or ())))


def _choice(values: Values, name: str, known: tuple[str, ...]) -> str:
    code = str(values.get(name) or "")
    if code not in known:
        raise Invalid("not_in_list", field=name, value=code)
    return code


def _day(day: Any) -> date:
    if not isinstance(day, date):
        raise Invalid("record_day_needed", field="happened_on")
    if day > today():
        raise Invalid("record_in_future", field="happened_on", day=day)
    if day < EARLIEST:
        raise Invalid("record_too_early", field="happened_on", day=day, earliest=EARLIEST)
    return day


def _text(values: Values, name: str) -> str:
    text = str(values.get(name) or "").strip()
    if len(text) > TEXTS[name]:
        raise Invalid("text_too_long", field=name, length=len(text), limit=TEXTS[name])
    if PRIVATE.search(text):
        raise Invalid("record_private_number", field=name)
    return text


def _codes(values: Values, name: str) -> str:
    wanted = values.get(name) or ()
    codes = parted(wanted) if isinstance(wanted, str) else tuple(wanted)
    for code in codes:
        if code not in CODED[name]:
            raise Invalid("not_in_list", field=name, value=code)
    return joined(codes, CODED[name])


def _problems(values: Values) -> dict[str, int | None]:
    found, solved = _number(values, "problems_found"), _number(values, "problems_solved")
    if solved is not None and solved > (found or 0):
        raise Invalid("record_more_solved", field="problems_solved", found=found or 0, solved=solved)
    return {"problems_found": found, "problems_solved": solved}


def _number(values: Values, name: str, otherwise: int | None = None) -> int | None:
    value = values.get(name)
    if value is None or value == "":
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise Invalid("record_bad_number", field=name, low=0, high=MOST)
    return value


def _beside(kind: str, values: Values) -> dict[str, Any]:
    if kind == "home_visit":
        return dict(_visit(values))
    if kind == "campaign":
        return dict(_post(values))
    return dict(_remedy(values)) if kind == "remedy" else {}


def _visit(values: Values) -> Iterator[tuple[str, Any]]:
    village = str(values.get("village") or "").strip()[:120]
    if not village:
        raise Invalid("record_village_needed", field="village")
    visited, total = _number(values, "households_visited"), _number(values, "households_total")
    if visited is None:
        raise Invalid("record_households_needed", field="households_visited")
    if total is not None and visited > total:
        raise Invalid("record_more_households", field="households_visited", visited=visited, total=total)
    yield from (("village", village), ("households_visited", visited), ("households_total", total))


def _post(values: Values) -> Iterator[tuple[str, Any]]:
    if not values.get("campaign_id"):
        raise Invalid("record_campaign_needed", field="campaign_id")
    yield "campaign_id", int(values["campaign_id"])
    yield "post", str(values.get("post") or "").strip()[:120]
    yield "mode", _choice({"mode": values.get("mode") or MODES[0]}, "mode", MODES)
    yield from ((name, _number(values, name, 0)) for name in ("links", "visits"))


def _remedy(values: Values) -> Iterator[tuple[str, Any]]:
    remedy = _choice(values, "remedy", REMEDIES)
    yield "remedy", remedy
    count, rating = _number(values, "feedback_count"), values.get("rating")
    if remedy != "invite_feedback":
        count = rating = None
    if (count is None) != (rating is None):
        raise Invalid("record_feedback_whole", field="feedback_count")
    if rating is not None and not 1 <= float(rating) <= 5:
        raise Invalid("record_bad_rating", field="rating")
    yield from (("feedback_count", count), ("rating", None if rating is None else float(rating)))
