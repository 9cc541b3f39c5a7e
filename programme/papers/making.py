"""One paper at once, many by a job: as one document or as a zip, with progress, given up at any time, fetched once."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.clock import now, today
from db.engines import Database
from db.models import Job, PaperFile
from documents.papers.fields import forms
from documents.papers.press import Press
from matching.errors import Cancelled
from programme import exports, jobs
from programme.access import Action, Actor, actor_of, require
from programme.errors import Conflict, Invalid, NotFound
from programme.papers.drafts import Draft, Wanted, drafts, language_of
from programme.papers.prints import note_prints
from programme.papers.store import DOCX, template_of
from programme.results import Offer
from programme.runs import Pulse
from programme.usecase import fetch, perform, record, use_case
from texts import speaking

PAPERS = "papers"
ZIP = "application/zip"
PACKS = ("one", "zip")
# Ids in one request, sheets that come of them, and as many sheets as one waits for.
MOST, SHEETS, AT_ONCE = 1000, 3000, 40
WAITS = timedelta(days=1)
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
# Filling in is a small part of a paper's work: the rest is finding what stands in it.
WRITING = 0.1


@dataclass(frozen=True, slots=True)
class PaperJob:
    """A job of one's own: `status` as in `jobs`, `progress` 0..1, `code` of why it failed, the file once it is done."""

    id: int
    form: str
    count: int
    status: str
    progress: float
    at: datetime
    code: str = ""
    name: str = ""
    waits: bool = False


@use_case(Action.EXPORT)
def offer_paper(
    session: Session, by: Actor, *, form: str, ids: Sequence[int] = (), of: int = 0, month: str = ""
) -> Offer:  # fmt: skip
    """Lay one Word file with the papers that are asked for ready: one, or a few one after another.

    Raises Invalid "papers_too_many" for more ids, "papers_at_once" for more sheets than one waits for.
    """
    with speaking(language_of(form)):
        found = _asked(session, by, Wanted(form, tuple(ids), of, month))
        if len(found) > AT_ONCE:
            raise Invalid("papers_at_once", count=len(found), limit=AT_ONCE)
        content = Press(template_of(session, form)).many(draft.values() for draft in found)
    name = file_name(form, found, "docx")
    note_prints(session, by, form, found)
    record(session, by, Action.EXPORT, f"paper:{form}", ids=list(ids), of=of, month=month, count=len(found))
    return Offer(exports.offer(session, by, name, DOCX, content), name, len(found))


def _asked(session: Session, by: Actor, wanted: Wanted) -> list[Draft]:
    """The sheets, within the limits."""
    if len(wanted.ids) > MOST:
        raise Invalid("papers_too_many", count=len(wanted.ids), limit=MOST)
    found = drafts(session, by, wanted)
    if len(found) > SHEETS:
        raise Invalid("sheets_too_many", count=len(found), limit=SHEETS)
    return found


@use_case(Action.EXPORT)
def start_papers(
    session: Session, by: Actor, *, form: str, ids: Sequence[int], of: int = 0, pack: str = "one", month: str = ""
) -> int:  # fmt: skip
    """Send the papers to a worker and return the job; `pack` is "one" document or a "zip" with a file for each subject."""
    if pack not in PACKS:
        raise Invalid("not_in_list", field="pack", value=pack)
    with speaking(language_of(form)):
        count = len(_asked(session, by, Wanted(form, tuple(ids), of, month)))
    payload = {"form": form, "ids": list(ids), "of": of, "month": month, "pack": pack, "count": count}
    job = jobs.enqueue(session, by, PAPERS, payload)
    record(session, by, Action.EXPORT, f"paper:{form}", job=job.id, of=of, month=month, count=count, pack=pack)
    return job.id


@use_case(Action.EXPORT)
def stop_papers(session: Session, by: Actor, *, job_id: int) -> None:
    """Give up a job of one's own that is still under way; nothing of it is kept."""
    job = _own(session, by, job_id)
    if job.status not in jobs.LIVE:
        raise Conflict("job_ended", status=job.status)
    job.cancel = True
    jobs.close(session, job_id, "cancelled")
    record(session, by, Action.EXPORT, f"job:{job.id}", cancel=True)


@use_case(Action.EXPORT)
def offer_made(session: Session, by: Actor, *, job_id: int) -> Offer:
    """Lay what a job of one's own made ready to be fetched once; NotFound when it has been cleared away."""
    job = _own(session, by, job_id)
    file = session.get(PaperFile, job_id)
    if file is None:
        raise NotFound("papers_gone")
    token = exports.offer(session, by, file.name, file.mime, file.content)
    return Offer(token, file.name, int(job.payload["count"]))


