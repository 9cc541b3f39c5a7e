"""Tasks that only their owner has: long work of theirs that has ended, imports that they left unfinished."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from db.clock import local, now
from db.models import Change, Cohort, ImportDraft, ImportFile, Job, Scheme
from programme.todo.task import Asked, Task

# News of finished work stays for two days.
FRESH = timedelta(days=2)
FAILED = ("failed",)


def jobs(asked: Asked) -> Iterator[Task]:
    """Their own long work of the last two days: what failed, and what is finished and can be looked at."""
    rows = (
        select(Job.id, Job.kind, Job.status, Job.payload, Job.at)
        .where(Job.by_id == asked.by.id, Job.status.in_(("done", "failed")), Job.at >= now() - FRESH)
        .order_by(Job.id.desc())
    )
    found = asked.session.execute(rows).all()
    names = _subjects(asked, found)
    told: set[str] = set()
    for job in found:
        task = _job(job, names)
        if task is not None and str(dict(task.params)) not in told:
            told.add(str(dict(task.params)))
            yield task


def _subjects(asked: Asked, jobs: Any) -> dict[tuple[str, int], tuple[str, str]]:
    """{(kind of thing, id): (its name, its cohort)} of the schemes and slips that jobs were about."""
    schemes = {job.payload.get("scheme_id", 0) for job in jobs}
    changes = {job.payload.get("change_id", 0) for job in jobs}
    rows = select(Scheme.id, Scheme.name, Cohort.name).join(Cohort, Cohort.id == Scheme.cohort_id)
    slips = select(Change.id, Cohort.name).join(Cohort, Cohort.id == Change.cohort_id).where(Change.id.in_(changes))
    known = {
        ("scheme", key): (name, cohort)
        for key, name, cohort in asked.session.execute(rows.where(Scheme.id.in_(schemes)))
    }
    return known | {("change", key): (str(key), cohort) for key, cohort in asked.session.execute(slips)}


def _job(job: Any, names: dict[tuple[str, int], tuple[str, str]]) -> Task | None:
    """Where its result is; None for work whose subject is gone."""
    failed = job.status in FAILED
    suffix, weight = ("failed", "wrong") if failed else ("done", "look")
    more: dict[str, Any] = {"weight": weight, "since": local(job.at).date()}
    if job.kind == "papers":
        return Task(f"papers_{suffix}", "outcomes/papers.py", params={"job": str(job.id)}, **more)
    about = "change" if job.kind == "rematch" else "scheme"
    key = int(job.payload.get(f"{about}_id", 0))
    if (about, key) not in names:
        return None
    name, cohort = names[about, key]
    file = "match/changes.py" if about == "change" else "match/schemes.py"
    return Task(f"{about}_{suffix}", file, params={about: str(key)}, data={"name": name}, cohort=cohort, **more)


def drafts(asked: Asked) -> Iterator[Task]:
    """Imports that they began and neither confirmed nor threw away."""
    rows = (
        select(ImportDraft.id, ImportDraft.kind, ImportDraft.at, func.min(ImportFile.name).label("file"),
               func.count(ImportFile.id).label("files"), Cohort.name.label("cohort"))
        .outerjoin(ImportFile, ImportFile.draft_id == ImportDraft.id)
        .outerjoin(Cohort, Cohort.id == ImportDraft.cohort_id)
        .where(ImportDraft.by_id == asked.by.id)
        .group_by(ImportDraft.id, ImportDraft.kind, ImportDraft.at, Cohort.name)
        .order_by(ImportDraft.id)
    )  # fmt: skip
    for row in asked.session.execute(rows):
        data = {"file": row.file or "", "count": row.files}
        more: dict[str, Any] = {"data": data, "since": local(row.at).date(), "cohort": row.cohort or ""}
        if row.kind == "record":
            yield Task("draft_records", "follow/records.py", params={"view": "import", "draft": str(row.id)}, **more)
        else:
            yield Task("draft_roster", "prepare/roster_import.py", params={"draft": str(row.id)}, **more)
