"""What the department wants: weights of the criteria, the fit floor, hard rules, and the strict order of aims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.errors import Fault
from matching.people import number

CRITERIA = (
    "expertise", "field", "dialect", "locality", "grassroots", "method", "wish", "past_result", "unit",
)  # fmt: skip
TERMS = ("unmatched", "min_load", "below_floor", "worst", "fit", "balance", "changes")
RULES = {"kinship": "forbid", "command": "forbid", "stream": "forbid"}
WEIGHTS = dict(zip(CRITERIA, (40, 10, 12, 12, 8, 5, 5, 5, 3), strict=True))
TIERS: tuple[Mapping[str, float], ...] = (
    {"unmatched": 1},
    {"min_load": 1},
    {"below_floor": 1},
    {"fit": 1, "balance": 1},
    {"changes": 1},
)
WEIGHT_DECIMALS = 3
MAX_WEIGHT = 1_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """Weights of the criteria (any non-negative scale; the fit is their weighted mean), floor 0..100, tiers, rules.

    `tiers` is read from the first to the last: each is optimised exactly, among the optima of those before.
    `rules` maps "kinship", "command" and "stream" to "allow", "hint" or "forbid". `unit_direction` says
    whether the criterion `unit` prefers the "same" unit, a "different" one, or plays no part ("any").
    The rule `stream` concerns pairs in which a stream of `closed_streams` meets any other.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    floor: float = 40
    tiers: tuple[Mapping[str, float], ...] = TIERS
    rules: Mapping[str, str] = field(default_factory=lambda: dict(RULES))
    unit_direction: str = "any"
    closed_streams: frozenset[str] = frozenset({"discipline"})

    @classmethod
    def default(cls) -> Policy:
        """The policy of a department that has changed nothing."""
        return cls()

    def rule(self, name: str) -> str:
        """ "allow", "hint" or "forbid" for a rule, the default when the policy does not mention it."""
        return self.rules.get(name, RULES[name])

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready and canonical."""
        return {
            "weights": dict(sorted(self.weights.items())),
            "floor": self.floor,
            "tiers": [dict(sorted(tier.items())) for tier in self.tiers],
            "rules": dict(sorted(self.rules.items())),
            "unit_direction": self.unit_direction,
            "closed_streams": sorted(self.closed_streams),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Policy:
        """The inverse of `to_dict`; what is left out takes its default."""
        known = dict(data)
        if "tiers" in known:
            known["tiers"] = tuple(dict(tier) for tier in known["tiers"])
        if "closed_streams" in known:
            known["closed_streams"] = frozenset(known["closed_streams"])
        return cls(**known)


def policy_faults(policy: Policy) -> list[Fault]:
    """Everything in a policy that the mathematics cannot take, by name."""
    out = number(policy.floor, "policy.floor", 0, 100)
    if not out and round(policy.floor, WEIGHT_DECIMALS) != policy.floor:
        out.append(Fault("policy.floor", "decimals", {"value": policy.floor}))
    for name, weight in policy.weights.items():
        out += number(weight, f"policy.weights.{name}", 0, MAX_WEIGHT)
        out += _known(name, CRITERIA, f"policy.weights.{name}")
    for name, force in policy.rules.items():
        out += _known(name, tuple(RULES), f"policy.rules.{name}")
        out += _known(force, ("allow", "hint", "forbid"), f"policy.rules.{name}")
    out += _known(policy.unit_direction, ("same", "different", "any"), "policy.unit_direction")
    for i, tier in enumerate(policy.tiers):
        out += _tier_faults(tier, f"policy.tiers[{i}]")
    return out


def _tier_faults(tier: Mapping[str, float], path: str) -> list[Fault]:
    out = [] if tier else [Fault(path, "empty")]
    for term, weight in tier.items():
        out += _known(term, TERMS, f"{path}.{term}") or _term_weight_faults(weight, f"{path}.{term}")
    if "worst" in tier and len(tier) > 1:
        out.append(Fault(path, "worst_stands_alone"))
    return out


def _term_weight_faults(weight: float, path: str) -> list[Fault]:
    """A weight is positive (the model is convex only then) and has three decimals."""
    faults = number(weight, path, 0, MAX_WEIGHT)
    if faults:
        return faults
    if weight == 0 or round(weight, WEIGHT_DECIMALS) != weight:
        return [Fault(path, "not_a_weight", {"value": weight})]
    return []


def _known(name: str, names: tuple[str, ...], path: str) -> list[Fault]:
    return [] if name in names else [Fault(path, "unknown", {"value": name, "known": list(names)})]
