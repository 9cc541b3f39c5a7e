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
from db.queries.paper_sources import own_pairings
from db.queries.viewer import Viewer
from documents.papers.fields import forms
from programme.access import Actor
from programme.errors import Conflict, NotFound
from programme.papers.alterations import alterations
from programme.papers.appraisals import assessment_values, graduation_values
from programme.papers.bulletins import bulletin_values
from programme.papers.changes import handovers, slip_values
from programme.papers.people import common, mentor_values, pairing_values
from programme.papers.pool_papers import certificate_values, exit_values
from programme.papers.process import LOGS, TALKS, Narrow, plan_heads, plan_rows, record_sheets, review_sheets
from programme.papers.report import report_values
from programme.papers.roster_papers import mentor_roster, pairing_roster
from programme.papers.statement_words import statement_told
from programme.papers.words import day
from programme.public_notice import notice
from programme.usecase import fetch

Values = dict[str, Any]
# The statement follows the language of whoever asks; every other paper is an official one.
ENGLISH = frozenset({"statement_en"})
# What is said here of the process is for the unit of the mentee, not for that of the mentor.
PROCESS = frozenset({"plan", "log", "talk", "monthly", "assessment", "graduation"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form by its code, whom the papers are for (ids as the form's `about` says), and what they stand in.

    `of` is the scheme, the change, the publication, the cohort, or the only record that is asked for; `month` ("2026-10")
    narrows records and reviews, `filled` leaves out sheets on which nothing would stand. Without ids a form about
    handovers is made for every line of the change.
    """

    form: str
    ids: tuple[int, ...] = ()
    of: int = 0
    month: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet to be: the name of whom it is about, its fields once asked for, and the id of whom it is about (0: nobody).

    Sheets of the same subject belong into one file.
    """

    name: str
    values: Callable[[], Values]
    subject: int = 0


Maker = Callable[[Session, Actor, Wanted], list[Draft]]


def language_of(form: str) -> str:
    """The language of a form."""
    return "en" if form in ENGLISH else "zh_CN"


def drafts(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    """The papers that are asked for, without those that this account may not see.

    Raises NotFound for an unknown form, Conflict where nothing is left.
    """
    found = drafts_of(session, by, wanted)
    if not found:
        raise Conflict("nothing_to_export")
    return found


def drafts_of(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    """The same, none where nothing is left."""
    about = forms()[wanted.form].about if wanted.form in forms() else ""
    if about not in MAKERS:
        raise NotFound("no_row", kind="forms", key=wanted.form)
    return MAKERS[about](session, by, wanted)


def _of_pairings(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    ids = _readable(session, by, wanted)
    known, shared = pairing_values(session, by.viewer, ids), common(session, by)
    more = [fill(session, by.viewer, ids) for fill in MORE.get(wanted.form, ())]
    return [
        _ready(known[key]["mentee"], {**shared, **known[key], **{name: value for own in more for name, value in own[key].items()}}, key)
        for key in ids
        if key in known
    ]  # fmt: skip


def _readable(session: Session, by: Actor, wanted: Wanted) -> tuple[int, ...]:
    """The ids asked for; of a paper about the process only those whose process this account may read."""
    if wanted.form not in PROCESS:
        return wanted.ids
    own = own_pairings(session, by.viewer, pairing_ids=wanted.ids)
    return tuple(key for key in wanted.ids if key in own)


def _of_records(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    ids, kinds = _readable(session, by, wanted), TALKS if wanted.form == "talk" else LOGS
    return _sheets(session, by, ids, record_sheets(session, by.viewer, ids, kinds, _narrow(wanted)))


def _narrow(wanted: Wanted) -> Narrow:
    return Narrow(wanted.month, wanted.of, wanted.filled)


def _of_months(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    ids = _readable(session, by, wanted)
    return _sheets(session, by, ids, review_sheets(session, by.viewer, ids, _narrow(wanted)))


def _sheets(session: Session, by: Actor, ids: Iterable[int], sheets: Mapping[int, list[Values]]) -> list[Draft]:
    """Sheet after sheet of each pairing, in the order asked for."""
    chosen = list(ids)
    known, shared = pairing_values(session, by.viewer, chosen), common(session, by)
    return [
        _ready(known[key]["mentee"], {**shared, **known[key], **sheet}, key)
        for key in chosen
        if key in known
        for sheet in sheets.get(key, [])
    ]


def _of_mentors(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    known, shared = mentor_values(session, by.viewer, wanted.ids), common(session, by)
    fill = certificate_values if wanted.form == "certificate" else exit_values
    more = fill(session, by.viewer, known)
    return [
        _ready(known[key]["mentor"], {**shared, **known[key], **more[key]}, key) for key in wanted.ids if key in known
    ]


def _ready(name: str, values: Values, subject: int = 0) -> Draft:
    return Draft(name, lambda: values, subject)


def _of_publication(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    values = bulletin_values(session, by.viewer, wanted.of)
    return [_ready(f"{values['cohort']}{values['month']}", {**common(session, by), **values})]


def _of_cohort(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    if wanted.form == "city_report":
        values = report_values(session, by.viewer, cohort_id=wanted.of)
        return [_ready(values["scope"], {**common(session, by), **values})]
    values = pairing_roster(session, by, wanted.of)
    return [_ready(values["cohort"], {**common(session, by), **values})] if values["rows"] else []


def _of_pool(session: Session, by: Actor, _wanted: Wanted) -> list[Draft]:
    values = mentor_roster(session, by)
    return [_ready("", {**common(session, by), **values})] if values["rows"] else []


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
        "record": _of_records,
        "month": _of_months,
        "publication": _of_publication,
        "cohort": _of_cohort,
        "pool": _of_pool,
    }
)
# What a form about a pairing says besides who the two are.
MORE: Mapping[str, tuple[Callable[[Session, Viewer, Iterable[int]], Mapping[int, Values]], ...]] = MappingProxyType(
    {
        "agreement": (plan_heads,),
        "plan": (plan_heads, plan_rows),
        "assessment": (assessment_values,),
        "graduation": (graduation_values,),
        "alteration": (alterations,),
    }
)
