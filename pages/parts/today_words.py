"""A task as it is read: its sentence with codes in words, who deals with it, until when, and the link that lands on its row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.clock import today
from pages.parts import assess_words
from pages.parts.change_words import KINDS
from pages.parts.dates import day, partial
from pages.parts.frame import plain
from pages.parts.labels import label
from pages.parts.landing import address
from pages.parts.ways import way
from programme.todo.task import Task
from programme.todo.words import SENTENCES
from texts import N_, _

BUCKETS: Mapping[str, str] = {
    "late": N_("Late"),
    "today": N_("Due today"),
    "week": N_("This week"),
    "open": N_("No day set"),
    "later": N_("Later"),
}
ICONS: Mapping[str, str] = {
    "wrong": ":red[:material/error:]",
    "next": ":blue[:material/arrow_circle_right:]",
    "look": ":gray[:material/info:]",
}
CODED: Mapping[str, Mapping[str, str]] = {
    "change": KINDS,
    "round": assess_words.WORDS["kind"],
    "conclusion": assess_words.WORDS["conclusion"],
}


def sentence(task: Task) -> str:
    """What waits, in the reader's language; plain text."""
    return _(SENTENCES[task.kind][1]).format(**{name: _said(name, value) for name, value in task.data.items()})


def _said(name: str, value: Any) -> str:
    if isinstance(value, date):
        return day(value)
    if name == "month":
        return partial(str(value))
    if name in CODED:
        return _(CODED[name][str(value)])
    return str(value) or "—"


def due_badge(task: Task) -> str:
    """The due date as a badge; what is late is red and says so in words."""
    if task.due_on is None:
        return ""
    left = (task.due_on - today()).days
    if left < 0:
        return f":red-badge[{_('{count} days late').format(count=-left)}]"
    if left == 0:
        return f":orange-badge[{_('due today')}]"
    return f":gray-badge[{_('due {day}').format(day=day(task.due_on))}]"


def about(task: Task) -> str:
    """Whose it is, in which cohort, since when."""
    parts = [owner(task), task.cohort]
    if task.since is not None and task.due_on is None and (waited := (today() - task.since).days) > 0:
        parts.append(_("waiting for {count} days").format(count=waited))
    if task.due_on is not None and task.due_on < today():
        parts.append(_("due {day}").format(day=day(task.due_on)))
    return " ・ ".join(plain(part) for part in parts if part)


def owner(task: Task) -> str:
    """Me, or the roles that can deal with it."""
    if task.mine:
        return _("Me")
    return _(", ").join(label("role", role) for role in task.owners) or _("Its owner")


def task_way(task: Task, cohorts: Mapping[str, int]) -> None:
    """The link that lands on the row; `cohorts` are names with their ids."""
    told = address(task.params, cohorts.get(task.cohort))
    way(task.file, _("Deal with it") if task.mine else _("Look at it"), **told)
