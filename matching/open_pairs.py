"""The pairs that may be chosen beside the pins: of everybody, of one mentee, or only of those whom a mask names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.criteria import within
from matching.network import Frame, Pairs
from matching.pricing import pairs_of
from matching.problem import Problem, cells_as_arrays
from matching.source import Block
from matching.start import Chosen

Mask = NDArray[np.bool_]


def all_pairs(problem: Problem, frame: Frame, wanted: Callable[[Block, Mask], Mask] | None = None) -> Pairs:
    """Every pair that is allowed and not pinned, from mentees who ask, to mentors with seats; `wanted` leaves some out."""
    parts = []
    for block in problem.blocks():
        chosen = _open(problem, block)
        if wanted is not None:
            chosen &= wanted(block, chosen)
        parts.append(_taken(block, chosen))
    return pairs_of(frame, parts)


def line_pairs(problem: Problem, frame: Frame, row: int) -> Pairs:
    """Those of one mentee."""
    block = problem.line(row)
    return pairs_of(frame, [_taken(block, _open(problem, block))])


def _open(problem: Problem, block: Block) -> Mask:
    out = (block.code == 0) & (problem.wanted > 0)[block.rows, None] & (problem.free > 0)
    out[within(cells_as_arrays(problem.pins), block.rows)] = False
    return out


def _taken(block: Block, chosen: Mask) -> Chosen:
    at, wide = np.flatnonzero(chosen), block.fit.shape[1]
    return block.rows[at // wide], at % wide, block.fit.reshape(-1)[at]
