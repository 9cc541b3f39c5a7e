"""Small workbooks for tests, written cell by cell."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from documents.safe import Upload

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, title: str = "花名册", merges: Iterable[str] = (), **others: Rows) -> bytes:
    """An .xlsx with one sheet of these rows, and more sheets by name."""
    book = Workbook()
    sheet = book.active
    for name, content in {title: rows, **others}.items():
        sheet = book.active if name == title else book.create_sheet(name)
        sheet.title = name
        for number, texts in enumerate(content, start=1):
            for column, value in enumerate(texts, start=1):
                if value is not None and value != "":
                    sheet.cell(number, column, value)
    for merge in merges:
        book[title].merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(rows: Rows, name: str = "导师花名册.xlsx", **more: Any) -> Upload:
    """The same as an uploaded file."""
    return Upload(name, workbook(rows, **more))


def csv_file(lines: str, encoding: str = "utf-8", name: str = "导师花名册.csv") -> Upload:
    """An uploaded CSV in an encoding."""
    return Upload(name, lines.encode(encoding))
