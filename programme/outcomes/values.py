"""What an outcome may say: values from a form or a row of a file, checked by kind, as the table keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.clock import today
from db.models.outcomes import COUNTS, LEVELS, OUTCOME_KINDS, PARTY_STEPS, POSTING_STEPS, TASK_STEPS
from programme.errors import Invalid
from programme.recordbook.values import PRIVATE

Values = Mapping[str, Any]
RANKS = ("", "county", "city", "province", "nation")
POOLS = ("five_batches", "young_cadres", "professionals", "other")
STEPS: Mapping[str, tuple[str, ...]] = {
    "party": PARTY_STEPS, "posting": POSTING_STEPS, "task": TASK_STEPS, "honour": RANKS, "publicity": RANKS, "talent_pool": POOLS,
}  # fmt: skip
# What each kind has beside its day, title, evidence, source and note, which all have.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "party": ("introducer_id", "other_introducer"),
    "promotion": ("from_post", "to_post", "from_level", "to_level", "from_grade", "to_grade"),
    "posting": ("place", "to_post", "until_on"),
    "honour": ("place",), "talent_pool": (), "task": ("place", "amount"), "dispute": ("place", "amount"),
    "publicity": ("place",), "gain": (),
}  # fmt: skip
TITLED = ("honour", "task", "dispute", "publicity", "gain")
LENGTHS = {
    "title": 200, "place": 120, "from_post": 120, "to_post": 120, "from_grade": 40, "to_grade": 40,
    "other_introducer": 40, "evidence": 120, "source": 120, "note": 2000,
}  # fmt: skip
COMMON = ("title", "evidence", "source", "note")
EVERY = {
    **dict.fromkeys(LENGTHS, ""), "from_level": "", "to_level": "", "until_on": None, "amount": None, "introducer_id": None,
}  # fmt: skip
EARLIEST = date(1990, 1, 1)
MOST = 10_000_000


def checked(values: Values) -> dict[str, Any]:
    """The columns of an outcome. Raises Invalid with the field in `data["field"]`; what its kind does not have is left out."""
    kind = _choice(values, "kind", OUTCOME_KINDS)
    columns: dict[str, Any] = {**EVERY, "kind": kind, "happened_on": past_day(values.get("happened_on"), "happened_on")}
    columns["step"] = _choice(values, "step", STEPS[kind]) if kind in STEPS else ""
    for name in (*COMMON, *FIELDS[kind]):
        columns[name] = _value(values, name)
    if columns["step"] != "probationary":
        # Introducers stand for somebody on the day of admission, and on no other.
        columns |= {"introducer_id": None, "other_introducer": ""}
    _demand_whole(columns)
    return columns


def _value(values: Values, name: str) -> Any:
    if name in LENGTHS:
        return text(values, name, LENGTHS[name])
    if name in ("from_level", "to_level"):
        return _choice(values, name, LEVELS)
    if name == "amount":
        return number(values, name)
    return values.get(name) or None


def _demand_whole(columns: Mapping[str, Any]) -> None:
    kind = columns["kind"]
    if (kind in TITLED or columns["step"] == "other") and not columns["title"]:
        raise Invalid("outcome_title_needed", field="title")
    if kind == "posting" and not columns["place"]:
        raise Invalid("outcome_place_needed", field="place")
    if kind == "promotion" and not any(columns[name] for name in ("to_post", "to_level", "to_grade")):
        raise Invalid("outcome_promotion_needed", field="to_post")
    if columns["until_on"] is not None and columns["until_on"] < columns["happened_on"]:
        raise Invalid("outcome_until", field="until_on", day=columns["happened_on"])


def _choice(values: Values, name: str, known: tuple[str, ...]) -> str:
    code = str(values.get(name) or "")
    if code not in known:
        raise Invalid("not_in_list", field=name, value=code)
    return code


def past_day(day: Any, name: str) -> date:
    """A day that has come already. Raises Invalid."""
    if not isinstance(day, date):
        raise Invalid("record_day_needed", field=name)
    if day > today():
        raise Invalid("outcome_in_future", field=name, day=day)
    if day < EARLIEST:
        raise Invalid("record_too_early", field=name, day=day, earliest=EARLIEST)
    return day


def text(values: Values, name: str, limit: int) -> str:
    """A text within its length and without other people's numbers. Raises Invalid."""
    told = str(values.get(name) or "").strip()
    if len(told) > limit:
        raise Invalid("text_too_long", field=name, length=len(told), limit=limit)
    if PRIVATE.search(told):
        raise Invalid("record_private_number", field=name)
    return told


def number(values: Values, name: str) -> int | None:
    """A whole number that is not negative, or None where nothing was said. Raises Invalid."""
    value = values.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise Invalid("record_bad_number", field=name, low=0, high=MOST)
    return value


def checked_figures(values: Values) -> dict[str, Any]:
    """The columns of a campaign's figures of a unit; a number that is left out was not reported. Raises Invalid."""
    columns: dict[str, Any] = {"as_of": past_day(values.get("as_of"), "as_of")}
    columns |= {name: _area(values) if name == "area_mu" else number(values, name) for name in COUNTS}
    if all(columns[name] is None for name in COUNTS):
        raise Invalid("figures_needed", field="links")
    done, all_of_them = columns["projects_done"], columns["projects"]
    if done is not None and (all_of_them is None or done > all_of_them):
        raise Invalid("figures_more_done", field="projects_done", done=done, projects=all_of_them or 0)
    return columns | {name: text(values, name, LENGTHS[name]) for name in ("evidence", "source", "note")}


def _area(values: Values) -> float | None:
    value = values.get("area_mu")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        raise Invalid("record_bad_number", field="area_mu", low=0, high=MOST)
    return float(value)
