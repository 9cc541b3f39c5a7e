"""The versioned JSON format of problems and solutions (see docs/engine-format.md): read with every fault, written canonically."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from matching.errors import Fault, InputError
from matching.people import MAX_PRIORITY, MAX_SEATS, id_faults, number, whole
from matching.policy import Policy, policy_faults
from matching.problem import Ban, Cells, Problem, Quota, with_decisions
from matching.source import TableSource

FORMAT = 1
UNKNOWN = "unknown"
TOP = {"format", "mentors", "mentees", "fit", "forbidden", "pinned", "incumbent", "quotas", "policy"}
SIDES: dict[str, dict[str, tuple[int | None, int]]] = {
    "mentors": {"capacity": (None, MAX_SEATS), "load": (0, MAX_SEATS), "min_load": (0, MAX_SEATS)},
    "mentees": {"demand": (1, MAX_SEATS), "priority": (0, MAX_PRIORITY)},
}
Json = Mapping[str, Any]


def read_problem(data: Any) -> Problem:
    """A problem from parsed JSON. `InputError` lists every fault with its path (`$.mentors[0].capacity`)."""
    reader = _Reader(data)
    problem = reader.problem() if not reader.faults else None
    if problem is None:
        raise InputError(Fault(f"$.{x.path}" if x.path else "$", x.code, x.details) for x in reader.faults)
    return problem


class _Reader:
    """Checks part after part, going on after a fault where the rest can still be judged."""

    def __init__(self, data: Any) -> None:
        self.faults: list[Fault] = []
        self.data: Json = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self._fault("", "not_an_object")
            return
        if data.get("format") != FORMAT or isinstance(data.get("format"), bool):
            self._fault("format", "unsupported", value=data.get("format"), supported=FORMAT)
        self._unknown_keys(data, TOP, "")
        self.mentors, self.mentees = self._people("mentors"), self._people("mentees")
        self.ids = {p["id"] for p in self.mentees}, {p["id"] for p in self.mentors}
        self.policy = self._policy()
        for name in ("pinned", "incumbent"):
            self._pair_list(name, 2)
        self._pair_list("forbidden", 3)
        self._quota_list()
        if self._is_dense():
            self._dense()
        else:
            self._pair_list("fit", 3)

    def _fault(self, path: str, code: str, **details: Any) -> None:
        self.faults.append(Fault(path, code, details))

    def _unknown_keys(self, row: Json, known: set[str], path: str) -> None:
        for key in row:
            if key not in known:
                self._fault(f"{path}.{key}" if path else key, "unknown_field")

    def _list(self, name: str) -> list[Any]:
        value = self.data.get(name, [])
        if not isinstance(value, list):
            self._fault(name, "not_a_list")
            return []
        return value

    def _people(self, side: str) -> list[dict[str, Any]]:
        """Mentors or mentees with defaults filled in."""
        if side not in self.data:
            self._fault(side, "missing")
        out = []
        for k, row in enumerate(self._list(side)):
            path = f"{side}[{k}]"
            if not isinstance(row, dict):
                self._fault(path, "not_an_object")
                continue
            self._unknown_keys(row, {"id", *SIDES[side]}, path)
            person = {"id": row.get("id")}
            for name, (default, high) in SIDES[side].items():
                person[name] = row.get(name, default)
                self.faults += whole(person[name], f"{path}.{name}", 0, high)
            out.append(person)
        faults = id_faults([person["id"] for person in out], side)
        self.faults += faults
        return [] if any(fault.code == "not_an_id" for fault in faults) else out

    def _policy(self) -> Policy:
        row = self.data.get("policy", {})
        if not isinstance(row, dict):
            self._fault("policy", "not_an_object")
            return Policy()
        self._unknown_keys(row, {"floor", "tiers"}, "policy")
        tiers = row.get("tiers", Policy().tiers)
        if not isinstance(tiers, (list, tuple)) or not all(isinstance(tier, dict) for tier in tiers):
            self._fault("policy.tiers", "not_a_list_of_objects")
            return Policy()
        policy = Policy(floor=row.get("floor", Policy().floor), tiers=tuple(tiers))
        self.faults += policy_faults(policy)
        return policy

    def _pair_list(self, name: str, size: int) -> None:
        """Rows [mentee, mentor] or [mentee, mentor, reason or fit]."""
        seen: set[tuple[str, str]] = set()
        for k, row in enumerate(self._list(name)):
            path = f"{name}[{k}]"
            if not isinstance(row, list) or len(row) != size or not all(isinstance(x, str) for x in row[:2]):
                self._fault(path, "not_a_row", size=size)
                continue
            for place, ids, side in zip(row[:2], self.ids, ("mentee", "mentor"), strict=True):
                if place not in ids:
                    self._fault(path, f"unknown_{side}", value=place)
            if name == "fit":
                self.faults += number(row[2], f"{path}[2]", 0, 100)
                if (row[0], row[1]) in seen:
                    self._fault(path, "duplicate", value=row[:2])
                seen.add((row[0], row[1]))
            elif size == 3 and not (isinstance(row[2], str) and row[2]):
                self._fault(f"{path}[2]", "not_a_reason", value=row[2])

    def _is_dense(self) -> bool:
        rows = self.data.get("fit")
        if not isinstance(rows, list) or not rows:
            return False
        return not any(isinstance(row, list) and row and isinstance(row[0], str) for row in rows)

    def _dense(self) -> None:
        rows = self.data["fit"]
        if len(rows) != len(self.mentees):
            self._fault("fit", "rows", value=len(rows), expected=len(self.mentees))
        for i, row in enumerate(rows):
            if not isinstance(row, list) or len(row) != len(self.mentors):
                self._fault(f"fit[{i}]", "not_a_row", size=len(self.mentors))
                continue
            for j, value in enumerate(row):
                if value is not None:
                    self.faults += number(value, f"fit[{i}][{j}]", 0, 100)

    def _quota_list(self) -> None:
        for k, row in enumerate(self._list("quotas")):
            path = f"quotas[{k}]"
            if not isinstance(row, dict):
                self._fault(path, "not_an_object")
                continue
            self._unknown_keys(row, {"mentors", "mentees", "min", "max"}, path)
            for side, ids in zip(("mentees", "mentors"), self.ids, strict=True):
                self._members(row.get(side), f"{path}.{side}", ids)
            self._bounds(row, path)

    def _members(self, names: Any, path: str, ids: set[str]) -> None:
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._fault(path, "not_a_list_of_ids")
            return
        for k, name in enumerate(names):
            if name not in ids:
                self._fault(f"{path}[{k}]", "unknown_person", value=name)

    def _bounds(self, row: Json, path: str) -> None:
        low, high = row.get("min", 0), row.get("max")
        faults = whole(low, f"{path}.min", 0, MAX_SEATS)
        if high is not None:
            faults += whole(high, f"{path}.max", 0, MAX_SEATS)
            if not faults and high < low:
                faults.append(Fault(path, "bounds", {"min": low, "max": high}))
        self.faults += faults

    def problem(self) -> Problem:
        """The canonical problem, once nothing is at fault."""
        mentors, mentees = (sorted(people, key=lambda p: str(p["id"])) for people in (self.mentors, self.mentees))
        numbers = [np.array([p[name] for p in mentors], dtype=np.int64) for name in SIDES["mentors"]]
        problem = Problem(
            mentors=tuple(p["id"] for p in mentors),
            mentees=tuple(p["id"] for p in mentees),
            capacity=numbers[0],
            load=numbers[1],
            min_load=numbers[2],
            demand=np.array([p["demand"] for p in mentees], dtype=np.int64),
            weight=np.array([2 ** p["priority"] for p in mentees], dtype=np.int64),
            source=self._source(Cells(tuple(p["id"] for p in mentees), tuple(p["id"] for p in mentors))),
            policy=self.policy,
        )
        quotas = [
            Quota(frozenset(q["mentors"]), frozenset(q["mentees"]), q.get("min", 0), q.get("max"))
            for q in self._list("quotas")
        ]
        pins, old = ([(a, b) for a, b in self._list(name)] for name in ("pinned", "incumbent"))
        bans: list[Ban] = []
        return with_decisions(problem, pins, bans, old, quotas)

    def _source(self, cells: Cells) -> TableSource:
        """Fits in milli-points and codes; a pair without a fit is "unknown", a forbidden one has its reason."""
        reasons = sorted({row[2] for row in self._list("forbidden")} - {UNKNOWN})
        shape = (len(cells.row), len(cells.column))
        fit, code = np.zeros(shape, dtype=np.int32), np.ones(shape, dtype=np.uint16)
        for mentee, mentor, value in self._fits():
            fit[cells.row[mentee], cells.column[mentor]] = milli(value)
            code[cells.row[mentee], cells.column[mentor]] = 0
        number_of = {reason: k for k, reason in enumerate((UNKNOWN, *reasons), start=1)}
        for mentee, mentor, reason in sorted(self._list("forbidden")):
            code[cells.row[mentee], cells.column[mentor]] = number_of[reason]
        return TableSource(fit, code, (UNKNOWN, *reasons))

    def _fits(self) -> Sequence[Any]:
        if not self._is_dense():
            return self._list("fit")
        return [
            (mentee["id"], mentor["id"], value)
            for mentee, row in zip(self.mentees, self.data["fit"], strict=True)
            for mentor, value in zip(self.mentors, row, strict=True)
            if value is not None
        ]


def milli(points: float) -> int:
    """Points to milli-points, by the decimal number that was written, halves up."""
    return int(Fraction(str(points)) * 1000 + Fraction(1, 2))
