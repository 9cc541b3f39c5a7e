"""Why this pair, why not another: shares by criterion, facts, and the exact price of every other mentor.

The price of giving mentor j to mentee i is what the whole plan would lose if that pair were pinned and everything
else chosen anew: cost of the pair + shortest way, in the residual graph of the plan, from j back to i. The way
is the chain of moves. Raw duals are never shown: they are not unique, these differences are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.describe import Facts, Pairing, Share, describe
from matching.duals import NotOptimal
from matching.network import build_network
from matching.open_pairs import line_pairs
from matching.problem import Problem
from matching.quota_ways import QuotaWays
from matching.residual import Residual, Ways, charged, leading_residual_of, ways_to
from matching.solution import Solution, Unmatched
from matching.values import burdens


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody else changes mentor; None stands for "no mentor"."""

    mentee: str
    from_mentor: str | None
    to_mentor: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another mentor: `price` is the loss of the main tier in the units of `Solution.costs` (milli-points),
    `tier_losses` the loss of each tier of the policy, `moves` what the others would do.

    `forbidden` is "" or why there is no price: a rule's code, "no_seat" (load and pins fill every seat),
    "locked" (the mentee's seats are all pinned) or "quota". Without a price and not forbidden: crossing quotas would have
    to be kept by further moves, and only solving anew says which. `at_least` is then what every plan with the pair loses
    at least, tier by tier in their order, as far as no more pairs are missing to a quota; () where nothing is known.
    """

    mentor: str
    fit: int
    price: int | None
    tier_losses: tuple[int, ...]
    moves: tuple[Move, ...]
    forbidden: str
    reason: str
    free_seats: int
    chosen: bool
    at_least: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one mentee: present pairings, why a seat is missing, every mentor with the price."""

    mentee: str
    pairings: tuple[Pairing, ...]
    unmatched: Unmatched | None
    candidates: tuple[Candidate, ...]

    @property
    def mentor(self) -> str | None:
        """The (first) mentor."""
        return self.pairings[0].mentor if self.pairings else None

    @property
    def fit(self) -> int | None:
        """Fit of the (first) pairing in milli-points."""
        return self.pairings[0].fit if self.pairings else None

    @property
    def shares(self) -> tuple[Share, ...]:
        """Shares of the (first) pairing."""
        return self.pairings[0].shares if self.pairings else ()

    @property
    def facts(self) -> Facts:
        """Facts of the (first) pairing."""
        return self.pairings[0].facts if self.pairings else Facts()

    @property
    def hints(self) -> tuple[str, ...]:
        """Rules that only warn, in the (first) pairing."""
        return self.pairings[0].hints if self.pairings else ()


def explain(
    problem: Problem, solution: Solution, mentee_id: str, limit: int | None = None, graph: Residual | None = None
) -> Explanation:
    """Reasons and prices for one mentee; candidates cheapest first, forbidden ones last, at most `limit`.

    fit(i, j) = 100 sum_c w_c v_c(i, j) / sum_c w_c  over the criteria c known for the pair,
    loss_k(i, j) = min { cost_k(x) : x_ij = 1 } - cost_k(plan)  tier by tier; the price is the loss in the tier of the fit.

    In words: what each criterion gives to the fit, and what the best plan that joins these two loses against the plan.
    It equals solving anew, and is found as the pair's own cost and the cheapest way back from that mentor to the
    mentee's present place; the way, read aloud, is who else moves where. `graph`, the `leading_residual_of` this solution,
    spares building it for each mentee.

    Raises `KeyError` for an unknown mentee.
    """
    if mentee_id not in problem.mentees:
        raise KeyError(mentee_id)
    row = problem.mentees.index(mentee_id)
    mentors = solution.mentors_of(mentee_id)
    return Explanation(
        mentee=mentee_id,
        pairings=tuple(describe(problem, row, problem.mentors.index(name)) for name in mentors),
        unmatched=next((u for u in solution.unmatched if u.mentee == mentee_id), None),
        candidates=candidates(problem, solution, row, graph)[:limit],
    )


def main_tier(problem: Problem) -> int:
    """Position of the tier that prices are quoted in: the first that contains `fit`, else the last."""
    tiers = problem.policy.tiers
    return next((at for at, tier in enumerate(tiers) if "fit" in tier), len(tiers) - 1)


def candidates(problem: Problem, solution: Solution, row: int, graph: Residual | None = None) -> tuple[Candidate, ...]:
    """Every mentor for one mentee, cheapest first; ties by fit, then by id."""
    pricing = _Pricing(problem, solution, row, graph or leading_residual_of(problem, solution))
    found = [pricing.candidate(column) for column in range(problem.shape[1])]
    return tuple(candidate for _, candidate in sorted(found, key=lambda pair: pair[0]))


class _Pricing:
    """Prices of all mentors for one mentee: a single search for shortest ways to that mentee answers all."""

    def __init__(self, problem: Problem, solution: Solution, row: int, graph: Residual) -> None:
        self.problem, self.row, self.graph = problem, row, graph
        self.block = problem.line(row)
        column = {name: j for j, name in enumerate(problem.mentors)}
        index = {name: i for i, name in enumerate(problem.mentees)}
        cells = [(index[a], column[b]) for a, b in solution.pairs]
        self.quotas = QuotaWays(problem, solution, cells)
        self.ways = self._ways()
        self.seats = problem.capacity - burdens(problem, cells)
        self.free, self.settled = problem.free, problem.wanted[row] == 0
        self.chosen = {j for i, j in cells if i == row}
        self.reasons = {j: reason for i, j, reason in problem.bans if i == row}
        frame = self.graph.network.frame
        self.line = charged(build_network(frame, line_pairs(problem, frame, row)), self.graph.tiers, solution)
        self.arc = {column: at for at, column in enumerate(self.line.pairs.columns.tolist())}
        mine = [self.line.pair_costs(tier, slice(None)) for tier in self.graph.tiers]
        self.costs = np.array(mine, dtype=np.int64).reshape(len(mine), -1)
        self.hops = self._hops()
        self.skip, self.main = len(self.graph.tiers) - 1 - len(problem.policy.tiers), main_tier(problem)

    def _ways(self) -> Ways | None:
        """The shortest ways to the mentee; None where no prices of crossing quotas prove the plan for this problem."""
        if not self.quotas.known:
            return None
        try:
            return ways_to(self.graph, self.row)
        except NotOptimal:
            if self.quotas.told:
                return None
            raise

    def _hops(self) -> dict[int, tuple[int, int, int]]:
        """For each pair arc on any way: (row, column, whether the plan holds the pair now)."""
        if self.ways is None:
            return {}
        pairs = self.graph.network.pairs
        arcs = self.ways.arc[(self.ways.arc >= 0) & (self.ways.arc < len(pairs))]
        told = (part[arcs].tolist() for part in (pairs.rows, pairs.columns, self.graph.flow))
        return dict(zip(arcs.tolist(), zip(*told, strict=True), strict=True))

    def candidate(self, column: int) -> tuple[tuple[object, ...], Candidate]:
        """(sort key, candidate) for one mentor."""
        name, fit = self.problem.mentors[column], int(self.block.fit[0, column])
        refused, chosen = self._forbidden(column), column in self.chosen
        moves = () if refused or chosen else self._moves(column)
        losses = (0,) * len(self.graph.tiers) if refused or chosen else self._losses(column)
        told = losses[self.skip : -1]
        policy_losses = () if refused or moves is None else told
        bounded = moves is None and self.ways is not None and not any(losses[: self.skip])
        candidate = Candidate(
            mentor=name,
            fit=fit,
            price=policy_losses[self.main] if policy_losses else None,
            tier_losses=policy_losses,
            moves=moves or (),
            forbidden=refused,
            reason=self.reasons.get(column, "") if refused == "banned" else "",
            free_seats=max(int(self.seats[column]), 0),
            chosen=chosen,
            at_least=told if bounded else (),
        )
        return (bool(refused), not chosen, losses[:-1], -fit, name), candidate

    def _forbidden(self, column: int) -> str:
        if column in self.chosen:
            return ""
        code = self.problem.codes[self.block.code[0, column]]
        if code or self.settled:
            return code or "locked"
        if self.free[column] == 0:
            return "no_seat"
        if self.quotas.shuts((self.row, column)):
            return "quota"
        return "" if self.ways is None or self.ways.reachable(self._head(column)) else "quota"

    def _head(self, column: int) -> int:
        return int(self.line.head[self.arc[column]])

    def _losses(self, column: int) -> tuple[int, ...]:
        """Loss per tier: the pair's cost and the way back from the mentor."""
        if self.ways is None:
            return (0,) * len(self.graph.tiers)
        way = self.ways.distance[:, self._head(column)]
        return tuple((self.costs[:, self.arc[column]] + way).tolist())

    def _moves(self, column: int) -> tuple[Move, ...] | None:
        """The way read as moves of the other mentees; None when it does not keep the quotas."""
        if self.ways is None:
            return None
        hops = [self.hops[arc] for arc in self.ways.arcs(self._head(column)) if arc in self.hops]
        lost, gained = ([(i, j) for i, j, held in hops if bool(held) == side] for side in (True, False))
        if not self.quotas.keeps(lost, [*gained, (self.row, column)]):
            return None
        former, later, mentors = dict(lost), dict(gained), self.problem.mentors
        return tuple(
            Move(
                self.problem.mentees[i],
                mentors[former[i]] if i in former else None,
                mentors[later[i]] if i in later else None,
            )
            for i in dict.fromkeys([*former, *later])
            if i != self.row
        )
