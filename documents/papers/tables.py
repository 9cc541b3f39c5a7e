"""Draw a table of a form: widths in parts of the page, rows that stay together, cells joined as their marks say."""

from collections.abc import Iterable

from docx.document import Document as Docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.table import _Row as DocxRow

from documents.papers.letters import BODY, HEAD, add_run, spaced
from documents.papers.markup import ABOVE, LEFT, Row, Table

# The least height of a row, in centimetres for each point of its letters.
AIRY = 0.066
# The height of a line in a table by the size of its letters: exact, so that no other typeface makes a page longer.
SPREAD = 1.35
# Above and below the text of a cell, in twentieths of a point.
PADDING = 30
ALIGNED = {"<": ALIGN.LEFT, ">": ALIGN.RIGHT}


def add_table(paper: Docx, told: Table) -> None:
    """The table at the end of the paper."""
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
        spaced(paragraph, Pt(size * SPREAD))
        label = part.startswith("*")
        add_run(paragraph, part.lstrip("<>*").strip(), HEAD if label else BODY, size)


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
