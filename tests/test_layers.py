"""Who may import whom: the table of the architecture, read from the imports themselves."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("app", "db", "documents", "matching", "pages", "programme", "texts", "web")
STANDARD = sys.stdlib_module_names

# part -> what it may import beside the standard library and itself; a longer name opens one corner only.
MAY = {
    "matching": ("numpy", "scipy", "ortools"),
    "texts": ("babel",),
    "db": ("sqlalchemy", "alembic", "pysqlite3", "psycopg"),
    "db.queries": ("sqlalchemy", "alembic", "pandas"),
    "documents": ("pandas", "openpyxl", "defusedxml", "texts"),
    "documents.papers": ("docx", "docxtpl", "jinja2", "lxml"),
    "programme": ("matching", "db", "documents", "texts", "sqlalchemy", "argon2", "pypinyin"),
    "web": ("starlette", "programme", "texts"),
    # Whether a frame is a person's click stands in Streamlit's own message: the gate reads it, nothing else does.
    "web.activity": ("streamlit.proto", "google.protobuf"),
    "pages": ("streamlit", "plotly", "pandas", "programme", "texts", "db.queries", "db.clock"),
    # The frame opens the database for `look` and `act`; no page does.
    "pages.parts.frame": ("streamlit", "db.engines", "db.queries", "programme", "texts"),
    "app": ("streamlit", "starlette", "db.engines", "programme", "web", "pages.parts.mishap"),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Dotted name and file of every module of ours."""
    for part in OURS:
        paths = [ROOT / "app.py"] if part == "app" else sorted((ROOT / part).rglob("*.py"))
        for path in paths:
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


def imports(path: Path) -> set[str]:
    """Everything that a file imports, in full: `from a import b` is `a.b` and lies below `a`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def rules(module: str) -> tuple[str, ...]:
    """What the nearest entry of the table lets a module import."""
    while module not in MAY:
        module = module.rpartition(".")[0]
    return MAY[module]


def forbidden(module: str, names: set[str]) -> set[str]:
    """The imports that the table does not allow."""
    allowed = (*rules(module), module.partition(".")[0])
    return {
        name
        for name in names
        if name.partition(".")[0] not in STANDARD and not any(f"{name}.".startswith(f"{may}.") for may in allowed)
    }


MODULES = dict(modules())


def test_every_module_imports_only_what_its_layer_may() -> None:
    assert len(MODULES) > 700
    told = {module: forbidden(module, imports(path)) for module, path in MODULES.items()}
    assert {module: names for module, names in told.items() if names} == {}


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("matching.solve", "pandas"),
        ("matching.solve", "db.models.Person"),
        ("db.engines", "pandas"),
        ("db.queries.x", "programme.access"),
        ("documents.roster", "sqlalchemy"),
        ("documents.roster", "docx.document"),
        ("documents.papers.press", "programme.results"),
        ("programme.accounts", "streamlit"),
        ("programme.accounts", "web.gate"),
        ("web.gate", "streamlit.proto"),
        ("web.gate", "db.models"),
        ("web.activity", "streamlit.runtime"),
        ("pages.match.desk", "sqlalchemy.orm"),
        ("pages.match.desk", "db.models.Person"),
        ("pages.match.desk", "db.engines.database"),
        ("pages.match.desk", "matching.solve"),
        ("pages.match.desk", "scipy"),
    ],
)
def test_the_table_forbids_what_the_architecture_forbids(module: str, name: str) -> None:
    """The control: each of these imports would be found."""
    assert forbidden(module, {name}) == {name}


def test_no_page_lies_where_streamlit_would_serve_it_by_itself() -> None:
    """Beside the main script only the main script; below it no folder `pages` and no page outside a section."""
    paths = [path.relative_to(ROOT / "pages") for name, path in MODULES.items() if name.startswith("pages.")]
    assert len(paths) > 100
    assert [path for path in paths if len(path.parts) != 2 and path.name not in ("shell.py", "__init__.py")] == []
    assert [path for path in paths if "pages" in path.parts] == []


def test_the_application_is_assembled_in_at_most_sixty_lines() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 60
