"""Which papers were made: of each form about a pairing or a mentor the last time, so that a file can be told complete."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import PaperPrint
from documents.papers.fields import forms
from programme.access import Actor
from programme.papers.drafts import Draft

KEPT = frozenset({"pairing", "record", "month", "mentor"})


def note_prints(session: Session, by: Actor, form: str, found: Iterable[Draft]) -> None:
    """Note that these sheets of a form were made; forms about something else than a pairing or a mentor are not noted."""
    if forms()[form].about not in KEPT:
        return
    sheets = Counter(draft.subject for draft in found if draft.subject)
    rows = select(PaperPrint).where(PaperPrint.form == form, PaperPrint.subject_id.in_(list(sheets)))
    known = {row.subject_id: row for row in session.scalars(rows)}
    for key, count in sheets.items():
        row = known.get(key)
        if row is None:
            session.add(PaperPrint(form=form, subject_id=key, sheets=count, times=1, by_id=by.id, at=now()))
        else:
            row.sheets, row.times, row.by_id, row.at = count, row.times + 1, by.id, now()
