"""Draw a form as .docx in the typography of official papers (GB/T 9704): A4, margins, typefaces, page numbers."""

import io
import shutil
import zipfile
from typing import IO

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from documents.papers.letters import BODY, HEAD, NUMBER, SUBHEAD, TITLE, add_run, set_face, spaced
from documents.papers.markup import Form, Paragraph, Table
from documents.papers.tables import add_table

PAGE = (Cm(21), Cm(29.7))
TOP, BOTTOM, LEFT_MARGIN, RIGHT_MARGIN = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
SIDE = Cm(2.6)
NARROW = Cm(1.5)
LINE = Pt(28.5)
INDENT = 2
KINDS = {
    "title": (TITLE, 22.0, ALIGN.CENTER, 0),
    "head": (HEAD, 16.0, ALIGN.JUSTIFY, INDENT),
    "subhead": (SUBHEAD, 16.0, ALIGN.JUSTIFY, INDENT),
    "body": (BODY, 16.0, ALIGN.JUSTIFY, INDENT),
    "flush": (BODY, 16.0, ALIGN.JUSTIFY, 0),
    "right": (BODY, 16.0, ALIGN.RIGHT, 0),
    "centre": (BODY, 16.0, ALIGN.CENTER, 0),
    "caption": (HEAD, 12.0, ALIGN.CENTER, 0),
    "note": (BODY, 10.5, ALIGN.LEFT, 0),
    "control": (BODY, 10.5, ALIGN.LEFT, 0),
}
# What stands over something else never ends a page alone.
LEADING = ("title", "head", "subhead", "caption")
# Office programs take tables that touch for one, and only the first rows of a table are repeated on each page.
GAP = Pt(3)
# A zip keeps the time of its parts: with the real one no two builds would be equal.
BODY_PART = "word/document.xml"
EPOCH = (1980, 1, 1, 0, 0, 0)


def draw(form: Form, title: str) -> bytes:
    """The form as the bytes of a .docx, the same each time."""
    paper = Document()
    _prepare(paper, title)
    _page(paper.sections[0], landscape=form.landscape)
    if form.narrow:
        paper.sections[0].left_margin = paper.sections[0].right_margin = NARROW
    if form.numbered:
        _page_number(paper.sections[0].footer.paragraphs[0], ALIGN.RIGHT)
        _page_number(paper.sections[0].even_page_footer.paragraphs[0], ALIGN.LEFT)
    for before, block in zip((None, *form.blocks), form.blocks, strict=False):
        if isinstance(block, Table):
            if isinstance(before, Table) and (before.headed or block.headed):
                spaced(paper.add_paragraph(), GAP)
            add_table(paper, block)
        else:
            _paragraph(paper, block, form.scale)
    if isinstance(form.blocks[-1], Table):
        spaced(paper.add_paragraph(), Pt(2))
    return settled(paper)


def settled(paper: Docx, pages: IO[bytes] | None = None) -> bytes:
    """The bytes of a document without the hour of the day in them; `pages` take the place of what its body holds."""
    raw, out = io.BytesIO(), io.BytesIO()
    paper.save(raw)
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with after.open(info, "w") as part:
                if pages is not None and name == BODY_PART:
                    _put_pages(part, before.read(name), pages)
                else:
                    part.write(before.read(name))
    return out.getvalue()


def _put_pages(part: IO[bytes], xml: bytes, pages: IO[bytes]) -> None:
    """The part with the pages between the tags of its body."""
    begins = xml.index(b">", xml.index(b"<w:body")) + 1
    part.write(xml[:begins])
    shutil.copyfileobj(pages, part)
    part.write(xml[xml.rindex(b"</w:body>") :])


def _prepare(paper: Docx, title: str) -> None:
    """The usual style, the properties, and page numbers that differ on even pages."""
    style = paper.styles["Normal"]
    style.font.size = Pt(16)
    set_face(style.element.get_or_add_rPr(), BODY)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    _unspaced(style.element.get_or_add_pPr())
    known = paper.core_properties
    known.author, known.title, known.comments = "", title, ""
    paper.settings.odd_and_even_pages_header_footer = True


def _unspaced(properties: BaseOxmlElement) -> None:
    """No gap of the program's own between Chinese and digits: 2026年3月5日 stands as it is counted, seven letters wide."""
    for name in ("autoSpaceDE", "autoSpaceDN"):
        switch = OxmlElement(f"w:{name}")
        switch.set(qn("w:val"), "0")
        properties.insert_element_before(
            switch, "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )


def _page(section: Section, *, landscape: bool) -> None:
    width, height = PAGE
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = (SIDE, SIDE) if landscape else (TOP, BOTTOM)
    section.left_margin, section.right_margin = (TOP, BOTTOM) if landscape else (LEFT_MARGIN, RIGHT_MARGIN)
    section.footer_distance = Cm(1.5) if landscape else Cm(2.5)
    section.header_distance = Cm(1.5)


def _page_number(paragraph: DocxParagraph, side: ALIGN) -> None:
    """— 1 — one character away from the edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    add_run(paragraph, "— ", NUMBER, 14)
    run = add_run(paragraph, "", NUMBER, 14)
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("value", "1"), ("end", "")):
        run._r.append(_field_part(kind, text))
    add_run(paragraph, " —", NUMBER, 14)


def _field_part(kind: str, text: str) -> BaseOxmlElement:
    if kind == "value":
        part = OxmlElement("w:t")
    elif text:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
    else:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    part.text = text
    return part


def _paragraph(paper: Docx, told: Paragraph, scale: float) -> None:
    if told.kind == "page":
        paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        return
    face, size, side, indent = KINDS[told.kind]
    paragraph = paper.add_paragraph()
    paragraph.alignment = side
    spaced(paragraph, Length(int(scale * (Pt(35) if told.kind == "title" else LINE if size > 11 else Pt(16)))))
    paragraph.paragraph_format.space_after = Pt(8 if told.kind == "title" else 0)
    if told.kind in LEADING:
        paragraph.paragraph_format.keep_with_next = True
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(scale * size * indent)
    add_run(paragraph, f"{{%p {told.text} %}}" if told.kind == "control" else told.text, face, scale * size)
