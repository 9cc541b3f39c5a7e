"""What the records say of a pairing on the day it is handed over: the plan and how far it is, the stages, the last works."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.models.records import KINDS
from db.queries.paper_sources import paper_items, paper_plans, paper_records, paper_stages
from db.queries.viewer import Viewer

# What is said in a talk stays between the two: a talk is counted, never quoted.
PRIVATE = "talk"
# What goes on after the mentor has left, unlike a log of one day.
WORKS = ("case", "home_visit", "campaign", "remedy")
LAST = 3


@dataclass(frozen=True, slots=True)
class Due:
    """An item of the plan that is not done."""

    goal: str
    measure: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage of growth and what the mentee does by himself in it."""

    stage: str
    entered_on: date
    duty: str


@dataclass(frozen=True, slots=True)
class Work:
    """A case, a visit, a post or a remedy; `about` is its title, else the village or the campaign."""

    kind: str
    on: date
    about: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What goes over with a pairing; all empty where nothing is on record or the viewer may not read it.

    `open` items by their day, `stages` from the first one, `works` the last three, the newest first; `learnt` is what the
    mentee wrote last of what he took away. `unsolved` problems were found and not solved.
    """

    agreed_on: date | None = None
    items: int = 0
    open: tuple[Due, ...] = ()
    stages: tuple[Reached, ...] = ()
    learnt: str = ""
    records: int = 0
    talks: int = 0
    households: int = 0
    unsolved: int = 0
    works: tuple[Work, ...] = ()


def handed_over(session: Session, viewer: Viewer, ids: Iterable[int]) -> dict[int, Handed]:
    """{pairings.id: what goes over with it}; a liaison reads that of the mentees of its unit only."""
    chosen = list(ids)
    agreed = paper_plans(session, viewer, pairing_ids=chosen)
    items = _by_pairing(paper_items(session, viewer, pairing_ids=chosen), chosen)
    stages = _by_pairing(paper_stages(session, viewer, pairing_ids=chosen), chosen)
    kept = _by_pairing(paper_records(session, viewer, pairing_ids=chosen, kinds=KINDS), chosen)
    return {
        key: Handed(
            agreed_on=agreed[key]["agreed_on"] if key in agreed else None,
            items=len(items[key]),
            open=tuple(Due(row["goal"], row["measure"], row["due_on"]) for row in items[key] if not row["done_on"]),
            stages=tuple(Reached(row["stage"], row["entered_on"], row["duty"]) for row in stages[key]),
            **_kept(kept[key]),
        )
        for key in chosen
    }


def _by_pairing(rows: Iterable[Mapping[str, Any]], ids: Iterable[int]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {key: [] for key in ids}
    for row in rows:
        found[row["pairing_id"]].append(row)
    return found


def _kept(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The records of one pairing, oldest first, as fields of `Handed`."""
    open_to_read = [row for row in rows if row["kind"] != PRIVATE]
    learnt = [row["reflection"].strip() for row in open_to_read if row["reflection"].strip()]
    works = [row for row in open_to_read if row["kind"] in WORKS]
    return {
        "learnt": learnt[-1] if learnt else "",
        "records": len(rows),
        "talks": len(rows) - len(open_to_read),
        "households": sum(row["households_visited"] or 0 for row in rows),
        "unsolved": sum(max((row["problems_found"] or 0) - (row["problems_solved"] or 0), 0) for row in rows),
        "works": tuple(_work(row) for row in works[: -LAST - 1 : -1]),
    }


def _work(row: Mapping[str, Any]) -> Work:
    return Work(row["kind"], row["happened_on"], row["title"] or row["village"] or row["campaign"] or "")
