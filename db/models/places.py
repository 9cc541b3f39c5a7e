"""Units, places and the vocabularies with their synonyms."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Key, Name


class Unit(Base):
    """A unit as it is called now; what it was called before stands in its aliases."""

    __tablename__ = "units"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[Code]
    county: Mapped[str] = mapped_column(String(40), default="")
    township: Mapped[str] = mapped_column(String(40), default="")
    stream: Mapped[str] = mapped_column(String(32), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class UnitAlias(Base):
    """Another name under which rosters speak of a unit."""

    __tablename__ = "unit_aliases"
    alias: Mapped[str] = mapped_column(String(120), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))


class Term(Base):
    """A word of a vocabulary (`kind` expertise, dialect, field or strength); the code is stable, the names may change."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("kind", "code"), UniqueConstraint("kind", "name"))
    id: Mapped[Key]
    kind: Mapped[Code]
    code: Mapped[str] = mapped_column(String(48))
    name: Mapped[Name]
    name_en: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class TermAlias(Base):
    """A synonym of a term as rosters write it."""

    __tablename__ = "term_aliases"
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    alias: Mapped[str] = mapped_column(String(120), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"))


class PlaceDialect(Base):
    """A dialect spoken in a county, or in one township of it."""

    __tablename__ = "place_dialects"
    __table_args__ = (Index(None, "county", "township"),)
    id: Mapped[Key]
    county: Mapped[str] = mapped_column(String(40))
    township: Mapped[str] = mapped_column(String(40), default="")
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"))
