"""What rules say of named people and groups: seats by name, quotas between groups, pairs that must or must not be.

Each is a plain value that a row of `policies` keeps under a key that never changes, so that two rows can be compared.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from programme.errors import Invalid

MENTEE_GROUPS = ("all", "unit", "unit_kind", "county", "category")
MENTOR_GROUPS = ("each", "person", "unit", "unit_kind", "county", "expertise", "standing", "all")
WHOLE = ("all", "each")
SEATS = (0, 20)
QUOTA = (0, 999)
REASON_LENGTH = 200
PAIR_KINDS = ("must", "must_not")


@dataclass(frozen=True, slots=True)
class Override:
    """The seats of one mentor in this cohort, whatever the pool and the ceilings say; `by_id` set it on `on`."""

    seats: int
    reason: str
    by_id: int = 0
    on: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People by one property: `by` is one of the groups above, `of` its values (ids as numbers, codes or names)."""

    by: str = "all"
    of: tuple[Any, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Group":
        """From JSON."""
        return cls(data["by"], tuple(data.get("of", ())))


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """At least `least` and at most `most` (None: any number) new pairs between two groups; `each`: with any one mentor."""

    mentees: Group
    mentors: Group
    least: int = 0
    most: int | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        sides = {"mentees": _group(self.mentees), "mentors": _group(self.mentors)}
        return {**sides, "least": self.least, "most": self.most, "reason": self.reason}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "QuotaRule":
        """The inverse of `to_dict`."""
        mentees, mentors = Group.read(data["mentees"]), Group.read(data["mentors"])
        return cls(mentees, mentors, data.get("least", 0), data.get("most"), data.get("reason", ""))


@dataclass(frozen=True, slots=True)
class NamedPair:
    """A pair (people.id of mentee and mentor) that every run makes ("must") or never makes ("must_not").

    `leader` named it, if anybody did; `waiver` is the reason for which it holds against a hard rule.
    """

    kind: str
    mentee: int
    mentor: int
    reason: str
    leader: str = ""
    waiver: str = ""
    by_id: int = 0
    on: str = ""

    @property
    def key(self) -> str:
        """Under which the rules keep it."""
        return f"{self.mentee}-{self.mentor}"


def override_of(seats: Any, reason: str, by_id: int, on: date) -> Override:
    """A seat override; Invalid without a reason or with seats that no mentor can have."""
    if isinstance(seats, bool) or not isinstance(seats, int) or not SEATS[0] <= seats <= SEATS[1]:
        raise Invalid("rule_limit", field="seats", value=seats, low=SEATS[0], high=SEATS[1])
    return Override(seats, said(reason), by_id, on.isoformat())


def quota_of(values: Mapping[str, Any]) -> QuotaRule:
    """A quota from a form; Invalid for a group without members, or bounds that leave nothing or say nothing."""
    quota = QuotaRule.read(values)
    _check_group(quota.mentees, MENTEE_GROUPS)
    _check_group(quota.mentors, MENTOR_GROUPS)
    for bound in (quota.least, quota.most):
        if bound is not None and not QUOTA[0] <= bound <= QUOTA[1]:
            raise Invalid("rule_limit", field="quota", value=bound, low=QUOTA[0], high=QUOTA[1])
    if quota.most is not None and quota.least > quota.most:
        raise Invalid("quota_bounds", least=quota.least, most=quota.most)
    if not quota.least and quota.most is None:
        raise Invalid("quota_says_nothing")
    if quota.mentors.by == "each" and (quota.least or quota.mentees.by == "all"):
        raise Invalid("quota_each_is_a_ceiling")
    return quota


def pair_of(values: Mapping[str, Any], by_id: int, on: date) -> NamedPair:
    """A named pair from a form; Invalid without a reason or when both are one person."""
    leader, waiver = (str(values.get(name, "")).strip()[:REASON_LENGTH] for name in ("leader", "waiver"))
    if values["kind"] not in PAIR_KINDS:
        raise Invalid("rule_choice", field="kind", value=values["kind"], known="/".join(PAIR_KINDS))
    if values["mentee"] == values["mentor"]:
        raise Invalid("must_same_person")
    people = int(values["mentee"]), int(values["mentor"])
    reason = said(values.get("reason", ""))
    return NamedPair(values["kind"], *people, reason, leader, waiver, by_id, on.isoformat())


def said(reason: str) -> str:
    """The reason without blanks around, or Invalid."""
    if not reason.strip():
        raise Invalid("rule_reason_needed", field="reason")
    return reason.strip()[:REASON_LENGTH]


def as_json(value: Override | QuotaRule | NamedPair) -> dict[str, Any]:
    """What a row keeps."""
    return value.to_dict() if isinstance(value, QuotaRule) else asdict(value)


def _group(group: Group) -> dict[str, Any]:
    return {"by": group.by} if group.by in WHOLE else {"by": group.by, "of": list(group.of)}


def _check_group(group: Group, known: tuple[str, ...]) -> None:
    if group.by not in known:
        raise Invalid("rule_choice", field="group", value=group.by, known="/".join(known))
    if group.by not in WHOLE and not group.of:
        raise Invalid("quota_names_nobody")
