"""The transport network of a problem: mentees send seats to mentors, mentors to the sink, what is left goes unmatched.

Nodes: mentee i is i, mentor j is n + j, the sink n + m, then one node per quota. Arcs, in this order: pairs
(capacity 1), one unmatched arc per mentee, seats (one arc each, costs never falling), quota arcs. Pins are
not in it: they have taken their seats before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.problem import Problem
from matching.quotas import QuotaNode, Quotas
from matching.source import Integers
from matching.tiers import Tier, id_words, pair_cost, seat_cost, tie_hash


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidate pairs sorted by (row, column), with their fit in milli-points; `kept` marks the confirmed plan's."""

    rows: Integers
    columns: Integers
    fit: Integers
    kept: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, wanted: NDArray[np.bool_]) -> Pairs:
        """Some of them in the same order."""
        return Pairs(self.rows[wanted], self.columns[wanted], self.fit[wanted], self.kept[wanted])

    def keys(self, columns: int) -> Integers:
        """One number per pair, ascending."""
        return self.rows * columns + self.columns


def marked(keys: Integers, some: Integers) -> NDArray[np.bool_]:
    """Which of many ascending, distinct keys are among `some` few."""
    out = np.zeros(len(keys), dtype=bool)
    at = np.searchsorted(keys, some)
    there = at < len(keys)
    at, some = at[there], some[there]
    out[at[keys[at] == some]] = True
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """All of the network that does not depend on which pairs are candidates."""

    problem: Problem
    quotas: Quotas
    tie: tuple[NDArray[np.uint64], NDArray[np.uint64]]
    tail: Integers
    head: Integers
    low: Integers
    cap: Integers
    seat_head: Integers
    seat_mentor: Integers
    seat_burden: Integers
    short: Integers
    pair_tail: dict[tuple[int, int], int]
    pair_head: dict[tuple[int, int], int]

    @property
    def sink(self) -> int:
        """Number of the sink node."""
        return sum(self.problem.shape)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return self.sink + 1 + len(self.quotas.nodes)

    def cost(self, tier: Tier) -> Integers:
        """Cost of each arc of the frame: unmatched, seats, quotas."""
        return np.concatenate(
            [
                tier.unmatched * self.problem.weight,
                seat_cost(tier, self.problem, self.seat_mentor, self.seat_burden),
                tier.quota * self.short,
            ]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Frame and candidate pairs together: arc a runs `tail[a]` -> `head[a]` and carries `low[a]..cap[a]`.

    `charges` are prices of crossing quotas on the pairs that they count, by tier.
    """

    frame: Frame
    pairs: Pairs
    tail: Integers
    head: Integers
    low: Integers
    cap: Integers
    supply: Integers
    charges: Mapping[Tier, Integers] = field(default_factory=dict)

    def cost(self, tier: Tier) -> Integers:
        """Cost of every arc in one tier."""
        return np.concatenate([self.pair_costs(tier, slice(None)), self.frame.cost(tier)])

    def pair_costs(self, tier: Tier, part: slice) -> Integers:
        """Cost of some of the pairs in one tier."""
        (mentee, mentor), pairs = self.frame.tie, self.pairs
        tie = tie_hash(mentee[pairs.rows[part]], mentor[pairs.columns[part]]) if tier.tie else 0
        cost = pair_cost(tier, pairs.fit[part], pairs.kept[part], tie)
        return cost - self.charges[tier][part] if tier in self.charges else cost


def build_frame(problem: Problem, quotas: Quotas, tiers: tuple[Tier, ...]) -> Frame:
    """Unmatched arcs, seats and quota nodes."""
    n, m = problem.shape
    sink = n + m
    mentor, burden, cap = _seats(problem, any(tier.balance for tier in tiers))
    node_of = {position: sink + 1 + position for position in range(len(quotas.nodes))}
    outer = quotas.leaves("mentors").get(("mentors", 0), {})
    collector = quotas.leaves("mentees").get(("mentees", 0), {})
    arcs = [arc for at, node in enumerate(quotas.nodes) for arc in _quota_arcs(problem, node, sink, node_of[at])]
    quota_arcs = np.array(arcs, dtype=np.int64).reshape(-1, 5)
    seat_head = np.array([node_of.get(outer.get(j, -1), sink) for j in range(m)], dtype=np.int64)
    lost_head = np.array([node_of.get(collector.get(i, -1), sink) for i in range(n)], dtype=np.int64)
    return Frame(
        problem=problem,
        quotas=quotas,
        tie=(id_words(problem.mentees, b"mentee"), id_words(problem.mentors, b"mentor")),
        tail=np.concatenate([np.arange(n), n + mentor, quota_arcs[:, 0]]),
        head=np.concatenate([lost_head, seat_head[mentor], quota_arcs[:, 1]]),
        low=np.concatenate([np.zeros(n + len(mentor), np.int64), quota_arcs[:, 2]]),
        cap=np.concatenate([problem.wanted, cap, quota_arcs[:, 3]]),
        seat_head=seat_head,
        seat_mentor=mentor,
        seat_burden=burden,
        short=quota_arcs[:, 4],
        pair_tail={(a[1], x): node_of[at] for a, d in quotas.leaves("mentee").items() for x, at in d.items()},
        pair_head={(x, a[1]): node_of[at] for a, d in quotas.leaves("mentor").items() for x, at in d.items()},
    )


def build_network(frame: Frame, pairs: Pairs) -> Network:
    """The network over these candidates."""
    n, _ = frame.problem.shape
    tail, head = pairs.rows.copy(), n + pairs.columns
    for at, cell in _special(pairs, frame.pair_tail, frame.problem.shape):
        tail[at] = frame.pair_tail[cell]
    for at, cell in _special(pairs, frame.pair_head, frame.problem.shape):
        head[at] = frame.pair_head[cell]
    supply = np.zeros(frame.nodes, dtype=np.int64)
    supply[:n] = frame.problem.wanted
    supply[frame.sink] = -supply.sum()
    return Network(
        frame,
        pairs,
        np.concatenate([tail, frame.tail]),
        np.concatenate([head, frame.head]),
        np.concatenate([np.zeros(len(pairs), np.int64), frame.low]),
        np.concatenate([np.ones(len(pairs), np.int64), frame.cap]),
        supply,
    )


def _special(
    pairs: Pairs, nodes: dict[tuple[int, int], int], shape: tuple[int, int]
) -> list[tuple[int, tuple[int, int]]]:
    """Positions of the candidates that run through a quota node, with their cells."""
    cells = sorted(nodes)
    keys = np.array([i * shape[1] + j for i, j in cells], dtype=np.int64)
    have = pairs.keys(shape[1])
    at = np.searchsorted(have, keys)
    found = [(int(p), cell) for p, cell in zip(at, cells, strict=True)]
    return [(p, c) for p, c in found if p < len(have) and have[p] == c[0] * shape[1] + c[1]]


def _seats(problem: Problem, separate: bool) -> tuple[Integers, Integers, Integers]:
    """(mentor, burden, capacity) of the seat arcs; equal seats share an arc when no tier tells them apart."""
    # More seats than anybody asks for can never be used; a capacity of 100,000 costs no memory.
    free = np.minimum(problem.free, problem.wanted.sum())
    mentor = np.repeat(np.arange(len(free)), free)
    start = np.repeat(np.cumsum(free) - free, free)
    burden = (problem.load + problem.pinned_of_mentor)[mentor] + np.arange(len(mentor)) - start + 1
    if separate:
        return mentor, burden, np.ones(len(mentor), np.int64)
    kind = np.stack([mentor, burden > problem.min_load[mentor]])
    _, first, count = np.unique(kind, axis=1, return_index=True, return_counts=True)
    return mentor[first], burden[first], count.astype(np.int64)


def _quota_arcs(problem: Problem, node: QuotaNode, sink: int, own: int) -> list[tuple[int, int, int, int, int]]:
    """Arcs (tail, head, low, capacity, cost of missing a minimum) between a quota's node and the next one out."""
    n, total = problem.shape[0], int(problem.wanted.sum())
    kind, person = node.anchor
    root = {"mentor": n + person, "mentee": person}.get(kind, sink)
    outer = root if node.parent is None else sink + 1 + node.parent
    most = total if node.most is None else node.most
    least = min(node.least, most)
    if kind == "mentees":
        asked = int(problem.wanted[sorted(node.members)].sum())
        least = min(least, asked)
        return [(own, outer, max(asked - most, 0), asked - least, 0), (own, outer, 0, least, 1)]
    tail, head = (outer, own) if kind == "mentee" else (own, outer)
    return [(tail, head, 0, least, -1), (tail, head, 0, most - least, 0)]
