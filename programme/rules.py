"""The rules of a cohort in plain values: hard rules, weights, floor and limits; each saving is a new numbered row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Cohort, PolicyRow
from matching import Policy
from programme.access import Action, Actor
from programme.errors import Invalid, Stale
from programme.usecase import fetch, record, use_case

HARD_RULES = ("kinship", "command", "stream")
FORCES = ("allow", "hint", "forbid")
CRITERIA = ("expertise", "locality", "grassroots", "dialect", "field", "unit")
WEIGHTS: Mapping[str, float] = dict(zip(CRITERIA, (45, 20, 15, 10, 10, 0), strict=True))
DIRECTIONS = ("any", "same", "different")
LIMITS: Mapping[str, tuple[int, int]] = {
    "floor": (0, 100),
    "programme_maximum": (1, 20),
    "months_limit": (1, 600),
    "age_limit": (18, 70),
    "notice_days": (0, 60),
}


def default_policy() -> Policy:
    """The engine's policy with the programme's defaults: the chain of command is a hint, kinship and stream are bars."""
    rules = {"kinship": "forbid", "command": "hint", "stream": "forbid"}
    return Policy(weights=dict(WEIGHTS), rules=rules)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is in force: `number` is the row (0: nobody saved any yet, these are the defaults).

    `months_limit`: 参加工作不满三年 means fewer months than this; `age_limit`: 35周岁以下 means not yet one year older.
    """

    number: int = 0
    policy: Policy = field(default_factory=default_policy)
    programme_maximum: int = 3
    months_limit: int = 36
    age_limit: int = 35
    notice_days: int = 3

    def to_dict(self) -> dict[str, Any]:
        """What a row of `policies` keeps: the engine's policy and the programme's own limits."""
        own = {name: getattr(self, name) for name in LIMITS if name != "floor"}
        return {"policy": self.policy.to_dict(), **own}

    @classmethod
    def of(cls, number: int, data: Mapping[str, Any]) -> "Rules":
        """The inverse of `to_dict`; a limit that an older row lacks takes its default, one that is no more is passed over."""
        own = {name: int(data[name]) for name in LIMITS if name in data and name != "floor"}
        return cls(number, Policy.from_dict(data["policy"]), **own)


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs between two rows, by its path (`weights.expertise`, `rules.command`, `floor`)."""

    path: str
    before: Any
    after: Any


def rules_in_force(session: Session, cohort_id: int) -> Rules:
    """The newest row of a cohort, else the defaults; always with the cohort's own days of public notice."""
    row = newest(session, cohort_id)
    rules = Rules.of(row.number, row.rules) if row else Rules()
    # The days of public notice are the cohort's own and may have been changed there since.
    return replace(rules, notice_days=fetch(session, Cohort, cohort_id).notice_days)


def newest(session: Session, cohort_id: int) -> PolicyRow | None:
    """The row in force, or None."""
    rows = select(PolicyRow).where(PolicyRow.cohort_id == cohort_id).order_by(PolicyRow.number.desc()).limit(1)
    return session.scalars(rows).first()


def row_in_force(session: Session, by: Actor, cohort_id: int) -> PolicyRow:
    """The row that a scheme is computed under; where nobody saved any, the defaults become row 1."""
    row = newest(session, cohort_id)
    return row or _append(session, by, cohort_id, rules_in_force(session, cohort_id), "")


@use_case(Action.EDIT_RULES)
def save_rules(
    session: Session, by: Actor, *, cohort_id: int, seen_number: int, values: Mapping[str, Any], note: str = ""
) -> int:
    """Save `values` (see `rules_of`) as the next row and return its number.

    Raises Stale when somebody saved since row `seen_number`, Invalid for a value that cannot hold or when
    nothing differs. The cohort's days of public notice follow.
    """
    before = rules_in_force(session, cohort_id)
    if before.number != seen_number:
        raise Stale("rules_saved_meanwhile", seen=seen_number, present=before.number)
    after = rules_of(values, before)
    changes = differences(before.to_dict(), after.to_dict())
    if not changes and before.number:
        raise Invalid("nothing_changed")
    row = _append(session, by, cohort_id, after, note.strip())
    _set_notice_days(session, cohort_id, after.notice_days)
    told = [[change.path, change.before, change.after] for change in changes]
    record(session, by, Action.EDIT_RULES, f"cohort:{cohort_id}", number=row.number, changes=told)
    return row.number


