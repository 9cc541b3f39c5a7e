"""Read models of outcomes: the list with its filters, one fact with its history and its chain, and the figures of reference."""

from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import Integer, Select, cast, extract, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Cohort, EntryVersion, Import, Mentee, Outcome, Pairing, Person, Unit
from db.queries.frames import frame
from db.queries.outcome_figures import References, reference_figures
from db.queries.outcomes_scope import OutcomeFilter, conditions, people_in_scope
from db.queries.viewer import Viewer, reads

__all__ = [
    "EVERYTHING", "PAGE", "References", "chain", "outcome", "outcome_counts", "outcome_imports", "outcome_page", "outcome_versions",
    "outcome_years", "outcomes", "reference_figures",
]  # fmt: skip

PAGE = 100
EVERYTHING = OutcomeFilter()
mentor_person, introducer = aliased(Person, name="mentor_person"), aliased(Person, name="introducer_person")
YEAR = cast(extract("year", Outcome.happened_on), Integer)


@reads("programme")
def outcomes(
    session: Session, viewer: Viewer, *, cohort_id: int | None = None, person_id: int | None = None, kind: str | None = None,
    chosen: OutcomeFilter = EVERYTHING, limit: int | None = None, offset: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """The facts that the filter leaves, the latest day first; the three first arguments narrow the filter.

    id, version, person_id, name, unit_id, unit (the person's own on that day), side, kind, step, happened_on, until_on,
    title, place, from_post, to_post, from_level, to_level, from_grade, to_grade, amount, introducer_id, introducer,
    other_introducer, evidence, source, note, follows_id, cohort_id, struck, struck_reason, pairing_id, mentee_id (of the
    pairing), mentor_id, mentor ("" where it belongs to no pairing).
    """
    wanted = replace(
        chosen, cohort_id=cohort_id or chosen.cohort_id, person_id=person_id or chosen.person_id, kind=kind or chosen.kind
    )  # fmt: skip
    return frame(session, _listed().where(*conditions(viewer, wanted)).limit(limit).offset(offset or None))


def _listed() -> Select:
    return (
        select(
            Outcome.id, Outcome.version, Outcome.person_id, Person.name, Outcome.unit_id,
            func.coalesce(Unit.name, "").label("unit"), Outcome.side, Outcome.kind, Outcome.step, Outcome.happened_on,
            Outcome.until_on, Outcome.title, Outcome.place, Outcome.from_post, Outcome.to_post, Outcome.from_level,
            Outcome.to_level, Outcome.from_grade, Outcome.to_grade, Outcome.amount, Outcome.introducer_id,
            func.coalesce(introducer.name, "").label("introducer"), Outcome.other_introducer, Outcome.evidence,
            Outcome.source, Outcome.note, Outcome.follows_id, Outcome.cohort_id,
            Outcome.struck_at.is_not(None).label("struck"), Outcome.struck_reason, Outcome.pairing_id, Pairing.mentee_id,
            Pairing.mentor_id, func.coalesce(mentor_person.name, "").label("mentor"),
        )
        .join(Person, Person.id == Outcome.person_id)
        .outerjoin(Unit, Unit.id == Outcome.unit_id)
        .outerjoin(introducer, introducer.id == Outcome.introducer_id)
        .outerjoin(Pairing, Pairing.id == Outcome.pairing_id)
        .outerjoin(mentor_person, mentor_person.id == Pairing.mentor_id)
        .order_by(Outcome.happened_on.desc(), Outcome.id.desc())
    )  # fmt: skip


@reads("programme")
def outcome_page(
    session: Session, viewer: Viewer, *, chosen: OutcomeFilter = EVERYTHING, page: int = 1
) -> tuple[int, int, pd.DataFrame]:
    """How many facts the filter leaves, the page that is shown (the last one where there are fewer), and its rows."""
    total = session.scalar(select(func.count(Outcome.id)).where(*conditions(viewer, chosen))) or 0
    page = max(1, min(page, -(-total // PAGE)))
    return total, page, outcomes(session, viewer, chosen=chosen, limit=PAGE, offset=(page - 1) * PAGE)


@reads("programme")
def outcome(session: Session, viewer: Viewer, *, outcome_id: int) -> dict[str, Any] | None:
    """One fact with everything: the columns of the list, `by`, `at`, `cohort`, `struck_at`, `struck_by`, `file` it was
    imported from, `own_mentee_id` (the person as mentee of the cohort). None where this viewer sees none."""
    striker = aliased(Account)
    rows = _listed().add_columns(
        Account.name.label("by"), Outcome.at, func.coalesce(Cohort.name, "").label("cohort"), Outcome.struck_at,
        striker.name.label("struck_by"), Import.files.label("file"), Mentee.id.label("own_mentee_id"),
    )  # fmt: skip
    rows = (
        rows.join(Account, Account.id == Outcome.by_id)
        .outerjoin(Cohort, Cohort.id == Outcome.cohort_id)
        .outerjoin(striker, striker.id == Outcome.struck_by_id)
        .outerjoin(Import, Import.id == Outcome.import_id)
        .outerjoin(Mentee, (Mentee.person_id == Outcome.person_id) & (Mentee.cohort_id == Outcome.cohort_id))
    )
    found = session.execute(rows.where(Outcome.id == outcome_id, *people_in_scope(viewer))).mappings().one_or_none()
    return dict(found) if found else None


@reads("programme")
def chain(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """Everything that became of a person in the order of the days, as `outcomes` gives it, with `depth`: how many facts
    it came of. What came of a fact stands below it."""
    found = outcomes(session, viewer, person_id=person_id)
    rows = {int(row["id"]): row for row in found.iloc[::-1].to_dict("records")}
    below: dict[int, list[int]] = {}
    for key, row in rows.items():
        earlier = row["follows_id"]
        below.setdefault(int(earlier) if earlier in rows else 0, []).append(key)
    order: list[tuple[int, int]] = []
    waiting = [(key, 0) for key in reversed(below.get(0, []))]
    while waiting:
        key, depth = waiting.pop()
        order.append((key, depth))
        waiting += [(later, depth + 1) for later in reversed(below.get(key, []))]
    told = [rows[key] | {"depth": depth} for key, depth in order]
    return pd.DataFrame(told, columns=[*found.columns, "depth"])


@reads("programme")
def outcome_versions(session: Session, viewer: Viewer, *, subject: str, subject_id: int) -> pd.DataFrame:
    """What a fact ("outcome"), figures ("campaign_figure") or a grade ("force_grade") said before corrections, the newest first:
    version, content, reason, by, at; nothing of any other subject. A liaison sees those of its own people only."""
    rows = (
        select(
            EntryVersion.version, EntryVersion.content, EntryVersion.reason, Account.name.label("by"), EntryVersion.at
        )
        .join(Account, Account.id == EntryVersion.by_id)
        .where(EntryVersion.subject == subject, EntryVersion.subject_id == subject_id)
        .where(EntryVersion.subject.in_(("outcome", "campaign_figure", "force_grade")))
        .order_by(EntryVersion.version.desc())
    )
    if viewer.unit_id is not None:
        own = select(Outcome.id).where(*people_in_scope(viewer))
        rows = rows.where(EntryVersion.subject == "outcome", EntryVersion.subject_id.in_(own))
    return frame(session, rows)


@reads("programme")
def outcome_counts(session: Session, viewer: Viewer, *, chosen: OutcomeFilter = EVERYTHING) -> pd.DataFrame:
    """How many facts there are by year, kind and own unit: year, kind, unit_id, unit, position, count, people (distinct
    within the row)."""
    rows = (
        select(
            YEAR.label("year"), Outcome.kind, Outcome.unit_id, func.coalesce(Unit.name, "").label("unit"),
            func.coalesce(Unit.position, 999_999).label("position"), func.count().label("count"),
            func.count(Outcome.person_id.distinct()).label("people"),
        )
        .outerjoin(Unit, Unit.id == Outcome.unit_id)
        .where(*conditions(viewer, chosen))
        .group_by(YEAR, Outcome.kind, Outcome.unit_id, Unit.name, Unit.position)
        .order_by(YEAR, func.coalesce(Unit.position, 999_999))
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def outcome_years(session: Session, viewer: Viewer) -> list[int]:
    """The years in which something is on record, the latest first."""
    first, last = session.execute(
        select(func.min(YEAR), func.max(YEAR)).where(Outcome.struck_at.is_(None), *people_in_scope(viewer))
    ).one()
    return list(range(int(last), int(first) - 1, -1)) if last else []


@reads("programme")
def outcome_imports(session: Session, viewer: Viewer) -> pd.DataFrame:
    """The imports of outcomes, the newest first: id, at, by, files, status, summary, version; a liaison's are those with a fact
    of its unit."""
    rows = (
        select(
            Import.id, Import.at, Account.name.label("by"), Import.files, Import.status, Import.summary, Import.version
        )
        .join(Account, Account.id == Import.by_id)
        .where(Import.kind == "outcome")
        .order_by(Import.id.desc())
        .limit(50)
    )
    if viewer.unit_id is not None:
        rows = rows.where(Import.id.in_(select(Outcome.import_id).where(*people_in_scope(viewer))))
    return frame(session, rows)
