"""The audit chain: whatever is done to it in the database shows at its row, and the database itself resists."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Audit
from programme import audit

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

ROWS = 12
Tamper = Callable[[Connection, int], None]


def fill(database: Database, rows: int = ROWS) -> str:
    """Write rows as the program does, in separate transactions; returns the head."""
    for number in range(rows):
        with database.write() as session:
            audit.append(session, account_id=None, action="act", object=f"thing:{number}", figure=number, text="“é中")
    with database.read() as session:
        return audit.verify(session).head


def without_triggers(database: Database) -> None:
    """What somebody with the database's own password can do first."""
    with database.write() as session:
        if database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_no_update"))
            session.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            session.execute(text("DROP TRIGGER audit_append_only ON audit"))


def test_a_chain_that_nobody_touched_is_whole(database: Database) -> None:
    fill(database)
    with database.read() as session:
        report = audit.verify(session)
    assert (report.rows, report.broken_at) == (ROWS, None)


def test_an_empty_chain_is_whole(lite: Database) -> None:
    with lite.read() as session:
        assert audit.verify(session) == audit.ChainReport(0, None, audit.GENESIS)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET outcome = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 12"]
)
def test_the_database_refuses_to_change_or_delete_a_row(database: Database, statement: str) -> None:
    head = fill(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(text(statement))
    with database.read() as session:
        assert audit.verify(session).head == head


def edit(connection: Connection, seq: int) -> None:
    """Another object in the same row."""
    connection.execute(update(Audit).where(Audit.seq == seq).values(object="thing:other"))


def edit_with_its_hash(connection: Connection, seq: int) -> None:
    """Another outcome, and the row's hash made to fit."""
    row = connection.execute(select(Audit.__table__).where(Audit.seq == seq)).one()
    forged = Audit(**{**row._mapping, "outcome": "forged"})
    connection.execute(update(Audit).where(Audit.seq == seq).values(outcome="forged", hash=audit.digest(forged)))


def remove(connection: Connection, seq: int) -> None:
    """A row less."""
    connection.execute(delete(Audit).where(Audit.seq == seq))


def swap(connection: Connection, seq: int) -> None:
    """Two neighbours in each other's place."""
    other = seq + 1
    for old, new in ((seq, 1000), (other, seq), (1000, other)):
        connection.execute(update(Audit).where(Audit.seq == old).values(seq=new))


def put_in(connection: Connection, seq: int) -> None:
    """A row more, that fits to the row before it, with the later ones moved up."""
    for number in range(ROWS, seq, -1):
        connection.execute(update(Audit).where(Audit.seq == number).values(seq=number + 1))
    before = connection.execute(select(Audit.hash, Audit.at).where(Audit.seq == seq)).one()
    row = Audit(
        seq=seq + 1, at=before.at, account_id=None, action="never", object="", outcome="done", detail={}, prev=before.hash
    )  # fmt: skip
    values = {column.key: getattr(row, column.key) for column in Audit.__table__.columns if column.key != "hash"}
    connection.execute(insert(Audit).values(**values, hash=audit.digest(row)))


def back_date(connection: Connection, seq: int) -> None:
    """The row happened a day earlier."""
    at = connection.execute(select(Audit.at).where(Audit.seq == seq)).scalar_one()
    connection.execute(update(Audit).where(Audit.seq == seq).values(at=at - timedelta(days=1)))


@pytest.mark.parametrize("tamper", [edit, edit_with_its_hash, remove, swap, put_in, back_date])
def test_what_is_done_to_the_middle_of_the_chain_shows_there(database: Database, tamper: Tamper) -> None:
    fill(database)
    without_triggers(database)
    for seq in random.Random(7).sample(range(1, ROWS - 1), 4):
        with database.engine.connect() as connection:
            tamper(connection, seq)
            broken_at = audit.verify(Session(connection)).broken_at
            connection.rollback()
        assert broken_at is not None
        assert seq <= broken_at <= seq + 2
    with database.read() as session:
        assert audit.verify(session).broken_at is None, "the control: what was rolled back is not there"


def test_a_tail_that_was_cut_off_shows_against_a_head_kept_elsewhere(database: Database) -> None:
    head = fill(database)
    without_triggers(database)
    with database.write() as session:
        session.execute(delete(Audit).where(Audit.seq > ROWS - 2))
    with database.read() as session:
        assert audit.verify(session).broken_at is None, "the chain alone cannot know its length"
        assert not audit.contains(session, head)


def test_a_head_kept_elsewhere_is_still_there_after_more_was_written(database: Database) -> None:
    head = fill(database)
    fill(database, 2)
    with database.read() as session:
        assert audit.contains(session, head)


def test_an_act_that_fails_leaves_no_row(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        audit.append(session, account_id=None, action="act")
        1 / 0  # noqa: B018
    with database.read() as session:
        assert audit.verify(session).rows == 0


def test_particulars_of_any_kind_are_kept_as_text_and_verify_after_a_round_trip(database: Database) -> None:
    with database.write() as session:
        audit.append(
            session, account_id=None, action="act", day=date(2026, 3, 5), share=0.1, nothing=None, list=[1, "二"]
        )
    with database.read() as session:
        assert audit.verify(session).broken_at is None
        assert session.scalars(select(Audit)).one().detail["day"] == "2026-03-05"
