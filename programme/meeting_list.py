"""The list of a scheme for the meeting as .xlsx: every pair with whose will it is and why, then who has no mentor and why."""

from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.models import Scheme
from db.queries.signoff import pairs_to_sign
from documents.workbook import write_roster
from programme import exports, roster_words
from programme.access import Action, Actor
from programme.codes import word_of
from programme.contested import Contested, contested
from programme.errors import Conflict
from programme.results import CHINESE, XLSX, Offer
from programme.roster_words import CONTESTED, NOTHING, ORIGINS
from programme.unpaired import Unpaired, unpaired
from programme.usecase import fetch, record, use_case
from texts import speaking


@use_case(Action.EXPORT)
def offer_meeting_list(session: Session, by: Actor, *, scheme_id: int) -> Offer:
    """Lay the list ready, audited; Conflict when this account sees nobody in it."""
    scheme = fetch(session, Scheme, scheme_id)
    rows = meeting_rows(session, by, scheme_id)
    if not rows:
        raise Conflict("nothing_to_export")
    name = f"{scheme.name}{roster_words.MEETING_TITLE}"
    with speaking(CHINESE):
        content = write_roster(name, "", list(roster_words.MEETING_HEADS), rows)
    file = f"{name}{today():%Y%m%d}.xlsx"
    token = exports.offer(session, by, file, XLSX, content)
    record(session, by, Action.EXPORT, f"scheme:{scheme_id}", act="meeting_list", rows=len(rows))
    return Offer(token, file, len(rows))


def meeting_rows(session: Session, by: Actor, scheme_id: int) -> list[list[Any]]:
    """The rows in the order of the page: the lowest fit first, then whoever has no mentor."""
    doubts = {
        (one.mentee_id, one.mentor_id): one for one in contested(session, by.viewer, scheme_id=scheme_id).pairs
    }  # fmt: skip
    pairs = pairs_to_sign(session, by.viewer, scheme_id=scheme_id).to_dict("records")
    told = [
        [
            row["mentee"], row["mentee_unit"], word_of("category", row["category"]), row["mentor"], row["mentor_unit"],
            round(row["fit"], 1), ORIGINS[row["origin"]], _why(doubts.get((row["mentee_id"], row["mentor_id"]))),
            row["reason"] or NOTHING,
        ]
        for row in pairs
    ]  # fmt: skip
    told += [_alone(one) for one in unpaired(session, by.viewer, scheme_id=scheme_id) if one.eligible]
    return [[number, *row] for number, row in enumerate(told, start=1)]


def _why(one: Contested | None) -> str:
    return "、".join(CONTESTED[code] for code in one.codes) if one else NOTHING


def _alone(one: Unpaired) -> list[Any]:
    return [
        one.name, one.unit, word_of("category", one.category), roster_words.NOBODY, NOTHING, NOTHING, NOTHING,
        roster_words.UNPAIRED[one.reason], NOTHING,
    ]  # fmt: skip
