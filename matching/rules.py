"""Each hard rule is one named function: a mask over (block of mentees) x mentors, and the code it is known by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.criteria import Encoded, Rows, within
from matching.policy import Policy

Mask = NDArray[np.bool_]
Rule = Callable[[Encoded, Policy, Rows], Mask]


def unavailable(world: Encoded, policy: Policy, rows: Rows) -> Mask:
    """The mentor is not confirmed, has left, or is paused."""
    return np.array([bool(p.available) for p in world.mentors], dtype=bool)[None, :]


def ineligible(world: Encoded, policy: Policy, rows: Rows) -> Mask:
    """The mentee does not qualify for this cohort."""
    return world.refused[rows, None]


def same_person(world: Encoded, policy: Policy, rows: Rows) -> Mask:
    """Nobody mentors himself."""
    return _marked(world, world.persons, rows)


def kinship(world: Encoded, policy: Policy, rows: Rows) -> Mask:
    """Declared kinship between the two."""
    return _marked(world, world.avoid, rows)


def command(world: Encoded, policy: Policy, rows: Rows) -> Mask:
    """The mentor is the mentee's direct superior."""
    return _marked(world, world.command, rows)


def stream(world: Encoded, policy: Policy, rows: Rows) -> Mask:
    """A closed stream (discipline inspection) meets another stream."""
    left, right = world.stream
    shut, closed = world.closed(policy.closed_streams)
    return (shut[rows, None] | closed) & (left[rows, None] != right)


def _marked(world: Encoded, places: tuple[Rows, Rows], rows: Rows) -> Mask:
    out = np.zeros((len(rows), len(world.mentors)), dtype=bool)
    out[within(places, rows)] = True
    return out


ALWAYS: dict[str, Rule] = {"unavailable": unavailable, "ineligible": ineligible, "same_person": same_person}
CONFIGURED: dict[str, Rule] = {"kinship": kinship, "command": command, "stream": stream}
CODES = (*ALWAYS, *CONFIGURED)


def rules_in_force(policy: Policy) -> dict[str, Rule]:
    """The rules that forbid under this policy, in the order in which they are named."""
    return ALWAYS | {name: rule for name, rule in CONFIGURED.items() if policy.rule(name) == "forbid"}


def hints(world: Encoded, policy: Policy, row: int) -> list[tuple[str, Mask]]:
    """For one mentee: the rules that only warn, each with its mask over mentors."""
    one = np.array([row])
    warned = [(name, rule) for name, rule in CONFIGURED.items() if policy.rule(name) == "hint"]
    return [(name, np.broadcast_to(rule(world, policy, one), (1, len(world.mentors)))[0]) for name, rule in warned]


def forbidden_block(world: Encoded, policy: Policy, rows: Rows) -> NDArray[np.uint16]:
    """0 where a pair is allowed, else 1 + the position in `CODES` of the first rule that forbids it."""
    out = np.zeros((len(rows), len(world.mentors)), dtype=np.uint16)
    for name, rule in rules_in_force(policy).items():
        out[(out == 0) & rule(world, policy, rows)] = 1 + CODES.index(name)
    return out