def my_papers(database: Database, by: Actor, limit: int = 5) -> list[PaperJob]:
    """One's own jobs, the newest first."""
    require(by, Action.EXPORT)
    with database.read() as session:
        mine = select(Job).where(Job.kind == PAPERS, Job.by_id == by.id).order_by(Job.id.desc()).limit(limit)
        found = session.scalars(mine).all()
        kept = dict(session.execute(select(PaperFile.job_id, PaperFile.name)).all())  # type: ignore[arg-type]
        return [_told(job, kept.get(job.id, "")) for job in found]


def _told(job: Job, name: str) -> PaperJob:
    load, code = job.payload, str(job.result.get("code", ""))
    return PaperJob(
        job.id, load["form"], load["count"], job.status, job.progress, job.at, code, name, waits=bool(name)
    )  # fmt: skip


def compute(database: Database, job_id: int, pulse: Pulse) -> None:
    """What the worker does with such a job."""
    with database.read() as session:
        job = fetch(session, Job, job_id)
        by, load = actor_of(session, job.by_id), job.payload
        require(by, Action.EXPORT)
        with speaking(language_of(load["form"])):
            wanted = Wanted(load["form"], tuple(load["ids"]), load["of"], load.get("month", ""))
            found = drafts(session, by, wanted)
            content = _made(session, found, load, pulse)
    name = file_name(load["form"], found, "docx" if load["pack"] == "one" else "zip")
    perform(database, by.id, keep_made, job_id=job_id, name=name, content=content, found=found)


@use_case(Action.EXPORT)
def keep_made(
    session: Session, by: Actor, *, job_id: int, name: str, content: bytes, found: Sequence[Draft] = ()
) -> None:  # fmt: skip
    """Keep what a job made for a day; Conflict when it was given up meanwhile."""
    job = _own(session, by, job_id)
    if job.cancel or job.status != "running":
        raise Conflict("cancelled" if job.cancel else "job_ended", status=job.status)
    session.execute(delete(PaperFile).where(PaperFile.at < now() - WAITS))
    mime = ZIP if name.endswith(".zip") else DOCX
    session.add(PaperFile(job_id=job_id, name=name, mime=mime, content=content))
    job.status, job.progress, job.result = "done", 1.0, {"size": len(content)}
    session.flush()
    note_prints(session, by, job.payload["form"], found)
    record(session, by, Action.EXPORT, f"paper:{job.payload['form']}", job=job_id, made=name, size=len(content))


def _made(session: Session, found: Sequence[Draft], load: dict[str, Any], pulse: Pulse) -> bytes:
    press = Press(template_of(session, load["form"]))

    def tick(done: float) -> None:
        pulse.report((1 - WRITING) * done / len(found))
        if pulse.cancelled():
            raise Cancelled

    if load["pack"] == "one":
        return press.many((draft.values() for draft in found), tick)
    return _zipped(press, load["form"], found, tick)


def _zipped(press: Press, form: str, found: Sequence[Draft], tick: Callable[[float], None]) -> bytes:
    """A file for each subject with its sheets; a number before the name keeps namesakes apart and the order of the list."""
    out, title, done = io.BytesIO(), forms()[form].title, 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheets in enumerate(by_subject(found), start=1):
            content = press.many((one.values() for one in sheets), lambda share, before=done: tick(before + share))  # type: ignore[misc]
            archive.writestr(f"{number:03d}_{fit(sheets[0].name)}_{fit(title)}.docx", content)
            done += len(sheets)
    return out.getvalue()


def by_subject(found: Sequence[Draft]) -> list[list[Draft]]:
    """Sheets that follow one another about the same subject together; those about nobody apart."""
    out: list[list[Draft]] = []
    for draft in found:
        if out and draft.subject and out[-1][0].subject == draft.subject:
            out[-1].append(draft)
        else:
            out.append([draft])
    return out


def file_name(form: str, found: Sequence[Draft], ending: str) -> str:
    """The form's title, whom it is about or how many, and the day."""
    subjects = by_subject(found)
    whom = subjects[0][0].name if len(subjects) == 1 else str(len(subjects))
    parts = (fit(forms()[form].title), fit(whom) if whom else "", f"{today():%Y%m%d}")
    return f"{'_'.join(part for part in parts if part)}.{ending}"


def fit(name: str) -> str:
    """A name without what no file system takes."""
    return UNFIT.sub(" ", name).strip(" .")[:60] or "_"


def _own(session: Session, by: Actor, job_id: int) -> Job:
    job = session.get(Job, job_id)
    if job is None or job.kind != PAPERS or job.by_id != by.id:
        raise NotFound("papers_gone")
    return job
