"""Files that are made to hurt: each is small, named by what it tries, and built here from scratch."""

import io
import struct
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from tests.documents.sheets import workbook

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "{strings}</Types>"
)
STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = ["姓名", "性别", "出生年月", "单位及职务", "专长"]
PERSON = ["张三", "男", "1975.01", "市住建局副局长", "群众工作"]


def package(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def bare(sheet: bytes, strings: bytes | None = None, sheets: int = 1) -> dict[str, bytes]:
    """The least that makes a workbook, with this XML as its first sheet."""
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    head, tail = RELS.split('<Relationship Id="r1"')[0], "</Relationships>"
    parts = {
        "[Content_Types].xml": CONTENT_TYPES.format(strings=STRINGS if strings is not None else "").encode(),
        "_rels/.rels": RELS.encode(),
        "xl/workbook.xml": BOOK.format(sheets=listed).encode(),
        "xl/_rels/workbook.xml.rels": (head + links + tail).encode(),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return parts | ({"xl/sharedStrings.xml": strings} if strings is not None else {})


def rows_xml(rows: str, before: str = "") -> bytes:
    """A sheet with these rows."""
    return f'<?xml version="1.0"?>{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>'.encode()


def row_xml(texts: list[str], number: int) -> str:
    """A row of inline strings."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{cells}</row>'


PEOPLE = row_xml(HEADER, 1) + row_xml(PERSON, 2)


def ratio_bomb() -> bytes:
    return package(bare(rows_xml(PEOPLE)) | {"xl/media/blank.bin": b"\0" * 90_000_000})


def far_cell() -> bytes:
    return package(bare(rows_xml(PEOPLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')))


def far_row() -> bytes:
    return package(bare(rows_xml(PEOPLE + '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>')))


def many_sheets() -> bytes:
    return package(bare(rows_xml(PEOPLE), sheets=100_000))


def many_small_sheets() -> bytes:
    return package(bare(rows_xml(PEOPLE), sheets=5_000))


def many_parts() -> bytes:
    return package(bare(rows_xml(PEOPLE)) | {f"xl/worksheets/sheet{n}.xml": b"" for n in range(2, 300)})


def shared_string_bomb() -> bytes:
    strings = f"<sst {MAIN}>".encode() + b"<si><t>aaaaaaaaaaaaaaaa</t></si>" * 1_500_000 + b"</sst>"
    return package(bare(rows_xml(PEOPLE), strings))


def one_giant_string() -> bytes:
    strings = f"<sst {MAIN}><si><t>".encode() + b"a" * 20_000_000 + b"</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(3, 200))
    return package(bare(rows_xml(PEOPLE + cells), strings), zipfile.ZIP_STORED)[: 60 * 1024 * 1024]


def outside_entity() -> bytes:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return package(bare(rows_xml('<row><c t="inlineStr"><is><t>&e;</t></is></c></row>', entity)))


def billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entity = f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'
    return package(bare(rows_xml('<row><c t="inlineStr"><is><t>&l9;</t></is></c></row>', entity)))


def endless_row() -> bytes:
    cells = "".join(f"<c><v>{n % 1000}</v></c>" for n in range(900_000))
    return package(bare(rows_xml(f'{PEOPLE}<row r="3">{cells}</row>')))


def nested_zip() -> bytes:
    inner = package({"a": b"\0" * 50_000_000})
    for _ in range(3):
        inner = package({"a.zip": inner})
    return package({"rosters.zip": inner})


def zip_slip() -> bytes:
    return package(bare(rows_xml(PEOPLE)) | {"../../evil.py": b"x"})


def macros() -> bytes:
    return package(bare(rows_xml(PEOPLE)) | {"xl/vbaProject.bin": b"x"})


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def old_excel() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le") + b"\0" * 500


def truncated() -> bytes:
    whole = workbook([HEADER, PERSON])
    return whole[: len(whole) * 2 // 3]


def half_sheet() -> bytes:
    return package(bare(rows_xml(PEOPLE)[:-60]))


def binary_workbook() -> bytes:
    return package({"xl/workbook.bin": b"x", "[Content_Types].xml": CONTENT_TYPES.encode()})


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def web_page() -> bytes:
    return "<html><table><tr><td>姓名</td></tr></table></html>".encode()


def nul_csv() -> bytes:
    return "姓名,性别,出生年月\n张\x00三,男,1975.01\n".encode()


def open_quote() -> bytes:
    return '姓名,性别,出生年月\n"张三,男,1975.01\n李四,女,1976.01\n'.encode()


def mixed_bytes() -> bytes:
    return "姓名,性别,出生年月\n张三,男,1975.01\n".encode() + b"\xff\xfe\xfd\x81,\x80\n"


def endless_line() -> bytes:
    return "姓名,性别,出生年月\n".encode() + b"a" * 9_000_000


def many_rows() -> bytes:
    return "姓名,性别,出生年月\n".encode() + "张三,男,1975.01\n".encode() * 30_000


def wide() -> bytes:
    return ("姓名,性别,出生年月" + ",x" * 100 + "\n").encode()


def password_entry() -> bytes:
    content = bytearray(package(bare(rows_xml(PEOPLE))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        struct.pack_into("<H", content, place + offset, 1)
    return bytes(content)


def empty() -> bytes:
    return b"\r\n  \r\n"


def no_people() -> bytes:
    book = Workbook()
    book.active.append(["单位", "人数"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HOSTILE: dict[Callable[[], bytes], set[str]] = {
    ratio_bomb: {"unpacks_too_much"},
    far_cell: {"too_many_rows"},
    far_row: {"damaged"},
    many_sheets: {"unpacks_too_much"},
    many_small_sheets: {"too_many_sheets"},
    many_parts: {"too_many_parts"},
    shared_string_bomb: {"unpacks_too_much"},
    one_giant_string: {"file_too_large"},
    outside_entity: {"unsafe_xml"},
    billion_laughs: {"unsafe_xml"},
    endless_row: {"too_many_parts"},
    nested_zip: {"not_a_table"},
    zip_slip: {"unsafe_part"},
    macros: {"macros"},
    encrypted: {"encrypted"},
    old_excel: {"old_format"},
    truncated: {"damaged"},
    half_sheet: {"damaged"},
    binary_workbook: {"old_format"},
    picture: {"not_a_table"},
    web_page: {"web_page"},
    nul_csv: {"unknown_encoding"},
    open_quote: {"broken_csv"},
    mixed_bytes: {"unknown_encoding"},
    endless_line: {"broken_csv"},
    many_rows: {"too_many_rows"},
    wide: {"too_many_columns"},
    password_entry: {"encrypted"},
    empty: {"empty_file"},
}
