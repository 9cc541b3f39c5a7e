"""A survey's table comes back from a unit: every row compared with what is filed, every fault by sheet, row and column."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Survey, SurveyAnswer
from db.models.surveys import QUESTIONS
from db.queries.surveys import answers
from documents.linelist import Line
from documents.reviewlist import number_of
from documents.safe import Upload
from documents.surveylist import read_survey_list, step_of, words
from documents.values.text import key
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, ProgrammeError
from programme.frozen import digest
from programme.recordbook.history import columns_of
from programme.surveys.filing import demand_taken, write
from programme.surveys.values import SAID, checked
from programme.unit_tables import Fault, read_lines
from programme.usecase import claim, fetch, record, use_case


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: whose answer it means (None: unknown), "new", "changed", "same", "blank" or "fault"."""

    sheet: str
    row: int
    name: str
    state: str
    answer_id: int | None = None
    columns: tuple[tuple[str, Any], ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a table in would do; `fingerprint` stands for exactly this."""

    rows: tuple[Row, ...]

    @property
    def fingerprint(self) -> str:
        """What the user saw, as a hash."""
        return digest([[row.sheet, row.row, row.state, row.answer_id, repr(row.columns)] for row in self.rows])

    def counts(self) -> Counter[str]:
        """How many rows are in which state."""
        return Counter(row.state for row in self.rows)


def read_table(upload: Upload) -> list[Line]:
    """The rows of a file. Raises Invalid for a file that cannot be read or has not the columns."""
    return read_lines(upload, read_survey_list, "survey_sheet_columns")


def preview(database: Database, by: Actor, *, survey_id: int, lines: Sequence[Line]) -> Preview:
    """What these rows would do to the answers of a survey that this account collects."""
    with database.read() as session:
        return compare(session, by, survey_id, lines)


def compare(session: Session, by: Actor, survey_id: int, lines: Sequence[Line]) -> Preview:
    """Every row against what is filed now."""
    fetch(session, Survey, survey_id)
    known = {row["id"]: row for row in answers(session, by.viewer, survey_id=survey_id).to_dict("records")}
    there = {row.id: row for row in session.scalars(select(SurveyAnswer).filter_by(survey_id=survey_id))}
    return Preview(tuple(Book(session, by, known, there).rows(lines)))


@dataclass
class Book:
    """The answers of a survey that rows are held against, by id: as they are listed, and their rows."""

    session: Session
    by: Actor
    known: Mapping[int, Mapping[Any, Any]]
    there: Mapping[int, SurveyAnswer]

    def rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        """Every line as a row; the second one that speaks about an answer is a fault."""
        first: dict[int, int] = {}
        for line in lines:
            row = self._row(line)
            if row.answer_id in first:
                why = Conflict("survey_twice", field="number", row=first[row.answer_id])
                row = _faulty(line, why, row.answer_id)
            elif row.answer_id is not None:
                first[row.answer_id] = line.row
            yield row

    def _row(self, line: Line) -> Row:
        answer_id = None
        try:
            answer_id = self._whose(line)
            return self._judged(line, answer_id)
        except ProgrammeError as why:
            return _faulty(line, why, answer_id)

    def _judged(self, line: Line, answer_id: int) -> Row:
        base = Row(line.sheet, line.row, line.texts.get("name", ""), "blank", answer_id)
        steps = {name: step_of(line.texts.get(name, "")) for name in QUESTIONS}
        columns = checked({**steps, "remark": line.texts.get("remark", "")})
        if not columns:
            return base
        row = self.there[answer_id]
        if columns_of(row, SAID) == columns:
            return replace(base, state="same")
        demand_taken(self.session, self.by, row)
        return replace(base, state="changed" if row.filed_at else "new", columns=tuple(columns.items()))

    def _whose(self, line: Line) -> int:
        """The answer that a row means: by its number, which must agree with the name; else by the name alone."""
        name, text = line.texts.get("name", ""), line.texts.get("number", "")
        if text:
            number = number_of(text)
            if number is None or number not in self.known:
                raise Invalid("survey_unknown", field="number", value=text)
            if key(name) != key(self.known[number]["name"]):
                raise Invalid("survey_other_person", field="name", value=name, expected=self.known[number]["name"])
            return number
        found = [number for number, one in self.known.items() if _fits(one, line)]
        if len(found) != 1:
            raise Invalid("survey_several" if found else "survey_unknown", field="name", value=name)
        return found[0]


def _fits(one: Mapping[Any, Any], line: Line) -> bool:
    """Whether a row without a number can mean this answer: the name, and what else it says."""
    told = {"name": one["name"], "unit": one["unit"], "other": one["other"], "side": words()["sides"][one["side"]]}
    return all(not line.texts.get(field) or key(line.texts[field]) == key(value) for field, value in told.items())


def _faulty(line: Line, why: ProgrammeError, answer_id: int | None) -> Row:
    name = str(why.data.get("field", "name"))
    fault = Fault(line.labels.get(name, ""), line.texts.get(name, ""), why)
    return Row(line.sheet, line.row, line.texts.get("name", ""), "fault", answer_id, fault=fault)


@use_case(Action.KEEP_RECORDS)
def take_in(
    session: Session, by: Actor, *, survey_id: int, lines: Sequence[Line], seen: str, file: str
) -> Counter[str]:
    """File every sound row that brings something, as `seen` (the fingerprint of the preview); rows with a fault wait.

    A row that changes what is filed gives the name of the file as its reason. Returns how many rows were in which state.
    Raises Conflict ("survey_file_moved", "survey_file_empty").
    """
    shown = compare(session, by, survey_id, lines)
    if shown.fingerprint != seen:
        raise Conflict("survey_file_moved")
    counts = shown.counts()
    if not counts["new"] + counts["changed"]:
        raise Conflict("survey_file_empty")
    for one in shown.rows:
        if one.state in ("new", "changed"):
            row = fetch(session, SurveyAnswer, one.answer_id)
            claim(session, row, row.version)
            write(session, by, row, dict(one.columns), file[:120])
    told = {"file": file[:120], "digest": seen, "counts": dict(counts)}
    record(session, by, Action.KEEP_RECORDS, f"survey:{survey_id}", act="take_in", **told)
    return counts
