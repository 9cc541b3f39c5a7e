"""Draw a form as .docx in the typography of official papers (GB/T 9704): A4, margins, typefaces, page numbers.

The typefaces are named, never shipped: where one is missing, the office program takes another of its kind.
"""

import io
import shutil
import zipfile
from collections.abc import Iterable
from typing import IO

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.table import _Row as DocxRow
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from documents.papers.markup import ABOVE, LEFT, Form, Paragraph, Row, Table

TITLE, BODY, HEAD, SUBHEAD, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
PAGE = (Cm(21), Cm(29.7))
TOP, BOTTOM, LEFT_MARGIN, RIGHT_MARGIN = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
SIDE = Cm(2.6)
NARROW = Cm(1.5)
LINE = Pt(28.5)
INDENT = 2
# The least height of a row, in centimetres for each point of its letters.
AIRY = 0.066
# The height of a line in a table by the size of its letters: exact, so that no other typeface makes a page longer.
SPREAD = 1.35
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
# Above and below the text of a cell, in twentieths of a point.
PADDING = 30
ALIGNED = {"<": ALIGN.LEFT, ">": ALIGN.RIGHT}
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
                _spaced(paper.add_paragraph(), GAP)
            _table(paper, block)
        else:
            _paragraph(paper, block, form.scale)
    if isinstance(form.blocks[-1], Table):
        _spaced(paper.add_paragraph(), Pt(2))
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
    _face(style.element.get_or_add_rPr(), BODY)
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
    _run(paragraph, "— ", NUMBER, 14)
    run = _run(paragraph, "", NUMBER, 14)
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("value", "1"), ("end", "")):
        run._r.append(_field_part(kind, text))
    _run(paragraph, " —", NUMBER, 14)


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
    _spaced(paragraph, Length(int(scale * (Pt(35) if told.kind == "title" else LINE if size > 11 else Pt(16)))))
    paragraph.paragraph_format.space_after = Pt(8 if told.kind == "title" else 0)
    if told.kind in LEADING:
        paragraph.paragraph_format.keep_with_next = True
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(scale * size * indent)
    _run(paragraph, f"{{%p {told.text} %}}" if told.kind == "control" else told.text, face, scale * size)


def _spaced(paragraph: DocxParagraph, height: Length) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = height


def _run(paragraph: DocxParagraph, text: str, face: str, size: float) -> Run:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _face(run._r.get_or_add_rPr(), face)
    return run


def _face(properties: BaseOxmlElement, face: str) -> None:
    """Name the typeface of Chinese and of Latin letters; the theme's own would overrule both."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", face), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def _table(paper: Docx, told: Table) -> None:
    widths = [Length(int(_room(paper.sections[0]) * part / sum(told.widths))) for part in told.widths]
    table = paper.add_table(0, len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _pad(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in told.rows:
        _add_row(table, row, widths, told.size)
    _join(table, told.rows)
    for upper, lower, row in zip(table.rows, table.rows[1:], told.rows[1:], strict=False):
        if row.joined:
            _without_line(upper, "bottom")
            _without_line(lower, "top")
            _keep_together(upper)


def _pad(table: DocxTable) -> None:
    """Keep the text of the cells off the lines above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(PADDING))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _keep_together(row: DocxRow) -> None:
    """A text and the place of its signature stand on one page where they fit."""
    for paragraph in (one for cell in row.cells for one in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _without_line(row: DocxRow, side: str) -> None:
    """Take the line at one side of a row away, but for cells that go on into the next one."""
    for cell in row._tr.tc_lst:
        properties = cell.get_or_add_tcPr()
        if properties.find(qn("w:vMerge")) is not None:
            continue
        lines, line = OxmlElement("w:tcBorders"), OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        lines.append(line)
        properties.insert_element_before(
            lines, "w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign"
        )


def _room(section: Section) -> int:
    """The width between the margins."""
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _add_row(table: DocxTable, told: Row, widths: Iterable[Length], size: float) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    if not told.flow:
        properties.append(OxmlElement("w:cantSplit"))
    if told.head:
        properties.append(OxmlElement("w:tblHeader"))
    row.height, row.height_rule = Cm(told.height or size * AIRY), WD_ROW_HEIGHT_RULE.AT_LEAST
    cells = (f"{{%tr {told.control} %}}",) if told.control else told.cells
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
    for cell, text in zip(row.cells, cells, strict=False):
        if text not in (LEFT, ABOVE):
            _fill(cell, text, size)
            cell.vertical_alignment = _stands(text, told.flow)


def _stands(text: str, flow: bool) -> VERTICAL:
    """Place of signature at the bottom, long text at the top, everything else in the middle."""
    if flow and text.startswith("<"):
        return VERTICAL.TOP
    *others, last = text.split("\\n")
    return VERTICAL.BOTTOM if others and last.startswith(">") else VERTICAL.CENTER


def _fill(cell: _Cell, text: str, size: float) -> None:
    parts = text.split("\\n")
    for number, part in enumerate(parts):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = ALIGNED.get(part[:1], ALIGN.CENTER)
        _spaced(paragraph, Pt(size * SPREAD))
        label = part.startswith("*")
        _run(paragraph, part.lstrip("<>*").strip(), HEAD if label else BODY, size)


def _join(table: DocxTable, rows: list[Row]) -> None:
    """Join what the marks say, from the bottom right, so that a joined cell can be joined again."""
    for at in range(len(rows) - 1, -1, -1):
        for column in range(len(rows[at].cells) - 1, -1, -1):
            mark = rows[at].cells[column]
            if mark == LEFT and (column + 1 == len(rows[at].cells) or rows[at].cells[column + 1] != LEFT):
                _merge(table, (at, _start(rows[at].cells, column)), (at, column))
            elif mark == ABOVE and (at + 1 == len(rows) or _mark(rows[at + 1], column) != ABOVE):
                _merge(table, (_top(rows, at, column), column), (at, column))


def _start(cells: tuple[str, ...], column: int) -> int:
    return next(place for place in range(column, -1, -1) if cells[place] != LEFT)


def _top(rows: list[Row], at: int, column: int) -> int:
    return next(place for place in range(at, -1, -1) if _mark(rows[place], column) != ABOVE)


def _mark(row: Row, column: int) -> str:
    return row.cells[column] if row.cells else ""


def _merge(table: DocxTable, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Join cells; the empty paragraphs that joining leaves behind go."""
    joined = table.cell(*first).merge(table.cell(*last))
    for paragraph in joined.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
