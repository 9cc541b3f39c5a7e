"""Papers are laid out as the office expects them, filled in as text and nothing but text, and joined page by page."""

import io
import re
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from hypothesis import given
from hypothesis import strategies as st

from documents.papers.__main__ import told
from documents.papers.fields import default_template, forms
from documents.papers.inspection import judge, sample
from documents.papers.layout import draw
from documents.papers.markup import read
from documents.papers.press import IMPOSSIBLE, Press
from tests.support.papers import faces, opened, part, template, text_of

ROOT = Path(__file__).resolve().parent.parent.parent
LYING = ("certificate", "pairing_roster", "mentor_roster")
PORTRAIT = [code for code in forms() if code not in LYING]


@pytest.mark.parametrize("code", PORTRAIT)
def test_a_form_is_a4_with_the_margins_of_the_standard(code: str) -> None:
    section = opened(default_template(code)).sections[0]
    sheet = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Cm(1), 1) for side in sheet] == [21.0, 29.7]
    assert [round(side / Cm(1), 1) for side in margins] == [3.7, 3.5, 2.8, 2.6]


def test_the_certificate_lies_on_its_side_and_has_no_page_number() -> None:
    section = opened(default_template("certificate")).sections[0]
    assert section.page_width > section.page_height
    assert section.footer.paragraphs[0].text == ""


@pytest.mark.parametrize("code", forms())
def test_a_title_is_named_in_its_typeface_at_its_size_and_in_the_middle(code: str) -> None:
    titles = [one for one in opened(default_template(code)).paragraphs if one.runs and one.runs[0].font.size]
    largest = max(titles, key=lambda one: one.runs[0].font.size)
    assert largest.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert largest.runs[0].font.size >= Pt(22)
    assert largest.alignment == 1
    assert largest.runs[0].font.bold is None


def test_running_text_is_imitation_song_at_16_points_on_exact_lines_of_28_and_a_half() -> None:
    paragraph = next(one for one in opened(default_template("agreement")).paragraphs if "经双方协商" in one.text)
    assert paragraph.runs[0].font.size == Pt(16)
    assert paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert paragraph.paragraph_format.line_spacing == Pt(28.5)
    assert paragraph.paragraph_format.first_line_indent == Pt(32)


def test_headings_have_faces_of_their_own_and_no_face_is_shipped() -> None:
    content = default_template("agreement")
    assert faces(content) == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    assert not [
        name
        for name in opened(content).part.package.iter_parts()
        if "font" in str(name.partname) and "Table" not in str(name.partname)
    ]


def test_page_numbers_stand_outside_between_dashes() -> None:
    section = opened(default_template("agreement")).sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert (odd.alignment, even.alignment) == (2, 0)
    assert " PAGE " in "".join(one.text or "" for one in odd._p.iter(qn("w:instrText")))


@pytest.mark.parametrize("code", forms())
def test_no_form_holds_a_seal_a_red_head_or_a_picture(code: str) -> None:
    content = default_template(code)
    body = part(content, "word/document.xml").decode()
    assert "<w:drawing" not in body and "<w:pict" not in body
    assert not re.findall(r'<w:color w:val="(?!000000|auto)', body)


@pytest.mark.parametrize("code", forms())
def test_a_form_is_drawn_the_same_to_the_byte_each_time(code: str) -> None:
    path = ROOT / "documents" / "papers" / "forms" / f"{code}.txt"
    lines = path.read_text("utf-8").splitlines()
    assert draw(read(lines), forms()[code].title) == default_template(code)


@pytest.mark.parametrize("code", forms())
def test_every_default_template_passes_the_inspection_of_own_templates(code: str) -> None:
    judge(default_template(code), code)


def test_every_placeholder_is_told_in_the_documentation() -> None:
    assert told().strip() in (ROOT / "docs" / "papers.md").read_text("utf-8")


@pytest.mark.parametrize("code", forms())
def test_a_field_of_a_form_is_used_by_its_template_or_offered_by_a_shared_group(code: str) -> None:
    """Filled in with samples, no brace of the language is left."""
    fields = forms()[code].fields
    text = text_of(Press(default_template(code)).one(sample(fields.plain, fields.lists)))
    assert "{{" not in text and "{%" not in text


