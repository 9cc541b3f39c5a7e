"""The letters of a form: the typefaces of official papers by their part, and the exact height of a line.

The typefaces are named, never shipped: where one is missing, the office program takes another of its kind.
"""

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, BODY, HEAD, SUBHEAD, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"


def spaced(paragraph: Paragraph, height: Length) -> None:
    """Give the lines of a paragraph this height, whatever the typeface asks for."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = height


def add_run(paragraph: Paragraph, text: str, face: str, size: float) -> Run:
    """Text in a typeface and a size (points)."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    set_face(run._r.get_or_add_rPr(), face)
    return run


def set_face(properties: BaseOxmlElement, face: str) -> None:
    """Name the typeface of Chinese and of Latin letters; the theme's own would overrule both."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", face), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), name)
    fonts.set(qn("w:hint"), "eastAsia")
