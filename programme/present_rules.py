"""The engine's rules on the pool as it is now, pair by pair: what the snapshot of a scheme could not know."""

from collections.abc import Iterator

from db.models import Scheme
from matching import Policy, Pool, Problem, build_problem
from programme.situation import Pair, Situation
from programme.snapshot import key_of

# Availability and avoidance have checks of their own with names and numbers; these three only the engine knows.
CODES = ("ineligible", "command", "stream")
MILLI = 1000


def broken(pool: Pool, scheme: Scheme, now: Situation) -> Iterator[tuple[str, Pair]]:
    """Each pair that the scheme's own rules forbid in the present pool, or whose fit fell under the floor, with a code.

    Pairs of people who are no longer in the pool (they do not wait any more) are left out: another check names them.
    """
    problem = build_problem(_of_the_pairs(pool, now), Policy.from_dict(scheme.problem["policy"]))
    floor = round(problem.policy.floor * MILLI)
    for pair, rule, fit in _present(problem, now):
        if rule in CODES:
            yield f"rule_{rule}", pair
        elif not rule and fit < floor <= pair.fit:
            yield "fell_under_floor", pair


def _of_the_pairs(pool: Pool, now: Situation) -> Pool:
    """The pool without whoever is in no pair: these rules and the fit look at the two people alone."""
    mentees = {key_of(now.person(pair)) for pair in now.pairs}
    mentors = {key_of(pair.mentor_id) for pair in now.pairs}
    avoid, command, wishes = (
        frozenset((mentee, mentor) for mentee, mentor in relation if mentee in mentees and mentor in mentors)
        for relation in (pool.avoid, pool.command, pool.wishes)
    )
    left = tuple(one for one in pool.mentors if one.id in mentors)
    right = tuple(one for one in pool.mentees if one.id in mentees)
    return Pool(left, right, avoid, command, wishes)


def _present(problem: Problem, now: Situation) -> Iterator[tuple[Pair, str, int]]:
    """Each pair with the rule that forbids it now ("" for none) and its fit now in milli-points."""
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (problem.mentees, problem.mentors))
    places = [(rows.get(key_of(now.person(pair))), columns.get(key_of(pair.mentor_id))) for pair in now.pairs]
    known = [(pair, (i, j)) for pair, (i, j) in zip(now.pairs, places, strict=True) if i is not None and j is not None]
    cells = [cell for _pair, cell in known]
    for (pair, _cell), code, fit in zip(known, problem.code_at(cells), problem.fit_at(cells), strict=True):
        yield pair, problem.codes[code], fit
