"""Pilot units: named and taken back with a reason; how far a cohort reaches by them; and the pilots against the others."""

from datetime import date, timedelta

import pytest

from db.clock import today
from db.engines import Database
from db.models import Cohort, Mentee, Pairing, Person, PilotUnit
from db.queries.pilot_figures import pilot_figures
from db.queries.standings import pilots
from db.queries.words import units as all_units
from programme import cohorts, pool, units
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.pilots import end_pilot, name_pilot, reach_of
from programme.snapshot import load_pool
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.record_world import RecordWorld, record_world

SINCE = date(2026, 3, 1)


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """市财政局 (市直) with 陈思远; 竹源县青坞镇 with the mentor, and 竹源县信访局 beside it; eligibility on 2026-09-01."""
    return small_pool(database, staff("officer"))


def pilot(world: World, unit_id: int, since: date = SINCE) -> int:
    key = world.act(name_pilot, unit_id=unit_id, since=since, reason="首家试点单位")
    assert isinstance(key, int)
    return key


def reached(world: World, code: str) -> frozenset[int] | None:
    version = world.row(Cohort, world.cohort).version
    world.act(cohorts.edit, cohort_id=world.cohort, seen_version=version, values={"reach": code})
    found = world.look(reach_of, cohort_id=world.cohort)
    assert found.code == code
    return found.units


@pytest.mark.both_engines
def test_a_pilot_is_named_with_day_and_reason_shown_and_taken_back(world: World) -> None:
    key = pilot(world, world.village)
    row = world.look(pilots, unit_id=world.village).iloc[0]
    assert (row["since"], row["reason"], row["by"]) == (SINCE, "首家试点单位", world.by.name)
    shown = world.look(all_units).set_index("id")["pilot_since"]
    assert (shown[world.village], shown[world.finance]) == (SINCE, None)
    assert world.audits()[0].detail["act"] == "pilot"
    with pytest.raises(Conflict, match="pilot_already"):
        pilot(world, world.village)
    world.act(end_pilot, pilot_id=key, seen_version=1, on=date(2026, 6, 1), reason="试点结束")
    [ended] = world.rows(PilotUnit)
    assert (ended.ends_on, ended.ended_why, ended.ended_by_id) == (date(2026, 6, 1), "试点结束", world.by.id)
    with pytest.raises(Stale):
        world.act(end_pilot, pilot_id=key, seen_version=1, on=today(), reason="再次")
    with pytest.raises(Conflict, match="standing_ended"):
        world.act(end_pilot, pilot_id=key, seen_version=2, on=today(), reason="再次")
    pilot(world, world.village, date(2026, 7, 1))


def test_a_pilot_does_not_vanish_in_a_merger(lite: Database, staff: Staff) -> None:
    """Into a unit that is none: refused; once that one is a pilot too, its people stay within the pilot stage."""
    world = small_pool(lite, staff("officer"))
    pilot(world, world.finance)
    with pytest.raises(Conflict, match="pilot_merged"):
        world.act(units.merge_units, keep_id=world.village, gone_id=world.finance)
    pilot(world, world.village)
    world.act(units.merge_units, keep_id=world.village, gone_id=world.finance)
    found = reached(world, "pilot")
    assert found is not None
    assert world.row(Person, world.mentee_person).unit_id in found


@pytest.mark.parametrize(
    ("since", "reason", "code"),
    [(SINCE, " ", "standing_reason"), (today() + timedelta(days=1), "试点", "future_day")],
)
def test_a_pilot_needs_a_reason_and_a_day_that_has_come(
    lite: Database, staff: Staff, since: date, reason: str, code: str
) -> None:
    world = small_pool(lite, staff("officer"))
    with pytest.raises(Invalid, match=code):
        world.act(name_pilot, unit_id=world.village, since=since, reason=reason)


def test_only_who_keeps_the_units_names_a_pilot(lite: Database, staff: Staff) -> None:
    world = small_pool(lite, staff("officer"))
    with pytest.raises(Forbidden):
        world.act(name_pilot, by=staff("leader"), unit_id=world.village, since=SINCE, reason="试点")


@pytest.mark.both_engines
def test_a_cohort_reaches_first_the_pilots_then_their_counties_then_everybody(world: World) -> None:
    beside = world.act(units.add_unit, values={"name": "竹源县信访局", "kind": "organ", "county": "竹源县"})
    pilot(world, world.village)
    assert reached(world, "pilot") == {world.village}
    assert reached(world, "spread") == {world.village, beside}
    assert reached(world, "full") is None
    with pytest.raises(Invalid, match="not_in_list"):
        reached(world, "half")


