"""An import between opening the files and confirming it, kept so that a refresh or a lunch break loses nothing.

A draft belongs to whoever opened it. It holds the files as they came, their sheets as the reading process gave them,
and every decision so far; no person is touched before `confirm`, and then, or when it is thrown away, the draft goes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import ImportDraft, ImportFile
from documents.grid import Refused, Sheet, of_plain, to_plain
from documents.roster import Place, Roster
from documents.safe import Upload, read_sheets
from programme.access import Action, Actor, require
from programme.errors import NotFound
from programme.roster.confirm import Outcome, confirm
from programme.roster.draft import Decision, Draft, Line, refused
from programme.usecase import claim, fetch, perform, record, use_case

Change = Callable[[Draft], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it stands: what to show, against which version decisions are made, which kinds are saved already."""

    id: int
    version: int
    draft: Draft
    saved: tuple[str, ...]


def open_draft(database: Database, by: Actor, uploads: Sequence[Upload], cohort_id: int | None) -> int:
    """Read the files in processes of their own and keep them; the draft's id. Raises Invalid ("file_refused")."""
    require(by, Action.IMPORT_ROSTER)
    read = read_all(uploads)
    return perform(database, by.id, keep, files=read, cohort_id=cohort_id)


def read_all(uploads: Sequence[Upload]) -> list[tuple[Upload, list[Sheet]]]:
    """The sheets of each file, read in processes of their own. Raises Invalid ("file_refused")."""
    return [(upload, _sheets(upload)) for upload in uploads]


def _sheets(upload: Upload) -> list[Sheet]:
    try:
        return read_sheets(upload)
    except Refused as error:
        raise refused(Refused(error.rule, **{**error.data, "file": upload.name})) from error


@use_case(Action.IMPORT_ROSTER)
def keep(session: Session, by: Actor, *, files: Sequence[tuple[Upload, list[Sheet]]], cohort_id: int | None) -> int:
    """Keep files that have been read as a draft of one's own."""
    row = put_away(session, by, files, ImportDraft(cohort_id=cohort_id, choices={}, by_id=by.id))
    record(session, by, Action.IMPORT_ROSTER, f"import_draft:{row.id}", act="open", files=[u.name for u, _ in files])
    return row.id


def put_away(
    session: Session, by: Actor, files: Sequence[tuple[Upload, list[Sheet]]], row: ImportDraft
) -> ImportDraft:  # fmt: skip
    """Keep the draft's row with its files."""
    session.add(row)
    session.flush()
    for upload, sheets in files:
        session.add(
            ImportFile(draft_id=row.id, name=upload.name, content=upload.content, sheets={"sheets": to_plain(sheets)})
        )
    return row


def present(session: Session, by: Actor, draft_id: int, kind: str = "roster") -> Kept:
    """One's own draft as it stands. Raises NotFound if it is confirmed, thrown away, or somebody else's."""
    row = own(session, by, draft_id, kind)
    files = session.scalars(select(ImportFile).where(ImportFile.draft_id == draft_id).order_by(ImportFile.id)).all()
    read = {Upload(file.name, file.content): of_plain(file.sheets["sheets"]) for file in files}
    draft = replace(_decided(row), uploads=tuple(read), reader=read.__getitem__)
    return Kept(row.id, row.version, draft, tuple(row.choices.get("saved", ())))


def _decided(row: ImportDraft) -> Draft:
    """The decisions of a draft alone, without its files: all that another decision has to know."""
    choices = row.choices
    return Draft(
        uploads=(),
        kind=choices.get("kind") or None,
        cohort_id=row.cohort_id,
        mappings=dict(choices.get("mappings", {})),
        corrections={(sheet, line, column): text for sheet, line, column, text in choices.get("corrections", [])},
        without=frozenset((sheet, line, column) for sheet, line, column in choices.get("without", [])),
        decisions={(sheet, line): decision for sheet, line, decision in choices.get("decisions", [])},
        mentor_status=choices.get("mentor_status", "in_pool"),
    )


def mended(corrections: Mapping[Place, str]) -> Change:
    """These texts for these cells; an empty text gives the cell back as it came."""

    def change(kept: Draft) -> dict[str, Any]:
        merged = {place: text for place, text in {**kept.corrections, **corrections}.items() if text}
        freed = kept.without - set(corrections)
        return {"corrections": [[*place, text] for place, text in merged.items()], "without": sorted(map(list, freed))}

    return change


def left_out(places: Sequence[Place]) -> Change:
    """The rows of these faulty cells without the cells."""
    return lambda kept: {"without": sorted(map(list, kept.without | set(places)))}


def decided(decisions: Mapping[Line, Decision | None]) -> Change:
    """Decisions about rows; None takes one back."""

    def change(kept: Draft) -> dict[str, Any]:
        merged = {**kept.decisions, **decisions}
        return {"decisions": [[*line, decision] for line, decision in merged.items() if decision is not None]}

    return change


def assigned(mappings: Mapping[str, str]) -> Change:
    """Fields that headers stand for."""
    return lambda kept: {"mappings": {**kept.mappings, **mappings}}


