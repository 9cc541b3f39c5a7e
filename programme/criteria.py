"""Who may be nominated (S20, S22): a checklist for each track, what the entry itself answers, and what is not met."""

from collections.abc import Mapping
from types import MappingProxyType

from programme.codes import STANDINGS

MIN_YEARS = 10
# Words in a post that name a senior professional title (副高级职称以上).
SENIOR_TITLES = ("副高", "正高", "高级", "研究员", "教授", "主任医师", "农艺师")
LED = ("second_line", "in_office", "village_secretary")
RETIRED_FROM_THE_LINE = ("second_line", "retired", "rehired")
# Each track asks for one of every group.
GROUPS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "grassroots": (("long_grassroots",), ("experienced",), ("led_before",), ("second_line",)),
        "professional": (("senior_title", "talent_title"), ("renown",)),
    }
)


def criteria_of(track: str) -> tuple[str, ...]:
    """The codes of a track's checklist in their order."""
    return tuple(code for group in GROUPS[track] for code in group)


def track_of(standing: str) -> str:
    """The track that a standing suggests."""
    return "professional" if standing == "professional" and standing in STANDINGS else "grassroots"


def answered(track: str, *, standing: str, years: float, post: str, grades: Mapping[str, int]) -> dict[str, bool]:
    """What the entry itself answers; a criterion that only people can judge is absent."""
    if track == "professional":
        return {"senior_title": True} if any(word in post for word in SENIOR_TITLES) else {}
    return {
        "long_grassroots": years >= MIN_YEARS,
        "experienced": max(grades.values(), default=0) >= 4,
        "led_before": standing in LED,
        "second_line": standing in RETIRED_FROM_THE_LINE,
    }


def unmet(track: str, marks: Mapping[str, bool]) -> tuple[str, ...]:
    """The criteria that stand against accepting: of every group of which none is met, all."""
    return tuple(code for group in GROUPS[track] if not any(marks.get(one) for one in group) for code in group)
