"""The templates in force: a default for each form, or the office's own, which can be fetched, edited and taken back."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.engines import Database
from db.models import Account, PaperTemplate
from db.queries.viewer import Viewer, reads
from documents.grid import Refused
from documents.papers.fields import default_template, forms
from documents.papers.inspection import inspect
from documents.safe import Upload
from programme import exports
from programme.access import Action, Actor, require
from programme.errors import Conflict, Invalid, NotFound
from programme.results import Offer
from programme.usecase import fetch, perform, record, use_case

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The inspection says what is wrong by a rule; the sentences have these codes.
REFUSED = "template_{rule}"


@dataclass(frozen=True, slots=True)
class TemplateState:
    """Which template a form has: `own_id` is None with the default one, else paper_templates.id, with file and author."""

    form: str
    title: str
    own_id: int | None = None
    name: str = ""
    by: str = ""
    at: datetime | None = None


@reads("programme")
def templates(session: Session, viewer: Viewer) -> list[TemplateState]:
    """Every form with the template in force."""
    rows = select(PaperTemplate.id, PaperTemplate.form, PaperTemplate.name, Account.name, PaperTemplate.at)
    rows = rows.join(Account, Account.id == PaperTemplate.by_id).where(PaperTemplate.taken_back_at.is_(None))
    own = {row[1]: (row[0], *row[2:]) for row in session.execute(rows.order_by(PaperTemplate.id))}
    return [TemplateState(form.code, form.title, *own.get(form.code, ())) for form in forms().values()]


def about_of(form: str) -> str:
    """What one paper of a form speaks of, as `documents.papers.fields.FormKind.about` says."""
    return forms()[form].about


def fields_of(form: str) -> list[tuple[str, str]]:
    """Every placeholder of a form with its meaning; those of a list's rows stand below the list as `list: row.field`."""
    fields = forms()[form].fields
    rows = [(f"{name}: row.{own}", meaning) for name, row in fields.lists.items() for own, meaning in row.items()]
    return [*fields.plain.items(), *rows]


def template_of(session: Session, form: str) -> bytes:
    """The bytes of the template in force."""
    rows = select(PaperTemplate.content).where(PaperTemplate.form == form, PaperTemplate.taken_back_at.is_(None))
    own = session.scalars(rows.order_by(PaperTemplate.id.desc()).limit(1)).first()
    return own if own is not None else default_template(form)


def put_template(database: Database, by: Actor, *, form: str, upload: Upload) -> int:
    """Look at an uploaded template in a process of its own, then put it in force; paper_templates.id.

    Raises Invalid with the reason where it cannot be one.
    """
    require(by, Action.MANAGE_WORDS)
    _known(form)
    try:
        inspect(upload, form)
    except Refused as refusal:
        raise Invalid(REFUSED.format(rule=refusal.rule), **{"file": upload.name, **refusal.data}) from refusal
    return perform(database, by.id, keep_template, form=form, upload=upload)


@use_case(Action.MANAGE_WORDS)
def keep_template(session: Session, by: Actor, *, form: str, upload: Upload) -> int:
    """Put a template that was looked at in force."""
    digest = hashlib.sha256(upload.content).hexdigest()
    row = PaperTemplate(form=form, name=upload.name[:200], content=upload.content, digest=digest, by_id=by.id)
    session.add(row)
    session.flush()
    record(session, by, Action.MANAGE_WORDS, f"template:{form}", act="put", file=row.name, digest=digest)
    return row.id


@use_case(Action.MANAGE_WORDS)
def take_back(session: Session, by: Actor, *, template_id: int) -> None:
    """Take an own template back: the one before it is in force again, in the end the default one."""
    row = fetch(session, PaperTemplate, template_id)
    if row.taken_back_at is not None:
        raise Conflict("template_gone")
    row.taken_back_by_id, row.taken_back_at = by.id, now()
    session.flush()
    record(session, by, Action.MANAGE_WORDS, f"template:{row.form}", act="taken_back", file=row.name)


@use_case(Action.EXPORT)
def offer_template(session: Session, by: Actor, *, form: str, default: bool = False) -> Offer:
    """Lay a template ready to be fetched and edited: the one in force, or the default one."""
    _known(form)
    content = default_template(form) if default else template_of(session, form)
    name = f"{forms()[form].title}.docx"
    return Offer(exports.offer(session, by, name, DOCX, content), name, 1)


def _known(form: str) -> None:
    if form not in forms():
        raise NotFound("no_row", kind="forms", key=form)
