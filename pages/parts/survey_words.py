"""The mutual survey in words: the questions with what they mean, the scale, the sides, and why a relation is at risk."""

from collections.abc import Mapping
from types import MappingProxyType

from pages.parts.dates import day
from pages.parts.labels import spoken
from programme.surveys.risk import Ground, Risk
from texts import N_, _

QUESTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "talking": N_("We talk well"),
        "help": N_("It helps"),
        "respect": N_("Understanding and respect"),
        "effort": N_("Time and effort"),
        "willing": N_("Willing to go on"),
    }
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "talking": N_("We can say what we think; neither dialect nor age stands between us."),
        "help": N_("Mentor: my experience is of use. Mentee: the help is of use."),
        "respect": N_("Neither is judged by age, seniority or schooling; each listens to the other."),
        "effort": N_("Both take the time, and what was agreed is done."),
        "willing": N_("I want to go on with the other."),
    }
)
STEP_WORDS: Mapping[int, str] = MappingProxyType(
    {4: N_("Fully true"), 3: N_("Mostly true"), 2: N_("Hardly true"), 1: N_("Not true")}
)
SIDE_WORDS: Mapping[str, str] = MappingProxyType({"mentee": N_("Mentee"), "mentor": N_("Mentor")})
STAND_WORDS: Mapping[str, str] = MappingProxyType({"outstanding": N_("Still to collect"), "filed": N_("Collected")})


def question_word(code: str) -> str:
    """The short name of a question."""
    return _(QUESTION_WORDS[code])


def step_word(step: int) -> str:
    """A step of the scale."""
    return _(STEP_WORDS[step])


def side_word(code: str) -> str:
    """Mentee or mentor."""
    return spoken(SIDE_WORDS)(code)


def risk_words(risk: Risk) -> str:
    """Since when the relation is at risk, and who says so."""
    told = (
        _("At risk since {day}, marked by staff")
        if risk.by == "staff"
        else _("At risk since {day}, by the mutual survey")
    )
    return told.format(day=day(risk.since))


def ground_words(ground: Ground) -> str:
    """One ground as a sentence."""
    if ground.code == "gap":
        told = _("“{question}”: the two sides lie {count} steps apart")
        return told.format(question=question_word(ground.question), count=ground.count)
    if ground.code == "unwilling":
        return _("{side}: does not want to go on").format(side=side_word(ground.side))
    return _("{side}: {count} questions answered “hardly true” or “not true”").format(
        side=side_word(ground.side), count=ground.count
    )
