"""Templates of rules: those that ship hold, those that staff keep name nobody, a cohort keeps what it says by name."""

import pytest

from db.engines import Database
from db.models import Cohort
from matching.policy import policy_faults
from programme.errors import Conflict, Forbidden, Invalid, NotFound
from programme.rule_templates import (
    READY,
    copy_from,
    drop_template,
    rename_template,
    save_template,
    saved_templates,
    start_from,
)
from programme.rules import Rules, rules_in_force, save_rules
from programme.rules_edit import name_pair, name_seats, put_quota
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """One mentor, one mentee, both named in the rules, and two quotas of which one names the mentor."""
    world = match_world(database, staff("officer"))
    world.add_mentor("王", 2)
    world.add_mentee("甲")
    pair = {"kind": "must", "mentee": world.people["甲"], "mentor": world.people["王"], "reason": "部领导指定"}
    everybody, own = {"by": "all"}, {"by": "person", "of": [world.people["王"]]}
    of_cohort = {"cohort_id": world.cohort_id}
    world.do(save_rules, **of_cohort, seen_number=0, values={"floor": 55, "notice_days": 5})
    world.do(name_seats, **of_cohort, seen_number=1, person_id=world.people["王"], seats=4, reason="部务会同意")
    world.do(name_pair, **of_cohort, seen_number=2, pair=pair)
    world.do(put_quota, **of_cohort, seen_number=3, quota={"mentees": everybody, "mentors": own, "most": 3})
    world.do(put_quota, **of_cohort, seen_number=4, quota={"mentees": everybody, "mentors": everybody, "most": 30})
    return world


def present(world: MatchWorld, cohort_id: int = 0) -> Rules:
    with world.database.read() as session:
        return rules_in_force(session, cohort_id or world.cohort_id)


@pytest.mark.parametrize("code", READY)
def test_every_template_that_ships_holds_and_has_a_hundred_points(code: str) -> None:
    rules = READY[code].rules()
    assert policy_faults(rules.policy) == []
    assert sum(rules.policy.weights.values()) == 100
    assert Rules.of(0, rules.to_dict()) == rules
    assert (rules.overrides, rules.pairs) == ({}, {})


def test_templates_differ_where_their_kinds_of_cohort_do() -> None:
    rules = {code: ready.rules() for code, ready in READY.items()}
    assert rules["discipline"].policy.rules["command"] == "forbid"
    assert rules["village"].policy.weights["dialect"] > rules["professional"].policy.weights["dialect"]
    assert rules["professional"].policy.weights["field"] > rules["young_cadre"].policy.weights["field"]
    [quota] = rules["park"].quotas.values()
    assert (quota.mentors.of, quota.least, quota.most) == (("park_command",), 3, 5)


@pytest.mark.both_engines
def test_starting_from_a_template_is_a_new_row_that_keeps_names_and_days_of_notice(world: MatchWorld) -> None:
    before = present(world)
    world.do(start_from, cohort_id=world.cohort_id, seen_number=5, template="park", note="园区")
    after = present(world)
    assert (after.number, after.notice_days, after.policy.floor) == (6, 5, 40)
    assert (after.overrides, after.pairs) == (before.overrides, before.pairs)
    assert sorted((quota.mentors.by, quota.most) for quota in after.quotas.values()) == [
        ("person", 3),
        ("unit_kind", 5),
    ]


def test_a_kept_template_names_nobody_and_starts_another_cohort(world: MatchWorld) -> None:
    template = world.do(save_template, cohort_id=world.cohort_id, name=" 市直 2026 ")
    [kept] = world.see(saved_templates)
    assert (kept.id, kept.name, kept.by) == (template, "市直 2026", world.officer.name)
    other = world.add_cohort("2027年批次")
    world.do(start_from, cohort_id=other, seen_number=0, template=str(template))
    rules = present(world, other)
    assert (rules.number, rules.policy.floor, rules.overrides, rules.pairs) == (1, 55, {}, {})
    assert [quota.most for quota in rules.quotas.values()] == [30]
    assert world.row(Cohort, other).notice_days == 3


@pytest.mark.both_engines
def test_the_rules_of_another_cohort_are_copied_without_its_people(world: MatchWorld) -> None:
    other = world.add_cohort("2027年批次")
    world.do(copy_from, cohort_id=other, seen_number=0, from_cohort_id=world.cohort_id)
    rules = present(world, other)
    assert (rules.policy.floor, rules.overrides, rules.pairs, len(rules.quotas)) == (55, {}, {}, 1)


@pytest.mark.both_engines
def test_templates_are_renamed_and_thrown_away_and_names_are_their_own(world: MatchWorld) -> None:
    one = world.do(save_template, cohort_id=world.cohort_id, name="甲")
    world.do(save_template, cohort_id=world.cohort_id, name="乙")
    with pytest.raises(Conflict, match="template_name_taken"):
        world.do(rename_template, template_id=one, name="乙")
    with pytest.raises(Invalid, match="template_name"):
        world.do(save_template, cohort_id=world.cohort_id, name=" ")
    world.do(rename_template, template_id=one, name="丙")
    assert sorted(kept.name for kept in world.see(saved_templates)) == sorted(["乙", "丙"])
    world.do(drop_template, template_id=one)
    assert [kept.name for kept in world.see(saved_templates)] == ["乙"]


def test_a_template_that_is_not_there_and_a_role_that_may_not_are_refused(world: MatchWorld, staff: Staff) -> None:
    for template in ("nothing", "99"):
        with pytest.raises(NotFound):
            world.do(start_from, cohort_id=world.cohort_id, seen_number=5, template=template)
    with pytest.raises(Forbidden):
        world.do(save_template, staff("leader"), cohort_id=world.cohort_id, name="甲")
    assert present(world).number == 5
