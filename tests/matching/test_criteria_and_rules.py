"""Each criterion and each rule alone, on people made for it."""

from typing import Any

import numpy as np
import pytest

from matching import Fault, InputError, Mentee, Mentor, Policy, Pool, Quota, build_problem
from matching.criteria import CRITERIA, FUNCTIONS, Encoded, weights_in_force
from matching.rules import CODES, hints
from matching.source import PoolSource


def value(name: str, mentee: Mentee, mentor: Mentor, direction: str = "same", **relations: Any) -> float:
    """One criterion of one pair."""
    world = Encoded(Pool((mentor,), (mentee,), **relations), [mentor], [mentee], direction)
    return float(np.broadcast_to(FUNCTIONS[name](world, np.array([0])), (1, 1))[0, 0])


@pytest.mark.parametrize(
    ("name", "mentee", "mentor", "expected"),
    [
        ("expertise", {"needs": ("a", "b")}, {"expertise": {"a": 5, "c": 5}}, 2 / 3),
        ("expertise", {}, {"expertise": {"a": 5}}, None),
        ("field", {"field": "it"}, {"fields": {"it", "law"}}, 1),
        ("field", {"field": "it"}, {"fields": set()}, 0),
        ("field", {}, {"fields": {"it"}}, None),
        ("dialect", {"place_dialects": {"wu", "min"}}, {"dialects": {"min", "wu"}}, 1),
        ("dialect", {}, {"dialects": {"min"}}, None),
        ("locality", {"county": "c", "township": "t"}, {"county": "c", "township": "t"}, 1),
        ("locality", {"county": "c"}, {"county": "c"}, 0.6),
        ("locality", {"county": "c", "township": "t"}, {"county": "d", "township": "t"}, 0),
        ("locality", {}, {"county": "c"}, None),
        ("grassroots", {}, {"grassroots_years": 5}, 0.25),
        ("grassroots", {}, {"grassroots_years": 50}, 1),
        ("method", {"methods": {"a", "b"}}, {"methods": {"a"}}, 0.5),
        ("method", {}, {"methods": {"a"}}, None),
        ("past_result", {}, {"past_result": 85}, 0.85),
        ("past_result", {}, {}, None),
        ("unit", {"unit": "u"}, {"unit": "u"}, 1),
        ("unit", {"unit": "u"}, {}, 0),
        ("unit", {}, {"unit": "u"}, None),
    ],
)
def test_a_criterion_has_its_value_or_is_unknown(
    name: str, mentee: dict[str, Any], mentor: dict[str, Any], expected: float | None
) -> None:
    found = value(name, Mentee("e", **mentee), Mentor("m", 1, **mentor))
    assert np.isnan(found) if expected is None else found == pytest.approx(expected)


def test_a_wish_for_somebody_else_counts_nothing_and_no_wish_is_unknown() -> None:
    mentors, mentees = [Mentor("m1", 1), Mentor("m2", 1)], [Mentee("e1"), Mentee("e2")]
    world = Encoded(Pool(tuple(mentors), tuple(mentees), wishes=frozenset({("e1", "m2")})), mentors, mentees, "any")
    found = FUNCTIONS["wish"](world, np.array([0, 1]))
    assert found[0].tolist() == [0, 1] and np.isnan(found[1]).all()


def test_a_different_unit_can_be_wanted_and_any_leaves_the_criterion_out() -> None:
    assert value("unit", Mentee("e", unit="u"), Mentor("m", 1, unit="v"), "different") == 1
    assert "unit" not in weights_in_force(Policy())
    assert list(weights_in_force(Policy(unit_direction="same"))) == list(CRITERIA)


def test_a_fit_is_the_same_in_whatever_block_it_is_computed() -> None:
    random = np.random.default_rng(1)
    codes = [f"c{k}" for k in range(9)]
    mentors = tuple(Mentor(f"m{j}", 1, expertise={c: int(random.integers(0, 6)) for c in codes}) for j in range(30))
    mentees = tuple(Mentee(f"e{i}", needs=tuple(random.choice(codes, 3, replace=False))) for i in range(40))
    source = PoolSource(Pool(mentors, mentees), Policy())
    whole = source._computed(np.arange(40)).fit
    for rows in (np.array([7]), np.arange(3, 17), np.array([0, 5, 39])):
        assert (source._computed(rows).fit == whole[rows]).all()
        assert (source.block(rows).fit == whole[rows]).all()


def test_a_large_pool_is_never_held_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.source.KEPT_CELLS", 0)
    source = PoolSource(Pool((Mentor("m", 1),), (Mentee("e"),)), Policy())
    source.block(np.array([0]))
    assert "_table" not in vars(source)


def codes(pool: Pool, policy: Policy) -> dict[tuple[str, str], str]:
    problem = build_problem(pool, policy)
    (block,) = problem.blocks()
    return {
        (mentee, mentor): problem.codes[block.code[i, j]]
        for i, mentee in enumerate(problem.mentees)
        for j, mentor in enumerate(problem.mentors)
        if block.code[i, j]
    }


