"""The rules of a cohort: numbered rows, never overwritten, refused when stale or impossible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db.engines import Database
from db.models import Audit, Cohort, PolicyRow
from db.queries.rules import rule_rows
from matching.policy import policy_faults
from programme.errors import Forbidden, Invalid, Stale
from programme.rules import (
    CRITERIA,
    KINDS,
    LIMITS,
    Change,
    Rules,
    differences,
    rules_in_force,
    rules_of,
    save_rules,
    shares,
    values_of,
)
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    return match_world(database, staff("officer"))


def present(world: MatchWorld) -> Rules:
    with world.database.read() as session:
        return rules_in_force(session, world.cohort_id)


def test_a_cohort_without_saved_rules_has_the_documented_defaults(world: MatchWorld) -> None:
    rules = present(world)
    assert (rules.number, rules.programme_maximum) == (0, 3)
    assert (rules.months_limit, rules.age_limit, rules.notice_days) == (36, 35, 3)
    assert rules.policy.rules == {"kinship": "forbid", "command": "hint", "stream": "forbid"}
    assert rules.policy.floor == 40
    assert sum(rules.policy.weights.values()) == 100
    assert policy_faults(rules.policy) == []


@pytest.mark.both_engines
def test_saving_makes_a_numbered_row_and_leaves_the_one_before_as_it_was(world: MatchWorld) -> None:
    first = world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 50}, note=" 市里定的 ")
    second = world.do(save_rules, cohort_id=world.cohort_id, seen_number=1, values={"rules": {"command": "forbid"}})
    assert (first, second) == (1, 2)
    rows = world.see(rule_rows, cohort_id=world.cohort_id)
    assert rows["number"].tolist() == [2, 1]
    assert rows["note"].tolist() == ["", "市里定的"]
    assert rows["by"].tolist() == [world.officer.name] * 2
    assert [row["policy"]["rules"]["command"] for row in rows["rules"]] == ["forbid", "hint"]
    assert [row["policy"]["floor"] for row in rows["rules"]] == [50, 50]


def test_who_changed_what_is_the_difference_of_two_rows(world: MatchWorld) -> None:
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={})
    values = {"weights": {"expertise": 60}, "rules": {"stream": "hint"}, "age_limit": 34}
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=1, values=values)
    after, before = world.see(rule_rows, cohort_id=world.cohort_id)["rules"]
    assert differences(before, after) == [
        Change("age_limit", 35, 34),
        Change("rules.stream", "forbid", "hint"),
        Change("weights.expertise", 45, 60),
    ]


def test_a_stale_number_is_refused_and_nothing_is_written(world: MatchWorld) -> None:
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 50})
    with pytest.raises(Stale) as refusal:
        world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 60})
    assert (refusal.value.code, refusal.value.data) == ("rules_saved_meanwhile", {"seen": 0, "present": 1})
    assert present(world).policy.floor == 50


def test_saving_what_is_in_force_already_is_refused(world: MatchWorld) -> None:
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 50})
    with pytest.raises(Invalid, match="nothing_changed"):
        world.do(save_rules, cohort_id=world.cohort_id, seen_number=1, values={"floor": 50.0})


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"floor": 101}, "rule_limit", "floor"),
        ({"floor": -1}, "rule_limit", "floor"),
        ({"months_limit": 0}, "rule_limit", "months_limit"),
        ({"age_limit": 35.5}, "rule_limit", "age_limit"),
        ({"notice_days": float("nan")}, "rule_limit", "notice_days"),
        ({"programme_maximum": True}, "rule_limit", "programme_maximum"),
        ({"weights": {"dialect": -1}}, "rule_limit", "dialect"),
        ({"weights": {"dialect": float("inf")}}, "rule_limit", "dialect"),
        ({"rules": {"kinship": "perhaps"}}, "rule_choice", "kinship"),
        ({"unit_direction": "sideways"}, "rule_choice", "unit_direction"),
    ],
)
def test_a_value_that_cannot_hold_is_refused_by_its_name(values: dict, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules_of(values, Rules())
    assert (refusal.value.code, refusal.value.data["field"]) == (code, field)


def test_weights_that_are_all_zero_are_refused_and_the_unit_counts_only_with_a_direction() -> None:
    weights = dict.fromkeys(CRITERIA, 0) | {"unit": 5}
    with pytest.raises(Invalid, match="no_weight"):
        rules_of({"weights": weights}, Rules())
    assert rules_of({"weights": weights, "unit_direction": "same"}, Rules()).policy.unit_direction == "same"


def test_a_limit_of_an_older_row_that_is_no_more_is_passed_over() -> None:
    kept = Rules().to_dict() | {"default_capacity": 2, "age_limit": 40}
    assert Rules.of(7, kept) == Rules(number=7, age_limit=40)


def test_the_cohort_keeps_the_same_days_of_notice_as_its_rules(world: MatchWorld) -> None:
    version = world.row(Cohort, world.cohort_id).version
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"notice_days": 5})
    cohort = world.row(Cohort, world.cohort_id)
    assert (cohort.notice_days, cohort.version) == (5, version + 1)


def test_the_audit_row_names_each_value_before_and_after(world: MatchWorld) -> None:
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"floor": 55})
    with world.database.read() as session:
        rows = session.execute(select(Audit.object, Audit.detail).where(Audit.action == "edit_rules")).all()
    assert rows == [(f"cohort:{world.cohort_id}", {"number": 1, "changes": [["floor", 40, 55]]})]


def test_who_may_not_edit_rules_is_refused_and_leaves_no_row(world: MatchWorld, staff: Staff) -> None:
    with pytest.raises(Forbidden):
        world.do(save_rules, staff("leader"), cohort_id=world.cohort_id, seen_number=0, values={"floor": 55})
    with world.database.read() as session:
        assert session.scalars(select(PolicyRow)).all() == []


def test_shares_are_points_of_a_hundred_and_the_unit_counts_only_with_a_direction() -> None:
    weights = {"expertise": 30, "locality": 10, "grassroots": 0, "dialect": 0, "field": 0, "unit": 10}
    values = {**values_of(Rules()), "weights": weights}
    assert shares(values)["expertise"] == 75
    assert shares({**values, "unit_direction": "same"})["expertise"] == 60


FORMS = st.fixed_dictionaries(
    {
        "weights": st.fixed_dictionaries({name: st.integers(1, 100) for name in CRITERIA}),
        "rules": st.fixed_dictionaries(
            {name: st.sampled_from(["allow", "hint", "forbid"]) for name in ("kinship", "command", "stream")}
        ),
        "unit_direction": st.sampled_from(["any", "same", "different"]),
        "floor": st.integers(0, 100),
        "programme_maximum": st.integers(1, 20),
        "ceilings": st.fixed_dictionaries({kind: st.none() | st.integers(0, 20) for kind in KINDS}),
        **{name: st.integers(*LIMITS[name]) for name in ("months_limit", "age_limit", "notice_days")},
    }
)


@given(FORMS)
def test_what_a_form_says_is_what_is_stored_and_read_back(values: dict) -> None:
    rules = rules_of(values, Rules())
    assert Rules.of(0, rules.to_dict()) == rules
    assert values_of(rules) == values
    assert policy_faults(rules.policy) == []