@pytest.mark.parametrize(
    ("since", "ends", "within"),
    [
        (date(2026, 9, 1), None, True),  # a pilot since the very day of eligibility
        (date(2026, 9, 2), None, False),
        (date(2026, 1, 1), date(2026, 9, 1), False),  # the last day counts no more
        (date(2026, 1, 1), date(2026, 9, 2), True),
    ],
)
def test_the_pilots_of_the_day_of_eligibility_count(
    lite: Database, staff: Staff, since: date, ends: date | None, within: bool
) -> None:
    world = small_pool(lite, staff("officer"))
    key = pilot(world, world.finance, since)
    if ends:
        world.act(end_pilot, pilot_id=key, seen_version=1, on=ends, reason="试点结束")
    assert reached(world, "pilot") == ({world.finance} if within else set())


def test_whom_the_cohort_does_not_reach_waits_with_that_reason_and_is_taken_in_when_it_widens(
    lite: Database, staff: Staff
) -> None:
    world = small_pool(lite, staff("officer"))
    village = {"name": "周航", "unit_id": world.village, "work_start": "2025.08", "category": "young_cadre"}
    world.act(pool.add_mentee, cohort_id=world.cohort, values=village)
    homeless = world.act(
        pool.add_mentee, cohort_id=world.cohort, values={"name": "无单位", "category": "reserve_cadre"}
    )
    pilot(world, world.finance)

    def refused() -> dict[int, str]:
        with lite.read() as session:
            return {int(one.id[1:]): one.ineligible for one in load_pool(session, world.cohort).mentees}

    reached(world, "pilot")
    [zhou] = [
        row.person_id for row in world.rows(Mentee) if row.person_id not in (world.mentee_person, homeless.person_id)
    ]
    assert refused() == {world.mentee_person: "", zhou: "outside_reach", homeless.person_id: "outside_reach"}
    reached(world, "full")
    assert set(refused().values()) == {""}


def join(made: RecordWorld, name: str, unit: str, status: str) -> None:
    """Somebody more in a unit, led by 李 unless he waits."""
    with made.database.write() as session:
        person = Person(name=name, name_key=name, unit_id=made.units[unit])
        session.add(person)
        session.flush()
        mentee = Mentee(cohort_id=made.cohort_id, person_id=person.id, category="reserve_cadre", status=status)
        session.add(mentee)
        session.flush()
        if status == "paired":
            ids = {"cohort_id": made.cohort_id, "mentee_id": mentee.id, "mentor_id": made.people["李"]}
            session.add(Pairing(**ids, status="active", starts_on=SINCE, ends_on=today()))


def test_the_pilots_stand_against_the_others_and_few_people_are_hidden(lite: Database, staff: Staff) -> None:
    """青坞镇 is a pilot with 乙 and 丙, two and so too few; 市财政局 has 甲 with two records, two more led without any, and
    one who waits: three of four are led, two records for three pairings. They are told only once 庚 and 辛 have come to
    青坞镇, or the two there were found by taking the others from the whole."""
    made = record_world(lite, staff)
    assert made.see(pilot_figures, cohort_id=made.cohort_id).empty
    made.do(name_pilot, unit_id=made.units["青坞镇"], since=date(2024, 1, 1), reason="首批试点")
    made.add("甲")
    made.add("甲", content="走访企业")
    for name, status in (("丁", "paired"), ("戊", "paired"), ("己", "waiting")):
        join(made, name, "市财政局", status)
    few = made.see(pilot_figures, cohort_id=made.cohort_id).set_index("group")
    assert few["mentees"].to_dict() == {"pilot": 2, "other": 4}
    assert few["units"].to_dict() == {"pilot": 1, "other": 1}
    assert few[["led", "records", "on_time", "independent"]].isna().all(axis=None)
    for name in ("庚", "辛"):
        join(made, name, "青坞镇", "paired")
    told = made.see(pilot_figures, cohort_id=made.cohort_id).set_index("group")
    assert told.loc["other", ["led", "records", "independent"]].tolist() == [0.75, pytest.approx(2 / 3), 0.0]
    assert told.loc["pilot", ["led", "records"]].notna().all()
