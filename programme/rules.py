"""The rules of a cohort in plain values: hard rules, weights, floor and limits, seats by kind and by name, quotas and
named pairs; each saving is a new numbered row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Cohort, PolicyRow
from matching import Policy
from programme.access import Action, Actor
from programme.codes import STANDINGS
from programme.errors import Invalid, Stale
from programme.rules_named import NamedPair, Override, QuotaRule, as_json
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
OWN = tuple(name for name in LIMITS if name != "floor")
GRASSROOTS = "grassroots"
KINDS = (GRASSROOTS, *STANDINGS)
CEILING = (0, 20)
NAMED = ("overrides", "quotas", "pairs")
ENTRIES = tuple(f"{part}." for part in NAMED)


def default_policy() -> Policy:
    """The engine's policy with the programme's defaults: the chain of command is a hint, kinship and stream are bars."""
    rules = {"kinship": "forbid", "command": "hint", "stream": "forbid"}
    return Policy(weights=dict(WEIGHTS), rules=rules)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is in force: `number` is the row (0: nobody saved any yet, these are the defaults).

    `months_limit`: 参加工作不满三年 means fewer months than this; `age_limit`: 35周岁以下 means not yet one year older.
    `ceilings` bound the seats of mentors of a kind (KINDS), `overrides` give a mentor seats by name (key: people.id);
    `quotas` have keys of their own, `pairs` those of `NamedPair.key`.
    """

    number: int = 0
    policy: Policy = field(default_factory=default_policy)
    programme_maximum: int = 3
    months_limit: int = 36
    age_limit: int = 35
    notice_days: int = 3
    ceilings: Mapping[str, int] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    quotas: Mapping[str, QuotaRule] = field(default_factory=dict)
    pairs: Mapping[str, NamedPair] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """What a row of `policies` keeps: the engine's policy and the programme's own limits."""
        own = {name: getattr(self, name) for name in OWN}
        named = {part: {key: as_json(one) for key, one in sorted(getattr(self, part).items())} for part in NAMED}
        return {"policy": self.policy.to_dict(), **own, "ceilings": dict(sorted(self.ceilings.items())), **named}

    @classmethod
    def of(cls, number: int, data: Mapping[str, Any]) -> "Rules":
        """The inverse of `to_dict`; a limit that an older row lacks takes its default, one that is no more is passed over."""
        own = {name: int(data[name]) for name in OWN if name in data}
        return cls(
            number,
            Policy.from_dict(data["policy"]),
            **own,
            ceilings={kind: int(most) for kind, most in data.get("ceilings", {}).items() if kind in KINDS},
            overrides={key: Override(**one) for key, one in data.get("overrides", {}).items()},
            quotas={key: QuotaRule.read(one) for key, one in data.get("quotas", {}).items()},
            pairs={key: NamedPair(**one) for key, one in data.get("pairs", {}).items()},
        )


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
    before = seen_rules(session, cohort_id, seen_number)
    return commit(session, by, cohort_id, before, rules_of(values, before), note)


def seen_rules(session: Session, cohort_id: int, seen_number: int) -> Rules:
    """The rules in force, or Stale when they are no longer those that the user saw."""
    present = rules_in_force(session, cohort_id)
    if present.number != seen_number:
        raise Stale("rules_saved_meanwhile", seen=seen_number, present=present.number)
    return present


def commit(session: Session, by: Actor, cohort_id: int, before: Rules, after: Rules, note: str = "") -> int:
    """Keep `after` as the next row with an audit row that tells what differs; Invalid when nothing does."""
    changes = differences(before.to_dict(), after.to_dict())
    if not changes and before.number:
        raise Invalid("nothing_changed")
    row = _append(session, by, cohort_id, after, note.strip())
    _set_notice_days(session, cohort_id, after.notice_days)
    told = [[change.path, change.before, change.after] for change in changes]
    record(session, by, Action.EDIT_RULES, f"cohort:{cohort_id}", number=row.number, changes=told)
    return row.number


def rules_of(values: Mapping[str, Any], before: Rules) -> Rules:
    """Rules from the flat values of a form: `weights`, `rules`, `unit_direction`, `ceilings` and the names in LIMITS.

    What is left out stays as it was; raises Invalid with the name of the value, what it was and what it may be.
    """
    policy = before.policy
    weights = {**policy.weights, **values.get("weights", {})}
    forces = {**policy.rules, **values.get("rules", {})}
    direction = values.get("unit_direction", policy.unit_direction)
    _check_weights(weights, direction)
    for name, force in forces.items():
        _check_choice(name, force, FORCES)
    _check_choice("unit_direction", direction, DIRECTIONS)
    limits = {name: _limit(name, values[name]) for name in LIMITS if name in values}
    floor = float(limits.pop("floor", policy.floor))
    changed = Policy(weights, floor, policy.tiers, forces, direction, policy.closed_streams)
    ceilings = _ceilings(values["ceilings"]) if "ceilings" in values else dict(before.ceilings)
    return replace(before, policy=changed, ceilings=ceilings, **limits)  # type: ignore[arg-type]


def values_of(rules: Rules) -> dict[str, Any]:
    """The flat values of a form, the inverse of `rules_of`."""
    policy = rules.policy
    weights = {name: policy.weights.get(name, 0) for name in CRITERIA}
    forces = {name: policy.rule(name) for name in HARD_RULES}
    limits = {name: getattr(rules, name) for name in OWN}
    return {
        "ceilings": {kind: rules.ceilings.get(kind) for kind in KINDS},
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
    """Every value that differs between two rows' JSON, by its path below `policy` or the row itself.

    What is said of somebody by name is one value, not as many as it has parts.
    """
    out: list[Change] = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        here = path if key == "policy" else f"{path}{key}"
        whole = here.startswith(ENTRIES)
        if isinstance(old, Mapping) and isinstance(new, Mapping) and not whole:
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


def _check_weights(weights: Mapping[str, Any], direction: str) -> None:
    for name, weight in weights.items():
        if not _is_number(weight) or not 0 <= weight <= 100:
            raise Invalid("rule_limit", field=name, value=weight, low=0, high=100)
    if not any(shares({"weights": weights, "unit_direction": direction}).values()):
        raise Invalid("no_weight")


def _check_choice(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise Invalid("rule_choice", field=name, value=value, known="/".join(known))


def _limit(name: str, value: Any) -> int:
    low, high = LIMITS[name]
    if not _is_number(value) or value != int(value) or not low <= value <= high:
        raise Invalid("rule_limit", field=name, value=value, low=low, high=high)
    return int(value)


def _ceilings(values: Mapping[str, Any]) -> dict[str, int]:
    """The ceilings that are set; None lifts one."""
    given = {kind: value for kind, value in values.items() if value is not None}
    for kind, value in given.items():
        _check_choice("ceilings", kind, KINDS)
        if not _is_number(value) or value != int(value) or not CEILING[0] <= value <= CEILING[1]:
            raise Invalid("rule_limit", field=kind, value=value, low=CEILING[0], high=CEILING[1])
    return {kind: int(value) for kind, value in given.items()}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