PAPER = template("= {{ mentor }}", "@columns 1 1", "| a | {{ mentee }} |")


@pytest.mark.parametrize(
    "words",
    [
        "</w:t></w:r></w:p><w:p>",
        "<w:instrText>DDE</w:instrText>",
        "&amp; & &#65;",
        "{{ mentee }} {% for x in y %}",
        "{_{ mentee }_}",
        "=1+1",
        "\"'",
        "𠮷㛃·䶮",
    ],
)
def test_whatever_somebody_is_called_it_stays_text(words: str) -> None:
    said = text_of(Press(PAPER).one({"mentor": words, "mentee": words}))
    assert said.splitlines() == [words, "a", words, ""] or said.splitlines() == [words, "a", words]


@given(st.text(max_size=40))
def test_any_text_is_read_back_as_it_was_but_for_what_xml_cannot_carry(words: str) -> None:
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    assert text_of(Press(PAPER).one({"mentor": words, "mentee": ""})).startswith(IMPOSSIBLE.sub("", lines))


def test_a_line_break_stays_within_its_paragraph() -> None:
    content = Press(PAPER).one({"mentor": "first\nsecond", "mentee": ""})
    assert opened(content).paragraphs[0].text == "first\nsecond"


def test_rows_of_a_list_become_rows_of_the_table_and_none_leaves_the_head_alone() -> None:
    content = template("@columns 1 1", "| *n | *m |", "% for row in rows", "| {{ row.n }} | {{ row.m }} |", "% endfor")
    press = Press(content)
    filled = opened(press.one({"rows": [{"n": 1, "m": "一"}, {"n": 2, "m": "二"}]})).tables[0]
    assert [[cell.text for cell in row.cells] for row in filled.rows] == [["n", "m"], ["1", "一"], ["2", "二"]]
    assert len(opened(press.one({"rows": []})).tables[0].rows) == 1


def test_papers_in_one_document_have_pages_and_page_numbers_of_their_own() -> None:
    done: list[float] = []
    content = Press(PAPER).many([{"mentor": name, "mentee": ""} for name in ("王", "陈", "赵")], done.append)
    sections = opened(content).sections
    starts = [one._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for one in sections]
    assert starts == ["1", "1", "1"]
    assert done == [1, 2, 3]
    assert [line for line in text_of(content).splitlines() if line in "王陈赵"] != []
    assert re.sub(r"[^王陈赵]", "", text_of(content)) == "王陈赵"


def test_a_press_gives_the_same_again_after_other_papers() -> None:
    press = Press(PAPER)
    first = press.one({"mentor": "王", "mentee": ""})
    press.many([{"mentor": "陈", "mentee": ""}] * 3)
    assert press.one({"mentor": "王", "mentee": ""}) == first


def test_no_paper_at_all_is_an_error_and_not_an_empty_file() -> None:
    with pytest.raises(ValueError, match="no paper"):
        Press(PAPER).many([])


def test_headers_of_a_template_are_filled_in_too() -> None:
    paper = opened(PAPER)
    paper.sections[0].header.paragraphs[0].text = "批次：{{ cohort }}"
    out = io.BytesIO()
    paper.save(out)
    filled = opened(Press(out.getvalue()).one({"cohort": "A & B", "mentor": "", "mentee": ""}))
    assert filled.sections[0].header.paragraphs[0].text == "批次：A & B"


def test_joined_cells_are_one_cell() -> None:
    table = opened(template("@columns 1 1 1", "| a | ← | b |", "| c | d | ↑ |")).tables[0]
    assert table.cell(0, 0)._tc is table.cell(0, 1)._tc
    assert table.cell(0, 2)._tc is not table.cell(0, 1)._tc
    assert table.cell(1, 2).text == "b"


def test_a_row_with_the_wrong_number_of_cells_is_an_error_of_the_form() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        read(["@columns 1 1", "| a |"])


