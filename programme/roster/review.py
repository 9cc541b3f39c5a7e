"""A kept draft as staff see it: read anew with every decision so far, and its faults as a list to fill in."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.engines import Database
from documents.grid import Refused
from documents.roster import Finding, Place, Roster
from documents.roster.faultlist import read_fault_list, write_fault_list
from documents.roster.fields import is_required
from documents.safe import Upload
from programme import exports
from programme.access import Action, Actor, require
from programme.results import XLSX, Offer
from programme.roster.draft import SKIP, refused
from programme.roster.drafts import Kept, own, own_drafts, present
from programme.roster.preview import Preview, preview
from programme.usecase import use_case


@dataclass(frozen=True, slots=True)
class Review:
    """A draft with what it says now: a preview for each kind in the files that is not saved yet."""

    kept: Kept
    previews: tuple[Preview, ...]

    def of(self, kind: str) -> Preview:
        """The preview of one kind."""
        return next(one for one in self.previews if one.roster.kind == kind)


def review(database: Database, by: Actor, draft_id: int) -> Review:
    """One's own draft, read anew with every decision so far. Raises NotFound, Conflict ("no_cohort"), Invalid."""
    with database.read() as session:
        kept = present(session, by, draft_id)
    return Review(kept, tuple(preview(database, by, kept.draft)))


def fate(found: Review, roster: Roster, one: Finding) -> str:
    """What becomes of a fault: "open" holds its row back; "left_out" and "without" (that cell) were decided."""
    if found.kept.draft.decisions.get((one.sheet, one.row)) == SKIP:
        return "left_out"
    return "without" if one.place in found.kept.draft.without and dispensable(roster, one) else "open"


def dispensable(roster: Roster, one: Finding) -> bool:
    """Whether the row can be saved without the faulty cell."""
    fields = {(use.sheet, use.column): use.field for use in roster.mapping}
    return not is_required(fields.get((one.sheet, one.column), ""), roster.kind)


def drafts_of(database: Database, by: Actor) -> list[tuple[int, str]]:
    """One's open drafts as (id, names of the files)."""
    require(by, Action.IMPORT_ROSTER)
    with database.read() as session:
        return own_drafts(session, by)


@use_case(Action.EXPORT)
def fault_list(session: Session, by: Actor, *, draft_id: int, roster: Roster, title: str) -> Offer:
    """The faults of a roster as a workbook that the units fill in, to be fetched once."""
    own(session, by, draft_id)
    name = f"{title}.xlsx"
    token = exports.offer(session, by, name=name, mime=XLSX, content=write_fault_list(roster))
    return Offer(token, name, len(roster.faults) + len(roster.warnings))


def corrections_of(upload: Upload) -> dict[Place, str]:
    """What a filled fault list corrects. Raises Invalid ("file_refused")."""
    try:
        return read_fault_list(upload)
    except Refused as error:
        raise refused(Refused(error.rule, **{**error.data, "file": upload.name})) from error
