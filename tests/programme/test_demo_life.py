"""What the demonstration's two years of life promise: their rates, their silence, their late entries, and the same rows again."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import (
    Campaign,
    Mentee,
    Pairing,
    PairingStage,
    Person,
    Plan,
    PlanItem,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
    Survey,
    SurveyAnswer,
    Unit,
)
from programme.demo.life import UNTIL
from programme.recordbook.codes import STAGES
from programme.recordbook.in_force import spans_of
from programme.surveys.relation import relations
from programme.surveys.risk import risk
from tests.conftest import CityFile

MONTH = 30.44


@pytest.fixture
def city(demo_city: Database) -> Database:
    """The demonstration, built once; tests only read it."""
    return demo_city


def rows(database: Database, statement: Any) -> list[Any]:
    """All rows of a statement."""
    with database.read() as session:
        return list(session.execute(statement))


def months_in_force(database: Database) -> float:
    """All pairings' months in force until the last drawn day."""
    with database.read() as session:
        found = spans_of(session)
    return sum((min(span.until or UNTIL, UNTIL) - span.since).days for told in found.values() for span in told) / MONTH


def test_logs_and_talks_come_as_often_as_the_profile_says(city: Database) -> None:
    """1.6 and 1.1 a month, less what the silent pairs leave out (at most a sixth)."""
    counts = dict(map(tuple, rows(city, select(Record.kind, func.count()).group_by(Record.kind))))
    months = months_in_force(city)
    assert 1.6 * 5 / 6 < counts["log"] / months < 1.65
    assert 1.1 * 5 / 6 < counts["talk"] / months < 1.25
    assert set(counts) == {"log", "talk", "home_visit", "case", "look_back", "campaign", "remedy"}


def test_every_record_lies_on_a_day_in_force_and_was_written_down_after_it(city: Database) -> None:
    with city.read() as session:
        found = spans_of(session)
    for key, day, at, delay in rows(
        city, select(Record.pairing_id, Record.happened_on, Record.recorded_at, Record.delay)
    ):
        assert any(span.holds(day) for span in found[key])
        assert delay == (at + timedelta(hours=8)).date().toordinal() - day.toordinal() >= 0
        assert at.date() <= UNTIL


def test_about_an_eighth_of_the_pairings_in_force_has_been_silent_for_two_months(city: Database) -> None:
    last = select(Record.pairing_id, func.max(Record.happened_on)).group_by(Record.pairing_id)
    latest = dict(map(tuple, rows(city, last)))
    active = [key for (key,) in rows(city, select(Pairing.id).where(Pairing.status == "active"))]
    silent = sum(latest.get(key, date.min) < UNTIL - timedelta(days=60) for key in active)
    assert 0.07 < silent / len(active) < 0.2


def test_three_units_write_down_late_and_the_others_seldom(city: Database) -> None:
    """Of the 8 units with the largest share three stand out; all others together stay near 9 percent."""
    statement = (
        select(Unit.name, func.count(), func.count().filter(Record.delay > 15))
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .group_by(Unit.name)
    )
    shares = {name: (late / count, count) for name, count, late in rows(city, statement)}
    smelly = {name for name, (share, _) in shares.items() if share > 0.3}
    others = [(share * count, count) for name, (share, count) in shares.items() if name not in smelly]
    assert len(smelly) == 3
    assert 0.07 < sum(late for late, _ in others) / sum(count for _, count in others) < 0.11


def test_stages_follow_one_another_and_plans_cover_the_goals(city: Database) -> None:
    columns = select(PairingStage.pairing_id, PairingStage.stage, PairingStage.entered_on).order_by(
        PairingStage.entered_on
    )
    days: dict[int, list[str]] = {}
    for key, stage, _ in rows(city, columns):
        days.setdefault(key, []).append(stage)
    assert all(told == list(STAGES[: len(told)]) for told in days.values())
    assert {len(told) for told in days.values()} >= {2, 3}
    plans, pairs = rows(city, select(func.count()).select_from(Plan))[0][0], len(days)
    assert 0.88 < plans / pairs < 0.99
    goals = dict(map(tuple, rows(city, select(PlanItem.goal, func.count()).group_by(PlanItem.goal))))
    assert set(goals) == {"politics", "business", "profession", "ways"} and min(goals.values()) > plans


def test_kinds_have_what_belongs_to_them(city: Database) -> None:
    for kind, model in (("home_visit", RecordVisit), ("campaign", RecordPost), ("remedy", RecordRemedy)):
        beside = select(func.count()).select_from(model)
        assert rows(city, beside)[0][0] == rows(city, select(func.count()).where(Record.kind == kind))[0][0] > 0
    about = select(func.count(RecordTopic.record_id.distinct()))
    assert rows(city, about)[0][0] == rows(city, select(func.count()).where(Record.kind == "case"))[0][0]
    outside = select(func.count()).select_from(Record).join(RecordPost).join(Campaign)
    assert (
        rows(city, outside.where((Record.happened_on < Campaign.starts_on) | (Record.happened_on > Campaign.ends_on)))[
            0
        ][0]
        == 0
    )


def test_the_same_seed_gives_the_same_life_and_another_seed_another(twins: list[Database], city_file: CityFile) -> None:
    columns = [column for column in Record.__table__.columns if column.name != "by_id"]
    other = Database(f"sqlite:///{city_file('small', seed=7)}")
    told = [[tuple(row) for row in rows(one, select(*columns).order_by(Record.id))] for one in (*twins, other)]
    other.close()
    assert told[0] == told[1] != told[2]


def test_one_survey_is_finished_one_is_being_collected_and_few_relations_are_at_risk(city: Database) -> None:
    with city.read() as session:
        told = session.execute(
            select(Survey.number, Survey.status, func.count(SurveyAnswer.id), func.count(SurveyAnswer.filed_at))
            .join(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
            .group_by(Survey.number, Survey.status)
            .order_by(Survey.number)
        ).all()
        known = relations(session, cohort_id=session.scalars(select(Survey.cohort_id)).first() or 0, on=UNTIL)
    assert [(number, status) for number, status, _asked, _filed in told] == [(1, "closed"), (2, "open")]
    shares = [filed / asked for _number, _status, asked, filed in told]
    assert shares[0] > 0.9 and 0.4 < shares[1] < 0.75
    risky = [one for one in known.values() if risk(one, {"low": 2, "gap": 2})]
    assert 2 <= len(risky) <= 0.1 * len(known)
