"""Nothing that belongs to a closed cohort is written, on whatever way it comes in; corrections with a reason alone go on."""

import ast
import inspect
import pkgutil
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

import programme
from db.clock import today
from db.engines import Database
from db.models import Cohort, Mentee, Pairing
from db.models.base import Base
from documents.safe import Upload
from programme import runs
from programme.access import Action, Actor
from programme.cohort_open import APART, cohorts_of, leading
from programme.errors import Conflict
from programme.outcomes import importing as outcome_files
from programme.outcomes import keep as outcomes
from programme.progress import follow_ups
from programme.recordbook import importing as record_files
from programme.recordbook import keep as records
from programme.recordbook import plans
from programme.reviews import importing as review_files
from programme.reviews import rounds as review_rounds
from programme.roster.draft import Draft
from programme.usecase import REGISTER, record, use_case
from tests.conftest import Staff
from tests.support.assess_world import assess_world
from tests.support.changing import pairing_of
from tests.support.record_world import record_world
from tests.support.review_world import opened, review_of, review_world, round_now, set_day
from tests.support.signing import World

ROOT = Path(__file__).resolve().parent.parent.parent
# Who may still write to a closed cohort. All of them correct, put away or name, with a reason; the last four say why below.
CORRECTIONS = {
    "assessment.grading.correct", "changes.withdraw", "cohort_close.reopen_cohort", "outcomes.keep.correct",
    "outcomes.keep.strike", "progress.follow_ups.drop", "recordbook.keep.correct", "recordbook.keep.strike",
    "recordbook.plans.correct_item", "recordbook.plans.correct_stage", "recordbook.plans.strike_item",
    "recordbook.plans.strike_stage", "reviews.filing.correct",
    "examples.end_example", "examples.name_example",  # what others are shown, beside what was
    "recordbook.plans.save_plan",  # corrects a plan with a reason; writes none in a closed cohort
    "cohorts.edit",  # opens a cohort again, and refuses everything else by itself
}  # fmt: skip
# Statements that pass by the watch, with what keeps them out of a closed cohort.
PASSING = {
    ("programme/usecase.py", "model"),  # takes the version of a row that is written next
    ("programme/reviews/reviewers.py", "Review"),  # asks for open cohorts
    ("programme/signoff.py", "Mentee"),  # after the scheme itself was written
    ("programme/scheme_pairs.py", "SchemePair"),  # with the act at the desk or the run, which is written as a row
    ("programme/ceremonies.py", "CeremonyMentor"),  # after the ceremony itself was written
    ("programme/roster/undo.py", "ImportRow"),  # the people of an import whose row is written too
    ("programme/units.py", "model"),  # a unit that another takes up: what they say stays the same
    ("programme/word_merge.py", "model"),  # a word that another takes up, likewise
    ("programme/word_merge.py", "Mentee"),
    ("programme/word_merge.py", "RecordTopic"),
}


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """Three pairings in force in a cohort that was closed behind everybody's back."""
    made = assess_world(lite, staff)
    made.change(Cohort, made.cohort_id, status="closed")
    return made


