"""Progress in words: the states, the rules, what a rule found with its figures and days, what to do next."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from pages.parts.dates import day
from pages.parts.labels import spoken
from pages.parts.record_words import word as record_word
from texts import N_, _

STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "red": N_("Red (stalled)"),
        "yellow": N_("Yellow (warning)"),
        "blue": N_("Blue (reminder)"),
        "steady": N_("Steady"),
        "paused": N_("Resting"),
        "too_early": N_("Too early to judge"),
    }
)
RULE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "silent": N_("No contact for long"),
        "no_first_talk": N_("No first talk"),
        "no_plan": N_("No plan"),
        "plan_overdue": N_("Undertakings overdue"),
        "review_missing": N_("Reviews late or missing"),
        "stage_stuck": N_("Stage does not move"),
        "visits_low": N_("Few home visits"),
        "scores_falling": N_("Scores fall"),
        "mostly_backfilled": N_("Mostly back-filled"),
        "relation_risk": N_("Relation at risk"),
    }
)
STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "consider_change": N_("Speak with both and with the unit; consider another mentor."),
        "talk_to_both": N_("Speak with both this week: what keeps them from meeting?"),
        "hold_first_talk": N_("Arrange the first talk and put it on record."),
        "draw_up_plan": N_("Let them draw up the plan under the four goals."),
        "go_through_plan": N_("Go through the overdue undertakings and set new days or results."),
        "remind_reviewers": N_("Remind the unit of the reviews that are missing."),
        "talk_to_mentee": N_("Speak with the mentee: why do the scores fall?"),
        "go_visiting": N_("Agree on home visits for this month."),
        "hand_over": N_("Let the mentor hand over a first responsibility and enter the stage."),
        "talk_apart": N_("Speak with each of them alone; if it cannot be mended, consider another mentor."),
        "look_at_records": N_("Look at a few of the back-filled records together with the unit."),
    }
)
FOLLOW_UP_WORDS: Mapping[str, str] = MappingProxyType(
    {"open": N_("Open"), "overdue": N_("Overdue"), "done": N_("Finished"), "dropped": N_("Dropped")}
)


def state_word(code: str) -> str:
    """The word of a state."""
    return _(STATE_WORDS[code]) if code in STATE_WORDS else ""


def rule_word(code: str) -> str:
    """The short name of a rule."""
    return _(RULE_WORDS.get(code, code))


def step_word(code: str) -> str:
    """What to do next, as a sentence; "" where nothing is asked for."""
    return _(STEP_WORDS[code]) if code in STEP_WORDS else ""


def follow_up_word(row: Any, on: date) -> str:
    """The state of a follow-up; an open one whose day is over is overdue."""
    return spoken(FOLLOW_UP_WORDS)("overdue" if row.status == "open" and row.due_on < on else row.status)


def reason(told: Mapping[str, Any]) -> str:
    """What a rule found, as a sentence with its figures and days."""
    figures = {name: _read(value) for name, value in told.items()}
    text = _(_sentence(told)).format(**figures)
    if told.get("excused"):
        text += " " + _("({excused} days of rest or of excused months are not counted.)").format(**figures)
    return text


def not_yet(told: Mapping[str, Any]) -> str:
    """The same for what is not on record yet but may still come in time."""
    if told.get("until"):
        return (
            reason(told)
            + " "
            + _("Not yet recorded: a record may still come until {day}.").format(day=_read(told["until"]))
        )
    return reason(told) + " " + _("Not yet recorded: a record may still come.")


def _read(value: Any) -> Any:
    """Days as they are spoken; they come as ISO text, for reasons are kept with follow-ups."""
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return day(date.fromisoformat(value))
    return value


def _sentence(told: Mapping[str, Any]) -> str:
    code = told["code"]
    if code == "silent":
        return NEVER if told.get("never") else SENTENCES[code]
    if code == "stage_stuck":
        return STUCK if told.get("stage") else STAGELESS
    if code == "relation_risk":
        return RISK_BY_STAFF if told.get("by") == "staff" else SENTENCES[code]
    return SENTENCES.get(code, code)


NEVER = N_("No contact is on record for the {days} days since it began on {since} (limit {limit} days).")
STUCK = N_("In one stage for {days} days, since {since} (limit {limit} days).")
STAGELESS = N_("No stage is entered for the {days} days since it began on {since} (limit {limit} days).")
RISK_BY_STAFF = N_("Staff marked the relation as at risk on {since}.")
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "relation_risk": N_("By the mutual survey the relation is at risk since {since}; who may read the answers finds the grounds beside."),
        "silent": N_("No contact for {days} days; the last was on {since} (limit {limit} days)."),
        "no_first_talk": N_("No talk is on record for the {days} days since it began on {since} (limit {limit} days)."),
        "no_plan": N_("No plan for the {days} days since it began on {since} (limit {limit} days)."),
        "plan_overdue": N_("{overdue} of {items} undertakings are more than {limit_days} days overdue, the oldest since {since}."),
        "review_missing": N_("Of the reviews of the last {limit_months} months {missing} are missing and {late} came late."),
        "visits_low": N_("{households} households visited in {limit_days} days (at least {limit_count})."),
        "scores_falling": N_("The mean of the last {limit_months} monthly scores is {last}, before it was {before}."),
        "mostly_backfilled": N_("{backfilled} of {records} records of the last {limit_days} days were back-filled: a smell, not an omission."),
    }
)  # fmt: skip


def stage_word(code: str) -> str:
    """The stage in words; without one it says so."""
    return record_word("stage", code) if code else _("No stage entered")
