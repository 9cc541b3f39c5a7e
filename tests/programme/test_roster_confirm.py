"""Confirming an import saves what was seen, all of it or nothing, once; undoing it leaves no trace but the record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import (
    Audit,
    Base,
    ColumnMapping,
    Import,
    ImportRow,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    PersonDialect,
    Term,
    Unit,
)
from db.queries.imports import imports
from programme import cohorts, pool, roster
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.invariants import check
from programme.roster import Draft
from programme.sentences import sentence
from programme.usecase import look
from tests.conftest import Staff
from tests.support.rosters import MENTEES, SHEET, Desk, desk
from tests.support.signing import World, add_scheme

ZHAO = "赵一,男,1965.03,市住建局副局长,群众工作,澜州话,2"
QIAN = "钱二,女,1966.08,澜东区上岚镇镇长,公文写作、党建,四川话,1"
ZHOU = "周思远,1999.05,2025.07,岚溪县青坞镇科员,会计学,年轻干部,群众工作、公文写作"
PEOPLE = (Person, MentorProfile, MentorExpertise, PersonDialect, Mentee, MenteeNeed, Unit, Term)


@pytest.fixture
def place(database: Database, staff: Staff) -> Desk:
    """An empty desk on each engine; every invariant holds when the test is done."""
    return desk(database, staff("officer"))


@pytest.fixture
def small(lite: Database, staff: Staff) -> Desk:
    """An empty desk where the engine plays no part."""
    return desk(lite, staff("officer"))


def everything(place: Desk, models: tuple[Any, ...] = PEOPLE) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of these tables, without versions and instants."""

    def read(session: Session) -> dict[str, list[tuple[Any, ...]]]:
        tables = [model.__table__ for model in models]
        columns = {t.name: [c for c in t.columns if c.name not in ("version", "created_at")] for t in tables}
        return {name: sorted(map(tuple, session.execute(select(*own))), key=str) for name, own in columns.items()}

    return place.ask(read)


@pytest.mark.both_engines
def test_mentors_are_saved_with_everything_their_rows_say(place: Desk) -> None:
    outcome = place.confirm(place.draft(ZHAO, QIAN))
    assert outcome.counts["new"] == 2
    qian = place.person("钱二")
    assert (qian["birth"], qian["sex"], qian["post"]) == ("1966-08", "female", "镇长")
    profile = place.ask(lambda session: session.get(MentorProfile, qian["id"]))
    assert (profile.status, profile.capacity) == ("in_pool", 1)
    assert profile.organization_on is not None
    words = select(Term.name).join(MentorExpertise).where(MentorExpertise.person_id == qian["id"])
    assert set(place.ask(lambda session: session.scalars(words).all())) == {"公文写作", "党建"}
    unit = place.ask(lambda session: session.get(Unit, qian["unit_id"]))
    assert (unit.name, unit.kind, unit.county, unit.township) == ("澜东区上岚镇", "township", "澜东区", "上岚镇")
    assert place.ask(check) == []


@pytest.mark.both_engines
def test_mentees_are_saved_in_their_cohort_with_ranked_needs(place: Desk) -> None:
    place.confirm(place.draft(ZHOU, header=MENTEES))
    mentee = place.ask(lambda session: session.scalars(select(Mentee)).one())
    assert (mentee.cohort_id, mentee.county, mentee.township) == (place.cohort_id, "岚溪县", "青坞镇")
    ranked = select(Term.code).join(MenteeNeed).order_by(MenteeNeed.rank)
    assert place.ask(lambda session: session.scalars(ranked).all()) == ["mass_work", "official_writing"]
    assert place.ask(check) == []


@pytest.mark.both_engines
def test_the_same_file_twice_changes_nothing_and_makes_no_second_import(place: Desk) -> None:
    for draft in (place.draft(ZHAO, QIAN), place.draft(ZHOU, header=MENTEES)):
        place.confirm(draft)
        before = everything(place, (*PEOPLE, Import, ImportRow))
        again = place.confirm(draft)
        assert (again.import_id, again.counts["new"], again.counts["changed"]) == (None, 0, 0)
        assert everything(place, (*PEOPLE, Import, ImportRow)) == before


@pytest.mark.both_engines
def test_a_changed_row_changes_its_person_and_keeps_the_grades(place: Desk) -> None:
    place.confirm(place.draft(ZHAO))
    zhao = place.id_of("赵一")
    seen = {"person": 1, "profile": 1}
    place.act(pool.edit_mentor, person_id=zhao, seen=seen, values={"expertise": {"mass_work": 5}})
    outcome = place.confirm(place.draft("赵一,男,1965.03,市住建局局长,群众工作、党建,徽语,3"))
    assert outcome.counts["changed"] == 1
    assert place.person("赵一")["post"] == "局长"
    grades = select(Term.code, MentorExpertise.grade).join(MentorExpertise).order_by(Term.code)
    assert [tuple(row) for row in place.ask(lambda s: s.execute(grades).all())] == [
        ("mass_work", 5),
        ("party_building", 4),
    ]


