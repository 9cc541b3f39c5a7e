"""An import of records between opening the files and confirming it: kept, private, mended, and gone once it is confirmed.

The same drafts as those of rosters (`programme.roster.drafts`), for whoever may keep records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.engines import Database
from db.models import ImportDraft
from documents.grid import Sheet
from documents.roster import Place, Roster
from documents.roster.faultlist import write_fault_list
from documents.safe import Upload
from programme import exports
from programme.access import Action, Actor, require
from programme.recordbook.importing import KIND, RecordPreview, confirm, preview
from programme.results import XLSX, Offer
from programme.roster import drafts as shared
from programme.roster.confirm import Outcome
from programme.roster.draft import Decision, Line
from programme.usecase import claim, perform, record, use_case


@dataclass(frozen=True, slots=True)
class RecordReview:
    """A draft with what it says now; `previews` has one entry, as a roster's has one for each kind of people."""

    kept: shared.Kept
    previews: tuple[RecordPreview, ...]

    @property
    def shown(self) -> RecordPreview:
        """The preview."""
        return self.previews[0]


def open_draft(database: Database, by: Actor, uploads: Sequence[Upload]) -> int:
    """Read the files in processes of their own and keep them; the draft's id. Raises Invalid ("file_refused")."""
    require(by, Action.KEEP_RECORDS)
    return perform(database, by.id, keep, files=shared.read_all(uploads))


@use_case(Action.KEEP_RECORDS)
def keep(session: Session, by: Actor, *, files: Sequence[tuple[Upload, list[Sheet]]]) -> int:
    """Keep files that have been read as a draft of one's own."""
    row = shared.put_away(session, by, files, ImportDraft(kind=KIND, choices={}, by_id=by.id))
    names = [upload.name for upload, _sheets in files]
    record(session, by, Action.KEEP_RECORDS, f"import_draft:{row.id}", act="open", files=names)
    return row.id


def review(database: Database, by: Actor, draft_id: int) -> RecordReview:
    """One's own draft, read anew with every decision so far. Raises NotFound, Invalid."""
    require(by, Action.KEEP_RECORDS)
    with database.read() as session:
        kept = shared.present(session, by, draft_id, KIND)
    return RecordReview(kept, (preview(database, by, kept.draft),))


def drafts_of(database: Database, by: Actor) -> list[tuple[int, str]]:
    """One's open drafts as (id, names of the files)."""
    require(by, Action.KEEP_RECORDS)
    with database.read() as session:
        return shared.own_drafts(session, by, KIND)


@use_case(Action.KEEP_RECORDS)
def mend(session: Session, by: Actor, *, draft_id: int, seen_version: int, corrections: Mapping[Place, str]) -> None:
    """Take these texts for these cells; an empty text gives the cell back as it came."""
    _change(session, by, (draft_id, seen_version), shared.mended(corrections), "mend")


@use_case(Action.KEEP_RECORDS)
def leave_out(session: Session, by: Actor, *, draft_id: int, seen_version: int, places: Sequence[Place]) -> None:
    """Save the rows of these faulty cells without the cells."""
    _change(session, by, (draft_id, seen_version), shared.left_out(places), "leave_out")


@use_case(Action.KEEP_RECORDS)
def decide(
    session: Session, by: Actor, *, draft_id: int, seen_version: int, decisions: Mapping[Line, Decision | None]
) -> None:  # fmt: skip
    """Say for doubtful rows which pairing is meant (its id), or "skip"; None takes a decision back."""
    _change(session, by, (draft_id, seen_version), shared.decided(decisions), "decide")


@use_case(Action.KEEP_RECORDS)
def assign(session: Session, by: Actor, *, draft_id: int, seen_version: int, mappings: Mapping[str, str]) -> None:
    """Say which field a header stands for ("" leaves the column out); remembered once the import is confirmed."""
    _change(session, by, (draft_id, seen_version), shared.assigned(mappings), "assign")


@use_case(Action.KEEP_RECORDS)
def discard(session: Session, by: Actor, *, draft_id: int) -> None:
    """Throw a draft away; nothing of it was saved."""
    shared.own(session, by, draft_id, KIND)
    shared.forget(session, draft_id)
    record(session, by, Action.KEEP_RECORDS, f"import_draft:{draft_id}", act="discard")


@use_case(Action.KEEP_RECORDS)
def confirm_draft(
    session: Session, by: Actor, *, draft_id: int, seen_version: int, roster: Roster, seen: str
) -> Outcome:  # fmt: skip
    """Confirm a draft. Rows that wait stay in it; it goes when none waits any more."""
    row = shared.own(session, by, draft_id, KIND)
    claim(session, row, seen_version)
    kept = shared.present(session, by, draft_id, KIND)
    outcome = confirm(session, by, roster=roster, draft=kept.draft, seen=seen)
    if not outcome.counts["held"] + outcome.counts["doubtful"]:
        shared.forget(session, draft_id)
    return outcome


@use_case(Action.KEEP_RECORDS)
def fault_list(session: Session, by: Actor, *, draft_id: int, roster: Roster, title: str) -> Offer:
    """The faults as a workbook that the units fill in, to be fetched once."""
    shared.own(session, by, draft_id, KIND)
    name = f"{title}.xlsx"
    token = exports.offer(session, by, name=name, mime=XLSX, content=write_fault_list(roster))
    return Offer(token, name, len(roster.faults) + len(roster.warnings))


def _change(session: Session, by: Actor, seen: tuple[int, int], change: shared.Change, act: str) -> None:
    shared.change_choices(session, by, seen, change, (KIND, Action.KEEP_RECORDS, act))
