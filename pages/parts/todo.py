"""What needs doing next in a cohort, in the order of the work, each with a sentence and the page where it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from db.clock import today
from pages.parts.frame import plain
from pages.parts.progress import INCOMPLETE, unmatched
from pages.parts.ways import way
from programme.access import Action
from programme.workdays import PLAIN, Calendar, is_over
from texts import _

ICONS = {
    "wrong": ":red[:material/error:]",
    "next": ":blue[:material/arrow_circle_right:]",
    "look": ":gray[:material/info:]",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the list is made from; frames as the overview's read models give them."""

    people: pd.DataFrame
    scheme: pd.Series | None
    mentors: dict[str, int]
    over: int
    loose: dict[str, int]
    notices: pd.DataFrame
    reviewed: bool
    calendar: Calendar = PLAIN


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: how pressing (wrong, next, look), the sentence, the page and its query parameters.

    `action` is the right that dealing with it takes (None: it is there to be looked at); `told` says that those
    without the right should know of it too.
    """

    kind: str
    text: str
    file: str
    params: dict[str, str] = field(default_factory=dict)
    action: Action | None = None
    told: bool = False


def tasks(facts: Facts, may: Callable[[Action], bool]) -> list[Task]:
    """What somebody with these rights can do or should know: what is wrong first, then the next step, then the rest."""
    found = [*_first_steps(facts), *_faults(facts), *_pool(facts), *_scheme(facts), *_pairings(facts)]
    order = list(ICONS)
    own = [task if task.action is None or may(task.action) else _only_told(task) for task in found]
    return sorted((task for task in own if task.action or task.told), key=lambda task: order.index(task.kind))


def _only_told(task: Task) -> Task:
    """The task for somebody who cannot act on it."""
    return replace(task, kind="look", action=None)


def show_tasks(found: list[Task]) -> None:
    """The list, or that there is nothing."""
    st.markdown("**" + _("What needs doing next") + "**")
    if not found:
        st.caption(_("Nothing is waiting for you."))
    for number, task in enumerate(found):
        told, link = st.columns([5, 1.25], vertical_alignment="center")
        told.markdown(f"{ICONS[task.kind]} {plain(task.text)}")
        with link, st.container(key=f"task_{number}"):
            way(task.file, _("Deal with it") if task.action else _("Look at it"), **task.params)


def _first_steps(facts: Facts) -> Iterator[Task]:
    if not facts.mentors:
        yield Task(
            "next",
            _("The mentor pool is empty: import the roster of mentors"),
            "prepare/roster_import.py",
            action=Action.IMPORT_ROSTER,
        )
    if facts.people.empty:
        yield Task(
            "next",
            _("This cohort has no mentees: import their roster"),
            "prepare/roster_import.py",
            action=Action.IMPORT_ROSTER,
        )


def _faults(facts: Facts) -> Iterator[Task]:
    waiting = facts.people[facts.people["status"] == "waiting"]
    gaps = int(waiting["verdict"].isin(INCOMPLETE).sum())
    barred = int((~waiting["eligible"]).sum()) - gaps
    if gaps:
        told = _("Mentees without the date that decides eligibility, to be filled in: {count}")
        yield Task("wrong", told.format(count=gaps), "prepare/mentees.py", action=Action.EDIT_POOL)
    if barred:
        yield Task(
            "look",
            _("Mentees who are not eligible on the cohort's day: {count}").format(count=barred),
            "prepare/mentees.py",
            told=True,
        )


def _pool(facts: Facts) -> Iterator[Task]:
    new = facts.mentors.get("nominated", 0) + facts.mentors.get("reviewed", 0)
    if facts.over:
        told = _("Mentors who lead more people than they have seats: {count}")
        yield Task(
            "wrong",
            told.format(count=facts.over),
            "follow/workload.py",
            {"view": "mentors"},
            action=Action.EDIT_POOL,
            told=True,
        )
    if new:
        told = _("Nominated mentors who await review or confirmation: {count}")
        yield Task("next", told.format(count=new), "prepare/mentors.py", action=Action.CONFIRM_MENTOR)


def _scheme(facts: Facts) -> Iterator[Task]:
    waits = bool((facts.people["status"] == "waiting").any())
    if waits and not facts.reviewed:
        yield Task(
            "next", _("Nobody has looked over the rules of this cohort yet"), "match/rules.py", action=Action.EDIT_RULES
        )
    if facts.scheme is None:
        if waits and facts.mentors.get("in_pool"):
            yield Task(
                "next", _("There is no scheme yet: run the matching"), "match/schemes.py", action=Action.RUN_SCHEME
            )
        return
    yield from _step_due(facts, facts.scheme)


def _step_due(facts: Facts, scheme: pd.Series) -> Iterator[Task]:
    """What a scheme waits for in its state."""
    name = scheme["name"]
    if scheme["status"] == "draft":
        told = _(
            "The draft {name} pairs {pairs} people and leaves {rest} unmatched: look it over at the desk, then submit it"
        ).format(name=name, pairs=scheme["pairs"], rest=len(unmatched(facts.people)))
        yield Task("next", told, "match/desk.py", action=Action.ADJUST)
    elif scheme["status"] == "proposed":
        told = _("The scheme {name} waits for a signature").format(name=name)
        yield Task("next", told, "match/signoff.py", action=Action.APPROVE, told=True)
    elif scheme["status"] == "approved":
        told = _("The scheme {name} is approved: confirm it").format(name=name)
        yield Task("next", told, "match/signoff.py", action=Action.CONFIRM, told=True)


def _pairings(facts: Facts) -> Iterator[Task]:
    rows = facts.notices.itertuples()
    over = sum(is_over(row.published, row.notice_days, today(), facts.calendar) for row in rows)
    running = len(facts.notices) - over
    if over:
        told = _("Pairings whose public notice is over, to be brought into force: {count}")
        yield Task("next", told.format(count=over), "match/pairings.py", action=Action.CONFIRM, told=True)
    if running:
        yield Task(
            "look", _("Pairings on public notice: {count}").format(count=running), "match/pairings.py", told=True
        )
    if facts.loose.get("stranded"):
        told = _("People led by a mentor who has left the pool: {count}")
        yield Task(
            "wrong", told.format(count=facts.loose["stranded"]), "match/changes.py", action=Action.CONFIRM, told=True
        )
    if facts.loose.get("due"):
        told = _("Pairings that have run their term and are due for appraisal: {count}")
        yield Task("look", told.format(count=facts.loose["due"]), "match/pairings.py", told=True)
