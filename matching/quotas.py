"""Which quotas can live inside the flow as extra nodes, and where.

A quota bounds the pairs between some mentors and some mentees. It is a node of the flow when one side is a
single person or everybody, and when it is disjoint from or nested in every other quota of its family:

* `mentor`: one mentor, some mentees - between those mentees and the mentor;
* `mentee`: one mentee, some mentors - between the mentee and those mentors;
* `mentors`: some mentors, all mentees - between those mentors and the sink;
* `mentees`: all mentors, some mentees - on the way of their unmatched seats to the sink.

The rest is left to integer programming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.problem import Cells, Problem, Quota
from matching.source import Integers

Anchor = tuple[str, int]


@dataclass(frozen=True, slots=True)
class QuotaNode:
    """A quota inside the flow: `members` are rows or columns, `least`/`most` count what is left after pins."""

    index: int
    anchor: Anchor
    members: frozenset[int]
    parent: int | None
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Quotas:
    """`nodes` are in the flow; `others` (positions in `problem.quotas`) are not."""

    nodes: tuple[QuotaNode, ...]
    others: tuple[int, ...]

    def leaves(self, kind: str) -> dict[Anchor, dict[int, int]]:
        """For each anchor of a kind: member -> position of the innermost node that holds it."""
        out: dict[Anchor, dict[int, int]] = {}
        for position, node in enumerate(self.nodes):
            if node.anchor[0] == kind:
                inner = out.setdefault(node.anchor, {})
                for member in node.members:
                    inner.setdefault(member, position)
        return out


def place_quotas(problem: Problem) -> Quotas:
    """Sort the quotas into families; inner quotas stand before the outer ones that hold them."""
    cells = Cells(problem.mentees, problem.mentors)
    families: dict[Anchor, list[tuple[frozenset[int], int]]] = {}
    others = []
    for k, quota in enumerate(problem.quotas):
        rows = frozenset(cells.row[x] for x in quota.mentees)
        columns = frozenset(cells.column[x] for x in quota.mentors)
        anchor, members = _anchor(rows, columns, problem.shape)
        family = families.setdefault(anchor, [])
        # Disjoint or nested sets make a tree of nodes; anything else would need two parents.
        if anchor[0] and all(members <= s or s <= members or not members & s for s, _ in family):
            family.append((members, k))
        else:
            others.append(k)
    nodes: list[QuotaNode] = []
    for anchor, family in sorted(families.items()):
        nodes += _nested(problem, anchor, sorted(family, key=lambda x: (len(x[0]), sorted(x[0]), x[1])), len(nodes))
    return Quotas(tuple(nodes), tuple(others))


def left_after_pins(problem: Problem, quota: Quota) -> tuple[int, int | None]:
    """(least, most) pairs that a quota still asks for and allows."""
    pinned = sum(problem.mentees[i] in quota.mentees and problem.mentors[j] in quota.mentors for i, j in problem.pins)
    most = None if quota.max is None else max(quota.max - pinned, 0)
    return max(quota.min - pinned, 0), most


def counted(problem: Problem, rows: Integers, columns: Integers) -> list[Integers]:
    """For each quota, the positions of the pairs that it counts."""
    cells, out = Cells(problem.mentees, problem.mentors), []
    for quota in problem.quotas:
        mentee, mentor = np.zeros(problem.shape[0], dtype=bool), np.zeros(problem.shape[1], dtype=bool)
        mentee[[cells.row[x] for x in quota.mentees]] = True
        mentor[[cells.column[x] for x in quota.mentors]] = True
        out.append(np.flatnonzero(mentee[rows] & mentor[columns]))
    return out


def _anchor(rows: frozenset[int], columns: frozenset[int], shape: tuple[int, int]) -> tuple[Anchor, frozenset[int]]:
    """The family of a quota, ("", 0) when it has none, and its members there."""
    if len(rows) == shape[0]:
        return ("mentors", 0), columns
    if len(columns) == shape[1]:
        return ("mentees", 0), rows
    if len(columns) == 1:
        return ("mentor", min(columns)), rows
    if len(rows) == 1:
        return ("mentee", min(rows)), columns
    return ("", 0), rows


def _nested(problem: Problem, anchor: Anchor, family: list[tuple[frozenset[int], int]], start: int) -> list[QuotaNode]:
    out = []
    for place, (members, k) in enumerate(family):
        outer = next((at for at in range(place + 1, len(family)) if members <= family[at][0]), None)
        least, most = left_after_pins(problem, problem.quotas[k])
        out.append(QuotaNode(k, anchor, members, None if outer is None else start + outer, least, most))
    return out
