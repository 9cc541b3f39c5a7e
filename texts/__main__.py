"""`python -m texts check`: every sentence of the code has its Chinese, with the same placeholders, and none is left over."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from texts.catalogue import FOLDER, read_section

ROOT = FOLDER.parent.parent
PARTS = ("app.py", "pages", "programme", "documents", "web", "texts")
MARKS = frozenset({"_", "N_"})
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def sentences() -> dict[str, str]:
    """Every marked sentence of the code, also inside f-strings, with the first place where it stands."""
    found: dict[str, str] = {}
    for path in _modules():
        for line, text in sorted(_marked(ast.parse(path.read_text("utf-8")))):
            found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def _modules() -> Iterator[Path]:
    for part in PARTS:
        path = ROOT / part
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _marked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield node.lineno, text.value


def faults() -> list[str]:
    """One line for each missing, broken, doubled or unused sentence."""
    wanted, lines = sentences(), []
    owner: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.po")):
        for source, chinese in read_section(path).items():
            lines += _judge(path, source, chinese, owner, wanted)
    lines += [f"{place}: no Chinese for {text!r}" for text, place in wanted.items() if text not in owner]
    return lines


def _judge(path: Path, source: str, chinese: str, owner: dict[str, str], wanted: dict[str, str]) -> list[str]:
    lines = []
    if source in owner:
        lines.append(f"{path.name}: {source!r} stands in {owner[source]} too")
    owner[source] = path.name
    if source not in wanted:
        lines.append(f"{path.name}: {source!r} is no longer used")
    if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(chinese)):
        lines.append(f"{path.name}: placeholders differ in {source!r}")
    return lines


def main() -> int:
    """Print the faults; the exit code says whether there are any."""
    lines = faults()
    print("\n".join(lines) or f"catalogue complete: {len(sentences())} sentences")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
