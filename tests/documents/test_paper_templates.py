"""An office's own template is taken when it is a plain Word file that knows its fields; else it is refused with the reason."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document

from documents.grid import Refused
from documents.papers import inspection
from documents.papers.fields import default_template
from documents.papers.inspection import BOUNDS, inspect, judge
from documents.safe import Upload
from programme.sentences_papers import SENTENCES
from tests.support.papers import part, repacked, template

RELS = "word/_rels/document.xml.rels"
GOOD = default_template("agreement")


def refused(content: bytes, form: str = "agreement") -> Refused:
    with pytest.raises(Refused) as caught:
        judge(content, form)
    return caught.value


def linked(kind: str) -> bytes:
    """The relations of the good template with one more that leads outside."""
    one = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="http://192.0.2.1/a" TargetMode="External"/>'
    return part(GOOD, RELS).replace(b"</Relationships>", one.encode() + b"</Relationships>")


def test_a_plain_template_is_taken_in_a_process_of_its_own() -> None:
    inspect(Upload("协议书.docx", GOOD), "agreement")


def test_the_process_says_what_is_wrong() -> None:
    with pytest.raises(Refused) as caught:
        inspect(Upload("a.docx", template("= {{ nobody }}")), "agreement")
    assert caught.value.rule == "unknown"


def test_every_unknown_placeholder_is_named_with_the_nearest_known_one() -> None:
    error = refused(template("= {{ mentr }} {{ qqqqq }} {{ mentee }}"))
    assert (error.rule, error.data["names"]) == ("unknown", "mentr (→ mentor)、qqqqq")


def test_a_field_of_another_form_is_unknown() -> None:
    assert refused(template("= {{ capacity }}"), "agreement").rule == "unknown"
    judge(template("= {{ capacity }}"), "certificate")


def test_a_field_that_a_row_does_not_have_is_unknown() -> None:
    content = template("@columns 1", "% for one in led", "| {{ one.salary }} |", "% endfor")
    assert refused(content, "pool_exit").data["names"].startswith("one.salary")


def test_unknown_lists_are_unknown_too() -> None:
    content = template("@columns 1", "% for one in everybody", "| {{ one.name }} |", "% endfor")
    assert refused(content, "pool_exit").data["names"].startswith("everybody")


@pytest.mark.parametrize(
    "words",
    [
        "{{ mentor.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ mentor|upper }}",
        "{{ range(9) }}",
        "{{ mentor() }}",
        "{{ [1, 2] }}",
        "{{ mentor[0] }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{% set a = 1 %}",
        "{% macro a() %}{% endmacro %}",
        "{% include 'a' %}",
        "{% import 'a' as b %}",
        "{% for a in range(10) %}{% endfor %}",
        "{% for a in mentor recursive %}{% endfor %}",
    ],
)
def test_a_template_cannot_call_reach_or_loop_beyond_its_lists(words: str) -> None:
    assert refused(template(f"= {words}")).rule in ("construct", "unknown")


def test_a_loop_in_a_loop_is_refused() -> None:
    inner = "{% for a in led %}{% for b in led %}{{ b.mentee }}{% endfor %}{% endfor %}"
    assert refused(template(f"= {inner}"), "pool_exit").rule == "construct"


def test_conditions_and_the_number_of_a_row_are_of_the_language() -> None:
    judge(template("= {% if mentor and not mentee == '' %}{{ mentor }}{% endif %}"), "agreement")
    judge(template("@columns 1", "% for a in led", "| {{ loop.index }} {{ a.mentee }} |", "% endfor"), "pool_exit")


@pytest.mark.parametrize("words", ["{{ mentor", "{% if mentor %}", "{% for a in led %}", "{{ }}"])
def test_what_is_not_closed_is_told_as_such(words: str) -> None:
    assert refused(template(f"= {words}"), "pool_exit").rule == "syntax"


def test_a_placeholder_that_word_has_cut_into_runs_is_one_placeholder() -> None:
    paper = Document(io.BytesIO(template("= x")))
    paragraph = paper.paragraphs[0]
    paragraph.clear()
    for piece in ("{", "{ men", "tor }", "}"):
        paragraph.add_run(piece).bold = piece == "{ men"
    out = io.BytesIO()
    paper.save(out)
    judge(out.getvalue(), "agreement")


def test_a_mark_that_would_leave_its_paragraph_is_refused() -> None:
    assert refused(template("= {{p mentor }}")).rule == "broken"


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("macros", {"word/vbaProject.bin": b"x"}),
        ("objects", {"word/embeddings/oleObject1.bin": b"x"}),
        ("objects", {"word/activeX/activeX1.xml": b"<x/>"}),
        ("links", {RELS: linked("attachedTemplate")}),
        ("links", {RELS: linked("image")}),
        ("damaged", {"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        ("damaged", {"word/document.xml": b"<not closed"}),
    ],
)
def test_what_runs_or_leads_outside_is_refused(rule: str, changed: dict[str, bytes]) -> None:
    with pytest.raises(Refused) as caught:
        inspect(Upload("a.docx", repacked(GOOD, changed)), "agreement")
    assert caught.value.rule == rule


def test_a_link_in_the_text_may_stay() -> None:
    judge(repacked(GOOD, {RELS: linked("hyperlink")}), "agreement")


@pytest.mark.parametrize("field", ["DDEAUTO c:\\\\a", "INCLUDEPICTURE http://192.0.2.1/a", "INCLUDETEXT a"])
def test_a_field_that_fetches_is_refused_also_when_it_is_cut(field: str) -> None:
    body = part(GOOD, "word/document.xml")
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (field[:3], field[3:]))
    wanted = repacked(GOOD, {"word/document.xml": body.replace(b"</w:p>", pieces.encode() + b"</w:p>", 1)})
    assert refused(wanted).rule == "fetching"


def test_a_file_that_is_no_word_file_is_told_so() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    for content in (b"%PDF-1.4", b"", out.getvalue()):
        with pytest.raises(Refused) as caught:
            inspect(Upload("a.docx", content), "agreement")
        assert caught.value.rule == "not_word"


def test_an_old_or_protected_file_is_told_so() -> None:
    with pytest.raises(Refused, match="encrypted"):
        inspect(Upload("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100), "agreement")


def test_too_large_a_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused) as caught:
        inspect(Upload("a.docx", b"PK\x03\x04" + b"x" * BOUNDS.file), "agreement")
    assert (caught.value.rule, caught.value.data) == ("file_too_large", {"limit": 2})


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"x" * (7 * 1024 * 1024))
    with pytest.raises(Refused) as caught:
        inspect(Upload("a.docx", out.getvalue()), "agreement")
    assert caught.value.rule == "unpacks_too_much"


def test_a_million_braces_do_not_hold_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the child does with it, it ends within its own bounds (here: two seconds) and with a reason."""
    monkeypatch.setattr(inspection, "BOUNDS", replace(inspection.BOUNDS, cpu=2))
    with pytest.raises(Refused) as caught:
        inspect(Upload("a.docx", template("= " + "{{" * 200_000)), "agreement")
    assert caught.value.rule in ("syntax", "too_heavy", "damaged")


def test_rules_of_refusals_have_sentences() -> None:
    said: set[Any] = {"unknown", "construct", "syntax", "broken", "macros", "objects", "links", "fetching", "damaged"}
    said |= {
        "not_word",
        "encrypted",
        "file_too_large",
        "unsafe_part",
        "too_many_parts",
        "unpacks_too_much",
        "too_heavy",
    }
    assert {f"template_{rule}" for rule in said} <= SENTENCES.keys()
