"""What the young are good at, and the Party branch: read from rosters, edited, merged, told in the roster, and never scored."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, func, select

from db.engines import Database
from db.models import PersonStrength, Term, TermAlias
from db.queries.mentees import mentees
from db.queries.people import strengths
from documents.roster import read_rosters
from documents.safe import Upload
from programme import exports, pool, roster, words
from programme.errors import Invalid
from programme.mentee_roster import offer_mentee_roster
from programme.roster import Draft
from programme.seed import STRENGTHS, seed_words
from programme.snapshot import load_pool
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.rosters import Desk, desk

HEADER = "姓名,出生年月,参加工作时间,单位及职务,类别,培养需求,特长,所在党支部"
ROW = "陈思远,1999.03,2024.08,市财政局科员,年轻干部,公文写作,{strengths},市财政局机关第一党支部"


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small pool where the engine plays no part."""
    return small_pool(lite, staff("officer"))


def good_at(database: Database) -> set[str]:
    with database.read() as session:
        rows = select(Term.name).join(PersonStrength, PersonStrength.term_id == Term.id)
        return set(session.scalars(rows))


def drafted(world: Desk, told: str) -> Draft:
    return replace(world.draft(ROW.format(strengths=told), header=HEADER), kind="mentee")


def imported(world: Desk, told: str) -> int:
    outcome = world.confirm(drafted(world, told))
    assert outcome.counts["new"] == 1
    assert outcome.import_id is not None
    return outcome.import_id


@pytest.mark.both_engines
def test_what_a_mentee_is_good_at_comes_with_the_roster_and_goes_with_its_undoing(
    database: Database, staff: Staff
) -> None:
    """短视频 is a synonym of 新媒体运营, 无人驾驶 is a word that nobody knew; both go again, the word too."""
    world = desk(database, staff("officer"))
    key = imported(world, "短视频、数字化应用；古琴演奏")
    assert good_at(database) == {"新媒体运营", "数字技能", "古琴演奏"}
    assert world.person("陈思远")["branch"] == "市财政局机关第一党支部"
    world.act(roster.undo, import_id=key, seen_version=1)
    assert good_at(database) == set()
    assert world.count(Term, kind="strength") == len(STRENGTHS)


def test_the_same_roster_again_changes_nothing_and_another_word_changes_one_field(lite: Database, staff: Staff) -> None:
    world = desk(lite, staff("officer"))
    imported(world, "外语")
    assert world.states(drafted(world, "英语六级")) == ["unchanged"]
    [entry] = world.preview(drafted(world, "英语、摄影")).difference.entries
    assert entry.changes == {"strengths": [["foreign_language"], ["foreign_language", "photography"]]}


def test_a_mentors_column_of_that_name_stays_expertise() -> None:
    text = "姓名,性别,出生年月,单位及职务,特长,可带人数\n王建国,男,1968.03,市信访局副局长,信访维稳,2\n"
    [found] = read_rosters([Upload("导师.csv", text.encode())])
    assert (found.kind, found.rows[0].values["expertise"]) == ("mentor", ("信访维稳",))


def test_strengths_and_branch_are_edited_with_their_history_and_a_sentence_too_long_is_refused(small: World) -> None:
    seen = {"person": 1, "mentee": 1}
    values = {"strengths": ["zeal", "digital_skills"], "branch": "青坞镇机关党支部"}
    done = small.act(pool.edit_mentee, mentee_id=small.mentee, seen=seen, values=values)
    assert done.changes == {"strengths": [[], ["digital_skills", "zeal"]], "branch": ["", "青坞镇机关党支部"]}
    assert small.audits()[0].detail["changes"]["branch"] == ["", "青坞镇机关党支部"]
    with pytest.raises(Invalid, match="text_too_long"):
        small.act(pool.edit_mentee, mentee_id=small.mentee, seen=seen | {"person": 2}, values={"branch": "支" * 121})


def test_a_merged_word_takes_its_people_along_once(small: World) -> None:
    values = {"strengths": ["good_writing", "policy_theory"]}
    small.act(pool.edit_mentee, mentee_id=small.mentee, seen={"person": 1, "mentee": 1}, values=values)
    keep, gone = small.term("strength", "good_writing"), small.term("strength", "policy_theory")
    small.act(words.merge_terms, keep_id=keep, gone_id=gone)
    assert [row.term_id for row in small.rows(PersonStrength)] == [keep]
    assert small.look(strengths, person_ids=(small.mentee_person,)) == {small.mentee_person: ["good_writing"]}


def test_no_strength_reaches_the_matching(small: World) -> None:
    """The problem of a scheme is the same to the last value with and without them."""
    with small.database.read() as session:
        before = load_pool(session, small.cohort)
    values = {"strengths": ["digital_skills"], "branch": "第一党支部"}
    small.act(pool.edit_mentee, mentee_id=small.mentee, seen={"person": 1, "mentee": 1}, values=values)
    with small.database.read() as session:
        assert load_pool(session, small.cohort) == before


def test_a_database_of_an_earlier_release_gets_the_vocabulary_and_keeps_its_own_words(lite: Database) -> None:
    with lite.write() as session:
        seed_words(session)
        strong = select(Term.id).where(Term.kind == "strength")
        session.execute(delete(TermAlias).where(TermAlias.kind == "strength"))
        session.execute(delete(Term).where(Term.id.in_(strong)))
        rest = session.scalar(select(func.count()).select_from(Term))
    with lite.write() as session:
        assert seed_words(session) == len(STRENGTHS)
        assert session.scalar(select(func.count()).select_from(Term)) == (rest or 0) + len(STRENGTHS)


def test_the_roster_of_mentees_tells_both_and_is_read_back(small: World) -> None:
    values = {"strengths": ["new_media"], "branch": "市财政局党支部", "party": "party_member"}
    small.act(pool.edit_mentee, mentee_id=small.mentee, seen={"person": 1, "mentee": 1}, values=values)
    offer = small.act(offer_mentee_roster, cohort_id=small.cohort)
    file = exports.take(small.database, small.by.id, offer.token)
    assert file is not None
    told = [
        row for row in load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True) if "陈思远" in row
    ]
    assert {"市财政局党支部", "新媒体运营", "中共党员"} <= set(told[0])
    [back] = read_rosters([Upload(file.name, file.content)])
    assert back.kind == "mentee"
    assert back.rows[0].values["strengths"] == ("新媒体运营",)
    assert back.rows[0].values["branch"] == "市财政局党支部"
    shown = small.look(mentees, cohort_id=small.cohort)
    assert shown[["branch", "strengths"]].values.tolist() == [["市财政局党支部", ["new_media"]]]
