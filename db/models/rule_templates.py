"""Rules that staff keep to start other cohorts from."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Document, Instant, Key


class RuleTemplate(Base):
    """The rules of a cohort as they stood when somebody kept them, without anything about named people."""

    __tablename__ = "rule_templates"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    rules: Mapped[Document]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
