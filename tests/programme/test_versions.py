"""What changed since the last meeting: any two states of a cohort's schemes, with who moved and why, in true figures."""

from datetime import datetime

import pytest

from db.engines import Database
from db.models import Adjustment, Mentee, Person, PolicyRow, Scheme, SchemePair
from programme.rules import Rules
from programme.scheme_state import freeze
from programme.snapshot import load_pool, waiting_mentees
from programme.usecase import look
from programme.version_reasons import Ground
from programme.versions import Comparison, State, compare_states, last_meeting, states
from tests.conftest import Staff
from tests.support.signing import World, add_mentee, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}
UNIT = "澜州市农业农村局"


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """The scheme was proposed with 丙 at 李 and sent back; since then 丙 is at 赵."""
    made = small_world(lite, staff)
    scheme_id = made.scheme(PAIRS)
    made.step("officer", "propose", scheme_id)
    made.step("chief", "send_back", scheme_id, comment="丙应由赵带")
    made.change(
        SchemePair, (scheme_id, made.mentees["丙"], made.mentors["李"]), mentor_id=made.mentors["赵"], fit=41_500
    )
    return made


def known(world: World) -> list[State]:
    return list(look(world.database, world.staff["officer"], states, cohort_id=world.cohort_id))


def compare(world: World, before: str, after: str, who: str = "officer") -> Comparison:
    return look(world.database, world.staff[who], compare_states, before=before, after=after)


def act(world: World, kind: str, mentee: str, moved: list[str], **values: object) -> None:
    """An act at the desk that concerned one mentee and moved some."""
    pairs = [[world.mentees[name], world.mentors["赵"]] for name in moved]
    detail = {"mentee_ids": [world.mentees[mentee]], "mentor_ids": [], "leader": "张部长", "out": pairs, "in": []}
    by = world.staff["colleague"].id
    world.add(Adjustment(**({"scheme_id": 1, "seq": 1, "kind": kind, "detail": detail, "by_id": by} | values)))


def test_every_frozen_version_and_every_scheme_as_it_is_can_be_chosen(world: World) -> None:
    world.step("officer", "propose", 1, comment="已改")
    found = known(world)
    assert [(one.key, one.fate) for one in found] == [("1.0", ""), ("1.2", "proposed"), ("1.1", "returned")]
    assert found[0].at is None and found[1].at is not None


def test_the_last_meeting_saw_the_version_before_the_one_on_the_table(world: World) -> None:
    meeting = last_meeting(known(world), 1)
    assert meeting and meeting.key == "1.1"
    steps = (
        ("officer", "propose", {"comment": "已改"}),
        ("deputy", "approve", {}),
        ("chief", "confirm", {"override": "已议"}),
    )
    for who, step, said in steps:
        world.step(who, step, 1, **said)
        meeting = last_meeting(known(world), 1)
        assert meeting and meeting.key == "1.1", step


def test_before_any_version_there_was_no_meeting(lite: Database, staff: Staff) -> None:
    made = small_world(lite, staff)
    made.scheme(PAIRS)
    assert last_meeting(known(made), 1) is None


def test_the_pair_that_changed_is_named_with_both_mentors_and_the_figures_of_both_states(world: World) -> None:
    """Fits 20, 20, 20 become 20, 20, 41.5: the mean rises from 20 to 27.17."""
    found = compare(world, "1.1", "1.0")
    (one,) = found.people
    assert (one.mentee, one.before, one.after, one.kind) == ("丙", f"李（{UNIT}）", f"赵（{UNIT}）", "changed")
    before, after = found.sums
    assert (before.paired, after.paired, before.unmatched, after.unmatched) == (3, 3, 1, 1)
    assert before.mean_fit == 20 and after.mean_fit == pytest.approx(81.5 / 3)
    assert not found.rules and not found.came and not found.other_pool


def test_pairs_added_and_removed_are_told_apart(world: World) -> None:
    world.add(SchemePair(scheme_id=1, mentee_id=world.mentees["丁"], mentor_id=world.mentors["李"], fit=50_000))
    with world.database.write() as session:
        session.delete(session.get(SchemePair, (1, world.mentees["甲"], world.mentors["王"])))
    kinds = {one.mentee: one.kind for one in compare(world, "1.1", "1.0").people}
    assert kinds == {"甲": "removed", "丙": "changed", "丁": "added"}
    assert {one.mentee: one.kind for one in compare(world, "1.0", "1.1").people}["甲"] == "added"


