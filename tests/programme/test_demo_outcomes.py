"""What came of the demonstration's pairings: the seed's own figures, facts inside their pairings, and the same rows again."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from db.engines import Database
from db.models import CampaignFigure, Mentee, Outcome, Person, Publication
from db.models.outcomes import OUTCOME_KINDS, PARTY_STEPS
from db.queries.campaign_figures import campaign_sums
from db.queries.outcomes import References, reference_figures
from db.queries.viewer import Viewer
from programme.demo.life import UNTIL
from programme.recordbook.in_force import spans_of


@pytest.fixture
def city(demo_city: Database) -> Database:
    """The demonstration, built once; tests only read it."""
    return demo_city


def rows(database: Database, statement: Any) -> list[Any]:
    """All rows of a statement."""
    with database.read() as session:
        return list(session.execute(statement))


def references(database: Database) -> References:
    """The figures of reference at the end of what is drawn."""
    with database.read() as session:
        return reference_figures(session, Viewer(frozenset({"programme"})), on=UNTIL)


def test_the_figures_of_the_seed_report_come_out(city: Database) -> None:
    """Of new members about 85 % introduced by their mentor, 20 of 100 on posting promoted, no petition, 6 links and 100 visits each."""
    found = references(city)
    assert found.introduced.denominator >= 40 and 0.82 <= (found.introduced.share or 0) <= 0.88
    assert all(share.denominator >= 3 and (share.share or 0) >= 0.75 for _year, share in found.years)
    assert (found.promoted.numerator, found.promoted.denominator, found.petitions) == (20, 100, 0)
    help_for_enterprises = campaign_sums(found.figures).set_index("campaign").loc["“百名专员助企业”驻点服务"]
    assert abs(help_for_enterprises["links_each"] - 6) < 0.4 and abs(help_for_enterprises["visits_each"] - 100) < 4
    assert help_for_enterprises["completion"] == 1


def test_whoever_was_promoted_to_county_level_was_never_a_mentee(city: Database) -> None:
    high = select(Outcome.person_id).where(Outcome.to_level.in_(["county_deputy", "county"]))
    assert len(rows(city, high)) == 20
    assert not rows(city, select(Mentee.id).where(Mentee.person_id.in_(high)))


def test_every_fact_lies_in_its_pairing_and_none_after_the_last_drawn_day(city: Database) -> None:
    with city.read() as session:
        spans = spans_of(session)
    facts = rows(city, select(Outcome.pairing_id, Outcome.happened_on))
    assert all(any(span.holds(day) for span in spans[key]) for key, day in facts if key)
    assert max(day for _key, day in facts) <= UNTIL


def test_all_kinds_occur_and_what_came_of_a_fact_is_later_and_the_same_persons(city: Database) -> None:
    earlier = aliased(Outcome)
    assert {kind for (kind,) in rows(city, select(Outcome.kind).distinct())} == set(OUTCOME_KINDS)
    pairs = rows(
        city,
        select(Outcome.happened_on, earlier.happened_on, (Outcome.person_id == earlier.person_id).label("same")).join(
            earlier, earlier.id == Outcome.follows_id
        ),
    )
    assert len(pairs) > 20 and all(day >= before and same for day, before, same in pairs)


def test_steps_into_the_party_come_once_and_in_order(city: Database) -> None:
    steps: dict[int, list[str]] = {}
    order = (Outcome.person_id, Outcome.happened_on, Outcome.id)
    for key, step in rows(
        city, select(Outcome.person_id, Outcome.step).where(Outcome.kind == "party").order_by(*order)
    ):
        steps.setdefault(key, []).append(step)
    assert steps
    for told in steps.values():
        assert told == [step for step in PARTY_STEPS if step in told]


def test_the_same_seed_gives_the_same_outcomes(twins: list[Database]) -> None:
    """In the small city, where nobody of the earlier posting is."""
    drawn = []
    for database in twins[:2]:
        tables = (Outcome.__table__, CampaignFigure.__table__)
        drawn.append([rows(database, select(table).order_by(table.c.id)) for table in tables])
        assert not rows(database, select(Person.id).where(Person.no >= "LZ-090001"))
    assert drawn[0] == drawn[1] and drawn[0][0]


def test_a_bulletin_tells_the_three_forces_of_campaigns_that_were_over_by_its_day_and_of_no_others(
    city: Database,
) -> None:
    contents = (content for (content,) in rows(city, select(Publication.content)))
    told = {(one["month"], row["campaign"]) for one in contents for row in one["forces"]}
    assert told == {("2025-06", "“百名专员助企业”驻点服务"), ("2026-03", "重点工程征迁攻坚")}
