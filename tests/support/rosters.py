"""A desk for imports: an empty database with its words, an open cohort, an officer, and rosters as lines of text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Person
from documents.reader import read_content
from documents.safe import Upload
from programme import cohorts, roster
from programme.access import Actor
from programme.roster import Draft, Outcome, Preview
from programme.seed import seed_words
from programme.usecase import perform
from tests.support.remember import remembered

MENTORS = "姓名,性别,出生年月,单位及职务,专长,掌握方言,可带人数"
MENTEES = "姓名,出生年月,参加工作时间,单位及职务,专业,类别,培养需求"
SHEET = "名册"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where imports are made, and how to look at what they did."""

    database: Database
    by: Actor
    cohort_id: int

    def draft(self, *lines: str, header: str = "", **choices: Any) -> Draft:
        """A draft of one text file with these lines; the files are read in this process."""
        kind = "mentee" if header == MENTEES else "mentor"
        text = "\n".join((header or MENTORS, *lines)) + "\n"
        upload = Upload(f"{SHEET}.csv", text.encode())
        reader = lambda file: read_content(file.title, file.content)  # noqa: E731
        return Draft((upload,), kind, self.cohort_id, reader=reader, **choices)

    def preview(self, draft: Draft) -> Preview:
        """What the draft would do."""
        [found] = roster.preview(self.database, self.by, draft)
        return found

    def states(self, draft: Draft) -> list[str]:
        """The state of each row."""
        return [entry.state for entry in self.preview(draft).difference.entries]

    def confirm(self, draft: Draft, by: Actor | None = None) -> Outcome:
        """Look and confirm what was seen."""
        shown = self.preview(draft)
        seen = shown.difference.fingerprint
        return self.act(roster.confirm, by=by, roster=shown.roster, draft=draft, seen=seen)

    def act(self, use_case: Callable[..., Any], *, by: Actor | None = None, **arguments: Any) -> Any:
        """Run a use case in the officer's name."""
        return perform(self.database, (by or self.by).id, use_case, **arguments)

    def ask(self, question: Callable[[Session], Any]) -> Any:
        """Read something."""
        with self.database.read() as session:
            answer = question(session)
            session.expunge_all()
            return answer

    def count(self, model: Any, **where: Any) -> int:
        """How many rows a table has."""
        return int(self.ask(lambda session: session.scalar(select(func.count()).select_from(model).filter_by(**where))))

    def person(self, name: str) -> dict[str, Any]:
        """The columns of the one person of that name."""
        statement = select(Person.__table__).where(Person.name == name)
        return dict(self.ask(lambda session: session.execute(statement).mappings().one()))

    def id_of(self, name: str) -> int:
        """The id of the one person of that name."""
        return int(self.person(name)["id"])


@remembered
def desk(database: Database, by: Actor) -> Desk:
    """The desk in an empty database."""
    with database.write() as session:
        seed_words(session)
    days = {"eligible_on": date(2026, 9, 1), "starts_on": date(2026, 10, 1), "ends_on": date(2027, 9, 30)}
    cohort_id = perform(database, by.id, cohorts.create, name="2026年批次", **days)
    return Desk(database, by, cohort_id)
