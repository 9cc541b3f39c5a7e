"""`python -m programme import-roster`: the report that the office's IT relies on, with and without a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.engines import database as present
from db.models import Audit, Cohort, Import, Mentee, MentorProfile
from programme.__main__ import main
from tests.documents.hostile import macros
from tests.support.rosters import MENTEES, MENTORS

LINES = (
    "赵一,男,1965.03,市住建局副局长,群众工作,澜州话,2",
    "钱二,女,1966.1,市财政局局长,公文写作,—,2人",
    ",男,1970.05,市总工会主席,党建,无,1",
    "赵一 ,男,1965.03,市住建局副局长,群众工作,澜州话,2",
    "合计,4人,,,,,",
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command on a database file of its own; the exit code and the report."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'cli.db'}")
    monkeypatch.setenv("BANGDAI_LANG", "zh")
    present.cache_clear()

    def go(*arguments: str) -> tuple[int, dict[str, Any]]:
        report = tmp_path / "out.json"
        report.unlink(missing_ok=True)
        code = main(["import-roster", *arguments, "--report", str(report)])
        return code, json.loads(report.read_text("utf-8"))

    yield go
    present().close()
    present.cache_clear()


@pytest.fixture
def mentors(tmp_path: Path) -> str:
    """A roster of mentors with two faults, a twin and a total."""
    path = tmp_path / "导师.csv"
    path.write_bytes("\n".join((MENTORS, *LINES)).encode("gb18030"))
    return str(path)


def count(tmp_path: Path, model: Any) -> int:
    database = Database(f"sqlite:///{tmp_path / 'cli.db'}")
    with database.read() as session:
        found = session.scalar(select(func.count()).select_from(model)) or 0
    database.close()
    return found


def test_a_dry_run_reports_everything_and_makes_no_database(run: Any, mentors: str, tmp_path: Path) -> None:
    code, told = run("--kind", "mentor", mentors, "--dry-run")
    assert code == 0
    assert {name: told[name] for name in ("kind", "rows", "new", "changed", "unchanged", "held")} == {
        "kind": "mentor", "rows": 3, "new": 1, "changed": 0, "unchanged": 0, "held": 2,
    }  # fmt: skip
    assert [(one["sheet"], one["row"], one["column"], one["rule"], one["value"]) for one in told["faults"]] == [
        ("导师", 3, "出生年月", "ambiguous_date", "1966.1"), ("导师", 4, "姓名", "missing_name", ""),
    ]  # fmt: skip
    assert "1966年1月" in told["faults"][0]["message"]
    assert [(one["sheet"], one["row"]) for one in told["duplicates"]] == [("导师", 2), ("导师", 5)]
    assert [(one["row"], one["reason"]) for one in told["skipped"]] == [(6, "total")]
    assert not (tmp_path / "cli.db").exists()


def test_an_import_saves_the_sound_rows_and_the_same_file_again_nothing(run: Any, mentors: str, tmp_path: Path) -> None:
    code, told = run("--kind", "mentor", mentors)
    assert (code, told["new"], told["dry_run"]) == (0, 1, False)
    code, again = run("--kind", "mentor", mentors)
    assert (code, again["new"], again["changed"], again["unchanged"], again["import_id"]) == (0, 0, 0, 1, None)
    assert (count(tmp_path, MentorProfile), count(tmp_path, Import)) == (1, 1)
    _, dry = run("--kind", "mentor", mentors, "--dry-run")
    assert (dry["new"], dry["unchanged"]) == (0, 1)
    assert count(tmp_path, Audit) >= 3


def test_mentees_go_to_the_cohort_named_or_to_the_newest_open_one_or_to_a_new_one(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "对象.csv"
    person = "周思远,1999.05,2025.07,市财政局科员,会计学,年轻干部,群众工作"
    path.write_text("\n".join(("2025年批次帮带对象花名册,,,,,,", MENTEES, person)), "utf-8-sig")
    assert run("--kind", "mentee", str(path), "--dry-run")[1]["new"] == 1
    assert run("--kind", "mentee", str(path))[1]["new"] == 1
    assert run("--kind", "mentee", str(path))[1]["unchanged"] == 1
    assert run("--kind", "mentee", str(path), "--cohort", "增补")[1]["new"] == 1
    assert (count(tmp_path, Cohort), count(tmp_path, Mentee)) == (2, 2)


def test_a_file_that_cannot_be_read_is_refused_in_the_report_and_by_the_exit_code(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "宏.xlsx"
    path.write_bytes(macros())
    code, told = run("--kind", "mentor", str(path))
    assert (code, told["refused"]["rule"], told["rows"]) == (2, "macros", 0)
    assert "宏" in told["refused"]["message"]


def test_a_missing_file_is_named_and_no_report_is_written(run: Any, tmp_path: Path, capsys: Any) -> None:
    assert main(["import-roster", "--kind", "mentor", str(tmp_path / "nowhere.csv")]) == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_a_roster_of_the_other_kind_gives_no_rows_and_says_why(run: Any, mentors: str) -> None:
    code, told = run("--kind", "mentee", mentors, "--dry-run")
    assert (code, told["rows"], told["skipped"][0]["reason"]) == (0, 0, "other_kind")


def test_without_a_report_file_the_report_goes_to_standard_output(run: Any, mentors: str, capsys: Any) -> None:
    assert main(["import-roster", "--kind", "mentor", mentors, "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 3