def test_the_act_that_named_somebody_is_the_reason(world: World) -> None:
    act(world, "appoint", "丙", ["丙"], reason="同在专班")
    (one,) = compare(world, "1.1", "1.0").people
    assert one.ground == Ground("appoint", True, "同在专班", world.staff["colleague"].name, "张部长")


def test_who_moved_for_somebody_elses_sake_is_told_for_whose(world: World) -> None:
    act(world, "ban", "乙", ["乙", "丙"], reason="同科室")
    (one,) = compare(world, "1.1", "1.0").people
    assert (one.ground.named, one.ground.people, one.ground.reason) == (False, ("乙",), "同科室")


def test_an_act_that_was_undone_or_came_before_is_no_reason(world: World) -> None:
    """The first was undone; the second lies a year before the version that was frozen."""
    act(world, "ban", "丙", ["丙"], undone=True)
    act(world, "swap", "丙", ["丙"], seq=2, at=datetime(2020, 1, 1))
    (one,) = compare(world, "1.1", "1.0").people
    assert one.ground == Ground("")


def test_a_re_run_is_compared_with_what_the_meeting_saw_and_says_so(world: World) -> None:
    """Other rules, one mentee more, everything computed anew: the meeting's version belonged to the scheme before."""
    with world.database.write() as session:
        add_mentee(session, world.cohort_id, "戊", 1)
        rules = Rules().to_dict() | {"programme_maximum": 2}
        officer = world.staff["officer"].id
        session.add(PolicyRow(cohort_id=world.cohort_id, number=2, rules=rules, by_id=officer))
    second = rerun(world)
    found = compare(world, "1.1", f"{second}.0")
    assert {one.mentee: one.ground.kind for one in found.people} == dict.fromkeys("甲乙丙", "rerun")
    assert [(one.path, one.before, one.after) for one in found.rules] == [("programme_maximum", 3, 2)]
    assert found.rule_numbers == (1, 2)
    assert (found.came, found.went) == ((f"戊（{UNIT}）",), ())
    assert found.other_pool
    assert found.sums[1].eligible == found.sums[0].eligible + 1


def rerun(world: World) -> int:
    """A second scheme of the cohort under rules no. 2, on the pool as it is now."""
    with world.database.write() as session:
        policy = session.query(PolicyRow).filter_by(number=2).one()
        frozen = freeze(load_pool(session, world.cohort_id), Rules().policy, waiting_mentees(session, world.cohort_id))
        scheme = Scheme(
            cohort_id=world.cohort_id, policy_id=policy.id, name="second", status="draft", problem=frozen, solution={},
            by_id=world.staff["officer"].id, fingerprint="g",
        )  # fmt: skip
        session.add(scheme)
        session.flush()
        pair = {"mentee_id": world.mentees["甲"], "mentor_id": world.mentors["李"]}
        session.add(SchemePair(scheme_id=scheme.id, fit=30_000, **pair))
        return scheme.id


def test_a_state_compared_with_itself_differs_in_nothing(world: World) -> None:
    assert not compare(world, "1.1", "1.1")


def test_a_liaison_is_told_of_its_own_units_people_only(world: World, staff: Staff) -> None:
    world.staff = {**world.staff, "liaison": staff("liaison")}
    assert compare(world, "1.1", "1.0", "liaison").people == ()


def test_a_liaison_is_not_told_for_whom_of_another_unit_its_own_people_moved(world: World, staff: Staff) -> None:
    """丙 is of the liaison's unit; 乙, whom the act was about, is not."""
    world.staff = {**world.staff, "liaison": staff("liaison")}
    mentee = world.row(Mentee, world.mentees["丙"])
    world.change(Person, mentee.person_id, unit_id=world.staff["liaison"].unit_id)
    act(world, "ban", "乙", ["乙", "丙"], reason="乙与赵有亲属关系")
    (one,) = compare(world, "1.1", "1.0", "liaison").people
    assert (one.mentee, one.ground) == ("丙", Ground("ban", named=False))
