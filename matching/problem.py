"""A `Problem` is the frozen, canonical input of one run: sorted ids, whole numbers, and fits by row block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matching.criteria import Rows
from matching.errors import Fault, InputError
from matching.people import Pool, by_id, pair_faults, pool_faults
from matching.policy import Policy, policy_faults
from matching.source import Block, Integers, PoolSource, Source, sha256

BLOCK_CELLS = 500_000
OWN_CODES = ("banned", "two_cycle")
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ban:
    """Staff forbid this pair; `reason` is theirs."""

    mentee: str
    mentor: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `min` and at most `max` (None: any) pairs between these mentors and these mentees.

    The maximum always holds (pins apart). A minimum that cannot be reached is missed by as little as
    possible, before every other aim, and the solution says so.
    """

    mentors: frozenset[str]
    mentees: frozenset[str]
    min: int = 0
    max: int | None = None

    def key(self) -> tuple[list[str], list[str], int, int]:
        """Canonical order of quotas; also what is hashed."""
        return sorted(self.mentors), sorted(self.mentees), self.min, -1 if self.max is None else self.max


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that holds although a rule speaks against it: code and the ids concerned."""

    code: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Everything that `solve` reads. Rows are mentees, columns mentors, each sorted by id.

    `capacity`, `load`, `min_load` have shape (m,), `demand` and `weight` (of a missing seat, 2**priority) (n,).
    `pins`, `incumbent` and `bans` are sorted cells (row, column). `conflicts` are pairs of cells of
    which one at most may be chosen (two people as each other's mentor).
    """

    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    capacity: Integers
    load: Integers
    min_load: Integers
    demand: Integers
    weight: Integers
    source: Source
    policy: Policy
    pins: tuple[Cell, ...] = ()
    bans: tuple[tuple[int, int, str], ...] = ()
    incumbent: tuple[Cell, ...] = ()
    quotas: tuple[Quota, ...] = ()
    roles: tuple[tuple[int, int], ...] = ()
    pool: Pool | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(mentees, mentors)."""
        return len(self.mentees), len(self.mentors)

    @property
    def codes(self) -> tuple[str, ...]:
        """Names of the rule codes: `codes[code]`, with "" for an allowed pair."""
        return ("", *self.source.codes, *OWN_CODES)

    @property
    def fingerprint(self) -> str:
        """sha256 of the canonical input: the same for any order of people, pins, bans and quotas."""
        parts = {
            "source": self.source.digest,
            "ids": [self.mentees, self.mentors],
            "numbers": [x.tolist() for x in (self.capacity, self.load, self.min_load, self.demand, self.weight)],
            "cells": [self.pins, self.bans, self.incumbent, self.roles],
            "quotas": [quota.key() for quota in self.quotas],
            "floor": self.policy.floor,
            "tiers": [dict(tier) for tier in self.policy.tiers],
        }
        return sha256(parts)

    @property
    def pinned_of_mentee(self) -> Integers:
        """How many pins each mentee has, (n,)."""
        return np.bincount([i for i, _ in self.pins], minlength=len(self.mentees)).astype(np.int64)

    @property
    def pinned_of_mentor(self) -> Integers:
        """How many pins each mentor has, (m,)."""
        return np.bincount([j for _, j in self.pins], minlength=len(self.mentors)).astype(np.int64)

    @property
    def free(self) -> Integers:
        """Seats left after existing load and pins, (m,)."""
        return np.maximum(self.capacity - self.load - self.pinned_of_mentor, 0)

    @property
    def wanted(self) -> Integers:
        """Seats still asked for after pins, (n,)."""
        return np.maximum(self.demand - self.pinned_of_mentee, 0)

    @property
    def conflicts(self) -> tuple[tuple[Cell, Cell], ...]:
        """Two people in both roles may not be each other's mentor; `roles` holds (row, column) of one person."""
        return tuple(
            ((i, other_j), (other_i, j))
            for k, (i, j) in enumerate(self.roles)
            for other_i, other_j in self.roles[k + 1 :]
        )

    def marks(self) -> list[tuple[int, int, int]]:
        """Cells whose code is not the source's: bans, the reverse of a pin, and pins (which are always allowed)."""
        banned, cycle = (len(self.source.codes) + k for k in (1, 2))
        row, column = {j: i for i, j in self.roles}, dict(self.roles)
        cells = {(i, j): banned for i, j, _ in self.bans}
        cells |= {(row[j], column[i]): cycle for i, j in self.pins if j in row and i in column}
        return sorted((i, j, code) for (i, j), code in (cells | dict.fromkeys(self.pins, 0)).items())

    def block(self, rows: Rows) -> Block:
        """Fits and codes of some rows (ascending) with every mentor; pins count as allowed."""
        out = self.source.block(rows)
        marks = np.array(self.marks(), dtype=np.int64).reshape(-1, 3)
        at = np.searchsorted(rows, marks[:, 0])
        inside = at < len(rows)
        inside[inside] = rows[at[inside]] == marks[inside, 0]
        out.code[at[inside], marks[inside, 1]] = marks[inside, 2]
        return out

    def line(self, row: int) -> Block:
        """One row."""
        return self.block(np.array([row]))

    def blocks(self, rows: Rows | None = None) -> Iterator[Block]:
        """All rows, or some, in blocks of about two million cells."""
        return (self.block(part) for part in self.row_blocks(rows))

    def row_blocks(self, rows: Rows | None = None) -> list[Rows]:
        """The row numbers of each block."""
        rows = np.arange(self.shape[0]) if rows is None else rows
        step = max(1, BLOCK_CELLS // max(self.shape[1], 1))
        return [rows[start : start + step] for start in range(0, len(rows), step)]

    def fit_at(self, cells: Sequence[Cell]) -> list[int]:
        """Fit in milli-points of each cell, forbidden or not."""
        return [fit for fit, _ in self._at(cells)]

    def code_at(self, cells: Sequence[Cell]) -> list[int]:
        """Code of each cell, 0 where allowed."""
        return [code for _, code in self._at(cells)]

    def _at(self, cells: Sequence[Cell]) -> list[tuple[int, int]]:
        rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
        fit, code = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.int64)
        for block in self.blocks(np.unique(rows)):
            inside = np.flatnonzero((rows >= block.rows[0]) & (rows <= block.rows[-1]))
            at = np.searchsorted(block.rows, rows[inside])
            fit[inside], code[inside] = block.fit[at, columns[inside]], block.code[at, columns[inside]]
        return list(zip(fit.tolist(), code.tolist(), strict=True))


