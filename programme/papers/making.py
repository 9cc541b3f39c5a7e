"""One paper at once, many by a job: as one document or as a zip, with progress, given up at any time, fetched once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Job, PaperFile
from documents.papers.press import Press
from programme import exports, jobs
from programme.access import Action, Actor, require
from programme.errors import Conflict, Invalid, NotFound
from programme.papers.archive import VOLUME, holders, volume_of
from programme.papers.archive_words import TITLES as ARCHIVES
from programme.papers.drafts import Draft, Wanted, drafts, language_of
from programme.papers.file_names import file_name
from programme.papers.prints import counted, note_prints
from programme.papers.store import DOCX, template_of
from programme.results import Offer
from programme.usecase import record, use_case
from texts import speaking

PAPERS = "papers"
PACKS = ("one", "zip")
# Ids in one request, sheets that come of them, as many sheets as one waits for, people in a bundle of archives.
MOST, SHEETS, AT_ONCE, HOLDERS = 1000, 3000, 40, VOLUME


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
    note_prints(session, by, form, counted(found))
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
def start_archive(
    session: Session, by: Actor, *, form: str, ids: Sequence[int] = (), of: int = 0, volume: int = 0
) -> int:  # fmt: skip
    """Send archives to a worker and return the job: of mentors or mentees by people.id ("archive_mentor",
    "archive_mentee"), or of everybody who has or had a pairing in the cohort `of` ("archive_cohort"), the large one volume
    by `volume` (from 1).

    Raises Invalid for another form or too many people, Conflict where nobody is left.
    """
    if form not in ARCHIVES:
        raise Invalid("not_in_list", field="form", value=form)
    count = len(volume_of(holders(session, by.viewer, form, ids, of), volume))
    if count > HOLDERS:
        raise Invalid("archives_too_many", count=count, limit=HOLDERS)
    if not count:
        raise Conflict("nothing_to_export")
    payload = {"form": form, "ids": list(ids), "of": of, "pack": "archive", "count": count, "volume": volume}
    job = jobs.enqueue(session, by, PAPERS, payload)
    record(session, by, Action.EXPORT, f"paper:{form}", job=job.id, ids=list(ids), of=of, volume=volume, count=count)
    return job.id


@use_case(Action.EXPORT)
def stop_papers(session: Session, by: Actor, *, job_id: int) -> None:
    """Give up a job of one's own that is still under way; nothing of it is kept."""
    job = own_job(session, by, job_id)
    if job.status not in jobs.LIVE:
        raise Conflict("job_ended", status=job.status)
    job.cancel = True
    jobs.close(session, job_id, "cancelled")
    record(session, by, Action.EXPORT, f"job:{job.id}", cancel=True)


@use_case(Action.EXPORT)
def offer_made(session: Session, by: Actor, *, job_id: int) -> Offer:
    """Lay what a job of one's own made ready to be fetched once; NotFound when it has been cleared away."""
    job = own_job(session, by, job_id)
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


def own_job(session: Session, by: Actor, job_id: int) -> Job:
    """A job of papers that this account started; NotFound for any other."""
    job = session.get(Job, job_id)
    if job is None or job.kind != PAPERS or job.by_id != by.id:
        raise NotFound("papers_gone")
    return job
