"""How long a click at the desk takes: `python -m benchmarks.desk [MENTEES MENTORS] [--rounds N] [--quotas]`.

Builds a world of its own in a temporary SQLite database, opens the page as a browser session would (AppTest: the whole
script with database, engine and widgets, without the wire), clicks, and prints the median and the 95th percentile, the
processor time (which other work on the machine does not lengthen) and the ratio to one solve in the same run.
With `--quotas` the rules have two quotas that cross and bind, which no flow can hold.
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
from typing import Any

from streamlit.testing.v1 import AppTest

from db import engines, schema
from db.engines import Database
from db.models import Account, Cohort, Mentee, MenteeNeed, MentorExpertise, MentorProfile, Person, Scheme, Term, Unit
from matching import build_problem, solve
from programme import audit
from programme.access import actor_of
from programme.demo.draft import draw_up
from programme.rules import row_in_force
from programme.scheme_state import load_scheme
from web.warm import warm

ROOT = Path(__file__).resolve().parent.parent
COUNTIES, UNITS, TERMS, NEEDS = 9, 40, 14, 3
Took = tuple[float, float]


def crossing(mentees: int) -> dict[str, Any]:
    """Few of a county's people with its own mentors, and some with the neighbours': rules of a cohort."""
    here, next_door = ({"by": "county", "of": [f"County {k}"]} for k in range(2))
    return {
        "quotas": {
            "own": {"mentees": here, "mentors": here, "most": mentees // 60},
            "next": {"mentees": here, "mentors": next_door, "least": mentees // 50},
        }
    }


def build(database: Database, size: tuple[int, int], more: dict[str, Any], seed: int = 1) -> None:
    """One cohort, one officer (account 1), people drawn from the seed, `more` rules, and a draft with its plan."""
    draw, (mentees, mentors) = random.Random(seed), size
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
        by = actor_of(session, officer.id)
        row = row_in_force(session, by, cohort.id)
        row.rules = {**row.rules, "programme_maximum": max(2, -(-mentees // mentors)), **more}
        draw_up(session, by, cohort.id)
        audit.append(session, account_id=by.id, action="import_roster")


class Desk:
    """An open desk that is clicked."""

    def __init__(self, database: Database) -> None:
        self.database, self.mentee = database, 0
        self.at = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60)
        self.at.user, self.at.context = {"account": "1"}, {"locale": "zh-CN"}
        self.at.run()
        self.at.switch_page("../pages/match/desk.py")
        self.run()

    def run(self) -> Took:
        """One rerun; its seconds."""
        start, busy = time.perf_counter(), time.process_time()
        self.at.run()
        took = time.perf_counter() - start, time.process_time() - busy
        if self.at.exception:
            raise RuntimeError(self.at.exception[0].value)
        return took

    def choose(self, mentee_id: int) -> Took:
        """A click on a row of the queue."""
        self.mentee = mentee_id
        self.at.query_params["mentee"] = str(mentee_id)
        return self.run()

    def mark(self, row: int) -> Took:
        """A click on a row of the mentors: the price and who moves."""
        with self.database.read() as session:
            version = session.query(Scheme.version).scalar()
        selection = {"selection": {"rows": [row], "columns": [], "cells": []}}
        self.at.session_state[f"desk-candidates-{self.mentee}-{version}-None"] = selection
        return self.run()

    def reassign(self) -> Took:
        """The reason is there; the main button."""
        return self.because("desk-form-reassign")

    def because(self, form: str) -> Took:
        """The reason, and the button of the form whose key starts so."""
        field = next(one for one in self.at.text_input if one.key.startswith(form) and one.key.endswith("-reason"))
        field.set_value("reason")
        return self.press(form)

    def turn(self, start: str, value: str) -> Took:
        """Another choice of the control whose key starts so."""
        control = next(one for one in self.at.segmented_control if (one.key or "").startswith(start))
        control.set_value(value)
        return self.run()

    def narrow(self, county: str | None) -> Took:
        """Only people of a county, or everybody again."""
        self.at.selectbox(key="desk-county").set_value(county)
        return self.run()

    def press(self, start: str) -> Took:
        """A click on the button whose key starts so."""
        button = next(one for one in self.at.button if (one.key or "").startswith(start))
        button.click()
        return self.run()


def measure(database: Database, rounds: int) -> dict[str, list[Took]]:
    """Seconds of each kind of click."""
    took: dict[str, list[Took]] = {}
    desk = Desk(database)
    with database.read() as session:
        mentees = [key for (key,) in session.query(Mentee.id)]

    def note(kind: str, click: Callable[[], Took]) -> None:
        took.setdefault(kind, []).append(click())

    for k in range(rounds):
        note("choose a person", lambda k=k: desk.choose(mentees[(7 * k + 3) % len(mentees)]))
        note("choose a mentor", lambda: desk.mark(2))
        note("reassign", desk.reassign)
        note("undo a reassign", lambda: desk.press("desk-undo"))
        note("lock", lambda: desk.press("desk-lock-"))
        note("undo a lock", lambda: desk.press("desk-undo"))
        note("price of alone", lambda: desk.press("desk-offer-alone"))
        note("leave alone", lambda: desk.because("desk-form-alone"))
        note("undo alone", lambda: desk.press("desk-undo"))
        desk.mark(3)
        note("price of a seat", lambda: desk.turn("desk-kind", "more"))
        note("give a seat", lambda: desk.because("desk-form-more"))
        note("undo a seat", lambda: desk.press("desk-undo"))
        note("everybody", lambda: desk.turn("desk-segment", "all"))
        note("next person", lambda: desk.press("desk-next"))
        note("next alternative", lambda: desk.press("desk-alternative"))
        note("filter by county", lambda k=k: desk.narrow(f"County {k % COUNTIES}"))
        desk.narrow(None)
        note("find by name", lambda k=k: _find(desk, str(k)))
        _find(desk, "")
    return took


def _find(desk: Desk, words: str) -> Took:
    desk.at.text_input(key="desk-find").set_value(words)
    return desk.run()


def one_solve(database: Database) -> Took:
    """Seconds of one solve of the scheme's problem, from its people: the measure of the machine."""
    with database.read() as session:
        state = load_scheme(session, session.query(Scheme.id).scalar())
    start, busy = time.perf_counter(), time.process_time()
    solve(build_problem(state.pool, state.policy, quotas=state.problem.quotas))
    return time.perf_counter() - start, time.process_time() - busy


