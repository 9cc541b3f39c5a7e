"""What an assessment may say: weights, indicators, scores and grades from a form or a file, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from db.models.assessment import (
    ANNUAL_GRADES,
    ASSESSORS,
    CONCLUSION_KINDS,
    DISPUTANTS,
    PAIR_GRADES,
    ROUND_KINDS,
)
from programme.errors import Invalid
from programme.recordbook.values import PRIVATE
from programme.reviews.values import read_score

__all__ = ["ANNUAL_GRADES", "ASSESSORS", "CONCLUSION_KINDS", "DISPUTANTS", "PAIR_GRADES", "ROUND_KINDS"]

WEIGHTS = (10, 30, 30, 30)
QUOTA, MOST_QUOTA = 20, 25
# The four goals of the plan (S09), and 德能勤绩廉: an indicator without a name of its own is called by its code.
SETS: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        "goals": (("politics", 25), ("business", 25), ("profession", 25), ("ways", 25)),
        "conduct": (("virtue", 20), ("ability", 20), ("diligence", 20), ("achievement", 20), ("integrity", 20)),
    }
)
MOST_INDICATORS, LONGEST_NAME, LONGEST = 10, 30, 2000
OPINIONS = ("mentor_opinion", "unit_opinion")
Values = Mapping[str, Any]
Scores = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is looked at: a code of SETS or "", a name of its own or "", its weight in percent."""

    code: str
    name: str
    weight: int


def usual(name: str = "goals") -> tuple[Indicator, ...]:
    """One of the two sets that ship.

    >>> sum(one.weight for one in usual("conduct"))
    100
    """
    return tuple(Indicator(code, "", weight) for code, weight in SETS[name])


def read_indicators(data: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """The indicators as a round keeps them."""
    return tuple(Indicator(one["code"], one["name"], one["weight"]) for one in data["items"])


def written(indicators: Sequence[Indicator]) -> dict[str, Any]:
    """Indicators for a round to keep. Raises Invalid for none, too many, one without a name, weights that are not 100."""
    if not 1 <= len(indicators) <= MOST_INDICATORS:
        raise Invalid("indicator_count", field="indicators", count=len(indicators), limit=MOST_INDICATORS)
    for one in indicators:
        if not (one.code or one.name.strip()) or len(one.name) > LONGEST_NAME:
            raise Invalid("indicator_name", field="indicators", limit=LONGEST_NAME)
    check_weights([one.weight for one in indicators], "indicators")
    return {
        "items": [{"code": one.code, "name": one.name.strip(), "weight": int(one.weight)} for one in indicators]
    }  # fmt: skip


def check_weights(weights: Sequence[int], field: str = "weights") -> None:
    """Invalid unless these are whole numbers, none below 0, that sum to 100."""
    if any(not isinstance(weight, int) or weight < 0 for weight in weights) or sum(weights) != 100:
        raise Invalid("assessment_weights", field=field, sum=sum(weights))


def read_scores(values: Values, indicators: Sequence[Indicator]) -> Scores:
    """What is given of the four assessors: one score, or one for each indicator; a blank assessor is left out.

    Raises Invalid with the assessor as field for a score outside 0..100 and for a list with gaps.
    """
    given = {part: values.get(part) for part in ASSESSORS}
    return {part: _score(part, value, indicators) for part, value in given.items() if not _blank(value)}


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, list | tuple) and all(_blank(one) for one in value))


def _score(part: str, value: Any, indicators: Sequence[Indicator]) -> dict[str, Any]:
    if not isinstance(value, list | tuple):
        return {"total": read_score(value, part), "by": []}
    if len(value) != len(indicators) or any(_blank(one) for one in value):
        raise Invalid("score_each_indicator", field=part, count=len(indicators))
    by = [read_score(one, part) for one in value]
    weights = [one.weight for one in indicators]
    return {"total": mean_of(by, weights), "by": by}


def mean_of(scores: Sequence[float], weights: Sequence[int]) -> float:
    """The mean by weights in percent, to one decimal, halves upward as offices round.

    >>> mean_of([85, 80], [50, 50]), mean_of([84.5, 84], [50, 50])
    (82.5, 84.3)
    """
    total = sum(Decimal(str(score)) * weight for score, weight in zip(scores, weights, strict=True)) / 100
    return float(Decimal(total).quantize(Decimal("0.1"), ROUND_HALF_UP))


def weighted(scores: Scores, weights: Mapping[str, int]) -> float | None:
    """The weighted score, None while an assessor who counts is missing."""
    counting = [part for part in ASSESSORS if weights[part]]
    if any(part not in scores for part in counting):
        return None
    return mean_of([scores[part]["total"] for part in counting], [weights[part] for part in counting])


def read_text(values: Values, field: str) -> str:
    """A text of the form, stripped. Raises Invalid for one too long, and for a private number in it."""
    text = str(values.get(field) or "").strip()
    if len(text) > LONGEST:
        raise Invalid("text_too_long", field=field, length=len(text), limit=LONGEST)
    if PRIVATE.search(text):
        raise Invalid("record_private_number", field=field)
    return text


def read_grade(values: Values, field: str = "grade") -> str:
    """A grade of one of the two scales ("" for none); each scale knows only its own."""
    grade = str(values.get(field) or "")
    if grade not in ("", *(PAIR_GRADES if field == "grade" else ANNUAL_GRADES)):
        raise Invalid("not_in_list", field=field, value=grade)
    return grade
