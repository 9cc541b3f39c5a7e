"""Every refusal that the programme can give has its sentence, with exactly the data that it is given."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError
from programme.sentences import sentence, table
from texts import speaking

ROOT = Path(__file__).resolve().parent.parent.parent
ERRORS = ("Forbidden", "NotFound", "Stale", "Invalid", "Conflict", "ProgrammeError")
PLACEHOLDER = re.compile(r"\{(\w+)")


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """place, code, names of the data (None: given as a whole) of every error that is made in the programme."""
    for path in sorted((ROOT / "programme").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
                code, names = node.args[0], [keyword.arg for keyword in node.keywords]
                if isinstance(code, ast.Constant):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield place, str(code.value), None if None in names else set(map(str, names))


RAISED = list(raised())


@pytest.mark.parametrize(("place", "code", "names"), RAISED, ids=[place for place, _code, _names in RAISED])
def test_a_refusal_has_a_sentence_and_the_data_for_it(place: str, code: str, names: set[str] | None) -> None:
    assert code in table(), f"{place}: {code} has no sentence"
    if names is not None:
        assert set(PLACEHOLDER.findall(table()[code])) <= names


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_sentence_is_made_in_the_language_in_force(language: str) -> None:
    with speaking(language):
        told = sentence(Forbidden("locked", minutes=7))
    assert ("Try again in 7 minutes" if language == "en" else "请 7 分钟后再试") in told


def test_a_code_that_nobody_knows_names_itself() -> None:
    with speaking("en"):
        assert sentence(Conflict("no_such_code")) == "This could not be done (no_such_code)."


def test_what_a_user_typed_is_not_taken_for_a_placeholder() -> None:
    with speaking("en"):
        assert "“{minutes}”" in sentence(Invalid("login", login="{minutes}"))


def test_an_error_says_its_code_to_a_programmer_too() -> None:
    assert str(ProgrammeError("code", figure=3)) == "('code', {'figure': 3})"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Conflict("notice_runs", count=2, until=date(2026, 3, 5)), "2026年3月5日"),
        (Invalid("ends_before_starts", starts_on=date(2026, 10, 1), ends_on=date(2026, 9, 30)), "2026年9月30日"),
        (Invalid("work_before_fourteen", birth="2000-03", work_start="2010-07-01"), "2010年7月1日"),
        (Invalid("work_before_fourteen", birth="2000-03", work_start="2010-07-01"), "2000年3月"),
    ],
)
def test_a_day_in_a_sentence_is_read_as_chinese_writes_it(error: ProgrammeError, told: str) -> None:
    with speaking("zh_CN"):
        assert told in sentence(error)
    with speaking("en"):
        assert "年" not in sentence(error)
