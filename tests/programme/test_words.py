"""Vocabularies and units: a word means one thing, merging loses nobody and no synonym, seeds and rosters agree."""

import tomllib
from typing import Any

import pytest

from db.engines import Database
from db.models import (
    Account,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Person,
    PersonDialect,
    PlaceDialect,
    Term,
    TermAlias,
    Unit,
    UnitAlias,
)
from db.queries import words as queries
from documents.values.text import DATA
from programme import codes, pool, seed, units, words
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.name_order import by_sound, by_strokes, sounds
from programme.words import Word
from tests.conftest import Staff
from tests.support.pool import World, small_pool


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine."""
    return small_pool(database, staff("officer"))


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small pool where the engine plays no part."""
    return small_pool(lite, staff("officer"))


def vocabulary() -> dict[str, Any]:
    return tomllib.loads((DATA / "vocabulary.toml").read_text("utf-8"))


def aliases(world: World, kind: str, code: str) -> set[str]:
    return {row.alias for row in world.rows(TermAlias, term_id=world.term(kind, code))}


def test_the_seed_has_a_code_for_every_word_of_the_rosters() -> None:
    assert set(seed.EXPERTISE) == set(vocabulary()["expertise"])
    assert set(seed.DIALECTS) == set(vocabulary()["dialects"])
    assert len({code for code, _ in seed.EXPERTISE.values()}) == len(seed.EXPERTISE)


def test_the_six_fields_of_the_programme_ship_as_expertise_and_as_field(small: World) -> None:
    six = {"智能制造", "休闲经济", "绿色金融", "规划建设", "生态环保", "信息技术"}
    fields = {row.name: row.code for row in small.rows(Term, kind="field")}
    expertise = {row.name: row.code for row in small.rows(Term, kind="expertise")}
    assert six <= set(fields)
    assert all(expertise[name] == code for name, code in fields.items())


def test_seeding_twice_changes_nothing(small: World) -> None:
    before = len(small.rows(Term))
    with small.database.write() as session:
        assert seed.seed_words(session) == 0
    assert len(small.rows(Term)) == before == 70


@pytest.mark.parametrize("kind", ["sex", "party", "education", "source", "standing", "category"])
def test_every_word_of_a_closed_list_has_its_code_and_comes_back(kind: str) -> None:
    known = vocabulary()[kind]
    assert {codes.word_of(kind, codes.code_of(kind, word)) for word in known} == set(known)
    assert set(codes.VOCABULARIES[kind].values()) == set(known)


def test_an_empty_word_has_an_empty_code_and_an_unknown_one_none() -> None:
    assert (codes.code_of("sex", ""), codes.word_of("sex", "")) == ("", "")
    with pytest.raises(KeyError):
        codes.code_of("sex", "M")


@pytest.mark.both_engines
def test_a_new_word_is_offered_last_with_a_code_that_stays(world: World) -> None:
    key = world.act(
        words.add_term, kind="expertise", word=Word("园区招商", "Investment", ("招商引资", " 招商 ", "招商"))
    )
    row = world.row(Term, key)
    assert (row.code, row.active, row.position) == (f"w{key}", True, 24)
    assert aliases(world, "expertise", row.code) == {"招商引资", "招商"}
    world.act(
        words.edit_term, term_id=key, seen=Word("园区招商", "Investment", ("招商", "招商引资")), word=Word("招商服务")
    )
    renamed = world.row(Term, key)
    assert (renamed.name, renamed.code) == ("招商服务", f"w{key}")
    assert aliases(world, "expertise", renamed.code) == {"园区招商"}


@pytest.mark.parametrize("taken", ["群众工作", "群工", "群 众 工 作", "群众工作方法"])
def test_a_word_means_one_thing_however_it_is_written(small: World, taken: str) -> None:
    with pytest.raises(Conflict, match="word_taken"):
        small.act(words.add_term, kind="expertise", word=Word(taken))
    with pytest.raises(Conflict, match="word_taken"):
        small.act(words.add_term, kind="expertise", word=Word("新词", aliases=(taken,)))
    small.act(words.add_term, kind="dialect", word=Word(taken))


