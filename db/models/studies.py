"""What was computed about a scheme beside its plan: how firm its pairs are, what other plans there would be."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key


class SchemeStudy(Base):
    """One finished computation about a scheme; `fingerprint` is that of the plan it speaks about.

    `kind` is "firmness", "balance" or "changes" (the two frontiers); `subject` names what else it depends on.
    """

    __tablename__ = "scheme_studies"
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), index=True)
    kind: Mapped[Code]
    subject: Mapped[str] = mapped_column(String(80), default="")
    fingerprint: Mapped[str] = mapped_column(String(80), index=True)
    content: Mapped[Document]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
