"""Rosters on their way into the pool: read, compare, mend, confirm, undo.

draft = Draft((Upload("导师.xlsx", content),), kind="mentor")
[preview] = roster.preview(database, by, draft)
perform(database, by.id, roster.confirm, roster=preview.roster, draft=draft, seen=preview.difference.fingerprint)
"""

from programme.roster.confirm import Outcome, confirm
from programme.roster.difference import Difference, Entry
from programme.roster.draft import NEW, SKIP, Draft
from programme.roster.preview import Preview, again, preview
from programme.roster.report import report
from programme.roster.undo import undo

__all__ = [
    "NEW",
    "SKIP",
    "Difference",
    "Draft",
    "Entry",
    "Outcome",
    "Preview",
    "again",
    "confirm",
    "preview",
    "report",
    "undo",
]
