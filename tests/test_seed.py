"""Every fact of the seed report has its place in the product: docs/seed.md names a page, a use case and a test that exist."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from pages.parts.menu import SECTIONS

ROOT = Path(__file__).resolve().parent.parent
MISSING = "not yet"
FACTS = [f"S{number:02}" for number in range(1, 66)]
PAGES = {f"pages/{entry.file}" for entries in SECTIONS.values() for entry in entries}


@cache
def rows() -> dict[str, tuple[str, ...]]:
    """Fact -> the cells of its row: what the seed says, page, use case, test."""
    lines = (ROOT / "docs" / "seed.md").read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines if line[:3] == "| S"]
    assert len({row[0] for row in cells}) == len(cells), "a fact has two rows"
    return {row[0]: row[1:] for row in cells}


def named(cell: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_table_has_all_sixty_five_facts() -> None:
    assert sorted(rows()) == FACTS


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_says_not_yet_or_has_a_page_of_the_menu_a_use_case_and_a_test_that_exist(fact: str) -> None:
    _said, page, use_case, test = rows()[fact]
    if {page, use_case, test} == {MISSING}:
        return
    assert named(page) and set(named(page)) <= PAGES, page
    assert named(use_case), use_case
    for name in named(use_case):
        module, _dot, attribute = name.rpartition(".")
        assert hasattr(import_module(module), attribute), name
    assert named(test), test
    for name in named(test):
        file, _colons, function = name.partition("::")
        assert function in functions(file), name
