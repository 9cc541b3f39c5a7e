"""The plain text in which the default forms are written, read into blocks; `documents/papers/layout.py` draws them.

    # title                 ## 一、heading            ### （一）heading          @landscape
    > on the right          ^ in the middle          = without indent           - small note
    * the title of a table
    . an empty line         --- a new page           anything else: a paragraph of the body
    @scale 1.5 larger paragraphs    @unnumbered without page numbers    @narrow margins of a wide list
    @columns 2 5 3 widths of a table    @size 12    @height 2.5 of the next row in cm    @head the next row on each page
    @flow the next row holds long text: it begins at the top and may go on over the page
    @joined no line between the next row and the one above, as between a text and its signature
    | cell | cell |         a row; ← joins the cell to its left, ↑ to the one above, \\n parts paragraphs of a cell
    % for row in rows       a line of the template's own language; between rows it repeats rows

In a cell a leading < or > sets a paragraph to the left or right, * makes a label of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

LEFT, ABOVE = "←", "↑"
MARKED = ("head", "flow", "joined")
MARKS = {
    "#": "title",
    "##": "head",
    "###": "subhead",
    ">": "right",
    "^": "centre",
    "=": "flush",
    "-": "note",
    "*": "caption",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph by the kind of its typography."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `height` in centimetres is the least (0: as high as its text). A control row has `control`.

    `head` repeats the row on each page; `flow` lets it break over the page, with its text at the top;
    `joined` leaves out the line above it.
    """

    cells: tuple[str, ...] = ()
    height: float = 0
    control: str = ""
    head: bool = False
    flow: bool = False
    joined: bool = False


@dataclass(slots=True)
class Table:
    """Rows with the widths of the columns in parts; `size` in points."""

    widths: tuple[float, ...]
    size: float
    rows: list[Row] = field(default_factory=list)

    @property
    def headed(self) -> bool:
        """Whether its first row is repeated on each page."""
        return bool(self.rows) and self.rows[0].head


@dataclass(slots=True)
class Form:
    """A whole form: its blocks in order, whether the sheet lies on its side, by how much paragraphs are larger,
    whether pages have numbers, whether the margins are those of a wide list."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    landscape: bool = False
    scale: float = 1.0
    numbered: bool = True
    narrow: bool = False


def read(lines: Iterable[str]) -> Form:
    """The form that a text describes."""
    reader = _Reader()
    for line in lines:
        reader.take(line.rstrip("\n"))
    return reader.form


class _Reader:
    """What was read so far, and the settings for the next row."""

    def __init__(self) -> None:
        self.form = Form()
        self.widths: tuple[float, ...] = ()
        self.size, self.height, self.marks = 12.0, 0.0, set[str]()
        self.table: Table | None = None

    def take(self, line: str) -> None:
        """Read one line."""
        if line.startswith("@"):
            self._setting(*line[1:].split())
        elif line.startswith("|"):
            self._row(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif line.startswith("%"):
            self._control(line[1:].strip())
        elif line:
            self.table = None
            self.form.blocks.append(_paragraph(line))

    def _setting(self, name: str, *values: str) -> None:
        if name == "landscape":
            self.form.landscape = True
        elif name == "narrow":
            self.form.narrow = True
        elif name == "height":
            self.height = float(values[0])
        elif name == "unnumbered":
            self.form.numbered = False
        elif name == "scale":
            self.form.scale = float(values[0])
        elif name in MARKED:
            self.marks.add(name)
        elif name == "size":
            self.size = float(values[0])
        elif name == "columns":
            self.widths, self.table = tuple(map(float, values)), None
        else:
            raise ValueError(name)

    def _row(self, cells: tuple[str, ...]) -> None:
        if len(cells) != len(self.widths):
            raise ValueError(f"{len(self.widths)} columns, but {cells}")
        self._open().rows.append(Row(cells, self.height, "", *(name in self.marks for name in MARKED)))
        self.height, self.marks = 0.0, set()

    def _control(self, words: str) -> None:
        if self.table is None and not self.widths:
            self.form.blocks.append(Paragraph("control", words))
        else:
            self._open().rows.append(Row(control=words))

    def _open(self) -> Table:
        if self.table is None:
            self.table = Table(self.widths, self.size)
            self.form.blocks.append(self.table)
        return self.table


def _paragraph(line: str) -> Paragraph:
    if line == ".":
        return Paragraph("body", "")
    if line == "---":
        return Paragraph("page", "")
    mark, _space, text = line.partition(" ")
    return Paragraph(MARKS[mark], text) if mark in MARKS else Paragraph("body", line)
