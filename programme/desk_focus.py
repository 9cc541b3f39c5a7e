"""The people behind a bar of the desk: whom a criterion favours for a mentee, and whom a mentor leads with the plan."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.queries.viewer import Viewer, reads
from matching.describe import points_of_line
from programme.desk_cards import Who
from programme.desk_people import people_of
from programme.desk_table import Table, spread
from programme.errors import Forbidden
from programme.snapshot import person_of


@reads("programme")
def criterion_points(
    session: Session, viewer: Viewer, *, scheme_id: int, mentee_id: int, criterion: str
) -> Mapping[int, float]:
    """{people.id: fit points that the criterion gives with each mentor}, without those of whom it is unknown.

    Raises Forbidden for a viewer of one unit: the mentors are people of other units.
    """
    state = _table(session, viewer, scheme_id).state
    row = state.problem.mentees.index(state.keys(mentee_id, 0)[0])
    points = points_of_line(state.problem, row, criterion)
    return {
        person_of(key): float(value) for key, value in zip(state.problem.mentors, points, strict=True) if value >= 0
    }


@reads("programme")
def led_by(session: Session, viewer: Viewer, *, scheme_id: int, mentor_id: int) -> tuple[Who, ...]:
    """Whom the plan gives to a mentor, by name; Forbidden for a viewer of one unit."""
    table = _table(session, viewer, scheme_id)
    people = people_of(session, table.state)
    led = (people.mentees[mentee] for mentee, mentor in table.pairs if mentor == mentor_id)
    return tuple(sorted(led, key=lambda who: (who.label, who.id)))


def _table(session: Session, viewer: Viewer, scheme_id: int) -> Table:
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    return spread(session, scheme_id)
