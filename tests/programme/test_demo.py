"""What the fictitious city promises: its shares, its shortages, a sound history, and the same rows for the same seed."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import (
    OPEN,
    ROLES,
    Account,
    Avoidance,
    Cohort,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    PairingEvent,
    Person,
    PersonDialect,
    PlaceDialect,
    Scheme,
    SchemePair,
    Term,
    Unit,
    UnitAlias,
)
from programme import audit
from programme.demo import build
from programme.demo.staff import PASSWORD
from programme.eligibility import Candidate, judge
from programme.errors import Conflict
from programme.firmness import firmness
from programme.passwords import matches
from programme.retirement import months_until, retires_on
from programme.rules import Rules

DRAWN = (
    Unit, UnitAlias, PlaceDialect, Person, MentorProfile, MentorExpertise, PersonDialect, Cohort, Mentee, MenteeNeed,
    Pairing, PairingEvent, Avoidance, SchemePair,
)  # fmt: skip


@pytest.fixture
def city(demo_city: Database) -> Database:
    """The demonstration, built once; tests only read it."""
    return demo_city


def rows(database: Database, statement: Any) -> list[Any]:
    """All rows of a statement."""
    with database.read() as session:
        return list(session.execute(statement))


def drawn(database: Database) -> dict[str, list[Any]]:
    """Every table that chance has a part in, row by row; who acted and when it was typed in plays no part."""
    tables = {}
    for model in DRAWN:
        columns = [column for column in model.__table__.columns if column.name not in ("by_id", "at")]
        tables[model.__tablename__] = rows(database, select(*columns).order_by(*model.__table__.primary_key))
    return tables


def loads(database: Database) -> Counter[int]:
    """Open pairings per mentor."""
    statement = select(Pairing.mentor_id, func.count()).where(Pairing.status.in_(OPEN)).group_by(Pairing.mentor_id)
    return Counter(dict(tuple(row) for row in rows(database, statement)))


def test_the_same_seed_builds_the_same_city_to_the_row(twins: list[Database]) -> None:
    """Two databases, one seed: not one row differs (another seed: test_demo_sizes)."""
    one, two = map(drawn, twins)
    assert one == two


def counted(database: Database) -> tuple[int, int]:
    """How many mentors and mentees there are."""
    return tuple(rows(database, select(func.count()).select_from(model))[0][0] for model in (MentorProfile, Mentee))


@pytest.mark.postgres
def test_postgresql_holds_the_small_city_too(postgres_url: str) -> None:
    """40 mentors and 64 mentees as on SQLite; new rows still get ids of their own afterwards."""
    database = Database(postgres_url)
    built = build(database, "small")
    assert (built.mentors, built.mentees) == counted(database) == (40, 64)
    with database.write() as session:
        person = Person(name="新来", name_key="新来")
        session.add(person)
        session.flush()
        assert person.id == 40 + 64 + 1
    database.close()


def test_the_small_city_has_its_size(twins: list[Database]) -> None:
    assert counted(twins[0]) == (40, 64)


def test_a_database_with_people_is_left_alone(demo_city: Database) -> None:
    """Building twice is refused, and the refusal changes nothing."""
    before = drawn(demo_city)
    with pytest.raises(Conflict) as refused:
        build(demo_city, "small")
    assert refused.value.code == "not_empty"
    assert drawn(demo_city) == before


def test_states_have_the_shares_of_the_profile(city: Database) -> None:
    """260 mentors: 226 in the pool, 14 awaited, 8 paused, 12 gone; 420 mentees: 130 graduated, 190 led, 10 ended, 90 waiting."""
    states = select(MentorProfile.status, func.count()).group_by(MentorProfile.status)
    fates = select(Mentee.status, func.count()).group_by(Mentee.status)
    assert dict(map(tuple, rows(city, states))) == {
        "in_pool": 226, "nominated": 8, "reviewed": 6, "paused": 8, "left": 12,
    }  # fmt: skip
    assert dict(map(tuple, rows(city, fates))) == {"graduated": 130, "paired": 190, "ended": 10, "waiting": 90}


def test_only_the_present_cohort_waits(city: Database) -> None:
    """The ninety who wait are those of 2026, and nobody of them has had a pairing in it."""
    statement = select(Cohort.name, Mentee.status, func.count()).join(Cohort).group_by(Cohort.name, Mentee.status)
    waiting = [(name, count) for name, status, count in rows(city, statement) if status == "waiting"]
    assert waiting == [("2026年批次", 90)]
    bound = select(func.count()).select_from(Pairing).join(Mentee).where(Mentee.status == "waiting")
    assert rows(city, bound)[0][0] == 0


def test_three_mentors_are_over_capacity_and_nobody_else(city: Database) -> None:
    """Their seats were cut by one after the pairing; all the others keep to theirs."""
    load = loads(city)
    beyond = [load[key] - seats for key, seats in rows(city, select(MentorProfile.person_id, MentorProfile.capacity))]
    assert sorted(gap for gap in beyond if gap > 0) == [1, 1, 1]


def test_nobody_is_led_by_a_mentor_who_has_left_or_was_never_confirmed(city: Database) -> None:
    """Open pairings are with mentors in the pool or paused."""
    statement = select(MentorProfile.status).join(Pairing, Pairing.mentor_id == MentorProfile.person_id)
    found = {status for (status,) in rows(city, statement.where(Pairing.status.in_(OPEN)))}
    assert found <= {"in_pool", "paused"}


def test_every_pairing_is_where_its_last_step_put_it(city: Database) -> None:
    """Steps join end to end in the order of days, begin from nothing and end in the pairing's state."""
    steps: dict[int, list[tuple[str, str, date]]] = {}
    columns = (PairingEvent.pairing_id, PairingEvent.from_status, PairingEvent.to_status, PairingEvent.on_day)
    for key, before, after, day in rows(city, select(*columns).order_by(PairingEvent.id)):
        steps.setdefault(key, []).append((before, after, day))
    states = dict(map(tuple, rows(city, select(Pairing.id, Pairing.status))))
    assert steps.keys() == states.keys()
    for key, history in steps.items():
        assert history[0][0] == "" and history[-1][1] == states[key]
        assert all(one[1] == two[0] and one[2] <= two[2] for one, two in zip(history, history[1:], strict=False))


