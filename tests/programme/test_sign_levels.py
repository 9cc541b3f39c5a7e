"""Two levels sign one content, in order, each by another person; what began with two levels ends with two."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Account, Cohort, Scheme, Signature
from programme import cohorts
from programme.errors import Conflict, Forbidden
from programme.invariants import check
from programme.sign_levels import level_due
from tests.conftest import Staff
from tests.support.signing import World, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@pytest.fixture
def world(database: Database, staff: Staff) -> Iterator[World]:
    """The small world with two levels, on each engine; every invariant holds when the test is done."""
    made = small_world(database, staff)
    made.change(Cohort, made.cohort_id, sign_levels=2)
    yield made
    with database.read() as session:
        assert check(session) == []


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The same where the engine plays no part."""
    made = small_world(lite, staff)
    made.change(Cohort, made.cohort_id, sign_levels=2)
    return made


def refused(world: World, who: str, act: str, scheme_id: int) -> str:
    with pytest.raises(Conflict) as caught:
        world.step(who, act, scheme_id)
    return caught.value.code


def status(world: World, scheme_id: int) -> str:
    return str(world.row(Scheme, scheme_id).status)


@pytest.mark.both_engines
def test_chief_approves_leader_signs_then_it_can_be_confirmed(world: World) -> None:
    """The scheme counts as approved only after the second name; four signatures by three people, one hash."""
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    world.step("chief", "approve", scheme_id)
    assert status(world, scheme_id) == "proposed"
    assert refused(world, "officer", "confirm", scheme_id) == "wrong_stage"
    world.step("leader", "sign", scheme_id)
    assert status(world, scheme_id) == "approved"
    assert world.step("officer", "confirm", scheme_id).pairings == 3
    with world.database.read() as session:
        stated = select(Signature.stage, Signature.frozen_hash, Signature.by_id).order_by(Signature.id)
        rows = session.execute(stated).all()
    assert [row.stage for row in rows] == ["proposed", "approved", "signed", "confirmed"]
    assert len({row.frozen_hash for row in rows}) == 1
    assert len({row.by_id for row in rows[:3]}) == 3


def test_the_leader_does_not_sign_before_the_chief_nor_in_his_place(small: World) -> None:
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    assert refused(small, "leader", "sign", scheme_id) == "approval_missing"
    assert refused(small, "leader", "approve", scheme_id) == "chief_first"
    assert status(small, scheme_id) == "proposed"


def test_a_chief_or_an_officer_never_puts_the_second_name(small: World) -> None:
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    small.step("chief", "approve", scheme_id)
    for who in ("deputy", "officer"):
        with pytest.raises(Forbidden):
            small.step(who, "sign", scheme_id)


def test_nobody_signs_what_he_proposed_or_signed(small: World) -> None:
    """A chief who became the leader since: his proposal and his approval stay his."""
    proposed, approved = small.scheme({"甲": "王"}), small.scheme({"丙": "李"}, "second")
    small.step("chief", "propose", proposed)
    small.step("deputy", "approve", proposed)
    small.step("officer", "propose", approved)
    small.step("chief", "approve", approved)
    promote(small, "chief")
    assert refused(small, "chief", "sign", proposed) == "own_proposal"
    assert refused(small, "chief", "sign", approved) == "signed_already"


def promote(world: World, who: str) -> None:
    world.change(Account, world.staff[who].id, role="leader")


def test_a_second_name_twice_is_refused(small: World) -> None:
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    small.step("chief", "approve", scheme_id)
    small.step("leader", "sign", scheme_id)
    assert refused(small, "leader", "sign", scheme_id) == "signed_already"


def test_with_one_level_there_is_nothing_to_sign(small: World) -> None:
    small.change(Cohort, small.cohort_id, sign_levels=1)
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    assert refused(small, "leader", "sign", scheme_id) == "one_level_only"
    small.step("leader", "approve", scheme_id)
    assert status(small, scheme_id) == "approved"


def test_names_of_an_earlier_round_do_not_count(world: World) -> None:
    """Approved and signed, sent back, submitted again unchanged: it waits for both names anew."""
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    world.step("chief", "approve", scheme_id)
    world.step("leader", "sign", scheme_id)
    world.step("leader", "send_back", scheme_id, comment="再议")
    world.step("officer", "propose", scheme_id, comment="已议定")
    assert refused(world, "leader", "sign", scheme_id) == "approval_missing"
    world.step("chief", "approve", scheme_id)
    world.step("leader", "sign", scheme_id)
    assert world.step("officer", "confirm", scheme_id).pairings == 3


@pytest.mark.parametrize("missing", ["approved", "signed"])
def test_a_confirmation_without_either_name_is_refused_whatever_the_state_says(small: World, missing: str) -> None:
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    small.step("chief", "approve", scheme_id)
    small.step("leader", "sign", scheme_id)
    with small.database.write() as session:
        session.delete(session.scalars(select(Signature).where(Signature.stage == missing)).one())
    assert refused(small, "officer", "confirm", scheme_id) == "signature_missing"


def test_levels_lowered_on_the_way_do_not_spare_the_second_name(small: World) -> None:
    """Proposed under two levels; the cohort goes down to one; the proposal still waits for the leader."""
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    edit = {"cohort_id": small.cohort_id, "seen_version": 1, "values": {"sign_levels": 1}}
    small.do("chief", cohorts.edit, **edit)
    small.step("chief", "approve", scheme_id)
    assert status(small, scheme_id) == "proposed"
    small.step("leader", "sign", scheme_id)
    assert status(small, scheme_id) == "approved"


def test_an_officer_does_not_change_the_levels_of_a_cohort(small: World) -> None:
    edit = {"cohort_id": small.cohort_id, "seen_version": 1, "values": {"sign_levels": 1}}
    with pytest.raises(Forbidden):
        small.do("officer", cohorts.edit, **edit)
    assert small.row(Cohort, small.cohort_id).sign_levels == 2
    small.do("chief", cohorts.edit, **edit)
    assert small.row(Cohort, small.cohort_id).sign_levels == 1


class Name:
    """A signature in a table of one's own."""

    def __init__(self, number: int, stage: str) -> None:
        self.id, self.stage, self.frozen_hash, self.by_id = number, stage, "h", number


@pytest.mark.parametrize(
    ("levels", "stages", "due"),
    [
        (1, "p", "approved"), (1, "pa", ""), (2, "p", "approved"), (2, "pa", "signed"), (2, "pas", ""),
        (2, "paspa", "signed"), (1, "pap", "approved"), (2, "ps", "approved"),
    ],
)  # fmt: skip
def test_the_level_due_is_the_first_that_the_last_round_lacks(levels: int, stages: str, due: str) -> None:
    words = {"p": "proposed", "a": "approved", "s": "signed"}
    assert level_due(levels, [Name(number, words[one]) for number, one in enumerate(stages, 1)]) == due
