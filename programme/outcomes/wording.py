"""Outcomes in words: what stands on screen and in tables for every code, and one line that says what a fact says."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from texts import N_, _

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": {
            "party": N_("Joining the Party"),
            "promotion": N_("Promotion"),
            "posting": N_("Temporary posting"),
            "honour": N_("Honour"),
            "talent_pool": N_("Talent pool"),
            "task": N_("Task and result"),
            "dispute": N_("Disputes settled"),
            "publicity": N_("Publicity"),
            "gain": N_("Gain of the mentor"),
        },
        "party": {
            "activist": N_("Activist"),
            "development": N_("Candidate for development"),
            "probationary": N_("Probationary member"),
            "full": N_("Full member"),
        },
        "posting": {
            "temporary_posting": N_("Posted for training"),
            "secondment": N_("Seconded"),
            "shadowing": N_("Shadowing"),
        },
        "task": {"opportunity": N_("Opportunity"), "task": N_("Task"), "result": N_("Result of a task")},
        "rank": {
            "": N_("Rank not said"),
            "county": N_("County rank"),
            "city": N_("City rank"),
            "province": N_("Provincial rank"),
            "nation": N_("National rank"),
        },
        "talent_pool": {
            "five_batches": N_("Five-batches talent"),
            "young_cadres": N_("Pool of young cadres"),
            "professionals": N_("Pool of professionals"),
            "other": N_("Other pool"),
        },
        "level": {
            "": N_("No post level"),
            "section_deputy": N_("Deputy section level"),
            "section": N_("Section level"),
            "county_deputy": N_("Deputy county-division level"),
            "county": N_("County-division level"),
            "department_deputy": N_("Deputy department-bureau level"),
            "department": N_("Department-bureau level"),
        },
        "force_grade": {"strong": N_("Strong"), "fair": N_("Fair"), "weak": N_("Weak")},
        "side": {
            "mentee": N_("The mentee's"), "mentor": N_("The mentor's"), "other": N_("Outside the pairings"),
        },
        "introduced": {
            "mentor": N_("By the mentor"), "other": N_("By somebody else"), "unknown": N_("Introducer not recorded"),
        },
        "count": {
            "staff": N_("People on it"), "links": N_("Linked enterprises"), "visits": N_("Visits"),
            "area_mu": N_("Land in mu"), "households": N_("Households moved"), "projects": N_("Projects"),
            "projects_done": N_("Projects under way"), "provincial_projects": N_("Provincial key projects"),
            "petitions": N_("Skip-level petitions"),
        },
    }
)  # fmt: skip
STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {"party": "party", "posting": "posting", "task": "task", "honour": "rank", "publicity": "rank", "talent_pool": "talent_pool"}
)  # fmt: skip


def word(kind: str, code: str | None) -> str:
    """The word for a code; "" for none, the code itself where it is unknown."""
    known = WORDS[kind]
    return _(known[code]) if code in known and code else (code or "")


def wording(kind: str) -> Callable[[Any], str]:
    """A `format_func` for codes of a kind, in the language of the moment in which it is asked for."""
    told = {code: _(text) for code, text in WORDS[kind].items()}
    return lambda code: told.get(code, str(code))


def step_word(kind: str, step: str) -> str:
    """The word for the step of a kind of outcome."""
    return word(STEP_WORDS[kind], step) if kind in STEP_WORDS else ""


def line(told: Any) -> str:
    """What a fact says, in one line: a row of the list or a mapping with the same names."""
    row = told if isinstance(told, Mapping) else told._asdict()
    parts = [step_word(row["kind"], row["step"]) if row["kind"] not in ("talent_pool",) or not row["title"] else ""]
    parts += [row["title"], _moved(row), row["place"]]
    if row["kind"] == "posting":
        parts.append(row["to_post"])
    if row["amount"] is not None and row["amount"] == row["amount"]:
        parts.append(_("{count} cases").format(count=int(row["amount"])))
    return " ・ ".join(part for part in parts if part)


def _moved(row: Mapping[str, Any]) -> str:
    """From which post, level and grade to which."""
    if row["kind"] != "promotion":
        return ""
    before = " ".join(filter(None, (row["from_post"], word("level", row["from_level"]), row["from_grade"])))
    after = " ".join(filter(None, (row["to_post"], word("level", row["to_level"]), row["to_grade"])))
    return f"{before} → {after}" if before else after
