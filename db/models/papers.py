"""Papers: an office's own Word templates, what a long job made until its maker fetches it, and which papers were made."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Instant, Key


class PaperTemplate(Base):
    """A template that an office put in the place of the default one; the newest that was not taken back is in force."""

    __tablename__ = "paper_templates"
    id: Mapped[Key]
    form: Mapped[Code] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    taken_back_at: Mapped[datetime | None]


class PaperFile(Base):
    """What a job made; it waits a day for whoever asked for it, then the next job clears it away."""

    __tablename__ = "paper_files"
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[Instant]


class PaperPrint(Base):
    """That a form about somebody was made: how many sheets it had the last time, how often, when and by whom last.

    `subject_id` is pairings.id for forms about a pairing, people.id for forms about a mentor.
    """

    __tablename__ = "paper_prints"
    form: Mapped[Code] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheets: Mapped[int]
    times: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
