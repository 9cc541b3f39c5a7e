"""A remark on a pair reaches the officer, is answered once, and before that nothing is submitted again."""

import pytest

from db.engines import Database
from db.models import PairRemark, Scheme
from db.queries.remarks import remarks
from programme import remarks as verbs
from programme.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from programme.usecase import look
from tests.conftest import Staff
from tests.support.signing import World, small_world, taken_elsewhere

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """The small world, its scheme proposed."""
    made = small_world(lite, staff)
    made.step("officer", "propose", made.scheme(PAIRS))
    return made


def say(world: World, who: str = "leader", mentee: str = "丙", text: str = "丙应由赵带") -> int:
    return int(world.do(who, verbs.remark, scheme_id=1, mentee_id=world.mentees[mentee], text=text))


def settle(world: World, remark_id: int, reply: str = "已改") -> None:
    world.do("officer", verbs.settle, remark_id=remark_id, seen_version=1, reply=reply)


def test_a_remark_is_read_with_the_pair_it_concerns_and_who_made_it(world: World) -> None:
    say(world)
    (row,) = look(world.database, world.staff["officer"], remarks, scheme_id=1).to_dict("records")
    assert (row["mentee"], row["mentor"], row["remark"], row["settled"]) == ("丙", "李", "丙应由赵带", False)
    assert (row["by"], row["role"]) == (world.staff["leader"].name, "leader")


def test_a_scheme_sent_back_is_not_submitted_before_every_remark_has_its_answer(world: World) -> None:
    first, second = say(world), say(world, "chief", "甲", "王带两人是否过多")
    world.step("leader", "send_back", 1, comment="两处请研究")
    settle(world, first)
    with pytest.raises(Conflict, match="remarks_open") as caught:
        world.step("officer", "propose", 1, comment="已改")
    assert caught.value.data["count"] == 1
    settle(world, second, "王同意带两人")
    world.step("officer", "propose", 1, comment="已改")
    assert world.row(Scheme, 1).status == "proposed"


def test_a_remark_after_the_approval_is_set_aside_only_with_a_reason_by_the_chief(world: World) -> None:
    world.step("chief", "approve", 1)
    say(world)
    with pytest.raises(Conflict) as caught:
        world.step("officer", "confirm", 1)
    assert [finding.code for finding in caught.value.data["findings"]] == ["remark_open"]
    with pytest.raises(Forbidden):
        world.step("officer", "confirm", 1, override="会上已答复")
    assert world.step("chief", "confirm", 1, override="会上已答复").pairings == 3


def test_an_answer_stands_with_its_author_and_is_given_once(world: World) -> None:
    key = say(world)
    settle(world, key, " 已与本人沟通 ")
    row = world.row(PairRemark, key)
    assert (row.reply, row.settled_by_id) == ("已与本人沟通", world.staff["officer"].id)
    with pytest.raises(Stale):
        settle(world, key)
    with pytest.raises(Conflict, match="remark_settled"):
        world.do("officer", verbs.settle, remark_id=key, seen_version=2, reply="又改")


def test_who_does_not_sign_does_not_remark_and_who_does_not_edit_does_not_settle(world: World) -> None:
    with pytest.raises(Forbidden):
        say(world, "officer")
    key = say(world)
    with pytest.raises(Forbidden):
        world.do("leader", verbs.settle, remark_id=key, seen_version=1, reply="可")


def test_empty_words_are_refused(world: World) -> None:
    with pytest.raises(Invalid, match="remark_needed"):
        say(world, text="  ")
    with pytest.raises(Invalid, match="reply_needed"):
        settle(world, say(world), " ")


def test_a_remark_concerns_people_of_the_cohort_and_a_scheme_not_yet_decided(world: World) -> None:
    taken_elsewhere(world, "赵")
    with pytest.raises(NotFound):
        world.do("leader", verbs.remark, scheme_id=1, mentee_id=5, text="?")
    world.step("chief", "approve", 1)
    world.step("officer", "confirm", 1)
    with pytest.raises(Conflict, match="wrong_stage"):
        say(world)


def test_a_liaison_reads_no_remark_on_people_of_another_unit(world: World, staff: Staff) -> None:
    say(world)
    stranger = staff("liaison")
    assert look(world.database, stranger, remarks, scheme_id=1).empty
