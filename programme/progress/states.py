"""The state of every pairing of a cohort on a day: colour, reasons with figures, what is not yet recorded, the next step."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from json import dumps
from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.queries import progress_facts as facts_of
from db.queries.kept import kept
from db.queries.progress import as_frame
from db.queries.records_scope import backfill_days
from db.queries.viewer import Viewer, reads
from programme.progress.calendar import Course, courses
from programme.progress.judge import STATES, Facts, Finding, Month, Verdict, judge
from programme.progress.rules import Rules, rules_of
from programme.surveys.relation import relations

COLUMNS = (
    "pairing_id",
    "colour",
    "reasons",
    "pending",
    "next_step",
    "unmet",
    "last_contact",
    "stage",
    "entered_on",
    "agreed_on",
    "items",
    "done",
    "overdue",
)
# Of several reasons the first of these says what to do next.
STEPS = (
    ("relation_risk", "talk_apart"), ("silent", "talk_to_both"), ("no_first_talk", "hold_first_talk"), ("no_plan", "draw_up_plan"),
    ("plan_overdue", "go_through_plan"), ("review_missing", "remind_reviewers"), ("scores_falling", "talk_to_mentee"),
    ("visits_low", "go_visiting"), ("stage_stuck", "hand_over"), ("mostly_backfilled", "look_at_records"),
)  # fmt: skip
RED_STEP = "consider_change"
LONG_SILENCE = 2
CONTACT = ("last_contact", "first_talk", "recent", "backfilled")
PLAN = ("agreed_on", "items", "done", "overdue", "oldest")
# The pairings of a large city, now and a month ago, and of two units more.
JUDGED = 8192


@reads("programme")
@kept
def states(session: Session, viewer: Viewer, *, cohort_id: int, on: date | None = None) -> Any:
    """A DataFrame with a row for each lead pairing that is in force or at rest on a day (None: today), the worst first.

    pairing_id, colour ("red", "yellow", "blue", "steady", "paused", "too_early"), reasons [{code, counts, figures...}],
    pending (the same, of what is not on record yet but may still come in time), next_step (a code, "" for none), unmet,
    last_contact, stage, entered_on, agreed_on, items, done, overdue (by more days than the
    rule allows). A day that lies back is judged by what was written down by then.
    """
    day, rules = on or today(), rules_of(session, cohort_id)
    said, slack = Said(dumps(rules.to_dict(), sort_keys=True), rules), backfill_days(session)
    gathered = gather(session, viewer, cohort_id, rules, day)
    rows = [(key, *_judged(facts, said, day, slack)) for key, facts in gathered.items()]
    return as_frame(sorted(rows, key=_worst_first), COLUMNS)


def counts(told: Any) -> dict[str, int]:
    """How many pairings of what `states` gives are in each state, all states named."""
    found = Counter(told["colour"])
    return {state: int(found[state]) for state in STATES}


@dataclass(frozen=True, slots=True)
class Said:
    """Rules that are alike where they say the same."""

    text: str
    rules: Rules = field(compare=False)


@lru_cache(maxsize=JUDGED)
def _judged(facts: Facts, said: Said, on: date, slack: int) -> tuple[Any, ...]:
    """The columns of a pairing after its id; what is on record of most has not changed since they were judged last."""
    verdict = judge(facts, said.rules, on, slack)
    unmet = [_plain(one) for one in verdict.findings if not one.pending]
    pending = [_plain(one) for one in verdict.findings if one.pending]
    return (
        verdict.colour, unmet, pending, next_step(verdict, said.rules), verdict.unmet, facts.last_contact, facts.stage,
        facts.entered_on, facts.agreed_on, facts.items, facts.done, facts.overdue,
    )  # fmt: skip


def _plain(finding: Finding) -> dict[str, Any]:
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in finding.figures.items()}
    return {"code": finding.code, "counts": finding.counts, **told}


def next_step(verdict: Verdict, rules: Rules) -> str:
    """What to do next, by the weightiest reason; a red pairing that was silent twice as long as allowed may need another mentor."""
    codes = {one.code: one for one in verdict.findings if not one.pending}
    silence = codes.get("silent")
    if verdict.colour == "red" and silence and silence.figures["days"] > LONG_SILENCE * silence.figures["limit"]:
        return RED_STEP
    return next((step for code, step in STEPS if code in codes), "")


def _worst_first(row: tuple[Any, ...]) -> tuple[Any, ...]:
    key, colour, reasons, _pending, _step, unmet, last = row[:7]
    return STATES.index(colour), -unmet, -len(reasons), last or date.min, key


def gather(session: Session, viewer: Viewer, cohort_id: int, rules: Rules, on: date) -> dict[int, Facts]:
    """The facts of each pairing that is in force or at rest on a day."""
    known = _beside_records(session, viewer, cohort_id=cohort_id, on=on)
    contacts = facts_of.contacts(session, viewer, cohort_id=cohort_id, asked=_asked(rules, on))
    since = _visits_since(known, rules.rules["visits_low"].figures["days"] + backfill_days(session), on)
    visits = facts_of.visits(session, viewer, cohort_id=cohort_id, on=on, since=since)
    return {
        key: replace(facts, visits=tuple(visits.get(key, ())), **_fields(contacts.get(key), CONTACT))
        for key, facts in known.items()
    }


@kept
def _beside_records(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> dict[int, Facts]:
    """The facts of each pairing as far as no record tells them: a new record leaves them as they are."""
    people = facts_of.people_of_pairings(session, viewer, cohort_id=cohort_id)
    units = {
        key: None if unit != unit else unit for key, unit in zip(people["pairing_id"], people["unit_id"], strict=True)
    }
    kinds = dict(zip(people["pairing_id"], people["unit_kind"], strict=True))
    steps = facts_of.steps_of_pairings(session, viewer, cohort_id=cohort_id)
    known = courses(steps, units, facts_of.excused_months(session, viewer), on)
    told = _Told(session, viewer, cohort_id, on)
    return {key: told.facts(key, course, kinds.get(key, "")) for key, course in known.items()}


def _asked(rules: Rules, on: date) -> facts_of.Asked:
    recent = on - timedelta(days=rules.rules["mostly_backfilled"].figures["days"])
    due = on - timedelta(days=rules.rules["plan_overdue"].figures["days"])
    return facts_of.Asked(on, rules.contact, recent, due)


def _visits_since(known: Mapping[int, Facts], days: int, on: date) -> date:
    """As far back as the longest window of any pairing reaches."""
    going = (facts.course for facts in known.values() if facts.course.status != "paused")
    return min((course.back(on, days) for course in going), default=on)


def _fields(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row else {}


class _Told:
    """What each read model beside the records told of all pairings of a cohort, put together pairing by pairing."""

    def __init__(self, session: Session, viewer: Viewer, cohort_id: int, on: date):
        rules = rules_of(session, cohort_id)
        self.plans = facts_of.undertakings(session, viewer, cohort_id=cohort_id, asked=_asked(rules, on))
        self.stages = facts_of.stages_on(session, viewer, cohort_id=cohort_id, on=on)
        self.relations = relations(session, cohort_id=cohort_id, on=on)
        wide = max(rules.rules["review_missing"].figures["months"], 2 * rules.rules["scores_falling"].figures["months"])
        due = facts_of.rounds_due(session, viewer, cohort_id=cohort_id, on=on)[:wide]
        self.rounds = [key for key, _month in due]
        self.reviews = facts_of.reviews_of_rounds(session, viewer, round_ids=self.rounds, on=on)

    def facts(self, key: int, course: Course, unit_kind: str) -> Facts:
        """One pairing's facts."""
        stage, reviews = self.stages.get(key), self.reviews.get(key, {})
        told = _fields(self.plans.get(key), PLAN)
        if stage:
            told |= {"stage": ("learning", "joint", "independent")[stage.place - 1], "entered_on": stage.entered_on}
        told["relation"] = self.relations.get(key)
        return Facts(course, unit_kind, months=tuple(_month(reviews.get(one)) for one in self.rounds), **told)


def _month(row: Any) -> Month | None:
    if row is None:
        return None
    complete = bool(row.complete)
    return Month(complete, complete and bool(row.mark), row.score, not complete and bool(row.excused))
