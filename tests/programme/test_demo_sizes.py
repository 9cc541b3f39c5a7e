"""The sizes of the fictitious city: how many people, and how often their pairings write something down."""

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import Mentee, MentorProfile, Pairing
from programme.demo.city import found_city
from programme.demo.history import past_bonds
from programme.demo.life import draw_lives
from programme.demo.mentees import draw_mentees
from programme.demo.mentors import draw_mentors
from programme.demo.namesakes import make_namesakes
from programme.demo.rows import write_bonds, write_cohorts, write_mentees, write_mentors
from programme.demo.sizes import PRESETS
from programme.demo.staff import hire
from programme.demo.store import terms_by_name
from programme.seed import seed_words

SEED = 5


@pytest.fixture
def drawn(lite: Database) -> dict[float, list[int]]:
    """For each pace the number of records of each pairing of a small city."""
    with lite.write() as session:
        seed_words(session)
        places = found_city(session, terms_by_name(session))
    mentors, mentees = draw_mentors(SEED, 40, places), draw_mentees(SEED, 64, places)
    bonds = past_bonds(SEED, mentors, mentees)
    lives = {pace: draw_lives(SEED, bonds, mentees, places, pace=pace) for pace in (1.0, 1.4, 2.8)}
    assert [one.records for one in lives[1.0]] == [one.records for one in draw_lives(SEED, bonds, mentees, places)]
    return {pace: [len(one.records) for one in told] for pace, told in lives.items()}


def test_records_come_as_often_as_the_pace_says(drawn: dict[float, list[int]]) -> None:
    """Nearly: the first talk and the posts of a campaign come once whatever the pace."""
    usual = sum(drawn[1.0])
    assert 1.25 < sum(drawn[1.4]) / usual < 1.45
    assert 2.2 < sum(drawn[2.8]) / usual < 2.9


def test_only_the_stress_city_writes_more_than_usual() -> None:
    assert {name: size.pace for name, size in PRESETS.items()} == {"small": 1, "demo": 1, "large": 1, "stress": 1.4}
    assert (PRESETS["stress"].mentors, PRESETS["stress"].mentees) == (2000, 3000)


def test_the_large_city_has_its_size_and_another_seed_gives_other_people(lite: Database) -> None:
    """The numbers of the preset are the numbers of rows: of people and of those who were paired before."""
    size = PRESETS["large"]
    with lite.write() as session:
        seed_words(session)
        terms = terms_by_name(session)
        places = found_city(session, terms)
        officer = hire(session, places)
        mentors, mentees = draw_mentors(SEED, size.mentors, places), draw_mentees(SEED, size.mentees, places)
        others = draw_mentors(SEED + 1, size.mentors, places)
        assert [one.person for one in mentors] != [one.person for one in others]
        make_namesakes(mentors, mentees)
        bonds, cohorts = past_bonds(SEED, mentors, mentees), write_cohorts(session)
        people = write_mentors(session, mentors, terms), write_mentees(session, mentees, terms, cohorts)
        write_bonds(session, bonds, people, (officer.id, cohorts))
        written = [session.scalar(select(func.count()).select_from(one)) for one in (MentorProfile, Mentee, Pairing)]
    assert written == [563, 788, len(bonds)] and len(bonds) > 500
