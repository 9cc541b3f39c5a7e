"""What is asked for, turned into papers to be: a name for the file and a way to find what stands in it.

Nothing is worked out before its turn, so that a hundred papers can be counted, made one by one and given up halfway.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, Person, Scheme
from documents.papers.fields import forms
from programme.access import Actor
from programme.errors import Conflict, NotFound
from programme.papers.changes import handovers, slip_values
from programme.papers.people import common, mentor_values, pairing_values
from programme.papers.statement_words import statement_told
from programme.papers.words import day
from programme.public_notice import notice
from programme.usecase import fetch

Values = dict[str, Any]
# The statement follows the language of whoever asks; every other paper is an official one.
ENGLISH = frozenset({"statement_en"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form by its code, whom the papers are for (ids as the form's `about` says), and the scheme or change they stand in.

    Without ids a form about handovers is made for every line of the change.
    """

    form: str
    ids: tuple[int, ...] = ()
    of: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper to be: the name of whom it is about, and its fields once asked for."""

    name: str
    values: Callable[[], Values]


Maker = Callable[[Session, Actor, Wanted], list[Draft]]


def language_of(form: str) -> str:
    """The language of a form."""
    return "en" if form in ENGLISH else "zh_CN"


def drafts(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    """The papers that are asked for, without those that this account may not see.

    Raises NotFound for an unknown form, Conflict where nothing is left.
    """
    if wanted.form not in forms():
        raise NotFound("no_row", kind="forms", key=wanted.form)
    found = MAKERS[forms()[wanted.form].about](session, by, wanted)
    if not found:
        raise Conflict("nothing_to_export")
    return found


def _of_pairings(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    known, shared = pairing_values(session, by.viewer, wanted.ids), common(session, by)
    return [_ready(known[key]["mentee"], {**shared, **known[key]}) for key in wanted.ids if key in known]


def _of_mentors(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    known, shared = mentor_values(session, by.viewer, wanted.ids), common(session, by)
    return [_ready(known[key]["mentor"], {**shared, **known[key]}) for key in wanted.ids if key in known]


def _ready(name: str, values: Values) -> Draft:
    return Draft(name, lambda: values)


def _of_scheme_pairs(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    names, shared = _mentees(session, by, wanted), common(session, by)
    return [
        Draft(names[key], partial(_statement, session, by, wanted.of, key, shared))
        for key in wanted.ids
        if key in names
    ]


def _statement(session: Session, by: Actor, scheme_id: int, mentee_id: int, shared: Values) -> Values:
    return {**shared, **statement_told(session, by.viewer, scheme_id=scheme_id, mentee_id=mentee_id)}


def _mentees(session: Session, by: Actor, wanted: Wanted) -> dict[int, str]:
    """{mentees.id: name} of those who are asked for and whom this account sees."""
    cohort_id = fetch(session, Scheme, wanted.of).cohort_id
    rows = (
        select(Mentee.id, Person.name).join(Person, Person.id == Mentee.person_id).where(Mentee.cohort_id == cohort_id)
    )
    if by.viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == by.viewer.unit_id)
    return dict(session.execute(rows.where(Mentee.id.in_(wanted.ids))).all())  # type: ignore[arg-type]


def _of_scheme(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    found = notice(session, by.viewer, scheme_id=wanted.of)
    names = ("mentor", "mentor_unit", "mentee", "mentee_unit")
    rows = [
        {"number": number, **{name: getattr(line, name) for name in names}} for number, line in _numbered(found.lines)
    ]
    if not rows:
        return []
    told = {"cohort": found.cohort, "first": day(found.first), "last": day(found.last), "days": found.days}
    return [_ready(found.cohort, {**common(session, by), **told, "count": len(rows), "rows": rows})]


def _numbered(lines: Iterable[Any]) -> Iterable[tuple[int, Any]]:
    return enumerate(lines, start=1)


def _of_change(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    values = slip_values(session, by, wanted.of)
    return [_ready(str(wanted.of), values)]


def _of_change_lines(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    found = handovers(session, by, wanted.of)
    chosen = [found[place] for place in wanted.ids if place < len(found)] if wanted.ids else found
    return [_ready(name, values) for name, values in chosen]


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "pairing": _of_pairings,
        "mentor": _of_mentors,
        "scheme_pair": _of_scheme_pairs,
        "scheme": _of_scheme,
        "change": _of_change,
        "change_line": _of_change_lines,
    }
)