def build_problem(
    pool: Pool,
    policy: Policy,
    pins: Iterable[tuple[str, str]] = (),
    bans: Iterable[Ban] = (),
    incumbent: Iterable[tuple[str, str]] = (),
    quotas: Iterable[Quota] = (),
) -> Problem:
    """Check everything and freeze it. Pins, bans and incumbents are (mentee id, mentor id).

    Raises `InputError` with every fault: unknown or repeated ids, negative, fractional, infinite or
    huge numbers, unknown terms. A mentor who is not available owes no minimum.
    """
    faults = pool_faults(pool) + policy_faults(policy)
    if faults:
        raise InputError(faults)
    mentors, mentees = by_id(pool)
    column = {p.id: j for j, p in enumerate(mentors)}
    problem = Problem(
        mentors=tuple(p.id for p in mentors),
        mentees=tuple(p.id for p in mentees),
        capacity=_integers(p.capacity for p in mentors),
        load=_integers(p.load for p in mentors),
        min_load=_integers(0 if p.available else p.min_load for p in mentors),
        demand=_integers(p.demand for p in mentees),
        weight=_integers(2**p.priority for p in mentees),
        source=PoolSource(pool, policy),
        policy=policy,
        roles=tuple((i, column[p.id]) for i, p in enumerate(mentees) if p.id in column),
        pool=pool,
    )
    return with_decisions(problem, pins, bans, incumbent, quotas)


def with_decisions(
    problem: Problem,
    pins: Iterable[tuple[str, str]],
    bans: Iterable[Ban],
    incumbent: Iterable[tuple[str, str]],
    quotas: Iterable[Quota],
) -> Problem:
    """The same people with these decisions; `InputError` when one names somebody unknown."""
    bans, quotas = tuple(bans), tuple(quotas)
    pins, incumbent = frozenset(pins), frozenset(incumbent)
    known = set(problem.mentees), set(problem.mentors)
    banned = {(ban.mentee, ban.mentor): ban.reason for ban in sorted(bans, key=lambda b: b.reason)}
    faults = pair_faults(pins, known, "pins") + pair_faults(incumbent, known, "incumbent")
    faults += pair_faults(banned, known, "bans") + quota_faults(quotas, known)
    if faults:
        raise InputError(faults)
    cell = Cells(problem.mentees, problem.mentors)
    return replace(
        problem,
        pins=cell.of(pins),
        incumbent=cell.of(incumbent),
        bans=tuple((i, j, banned[problem.mentees[i], problem.mentors[j]]) for i, j in cell.of(banned)),
        quotas=tuple(sorted(quotas, key=Quota.key)),
    )


def cells_as_arrays(cells: Sequence[Cell]) -> tuple[Integers, Integers]:
    """(rows, columns) of cells."""
    both = np.array(cells, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


class Cells:
    """From ids to (row, column)."""

    def __init__(self, mentees: tuple[str, ...], mentors: tuple[str, ...]) -> None:
        self.row = {name: i for i, name in enumerate(mentees)}
        self.column = {name: j for j, name in enumerate(mentors)}

    def of(self, pairs: Iterable[tuple[str, str]]) -> tuple[Cell, ...]:
        """Sorted cells of pairs of ids."""
        return tuple(sorted((self.row[a], self.column[b]) for a, b in pairs))


def quota_faults(quotas: tuple[Quota, ...], known: tuple[set[str], set[str]]) -> list[Fault]:
    """Quotas that name somebody unknown or whose bounds contradict each other."""
    out = []
    for k, quota in enumerate(quotas):
        path = f"quotas[{k}]"
        for side, ids, all_ids in (("mentees", quota.mentees, known[0]), ("mentors", quota.mentors, known[1])):
            out += [Fault(f"{path}.{side}", f"unknown_{side[:-1]}", {"value": x}) for x in sorted(set(ids) - all_ids)]
        top = quota.min if quota.max is None else quota.max
        if quota.min < 0 or top < quota.min:
            out.append(Fault(path, "bounds", {"min": quota.min, "max": quota.max}))
    return out


def _integers(values: Iterable[int]) -> Integers:
    return np.array(list(values), dtype=np.int64)
