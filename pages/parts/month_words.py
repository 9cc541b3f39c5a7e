"""The words of the monthly review: states, marks, verdicts, whose part it is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from pages.parts.labels import aside
from texts import N_, _, days

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "state": {
            "not_started": N_("Not started"), "self_assessed": N_("Self-assessed"), "commenting": N_("One comment"),
            "complete": N_("Complete"), "published": N_("Published"),
        },
        "mark": {"late": N_("Late"), "backfilled": N_("Filed in a later month"), "overdue": N_("Overdue"), "excused": N_("Excused")},
        "round": {"open": N_("Being filled"), "closed": N_("Filing ended"), "published": N_("Published")},
        "part": {"self": N_("Self-assessment"), "head": N_("Unit head"), "leader": N_("Leader in charge")},
        "verdict": {
            "": N_("Not looked at"), "sound": N_("Sound"), "thin": N_("Empty words"), "wrong": N_("Not true to fact"),
        },
        "stand": {
            "outstanding": N_("Still to file"), "begun": N_("Begun"), "complete": N_("Complete"), "on_time": N_("Filed in time"),
            "late": N_("Late"), "backfilled": N_("Filed in a later month"), "excused": N_("Excused"),
            "unrouted": N_("Reviewer not named"), "corrected": N_("Corrected after publication"),
        },
    }
)  # fmt: skip


def word(list_name: str, code: str) -> str:
    """The word of a code in the reader's language."""
    return _(WORDS[list_name][code])


def wording(list_name: str) -> Any:
    """`word` for one list, as a format function."""
    return lambda code: word(list_name, code)


def state_word(row: Any, status: str) -> str:
    """The state of a review: what is complete in a published month is published."""
    return word("state", "published" if row.state == "complete" and status == "published" else row.state)


def mark_words(row: Any, overdue: bool) -> str:
    """Late, back-filled, overdue, excused, and whether it was corrected after publication."""
    marks = [row.mark] if row.mark else []
    if row.excused:
        marks.append("excused")
    elif overdue and row.state != "complete":
        marks.append("overdue")
    told = [word("mark", code) for code in marks]
    if row.corrections:
        told.append(_("corrected {count}×").format(count=int(row.corrections)))
    return _(", ").join(told)


def month_name(month: str) -> str:
    """2026年10月, or October as the language writes it."""
    return days.partial(month)


def person(name: str, post: str) -> str:
    """A reviewer by name and post, whichever is known; "" for nobody."""
    return aside(name, post) if name and post else name or post


def figure(value: Any) -> str:
    """A score or a mean, "—" where it is not known or not told."""
    return "—" if value is None or pd.isna(value) else f"{float(value):.1f}"