def test_each_rule_forbids_under_its_own_code() -> None:
    pool = Pool(
        (Mentor("both", 1), Mentor("boss", 1), Mentor("kin", 1), Mentor("paused", 1, available="paused")),
        (Mentee("both"), Mentee("e"), Mentee("old", ineligible="over_age")),
        avoid=frozenset({("e", "kin")}),
        command=frozenset({("e", "boss")}),
    )
    found = codes(pool, Policy())
    assert found["both", "both"] == "same_person"
    assert (found["e", "boss"], found["e", "kin"], found["e", "paused"]) == ("command", "kinship", "unavailable")
    assert {found["old", mentor] for mentor in ("both", "boss", "kin")} == {"ineligible"}
    assert set(found.values()) <= set(CODES)
    assert ("e", "boss") not in codes(pool, Policy(rules={"command": "allow"}))


def test_a_closed_stream_keeps_to_itself_and_other_streams_mix() -> None:
    mentors = (Mentor("inspector", 1, stream="discipline"), Mentor("town", 1, stream="township"))
    mentees = (Mentee("i", stream="discipline"), Mentee("t", stream="township"), Mentee("v", stream="village"))
    found = codes(Pool(mentors, mentees), Policy())
    assert found == {("i", "town"): "stream", ("t", "inspector"): "stream", ("v", "inspector"): "stream"}
    assert codes(Pool(mentors, mentees), Policy(closed_streams=frozenset())) == {}


def test_a_rule_that_only_warns_is_a_hint() -> None:
    pool = Pool((Mentor("m", 1, stream="discipline"),), (Mentee("e"),))
    policy = Policy(rules={"stream": "hint"})
    source = PoolSource(pool, policy)
    assert [(code, mask.tolist()) for code, mask in hints(source.world, policy, 0)] == [("stream", [True])]
    assert codes(pool, policy) == {}


def test_a_pool_and_a_policy_survive_json_in_any_order() -> None:
    pool = Pool(
        (Mentor("m2", 1, expertise={"b": 1, "a": 2}), Mentor("m1", 2, dialects=frozenset({"x", "y"}), past_result=70)),
        (Mentee("e1", needs=("n2", "n1")), Mentee("e0", ineligible="late")),
        avoid=frozenset({("e1", "m1")}),
        wishes=frozenset({("e0", "m2")}),
    )
    again = Pool.from_dict(pool.to_dict())
    assert again.to_dict() == pool.to_dict()
    assert build_problem(again, Policy()).fingerprint == build_problem(pool, Policy()).fingerprint
    policy = Policy(floor=30, closed_streams=frozenset({"a"}), unit_direction="same")
    assert Policy.from_dict(policy.to_dict()) == policy
    assert Policy.from_dict({"floor": 30}) == Policy(floor=30)


@pytest.mark.parametrize("person", [{"id": "m", "capacity": 1, "colour": 2}, {"capacity": 1}])
def test_a_person_with_unknown_fields_or_without_id_is_refused(person: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Pool.from_dict({"mentors": [person], "mentees": []})


@pytest.mark.parametrize(
    ("pool", "policy", "path"),
    [
        (Pool((Mentor("m", -1),), ()), Policy(), "mentors[0].capacity"),
        (Pool((Mentor("m", 1), Mentor("m", 1)), ()), Policy(), "mentors[1].id"),
        (Pool((Mentor("m", 1, grassroots_years=float("nan")),), ()), Policy(), "mentors[0].grassroots_years"),
        (Pool((Mentor("m", 1, past_result=101),), ()), Policy(), "mentors[0].past_result"),
        (Pool((Mentor("m", 1, expertise={"a": 6}),), ()), Policy(), "mentors[0].expertise.a"),
        (Pool((), (Mentee("e", demand=-1),)), Policy(), "mentees[0].demand"),
        (Pool((), (Mentee("e"),), avoid=frozenset({("e", "x")})), Policy(), "avoid[0]"),
        (Pool((), ()), Policy(weights={"luck": 1}), "policy.weights.luck"),
        (Pool((), ()), Policy(weights={"field": float("inf")}), "policy.weights.field"),
        (Pool((), ()), Policy(rules={"kinship": "maybe"}), "policy.rules.kinship"),
        (Pool((), ()), Policy(unit_direction="up"), "policy.unit_direction"),
    ],
)
def test_what_the_mathematics_cannot_take_is_named(pool: Pool, policy: Policy, path: str) -> None:
    with pytest.raises(InputError) as caught:
        build_problem(pool, policy)
    assert path in [fault.path for fault in caught.value.faults]


def test_decisions_about_strangers_and_quotas_that_contradict_themselves_are_named() -> None:
    pool = Pool((Mentor("m", 1),), (Mentee("e"),))
    quotas = [Quota(frozenset({"m"}), frozenset({"x"})), Quota(frozenset({"m"}), frozenset({"e"}), 2, 1)]
    with pytest.raises(InputError) as caught:
        build_problem(pool, Policy(), pins=[("e", "x")], quotas=quotas)
    assert [str(fault) for fault in caught.value.faults] == [
        str(Fault("pins[0]", "unknown_mentor", {"value": "x"})),
        str(Fault("quotas[0].mentees", "unknown_mentee", {"value": "x"})),
        str(Fault("quotas[1]", "bounds", {"min": 2, "max": 1})),
    ]
