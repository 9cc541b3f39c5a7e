"""An import before it is confirmed: the files, what staff have decided about them, and how it is read."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from db.clock import today
from db.engines import Database
from documents.grid import Refused, Sheet
from documents.roster import Options, Place, Roster, read_rosters
from documents.roster.sentences import refusal_sentence
from documents.safe import Upload, read_sheets
from programme.access import Action, Actor, require
from programme.errors import Invalid
from programme.roster.words import Wordbook, remembered, wordbook

Line = tuple[str, int]
Decision = int | str
NEW, SKIP = "new", "skip"


@dataclass(frozen=True, slots=True)
class Draft:
    """Files with everything that was decided about them so far; nothing of it is saved.

    `kind` "mentor" or "mentee" (None: guessed). `mappings` header -> field ("" leaves the column out), `corrections`
    cell -> text, `without` cells whose row is to be saved without them, `decisions` row -> a person's id, "new" or
    "skip" for doubtful rows. Mentees need a cohort; new mentors get the state `mentor_status`. `reader` gives the
    sheets of a file: by default a child process, for a kept draft what that process once said.
    """

    uploads: tuple[Upload, ...]
    kind: str | None = None
    cohort_id: int | None = None
    mappings: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[Place, str] = field(default_factory=dict)
    without: frozenset[Place] = frozenset()
    decisions: Mapping[Line, Decision] = field(default_factory=dict)
    mentor_status: str = "in_pool"
    reader: Callable[[Upload], list[Sheet]] = field(default=read_sheets, compare=False)

    @property
    def digest(self) -> str:
        """One hash over the contents of all files, whatever their names and order."""
        parts = sorted(hashlib.sha256(upload.content).hexdigest() for upload in self.uploads)
        return hashlib.sha256("".join(parts).encode()).hexdigest()


def read(database: Database, by: Actor, draft: Draft) -> list[Roster]:
    """The rosters in the files, read with the words and the headers that this installation knows.

    The files are read in processes of their own and outside any transaction. Raises Invalid ("file_refused").
    """
    require(by, Action.IMPORT_ROSTER)
    with database.read() as session:
        book = wordbook(session)
        headers = {kind: remembered(session, kind) for kind in ("mentor", "mentee")}
    try:
        return read_with(book, draft, headers)
    except Refused as error:
        # What concerns no single file (no roster in any of them) names them all.
        files = "、".join(upload.name for upload in draft.uploads)
        raise refused(Refused(error.rule, **{"file": files, **error.data})) from error


def read_with(book: Wordbook, draft: Draft, headers: Mapping[str, Mapping[str, str]]) -> list[Roster]:
    """The rosters in the files; what staff say now goes before what they said in earlier imports."""
    earlier: dict[str, str] = {}
    for kind in [draft.kind] if draft.kind else list(headers):
        earlier |= headers.get(kind, {})
    options = Options(
        vocabulary=book.vocabulary,
        today=today(),
        mappings={**earlier, **draft.mappings},
        corrections=draft.corrections,
        reader=draft.reader,
    )
    return read_rosters(draft.uploads, draft.kind, options)


def refused(error: Refused) -> Invalid:
    """A file that cannot be read, as an error of the programme with its sentence."""
    file = str(error.data.get("file", ""))
    return Invalid("file_refused", file=file, why=refusal_sentence(error), rule=error.rule)
