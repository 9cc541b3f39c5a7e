"""Look at an import before confirming it: read the files, compare them with the database, save nothing."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.engines import Database
from documents.roster import Roster
from programme.access import Actor
from programme.errors import Conflict
from programme.roster.difference import Comparison, Difference, Step
from programme.roster.draft import Draft, read
from programme.roster.known import people
from programme.roster.words import wordbook


@dataclass(frozen=True, slots=True)
class Preview:
    """One roster of the files with what saving it would do."""

    roster: Roster
    difference: Difference


def preview(database: Database, by: Actor, draft: Draft) -> list[Preview]:
    """A preview for each kind of people in the files. Raises Forbidden, Conflict ("no_cohort"), Invalid."""
    rosters = read(database, by, draft)
    with database.read() as session:
        return [Preview(roster, compare(session, roster, draft)[0]) for roster in rosters]


def compare(session: Session, roster: Roster, draft: Draft) -> tuple[Difference, list[Step]]:
    """The difference of a roster to the database as this session sees it, and the steps that would save it."""
    if roster.kind == "mentee" and draft.cohort_id is None:
        raise Conflict("no_cohort")
    world = wordbook(session), people(session, roster.kind, draft.cohort_id)
    comparison = Comparison(roster, draft, world)
    steps = comparison.steps()
    return comparison.difference(steps), steps
