"""Which few pairs of a large problem the flow looks at first: the best fits net of a rough price per mentor.

Everybody's best mentors are often the same few. The rough prices are what would balance demand and seats in a
softened market of sampled mentees: choices follow exp((fit - price) / tau), and each price rises with the log of
demand over seats while tau falls (Sinkhorn's iteration). They only choose where to look first; pricing of all
pairs against exact prices decides what is optimal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from matching.blocks import over_blocks
from matching.problem import Problem
from matching.source import Block, Integers
from matching.start import Chosen
from matching.tiers import BALANCE, Tier

SAMPLE = 1024
ROUNDS = 24
COLDEST, HOTTEST = 0.03, 0.5
DAMPING = 0.7
FORBIDDEN = -1_000_000_000
TINY = 1e-3
ENOUGH = 3
THIN = 12
Floats = NDArray[np.float32]
Check = Callable[[], None]


def rough_prices(problem: Problem, tiers: Sequence[Tier], check: Check) -> Integers:
    """A price per mentor in milli-points of fit, (m,); `check` is called every few hundredths of a second and may raise."""
    fit, share = _sample(problem, check)
    market = _Market(problem, tiers)
    price = market.least.copy()
    spread = float(fit[fit > FORBIDDEN].std()) if (fit > FORBIDDEN).any() else 0.0
    # It starts hot enough for prices to travel as far as the cost of fuller mentors may take them.
    hot = HOTTEST * max(spread + float(market.slope.mean()), 1.0)
    for tau in np.geomspace(hot, COLDEST * max(spread, 1.0), ROUNDS):
        check()
        choice = (fit - price) / np.float32(tau)
        choice -= choice.max(axis=1, keepdims=True)
        np.exp(choice, out=choice)
        choice /= choice.sum(axis=1, keepdims=True)
        if problem.shape[1] * ENOUGH > len(fit) / float(np.square(choice).sum(axis=1).mean()):
            break  # colder, too few of the sampled would speak for a mentor
        pull = np.log((share * choice.sum(axis=0) + TINY) / (market.seats(price) + TINY))
        price = np.maximum(price + np.float32(DAMPING * tau) * pull.astype(np.float32), market.least)
    return np.rint(price).astype(np.int64)


class _Market:
    """How many seats each mentor offers at a price: all above 0, or, when balance counts, up to its marginal cost."""

    def __init__(self, problem: Problem, tiers: Sequence[Tier]) -> None:
        self.free = problem.free.astype(np.float32)
        self.start = (problem.load + problem.pinned_of_mentor).astype(np.float32)
        main = next((tier for tier in tiers if tier.fit), Tier(fit=1))
        capacity = np.maximum(problem.capacity, 1).astype(np.float32)
        self.slope = np.float32(2 * BALANCE * main.balance / main.fit) / capacity
        self.least = (self.slope * (self.start + np.float32(0.5))).astype(np.float32)
        self.crowd = max(1.0, float(problem.wanted.sum()) / max(float(self.free.sum()), 1.0))

    def seats(self, price: Floats) -> Floats:
        """Seats offered, scaled so that they suffice for everybody."""
        offered = np.where(self.slope > 0, price / np.maximum(self.slope, TINY) + 0.5 - self.start, self.free)
        return np.clip(offered, 0, self.free) * np.float32(self.crowd)


def _sample(problem: Problem, check: Check) -> tuple[Floats, float]:
    """Fits of some mentees (forbidden ones far below), and how many mentees each of them stands for."""

    def look(block: Block) -> Floats:
        return np.where(block.code == 0, block.fit, FORBIDDEN).astype(np.float32)

    rows = sampled(problem.shape[0])
    return np.concatenate(list(over_blocks(problem, look, check, rows))), problem.shape[0] / len(rows)


def sampled(count: int) -> Integers:
    """Evenly spread rows that stand for all."""
    return np.unique(np.linspace(0, count - 1, max(SAMPLE, count // 50)).astype(np.int64))


def for_lonely(problem: Problem, columns: Integers, price: Integers, check: Check) -> Chosen:
    """Pairs for mentors whom hardly anybody has among the best: their keenest sampled mentees.

    A mentor without candidates would be priced at the cost of the next seat, and seem a bargain to everybody.
    """
    taken = np.bincount(columns, minlength=problem.shape[1])
    lonely = np.flatnonzero((taken < THIN) & (problem.free > 0))

    def look(block: Block) -> tuple[Integers, Integers]:
        fit = block.fit[:, lonely]
        keen = fit - (block.fit - price).max(axis=1)[:, None]
        keen[(block.code[:, lonely] > 0) | (problem.wanted[block.rows, None] == 0)] = FORBIDDEN
        return keen, fit

    rows = sampled(problem.shape[0])
    keen, fit = (np.concatenate(part) for part in zip(*over_blocks(problem, look, check, rows), strict=True))
    at = highest(keen.T, THIN)
    found = np.take_along_axis(keen.T, at, axis=1) > FORBIDDEN
    column, place = np.nonzero(found)
    row = at[column, place]
    return rows[row], lonely[column], fit[row, column]


def best_of_block(block: Block, allowed: NDArray[np.bool_], price: Integers, keep: int) -> tuple[Chosen, Integers]:
    """The `keep` best allowed pairs of each row net of price, and per row a bound: no other has fit - price above it."""
    value = block.fit - price
    value[~allowed] = FORBIDDEN
    columns = highest(value, keep)
    found = np.take_along_axis(value, columns, axis=1)
    cut = found.min(axis=1, initial=FORBIDDEN if keep >= value.shape[1] else -FORBIDDEN)
    row, at = np.nonzero(found > FORBIDDEN)
    column = columns[row, at]
    return (block.rows[row], column, block.fit[row, column]), cut


def outside(block: Block, known: tuple[Integers, Integers], price: Integers, bar: int) -> Integers:
    """Per row the highest fit - price among allowed pairs that are not yet known: of all, and of those from `bar` on."""
    value = block.fit - price
    value[block.code > 0] = FORBIDDEN
    value[known] = FORBIDDEN
    every = value.max(axis=1, initial=FORBIDDEN)
    value[block.fit < bar] = FORBIDDEN
    return np.stack([every, value.max(axis=1, initial=FORBIDDEN)])


def highest(value: Integers, keep: int) -> Integers:
    """Columns of the `keep` highest entries of each row, (rows, keep), in no order.

    Columns are grouped by stride: the highest entries lie in the groups of the highest maxima, so that only those
    few groups have to be looked at one by one.
    """
    rows, columns = value.shape
    if keep >= columns:
        return np.broadcast_to(np.arange(columns), (rows, columns))
    deep = max(1, isqrt(columns // keep))
    wide = columns // deep
    top = value[:, : wide * deep].reshape(rows, deep, wide).max(axis=1)
    groups = np.argpartition(top, wide - keep, axis=1)[:, wide - keep :]
    inside = (groups[:, None, :] + wide * np.arange(deep)[None, :, None]).reshape(rows, keep * deep)
    rest = np.broadcast_to(np.arange(wide * deep, columns), (rows, columns - wide * deep))
    near = np.concatenate([inside, rest], axis=1)
    found = np.take_along_axis(value, near, axis=1)
    best = np.argpartition(found, found.shape[1] - keep, axis=1)[:, found.shape[1] - keep :]
    return np.take_along_axis(near, best, axis=1)
