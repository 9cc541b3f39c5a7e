"""How fast records are read at 200,000 of them: `python -m benchmarks.records [--records N] [--url URL]`.

Fills an empty database of its own (a temporary SQLite file, or the PostgreSQL database of URL) with 5,000 people, 3,000
pairings in three cohorts and N records, then prints for each read model the best of four runs, for an officer and for a liaison.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from db import schema
from db.engines import Database
from db.models import (
    Account,
    Cohort,
    Mentee,
    Pairing,
    PairingEvent,
    Person,
    PlanItem,
    Record,
    RecordTopic,
    RecordVisit,
    Term,
    Unit,
)
from db.queries import record_plans, records, records_counts
from db.queries.records_scope import RecordFilter
from db.queries.viewer import Viewer
from programme.demo.store import insert_all, write_all

FIRST, DAYS, RUNS, SOUGHT = date(2024, 1, 1), 1050, 4, "走访沟通"
LETTERS = "走访农户了解情况学习沟通方法处理矛盾纠纷起草材料复盘总结"
KINDS = ["log"] * 10 + ["talk"] * 7 + ["home_visit"] * 3 + ["case"]
FORMS, METHODS = ("telling", "hands_on", "telling,by_example", ""), ("case_teaching", "demonstration", "")
Query = Callable[..., Any]


def build(session: Session, count: int) -> None:
    """The people, the pairings, and as many records."""
    draw = random.Random(1)
    [by] = insert_all(session, Account, [{"login": "o", "name": "o", "role": "officer", "password_hash": ""}])
    units = insert_all(session, Unit, [{"name": f"单位{k}", "kind": "organ", "position": k} for k in range(300)])
    days = {"eligible_on": FIRST, "starts_on": FIRST, "ends_on": date(2027, 12, 31)}
    cohorts = insert_all(session, Cohort, [{"name": f"批次{k}", **days} for k in range(3)])
    terms = insert_all(session, Term, [{"kind": "expertise", "code": f"t{k}", "name": f"专长{k}"} for k in range(14)])
    people = insert_all(
        session, Person, [{"name": f"人{k}", "name_key": f"人{k}", "unit_id": draw.choice(units)} for k in range(5000)]
    )
    rows = [
        {"cohort_id": cohorts[k % 3], "person_id": people[2000 + k], "category": "reserve_cadre"} for k in range(3000)
    ]
    mentees = insert_all(session, Mentee, rows)
    bound = {"status": "active", "starts_on": FIRST, "ends_on": days["ends_on"]}
    pairs = [
        {"cohort_id": row["cohort_id"], "mentee_id": key, "mentor_id": draw.choice(people[:2000]), **bound}
        for key, row in zip(mentees, rows, strict=True)
    ]
    pairings = list(zip(insert_all(session, Pairing, pairs), (row["cohort_id"] for row in pairs), strict=True))
    write_all(
        session,
        PairingEvent,
        [{"pairing_id": key, "to_status": "active", "on_day": FIRST, "by_id": by} for key, _ in pairings],
    )
    goals = ("politics", "business", "profession", "ways")
    items = [
        {"pairing_id": key, "goal": goal, "measure": "x", "due_on": FIRST, "by_id": by}
        for key, _ in pairings
        for goal in goals
    ]
    write_all(session, PlanItem, items)
    drawn = [_record(draw, draw.choice(pairings), by) for _ in range(count)]
    ids = insert_all(session, Record, drawn)
    of = list(zip(ids, drawn, strict=True))
    visits = [{"record_id": key, "village": f"村{key % 150}", "households_visited": 9, "households_total": 300} for key, row in of
              if row["kind"] == "home_visit"]  # fmt: skip
    write_all(session, RecordVisit, visits)
    write_all(
        session,
        RecordTopic,
        [{"record_id": key, "term_id": draw.choice(terms)} for key, row in of if row["kind"] == "case"],
    )


def _record(draw: random.Random, pairing: tuple[int, int], by: int) -> dict[str, Any]:
    day, delay = FIRST + timedelta(days=draw.randrange(DAYS)), draw.choice((0, 1, 2, 3, 20))
    return {
        "pairing_id": pairing[0], "cohort_id": pairing[1], "kind": draw.choice(KINDS), "happened_on": day, "delay": delay,
        "recorded_at": datetime(day.year, day.month, day.day) + timedelta(days=delay), "by_id": by,
        "content": "".join(draw.choice(LETTERS) for _ in range(60)), "forms": draw.choice(FORMS), "methods": draw.choice(METHODS),
    }  # fmt: skip


def queries(cohort_id: int) -> dict[str, tuple[Query, dict[str, Any]]]:
    """Name -> read model with its arguments, as the pages ask."""
    whole = RecordFilter(cohort_id=cohort_id)
    found = RecordFilter(cohort_id=cohort_id, words=SOUGHT)
    return {
        "a page": (records.record_page, {"chosen": whole}), "page 500": (records.record_page, {"chosen": whole, "page": 500}),
        "a page of words": (records.record_page, {"chosen": found}), "one record": (records.record, {"record_id": 777}),
        "pairings to choose": (records.pairing_choices, {"cohort_id": cohort_id}), "by day": (records_counts.activity, {"chosen": whole}),
        "methods and forms": (records_counts.mix, {"chosen": whole}), "villages": (records_counts.coverage, {"chosen": whole}),
        "cases of words": (records_counts.cases, {"chosen": RecordFilter(words=SOUGHT)}), "topics": (records_counts.case_topics, {}),
        "pulse of pairings": (records_counts.pulse, {"cohort_id": cohort_id}),
        "a month": (records_counts.monthly, {"cohort_id": cohort_id, "month": "2026-03"}),
        "plans": (record_plans.plan_progress, {"cohort_id": cohort_id, "on": date(2026, 6, 1)}),
    }  # fmt: skip


def measure(database: Database) -> None:
    """Print one line for each read model."""
    with database.read() as session:
        cohort_id, unit_id = session.query(Cohort.id).order_by(Cohort.id).first()[0], session.query(Unit.id).first()[0]
    viewers = (Viewer(frozenset({"programme"})), Viewer(frozenset({"programme"}), unit_id))
    for name, (query, arguments) in queries(cohort_id).items():
        officer, liaison = (_best(database, query, viewer, arguments) for viewer in viewers)
        print(f"{name:22} officer {officer:6.0f} ms  liaison {liaison:6.0f} ms", flush=True)


def _best(database: Database, query: Query, viewer: Viewer, arguments: dict[str, Any]) -> float:
    times = []
    for _ in range(RUNS):
        with database.read() as session:
            start = time.perf_counter()
            query(session, viewer, **arguments)
            times.append(1000 * (time.perf_counter() - start))
    return min(times)


def main(arguments: list[str]) -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--url", default="")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(asked.url or f"sqlite:///{folder}/records.db")
        schema.upgrade(database)
        with database.write() as session:
            build(session, asked.records)
            session.execute(text("ANALYZE"))
        measure(database)
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
