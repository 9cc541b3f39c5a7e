"""Rosters on their way into the pool: read, compare, mend, confirm, undo.

draft = Draft((Upload("导师.xlsx", content),), kind="mentor")
[preview] = roster.preview(database, by, draft)
perform(database, by.id, roster.confirm, roster=preview.roster, draft=draft, seen=preview.difference.fingerprint)
"""

from documents.roster import ColumnUse, Finding, PersonRow
from documents.roster.fields import FIELDS
from documents.roster.sentences import HOW, reason_sentence, rule_sentence, suggestion_sentence
from documents.safe import Upload
from programme.roster.confirm import Outcome, confirm
from programme.roster.difference import Difference, Entry
from programme.roster.draft import NEW, SKIP, Draft
from programme.roster.preview import Preview, preview
from programme.roster.report import report
from programme.roster.undo import undo

__all__ = [
    "FIELDS",
    "HOW",
    "NEW",
    "SKIP",
    "ColumnUse",
    "Difference",
    "Draft",
    "Entry",
    "Finding",
    "Outcome",
    "PersonRow",
    "Preview",
    "Upload",
    "confirm",
    "preview",
    "reason_sentence",
    "report",
    "rule_sentence",
    "suggestion_sentence",
    "undo",
]
