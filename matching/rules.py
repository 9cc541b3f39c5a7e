"""Each hard rule is one named function: a mask over (block of mentees) x mentors, and the code it is known by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.criteria import Encoded
from matching.policy import Policy

Mask = NDArray[np.bool_]
Rule = Callable[[Encoded, Policy, slice], Mask]


def unavailable(world: Encoded, policy: Policy, rows: slice) -> Mask:
    """The mentor is not confirmed, has left, or is paused."""
    return np.array([bool(p.available) for p in world.mentors], dtype=bool)[None, :]


def ineligible(world: Encoded, policy: Policy, rows: slice) -> Mask:
    """The mentee does not qualify for this cohort."""
    return np.array([bool(p.ineligible) for p in world.mentees[rows]], dtype=bool)[:, None]


def same_person(world: Encoded, policy: Policy, rows: slice) -> Mask:
    """Nobody mentors himself."""
    return _marked(world, world.persons, rows)


def kinship(world: Encoded, policy: Policy, rows: slice) -> Mask:
    """Declared kinship between the two."""
    return _marked(world, world.avoid, rows)


def command(world: Encoded, policy: Policy, rows: slice) -> Mask:
    """The mentor is the mentee's direct superior."""
    return _marked(world, world.command, rows)


def stream(world: Encoded, policy: Policy, rows: slice) -> Mask:
    """A closed stream (discipline inspection) meets another stream."""
    closed, left, right = policy.closed_streams, world.mentees[rows], world.mentors
    shut = np.array([p.stream in closed for p in left])[:, None] | np.array([p.stream in closed for p in right])
    names = sorted({p.stream for p in left} | {p.stream for p in right})
    code = {name: k for k, name in enumerate(names)}
    return shut & (np.array([code[p.stream] for p in left])[:, None] != np.array([code[p.stream] for p in right]))


def _marked(world: Encoded, places: tuple[NDArray[np.int64], NDArray[np.int64]], rows: slice) -> Mask:
    out = np.zeros((rows.stop - rows.start, len(world.mentors)), dtype=bool)
    mentees, mentors = places
    inside = (mentees >= rows.start) & (mentees < rows.stop)
    out[mentees[inside] - rows.start, mentors[inside]] = True
    return out


ALWAYS: dict[str, Rule] = {"unavailable": unavailable, "ineligible": ineligible, "same_person": same_person}
CONFIGURED: dict[str, Rule] = {"kinship": kinship, "command": command, "stream": stream}
CODES = (*ALWAYS, *CONFIGURED)


def rules_in_force(policy: Policy) -> dict[str, Rule]:
    """The rules that forbid under this policy, in the order in which they are named."""
    return ALWAYS | {name: rule for name, rule in CONFIGURED.items() if policy.rule(name) == "forbid"}


def hints(world: Encoded, policy: Policy, row: int) -> list[tuple[str, Mask]]:
    """For one mentee: the rules that only warn, each with its mask over mentors."""
    one = slice(row, row + 1)
    warned = [(name, rule) for name, rule in CONFIGURED.items() if policy.rule(name) == "hint"]
    return [(name, np.broadcast_to(rule(world, policy, one), (1, len(world.mentors)))[0]) for name, rule in warned]


def forbidden_block(world: Encoded, policy: Policy, rows: slice) -> NDArray[np.uint16]:
    """0 where a pair is allowed, else 1 + the position in `CODES` of the first rule that forbids it."""
    out = np.zeros((rows.stop - rows.start, len(world.mentors)), dtype=np.uint16)
    for name, rule in rules_in_force(policy).items():
        out[(out == 0) & rule(world, policy, rows)] = 1 + CODES.index(name)
    return out
