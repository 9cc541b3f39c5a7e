"""What the worker does with a job of papers: one document, a zip of single ones, or archives, with progress and an end at any time."""

import gc
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.clock import now
from db.engines import Database
from db.models import Job, PaperFile
from documents.papers.fields import forms
from documents.papers.press import Press
from matching.errors import Cancelled
from programme.access import Action, Actor, actor_of, require
from programme.errors import Conflict
from programme.papers.archive import Made, bundle, holders, volume_of
from programme.papers.archive_words import TITLES, VOLUME_OF
from programme.papers.drafts import Draft, Wanted, drafts, language_of
from programme.papers.file_names import by_subject, dated, file_name, fit
from programme.papers.making import own_job
from programme.papers.prints import counted, note_prints
from programme.papers.store import DOCX, template_of
from programme.runs import Pulse
from programme.usecase import fetch, perform, record, use_case
from texts import speaking

ZIP = "application/zip"
WAITS = timedelta(days=1)
# Filling in is a small part of a paper's work: the rest is finding what stands in it.
WRITING = 0.1
# After so many files what Word packages leave behind is cleared away.
TIDY = 10
Tick = Callable[[float], None]


def compute(database: Database, job_id: int, pulse: Pulse) -> None:
    """Make what the job asks for and keep it."""
    with database.read() as session:
        job = fetch(session, Job, job_id)
        by, load = actor_of(session, job.by_id), job.payload
        require(by, Action.EXPORT)
        with speaking(language_of(load["form"])):
            make = _archives if load["pack"] == "archive" else _papers
            name, content, made = make(session, by, load, pulse)
    perform(database, by.id, keep_made, job_id=job_id, name=name, content=content, made=made)


@use_case(Action.EXPORT)
def keep_made(
    session: Session, by: Actor, *, job_id: int, name: str, content: bytes, made: Sequence[tuple[str, Mapping[int, int]]] = ()
) -> None:  # fmt: skip
    """Keep what a job made for a day, and note which papers these were; Conflict when it was given up meanwhile."""
    job = own_job(session, by, job_id)
    if job.cancel or job.status != "running":
        raise Conflict("cancelled" if job.cancel else "job_ended", status=job.status)
    session.execute(delete(PaperFile).where(PaperFile.at < now() - WAITS))
    mime = ZIP if name.endswith(".zip") else DOCX
    session.add(PaperFile(job_id=job_id, name=name, mime=mime, content=content))
    job.status, job.progress, job.result = "done", 1.0, {"size": len(content)}
    session.flush()
    for form, sheets in made:
        note_prints(session, by, form, sheets)
    record(session, by, Action.EXPORT, f"paper:{job.payload['form']}", job=job_id, made=name, size=len(content))


def _heard(pulse: Pulse, whole: int) -> Tick:
    """A tick that reports and ends the work once nobody wants it any more."""

    def tick(done: float) -> None:
        pulse.report((1 - WRITING) * done / whole)
        if pulse.cancelled():
            raise Cancelled

    return tick


def _papers(session: Session, by: Actor, load: dict[str, Any], pulse: Pulse) -> tuple[str, bytes, Made]:
    form = load["form"]
    found = drafts(session, by, Wanted(form, tuple(load["ids"]), load["of"], load.get("month", "")))
    press, tick = Press(template_of(session, form)), _heard(pulse, len(found))
    if load["pack"] == "one":
        content = press.many((draft.values() for draft in found), tick)
    else:
        content = _zipped(press, form, found, tick)
    return file_name(form, found, "docx" if load["pack"] == "one" else "zip"), content, [(form, counted(found))]


def _zipped(press: Press, form: str, found: Sequence[Draft], tick: Tick) -> bytes:
    """A file for each subject with its sheets; a number before the name keeps namesakes apart and the order of the list."""
    out, title, done = io.BytesIO(), forms()[form].title, 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheets in enumerate(by_subject(found), start=1):
            content = press.many((one.values() for one in sheets), lambda share, before=done: tick(before + share))  # type: ignore[misc]
            archive.writestr(f"{number:03d}_{fit(sheets[0].name)}_{fit(title)}.docx", content)
            done += len(sheets)
            if number % TIDY == 0:
                gc.collect()
    return out.getvalue()


def _archives(session: Session, by: Actor, load: dict[str, Any], pulse: Pulse) -> tuple[str, bytes, Made]:
    volume = load.get("volume", 0)
    found = volume_of(holders(session, by.viewer, load["form"], load["ids"], load["of"]), volume)
    if not found:
        raise Conflict("nothing_to_export")

    @cache
    def presses(form: str) -> Press:
        return Press(template_of(session, form))

    content, made = bundle(session, by, found, presses, _heard(pulse, len(found)))
    whom = found[0].name if len(found) == 1 else str(len(found))
    title = TITLES[load["form"]] + (VOLUME_OF.format(number=volume) if volume else "")
    return dated(title, whom, "zip"), content, made
