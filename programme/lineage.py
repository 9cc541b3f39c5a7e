"""Chains of mentors and those whom they made mentors, from the steps of `db.queries.lineage.lineage`."""

from collections.abc import Iterable
from dataclasses import dataclass

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody in a chain: people.id, how far below the first (0), the state in the pool ("" for who heads the chain)."""

    person_id: int
    name: str
    depth: int
    status: str = ""


def chain_through(steps: Iterable[tuple[int, str, int, str, str]], person_id: int) -> list[Link]:
    """The lines of somebody's lineage in the order of a tree: those above, the person, and everybody below.

    `steps` are (mentor id, mentor, mentee's people.id, mentee, state). Of several mentors all stand above. A circle
    (two people who led each other in turn) is walked once. Empty for somebody without any step.
    """
    below: dict[int, list[tuple[int, str, str]]] = {}
    above: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for mentor, mentor_name, mentee, mentee_name, status in steps:
        below.setdefault(mentor, []).append((mentee, mentee_name, status))
        above.setdefault(mentee, []).append(mentor)
        names[mentor] = mentor_name
    if person_id not in below and person_id not in above:
        return []
    out: list[Link] = []
    for head in _heads(above, person_id):
        _walk(Link(head, names.get(head, ""), 0), below, out, frozenset())
    return out


def _heads(above: dict[int, list[int]], person_id: int) -> list[int]:
    """Who stands at the top of the person's lines; the person himself where nobody led him."""
    seen, edge, heads = {person_id}, [person_id], []
    while edge:
        key = edge.pop()
        fresh = [one for one in above.get(key, ()) if one not in seen]
        if not fresh:
            heads.append(key)
        seen.update(fresh)
        edge += fresh
    return sorted(set(heads))


def _walk(
    link: Link, below: dict[int, list[tuple[int, str, str]]], out: list[Link], path: frozenset[int]
) -> None:  # fmt: skip
    out.append(link)
    if link.depth >= DEEPEST:
        return
    walked = path | {link.person_id}
    for key, name, status in below.get(link.person_id, ()):
        if key not in walked:
            _walk(Link(key, name, link.depth + 1, status), below, out, walked)
