"""An import as plain data, for the command line's report and whoever reads it."""

from collections.abc import Iterable
from typing import Any

from documents.roster import Finding, Roster
from documents.roster.sentences import reason_sentence, rule_sentence, suggestion_sentence
from programme.roster.difference import STATES, Difference


def report(roster: Roster, difference: Difference) -> dict[str, Any]:
    """Counts, then every finding by sheet, row and column; messages are in the language in force."""
    return {
        "kind": roster.kind,
        "rows": len(roster.rows),
        **{state: difference.count(state) for state in STATES},
        "duplicates": [
            {"sheet": one.sheet, "row": one.row, "same_as": {"sheet": one.same_as[0], "row": one.same_as[1]}}
            for one in roster.duplicates
        ],
        "faults": _findings(roster.faults),
        "warnings": _findings(roster.warnings),
        "skipped": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "reason": one.reason,
                "text": one.text,
                "message": reason_sentence(one),
            }
            for one in roster.skipped
        ],
        "doubts": [
            {"sheet": entry.sheet, "row": entry.row, "reason": entry.reason, "candidates": list(entry.candidates)}
            for entry in difference.entries
            if entry.state == "doubtful"
        ],
        "columns": [
            {"sheet": use.sheet, "column": use.column, "field": use.field, "how": use.how} for use in roster.mapping
        ],
        "files": [{"sheet": sheet.sheet, "file": sheet.file} for sheet in roster.sheets],
    }


def _findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "rule": one.rule,
            "value": one.value,
            "message": rule_sentence(one),
            "suggestion": suggestion_sentence(one),
        }
        for one in found
    ]
