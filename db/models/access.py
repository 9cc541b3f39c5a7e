"""Accounts of staff, their signed-in browsers, files to fetch once, and the audit chain."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Document, Instant, Key, Name, Versioned

ROLES = (
    "officer", "chief", "leader", "publicity", "liaison", "inspector", "sysadmin", "secadmin", "auditor",
)  # fmt: skip


class Account(Versioned, Base):
    """A member of staff who may sign in; mentors and mentees have none. A liaison sees one unit."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("role IN ({})".format(", ".join(f"'{role}'" for role in ROLES)), name="role"),
        CheckConstraint("role <> 'liaison' OR unit_id IS NOT NULL", name="scope"),
    )
    id: Mapped[Key]
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Name]
    role: Mapped[Code]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]


class Lock(Base):
    """Tries of one subject (`login:...`, `address:...`) since an instant; names nobody has are counted like real ones."""

    __tablename__ = "locks"
    subject: Mapped[str] = mapped_column(String(140), primary_key=True)
    tries: Mapped[int]
    since: Mapped[Instant]
    until: Mapped[datetime | None]


class Setting(Base):
    """A property of this installation, such as being a demonstration."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Document]


class WebSession(Base):
    """A signed-in browser; only the hash of its token is kept."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    started_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    revoked: Mapped[bool] = mapped_column(default=False)


class Export(Base):
    """A finished file that one account may fetch once, within minutes."""

    __tablename__ = "exports"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]


class Audit(Base):
    """One act, allowed or refused; each row's hash covers the row before it."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[Instant]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    action: Mapped[str] = mapped_column(String(64), index=True)
    object: Mapped[str] = mapped_column(String(120), default="", index=True)
    outcome: Mapped[Code] = mapped_column(default="done")
    detail: Mapped[Document]
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
