"""The glossary says what the code and the screens say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<chinese>\S+) \| (?P<english>[^|]+) \| `(?P<name>\w+)` \|$", re.MULTILINE)
ROWS = [match.groupdict() for match in ROW.finditer((ROOT / "docs" / "glossary.md").read_text("utf-8"))]
CODE = "\n".join(
    path.read_text("utf-8")
    for part in ("matching", "db", "documents", "programme", "pages")
    for path in sorted((ROOT / part).rglob("*.py"))
)
SCREENS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "locales" / "zh_CN").glob("*.po")))


def test_the_glossary_is_not_empty():
    assert len(ROWS) >= 25


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_the_name_stands_in_the_code_and_the_word_on_a_screen(row):
    assert re.search(rf"\b{row['name']}\b", CODE), f"no {row['name']} in the code"
    assert row["chinese"] in SCREENS or row["chinese"] in CODE, f"{row['chinese']} is on no screen"
