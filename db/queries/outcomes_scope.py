"""Which outcomes are meant: the filters of the page and the unit of whoever looks, as conditions on the table of outcomes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from db.models import Outcome, Pairing, Person
from db.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OutcomeFilter:
    """What to leave of the outcomes; everything that is None or "" leaves all.

    `unit_id` is the person's own unit on the day; `year` that of the day; `words` stand somewhere in the texts or in the
    name; `struck` shows the struck ones instead.
    """

    cohort_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    pairing_id: int | None = None
    mentor_id: int | None = None
    kind: str = ""
    step: str = ""
    side: str = ""
    year: int | None = None
    import_id: int | None = None
    words: str = ""
    struck: bool = False


def people_in_scope(reader: Viewer) -> list[ColumnElement[bool]]:
    """A liaison sees what became of its own unit's people."""
    if reader.unit_id is None:
        return []
    return [Outcome.person_id.in_(select(Person.id).where(Person.unit_id == reader.unit_id))]


def conditions(reader: Viewer, chosen: OutcomeFilter) -> list[ColumnElement[bool]]:
    """The filter and the scope of whoever reads as conditions on `outcomes`; a part of read models, none itself."""
    found: list[ColumnElement[bool]] = [
        Outcome.struck_at.is_not(None) if chosen.struck else Outcome.struck_at.is_(None)
    ]
    found += people_in_scope(reader)
    equal = {
        Outcome.cohort_id: chosen.cohort_id, Outcome.person_id: chosen.person_id, Outcome.unit_id: chosen.unit_id,
        Outcome.pairing_id: chosen.pairing_id, Outcome.kind: chosen.kind, Outcome.step: chosen.step,
        Outcome.side: chosen.side, Outcome.import_id: chosen.import_id,
    }  # fmt: skip
    found += [column == value for column, value in equal.items() if value]
    if chosen.mentor_id:
        found.append(Outcome.pairing_id.in_(select(Pairing.id).where(Pairing.mentor_id == chosen.mentor_id)))
    if chosen.year:
        found.append(Outcome.happened_on.between(date(chosen.year, 1, 1), date(chosen.year, 12, 31)))
    return [*found, *(_said(word) for word in chosen.words.split())]


def _said(word: str) -> ColumnElement[bool]:
    texts = (
        Outcome.title, Outcome.place, Outcome.from_post, Outcome.to_post, Outcome.to_grade, Outcome.evidence, Outcome.note,
    )  # fmt: skip
    named = select(Person.id).where(Person.name.icontains(word, autoescape=True))
    return or_(*(text.icontains(word, autoescape=True) for text in texts), Outcome.person_id.in_(named))
