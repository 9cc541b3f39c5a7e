"""Where fits come from, block of rows by block of rows: from a pool's criteria, or from a table of numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.criteria import Encoded, Rows, fit_block, weights_in_force
from matching.people import Pool, by_id
from matching.policy import Policy
from matching.rules import CODES, forbidden_block

MAX_FIT = 100_000
KEPT_CELLS = 2_000_000
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Some mentees (`rows`, ascending) against all mentors: `fit` in milli-points, `code` 0 where allowed (`Problem.codes`)."""

    rows: Rows
    fit: Integers
    code: NDArray[np.uint16]


class Source(Protocol):
    """Fits and rule codes of (sorted mentees) x (sorted mentors); `codes[c - 1]` names code c."""

    codes: tuple[str, ...]

    def block(self, rows: Rows) -> Block:
        """Some rows (ascending) in full."""
        ...

    @property
    def digest(self) -> str:
        """sha256 over everything that the blocks depend on."""
        ...


class PoolSource:
    """Fits by the criteria and codes by the rules of a policy.

    A small table is kept once it has been computed; beyond `KEPT_CELLS` nothing of size n x m ever exists.
    """

    def __init__(self, pool: Pool, policy: Policy) -> None:
        self.pool, self.policy, self.codes = pool, policy, CODES
        mentors, mentees = by_id(pool)
        self.world = Encoded(pool, mentors, mentees, policy.unit_direction)
        self.weights = weights_in_force(policy)

    def block(self, rows: Rows) -> Block:
        """See `Source.block`."""
        n, m = len(self.world.mentees), len(self.world.mentors)
        if n * m > KEPT_CELLS:
            return self._computed(rows)
        return Block(rows, self._table.fit[rows], self._table.code[rows])

    @cached_property
    def _table(self) -> Block:
        out = self._computed(np.arange(len(self.world.mentees)))
        out.fit.setflags(write=False)
        return out

    def _computed(self, rows: Rows) -> Block:
        fit = fit_block(self.world, self.weights, rows)
        return Block(rows, fit, forbidden_block(self.world, self.policy, rows))

    @cached_property
    def digest(self) -> str:
        """See `Source.digest`."""
        return sha256({"pool": self.pool.to_dict(), "policy": self.policy.to_dict()})


class TableSource:
    """Fits from a table of milli-points (n x m) and a table of codes, already in the sorted order of ids."""

    def __init__(self, fit: NDArray[np.int32], code: NDArray[np.uint16], codes: tuple[str, ...]) -> None:
        self.fit, self.code, self.codes = fit, code, codes

    def block(self, rows: Rows) -> Block:
        """See `Source.block`."""
        return Block(rows, self.fit[rows].astype(np.int64), self.code[rows])

    @cached_property
    def digest(self) -> str:
        """See `Source.digest`."""
        names = np.array(("", *self.codes))
        legend, code = np.unique(names, return_inverse=True)
        out = hashlib.sha256(json.dumps([self.fit.shape, legend.tolist()]).encode())
        out.update(np.ascontiguousarray(self.fit, dtype="<i4").tobytes())
        out.update(np.ascontiguousarray(code.astype("<u2")[self.code]).tobytes())
        return out.hexdigest()


def sha256(value: Mapping[str, object]) -> str:
    """Digest of a JSON value in canonical form."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