def how_proved(database: Database) -> str:
    """What proves the plan, and how many of its quotas have a price."""
    with database.read() as session:
        state = load_scheme(session, session.query(Scheme.id).scalar())
    proof, quotas = state.solution.certificate, range(len(state.problem.quotas))
    priced = sum(any(dual.quota[k] for dual in proof.duals) for k in quotas)
    return f"proved by {proof.method}, {priced} of {len(quotas)} quotas with a price"


def _line(kind: str, taken: list[Took], solving: Took) -> str:
    walls, busies = ([took[side] for took in taken] for side in (0, 1))
    shown = f"{kind:17}" + "".join(f"  {name} {_spread(part)}" for name, part in (("wall", walls), ("cpu", busies)))
    return f"{shown}  {statistics.median(busies) / solving[1]:4.1f} x one solve"


def _spread(seconds: list[float]) -> str:
    middle, high = statistics.median(seconds), statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"p50 {middle * 1000:5.0f} p95 {high * 1000:5.0f} ms"


def main(arguments: list[str]) -> int:
    """Build, click, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="*", type=int, default=[300, 120])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--quotas", action="store_true")
    asked = parser.parse_args(arguments)
    warm("pages.parts")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/desk.db"
        engines.database.cache_clear()
        database = engines.database()
        schema.upgrade(database)
        build(database, (asked.size[0], asked.size[1]), crossing(asked.size[0]) if asked.quotas else {})
        solving, took = one_solve(database), measure(database, asked.rounds)
        told = f"one solve {solving[0] * 1000:.0f} ms, {solving[1] * 1000:.0f} ms of the processor"
        print(f"{asked.size[0]} x {asked.size[1]}; {told}; {how_proved(database)}")
        for kind, taken in took.items():
            print(_line(kind, taken, solving))
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
