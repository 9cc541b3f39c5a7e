"""`python -m texts check`: every sentence of the code has its Chinese, with the same placeholders, and none is left over."""

import re
import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir

from texts.catalogue import FOLDER, read_section

ROOT = FOLDER.parent.parent
PARTS = ("app.py", "pages", "programme", "documents", "web", "texts")
KEYWORDS: dict[str, None] = {"_": None, "N_": None}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def sentences() -> dict[str, str]:
    """Every marked sentence of the code with the first place where it stands."""
    found: dict[str, str] = {}
    for part in PARTS:
        folder = ROOT / part
        if folder.is_dir():
            for name, line, message, *_rest in extract_from_dir(
                str(folder), method_map=[("**.py", "python")], keywords=KEYWORDS
            ):
                text = message if isinstance(message, str) else message[0]
                found.setdefault(text, f"{part}/{name}:{line}")
    return found


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
