"""Rosters as they come from the units: read, checked cell by cell, mended; see `documents.roster.read`."""

from documents.roster.model import ColumnUse, Duplicate, Finding, PersonRow, Place, Roster, SheetInfo, Skipped
from documents.roster.read import Options, read_roster, read_rosters

__all__ = [
    "ColumnUse",
    "Duplicate",
    "Finding",
    "Options",
    "PersonRow",
    "Place",
    "Roster",
    "SheetInfo",
    "Skipped",
    "read_roster",
    "read_rosters",
]