def test_a_colleagues_rename_is_not_overwritten(small: World) -> None:
    key = small.term("dialect", "zhuyuan")
    small.act(words.edit_term, term_id=key, seen=Word("竹源话", "Zhuyuan"), word=Word("竹源土话", "Zhuyuan"))
    with pytest.raises(Stale, match="word_changed"):
        small.act(words.edit_term, term_id=key, seen=Word("竹源话", "Zhuyuan"), word=Word("竹话", "Zhuyuan"))
    assert small.row(Term, key).name == "竹源土话"


@pytest.mark.both_engines
def test_merging_moves_people_needs_and_synonyms_and_keeps_the_better_grade(world: World) -> None:
    """王建国 has both words (5 and 3); 陈思远 needs the one second; a second mentor has only the one that goes."""
    other = world.act(pool.add_mentor, values={"name": "李敏", "expertise": {"mass_work": 2}}).person_id
    keep, gone = world.term("expertise", "land_acquisition"), world.term("expertise", "mass_work")
    merged = world.act(words.merge_terms, keep_id=keep, gone_id=gone)
    assert merged == words.Merged(keep, 3)
    grades = {(row.person_id, row.term_id): row.grade for row in world.rows(MentorExpertise)}
    assert grades == {(world.mentor, keep): 5, (other, keep): 2}
    assert [row.term_id for row in world.rows(MenteeNeed)] == [world.term("expertise", "official_writing"), keep]
    assert {"群众工作", "群工", "征迁"} <= aliases(world, "expertise", "land_acquisition")
    retired = world.row(Term, gone)
    assert (retired.active, retired.code, retired.name) == (False, "mass_work", "群众工作")
    assert world.audits()[0].detail["gone"] == "mass_work"


def test_a_need_that_was_there_twice_after_merging_stays_once_at_the_higher_rank(world: World) -> None:
    keep, gone = world.term("expertise", "mass_work"), world.term("expertise", "official_writing")
    world.act(words.merge_terms, keep_id=keep, gone_id=gone)
    assert [(row.rank, row.term_id) for row in world.rows(MenteeNeed)] == [(1, keep)]


def test_merging_makes_forms_that_were_open_stale(world: World) -> None:
    world.act(
        words.merge_terms, keep_id=world.term("expertise", "land_acquisition"), gone_id=world.term("expertise", "mass_work")
    )  # fmt: skip
    assert world.row(MentorProfile, world.mentor).version == 2
    with pytest.raises(Stale):
        world.act(
            pool.edit_mentor, person_id=world.mentor, seen={"person": 1, "profile": 1}, values={"expertise": {"mass_work": 5}}
        )  # fmt: skip


@pytest.mark.both_engines
def test_merging_dialects_moves_speakers_and_places(world: World) -> None:
    keep, gone = world.term("dialect", "lanzhou"), world.term("dialect", "zhuyuan")
    world.act(words.set_place_dialects, county="竹源县", term_ids=[keep, gone])
    world.act(words.set_place_dialects, county="竹源县", township="青坞镇", term_ids=[gone])
    world.act(words.merge_terms, keep_id=keep, gone_id=gone)
    assert [row.term_id for row in world.rows(PersonDialect)] == [keep]
    assert {(row.township, row.term_id) for row in world.rows(PlaceDialect)} == {("", keep), ("青坞镇", keep)}


def test_words_of_two_lists_or_one_with_itself_are_not_merged(small: World) -> None:
    one, other = small.term("expertise", "mass_work"), small.term("dialect", "zhuyuan")
    for keep, gone in ((one, other), (one, one)):
        with pytest.raises(Invalid, match="merge_two"):
            small.act(words.merge_terms, keep_id=keep, gone_id=gone)


def test_a_retired_word_stays_with_its_people_and_can_be_saved_again(small: World) -> None:
    small.act(words.retire_term, term_id=small.term("expertise", "mass_work"), active=False)
    small.act(
        pool.edit_mentor, person_id=small.mentor, seen={"person": 1, "profile": 1},
        values={"expertise": {"mass_work": 4, "land_acquisition": 3}},
    )  # fmt: skip
    assert len(small.rows(MentorExpertise)) == 2


