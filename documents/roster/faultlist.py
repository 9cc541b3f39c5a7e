"""The fault list that staff fill in: every finding as a row with an empty column for the right value, and its way back."""

from documents.grid import Refused
from documents.roster.model import Finding, Place, Roster
from documents.roster.sentences import rule_sentence, suggestion_sentence
from documents.safe import Upload, read_sheets
from documents.workbook import Head, write_roster
from texts import N_, _

HEADS = (
    (N_("Level"), 8.0), (N_("Sheet"), 18.0), (N_("Row"), 8.0), (N_("Column"), 18.0), (N_("Value"), 24.0),
    (N_("What is wrong"), 36.0), (N_("Suggestion"), 32.0), (N_("Correct to"), 24.0),
)  # fmt: skip
SHEET, ROW, COLUMN, CORRECTION = 1, 2, 3, 7


def write_fault_list(roster: Roster) -> bytes:
    """An .xlsx with all faults and then all warnings; whoever fills "Correct to" mends the cell (无 empties it)."""
    rows = [_row(_("Fault"), found) for found in roster.faults]
    rows += [_row(_("Warning"), found) for found in roster.warnings]
    heads = [Head(_(header), width) for header, width in HEADS]
    return write_roster(_("Faults in the roster"), _("Fill in the last column and load this list again."), heads, rows)


def _row(level: str, found: Finding) -> list[object]:
    return [
        level,
        found.sheet,
        found.row,
        found.column,
        found.value,
        rule_sentence(found),
        suggestion_sentence(found),
        "",
    ]


def read_fault_list(upload: Upload) -> dict[Place, str]:
    """The corrections of a filled list, by cell; lines whose last column is empty are left alone.

    Raises `Refused` ("no_fault_list" if the file is a workbook of another kind).
    """
    corrections: dict[Place, str] = {}
    sheets = read_sheets(upload)
    lines = [
        cells for sheet in sheets for cells in sheet.rows if len(cells) > COLUMN and cells[ROW].strip().isdecimal()
    ]
    if not lines:
        raise Refused("no_fault_list")
    for cells in lines:
        if len(cells) > CORRECTION and cells[CORRECTION].strip():
            corrections[cells[SHEET], int(cells[ROW]), cells[COLUMN]] = cells[CORRECTION].strip()
    return corrections
