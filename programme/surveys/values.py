"""What one side may answer: every question on the scale of four, and one free remark."""

from collections.abc import Mapping
from typing import Any

from db.models.surveys import HIGHEST, LOWEST, QUESTIONS
from documents.values.text import fold
from programme.errors import Invalid
from programme.recordbook.values import PRIVATE

SAID = (*QUESTIONS, "remark")
LONGEST = 500


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an answer; {} where nothing is said. Raises Invalid with the question that lacks or has a wrong step."""
    remark = _remark(values)
    given = {name: _step(values, name) for name in QUESTIONS}
    if not remark and all(step is None for step in given.values()):
        return {}
    missing = [name for name, step in given.items() if step is None]
    if missing:
        raise Invalid("survey_whole", field=missing[0], count=len(missing))
    return {**given, "remark": remark}


def _step(values: Mapping[str, Any], name: str) -> int | None:
    """A step of the scale as a number; a table may write it as text."""
    value = values.get(name)
    if value is None or value == "":
        return None
    text = fold(str(value)).removesuffix(".0")
    if isinstance(value, bool) or not text.isascii() or not text.isdecimal() or not LOWEST <= int(text) <= HIGHEST:
        raise Invalid("survey_step", field=name, value=str(value)[:20], low=LOWEST, high=HIGHEST)
    return int(text)


def _remark(values: Mapping[str, Any]) -> str:
    text = str(values.get("remark") or "").strip()
    if len(text) > LONGEST:
        raise Invalid("text_too_long", field="remark", length=len(text), limit=LONGEST)
    if PRIVATE.search(text):
        raise Invalid("record_private_number", field="remark")
    return text