def rules_of(values: Mapping[str, Any], before: Rules) -> Rules:
    """Rules from the flat values of a form: `weights`, `rules`, `unit_direction` and the names in LIMITS.

    What is left out stays as it was; raises Invalid with the name of the value, what it was and what it may be.
    """
    policy = before.policy
    weights = {**policy.weights, **values.get("weights", {})}
    forces = {**policy.rules, **values.get("rules", {})}
    direction = values.get("unit_direction", policy.unit_direction)
    _check_weights(weights)
    for name, force in forces.items():
        _check_choice(name, force, FORCES)
    _check_choice("unit_direction", direction, DIRECTIONS)
    limits = {name: _limit(name, values[name]) for name in LIMITS if name in values}
    floor = float(limits.pop("floor", policy.floor))
    changed = Policy(weights, floor, policy.tiers, forces, direction, policy.closed_streams)
    return Rules.of(before.number, {**before.to_dict(), "policy": changed.to_dict(), **limits})


def values_of(rules: Rules) -> dict[str, Any]:
    """The flat values of a form, the inverse of `rules_of`."""
    policy = rules.policy
    weights = {name: policy.weights.get(name, 0) for name in CRITERIA}
    forces = {name: policy.rule(name) for name in HARD_RULES}
    limits = {name: getattr(rules, name) for name in LIMITS if name != "floor"}
    return {
        "weights": weights,
        "rules": forces,
        "unit_direction": policy.unit_direction,
        "floor": policy.floor,
        **limits,
    }


def shares(values: Mapping[str, Any]) -> dict[str, float]:
    """Points of 100 that each criterion can give under a form's values; the unit counts only with a direction."""
    weights = {name: float(values["weights"].get(name, 0)) for name in CRITERIA}
    if values["unit_direction"] == "any":
        weights["unit"] = 0.0
    total = sum(weights.values())
    return {name: 100 * weight / total if total else 0.0 for name, weight in weights.items()}


def differences(before: Mapping[str, Any], after: Mapping[str, Any], path: str = "") -> list[Change]:
    """Every value that differs between two rows' JSON, by its path below `policy` or the row itself."""
    out: list[Change] = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        here = path if key == "policy" else f"{path}{key}"
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            out += differences(old, new, f"{here}." if key != "policy" else here)
        elif old != new:
            out.append(Change(here, old, new))
    return out


def _append(session: Session, by: Actor, cohort_id: int, rules: Rules, note: str) -> PolicyRow:
    last = newest(session, cohort_id)
    row = PolicyRow(
        cohort_id=cohort_id,
        number=(last.number if last else 0) + 1,
        rules=rules.to_dict(),
        note=note,
        by_id=by.id,
    )
    session.add(row)
    session.flush()
    return row


def _set_notice_days(session: Session, cohort_id: int, days: int) -> None:
    cohort = fetch(session, Cohort, cohort_id)
    if cohort.notice_days != days:
        cohort.notice_days, cohort.version = days, cohort.version + 1
        session.flush()


def _check_weights(weights: Mapping[str, Any]) -> None:
    for name, weight in weights.items():
        if not _is_number(weight) or not 0 <= weight <= 100:
            raise Invalid("rule_limit", field=name, value=weight, low=0, high=100)
    if not sum(weights[name] for name in weights if name != "unit"):
        raise Invalid("no_weight")


def _check_choice(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise Invalid("rule_choice", field=name, value=value, known="/".join(known))


def _limit(name: str, value: Any) -> int:
    low, high = LIMITS[name]
    if not _is_number(value) or value != int(value) or not low <= value <= high:
        raise Invalid("rule_limit", field=name, value=value, low=low, high=high)
    return int(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
