"""The pool by hand: what is wrong is refused with its field, what was not seen is not overwritten, what changed is on record."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import Mentee, MenteeNeed, MentorExpertise, MentorProfile, Person, PersonDialect
from db.queries import mentees, mentors, people
from programme import pool
from programme.errors import Conflict, Forbidden, Invalid, NotFound, ProgrammeError, Stale
from programme.sentences import sentence
from tests.conftest import Staff
from tests.support.pool import MENTOR, World, small_pool
from texts import speaking


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine."""
    return small_pool(database, staff("officer"))


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small pool where the engine plays no part."""
    return small_pool(lite, staff("officer"))


def edit(world: World, seen: tuple[int, int] = (1, 1), **values: Any) -> pool.Edited:
    person, profile = seen
    versions = {"person": person, "profile": profile}
    return world.act(pool.edit_mentor, person_id=world.mentor, seen=versions, values=values)


@pytest.mark.both_engines
def test_a_mentor_added_by_hand_awaits_review_with_everything_entered(world: World) -> None:
    person, profile = world.row(Person, world.mentor), world.row(MentorProfile, world.mentor)
    assert (person.name, person.birth, person.work_start, person.unit_id) == (
        "王建国",
        "1970-05",
        "1990-07",
        world.village,
    )
    assert (profile.status, profile.capacity, profile.grassroots_years) == ("nominated", 2, 20)
    grades = {row.term_id: row.grade for row in world.rows(MentorExpertise, person_id=world.mentor)}
    assert grades == {world.term("expertise", "mass_work"): 5, world.term("expertise", "land_acquisition"): 3}
    assert [row.term_id for row in world.rows(PersonDialect)] == [world.term("dialect", "zhuyuan")]


def test_a_mentee_added_by_hand_waits_with_needs_in_their_order(world: World) -> None:
    mentee = world.row(Mentee, world.mentee)
    assert (mentee.status, mentee.category, mentee.cohort_id) == ("waiting", "young_cadre", world.cohort)
    assert mentee.field_id == world.term("field", "green_finance")
    ranked = {row.rank: row.term_id for row in world.rows(MenteeNeed, mentee_id=world.mentee)}
    assert ranked == {1: world.term("expertise", "official_writing"), 2: world.term("expertise", "mass_work")}


def test_an_edit_writes_what_differs_and_records_before_and_after(world: World) -> None:
    edited = edit(world, capacity=3, post="一级调研员", expertise={"mass_work": 5, "land_acquisition": 3})
    assert edited.changes == {"post": ["", "一级调研员"], "capacity": [2, 3]}
    last = world.audits()[0]
    assert (last.action, last.object, last.account_id) == ("edit_pool", f"person:{world.mentor}", world.by.id)
    assert last.detail["changes"] == {"post": ["", "一级调研员"], "capacity": [2, 3]}
    assert (world.row(Person, world.mentor).version, world.row(MentorProfile, world.mentor).version) == (2, 2)


def test_expertise_is_replaced_with_its_grades(world: World) -> None:
    edit(world, expertise={"mass_work": 4, "official_writing": 0})
    row = world.look(mentors.mentors).iloc[0]
    assert row["expertise"] == [("mass_work", 4), ("official_writing", 0)]


def test_an_edit_of_the_profile_leaves_the_version_of_the_person_alone(small: World) -> None:
    edit(small, capacity=3)
    assert (small.row(Person, small.mentor).version, small.row(MentorProfile, small.mentor).version) == (1, 2)


def test_a_colleagues_edit_is_never_overwritten(world: World) -> None:
    edit(world, capacity=3)
    with pytest.raises(Stale) as refused:
        edit(world, seen=(1, 1), capacity=1)
    assert refused.value.data["present"] == 2
    assert world.row(MentorProfile, world.mentor).capacity == 3


@pytest.mark.both_engines
def test_a_refused_edit_leaves_no_half_behind(world: World) -> None:
    """The person could be written, the profile is stale: neither is."""
    edit(world, capacity=3)
    with pytest.raises(Stale):
        edit(world, seen=(1, 1), name="王建军", capacity=1)
    assert world.row(Person, world.mentor).name == "王建国"


def test_who_changes_another_part_of_the_entry_is_not_in_the_way(small: World) -> None:
    """Two officers had the same version open; one changed the capacity, the other changes the post only."""
    edit(small, capacity=3)
    edit(small, seen=(1, 1), capacity=3, post="一级调研员")
    assert small.row(Person, small.mentor).post == "一级调研员"


def test_saving_what_is_saved_says_so(small: World) -> None:
    with pytest.raises(Conflict, match="pool_unchanged"):
        edit(small, **{**MENTOR, "unit_id": small.village})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "bad_name"),
        ("name", "王某某", "bad_name"),
        ("name", "王建国138", "bad_name"),
        ("birth", "去年", "bad_birth"),
        ("birth", "1970.13", "bad_birth"),
        ("birth", "2999.01", "bad_birth"),
        ("birth", "1986.1", "ambiguous_month"),
        ("work_start", "二月三十", "bad_work_start"),
        ("work_start", "1980.07", "work_before_fourteen"),
        ("sex", "男", "not_in_list"),
        ("standing", "boss", "not_in_list"),
        ("capacity", 21, "bad_capacity"),
        ("capacity", -1, "bad_capacity"),
        ("capacity", 1.5, "bad_capacity"),
        ("capacity", "2", "bad_capacity"),
        ("grassroots_years", 61, "bad_grassroots_years"),
        ("expertise", {"mass_work": 6}, "bad_grade"),
        ("expertise", {"mass_work": -1}, "bad_grade"),
        ("expertise", {"flying": 3}, "no_term"),
        ("dialects", ["mass_work"], "no_term"),
        ("unit_id", 999, "no_unit"),
        ("remark", "长" * 2001, "text_too_long"),
        ("status", "in_pool", "unknown_field"),
        ("version", 7, "unknown_field"),
    ],
)
def test_a_value_that_cannot_hold_is_refused_by_its_own_rule(small: World, field: str, value: Any, code: str) -> None:
    before = small.row(Person, small.mentor).version, small.row(MentorProfile, small.mentor).version
    with pytest.raises(Invalid) as refused:
        edit(small, **{"birth": "1970.05", field: value})
    assert refused.value.code == code
    assert (small.row(Person, small.mentor).version, small.row(MentorProfile, small.mentor).version) == before


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("needs", ["mass_work", "nothing"], "no_term"),
        ("needs", ["mass_work", "role_change", "party_building", "work_safety", "law_enforcement", "election_work"], "too_many_needs"),
        ("category", "", "not_in_list"),
        ("category", "student", "not_in_list"),
        ("field", "mass_work", "no_term"),
        ("demand", 3, "bad_demand"),
        ("priority", 6, "bad_priority"),
        ("capacity", 2, "unknown_field"),
    ],
)  # fmt: skip
def test_a_mentees_value_that_cannot_hold_is_refused(small: World, field: str, value: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        small.act(pool.edit_mentee, mentee_id=small.mentee, seen={"person": 1, "mentee": 1}, values={field: value})
    assert refused.value.code == code


def test_a_mentees_needs_are_ranked_anew(world: World) -> None:
    seen = {"person": 1, "mentee": 1}
    edited = world.act(
        pool.edit_mentee, mentee_id=world.mentee, seen=seen, values={"needs": ["role_change", "official_writing"], "field": ""}
    )  # fmt: skip
    assert edited.changes["needs"] == [["official_writing", "mass_work"], ["role_change", "official_writing"]]
    row = world.look(mentees.mentees, cohort_id=world.cohort).iloc[0]
    assert (row["needs"], row["field"]) == (["role_change", "official_writing"], "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1970", "1970"),
        ("1970.05", "1970-05"),
        ("1970年5月6日", "1970-05-06"),
        ("１９７０．０５", "1970-05"),
        ("", None),
    ],
)
def test_a_date_is_kept_as_precisely_as_it_was_typed(small: World, typed: str, kept: str | None) -> None:
    edit(small, birth=typed, work_start="")
    assert small.row(Person, small.mentor).birth == kept


@pytest.mark.both_engines
def test_the_same_name_unit_and_birth_is_the_same_person(world: World) -> None:
    twin = {"name": "王　建国", "birth": "1970年5月", "unit_id": world.village}
    with pytest.raises(Conflict, match="same_person"):
        world.act(pool.add_mentor, values=twin)
    world.act(pool.add_mentor, values={**twin, "birth": "1971.05"})
    world.act(pool.add_mentor, values={**twin, "unit_id": world.finance})
    assert len(world.rows(Person, name_key="王建国")) == 3


def test_two_people_without_a_birth_may_share_a_name(small: World) -> None:
    for _ in range(2):
        small.act(pool.add_mentor, values={"name": "李敏", "unit_id": small.finance})
    assert len(small.rows(Person, name="李敏")) == 2


@pytest.mark.both_engines
def test_a_staff_number_belongs_to_one_person(world: World) -> None:
    edit(world, no="LZ-000001")
    with pytest.raises(Conflict, match="no_taken"):
        world.act(
            pool.edit_mentee, mentee_id=world.mentee, seen={"person": 1, "mentee": 1}, values={"no": "LZ-000001"}
        )  # fmt: skip


def test_one_person_may_be_mentee_and_mentor_but_neither_twice(world: World) -> None:
    added = world.act(pool.add_mentor, values={"capacity": 1}, person_id=world.mentee_person)
    assert added.person_id == world.mentee_person
    assert len(world.rows(Person)) == 2
    with pytest.raises(Conflict, match="mentor_already"):
        world.act(pool.add_mentor, values={}, person_id=world.mentee_person)
    with pytest.raises(Conflict, match="mentee_already"):
        world.act(
            pool.add_mentee, cohort_id=world.cohort, values={"category": "young_cadre"}, person_id=world.mentee_person
        )  # fmt: skip


def test_nobody_is_added_without_a_name_or_a_category(small: World) -> None:
    with pytest.raises(Invalid, match="bad_name"):
        small.act(pool.add_mentor, values={"capacity": 2})
    with pytest.raises(Invalid, match="not_in_list"):
        small.act(pool.add_mentee, cohort_id=small.cohort, values={"name": "李敏"})
    assert len(small.rows(Person)) == 2


def test_an_entry_that_is_not_there_is_said_to_be_missing(small: World) -> None:
    with pytest.raises(NotFound):
        small.act(pool.edit_mentor, person_id=small.mentee_person, seen={"person": 1, "profile": 1}, values={})


@pytest.mark.parametrize("role", ["leader", "publicity", "liaison", "inspector", "sysadmin", "secadmin", "auditor"])
def test_only_officers_and_chiefs_edit_the_pool(small: World, staff: Staff, role: str) -> None:
    other = staff(role)
    with pytest.raises(Forbidden):
        small.act(
            pool.edit_mentor, by=other, person_id=small.mentor, seen={"person": 1, "profile": 1}, values={"capacity": 5}
        )  # fmt: skip
    assert small.row(MentorProfile, small.mentor).capacity == 2
    assert small.audits()[0].outcome == "refused"


def test_every_refusal_is_a_sentence_in_both_languages(small: World) -> None:
    """A refused value stands in the sentence; no code of ours does."""
    refusals: list[ProgrammeError] = []
    for values in ({"birth": "1986.1"}, {"capacity": 99}, {"name": "12"}, {"birth": "1970.05", "work_start": "1975"}):
        with pytest.raises(ProgrammeError) as refused:
            edit(small, **values)
        refusals.append(refused.value)
    for language in ("zh_CN", "en"):
        with speaking(language):
            told = [sentence(error) for error in refusals]
        assert "1986.1" in told[0]
        assert not any(error.code in text for error, text in zip(refusals, told, strict=True))
        assert all(("。" in text) == (language == "zh_CN") for text in told)


@pytest.mark.both_engines
def test_history_shows_who_changed_what_and_nothing_to_a_liaison(world: World, staff: Staff) -> None:
    edit(world, capacity=3)
    acts = world.look(people.history, objects=(f"person:{world.mentor}",))
    assert acts["detail"].map(lambda detail: detail["act"]).tolist() == ["edit", "add_mentor"]
    assert acts["who"].tolist() == [world.by.name, world.by.name]
    liaison = staff("liaison", unit_id=world.village)
    assert world.look(people.history, by=liaison, objects=(f"person:{world.mentor}",)).empty


def test_today_is_the_last_day_of_birth(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programme.pool_values.today", lambda: date(2026, 9, 1))
    with pytest.raises(Invalid, match="bad_birth"):
        edit(small, birth="2026.09.02", work_start="")


@pytest.mark.parametrize(
    ("major", "field"), [("会计学", "green_finance"), ("土木工程", "planning_construction"), ("法学", "")]
)
def test_a_field_that_is_not_entered_is_read_off_the_major(small: World, major: str, field: str) -> None:
    values = {"name": "李敏", "category": "young_cadre", "major": major}
    added = small.act(pool.add_mentee, cohort_id=small.cohort, values=values)
    rows = small.look(mentees.mentees, cohort_id=small.cohort).set_index("id")
    assert rows.loc[added.mentee_id, "field"] == field
