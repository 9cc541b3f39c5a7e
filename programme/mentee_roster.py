"""帮带对象花名册: the mentees of a cohort as a workbook of the office, with branch, needs and strengths; it can be imported again."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import Cohort
from db.queries.mentees import mentees
from programme import roster_words
from programme.access import Action, Actor
from programme.codes import word_of
from programme.results import Offer, dotted, offer, term_names
from programme.roster_words import NOTHING
from programme.usecase import fetch, use_case


@use_case(Action.EXPORT)
def offer_mentee_roster(session: Session, by: Actor, *, cohort_id: int) -> Offer:
    """Lay the roster of a cohort's mentees ready; Conflict when there is nobody that this account sees."""
    cohort = fetch(session, Cohort, cohort_id)
    known = mentees(session, by.viewer, cohort_id=cohort_id).to_dict("records")
    states, words = Counter(row["status"] for row in known), term_names(session)
    rows = [_row(number, row, words) for number, row in enumerate(known, start=1)]
    told = roster_words.MENTEE_SUM.format(mentees=len(known), waiting=states["waiting"], led=states["paired"])
    return offer(session, by, f"{cohort.name}{roster_words.MENTEE_TITLE}", roster_words.MENTEE_HEADS, rows, told)


def _row(number: int, row: Mapping[Any, Any], words: Mapping[str, str]) -> list[Any]:
    listed = {field: [words[code] for code in row[field]] or NOTHING for field in ("needs", "strengths", "dialects")}
    return [
        number, row["no"] or NOTHING, row["name"], word_of("sex", row["sex"]) or NOTHING, dotted(row["birth"]),
        word_of("party", row["party"]) or NOTHING, row["branch"] or NOTHING, word_of("education", row["education"]) or NOTHING,
        row["major"] or NOTHING, dotted(row["work_start"]), row["unit"] or NOTHING, row["post"] or NOTHING,
        word_of("category", row["category"]), row["county"] or NOTHING, row["township"] or NOTHING, listed["needs"],
        listed["strengths"], listed["dialects"], roster_words.MENTEE_STATES[row["status"]], row["mentor"] or NOTHING,
        row["remark"] or "",
    ]  # fmt: skip
