"""What the desk shows of a scheme: the board with its queue, and the card of one mentee.

A viewer of one unit sees that unit's mentees with their mentors and figures of theirs; prices and moves name people
of other units and are left out for them.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from db.models import Mentee, Person
from db.queries.viewer import Viewer, reads
from matching import Explanation
from programme.desk_board import Board, Queue, Wanted
from programme.desk_cards import Barrier, Card, Rival
from programme.desk_drawing import Drawing
from programme.desk_figures import Figures, figures, remembered
from programme.desk_holds import next_redo, next_undo
from programme.desk_people import People, people_of, scope_of, terms_of
from programme.desk_plan import sheet_of
from programme.desk_queue import Pile, pile_of, queue_of
from programme.desk_reasons import explained
from programme.desk_table import EDITABLE, Table, act_of, spread
from programme.errors import NotFound
from programme.firmness import Firmness, firmness
from programme.scheme_state import Core
from programme.usecase import fetch

Scope = frozenset[int] | None


@reads("programme")
def board(session: Session, viewer: Viewer, *, scheme_id: int, wanted: Wanted | None = None) -> Board:
    """The first lines and the wanted part of the queue of a scheme; raises Conflict while it has no solution."""
    table = spread(session, scheme_id)
    scheme, firm = table.scheme, firmness(session, scheme_id)
    scope = scope_of(session, scheme.cohort_id, viewer.unit_id)
    kinds = {step.seq: step.kind for step in table.steps}
    undo, redo = next_undo(table.steps), next_redo(table.steps)
    before, start = _earlier(session, table) if scope is None else (None, None)
    return Board(
        scheme_id=scheme.id,
        name=scheme.name,
        status=scheme.status,
        version=scheme.version,
        proved=table.state.solution.status == "proved",
        floor=table.state.policy.floor,
        figures=_figures(table.state.core, scope),
        before=before,
        start=start,
        queue=_queue(table, people_of(session, table.state), firm, (scope, wanted or Wanted())),
        undo=kinds[undo] if undo else "",
        redo=kinds[redo] if redo else "",
        editable=scheme.status in EDITABLE,
        own_unit=scope is not None,
        samples=firm.samples if firm else 0,
        stale=bool(firm and firm.stale),
    )


def _earlier(session: Session, table: Table) -> tuple[Figures | None, Figures | None]:
    """The figures before the last act, and those of the computed plan; None without any act."""
    if not table.steps:
        return None, None
    last, first = (act_of(session, table, table.steps[place].seq) for place in (-1, 0))
    return remembered(last.detail["before"]), remembered(first.detail["before"])


def _figures(core: Core, scope: Scope) -> Figures:
    """The figures of the plan; of the viewer's own people only, where there is a limit."""
    sheet = sheet_of(core)
    if scope is None:
        return sheet.figures
    plan = {pair: fit for pair, fit in sheet.plan.items() if pair[0] in scope}
    waiting = {mentee_id: ground for mentee_id, ground in sheet.waiting.items() if mentee_id in scope}
    doubts = [pair for pair in sheet.doubts if pair[0] in scope]
    return replace(figures(plan, waiting, sheet.seats, doubts), gini=None)


def _queue(table: Table, people: People, firm: Firmness | None, asked: tuple[Scope, Wanted]) -> Queue:
    scope, wanted = asked
    pile = pile_of(table, people, firm)
    if scope is not None:
        pile = Pile(tuple(line for line in pile.lines if line.mentee.id in scope))
    return queue_of(pile, wanted)


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
    known, firm = explained(table.state.core, key), firmness(session, scheme_id)
    people, row = people_of(session, table.state), fetch(session, Mentee, mentee_id)
    person = fetch(session, Person, row.person_id)
    wanting, words = table.state.wanting[key], terms_of(session)
    drawing = Drawing(table, people, words, firm)
    return Card(
        mentee=people.mentees[mentee_id],
        category=row.category,
        place=wanting.county + wanting.township.removeprefix(wanting.county),
        work_start=person.work_start or "",
        needs=tuple(words.get(code, code) for code in wanting.needs),
        demand=table.demand(mentee_id),
        couples=tuple(drawing.couple(mentee_id, pairing) for pairing in known.pairings),
        barrier=_barrier(table, drawing, known, mentee_id),
        candidates=() if scope is not None else drawing.candidates(mentee_id, known.candidates),
        rivals=() if scope is not None else _rivals(firm, people, mentee_id),
        samples=firm.samples if firm else 0,
    )


def _barrier(table: Table, drawing: Drawing, known: Explanation, mentee_id: int) -> Barrier | None:
    """Why there is no mentor: staff's own decision before the engine's reason."""
    hold = table.holds.get((mentee_id, 0))
    if hold is not None:
        return Barrier("alone", words=hold.reason)
    return drawing.barrier(known) if known.unmatched else None


def _rivals(firm: Firmness | None, people: People, mentee_id: int) -> tuple[Rival, ...]:
    found = firm.rivals(mentee_id) if firm else []
    return tuple(Rival(people.mentors[mentor], share) for mentor, share in found if mentor in people.mentors)
