"""Change slips and handover sheets put into the fields of their papers."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from programme.access import Actor
from programme.change_handover import HandoverSheet, handover
from programme.change_slip import ChangeSlip, change_slip
from programme.codes import word_of
from programme.frozen import short
from programme.papers import change_words as words
from programme.papers.handed import handed_values
from programme.papers.people import common
from programme.papers.words import NOTHING, day, listed, term, title_of
from texts import days

Values = dict[str, Any]
# A handover sheet is one page: so many steps of the pairing stand on it, the last ones.
STEPS = 5


def slip_values(session: Session, by: Actor, change_id: int) -> Values:
    """A change slip for its paper."""
    slip = change_slip(session, by.viewer, change_id=change_id)
    return {
        **common(session, by),
        "number": slip.id,
        "cohort": slip.cohort,
        "kind": words.KINDS[slip.kind],
        "ground": words.GROUNDS.get(slip.ground, NOTHING),
        "note": slip.note or NOTHING,
        "effective": day(slip.effective_on),
        "state": words.STATES[slip.status],
        "version": short(slip.frozen_hash) if slip.frozen_hash else "",
        **_lists(slip),
    }


def _lists(slip: ChangeSlip) -> Values:
    leavers = [
        {
            "mentor": row.mentor.name,
            "unit": row.mentor.unit,
            "ground": words.EXITS[row.ground],
            "back": day(row.return_on),
        }
        for row in slip.leavers
    ]
    lines = [
        {
            "number": number, "mentee": row.mentee.name, "unit": row.mentee.unit, "mentor": row.old.name,
            "act": words.ACTS[row.act], "successor": row.new.name if row.new else NOTHING,
            "note": words.STOP.join(filter(None, (row.note, day(row.return_on)))),
        }
        for number, row in enumerate(slip.rows, start=1)
    ]  # fmt: skip
    transfers = [
        {"mentee": row.mentee.name, "before": row.from_unit or NOTHING, "after": row.to_unit} for row in slip.transfers
    ]
    return {"leavers": leavers, "lines": lines, "transfers": transfers, "signatures": list(_signatures(slip))}


def _signatures(slip: ChangeSlip) -> Iterator[Values]:
    """The names under the content as it is now, else all there ever were."""
    present = [row for row in slip.signatures if row.present] or slip.signatures
    for row in present:
        stage, at = words.STAGES[row.stage], days.moment(row.at)
        yield {"stage": stage, "by": row.name, "at": at, "comment": row.comment or NOTHING}


def handovers(session: Session, by: Actor, change_id: int) -> list[tuple[str, Values]]:
    """The handover sheets of a slip as (name of the mentee, fields), in the order of the page."""
    slip = change_slip(session, by.viewer, change_id=change_id)
    shared = {**common(session, by), "number": slip.id, "cohort": slip.cohort}
    sheets = handover(session, by.viewer, change_id=change_id).sheets
    return [(sheet.mentee.name, {**shared, **_sheet(sheet), "reason": _reason(slip, sheet)}) for sheet in sheets]


def _reason(slip: ChangeSlip, sheet: HandoverSheet) -> str:
    """Why there is another mentor; that a mentor leaves is told by the kind alone, never what for."""
    ground = words.KINDS["leave"] if slip.kind == "leave" else words.GROUNDS.get(slip.ground, "")
    return listed(part for part in (ground, sheet.note) if part)


def _sheet(sheet: HandoverSheet) -> Values:
    new = sheet.new
    before = (
        words.BEFORE.format(name=one.mentor.name, start=day(one.starts_on), end=day(one.until)) for one in sheet.before
    )
    return {
        "mentee": sheet.mentee.name,
        "mentee_title": title_of(sheet.mentee.unit, sheet.mentee.post),
        "category": word_of("category", sheet.category),
        "needs": listed(sheet.needs),
        "mentor": sheet.old.name,
        "mentor_title": title_of(sheet.old.unit, sheet.old.post),
        "successor": new.name if new else words.NOBODY,
        "successor_title": title_of(new.unit, new.post) if new else NOTHING,
        "term": term(sheet.starts_on, sheet.ends_on),
        "effective": day(sheet.on),
        "led": words.LED.format(months=sheet.months),
        "left": words.LEFT.format(months=sheet.months_left),
        "before": listed(before),
        **handed_values(sheet.handed),
        "history": [
            {"day": day(step.on), "what": words.PAIRING_STATES[step.to_status], "reason": step.reason or NOTHING}
            for step in sheet.steps[-STEPS:]
        ],
    }
