"""Mutual surveys of the fictitious city: what both sides answered, drawn by the shares of `surveys.toml`, and two marks of staff."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models import Mentee, Pairing, Person, RelationMark, Survey, SurveyAnswer
from db.models.surveys import QUESTIONS, SIDES
from programme.demo.draw import Dice, table
from programme.demo.life import UNTIL
from programme.demo.store import insert_all, write_all

MORNING = time(2)
FULLY, MOSTLY, FEWEST_LOW = 4, 3, 2
Rows = list[dict[str, Any]]


def write_surveys(session: Session, seed: int, officer_id: int, cohort_id: int) -> int:
    """The surveys of a cohort and the marks on two of its relations; the number of answers that were collected."""
    count = 0
    for number, told in enumerate(table("surveys")["rounds"], start=1):
        own = {name: told[name] for name in ("opens_on", "due_on")}
        status = "closed" if told["closed"] else "open"
        at = datetime.combine(told["opens_on"], MORNING)
        row = {"cohort_id": cohort_id, "number": number, "status": status, "by_id": officer_id, "at": at, "version": 1}
        survey_id = insert_all(session, Survey, [row | own])[0]
        answers = list(_answers(session, Dice(seed, f"survey:{number}"), told, (cohort_id, officer_id)))
        write_all(session, SurveyAnswer, [{"survey_id": survey_id, **answer} for answer in answers])
        count += sum(answer["filed_at"] is not None for answer in answers)
    _mark(session, seed, officer_id, cohort_id)
    return count


def _answers(session: Session, dice: Dice, told: dict[str, Any], who: tuple[int, int]) -> Iterator[dict[str, Any]]:
    """Both sides of each pairing in force when the survey was opened."""
    cohort_id, officer_id = who
    for row in _pairings(session, cohort_id, told["opens_on"]):
        for side in SIDES:
            low = dice.chance(table("surveys")["shares"][f"{side}_low"])
            answer = {"pairing_id": row.id, "side": side, "unit_id": getattr(row, side)}
            if dice.chance(told["collected"]):
                day = told["opens_on"] + timedelta(days=dice.whole(1, 8))
                filed = {"filed_at": datetime.combine(min(day, UNTIL), MORNING), "by_id": officer_id, "version": 2}
                yield answer | _said(dice, side, low) | filed
            else:
                empty = dict.fromkeys((*QUESTIONS, "filed_at", "by_id"))
                yield answer | empty | {"remark": "", "version": 1}


def _pairings(session: Session, cohort_id: int, on: date) -> Any:
    mentee, mentor = aliased(Person), aliased(Person)
    rows = select(Pairing.id, mentee.unit_id.label("mentee"), mentor.unit_id.label("mentor"))
    rows = rows.join(Mentee, Mentee.id == Pairing.mentee_id).join(mentee, mentee.id == Mentee.person_id)
    rows = rows.join(mentor, mentor.id == Pairing.mentor_id)
    rows = rows.where(Pairing.cohort_id == cohort_id, Pairing.role == "lead", Pairing.status == "active")
    return session.execute(rows.where(Pairing.starts_on < on).order_by(Pairing.id)).all()


def _said(dice: Dice, side: str, low: bool) -> dict[str, Any]:
    """Five steps and a remark of some: of those who are not content two or three questions are low."""
    shares, texts = table("surveys")["shares"], table("surveys")["texts"]
    steps = {name: FULLY if dice.chance(shares["fully"]) else MOSTLY for name in QUESTIONS}
    if low:
        for name in dice.random.sample(QUESTIONS, dice.whole(FEWEST_LOW, FEWEST_LOW + 1)):
            steps[name] = dice.whole(1, 2)
    kind = f"{side}_low" if low else side
    spoken = dice.chance(shares["remark_low" if low else "remark"])
    return {**steps, "remark": dice.one(texts[kind]) if spoken else ""}


def _mark(session: Session, seed: int, officer_id: int, cohort_id: int) -> None:
    """One relation is marked by staff; one was, and was cleared after speaking with both."""
    dice, told = Dice(seed, "relations"), table("surveys")["marks"]
    keys = [row.id for row in _pairings(session, cohort_id, UNTIL)]
    marked, mended = dice.random.sample(keys, 2)
    days = ((marked, "set", 6), (mended, "set", 60), (mended, "cleared", 41))
    rows: Rows = [
        {"pairing_id": key, "mark": mark, "reason": told[mark], "by_id": officer_id,
         "at": datetime.combine(UNTIL - timedelta(days=back), MORNING)}
        for key, mark, back in days
    ]  # fmt: skip
    write_all(session, RelationMark, rows)