def own_drafts(session: Session, by: Actor, kind: str = "roster") -> list[tuple[int, str]]:
    """One's open drafts of a kind, the newest first, as (id, names of the files)."""
    rows = session.execute(
        select(ImportDraft.id, ImportFile.name)
        .join(ImportFile, ImportFile.draft_id == ImportDraft.id)
        .where(ImportDraft.by_id == by.id, ImportDraft.kind == kind)
        .order_by(ImportDraft.id.desc(), ImportFile.id)
    )
    names: dict[int, list[str]] = {}
    for draft_id, name in rows:
        names.setdefault(draft_id, []).append(name)
    return [(draft_id, "、".join(files)) for draft_id, files in names.items()]


@use_case(Action.IMPORT_ROSTER)
def mend(session: Session, by: Actor, *, draft_id: int, seen_version: int, corrections: Mapping[Place, str]) -> None:
    """Take these texts for these cells; an empty text gives the cell back as it came."""
    _change(session, by, (draft_id, seen_version), mended(corrections), "mend")


@use_case(Action.IMPORT_ROSTER)
def leave_out(session: Session, by: Actor, *, draft_id: int, seen_version: int, places: Sequence[Place]) -> None:
    """Save the rows of these faulty cells without the cells."""
    _change(session, by, (draft_id, seen_version), left_out(places), "leave_out")


@use_case(Action.IMPORT_ROSTER)
def decide(
    session: Session, by: Actor, *, draft_id: int, seen_version: int, decisions: Mapping[Line, Decision | None]
) -> None:
    """Say for doubtful rows who is meant: a person's id, "new" or "skip"; None takes a decision back."""
    _change(session, by, (draft_id, seen_version), decided(decisions), "decide")


@use_case(Action.IMPORT_ROSTER)
def assign(session: Session, by: Actor, *, draft_id: int, seen_version: int, mappings: Mapping[str, str]) -> None:
    """Say which field a header stands for ("" leaves the column out); remembered once the import is confirmed."""
    _change(session, by, (draft_id, seen_version), assigned(mappings), "assign")


@use_case(Action.IMPORT_ROSTER)
def settle(
    session: Session, by: Actor, *, draft_id: int, seen_version: int, kind: str = "", mentor_status: str = "in_pool"
) -> None:
    """Say what kind the files are ("" guesses) and with which state new mentors come in."""
    change = {"kind": kind, "mentor_status": mentor_status}
    _change(session, by, (draft_id, seen_version), lambda _: change, "settle")


@use_case(Action.IMPORT_ROSTER)
def discard(session: Session, by: Actor, *, draft_id: int) -> None:
    """Throw a draft away; nothing of it was saved."""
    own(session, by, draft_id)
    forget(session, draft_id)
    record(session, by, Action.IMPORT_ROSTER, f"import_draft:{draft_id}", act="discard")


@use_case(Action.IMPORT_ROSTER)
def confirm_draft(
    session: Session, by: Actor, *, draft_id: int, seen_version: int, roster: Roster, seen: str, kinds: Sequence[str]
) -> Outcome:
    """Confirm one roster of a draft. Rows that wait stay in it; it goes when no row of all its `kinds` waits any more."""
    row = own(session, by, draft_id)
    claim(session, row, seen_version)
    kept = present(session, by, draft_id)
    outcome = confirm(session, by, roster=roster, draft=kept.draft, seen=seen)
    waits = outcome.counts["held"] + outcome.counts["doubtful"]
    saved = kept.saved if waits else (*kept.saved, roster.kind)
    row.choices = {**row.choices, "saved": list(saved)}
    if set(kinds) <= set(saved):
        forget(session, draft_id)
    return outcome


def _change(session: Session, by: Actor, seen: tuple[int, int], change: Change, act: str) -> None:
    change_choices(session, by, seen, change, ("roster", Action.IMPORT_ROSTER, act))


def change_choices(
    session: Session, by: Actor, seen: tuple[int, int], change: Change, what: tuple[str, Action, str]
) -> None:  # fmt: skip
    """Change the decisions of one's own draft (id, version seen); `what` is its kind, the action and the act of the log."""
    (draft_id, seen_version), (kind, action, act) = seen, what
    row = own(session, by, draft_id, kind)
    claim(session, row, seen_version)
    row.choices = {**row.choices, **change(_decided(row))}
    session.flush()
    record(session, by, action, f"import_draft:{draft_id}", act=act)


def own(session: Session, by: Actor, draft_id: int, kind: str = "roster") -> ImportDraft:
    """The row of one's own draft of a kind. Raises NotFound as `present` does."""
    row = fetch(session, ImportDraft, draft_id)
    if row.by_id != by.id or row.kind != kind:
        raise NotFound("no_row", kind="import_drafts", key=draft_id)
    return row


def forget(session: Session, draft_id: int) -> None:
    """Let a draft and its files go."""
    session.execute(delete(ImportFile).where(ImportFile.draft_id == draft_id))
    session.execute(delete(ImportDraft).where(ImportDraft.id == draft_id))
    session.expire_all()
