"""What staff order for one person of a scheme, beside its locks and bans: other seats, or nobody on purpose."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Instant, Key, PersonKey, Words


class SchemeLimit(Base):
    """In this scheme a mentor has `amount` seats more than the snapshot says ("seats"), a mentee gets nobody ("alone").

    `person_id` is the mentor or the mentee; the pool itself is untouched.
    """

    __tablename__ = "scheme_limits"
    __table_args__ = (
        UniqueConstraint("scheme_id", "kind", "person_id"),
        CheckConstraint("kind IN ('seats', 'alone')", name="kind"),
    )
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), index=True)
    kind: Mapped[Code]
    person_id: Mapped[PersonKey]
    amount: Mapped[int] = mapped_column(default=0, server_default="0")
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
