"""Which papers were made: of each form about a pairing or a mentor the last time, so that a file can be told complete."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import PaperPrint
from documents.papers.fields import forms
from programme.access import Actor
from programme.papers.drafts import Draft

KEPT = frozenset({"pairing", "record", "month", "mentor"})


def counted(found: Iterable[Draft]) -> Counter[int]:
    """{whom it is about: sheets}, without what is about nobody."""
    return Counter(draft.subject for draft in found if draft.subject)


def note_prints(session: Session, by: Actor, form: str, sheets: Mapping[int, int]) -> None:
    """Note that so many sheets of a form were made about whom; forms about other than pairings and mentors are not noted."""
    if forms()[form].about not in KEPT:
        return
    rows = select(PaperPrint).where(PaperPrint.form == form, PaperPrint.subject_id.in_(list(sheets)))
    known = {row.subject_id: row for row in session.scalars(rows)}
    for key, count in sheets.items():
        row = known.get(key)
        if row is None:
            session.add(PaperPrint(form=form, subject_id=key, sheets=count, times=1, by_id=by.id, at=now()))
        else:
            row.sheets, row.times, row.by_id, row.at = count, row.times + 1, by.id, now()
