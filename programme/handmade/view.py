"""What a page shows of lists made by hand: which there are, and of one its rows with who is meant or asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Scheme
from db.queries.viewer import Viewer, reads
from documents.roster.model import Skipped
from programme.errors import Conflict
from programme.handmade.score import Somebody, people_by_id
from programme.handmade.settle import Row, of_plain
from programme.scheme_state import HANDMADE
from programme.snapshot import person_of
from programme.usecase import fetch


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the cohort."""

    scheme_id: int
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A sheet with its headers, and which field stands in which column (from 1)."""

    sheet: str
    headers: tuple[str, ...]
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HandListView:
    """A list as it stands: `mentees` and `mentors` are everybody who may stand on a side, by people.id."""

    scheme_id: int
    name: str
    version: int
    file: str
    rows: tuple[Row, ...]
    left_out: tuple[Skipped, ...]
    sheets: tuple[Columns, ...]
    mentees: Mapping[int, Somebody]
    mentors: Mapping[int, Somebody]

    def of(self, state: str) -> list[Row]:
        """The rows in a state."""
        return [row for row in self.rows if row.state == state]

    def side(self, side: str) -> Mapping[int, Somebody]:
        """Everybody on a side."""
        return self.mentees if side == "mentee" else self.mentors


@reads("programme")
def hand_lists(session: Session, viewer: Viewer, *, cohort_id: int) -> list[Listed]:
    """The lists of a cohort that were not put away, the newest first."""
    rows = (
        select(Scheme.id, Scheme.name, Account.name)
        .join(Account, Account.id == Scheme.by_id)
        .where(Scheme.cohort_id == cohort_id, Scheme.kind == HANDMADE, Scheme.status == "draft")
        .order_by(Scheme.id.desc())
    )
    return [Listed(*row) for row in session.execute(rows)]


@reads("programme")
def hand_list(session: Session, viewer: Viewer, *, scheme_id: int) -> HandListView:
    """A list with its rows; a viewer of one unit gets none of them, they name people of others."""
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.kind != HANDMADE:
        raise Conflict("scheme_not_handmade", name=scheme.name)
    hand, whole = scheme.solution["hand"], viewer.unit_id is None
    mentees = {person_of(key) for key in scheme.problem["mentees"]} if whole else set()
    mentors = {person_of(one["id"]) for one in scheme.problem["pool"]["mentors"]} if whole else set()
    names = people_by_id(session, mentees | mentors)
    return HandListView(
        scheme_id=scheme.id,
        name=scheme.name,
        version=scheme.version,
        file=hand["file"],
        rows=tuple(of_plain(row) for row in hand["rows"]) if whole else (),
        left_out=tuple(Skipped(*one) for one in hand["left_out"]) if whole else (),
        sheets=tuple(Columns(title, tuple(headers), fields) for title, headers, fields in hand["layouts"]),
        mentees={key: names[key] for key in mentees},
        mentors={key: names[key] for key in mentors},
    )
