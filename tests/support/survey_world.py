"""The world of reviews with a survey: 甲 is led by 王, 丁 and 戊 (青坞镇) by 李; both mentors are of 市财政局. 乙 rests.

Six answers are asked for: three of mentees, three of mentors. The liaison of 青坞镇 collects those of 丁 and 戊.
"""

from datetime import date
from typing import Any

from db.models import Survey, SurveyAnswer
from db.models.surveys import QUESTIONS
from programme.surveys import filing, rounds
from tests.support.record_world import RecordWorld
from tests.support.remember import remembered
from tests.support.review_world import review_world

TODAY, DUE = date(2026, 11, 20), date(2026, 12, 4)
CONTENT = (4, 4, 3, 4, 4)


@remembered
def survey_world(database: Any, make_staff: Any) -> RecordWorld:
    """The world with survey no. 1 open; the day must be TODAY."""
    world = review_world(database, make_staff)
    for role in ("publicity", "inspector"):
        world.staff[role] = make_staff(role)
    opened(world)
    return world


def opened(world: RecordWorld, **values: Any) -> int:
    """A survey opened by the officer; its id."""
    return int(world.do(rounds.open_survey, **{"cohort_id": world.cohort_id, "due_on": DUE, **values}))


def survey_now(world: RecordWorld) -> Survey:
    """The latest survey as it is now."""
    return world.rows(Survey)[-1]


def asked(world: RecordWorld, name: str, side: str = "mentee") -> SurveyAnswer:
    """The answer of one side of somebody's pairing in the latest survey, as it is now."""
    where = {"survey_id": survey_now(world).id, "pairing_id": world.pairings[name], "side": side}
    return world.rows(SurveyAnswer, **where)[0]


def said(*steps: int, remark: str = "") -> dict[str, Any]:
    """Steps in the order of the questions."""
    return {**dict(zip(QUESTIONS, steps, strict=True)), "remark": remark}


def answered(
    world: RecordWorld, name: str, *steps: int, side: str = "mentee", who: str = "officer", **more: Any
) -> None:
    """Somebody's answer filed: content unless the steps say otherwise."""
    row = asked(world, name, side)
    values = said(*(steps or CONTENT), remark=more.pop("remark", ""))
    world.do(filing.file_answer, who, answer_id=row.id, seen_version=row.version, values=values, **more)