def test_held_and_doubtful_rows_stay_out(place: Desk) -> None:
    outcome = place.confirm(
        place.draft(ZHAO, "钱二,女,1966.1,市财政局局长,党建,,1", ",男,1970.05,市财政局科长,党建,,1")
    )
    assert (outcome.counts["new"], outcome.counts["held"]) == (1, 2)
    assert place.count(Person) == 1


def test_a_preview_that_has_been_overtaken_is_refused(small: Desk) -> None:
    draft = small.draft(ZHAO)
    shown = small.preview(draft)
    small.confirm(draft)
    with pytest.raises(Stale, match="import_moved"):
        small.act(roster.confirm, roster=shown.roster, draft=draft, seen=shown.difference.fingerprint)
    assert small.count(Person) == 1


def test_a_closed_cohort_takes_nobody(small: Desk) -> None:
    small.act(cohorts.edit, cohort_id=small.cohort_id, seen_version=1, values={"status": "closed"})
    with pytest.raises(Conflict, match="cohort_closed"):
        small.confirm(small.draft(ZHOU, header=MENTEES))


def test_a_state_that_mentors_cannot_start_in_is_refused(small: Desk) -> None:
    with pytest.raises(Invalid, match="not_in_list"):
        small.confirm(small.draft(ZHAO, mentor_status="left"))


def test_only_who_may_import_confirms_and_undoes(small: Desk, staff: Staff) -> None:
    outcome = small.confirm(small.draft(ZHAO))
    with pytest.raises(Forbidden):
        small.confirm(small.draft(QIAN), by=staff("liaison", unit_id=small.person("赵一")["unit_id"]))
    with pytest.raises(Forbidden):
        small.act(roster.undo, by=staff("leader"), import_id=outcome.import_id, seen_version=1)


def test_assigned_headers_are_remembered_for_the_next_roster(small: Desk) -> None:
    header = "姓名,出生年月,单位及职务,本 领"
    small.confirm(small.draft("赵一,1965.03,市住建局副局长,党建", header=header, mappings={"本 领": "expertise"}))
    assert small.count(ColumnMapping, header="本领", field="expertise") == 1
    shown = small.preview(small.draft("钱二,1966.08,市财政局局长,群众工作", header=header))
    assert shown.roster.rows[0].values["expertise"] == ("群众工作",)
    assert [use.how for use in shown.roster.mapping] == ["word", "word", "word", "staff"]


def test_the_log_says_how_many_and_from_which_files_but_nothing_of_anybody(small: Desk) -> None:
    outcome = small.confirm(small.draft(ZHAO, QIAN))
    row = small.ask(lambda session: session.scalars(select(Audit).order_by(Audit.seq.desc())).first())
    assert (row.action, row.object, row.account_id) == ("import_roster", f"import:{outcome.import_id}", small.by.id)
    assert row.detail["new"] == 2
    assert "赵一" not in str(row.detail)


@pytest.mark.both_engines
@pytest.mark.parametrize(("lines", "header"), [((ZHAO, QIAN), ""), ((ZHOU,), MENTEES)], ids=["mentors", "mentees"])
def test_undoing_a_first_import_leaves_the_database_as_it_was(place: Desk, lines: tuple[str, ...], header: str) -> None:
    before = everything(place)
    outcome = place.confirm(place.draft(*lines, header=header))
    assert everything(place) != before
    assert place.act(roster.undo, import_id=outcome.import_id, seen_version=1) == len(lines)
    assert everything(place) == before
    assert place.count(ImportRow) == len(lines)
    assert place.ask(check) == []


@pytest.mark.both_engines
def test_undoing_a_later_import_brings_back_what_it_changed_and_keeps_the_people(place: Desk) -> None:
    place.confirm(place.draft(ZHAO))
    place.confirm(place.draft(ZHOU, header=MENTEES))
    before = everything(place)
    mentors = place.confirm(place.draft("赵一,女,1965.03,市住建局局长,党建,徽语,3", QIAN))
    mentees = place.confirm(
        place.draft("周思远,1999.05,2025.08,岚溪县青坞镇副镇长,法学,企事业单位储备干部,党建", header=MENTEES)
    )
    for outcome in (mentees, mentors):
        place.act(roster.undo, import_id=outcome.import_id, seen_version=1)
    assert everything(place) == before


@pytest.mark.both_engines
def test_undoing_the_part_of_a_known_person_takes_the_part_only(place: Desk) -> None:
    place.confirm(place.draft(ZHAO))
    before = everything(place)
    line = "赵一,1965.03,1985.07,市住建局副局长,会计学,企事业单位储备干部,党建"
    outcome = place.confirm(place.draft(line, header=MENTEES))
    assert place.count(Mentee) == 1
    place.act(roster.undo, import_id=outcome.import_id, seen_version=1)
    assert everything(place) == before


