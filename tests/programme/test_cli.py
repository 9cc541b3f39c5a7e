"""The command line: what the office's IT runs, and what it says."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from db import schema
from db.engines import Database
from db.models import Account, Audit, Term
from programme import audit, cli_backup, cli_check, cli_create_admin, cli_prepare, cli_verify_audit, setup
from programme.__main__ import commands, main
from programme.errors import Conflict
from tests.conftest import Staff
from texts import speaking

NAMES = {"prepare", "check", "check-invariants", "verify-audit", "backup", "create-admin", "import-roster"}


@pytest.fixture(autouse=True)
def english():  # type: ignore[no-untyped-def]
    """Messages are read in English here."""
    with speaking("en"):
        yield


def test_every_command_is_there_and_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(commands()) >= NAMES
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert all(name in told for name in NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_command_explains_its_arguments(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    assert name in capsys.readouterr().out


def test_a_refusal_is_a_sentence_and_exit_code_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lite: Database, tmp_path: Path
) -> None:
    monkeypatch.setattr(cli_backup, "database", lambda: lite)
    monkeypatch.setenv("BANGDAI_LANG", "en")
    (tmp_path / "copy.db").touch()
    assert main(["backup", str(tmp_path / "copy.db")]) == 2
    assert "never overwrites" in capsys.readouterr().err


def test_prepare_makes_the_tables_and_nobody_in_them(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    assert cli_prepare.prepare(database, demo=False) == 0
    assert schema.is_current(database)
    with database.read() as session:
        assert not session.scalars(select(Account)).all()
    database.close()


def test_a_prepared_installation_knows_the_words_that_rosters_use(tmp_path: Path) -> None:
    """`make run DEMO=no` prepares first, so the server finds the tables there and would seed nothing itself."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    cli_prepare.prepare(database, demo=False)
    setup.settle(database)
    with database.read() as session:
        words = session.scalars(select(Term.name).where(Term.kind == "expertise")).all()
    assert {"矛盾纠纷化解", "征地拆迁"} <= set(words)
    database.close()


def test_preparing_again_changes_nothing(lite: Database, capsys: pytest.CaptureFixture[str], staff: Staff) -> None:
    staff("officer")
    assert cli_prepare.prepare(lite, demo=True) == 0
    assert "stays as it is" in capsys.readouterr().out
    with lite.read() as session:
        assert len(session.scalars(select(Account)).all()) == 1


def test_an_older_database_is_copied_before_it_is_renewed(tmp_path: Path, staff: Staff, lite: Database) -> None:
    from alembic import command

    staff("officer")
    with lite.write() as session:
        command.downgrade(schema.config(session.connection()), "0002")
    cli_prepare.prepare(lite, demo=False)
    assert schema.is_current(lite)
    (kept,) = tmp_path.glob("*.before-upgrade-from-0002.db")
    copy = Database(f"sqlite:///{kept}")
    assert schema.revision(copy) == "0002"
    copy.close()


def test_the_chain_is_verified_against_a_head_kept_earlier(lite: Database, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        with lite.write() as session:
            audit.append(session, account_id=None, action="act")
    with lite.read() as session:
        head = audit.verify(session).head
    assert cli_verify_audit.tell(lite, head) == 0
    assert head in capsys.readouterr().out
    assert cli_verify_audit.tell(lite, "f" * 64) == 1
    assert "no longer in the chain" in capsys.readouterr().out
    with lite.write() as session:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET action = 'other' WHERE seq = 2"))
    assert cli_verify_audit.tell(lite) == 1
    assert "Row 2 does not fit" in capsys.readouterr().out


def test_a_backup_is_whole_and_holds_what_was_written(lite: Database, tmp_path: Path, staff: Staff) -> None:
    staff("officer")
    assert cli_backup.backup(lite, tmp_path / "copy.db") == 0
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    with copy.read() as session:
        assert len(session.scalars(select(Account)).all()) == 1
    copy.close()


def test_a_backup_of_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    database = Database("postgresql://nobody@/nothing")
    with pytest.raises(Conflict, match="backup_engine"):
        cli_backup.backup(database, tmp_path / "copy")
    database.close()


def test_the_first_administrator_is_made_once(lite: Database) -> None:
    assert cli_create_admin.create(lite, "keeper", "Wang", "Quiet-Harbour-7") == 0
    with pytest.raises(Conflict, match="has_accounts"):
        cli_create_admin.create(lite, "second", "Li", "Quiet-Harbour-7")
    with lite.read() as session:
        assert session.scalars(select(Account.role)).one() == "secadmin"
        assert session.scalars(select(Audit.action)).one() == "first_administrator"


def test_check_finds_nothing_in_a_sound_database_and_more_with_deploy(
    lite: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli_check.tell(lite, deploy=False) == 0
    assert cli_check.tell(lite, deploy=True) == 1
    assert "There is no security administrator" in capsys.readouterr().out
