"""A round of assessment in Excel: the table goes out with all that is filed, comes back, is compared row by row, then taken in.

Nothing that is signed changes by a file: whoever has a grade is told as such and waits for a hand with a reason.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Assessment, AssessmentRound, Cohort
from db.queries.assessment import assessments
from documents.assesslist import Line, read_assess_list, words
from documents.reviewlist import number_of
from documents.safe import Upload
from documents.values.text import key
from documents.workbook import Head, Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.assessment.grading import file_assessment, weights_of
from programme.assessment.values import ASSESSORS, OPINIONS, read_indicators, read_scores, read_text, weighted
from programme.errors import Conflict, Invalid, ProgrammeError
from programme.frozen import digest
from programme.results import CHINESE, XLSX, Offer
from programme.unit_tables import read_lines
from programme.usecase import fetch, record, use_case
from texts import days, speaking

# The column of the mentor's score is not that of the mentor's name.
SCORE_FIELDS = {part: "mentor_score" if part == "mentor" else part for part in ASSESSORS}
SCALES = {"grade": "grades", "annual_grade": "annual"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: "new", "same", "signed", "blank" or "fault"; `why` is the reason of a fault, `values` what is filed."""

    sheet: str
    row: int
    name: str
    state: str
    assessment_id: int | None = None
    values: Mapping[str, Any] | None = None
    why: ProgrammeError | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a table in would do; `fingerprint` stands for exactly this."""

    rows: tuple[Row, ...]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """What the user saw, as a hash."""
        return digest([[row.sheet, row.row, row.state, row.assessment_id, repr(row.values)] for row in self.rows])


@use_case(Action.KEEP_RECORDS)
def offer_table(session: Session, by: Actor, *, round_id: int, unit_id: int | None = None) -> Offer:
    """Lay the table of a round ready (of a unit, if given; a liaison's is its own). Conflict "nothing_to_export"."""
    row = fetch(session, AssessmentRound, round_id)
    listed = assessments(session, by.viewer, round_id=round_id)
    if unit_id is not None:
        listed = listed[listed["unit_id"] == unit_id]
    if listed.empty:
        raise Conflict("nothing_to_export")
    told = words()["paper"]
    title = told["title"].format(
        cohort=fetch(session, Cohort, row.cohort_id).name, year=row.year, kind=words()["kinds"][row.kind]
    )
    rows = list(_cells(session, round_id, listed.to_dict("records")))
    with speaking(CHINESE):
        heads = [Head(told_[0], words()["widths"].get(name, 12)) for name, told_ in words()["headers"].items()]
        subtitle = told["subtitle"].format(due=days.spoken(row.due_on))
        guide = Sheet(told["guide"], told["guide"], "", [Head(told["guide"], 90.0)], [[line] for line in told["lines"]])
        content = write_book([Sheet(told["sheet"], title, subtitle, heads, rows), guide])
    file = f"{title}.xlsx"
    return Offer(exports.offer(session, by, file, XLSX, content), file, len(rows))


def _cells(session: Session, round_id: int, listed: Sequence[Mapping[Any, Any]]) -> Iterator[list[Any]]:
    there = {row.id: row for row in session.scalars(select(Assessment).filter_by(round_id=round_id))}
    back = {scale: {code: word for word, code in words()[name].items()} for scale, name in SCALES.items()}
    for one in listed:
        row = there[one["id"]]
        scores = {SCORE_FIELDS[part]: told["total"] for part, told in row.scores.items()}
        given = {"number": row.id, "mentee": one["mentee"], "unit": one["unit"], "mentor": one["mentor"], **scores}
        given |= {name: getattr(row, name) for name in OPINIONS}
        given |= {scale: back[scale].get(getattr(row, scale), "") for scale in SCALES}
        yield [given.get(name, "") for name in words()["headers"]]


def read_table(upload: Upload) -> list[Line]:
    """The rows of a file. Raises Invalid for a file that cannot be read or has not the columns."""
    return read_lines(upload, read_assess_list, "sheet_assessment_columns")


def preview(database: Database, by: Actor, *, round_id: int, lines: Sequence[Line]) -> Preview:
    """What these rows would do to the assessments that this account keeps."""
    with database.read() as session:
        return compare(session, by, round_id, lines)


def compare(session: Session, by: Actor, round_id: int, lines: Sequence[Line]) -> Preview:
    """Every row against what is filed now; the second row about somebody is a fault."""
    round_ = fetch(session, AssessmentRound, round_id)
    known = {int(one["id"]): one for one in assessments(session, by.viewer, round_id=round_id).to_dict("records")}
    there = {row.id: row for row in session.scalars(select(Assessment).where(Assessment.id.in_(known)))}
    found: list[Row] = []
    first: dict[int, int] = {}
    for line in lines:
        row = _row(line, known, there, round_)
        if row.assessment_id in first:
            row = _fault(line, Conflict("sheet_assessment_twice", field="number", row=first[row.assessment_id or 0]))
        elif row.assessment_id is not None:
            first[row.assessment_id] = line.row
        found.append(row)
    return Preview(tuple(found))


def _row(
    line: Line, known: Mapping[int, Mapping[Any, Any]], there: Mapping[int, Assessment], round_: AssessmentRound
) -> Row:  # fmt: skip
    try:
        row = there[_whose(line, known)]
        values = _values(line)
        scores = read_scores(values, read_indicators(round_.indicators))
        texts = {name: read_text(values, name) for name in OPINIONS}
    except ProgrammeError as why:
        return _fault(line, why)
    new = {part for part, told in scores.items() if row.scores.get(part, {}).get("total") != told["total"]}
    new |= {
        name
        for name, value in (values | texts).items()
        if name not in ASSESSORS and value and getattr(row, name) != value
    }
    given = {name: values[name] for name in sorted(new)}
    if values["grade"] and not row.number and weighted({**row.scores, **scores}, weights_of(round_)) is None:
        return _fault(
            line, Conflict("grade_needs_scores", field="grade", count=_lacking({**row.scores, **scores}, round_))
        )
    state = "blank" if not any(values.values()) else "same" if not new else "signed" if row.number else "new"
    return Row(line.sheet, line.row, line.texts.get("mentee", ""), state, row.id, given)


def _lacking(scores: Mapping[str, Any], round_: AssessmentRound) -> int:
    return sum(1 for part, weight in weights_of(round_).items() if weight and part not in scores)


def _whose(line: Line, known: Mapping[int, Mapping[Any, Any]]) -> int:
    """The assessment that a row means: by its number, which must agree with the name; else by the name alone."""
    name, text = line.texts.get("mentee", ""), line.texts.get("number", "")
    if text:
        number = number_of(text)
        if number is None or number not in known:
            raise Invalid("sheet_assessment_unknown", field="number", value=text)
        if key(name) != key(known[number]["mentee"]):
            raise Invalid("sheet_assessment_other", field="mentee", value=name, expected=known[number]["mentee"])
        return number
    found = [number for number, one in known.items() if key(one["mentee"]) == key(name)]
    if len(found) != 1:
        raise Invalid("sheet_assessment_unknown", field="mentee", value=name)
    return found[0]


def _values(line: Line) -> dict[str, Any]:
    values: dict[str, Any] = {part: line.texts.get(field, "") for part, field in SCORE_FIELDS.items()}
    values |= {name: line.texts.get(name, "") for name in OPINIONS}
    return values | {scale: _grade(line.texts.get(scale, ""), scale) for scale in SCALES}


def _grade(text: str, scale: str) -> str:
    known = words()[SCALES[scale]]
    if text and text not in known:
        raise Invalid("sheet_assessment_grade", field=scale, value=text[:20], known="、".join(known))
    return str(known.get(text, ""))


def _fault(line: Line, why: ProgrammeError) -> Row:
    name = str(why.data.get("field", "mentee"))
    column = line.labels.get(SCORE_FIELDS.get(name, name), "")
    return Row(line.sheet, line.row, line.texts.get("mentee", ""), "fault", None, None, why, column)


@use_case(Action.KEEP_RECORDS)
def take_in(session: Session, by: Actor, *, round_id: int, lines: Sequence[Line], seen: str, file: str) -> Counter[str]:
    """File every sound row that brings something, as `seen` (the fingerprint of the preview); all or nothing.

    Returns how many rows were in which state. Raises Conflict ("review_file_moved", "review_file_empty").
    """
    shown = compare(session, by, round_id, lines)
    if shown.fingerprint != seen:
        raise Conflict("review_file_moved")
    if not shown.count("new"):
        raise Conflict("review_file_empty")
    for one in shown.rows:
        if one.state == "new":
            row = fetch(session, Assessment, one.assessment_id)
            file_assessment(session, by, assessment_id=row.id, seen_version=row.version, values=one.values or {})
    counts = Counter(one.state for one in shown.rows)
    about = {"file": file[:120], "digest": seen, "counts": dict(counts)}
    record(session, by, Action.KEEP_RECORDS, f"assessment_round:{round_id}", act="take_in", **about)
    return counts