def edit(place: Desk) -> None:
    seen = {"person": 1, "profile": 1}
    place.act(pool.edit_mentor, person_id=place.id_of("赵一"), seen=seen, values={"capacity": 3})


def import_again(place: Desk) -> None:
    place.confirm(place.draft("赵一,男,1965.03,市住建局局长,群众工作,澜州话,2"))


def become_a_mentee(place: Desk) -> None:
    line = "赵一,1965.03,,市住建局副局长,会计学,企事业单位储备干部,党建"
    place.confirm(place.draft(line, header=MENTEES, corrections={(SHEET, 2, "参加工作时间"): "1985.07"}))


def be_paired(place: Desk) -> None:
    line = "周思远,1999.05,2025.07,市财政局科员,会计学,年轻干部,群众工作"
    place.confirm(place.draft(line, header=MENTEES))
    mentee = place.ask(lambda session: session.scalars(select(Mentee.id)).one())
    with place.database.write() as session:
        session.add(
            Pairing(cohort_id=place.cohort_id, mentee_id=mentee, mentor_id=place.id_of("赵一"), status="active",
                    starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30))
        )  # fmt: skip


@pytest.mark.both_engines
@pytest.mark.parametrize("use", [edit, import_again, become_a_mentee, be_paired])
def test_an_import_that_something_depends_on_cannot_be_undone_and_says_whom(
    place: Desk, use: Callable[[Desk], None]
) -> None:
    outcome = place.confirm(place.draft(ZHAO, QIAN))
    use(place)
    before = everything(place)
    with pytest.raises(Conflict, match="import_in_use") as refusal:
        place.act(roster.undo, import_id=outcome.import_id, seen_version=1)
    assert (refusal.value.data["count"], refusal.value.data["names"]) == (1, "赵一")
    assert "赵一" in sentence(refusal.value)
    assert everything(place) == before


def test_an_import_whose_people_stand_in_a_scheme_cannot_be_undone(small: Desk) -> None:
    outcome = small.confirm(small.draft(ZHAO))
    world = World(small.database, {"officer": small.by}, cohort_id=small.cohort_id)
    with small.database.write() as session:
        add_scheme(session, world, {}, "first")
    with pytest.raises(Conflict, match="import_in_scheme"):
        small.act(roster.undo, import_id=outcome.import_id, seen_version=1)


def test_an_import_is_undone_once_and_only_as_it_was_seen(small: Desk) -> None:
    outcome = small.confirm(small.draft(ZHAO))
    with pytest.raises(Stale):
        small.act(roster.undo, import_id=outcome.import_id, seen_version=7)
    small.act(roster.undo, import_id=outcome.import_id, seen_version=1)
    with pytest.raises(Conflict, match="import_undone"):
        small.act(roster.undo, import_id=outcome.import_id, seen_version=2)
    assert small.confirm(small.draft(ZHAO)).counts["new"] == 1


def test_units_and_words_that_others_use_by_now_outlive_the_import(small: Desk) -> None:
    first = small.confirm(small.draft(QIAN))
    small.confirm(small.draft("孙三,男,1970.05,澜东区上岚镇副镇长,党建,四川话,1"))
    small.act(roster.undo, import_id=first.import_id, seen_version=1)
    assert (small.count(Unit, name="澜东区上岚镇"), small.count(Term, name="四川话")) == (1, 1)


def test_confirmed_imports_are_listed_with_who_made_them(small: Desk) -> None:
    small.confirm(small.draft(ZHAO))
    [row] = look(small.database, small.by, imports).to_dict("records")
    assert (row["kind"], row["by"], row["files"], row["status"]) == ("mentor", small.by.name, "名册.csv", "saved")


class Fails(Exception):
    """Stands for a lost connection at one statement."""


def test_whichever_statement_fails_the_import_is_all_there_or_not_at_all(small: Desk) -> None:
    """Fail the n-th write for n = 1, 2, … until the import succeeds; after each failure nothing of it is there."""
    small.confirm(small.draft(ZHAO))
    draft: Draft = small.draft("赵一,男,1965.03,市住建局局长,党建,徽语,3", QIAN)
    before = everything(small, tuple(mapper.class_ for mapper in Base.registry.mappers))
    for number in range(1, 200):
        if _survives(small, draft, number):
            assert number > 10
            assert small.count(Person) == 2
            return
        assert everything(small, tuple(mapper.class_ for mapper in Base.registry.mappers)) == before
    raise AssertionError("the import never succeeded")


def _survives(place: Desk, draft: Draft, number: int) -> bool:
    """Whether the import succeeds when its n-th writing statement fails."""
    left = [number]

    def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            left[0] -= 1
            if left[0] == 0:
                raise OperationalError(statement, None, Fails())

    shown = place.preview(draft)
    event.listen(place.database.engine, "before_cursor_execute", fail)
    try:
        place.act(roster.confirm, roster=shown.roster, draft=draft, seen=shown.difference.fingerprint)
    except OperationalError:
        return False
    finally:
        event.remove(place.database.engine, "before_cursor_execute", fail)
    return True
