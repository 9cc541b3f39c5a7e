"""What tells whether a table was written since somebody read it."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class TableMark(Base):
    """A number for each table; triggers of the database draw another one with every write (see `db.marks`)."""

    __tablename__ = "table_marks"

    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger)
