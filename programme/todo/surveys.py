"""Tasks of surveys: answers that are still to be collected, surveys whose day is over."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, select

from db.models import Cohort, Survey, SurveyAnswer
from programme.access import Action
from programme.todo.task import Asked, Task

FILE = "follow/progress.py"


def surveys(asked: Asked) -> Iterator[Task]:
    """Open surveys with answers outstanding (of a liaison's unit only), and those whose day is over or that are complete."""
    for row in asked.session.execute(_open(asked)):
        outstanding = row.asked - row.filed
        data = {"number": row.number, "cohort": row.cohort, "count": outstanding}
        params = {"view": "survey", "survey": str(row.id)}
        more: dict[str, Any] = {"cohort": row.cohort, "due_on": row.due_on, "since": row.opens_on, "data": data}
        if outstanding:
            params_file = {**params, "survey_stand": "outstanding"}
            yield asked.task("survey_file", FILE, Action.KEEP_RECORDS, told=True, params=params_file, **more)
        if asked.unit_id is None and (not outstanding or row.due_on < asked.on):
            yield asked.task("survey_close", FILE, Action.MANAGE_COHORTS, params=params, **more)


def _open(asked: Asked) -> Any:
    own = [] if asked.unit_id is None else [SurveyAnswer.unit_id == asked.unit_id]
    columns = (Survey.id, Survey.number, Survey.opens_on, Survey.due_on, Cohort.name.label("cohort"))
    counts = (func.count(SurveyAnswer.id).label("asked"), func.count(SurveyAnswer.filed_at).label("filed"))
    return (
        select(*columns, *counts)
        .join(Cohort, Cohort.id == Survey.cohort_id)
        .outerjoin(SurveyAnswer, and_(SurveyAnswer.survey_id == Survey.id, *own))
        .where(Survey.status == "open", Cohort.status == "open")
        .group_by(*columns)
        .order_by(Survey.due_on, Survey.id)
    )