@pytest.mark.both_engines
def test_places_say_which_dialects_are_spoken_there(world: World) -> None:
    world.act(words.set_place_dialects, county="竹源县", township="青坞镇", term_ids=[world.term("dialect", "anqing")])
    places = world.look(queries.places)
    assert [tuple(row) for row in places[["county", "township", "units"]].to_numpy()] == [
        ("市直", "", 1), ("竹源县", "", 1), ("竹源县", "青坞镇", 1),
    ]  # fmt: skip
    assert places["dialects"].tolist() == [[], [], ["anqing"]]
    world.act(words.set_place_dialects, county="竹源县", township="青坞镇", term_ids=[])
    assert world.rows(PlaceDialect) == []
    with pytest.raises(Invalid, match="not_in_list"):
        world.act(words.set_place_dialects, county="竹源县", term_ids=[world.term("expertise", "mass_work")])


@pytest.mark.both_engines
def test_a_renamed_unit_is_still_found_under_its_old_name(world: World) -> None:
    seen = {"name": "市财政局", "position": 1}
    changes = world.act(
        units.edit_unit, unit_id=world.finance, seen=seen, values={"name": "市财政和国资局"}, aliases=["财政局"]
    )  # fmt: skip
    assert changes["name"] == ["市财政局", "市财政和国资局"]
    assert {row.alias for row in world.rows(UnitAlias, unit_id=world.finance)} == {"财政局", "市财政局"}
    with pytest.raises(Stale):
        world.act(units.edit_unit, unit_id=world.finance, seen=seen, values={"name": "市局"}, aliases=[])


@pytest.mark.parametrize("name", ["市财政局", "市 财政局", "青坞镇政府"])
def test_a_units_name_or_other_name_is_its_own(small: World, name: str) -> None:
    with pytest.raises(Conflict, match="word_taken"):
        small.act(units.add_unit, values={"name": name, "kind": "organ", "county": "市直"})


@pytest.mark.both_engines
def test_merging_units_moves_people_accounts_and_names_and_ends_the_other(world: World, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=world.village)
    merged = world.act(units.merge_units, keep_id=world.finance, gone_id=world.village)
    assert merged == units.MergedUnit(world.finance, 1)
    assert {row.unit_id for row in world.rows(Person)} == {world.finance}
    assert world.row(Account, liaison.id).unit_id == world.finance
    assert {row.alias for row in world.rows(UnitAlias, unit_id=world.finance)} == {"青坞镇政府", "竹源县青坞镇"}
    assert world.row(Unit, world.village).valid_to is not None
    assert world.look(queries.units)["id"].tolist() == [world.finance]
    assert world.row(Person, world.mentor).version == 2
    with pytest.raises(Invalid, match="merge_two"):
        world.act(units.merge_units, keep_id=world.finance, gone_id=world.village)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "", "kind": "organ", "county": "市直"}, "unit_name"),
        ({"name": "新局", "kind": "ministry", "county": "市直"}, "not_in_list"),
        ({"name": "新局", "kind": "organ", "county": " "}, "no_county"),
        ({"name": "新局", "kind": "organ", "county": "市直", "stream": "water"}, "not_in_list"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(small: World, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        small.act(units.add_unit, values=values)


@pytest.mark.parametrize("role", ["leader", "publicity", "liaison", "inspector", "sysadmin", "secadmin", "auditor"])
def test_only_officers_and_chiefs_keep_the_words(small: World, staff: Staff, role: str) -> None:
    with pytest.raises(Forbidden):
        small.act(words.add_term, by=staff(role), kind="expertise", word=Word("新词"))


def test_names_stand_by_strokes_and_by_sound() -> None:
    """丁 2, 王 4, 安 6, 陈 7, 曾 12 strokes; by sound an, chen, ding, wang, zeng (曾 as a surname, not ceng)."""
    given = ["曾志明", "王建国", "丁一", "陈思远", "安平"]
    assert sorted(given, key=by_strokes) == ["丁一", "王建国", "安平", "陈思远", "曾志明"]
    assert sorted(given, key=by_sound) == ["安平", "陈思远", "丁一", "王建国", "曾志明"]
    assert sounds("曾志明") == ("zengzhiming", "zzm")


def test_a_character_without_known_strokes_comes_last() -> None:
    assert sorted(["\U00030000明", "龘明", "一明"], key=by_strokes)[0] == "一明"
    assert by_strokes("\U00030000")[0][0] == 99
