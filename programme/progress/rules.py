"""The rules by which progress is judged: defaults as data, an office's own for each cohort, every saving kept.

A rule that is not met counts towards the colour, is told only, or is off; the colours begin at so many unmet rules.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Cohort, ProgressRules
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.recordbook.codes import KINDS
from programme.usecase import fetch, record, use_case

MODES = ("counts", "told", "off")
WARNINGS = ("blue", "yellow", "red")
# The least and the most that each figure of a rule may be.
RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "days": (7, 720), "count": (1, 200), "months": (2, 12), "points": (1, 50), "share": (10, 100), "low": (1, 5), "gap": (1, 3),
    }
)  # fmt: skip
TOO_EARLY = (0, 180)
MOST_UNMET, LONGEST_NOTE = 9, 500
DEFAULTS = Path(__file__).with_name("defaults.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how much it matters (`mode`) and its figures by name, such as days = 60."""

    mode: str
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules: from how many unmet ones on each colour holds, before which day it is too early, what is contact."""

    colours: Mapping[str, int]
    too_early: int
    contact: tuple[str, ...]
    rules: Mapping[str, Rule]

    def colour(self, unmet: int) -> str:
        """The colour of so many unmet rules that count.

        >>> [defaults().colour(unmet) for unmet in range(6)]
        ['steady', 'blue', 'blue', 'yellow', 'red', 'red']
        """
        return next((name for name in reversed(WARNINGS) if unmet >= self.colours[name]), "steady")

    def to_dict(self) -> dict[str, Any]:
        """As it is stored."""
        rules = {code: {"mode": rule.mode, **rule.figures} for code, rule in self.rules.items()}
        general = {"too_early": self.too_early, "contact": list(self.contact)}
        return {"colours": dict(self.colours), "general": general, "rules": rules}


@cache
def _documented() -> Mapping[str, Any]:
    return tomllib.loads(DEFAULTS.read_text("utf-8"))


@cache
def defaults() -> Rules:
    """The rules of `defaults.toml`."""
    return from_dict(_documented())


def from_dict(told: Mapping[str, Any]) -> Rules:
    """Rules as they were stored. Raises Invalid with the rule and the field in its data; rules unknown then are the defaults."""
    known = _documented()
    colours = {name: _whole(told["colours"].get(name), (1, MOST_UNMET), name) for name in WARNINGS}
    if not colours["blue"] < colours["yellow"] < colours["red"]:
        raise Invalid("progress_colours", field="colours", **colours)
    general = told["general"]
    contact = tuple(kind for kind in KINDS if kind in general.get("contact", ()))
    if not contact:
        raise Invalid("progress_contact", field="contact")
    rules = {code: _rule(code, told["rules"].get(code, own), own) for code, own in known["rules"].items()}
    return Rules(colours, _whole(general.get("too_early"), TOO_EARLY, "too_early"), contact, rules)


def _rule(code: str, told: Mapping[str, Any], own: Mapping[str, Any]) -> Rule:
    if told.get("mode") not in MODES:
        raise Invalid("not_in_list", field=f"{code}.mode", value=told.get("mode"))
    names = [name for name in own if name != "mode"]
    return Rule(told["mode"], {name: _whole(told.get(name), RANGES[name], f"{code}.{name}") for name in names})


def _whole(value: Any, bounds: tuple[int, int], field: str) -> int:
    low, high = bounds
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Invalid("progress_figure", field=field, value=str(value), low=low, high=high)
    return value


def rules_of(session: Session, cohort_id: int) -> Rules:
    """The rules in force for a cohort: its newest saving, else the defaults."""
    row = _newest(session, cohort_id)
    return from_dict(row.rules) if row else defaults()


def _newest(session: Session, cohort_id: int) -> ProgressRules | None:
    rows = select(ProgressRules).where(ProgressRules.cohort_id == cohort_id)
    return session.scalars(rows.order_by(ProgressRules.number.desc()).limit(1)).first()


@reads("programme")
def rules_in_force(session: Session, viewer: Viewer, *, cohort_id: int) -> Rules:
    """The rules by which a cohort is judged now."""
    return rules_of(session, cohort_id)


@reads("programme")
def silence_limit(session: Session, viewer: Viewer, *, cohort_id: int) -> int:
    """After how many days without contact a pairing of the cohort counts as silent."""
    return rules_of(session, cohort_id).rules["silent"].figures["days"]


@reads("programme")
def months_shown(session: Session, viewer: Viewer, *, cohort_id: int) -> int:
    """The reviews of how many past months are looked at."""
    return rules_of(session, cohort_id).rules["review_missing"].figures["months"]


@use_case(Action.MANAGE_COHORTS)
def save_rules(
    session: Session, by: Actor, *, cohort_id: int, seen_number: int, rules: Mapping[str, Any], note: str
) -> int:
    """Save a cohort's rules of progress as its next number, with a note on why; returns the number.

    `seen_number` is the saving that the user saw (0: the defaults). Raises Stale, Invalid, Conflict where nothing changed.
    """
    fetch(session, Cohort, cohort_id)
    wanted = from_dict(rules)
    present = _newest(session, cohort_id)
    if (present.number if present else 0) != seen_number:
        raise Conflict("progress_rules_moved", number=present.number if present else 0)
    before = from_dict(present.rules) if present else defaults()
    if wanted == before:
        raise Conflict("pool_unchanged")
    if not note.strip():
        raise Invalid("progress_note_needed", field="note")
    row = ProgressRules(
        cohort_id=cohort_id, number=seen_number + 1, rules=wanted.to_dict(), note=note.strip()[:LONGEST_NOTE], by_id=by.id
    )  # fmt: skip
    session.add(row)
    session.flush()
    changes = {field: list(pair) for field, pair in differences(before, wanted).items()}
    record(
        session,
        by,
        Action.MANAGE_COHORTS,
        f"cohort:{cohort_id}",
        act="progress_rules",
        number=row.number,
        changes=changes,
    )
    return row.number


def differences(before: Rules, after: Rules) -> dict[str, tuple[Any, Any]]:
    """What changed between two sets of rules: {"silent.days": (60, 45)}."""
    old, new = _flat(before), _flat(after)
    return {name: (old.get(name), value) for name, value in new.items() if old.get(name) != value}


def _flat(rules: Rules) -> dict[str, Any]:
    told = rules.to_dict()
    found: dict[str, Any] = {**told["colours"], **told["general"]}
    for code, rule in told["rules"].items():
        found |= {f"{code}.{name}": value for name, value in rule.items()}
    return found
