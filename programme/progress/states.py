"""The state of every pairing of a cohort on a day: colour, reasons with figures, what is not yet recorded, the next step."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
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
    slack = backfill_days(session)
    gathered = gather(session, viewer, cohort_id, rules, day)
    rows = [_row(key, facts, judge(facts, rules, day, slack), rules) for key, facts in gathered.items()]
    return as_frame(sorted(rows, key=_worst_first), COLUMNS)


def counts(told: Any) -> dict[str, int]:
    """How many pairings of what `states` gives are in each state, all states named."""
    found = Counter(told["colour"])
    return {state: int(found[state]) for state in STATES}


def _row(key: int, facts: Facts, verdict: Verdict, rules: Rules) -> tuple[Any, ...]:
    unmet = [_plain(one) for one in verdict.findings if not one.pending]
    pending = [_plain(one) for one in verdict.findings if one.pending]
    return (
        key, verdict.colour, unmet, pending, next_step(verdict, rules), verdict.unmet, facts.last_contact, facts.stage,
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
    people = facts_of.people_of_pairings(session, viewer, cohort_id=cohort_id)
    units = {
        key: None if unit != unit else unit for key, unit in zip(people["pairing_id"], people["unit_id"], strict=True)
    }
    kinds = dict(zip(people["pairing_id"], people["unit_kind"], strict=True))
    steps = facts_of.steps_of_pairings(session, viewer, cohort_id=cohort_id)
    known = courses(steps, units, facts_of.excused_months(session, viewer), on)
    told = _Told(session, viewer, cohort_id, rules, on)
    told.read_visits(known)
    return {key: told.facts(key, course, kinds.get(key, "")) for key, course in known.items()}


class _Told:
    """What each read model told of all pairings of a cohort, put together pairing by pairing."""

    def __init__(self, session: Session, viewer: Viewer, cohort_id: int, rules: Rules, on: date):
        self.session, self.viewer, self.cohort_id, self.rules, self.on = session, viewer, cohort_id, rules, on
        recent = on - timedelta(days=rules.rules["mostly_backfilled"].figures["days"])
        due = on - timedelta(days=rules.rules["plan_overdue"].figures["days"])
        asked = facts_of.Asked(on, rules.contact, recent, due)
        self.contacts = facts_of.contacts(session, viewer, cohort_id=cohort_id, asked=asked)
        self.plans = facts_of.undertakings(session, viewer, cohort_id=cohort_id, asked=asked)
        self.stages = facts_of.stages_on(session, viewer, cohort_id=cohort_id, on=on)
        self.visits: Mapping[int, list[tuple[date, int]]] = {}
        self.relations = relations(session, cohort_id=cohort_id, on=on)
        self._read_reviews()

    def _read_reviews(self) -> None:
        rules = self.rules.rules
        wide = max(rules["review_missing"].figures["months"], 2 * rules["scores_falling"].figures["months"])
        due = facts_of.rounds_due(self.session, self.viewer, cohort_id=self.cohort_id, on=self.on)[:wide]
        self.rounds = [key for key, _month in due]
        self.reviews = facts_of.reviews_of_rounds(self.session, self.viewer, round_ids=self.rounds, on=self.on)

    def read_visits(self, known: Mapping[int, Course]) -> None:
        """Home visits as far back as the longest window of any pairing reaches."""
        days = self.rules.rules["visits_low"].figures["days"] + backfill_days(self.session)
        since = min(
            (course.back(self.on, days) for course in known.values() if course.status != "paused"), default=self.on
        )
        self.visits = facts_of.visits(self.session, self.viewer, cohort_id=self.cohort_id, on=self.on, since=since)

    def facts(self, key: int, course: Course, unit_kind: str) -> Facts:
        """One pairing's facts."""
        contact, plan, stage = self.contacts.get(key), self.plans.get(key), self.stages.get(key)
        reviews = self.reviews.get(key, {})
        told: dict[str, Any] = {"months": tuple(_month(reviews.get(one)) for one in self.rounds)}
        if contact:
            told |= {name: getattr(contact, name) for name in ("last_contact", "first_talk", "recent", "backfilled")}
        if plan:
            told |= {name: getattr(plan, name) for name in ("agreed_on", "items", "done", "overdue", "oldest")}
        if stage:
            told |= {"stage": ("learning", "joint", "independent")[stage.place - 1], "entered_on": stage.entered_on}
        told["relation"] = self.relations.get(key)
        return Facts(course, unit_kind, visits=tuple(self.visits.get(key, ())), **told)


def _month(row: Any) -> Month | None:
    if row is None:
        return None
    complete = bool(row.complete)
    return Month(complete, complete and bool(row.mark), row.score, not complete and bool(row.excused))
