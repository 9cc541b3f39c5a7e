"""Confirmed imports, row by row, so that they can be undone; remembered headers; long jobs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, Versioned, Words


class Import(Versioned, Base):
    """One confirmed import; undoing it is a state, not a deletion. `by_id` is empty for the server's command line."""

    __tablename__ = "imports"
    __table_args__ = (CheckConstraint("status IN ('saved', 'undone')", name="status"),)
    id: Mapped[Key]
    kind: Mapped[Code]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    files: Mapped[Words]
    status: Mapped[Code] = mapped_column(default="saved")
    summary: Mapped[Document]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[Instant]


class ImportRow(Base):
    """What one row of a file did to one person: `before` is empty for a new one."""

    __tablename__ = "import_rows"
    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(200))
    row: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[Code]
    before: Mapped[Document]
    after: Mapped[Document]


class ImportDraft(Versioned, Base):
    """An import that somebody is still mending; `choices` are the decisions so far, and the whole row goes once it is done.

    `kind` is "roster" or "record".
    """

    __tablename__ = "import_drafts"
    id: Mapped[Key]
    kind: Mapped[Code] = mapped_column(default="roster", server_default="roster")
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    choices: Mapped[Document]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class ImportFile(Base):
    """A file of a draft: as it came, and its sheets as text, so that it is read in a child process only once."""

    __tablename__ = "import_files"
    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("import_drafts.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sheets: Mapped[Document]


class ColumnMapping(Base):
    """A header that staff once assigned to a field ("" for: leave this column out)."""

    __tablename__ = "column_mappings"
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    header: Mapped[str] = mapped_column(String(120), primary_key=True)
    field: Mapped[Code]


class Job(Base):
    """Long work in a process of its own: the page polls this row, the worker writes it."""

    __tablename__ = "jobs"
    __table_args__ = (CheckConstraint("status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="status"),)
    id: Mapped[Key]
    kind: Mapped[Code]
    payload: Mapped[Document]
    status: Mapped[Code] = mapped_column(default="queued")
    progress: Mapped[float] = mapped_column(default=0)
    heartbeat: Mapped[datetime | None]
    cancel: Mapped[bool] = mapped_column(default=False)
    result: Mapped[Document]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