def test_only_corrections_with_a_reason_write_after_the_close() -> None:
    for module in pkgutil.walk_packages(programme.__path__, "programme."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    flagged = {name for name, one in REGISTER.items() if one.after_close and one.run.__module__.startswith("programme")}
    assert flagged == CORRECTIONS
    for name in flagged - {"cohorts.edit"}:
        assert {"reason", "comment"} & set(inspect.signature(REGISTER[name].run).parameters), name


def test_every_other_act_is_watched_whatever_it_writes(world: World) -> None:
    @use_case(Action.KEEP_RECORDS)
    def careless(session: Session, by: Actor, *, pairing_id: int) -> None:
        session.get_one(Pairing, pairing_id).ends_on = today()
        session.flush()
        record(session, by, Action.KEEP_RECORDS, "careless")

    del REGISTER[next(name for name in REGISTER if name.endswith("careless"))]
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do("officer", careless, pairing_id=1)
    world.change(Cohort, world.cohort_id, status="open")
    world.do("officer", careless, pairing_id=1)


def test_every_table_that_leads_to_a_cohort_is_watched_by_a_way_that_arrives(lite: Database) -> None:
    """Read from the foreign keys again, without a word of the watch itself."""
    leads = {"cohorts"}
    for _step in Base.metadata.tables:
        for table in Base.metadata.tables.values():
            if table.name not in APART and any(key.column.table.name in leads for key in table.foreign_keys):
                leads.add(table.name)
    watched = {name for name in Base.metadata.tables if leading(name)}
    assert watched == leads - {"cohorts"}
    with lite.read() as session:
        for name in sorted(watched):
            assert session.scalars(cohorts_of(name, [1])).all() == []


def test_no_statement_passes_by_the_watch_unseen() -> None:
    """Bulk statements never become rows of a session: those on watched tables are named above, with their reason."""
    models = {mapper.class_.__name__ for mapper in Base.registry.mappers if leading(mapper.class_.__tablename__)}
    found = set()
    for path in sorted((ROOT / "programme").rglob("*.py")):
        if "demo" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("insert", "update"):
                name = node.args[0].id if isinstance(node.args[0], ast.Name) else ""
                if name in models or name == "model":
                    found.add((path.relative_to(ROOT).as_posix(), name))
    assert found == PASSING


def plan(world: World) -> Any:
    told = {"agreed_on": today(), "gap": "群众工作", "outcome": "能独立走访"}
    return world.do("officer", plans.save_plan, pairing_id=pairing_of(world, "甲").id, seen_version=0, **told)


def item(world: World) -> Any:
    told = {"goal": "ways", "measure": "走访", "due_on": today()}
    return world.do("officer", plans.add_item, pairing_id=pairing_of(world, "甲").id, values=told)


def stage(world: World) -> Any:
    asked = {"pairing_id": pairing_of(world, "甲").id, "stage": "learning", "entered_on": today()}
    return world.do("officer", plans.enter_stage, **asked)


def log(world: World) -> Any:
    told = {"kind": "log", "happened_on": today(), "content": "补记"}
    return world.do("officer", records.add, pairing_id=pairing_of(world, "甲").id, values=told)


def followed(world: World) -> Any:
    asked = {"text": "督办", "owner_id": world.staff["officer"].id, "due_on": today() + timedelta(days=7)}
    return world.do("officer", follow_ups.assign, pairing_ids=[pairing_of(world, "甲").id], **asked)


def outcome(world: World) -> Any:
    told = {"kind": "honour", "happened_on": today(), "title": "县先进个人"}
    return world.do("officer", outcomes.add, person_id=world.row(Mentee, world.mentees["甲"]).person_id, values=told)


def month(world: World) -> Any:
    asked = {"month": today().replace(day=1), "due_on": today() + timedelta(days=10)}
    return world.do("officer", review_rounds.open_round, cohort_id=world.cohort_id, **asked)


def scheme(world: World) -> Any:
    return world.do("officer", runs.start_run, cohort_id=world.cohort_id, name="补录")


@pytest.mark.parametrize("way", [plan, item, stage, log, followed, outcome, month, scheme])
def test_no_way_in_by_hand_leads_into_a_closed_cohort(world: World, way: Any) -> None:
    with pytest.raises(Conflict, match="cohort_is_closed"):
        way(world)


def told(day: str) -> Draft:
    """A table of records with one log of 甲."""
    heads = "帮带对象,单位,导师,日期,类型,内容,帮带形式"
    return Draft((Upload("日志.csv", f"{heads}\n甲,市财政局,王,{day},帮带日志,走访,言传".encode()),))


def test_records_from_excel_wait_row_by_row_and_an_import_is_not_taken_back(lite: Database, staff: Staff) -> None:
    world = record_world(lite, staff)
    draft = told("2026.3.5")
    shown = record_files.preview(lite, world.staff["officer"], draft)
    asked = {"roster": shown.roster, "draft": draft, "seen": shown.difference.fingerprint}
    key = world.do(record_files.confirm, **asked).import_id
    closed(lite, world.cohort_id)
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do(record_files.undo, import_id=key, seen_version=1)
    again = record_files.preview(lite, world.staff["officer"], told("2026.3.6"))
    assert [fault.rule for fault in again.roster.faults] == ["record_cohort_closed"]
    assert again.difference.count("new") == 0


def test_outcomes_from_excel_wait_row_by_row(lite: Database, staff: Staff) -> None:
    world = record_world(lite, staff)
    closed(lite, world.cohort_id)
    table = Upload("成果.csv", "姓名,类型,日期,名称,数量\n甲,化解纠纷,2026.3.5,宅基地边界,3".encode())
    lines = outcome_files.read_table(table)
    [row] = outcome_files.preview(lite, world.staff["officer"], lines=lines).rows
    assert row.fault is not None and row.fault.why.code == "cohort_is_closed"


def test_a_month_from_excel_is_refused(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, date(2026, 10, 31))
    world = review_world(lite, staff)
    opened(world)
    closed(lite, world.cohort_id)
    heads = "点评编号,帮带对象,干部自评,自评得分,主要负责人点评,主要负责人评分,主要负责人姓名,分管领导点评,分管领导评分,分管领导姓名"
    told = f"{heads}\n{review_of(world, '甲').id},甲,走访,80,,,,,,"
    asked = {"round_id": round_now(world).id, "lines": review_files.read_table(Upload("月报.csv", told.encode()))}
    seen = review_files.preview(lite, world.staff["officer"], **asked).fingerprint
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do(review_files.take_in, **asked, seen=seen, file="月报.csv")


def closed(database: Database, cohort_id: int) -> None:
    with database.write() as session:
        session.get_one(Cohort, cohort_id).status = "closed"
