"""Read the Chinese catalogues, one .po file per section of the navigation, as one table."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "locales" / "zh_CN"


@cache
def catalogue() -> dict[str, str]:
    """English sentence -> Chinese sentence, over all sections."""
    table: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.po")):
        table.update(read_section(path))
    return table


def read_section(path: Path) -> dict[str, str]:
    """The finished sentences of one catalogue file (fuzzy and empty ones do not count)."""
    with path.open("rb") as file:
        messages = read_po(file, locale="zh_CN", charset="utf-8")
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}
