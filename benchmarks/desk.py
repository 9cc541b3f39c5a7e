"""How long a click at the desk takes: `python -m benchmarks.desk [MENTEES MENTORS] [--rounds N]`.

Builds a world of its own in a temporary SQLite database, opens the page as a browser session would (AppTest: the whole
script with database, engine and widgets, without the wire), clicks, and prints the median, the 95th percentile and the
ratio to one solve of the same problem in the same run.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from db import engines, schema
from db.engines import Database
from db.models import Account, Cohort, Mentee, MenteeNeed, MentorExpertise, MentorProfile, Person, Scheme, Term, Unit
from matching import build_problem, solve
from programme.access import actor_of
from programme.demo.draft import draw_up
from programme.scheme_state import load_scheme

ROOT = Path(__file__).resolve().parent.parent
COUNTIES, UNITS, TERMS, NEEDS = 9, 40, 14, 3


def build(database: Database, mentees: int, mentors: int, seed: int = 1) -> None:
    """One cohort, one officer (account 1), people drawn from the seed, and a draft with its plan."""
    draw = random.Random(seed)
    with database.write() as session:
        days = {"eligible_on": date(2026, 9, 1), "starts_on": date(2026, 10, 8), "ends_on": date(2027, 10, 7)}
        cohort = Cohort(name="2026", **days)
        officer = Account(login="officer", name="Li", role="officer", password_hash="", must_change=False)
        units = [
            Unit(name=f"Unit {k}", kind="organ", county=f"County {k % COUNTIES}", position=k) for k in range(UNITS)
        ]
        terms = [Term(kind="expertise", code=f"t{k}", name=f"Expertise {k}") for k in range(TERMS)]
        session.add_all([cohort, officer, *units, *terms])
        session.flush()
        for k in range(mentors):
            person = Person(name=f"Mentor {k}", name_key=f"mentor{k}", unit_id=draw.choice(units).id)
            session.add(person)
            session.flush()
            seats = max(2, -(-mentees // mentors))
            session.add(MentorProfile(person_id=person.id, capacity=seats, grassroots_years=draw.randint(0, 25)))
            for term in draw.sample(terms, NEEDS):
                session.add(MentorExpertise(person_id=person.id, term_id=term.id, grade=draw.randint(2, 5)))
        for k in range(mentees):
            person = Person(name=f"Mentee {k}", name_key=f"mentee{k}", unit_id=draw.choice(units).id)
            session.add(person)
            session.flush()
            mentee = Mentee(cohort_id=cohort.id, person_id=person.id, category="reserve_cadre")
            session.add(mentee)
            session.flush()
            needs = enumerate(draw.sample(terms, NEEDS), 1)
            session.add_all(MenteeNeed(mentee_id=mentee.id, rank=rank, term_id=term.id) for rank, term in needs)
        draw_up(session, actor_of(session, officer.id), cohort.id)


class Desk:
    """An open desk that is clicked."""

    def __init__(self) -> None:
        self.at = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60)
        self.at.user, self.at.context = {"account": "1"}, {"locale": "zh-CN"}
        self.at.run()
        self.at.switch_page("../pages/match/desk.py")
        self.run()

    def run(self) -> float:
        """One rerun; its seconds."""
        start = time.perf_counter()
        self.at.run()
        took = time.perf_counter() - start
        if self.at.exception:
            raise RuntimeError(self.at.exception[0].value)
        return took

    def choose(self, mentee_id: int) -> float:
        """A click on a row of the queue."""
        self.at.query_params["mentee"] = str(mentee_id)
        return self.run()

    def press(self, start: str) -> float:
        """A click on the button whose key starts so."""
        button = next(one for one in self.at.button if (one.key or "").startswith(start))
        button.click()
        return self.run()


def measure(mentees: list[int], rounds: int) -> dict[str, list[float]]:
    """Seconds of each kind of click."""
    desk, took = Desk(), {}

    def note(kind: str, click: Callable[[], float]) -> None:
        took.setdefault(kind, []).append(click())

    for k in range(rounds):
        note("choose a person", lambda k=k: desk.choose(mentees[(7 * k + 3) % len(mentees)]))
        note("lock", lambda: desk.press("desk-lock-"))
        note("undo", lambda: desk.press("desk-undo"))
        note("redo", lambda: desk.press("desk-redo"))
        note("find by name", lambda k=k: _find(desk, str(k)))
        _find(desk, "")
    return took


def _find(desk: Desk, words: str) -> float:
    desk.at.text_input(key="desk-find").set_value(words)
    return desk.run()


def one_solve(database: Database) -> float:
    """Seconds of one solve of the scheme's problem, from its people: the measure of the machine."""
    with database.read() as session:
        state = load_scheme(session, session.query(Scheme.id).scalar())
        start = time.perf_counter()
        solve(build_problem(state.pool, state.policy))
        return time.perf_counter() - start


def main(arguments: list[str]) -> int:
    """Build, click, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="*", type=int, default=[300, 120])
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/desk.db"
        engines.database.cache_clear()
        database = engines.database()
        schema.upgrade(database)
        build(database, *asked.size)
        with database.read() as session:
            mentees = [row.id for row in session.query(Mentee.id)]
        solving, took = one_solve(database), measure(mentees, asked.rounds)
        print(f"{asked.size[0]} x {asked.size[1]}; one solve {solving * 1000:.0f} ms")
        for kind, seconds in took.items():
            middle, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
            print(
                f"{kind:16} p50 {middle * 1000:5.0f} ms  p95 {high * 1000:5.0f} ms  {middle / solving:4.1f} x one solve"
            )
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