def test_one_county_lacks_seats_while_the_city_has_plenty(city: Database) -> None:
    """More wait in 竹源县 than its mentors have free seats; over all counties twice as many seats are free as people wait."""
    load, free = loads(city), Counter[str]()
    columns = select(MentorProfile.person_id, MentorProfile.capacity, Unit.county).select_from(MentorProfile)
    columns = columns.join(Person).join(Unit, Unit.id == Person.unit_id)
    for key, seats, county in rows(city, columns.where(MentorProfile.status == "in_pool")):
        free[county] += max(0, seats - load[key])
    places = select(Mentee.county, func.count()).where(Mentee.status == "waiting").group_by(Mentee.county)
    waiting = Counter(dict(map(tuple, rows(city, places))))
    assert waiting["竹源县"] > free["竹源县"] > 0
    assert free.total() > 2 * waiting.total()


def test_green_finance_hangs_on_one_mentor_who_soon_retires(city: Database) -> None:
    """A single holder, within half a year of retirement on the day the present cohort is judged, and people who need it."""
    green = select(Term.id).where(Term.kind == "expertise", Term.code == "green_finance").scalar_subquery()
    holders = rows(city, select(Person.birth, Person.sex).join(MentorExpertise).where(MentorExpertise.term_id == green))
    wanted = rows(city, select(func.count()).select_from(MenteeNeed).where(MenteeNeed.term_id == green))
    day = retires_on(*holders[0])
    assert len(holders) == 1 and wanted[0][0] > 1
    assert day is not None and 0 <= months_until(day, date(2026, 11, 1)) <= 6


def test_there_are_namesakes_one_pair_inside_one_unit(city: Database) -> None:
    """At least three names are borne twice, and two namesakes share a unit."""
    people = rows(city, select(Person.name, Person.unit_id))
    assert sum(1 for count in Counter(name for name, _ in people).values() if count > 1) >= 3
    assert max(Counter(map(tuple, people)).values()) == 2


def test_past_mentees_were_eligible_on_the_day_of_their_cohort(city: Database) -> None:
    """Whoever was paired had less than three years of work then; a few of those who wait have more, on purpose."""
    columns = (Mentee.category, Unit.stream, Person.birth, Person.work_start, Cohort.eligible_on, Mentee.status)
    statement = select(*columns).join(Person, Person.id == Mentee.person_id).join(Unit).join(Cohort)
    barred = Counter(
        (status, judge(Candidate(category, stream, birth, start), day, Rules()).code)
        for category, stream, birth, start, day, status in rows(city, statement)
        if not judge(Candidate(category, stream, birth, start), day, Rules()).ok
    )
    assert {status for status, _ in barred} == {"waiting"}
    assert barred["waiting", "months_reached"] >= 1 and barred["waiting", "no_work_start"] >= 1


def test_the_ready_draft_keeps_to_seats_and_kinship(city: Database) -> None:
    """Load and proposed pairs together fit every mentor's seats, and no declared relative leads another."""
    with city.read() as session:
        assert session.scalars(select(Scheme.status)).all() == ["draft"]
    pairs = rows(city, select(SchemePair.mentor_id, Mentee.person_id).join(Mentee, Mentee.id == SchemePair.mentee_id))
    load = loads(city) + Counter(mentor for mentor, _ in pairs)
    seats = dict(map(tuple, rows(city, select(MentorProfile.person_id, MentorProfile.capacity))))
    related = {frozenset(map(int, row)) for row in rows(city, select(Avoidance.person_a, Avoidance.person_b))}
    assert len(pairs) > 60 and related
    assert all(load[mentor] <= seats[mentor] for mentor, _ in pairs)
    assert not related & {frozenset(map(int, pair)) for pair in pairs}


def test_the_ready_draft_knows_how_firm_its_pairs_are(city: Database) -> None:
    """The desk of a first look has its contested pairs; the shares are of the plan as it stands, neither all nor none firm."""
    with city.read() as session:
        (scheme_id,) = session.scalars(select(Scheme.id))
        found = firmness(session, scheme_id)
    assert found is not None and not found.stale
    assert 0 < len(found.contested()) < sum(len(mentors) for mentors in found.plan.values())


def test_every_role_has_an_account_with_the_shown_password(city: Database) -> None:
    """Nine accounts, one for each role; the password of the sign-in page opens each, the liaison has a unit."""
    accounts = rows(city, select(Account.role, Account.password_hash, Account.unit_id))
    assert sorted(role for role, _, _ in accounts) == sorted(ROLES)
    assert all(matches(kept, PASSWORD) for _, kept, _ in accounts)
    assert all((unit is not None) == (role == "liaison") for role, _, unit in accounts)


def test_the_audit_chain_of_the_city_holds(city: Database) -> None:
    """What the building did is on record, and the chain is whole."""
    with city.read() as session:
        report = audit.verify(session)
    assert report.broken_at is None and report.rows > 5
