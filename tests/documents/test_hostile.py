"""No file takes the server down or through its limits: each is refused with its reason, or read right."""

import io
import resource
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.grid import Refused
from documents.limits import MIB, Limits
from documents.reader import read_content
from documents.roster import read_roster
from documents.roster.sentences import refusal_sentence
from documents.safe import Upload, read_sheets
from tests.documents.hostile import HEADER, HOSTILE, PEOPLE, PERSON, bare, package, rows_xml
from tests.documents.sheets import workbook


def peak() -> float:
    """The most memory that this process has held, in MiB; what the child may hold is limited, see below."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize(("make", "rules"), HOSTILE.items(), ids=[make.__name__ for make in HOSTILE])
def test_a_hostile_file_is_refused_with_its_reason_and_costs_this_process_nothing(
    make: Callable[[], bytes], rules: set[str]
) -> None:
    content = make()
    before = peak()
    with pytest.raises(Refused) as refused:
        read_sheets(Upload(f"{make.__name__}.xlsx", content))
    assert refused.value.rule in rules
    assert "{" not in refusal_sentence(refused.value)
    assert peak() - before < 50


@pytest.mark.parametrize("make", [make for make in HOSTILE if make.__name__ not in ("truncated", "half_sheet")])
def test_the_reading_process_itself_refuses_it_for_the_same_reason(make: Callable[[], bytes]) -> None:
    """Of the files left out the child dies, which its parent then calls damaged."""
    with pytest.raises(Refused) as refused:
        read_content("hostile", make())
    assert refused.value.rule in HOSTILE[make]


def test_the_plain_workbook_that_the_hostile_ones_are_made_of_is_read() -> None:
    """The control: without its poison the same package is a roster."""
    [sheet] = read_sheets(Upload("plain.xlsx", package(bare(rows_xml(PEOPLE)))))
    assert sheet.rows == [HEADER, PERSON]


def test_a_sheet_that_lies_about_its_size_is_read_to_its_end() -> None:
    """WPS writes A1 as the dimension of every sheet."""
    lying = rows_xml(PEOPLE).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    [sheet] = read_sheets(Upload("wps.xlsx", package(bare(lying))))
    assert sheet.rows == [HEADER, PERSON]


def test_formatted_blank_rows_to_the_end_of_the_sheet_do_no_harm() -> None:
    styled = PEOPLE + '<row r="1048576"><c r="A1048576" s="0"/></row>'
    [sheet] = read_sheets(Upload("long.xlsx", package(bare(rows_xml(styled)))))
    assert len(sheet.rows) == 2


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"PK\x03\x04" + b"\0" * 40 + b"PK\x05\x06" + b"\0" * 18, "not_a_table"),
        (b"PK\x03\x04PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 9999, 0), "damaged"),
        (package({"xl/workbook.xml": b"x", "xl/big.xml": bytes(range(256)) * 60_000}), "unpacks_too_much"),
        (package(bare(rows_xml('<row r="1"><c><v>1</v></c></row>' * 3)) | {"a:b": b""}), "unsafe_part"),
        (package(bare(rows_xml("".join(f"<row><c><v>{n}</v></c></row>" for n in range(20_002))))), "too_many_rows"),
        (package(bare(rows_xml("<row>" + "<c><v>1</v></c>" * 61 + "</row>"))), "too_many_columns"),
    ],
    ids=["cut", "no parts", "no directory", "big part", "drive", "rows", "columns"],
)
def test_what_does_not_fit_is_refused_at_the_door_or_at_the_first_row_too_many(content: bytes, rule: str) -> None:
    with pytest.raises(Refused, match=rule):
        read_content("x", content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_package_with_one_name_twice_is_damaged() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for _ in range(2):
            archive.writestr("xl/workbook.xml", b"x")
    with pytest.raises(Refused, match="damaged"):
        read_content("x", out.getvalue())


def test_more_text_than_any_roster_has_is_refused() -> None:
    content = workbook([HEADER, PERSON])
    with pytest.raises(Refused, match="too_much_text"):
        read_content("x", content, Limits(text=20))
    with pytest.raises(Refused, match="too_much_text"):
        read_content("x", content, Limits(cell=3))


def test_what_the_name_says_counts_for_nothing() -> None:
    assert read_sheets(Upload("a.csv", workbook([HEADER, PERSON])))[0].rows == [HEADER, PERSON]
    assert read_sheets(Upload("../../a.xlsx", "姓名,性别\n张三,男\n".encode()))[0].title == "a"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process need POSIX")
def test_memory_and_time_beyond_the_limit_end_the_child_and_not_the_parent() -> None:
    """A workbook of 150,000 numbers passes every check at the door; narrower limits of the process stop it."""
    many = "".join(
        f'<row r="{n}">' + "".join(f"<c><v>{n}{m:03d}</v></c>" for m in range(60)) + "</row>" for n in range(3, 2500)
    )
    content = package(bare(rows_xml(PEOPLE + many)))
    assert len(read_sheets(Upload("big.xlsx", content))[0].rows) == 2499
    with pytest.raises(Refused, match="too_heavy"):
        read_sheets(Upload("big.xlsx", content), Limits(memory=48 * MIB))
    with pytest.raises(Refused, match="too_heavy"):
        read_sheets(Upload("big.xlsx", content), Limits(wall=0))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_workbook_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    """The reading itself runs in this process here; the child turns whatever it raises into a refusal."""
    parts = dict(bare(rows_xml(PEOPLE)))
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    upload = Upload("fuzz.xlsx", package({**parts, name: bytes(content)}))
    try:
        read_roster([upload], "mentor")
    except Refused as refused:
        assert "{" not in refusal_sentence(refused)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", "姓名,性别,出生年月\n".encode()]))
def test_any_bytes_as_csv_are_read_or_refused(content: bytes, before: bytes) -> None:
    try:
        sheets = read_content("fuzz", before + content)
    except (Refused, zipfile.BadZipFile):
        return
    assert all("\x00" not in text for sheet in sheets for row in sheet.rows for text in row)


CELLS = st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(CELLS)
def test_any_cells_under_a_header_give_people_findings_or_skipped_rows(rows: list[list[str]]) -> None:
    """Nothing disappears: each row that says anything is a person, or set aside as a copy, or listed as skipped."""
    from documents.grid import Sheet
    from documents.roster import Options, read_rosters

    options = Options(reader=lambda upload: [Sheet("s", [HEADER, *rows])])
    [roster] = read_rosters([Upload("a.xlsx", b"x")], "mentor", options)
    later = {one.row for one in roster.duplicates if one.row != one.same_as[1]}
    seen = {row.row for row in roster.rows} | {one.row for one in roster.skipped} | later
    assert seen == {number for number, row in enumerate(rows, start=2) if any(text.strip() for text in row)}


def test_the_child_is_given_nothing_of_the_servers_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.safe import _environment

    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    assert not {"DATABASE_URL", "HOME", "USER"} & set(_environment())


def test_no_file_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read_sheets(Upload("../escape.xlsx", workbook([HEADER, PERSON])))
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "escape.xlsx").exists()
