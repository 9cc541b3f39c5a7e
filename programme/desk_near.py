"""The fits around one mentee: the nearest mentors, and the people whom these lead in the plan, each with each."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.viewer import Viewer, reads
from programme.desk_cards import Who
from programme.desk_people import people_of
from programme.desk_plan import MILLI
from programme.desk_table import Table, spread
from programme.errors import Forbidden
from programme.scheme_state import SchemeState

MOST_MENTORS, MOST_PEOPLE = 6, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A mentee with a mentor: the fit in points (None: a rule forbids the pair), and whether the plan has this pair."""

    mentee: Who
    mentor: Who
    fit: float | None
    paired: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Rows and columns of the map in the order in which they are shown, and every cell, row by row."""

    mentees: tuple[Who, ...]
    mentors: tuple[Who, ...]
    cells: tuple[Cell, ...]


@reads("programme")
def near(session: Session, viewer: Viewer, *, scheme_id: int, mentee_id: int, mentor_ids: tuple[int, ...]) -> Near:
    """Fits of a mentee and of those whom the first of these mentors lead, at most 6 people by 6 mentors.

    Raises Forbidden for a viewer of one unit: the others are people of other units.
    """
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    table = spread(session, scheme_id)
    people, mentors = people_of(session, table.state), mentor_ids[:MOST_MENTORS]
    rows = _rows(table, mentee_id, mentors)
    fits = _fits(table.state, rows, mentors)
    cells = tuple(
        Cell(people.mentees[row], people.mentors[column], fit, (row, column) in table.pairs)
        for (row, column), fit in fits.items()
    )
    shown = tuple(people.mentors[one] for one in mentors)
    return Near(tuple(people.mentees[row] for row in rows), shown, cells)


def _rows(table: Table, mentee_id: int, mentors: tuple[int, ...]) -> list[int]:
    """The mentee first, then whom the mentors lead, in the order of the mentors."""
    led = sorted((mentors.index(mentor), mentee) for mentee, mentor in table.pairs if mentor in mentors)
    return list(dict.fromkeys([mentee_id, *(mentee for _place, mentee in led)]))[:MOST_PEOPLE]


def _fits(state: SchemeState, rows: list[int], mentors: tuple[int, ...]) -> dict[tuple[int, int], float | None]:
    """{(mentees.id, people.id): points, None where a rule forbids the pair}."""
    problem = state.problem
    row = {key: place for place, key in enumerate(problem.mentees)}
    column = {key: place for place, key in enumerate(problem.mentors)}
    pairs = [(mentee, mentor) for mentee in rows for mentor in mentors]
    keys = [state.keys(*pair) for pair in pairs]
    cells = [(row[mentee], column[mentor]) for mentee, mentor in keys]
    found = zip(problem.fit_at(cells), problem.code_at(cells), strict=True)
    return {pair: None if code else fit / MILLI for pair, (fit, code) in zip(pairs, found, strict=True)}
