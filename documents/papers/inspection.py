"""Whether an office's own template may be used: a plain .docx without macros, links or objects, that knows its fields.

Foreign files are looked into in a process of their own (`python -m documents.papers.inspection FORM LIMITS`, started by
`inspect`), which bounds its memory and time. It also fills the template in once: what would break does so there.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from documents import package
from documents.grid import Refused
from documents.limits import MIB, Limits
from documents.reader import EXIT_MEMORY, restrict
from documents.safe import Upload, answer_of_child

Result = TypeVar("Result")
BOUNDS = Limits(file=2 * MIB, unpacked=30 * MIB, part=8 * MIB, entries=200, cpu=8, wall=20)
RUNNING = ("vbaproject.bin", "vbadata.xml")
OBJECTS = ("/embeddings/", "/activex/", "/afchunk")
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External', re.IGNORECASE)
LINK_KIND = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']', re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Fields that fetch or start something when the paper is opened.
FETCHING = re.compile(rb"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON)\b")
INSTRUCTION = re.compile(rb"<w:instrText\b[^>]*>([^<]*)|w:instr\s*=\s*\"([^\"]*)\"")
SHAPED = re.compile(r"\{[\{%](?:p|tr|tc|r)\s")


def inspect(upload: Upload, form: str) -> None:
    """Refused with the reason where the file cannot be a template of this form."""
    content = upload.content
    if len(content) > BOUNDS.file:
        raise Refused("file_too_large", limit=BOUNDS.file // MIB)
    if not content.startswith(package.ZIP):
        raise Refused("encrypted" if content.startswith(package.OLE) else "not_word")
    answer_of_child("documents.papers.inspection", Upload(f"{form}.docx", content), BOUNDS)


def judge(content: bytes, form: str) -> None:
    """What the child does: look at the parts, at the language, and fill the template in once."""
    names = package.parts_of(content, BOUNDS)
    _check_names({name.lower() for name in names})
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in names:
            if name.endswith((".xml", ".rels")):
                _check_part(parts.read(name), name)
    _try_out(content, form)


def _check_names(names: set[str]) -> None:
    if any(name.endswith(RUNNING) for name in names):
        raise Refused("macros")
    if any(mark in f"/{name}" for name in names for mark in OBJECTS):
        raise Refused("objects")
    if "word/document.xml" not in names:
        raise Refused("not_word")


def _check_part(content: bytes, name: str) -> None:
    # Word writes UTF-8; in another encoding nothing here could be found.
    if DOCTYPE.search(content) or b"\x00" in content:
        raise Refused("damaged")
    if name.endswith(".rels"):
        outside = [one for one in RELATION.findall(content) if OUTSIDE.search(one) and not LINK_KIND.search(one)]
        if outside:
            raise Refused("links")
    # Word may cut a field's words into several runs: they are read joined and apart.
    said = [b"".join(found) for found in INSTRUCTION.findall(content)]
    if FETCHING.search(b" ".join(said)) or FETCHING.search(b"".join(said)):
        raise Refused("fetching")


def _try_out(content: bytes, form: str) -> None:
    """Fill it in with samples; whatever that raises means that it cannot be used."""
    from documents.papers.fields import forms
    from documents.papers.language import check
    from documents.papers.press import Press, opened

    fields = forms()[form].fields
    press = _or_refused("damaged", lambda: Press(content))
    check(_or_refused("damaged", press.sources), fields)
    filled = _or_refused("broken", lambda: opened(press.many([sample(fields.plain, fields.lists)] * 2)))
    if any(SHAPED.search(text) for text in press.sources().values()) or _stray(filled):
        raise Refused("broken")


def _or_refused(rule: str, attempt: Callable[[], Result]) -> Result:
    """What comes of it, or a refusal: parts that are no XML or that nothing fits together raise any of these."""
    try:
        return attempt()
    except (ValueError, KeyError, AttributeError, TypeError, IndexError, SyntaxError) as broken:
        raise Refused(rule) from broken


def sample(plain: Mapping[str, str], lists: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Values for a trial: each field says what it means, each list has two rows."""
    return {**plain, **{name: [dict(row)] * 2 for name, row in lists.items()}}


def _stray(paper: Any) -> bool:
    """Text that stands where Word allows none: a placeholder outside of its paragraph."""
    body = paper.element.body
    places = [body, *body.iter("{*}tbl"), *body.iter("{*}tr")]
    return any((place.text or "").strip() or any((one.tail or "").strip() for one in place) for place in places)


def answer(form: str, content: bytes) -> str:
    """The JSON for the parent."""
    try:
        judge(content, form)
    except Refused as refusal:
        return json.dumps({"refused": refusal.rule, "data": refusal.data})
    return json.dumps({"good": True})


def main() -> int:
    """Read, answer, and end."""
    form, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    restrict(limits)
    try:
        sys.stdout.write(answer(form, sys.stdin.buffer.read()))
    except MemoryError:
        return EXIT_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
