"""Fill a template in: once for a single paper, or page after page into one document. What is filled in stays text."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count
from tempfile import TemporaryFile
from typing import IO, Any

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Template
from lxml import etree

from documents.papers.language import environment
from documents.papers.layout import settled

# What XML cannot carry, and the marks that docxtpl would take for a new paragraph or page.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
PICTURE = qn("wp:docPr")
EDGES = (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI)
Values = Mapping[str, Any]
Tick = Callable[[float], None]


def nothing(_share: float) -> None:
    """Nobody asked how far it is."""


def clean(value: Any) -> Any:
    """Values as a template takes them: lists of rows, and texts without anything that is not text."""
    if isinstance(value, Mapping):
        return {name: clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    text = "" if value is None else str(value)
    return IMPOSSIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Press:
    """A template made ready; each call of `one` and `many` starts from it anew."""

    def __init__(self, content: bytes) -> None:
        self.template = DocxTemplate(io.BytesIO(content))
        self.template.render_init()
        self.source = self.template.patch_xml(self.template.get_xml())

    @cached_property
    def body(self) -> Template:
        """The text as a program of the sandbox; compiled only when asked for, so that it can be checked before."""
        return environment().from_string(self.source)

    def one(self, values: Values) -> bytes:
        """One paper."""
        return self.many([values])

    def many(self, papers: Iterable[Values], tick: Tick = nothing) -> bytes:
        """Papers one after another in one document, each with pages and page numbers of its own.

        `tick` hears after each how many are done. Header and footer are those of the first. Pages that are ready wait in
        a file, so that a thousand papers need no more memory than two.
        """
        self.template.init_docx()
        with TemporaryFile() as pages:
            self._print(papers, tick, pages)
            self.template.map_tree(_empty_body())
            paper, self.template.is_rendered = self.template.docx, True
            pages.seek(0)
            return settled(paper, pages)

    def _print(self, papers: Iterable[Values], tick: Tick, pages: IO[bytes]) -> None:
        """Write the pages; those of a paper are closed once it is known that another follows."""
        held: etree._Element | None = None
        picture = count(1)
        for number, values in enumerate(map(clean, papers), start=1):
            body = self._filled(self.body, values)
            for shape in body.iter(PICTURE):
                shape.set("id", str(next(picture)))
            if held is None:
                self._fill_edges(values)
            else:
                _close(held)
                _begin_at_one(body[-1])
                _write(held, pages)
            held = body
            tick(number)
        if held is None:
            raise ValueError("no paper to print")
        _write(held, pages)

    def sources(self) -> dict[str, str]:
        """The parts of the template as its language reads them, by name."""
        return {"body": self.source, **dict(self._edges())}

    def _filled(self, part: Template, values: Values) -> etree._Element:
        return self.template.fix_tables(self.template.resolve_listing(part.render(values)))

    def _edges(self) -> Iterator[tuple[str, str]]:
        """Headers and footers: the key of each, and what stands there."""
        for uri in EDGES:
            for key, part in self.template.get_headers_footers(uri):
                yield key, self.template.patch_xml(self.template.get_part_xml(part))

    def _fill_edges(self, values: Values) -> None:
        for key, source in list(self._edges()):
            if "{{" in source or "{%" in source:
                filled = self._filled(environment().from_string(source), values)
                self.template.map_headers_footers_xml(key, etree.tostring(filled))


def _empty_body() -> etree._Element:
    body = OxmlElement("w:body")
    body.append(OxmlElement("w:p"))
    return body


def _write(body: etree._Element, pages: IO[bytes]) -> None:
    for part in body:
        pages.write(etree.tostring(part))


def _close(body: etree._Element) -> None:
    """End the pages of `body` with a section of their own."""
    ending = body[-1]
    _begin_at_one(ending)
    _own_properties(_last_paragraph(body)).append(ending)


def _last_paragraph(body: etree._Element) -> etree._Element:
    """The paragraph that ends the pages; one more where they end with a table."""
    last = body[-2]
    if last.tag == qn("w:p"):
        return last
    more = OxmlElement("w:p")
    last.addnext(more)
    return more


def _own_properties(paragraph: etree._Element) -> etree._Element:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = OxmlElement("w:pPr")
        paragraph.insert(0, properties)
    return properties


def _begin_at_one(section: etree._Element) -> None:
    """The section starts on a new page, whose number is 1."""
    for old in (*section.findall(qn("w:pgNumType")), *section.findall(qn("w:type"))):
        section.remove(old)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    section.find(qn("w:pgMar")).addnext(number)


def opened(content: bytes) -> Docx:
    """The document of a template, for whoever looks into it."""
    return DocxTemplate(io.BytesIO(content)).get_docx()
