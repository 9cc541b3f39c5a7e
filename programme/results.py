"""The rosters that leave the house: 师徒结对花名册 and 导师师资库名册, typed .xlsx in the office's own form and language.

Both are official papers, so they are Chinese whatever the language of whoever asks; a mentor roster can be imported
again. A cell that is not known is "—", as the office writes it; what it fills in by hand stays empty.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import OPEN, Cohort, Term
from db.queries.mentors import graded_expertise, mentors
from db.queries.pairings import pairings
from documents.workbook import write_roster
from programme import exports, roster_words
from programme.access import Action, Actor
from programme.codes import word_of
from programme.errors import Conflict
from programme.name_order import by_strokes
from programme.papers.office import office
from programme.roster_words import NOTHING
from programme.usecase import fetch, use_case
from texts import speaking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHINESE = "zh_CN"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that waits at `/export/<token>`."""

    token: str
    name: str
    rows: int


@use_case(Action.EXPORT)
def offer_pairing_roster(session: Session, by: Actor, *, cohort_id: int) -> Offer:
    """Lay the roster of a cohort's open pairings ready; Conflict when there is none that this account sees."""
    cohort = fetch(session, Cohort, cohort_id)
    rows, told = pairing_table(session, by, cohort)
    name = f"{cohort.name}{roster_words.PAIRING_TITLE}"
    return offer(session, by, name, roster_words.PAIRING_HEADS, rows, told)


def pairing_table(session: Session, by: Actor, cohort: Cohort) -> tuple[list[list[Any]], str]:
    """The rows of the roster of a cohort's open pairings, and the line that sums them up."""
    known = _open_pairings(session, by, cohort)
    people = [(row["mentor_id"], row["mentee_id"]) for row in known]
    told = roster_words.PAIRING_SUM.format(
        pairs=len(people), mentors=len({one for one, _other in people}), mentees=len({other for _one, other in people})
    )
    return pairing_rows(session, cohort, known), told


@use_case(Action.EXPORT)
def offer_mentor_roster(session: Session, by: Actor) -> Offer:
    """Lay the roster of the mentor pool ready; Conflict when there is nobody that this account sees."""
    rows, told = mentor_table(session, by)
    return offer(session, by, roster_words.MENTOR_TITLE, roster_words.MENTOR_HEADS, rows, told)


def mentor_table(session: Session, by: Actor) -> tuple[list[list[Any]], str]:
    """The rows of the roster of the pool, and the line that sums them up."""
    known = _in_pool(session, by)
    told = roster_words.MENTOR_SUM.format(
        mentors=len(known), in_pool=sum(row["status"] == "in_pool" for row in known),
        seats=sum(row["capacity"] for row in known), load=sum(row["load"] for row in known),
    )  # fmt: skip
    return mentor_rows(session, known), told


def _open_pairings(session: Session, by: Actor, cohort: Cohort) -> list[dict[Any, Any]]:
    """The open pairings in the order of the mentors' units, then strokes."""
    known = pairings(session, by.viewer, cohort_id=cohort.id)
    rows = [row for row in known.to_dict("records") if row["status"] in OPEN]
    return sorted(rows, key=lambda row: (row["mentor_order"], by_strokes(row["mentor"]), row["mentor_id"], row["role"]))


def pairing_rows(session: Session, cohort: Cohort, rows: Sequence[Mapping[Any, Any]]) -> list[list[Any]]:
    """The rows of 师徒结对花名册 in the given order, one for each pairing."""
    names, graded = term_names(session), graded_expertise(session)
    led = Counter(row["mentor_id"] for row in rows)
    leading = Counter(row["mentee_id"] for row in rows)
    return [
        [
            number, cohort.name, row["mentor"], _post(row["mentor_unit"], row["mentor_post"]),
            [names[code] for code, _grade in graded.get(row["mentor_id"], [])] or NOTHING, "",
            row["mentee"], word_of("sex", row["mentee_sex"]) or NOTHING, dotted(row["mentee_birth"]),
            _post(row["mentee_unit"], row["mentee_post"]), word_of("category", row["category"]),
            row["starts_on"], _term(row["starts_on"], row["ends_on"]),
            _way(led[row["mentor_id"]], leading[row["mentee_id"]]), _remark(row),
        ]
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip


def _in_pool(session: Session, by: Actor) -> list[dict[Any, Any]]:
    """Everybody who has not left the pool, in the order of the units, then strokes."""
    known = [row for row in mentors(session, by.viewer).to_dict("records") if row["status"] != "left"]
    place = {unit: number for number, unit in enumerate(dict.fromkeys(row["unit"] for row in known))}
    return sorted(known, key=lambda row: (place[row["unit"]], by_strokes(row["name"]), row["id"]))


def mentor_rows(session: Session, known: Sequence[Mapping[Any, Any]]) -> list[list[Any]]:
    """The rows of 导师师资库名册 in the given order."""
    names = term_names(session)
    return [
        [
            number, row["name"], word_of("sex", row["sex"]) or NOTHING, dotted(row["birth"]),
            word_of("party", row["party"]) or NOTHING, row["branch"] or NOTHING, word_of("education", row["education"]) or NOTHING, "",
            _post(row["unit"], row["post"]), row["grassroots_years"],
            [names[code] for code, _grade in row["expertise"]] or NOTHING,
            [names[code] for code in row["dialects"]] or NOTHING, word_of("source", row["source"]) or NOTHING,
            _confirmers(row), row["capacity"], row["load"], roster_words.MENTOR_STATES[row["status"]], row["remark"] or "",
        ]
        for number, row in enumerate(known, start=1)
    ]  # fmt: skip


def offer(
    session: Session, by: Actor, name: str, heads: Sequence[str], rows: list[list[Any]], told: str
) -> Offer:  # fmt: skip
    if not rows:
        raise Conflict("nothing_to_export")
    day = today()
    subtitle = roster_words.SUBTITLE.format(
        unit=office(session, by.viewer), year=day.year, month=day.month, day=day.day
    )
    with speaking(CHINESE):
        content = write_roster(name, subtitle, list(heads), rows, [told, roster_words.SIGNED])
    file = f"{name}{day:%Y%m%d}.xlsx"
    return Offer(exports.offer(session, by, file, XLSX, content), file, len(rows))


def term_names(session: Session) -> dict[str, str]:
    return {row.code: row.name for row in session.execute(select(Term.code, Term.name))}


def _post(unit: str | None, post: str | None) -> str:
    return f"{unit or ''}{post or ''}" or NOTHING


def dotted(partial: str | None) -> str:
    return partial.replace("-", ".") if isinstance(partial, str) and partial else NOTHING


def _term(start: date, end: date) -> str:
    return f"{start:%Y.%m.%d}-{end:%Y.%m.%d}"


def _way(led: int, leading: int) -> str:
    """One to one, one mentor with several mentees, or one mentee with several mentors."""
    if leading > 1:
        return roster_words.MANY_TO_ONE
    return roster_words.ONE_TO_MANY if led > 1 else roster_words.ONE_TO_ONE


def _remark(row: Mapping[Any, Any]) -> str:
    marks = [
        roster_words.SECOND if row["role"] == "second" else "", roster_words.PAIRING_STATES[row["status"]],
        roster_words.EXAMPLE if isinstance(row["example_since"], date) else "",
    ]  # fmt: skip
    return "，".join(filter(None, marks))


def _confirmers(row: Mapping[Any, Any]) -> str:
    """Which departments confirmed the mentor."""
    known = roster_words.DEPARTMENTS.items()
    return "、".join(word for column, word in known if isinstance(row[column], date)) or NOTHING
