"""A solution with its certificate as JSON values and back, so that what is stored can be verified again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from matching import Certificate, Solution, Unmatched, Warning
from matching.solution import Duals
from matching.tiers import Tier


def to_dict(solution: Solution) -> dict[str, Any]:
    """Everything but the solver's own scratch; JSON-ready."""
    return {
        "pairs": [list(pair) for pair in solution.pairs],
        "fits": list(solution.fits),
        "unmatched": [asdict(one) for one in solution.unmatched],
        "tiers": [dict(tier) for tier in solution.tiers],
        "costs": list(solution.costs),
        "status": solution.status,
        "gap": solution.gap,
        "fingerprint": solution.fingerprint,
        "warnings": [asdict(one) for one in solution.warnings],
        "certificate": _certificate_to(solution.certificate),
    }


def from_dict(data: Mapping[str, Any]) -> Solution:
    """The inverse of `to_dict`."""
    return Solution(
        pairs=tuple((mentee, mentor) for mentee, mentor in data["pairs"]),
        fits=tuple(data["fits"]),
        unmatched=tuple(Unmatched(**one) for one in data["unmatched"]),
        tiers=tuple(data["tiers"]),
        costs=tuple(data["costs"]),
        status=data["status"],
        gap=data["gap"],
        fingerprint=data["fingerprint"],
        warnings=tuple(Warning(**one) for one in data["warnings"]),
        certificate=_certificate_from(data["certificate"]),
    )


def _certificate_to(certificate: Certificate) -> dict[str, Any]:
    return {
        "method": certificate.method,
        "duals": [_duals_to(duals) for duals in certificate.duals],
        "witnesses": [[_duals_to(duals) for duals in witness] for witness in certificate.witnesses],
    }


def _certificate_from(data: Mapping[str, Any]) -> Certificate:
    return Certificate(
        method=data["method"],
        duals=tuple(_duals_from(duals) for duals in data["duals"]),
        witnesses=tuple(tuple(_duals_from(duals) for duals in witness) for witness in data["witnesses"]),
    )


def _duals_to(duals: Duals) -> dict[str, Any]:
    prices = {name: getattr(duals, name).tolist() for name in ("mentee", "mentor", "quota")}
    return {"tier": asdict(duals.tier), **prices}


def _duals_from(data: Mapping[str, Any]) -> Duals:
    prices = {name: np.array(data[name], dtype=np.int64) for name in ("mentee", "mentor", "quota")}
    return Duals(tier=Tier(**data["tier"]), **prices)
