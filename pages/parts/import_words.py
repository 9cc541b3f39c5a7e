"""The words of an import: fields, states of rows, reasons of doubt, values before and after."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pages.parts.dates import partial
from pages.parts.labels import labels
from programme.roster import HOW, ColumnUse, Finding
from texts import N_, _

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "": N_("Leave this column out"),
        "no": N_("Cadre number"),
        "name": N_("Name"),
        "sex": N_("Sex"),
        "birth": N_("Date of birth"),
        "party": N_("Political status"),
        "branch": N_("Party branch"),
        "education": N_("Education"),
        "education_in_service": N_("Education in service"),
        "major": N_("Major"),
        "work_start": N_("Start of work"),
        "unit_post": N_("Unit and post in one cell"),
        "unit": N_("Unit"),
        "post": N_("Post"),
        "county": N_("County"),
        "township": N_("Township"),
        "stream": N_("Stream"),
        "dialects": N_("Dialects"),
        "grassroots_years": N_("Grass-roots years"),
        "expertise": N_("Expertise"),
        "source": N_("Nominated by"),
        "standing": N_("Standing"),
        "capacity": N_("Capacity"),
        "category": N_("Category"),
        "needs": N_("Needs"),
        "field": N_("Professional field"),
        "strengths": N_("Strengths"),
        "remark": N_("Remark"),
        "seq": N_("Running number"),
    }
)
RECORD_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "mentee": N_("Mentee"),
        "mentee_no": N_("Cadre number"),
        "mentee_unit": N_("Mentee's unit"),
        "mentor": N_("Mentor"),
        "day": N_("Day"),
        "kind": N_("Kind"),
        "title": N_("Subject"),
        "content": N_("What was done"),
        "outcome": N_("Result"),
        "reflection": N_("What the mentee took from it"),
        "place": N_("Place"),
        "forms": N_("Form"),
        "methods": N_("Method"),
        "steps": N_("Steps of the demonstration"),
        "aspects": N_("About"),
        "topics": N_("Topics"),
        "village": N_("Village or community"),
        "households_visited": N_("Households visited"),
        "households_total": N_("of all households"),
        "problems_found": N_("Problems found"),
        "problems_solved": N_("of them solved"),
        "campaign": N_("Campaign"),
        "mode": N_("Mentor's part"),
        "links": N_("Links"),
        "visits": N_("Visits"),
        "remedy": N_("Remedy"),
        "feedback_count": N_("Villagers who rated (no names)"),
        "rating": N_("Mean rating 1 to 5"),
    }
)
KINDS: Mapping[str, str] = MappingProxyType({"mentor": N_("Roster of mentors"), "mentee": N_("Roster of mentees")})
STATES: Mapping[str, str] = MappingProxyType(
    {
        "new": N_("New"),
        "changed": N_("Changed"),
        "unchanged": N_("Unchanged"),
        "doubtful": N_("Doubtful"),
        "held": N_("Held back by a fault"),
        "left_out": N_("Left out"),
    }
)
DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        "twice": N_("Another row of the files means the same person and says something else."),
        "gone": N_("The person you chose is no longer there. Decide again."),
        "number_of_another": N_("The cadre number belongs to somebody of another name."),
        "number_differs": N_("Name, unit and birth are those of somebody known, but the cadre number differs."),
        "several": N_("Several known people have this name, unit and birth."),
        "same_name": N_("Somebody of this name is known already: the same person, or a namesake?"),
    }
)
CODED = ("sex", "party", "education", "stream", "source", "standing", "category")


def field_word(code: str) -> str:
    """A field's name on screen."""
    known = {**RECORD_FIELDS, **FIELDS}
    return _(known[code]) if code in known else code


def doubt(reason: str) -> str:
    """Why a row is doubtful."""
    return _(DOUBTS[reason])


def how(use: ColumnUse) -> str:
    """How a column was understood."""
    return _(HOW[use.how])


def value_word(field: str, value: Any, words: Mapping[str, str]) -> str:
    """A value as words: dates spoken, codes translated, lists joined, grades in brackets."""
    if value in (None, "", (), [], {}):
        return "—"
    if field in ("birth", "work_start"):
        return partial(str(value))
    if isinstance(value, Mapping):
        return _(", ").join(f"{words.get(code, code)}({grade})" for code, grade in value.items())
    if isinstance(value, list | tuple):
        return _(", ").join(words.get(str(code), str(code)) for code in value)
    if field in CODED:
        return labels(field).get(str(value), str(value))
    return words.get(str(value), str(value))


def readings(found: Finding) -> list[str]:
    """The values that a fault itself offers: both readings of an ambiguous month, the nearest word, the allowed words."""
    data = found.data
    if data.get("readings"):
        return [str(reading).replace("-", ".") for reading in data["readings"]]
    return [str(data["suggestion"])] if data.get("suggestion") else [str(word) for word in data.get("allowed", ())]
