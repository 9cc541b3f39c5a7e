"""The fictitious city 澜州市 to play with: the same people, cohorts, pairings and records for the same seed, to the row.

build(database)                         260 mentors, 420 mentees, three past cohorts and one to be paired
build(database, size="stress", seed=7)  2,000 mentors, 3,000 mentees, 200,000 records
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Person
from programme import audit
from programme.demo.assessment import write_assessments
from programme.demo.city import found_city
from programme.demo.draft import draw_up
from programme.demo.draw import table
from programme.demo.history import past_bonds
from programme.demo.life import draw_lives
from programme.demo.life_rows import excuse, write_lives
from programme.demo.mentees import draw_mentees
from programme.demo.mentors import draw_mentors
from programme.demo.namesakes import make_namesakes
from programme.demo.outcome_rows import write_earlier, write_figures, write_outcomes
from programme.demo.pool_life import write_pool_life
from programme.demo.review_rows import review_months
from programme.demo.rows import declare, write_bonds, write_cohorts, write_mentees, write_mentors
from programme.demo.sizes import CURRENT, PRESETS, Size
from programme.demo.staff import hire
from programme.demo.stall import assign_follow_ups
from programme.demo.standings import write_standings
from programme.demo.store import terms_by_name
from programme.demo.surveys import write_surveys
from programme.errors import Conflict
from programme.holidays import enter_year
from programme.papers.office import name_office
from programme.seed import seed_words

# The cohort whose pairings are in force, so that both sides can be asked.
SURVEYED = 2025


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: numbers of rows, pairs of the ready draft, the present cohort, the officer who acts in it,
    records, monthly reviews."""

    units: int
    mentors: int
    mentees: int
    pairings: int
    drafted: int
    cohort_id: int
    officer_id: int
    records: int = 0
    reviews: int = 0


def build(database: Database, size: str = "demo", seed: int = 2026) -> Built:
    """Fill an empty, migrated database with the city.

    `size` is small (40 mentors, 64 mentees), demo (260, 420), large (563, 788) or stress (2000, 3000; 200,000 records).
    Raises Conflict `not_empty` where people or accounts are remembered already, KeyError for an unknown size.
    """
    preset = PRESETS[size]
    with database.write() as session:
        if session.scalar(select(func.count()).select_from(Person)):
            raise Conflict("not_empty")
        return _settle(session, seed, preset)


def _settle(session: Session, seed: int, size: Size) -> Built:
    seed_words(session)
    terms = terms_by_name(session)
    places = found_city(session, terms)
    officer = hire(session, places)
    name_office(session, officer, name=table("city")["office"])
    mentors, mentees = draw_mentors(seed, size.mentors, places), draw_mentees(seed, size.mentees, places)
    make_namesakes(mentors, mentees)
    bonds = past_bonds(seed, mentors, mentees)
    cohorts = write_cohorts(session)
    people = write_mentors(session, mentors, terms), write_mentees(session, mentees, terms, cohorts)
    pairings = write_bonds(session, bonds, people, (officer.id, cohorts))
    lives = draw_lives(seed, bonds, mentees, places, pace=size.pace)
    records = write_lives(session, lives, pairings, (officer.id, terms), seed)
    excuse(session, places, officer.id)
    write_figures(session, seed, places, officer.id)
    reviews = review_months(session, seed, places, officer, list(cohorts.values()))
    assign_follow_ups(session, officer, seed, list(cohorts.values()))
    write_pool_life(session, mentors, people[0], officer.id)
    declare(session, seed, people[0], mentees, officer.id)
    write_outcomes(session, seed, (bonds, mentors, mentees), pairings, officer.id)
    write_earlier(session, seed, places, len(mentees), officer.id)
    write_assessments(session, seed, officer.id, cohorts)
    write_surveys(session, seed, officer.id, cohorts[SURVEYED])
    write_standings(session, seed, places, terms)
    for notice in table("holidays")["notices"]:
        enter_year(session, officer, **notice)
    drafted = draw_up(session, officer, cohorts[CURRENT.year])
    audit.append(session, account_id=officer.id, action="build_demo", mentors=len(mentors), mentees=len(mentees))
    return Built(
        len(places), len(mentors), len(mentees), len(bonds), drafted, cohorts[CURRENT.year], officer.id, records,
        reviews,
    )  # fmt: skip
