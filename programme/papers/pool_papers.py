"""What the certificate and the approval of an exit say of a mentor: what is on record, else blanks for the pen."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.clock import local, today
from db.queries.paper_sources import paper_certificates, paper_exits
from db.queries.viewer import Viewer
from programme.certificates import label
from programme.papers import form_words as words
from programme.papers.blanks import boxes, day_or_blank, lines
from programme.papers.words import day

Values = dict[str, Any]


def certificate_values(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{people.id: number, term and day of the newest certificate}; blanks for who has none yet."""
    chosen = list(ids)
    known = paper_certificates(session, viewer, person_ids=chosen)
    return {key: _certificate(known.get(key)) for key in chosen}


def _certificate(row: Mapping[str, Any] | None) -> Values:
    if row is None:
        days = dict.fromkeys(("certificate_starts", "certificate_ends", "certificate_issued"), words.DAY_BLANK)
        return {"certificate_number": words.NUMBER_BLANK.format(year=today().year), **days}
    days = {f"certificate_{name}": day(row[f"{name}_on"]) for name in ("starts", "ends", "issued")}
    return {"certificate_number": label(row["year"], row["number"]), **days}


def exit_values(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{people.id: the newest exit: reason, ground, day, who proposed and decided}; blanks where nobody proposed one."""
    chosen = list(ids)
    known = paper_exits(session, viewer, person_ids=chosen)
    return {key: _exit(known.get(key)) for key in chosen}


def _exit(row: Mapping[str, Any] | None) -> Values:
    if row is None or row["status"] in ("refused", "withdrawn"):
        reason = boxes(words.EXIT_REASONS, (), words.WIDE_GAP)
        return {"exit_reason": reason, "exit_ground": "", "exit_day": words.DAY_BLANK, "exit_state": ""}
    return {
        "exit_reason": boxes(words.EXIT_REASONS, [row["reason"]], words.WIDE_GAP),
        "exit_ground": row["ground"],
        "exit_day": day_or_blank(row["leaves_on"]),
        "exit_state": _state(row),
    }


def _state(row: Mapping[str, Any]) -> str:
    if row["status"] == "earlier":
        return words.EARLIER
    proposed = words.PROPOSED.format(day=day(local(row["at"]).date()), name=row["proposer"])
    if not row["decided_at"]:
        return proposed
    return lines(proposed, words.DECIDED.format(day=day(local(row["decided_at"]).date()), name=row["decider"]))