@pytest.mark.parametrize("code", LYING)
def test_wide_lists_and_the_certificate_lie_on_their_side(code: str) -> None:
    section = opened(default_template(code)).sections[0]
    sheet = [round(side / Cm(1), 1) for side in (section.page_width, section.page_height)]
    sides = [round(side / Cm(1), 1) for side in (section.left_margin, section.right_margin)]
    assert sheet == [29.7, 21.0]
    assert sides == ([3.7, 3.5] if code == "certificate" else [1.5, 1.5])


@pytest.mark.parametrize("code", [code for code in forms() if code != "certificate"])
def test_every_form_but_the_certificate_counts_its_pages_in_song_at_14_points(code: str) -> None:
    section = opened(default_template(code)).sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        paragraph = footer.paragraphs[0]
        assert (paragraph.text, paragraph.alignment) == ("— 1 —", side)
        assert {run.font.size for run in paragraph.runs} == {Pt(14)}
        assert {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs} == {"宋体"}


@pytest.mark.parametrize("code", forms())
def test_every_run_names_a_face_of_the_standard_for_chinese_and_times_for_figures(code: str) -> None:
    known = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    fonts = list(opened(default_template(code)).element.body.iter(qn("w:rFonts")))
    assert {one.get(qn("w:eastAsia")) for one in fonts} <= known
    assert {one.get(qn("w:ascii")) for one in fonts} == {"Times New Roman"}


def test_a_row_of_long_text_may_go_on_over_the_page_and_begins_at_the_top() -> None:
    table = opened(template("@columns 1 1", "@flow", "| a | <b |", "| c | d |")).tables[0]
    first, second = table.rows
    assert "cantSplit" not in first._tr.xml and "cantSplit" in second._tr.xml
    assert first.cells[1].vertical_alignment == 0 and second.cells[1].vertical_alignment == 1


def test_between_a_text_and_its_signature_stands_no_line() -> None:
    table = opened(template("@columns 1 1", "| a | <b |", "@joined", "| ↑ | >c |")).tables[0]
    upper, lower = (row._tr.tc_lst[1] for row in table.rows)
    assert upper.tcPr.find(qn("w:tcBorders")).find(qn("w:bottom")).get(qn("w:val")) == "nil"
    assert lower.tcPr.find(qn("w:tcBorders")).find(qn("w:top")).get(qn("w:val")) == "nil"
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc


def test_a_head_that_is_to_be_repeated_never_touches_the_table_before_it() -> None:
    rows = ("@columns 1 1", "| a | b |", "@columns 1 2", "@head", "| c | d |", "| e | f |", "@columns 2 1", "| g | h |")
    tags = [one.tag for one in opened(template("# 表", *rows)).element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    assert tags == [qn("w:p"), *[qn("w:tbl"), qn("w:p")] * 3]


def test_a_heading_and_a_text_with_the_place_of_its_signature_end_no_page_alone() -> None:
    heading = next(one for one in opened(default_template("agreement")).paragraphs if one.text.startswith("四、"))
    opinion = next(
        row for row in opened(default_template("graduation")).tables[0].rows if "导师鉴定" in row.cells[0].text
    )
    assert heading.paragraph_format.keep_with_next
    assert all(one.paragraph_format.keep_with_next for cell in opinion.cells for one in cell.paragraphs)


def test_the_parts_of_a_cell_stand_in_the_order_of_the_schema() -> None:
    """Word calls a file damaged where borders stand behind the vertical alignment."""
    order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"]
    for code in forms():
        for properties in opened(default_template(code)).element.body.iter(qn("w:tcPr")):
            places = [order.index(part.tag.rpartition("}")[2]) for part in properties]
            assert places == sorted(places), code


def test_a_thousand_papers_are_joined_without_being_held_in_memory_at_once() -> None:
    content = Press(PAPER).many({"mentor": f"导师{number}", "mentee": ""} for number in range(1000))
    sections = opened(content).sections
    assert len(sections) == 1000
    said = text_of(content)
    assert said.index("导师0") < said.index("导师500") < said.index("导师999")
