"""The workbook of an archive: records, plan, growth and reviews of somebody's pairings, typed and ready to print."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.models.records import KINDS
from db.queries.paper_sources import paper_items, paper_records, paper_reviews
from db.queries.viewer import Viewer
from documents.workbook import Head, Sheet, write_book
from programme.papers import archive_words as words
from programme.papers import form_words
from programme.papers.people import pairing_values
from programme.papers.process import record_sheet
from programme.papers.words import day
from programme.recordbook.codes import parted
from texts import days

Pairs = Mapping[int, tuple[str, str]]


def book(
    session: Session, viewer: Viewer, name: str, pairing_ids: Sequence[int], events: Sequence[Mapping[str, Any]]
) -> bytes:
    """The .xlsx; sheets without rows are left out but for the records."""
    known = pairing_values(session, viewer, pairing_ids)
    pairs = {key: (one["mentor"], one["mentee"]) for key, one in known.items()}
    ids = list(pairs)
    told: list[tuple[str, Sequence[str], Sequence[Sequence[Any]]]] = [
        (words.RECORDS, words.RECORD_HEADS, _records(session, viewer, ids, pairs)),
        (words.PLAN, words.PLAN_HEADS, _plan(session, viewer, ids, pairs)),
        (words.GROWTH, words.GROWTH_HEADS, [(one["day"], one["what"], one["detail"]) for one in events]),
        (words.REVIEWS, words.REVIEW_HEADS, _reviews(session, viewer, ids, pairs)),
    ]
    title = words.BOOK_TITLE.format(name=name)
    taken = words.TAKEN.format(day=day(today()))
    return write_book(
        Sheet(
            sheet,
            title + form_words.IN_BRACKETS.format(text=sheet),
            taken,
            [Head(head, words.WIDTHS.get(head), head in words.WIDTHS) for head in heads],
            _numbered(rows),
        )
        for sheet, heads, rows in told
        if rows or sheet == words.RECORDS
    )


def _numbered(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[number, *row] for number, row in enumerate(rows, start=1)]


def _records(session: Session, viewer: Viewer, ids: list[int], pairs: Pairs) -> list[Sequence[Any]]:
    found = []
    for row in paper_records(session, viewer, pairing_ids=ids, kinds=KINDS):
        sheet = record_sheet(row)
        ways, methods = _words(form_words.WAYS, row["forms"]), _words(form_words.METHODS, row["methods"])
        texts = (sheet["subject"], sheet["content"], sheet["outcome"], sheet["reflection"])
        found.append(
            (row["happened_on"], *pairs[row["pairing_id"]], sheet["kind"], *texts, ways, methods, sheet["spot"],
             row["households_visited"] or "", sheet["remark"])
        )  # fmt: skip
    return sorted(found, key=lambda row: row[0])


def _words(known: Mapping[str, str], codes: str) -> list[str]:
    return [known[code] for code in parted(codes)]


def _plan(session: Session, viewer: Viewer, ids: list[int], pairs: Pairs) -> list[Sequence[Any]]:
    return [
        (*pairs[row["pairing_id"]], form_words.GOALS[row["goal"]], row["gap"], row["measure"], row["due_on"], row["done_on"], row["result"])
        for row in paper_items(session, viewer, pairing_ids=ids)
    ]  # fmt: skip


def _reviews(session: Session, viewer: Viewer, ids: list[int], pairs: Pairs) -> list[Sequence[Any]]:
    return [
        (days.partial(row["month"]), *pairs[row["pairing_id"]], row["self_text"], row["self_score"], row["leader_text"],
         row["leader_score"], row["head_text"], row["head_score"], row["score"], form_words.MARKS.get(row["mark"], ""))
        for row in paper_reviews(session, viewer, pairing_ids=ids)
    ]  # fmt: skip
