"""Word files as a test reads them: all their text, the faces that are named, and templates made on the spot."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn

from documents.papers.layout import draw
from documents.papers.markup import read


def opened(content: bytes) -> Docx:
    """The file as python-docx reads it."""
    return Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Every paragraph, also those of tables, in the order of the file; line breaks stay."""
    body = opened(content).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        parts = [part for part in paragraph.iter() if part.tag in (qn("w:t"), qn("w:br"), qn("w:tab"))]
        lines.append("".join({qn("w:br"): "\n", qn("w:tab"): "\t"}.get(part.tag, part.text or "") for part in parts))
    return "\n".join(lines)


def faces(content: bytes) -> set[str]:
    """The typefaces that are named for Chinese letters."""
    return {part.get(qn("w:eastAsia")) for part in opened(content).element.body.iter(qn("w:rFonts"))}


def template(*lines: str) -> bytes:
    """A template with these lines of markup."""
    return draw(read(lines), "test")


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same zip with some parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name not in changed:
                after.writestr(name, before.read(name))
        for name, part in changed.items():
            after.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
