"""The words of assessment: kinds of rounds, the two scales, assessors, states, conclusions, what stands against one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from pages.parts.change_words import GROUNDS
from pages.parts.record_words import WORDS as RECORD_WORDS
from texts import N_, _

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": {"midterm": N_("Mid-term assessment"), "annual": N_("Annual assessment"), "final": N_("Final assessment")},
        "grade": {
            "excellent": N_("Excellent"), "qualified": N_("Qualified"), "basically_qualified": N_("Basically qualified"),
            "unqualified": N_("Unqualified"),
        },
        "annual_grade": {
            "outstanding": N_("Excellent (civil service)"), "competent": N_("Competent"),
            "basically_competent": N_("Basically competent"), "incompetent": N_("Incompetent"),
            "undetermined": N_("On probation, no grade"),
        },
        "part": {
            "self": N_("Own assessment"), "mentor": N_("Mentor"), "leader": N_("Supervising leader"), "head": N_("Head of the unit"),
        },
        "state": {
            "waiting": N_("Not graded"), "graded": N_("Graded"), "disputed": N_("Disputed"), "concluded": N_("Concluded"),
        },
        "stand": {
            "waiting": N_("Not graded"), "graded": N_("Graded, no conclusion"), "disputed": N_("Disputed"),
            "proposed": N_("Conclusion proposed"), "concluded": N_("Concluded"), "clear": N_("Clear to graduate"),
        },
        "indicator": {
            **RECORD_WORDS["goal"], "virtue": N_("Virtue"), "ability": N_("Ability"), "diligence": N_("Diligence"),
            "achievement": N_("Achievement"), "integrity": N_("Integrity"),
        },
        "set": {"goals": N_("The four goals"), "conduct": N_("Virtue, ability, diligence, achievement, integrity")},
        "disputant": {"mentee": N_("The mentee"), "mentor": N_("The mentor"), "unit": N_("The unit")},
        "decision": {"": N_("Under review"), "upheld": N_("Upheld, grade changed"), "dismissed": N_("Dismissed, grade kept")},
        "conclusion": {
            "graduate": N_("Graduate"), "extend": N_("Extend"), "change": N_("Change mentor"), "end": N_("End"),
        },
        "conclusion_state": {
            "proposed": N_("Waits for a decision"), "carried_out": N_("Carried out"), "refused": N_("Not agreed"),
            "withdrawn": N_("Withdrawn"),
        },
        "check": {
            "no_final": N_("no grade of a final assessment"), "grade_below": N_("grade below qualified"),
            "plan_short": N_("less than 80 % of the plan done"),
        },
        "flag": {
            "mean_score": N_("Low mean score"), "poor_share": N_("Many poor grades"), "stalled": N_("Stalled pairings"),
        },
        "scope": {"cohort": N_("Whole cohort"), "small": N_("Small units together"), "unit": N_("Unit")},
        "ground": GROUNDS,
        "outcome": {
            "party": N_("Party membership"), "promotion": N_("Promotion"), "posting": N_("Posting"), "honour": N_("Honour"),
            "talent_pool": N_("Talent pool"), "task": N_("Task"), "dispute": N_("Dispute settled"),
            "publicity": N_("Press report"), "gain": N_("Gain of the mentor"),
        },
    }
)  # fmt: skip
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "excellent": "green", "qualified": "blue", "basically_qualified": "orange", "unqualified": "red",
        "waiting": "gray", "graded": "blue", "disputed": "red", "concluded": "green",
    }
)  # fmt: skip


def word(kind: str, code: str | None) -> str:
    """The word of a code; "" for none, the code itself where it is unknown."""
    known = code or ""
    return _(WORDS[kind][known]) if known in WORDS[kind] else known


def wording(kind: str) -> Callable[[Any], str]:
    """`word` for one list, as a format function."""
    return lambda code: word(kind, code)


def round_name(row: Any) -> str:
    """Annual assessment (2026)."""
    return _("{kind} ({year})").format(kind=word("kind", row.kind), year=int(row.year))


def badge(kind: str, code: str) -> str:
    """A code as a coloured mark that also says its word; "" for none."""
    return f":{COLOURS.get(code, 'gray')}-badge[{word(kind, code)}]" if code else ""


def indicator_name(one: Any) -> str:
    """An indicator by its own name, else by its code's word."""
    return one.name or word("indicator", one.code)


def figure(value: Any) -> str:
    """A score, "—" where there is none."""
    return "—" if value is None or pd.isna(value) else f"{float(value):.1f}"


def checks_said(codes: list[str]) -> str:
    """What stands against it, in one phrase."""
    return _(", ").join(word("check", code) for code in codes)
