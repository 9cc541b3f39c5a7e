"""`python -m benchmarks.engine G1 [name=value ...]`, or `all` for every figure at its full size."""

from __future__ import annotations

import sys

from benchmarks.engine import cancelling, exactness, people, speed

FIGURES = {
    "G1": exactness.g1, "G2": exactness.g2, "G3": speed.g3, "G3single": speed.g3_single, "G3proof": speed.g3_proof, "G3fit": speed.g3_fit, "G3quotas": speed.g3_quotas,
    "G4": exactness.g4, "G5": speed.g5, "G6": exactness.g6, "G7": people.g7, "G8": speed.g8, "G9": exactness.g9,
    "G10": people.g10, "G10speed": speed.g10_speed, "G11": people.g11, "G12": speed.g12, "CANCEL": cancelling.cancel,
}  # fmt: skip


def main(arguments: list[str]) -> None:
    names, options = [], {}
    for word in arguments:
        key, sign, value = word.partition("=")
        if sign:
            options[key] = int(value) if value.isdigit() else value
        else:
            names += list(FIGURES) if word == "all" else [word]
    for name in names:
        FIGURES[name](**options)


if __name__ == "__main__":
    main(sys.argv[1:])
