"""Solutions as JSON of format 1: written canonically and sealed, read as they claim to be (`verify` judges them)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from matching.errors import Fault, InputError
from matching.fileformat import FORMAT, Json
from matching.problem import Cells, Problem, Warning
from matching.solution import Certificate, Duals, Solution, Unmatched
from matching.source import sha256
from matching.tiers import IN_MILLI, Tier, whole_weights


def write_solution(problem: Problem, solution: Solution) -> dict[str, Any]:
    """A solution as JSON values, `pairs` in canonical order."""
    out: dict[str, Any] = {
        "format": FORMAT,
        "status": solution.status,
        "pairs": [list(pair) for pair in solution.pairs],
        "unmatched": [
            {"mentee": x.mentee, "seats": x.seats, "reason": x.reason, "details": dict(x.details)}
            for x in solution.unmatched
        ],
        "tiers": [dict(tier) for tier in solution.tiers],
        "certificate": {
            "method": solution.certificate.method,
            "tiers": [_write_duals(duals) for duals in solution.certificate.duals],
            "witnesses": [[_write_duals(duals) for duals in witness] for witness in solution.certificate.witnesses],
        },
        "warnings": [{"code": x.code, **x.details} for x in solution.warnings],
        "input": f"sha256:{solution.fingerprint}",
    }
    out |= {"gap": solution.gap} if solution.gap else {}
    out["certificate"]["seal"] = _seal(out)
    return out


def _seal(data: Json) -> str:
    """sha256 over everything that a solution's file says: shows at once that a file was edited."""
    unsealed = {key: value for key, value in data["certificate"].items() if key != "seal"}
    return sha256({**data, "certificate": unsealed})


def _write_duals(duals: Duals) -> dict[str, list[int]]:
    return {"mentees": duals.mentee.tolist(), "mentors": duals.mentor.tolist(), "quotas": duals.quota.tolist()}


def read_solution(problem: Problem, data: Any) -> Solution:
    """A solution from parsed JSON, as it claims to be; `verify` judges it. `InputError` when it has no such shape."""
    try:
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}")
        if data["certificate"]["seal"] != _seal(data):
            raise ValueError("the seal does not match: the file was edited")
        return _solution(problem, data)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError([Fault("$", "not_a_solution", {"value": f"{type(error).__name__}: {error}"})]) from error


def _solution(problem: Problem, data: Any) -> Solution:
    pairs = tuple((str(a), str(b)) for a, b in data["pairs"])
    cells = Cells(problem.mentees, problem.mentors)
    known = all(a in cells.row and b in cells.column for a, b in pairs)
    certificate = data["certificate"]
    tiers = tuple(dict(tier) for tier in data["tiers"])
    return Solution(
        pairs=pairs,
        fits=tuple(problem.fit_at([(cells.row[a], cells.column[b]) for a, b in pairs])) if known else (),
        unmatched=tuple(
            Unmatched(x["mentee"], x["seats"], x["reason"], x.get("details", {})) for x in data["unmatched"]
        ),
        tiers=tiers,
        costs=tuple(_told_cost(policy, tier) for policy, tier in zip(problem.policy.tiers, tiers, strict=True)),
        status=data["status"],
        fingerprint=str(data["input"]).removeprefix("sha256:"),
        certificate=Certificate(
            certificate["method"],
            tuple(map(_read_duals, certificate["tiers"])),
            tuple(tuple(map(_read_duals, witness)) for witness in certificate["witnesses"]),
        ),
        gap=data.get("gap", 0),
        warnings=tuple(_read_warning(row) for row in data["warnings"]),
    )


def _read_warning(row: Json) -> Warning:
    return Warning(row["code"], {name: value for name, value in row.items() if name != "code"})


def _read_duals(row: Any) -> Duals:
    parts = (row[name] for name in ("mentees", "mentors", "quotas"))
    if not all(type(x) is int for name in ("mentees", "mentors", "quotas") for x in row[name]):
        raise ValueError("prices are whole numbers")
    return Duals(Tier(), *(np.array(part, dtype=np.int64) for part in parts))


def _told_cost(weights: Mapping[str, float], told: Mapping[str, float | None]) -> int:
    """The whole-number cost that the told values of a tier amount to."""
    total = Fraction(0)
    for term, weight in whole_weights(weights).items():
        value = told[term]
        units = Fraction(100 if value is None else str(value)) * (1000 if term in IN_MILLI else 1)
        total += weight * (-units if term in ("fit", "worst") else units)
    return int(total)
