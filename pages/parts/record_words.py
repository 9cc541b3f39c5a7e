"""Records in words: what stands on screen for every code of a record, a plan, a stage and a campaign."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pages.parts.labels import spoken
from programme.recordbook.codes import parted
from texts import N_, _

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": {
            "log": N_("Mentoring log"),
            "talk": N_("Heart-to-heart talk"),
            "home_visit": N_("Home visit"),
            "case": N_("Case"),
            "look_back": N_("Look back"),
            "campaign": N_("Campaign post"),
            "remedy": N_("Local remedy"),
        },
        "form": {"telling": N_("Telling"), "hands_on": N_("Hands-on help"), "by_example": N_("By example")},
        "method": {
            "case_teaching": N_("Teaching by cases"),
            "demonstration": N_("Demonstration"),
            "reflective_summary": N_("Summing up"),
        },
        "step": {"see": N_("See"), "hear": N_("Hear"), "do": N_("Do")},
        "aspect": {
            "theory": N_("Teach theory"),
            "doubts": N_("Clear doubts"),
            "conduct": N_("Set the conduct"),
            "adjustment": N_("Settling in"),
        },
        "mode": {"on_site": N_("On site"), "stationed": N_("Stationed"), "online": N_("Online")},
        "remedy": {
            "learn_dialect": N_("Learn the dialect"),
            "study_customs": N_("Study the customs"),
            "use_local_ways": N_("Use local ways"),
            "invite_feedback": N_("Ask the villagers"),
        },
        "goal": {
            "politics": N_("Political maturity"),
            "business": N_("Knowing the work"),
            "profession": N_("Professional skill"),
            "ways": N_("Ways of working"),
        },
        "transfer": {
            "methods": N_("Methods"),
            "skills": N_("Skills"),
            "devotion": N_("Devotion to the people"),
            "duty": N_("Sense of duty"),
        },
        "stage": {"learning": N_("Learning"), "joint": N_("Working together"), "independent": N_("Working alone")},
        "campaign_kind": {
            "enterprises": N_("Help for enterprises"),
            "buildings": N_("Building by building"),
            "villages": N_("Village by village"),
            "project": N_("Major project"),
            "other": N_("Other campaign"),
        },
    }
)
NONE = "none"


def word(kind: str, code: str | None) -> str:
    """The word for a code; "" for none, the code itself where it is unknown."""
    return _(WORDS[kind][code]) if code and code in WORDS[kind] else (code or "")


def wording(kind: str) -> Callable[[Any], str]:
    """A `format_func` for codes of a kind; "none" is what nobody said."""
    return spoken({**WORDS[kind], NONE: N_("Not said")})


def said(kind: str, codes: str) -> str:
    """Codes joined by commas as words."""
    return _(", ").join(word(kind, code) for code in parted(codes))


def ways(forms: str, methods: str) -> str:
    """Methods and forms of a record in one cell."""
    return " ・ ".join(part for part in (said("method", methods), said("form", forms)) if part)
