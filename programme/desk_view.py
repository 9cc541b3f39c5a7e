"""What the desk shows of a scheme: the board with its queue, and the card of one mentee.

A viewer of one unit sees that unit's mentees with their mentors; prices and moves name people of other units and
are left out for them.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from db.models import Mentee, Person
from db.queries.viewer import Viewer, reads
from matching import Problem, explain
from programme.desk_cards import Board, Card, Line
from programme.desk_drawing import Drawing
from programme.desk_figures import Figures
from programme.desk_holds import Hold, next_redo, next_undo
from programme.desk_people import People, people_of, scope_of, terms_of
from programme.desk_plan import MILLI, burdens_of, doubts_of, figures_of
from programme.desk_table import EDITABLE, Table, spread
from programme.errors import NotFound
from programme.scheme_state import SchemeState
from programme.usecase import fetch


@reads("programme")
def board(session: Session, viewer: Viewer, *, scheme_id: int) -> Board:
    """The first lines and the queue of a scheme; raises Conflict while it has no solution."""
    table = spread(session, scheme_id)
    scheme, state = table.scheme, table.state
    scope = scope_of(session, scheme.cohort_id, viewer.unit_id)
    last = table.history[-1] if table.history else None
    kinds = {act.seq: act.kind for act in table.history}
    undo, redo = next_undo(table.steps), next_redo(table.steps)
    return Board(
        scheme_id=scheme.id,
        name=scheme.name,
        status=scheme.status,
        version=scheme.version,
        proved=state.solution.status == "proved",
        floor=state.policy.floor,
        figures=figures_of(state),
        before=Figures(**last.detail["before"]) if last else None,
        lines=tuple(
            line for line in lines_of(table, people_of(session, state)) if scope is None or line.mentee.id in scope
        ),
        undo=kinds[undo] if undo else "",
        redo=kinds[redo] if redo else "",
        editable=scheme.status in EDITABLE,
    )


def lines_of(table: Table, people: People) -> list[Line]:
    """One line for each pair, the lowest fit first, then everybody without a mentor."""
    doubts, burdens = doubts_of(table.state), burdens_of(table.state)
    lines = []
    for pair, fit in sorted(table.pairs.items(), key=lambda item: (item[1], item[0])):
        capacity, burden = burdens[pair[1]]
        lines.append(
            Line(
                mentee=people.mentees[pair[0]],
                mentor=people.mentors[pair[1]],
                fit=fit / MILLI,
                marks=(*_lock_marks(table.holds.get(pair)), *doubts.get(pair, ())),
                doubtful=pair in doubts,
                crowded=burden > capacity,
            )
        )
    paired = {mentee for mentee, _mentor in table.pairs}
    left_out = ((people.ids[one.mentee], one.reason) for one in table.state.solution.unmatched)
    return lines + [Line(people.mentees[key], None, None, (why,)) for key, why in sorted(left_out) if key not in paired]


def _lock_marks(hold: Hold | None) -> tuple[str, ...]:
    if hold is None or hold.kind != "pin":
        return ()
    return ("pin",) if hold.origin == "system" else ("pin", hold.origin)


@reads("programme")
def card(session: Session, viewer: Viewer, *, scheme_id: int, mentee_id: int) -> Card:
    """One mentee in full: present pairs with reasons, every other mentor with the exact price and who moves.

    Raises NotFound for somebody who is not in the scheme or not in the viewer's scope.
    """
    table = spread(session, scheme_id)
    scope = scope_of(session, table.scheme.cohort_id, viewer.unit_id)
    if scope is not None and mentee_id not in scope:
        raise NotFound("not_in_scheme", mentee_id=mentee_id)
    key = table.state.keys(mentee_id, 0)[0]
    known = explain(as_planned(table.state), table.state.solution, key)
    people, row = people_of(session, table.state), fetch(session, Mentee, mentee_id)
    person = fetch(session, Person, row.person_id)
    wanting, words = table.state.wanting[key], terms_of(session)
    drawing = Drawing(table, people, words)
    return Card(
        mentee=people.mentees[mentee_id],
        category=row.category,
        place=wanting.county + wanting.township.removeprefix(wanting.county),
        work_start=person.work_start or "",
        needs=tuple(words.get(code, code) for code in wanting.needs),
        demand=wanting.demand,
        couples=tuple(drawing.couple(mentee_id, pairing) for pairing in known.pairings),
        barrier=drawing.barrier(known) if known.unmatched else None,
        candidates=() if scope is not None else tuple(drawing.candidate(one) for one in known.candidates),
    )


def as_planned(state: SchemeState) -> Problem:
    """The problem whose solver keeps to the present plan among equals, as the next act does."""
    problem = state.problem
    row = {key: i for i, key in enumerate(problem.mentees)}
    column = {key: j for j, key in enumerate(problem.mentors)}
    return replace(problem, incumbent=tuple(sorted((row[a], column[b]) for a, b in state.solution.pairs)))
