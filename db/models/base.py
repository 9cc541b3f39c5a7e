"""What all tables share: keys that never depend on the engine, names of constraints, a version, an instant."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.clock import now

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(32))]
Name = Annotated[str, mapped_column(String(120))]
Words = Annotated[str, mapped_column(Text, default="", server_default="")]
PartialDate = Annotated[str | None, mapped_column(String(10))]
Document = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]
Instant = Annotated[datetime, mapped_column(DateTime, default=now)]
AccountKey = Annotated[int, mapped_column(ForeignKey("accounts.id"))]
PersonKey = Annotated[int, mapped_column(ForeignKey("people.id"), index=True)]


class Base(DeclarativeBase):
    """The declarative base; `docs/model.md` explains every table."""

    metadata = MetaData(naming_convention=NAMES)


class Versioned:
    """A row that staff edit: a change names the version it was made against."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")
