"""The price of every other mentor is exactly what solving again with that pair pinned would lose."""

from random import Random

import numpy as np
import pytest

from matching import (
    Ban,
    Candidate,
    Facts,
    Mentee,
    Mentor,
    Move,
    Policy,
    Pool,
    build_problem,
    explain,
    read_problem,
    solve,
)
from matching.change import moves
from matching.describe import describe, points_of_line
from tests.matching.worlds import random_world, table


def test_every_price_and_every_move_equal_a_new_solution_with_the_pair_pinned() -> None:
    checked = 0
    for seed in range(200):
        world = random_world(Random(seed), "nested")
        if any("worst" in tier for tier in world["policy"]["tiers"]):
            continue
        problem = read_problem(world)
        plan = solve(problem)
        for mentee in problem.mentees:
            for candidate in explain(problem, plan, mentee).candidates:
                if candidate.forbidden or candidate.chosen:
                    continue
                again = solve(read_problem(world | {"pinned": [*world["pinned"], [mentee, candidate.mentor]]}))
                short = [w for w in again.warnings if w.code == "quota_short"]
                if short != [w for w in plan.warnings if w.code == "quota_short"]:
                    continue
                losses = tuple(b - a for a, b in zip(plan.costs, again.costs, strict=True))
                assert candidate.tier_losses == losses
                others = [m for m in moves(plan.pairs, again.pairs) if m.mentee != mentee]
                assert sorted(candidate.moves, key=str) == sorted(others, key=str)
                checked += 1
    assert checked > 200


def test_the_chain_of_moves_says_who_makes_room() -> None:
    # e1 wants m1 (70, against 60 at m2); e2 there would go to m2: 70 + 20 against 60 + 90, a loss of 60.
    fit = [("e1", "m1", 70), ("e1", "m2", 60), ("e2", "m1", 90), ("e2", "m2", 20)]
    problem = read_problem(
        table(mentors={"m1": 1, "m2": 1}, fit=fit) | {"policy": {"tiers": [{"unmatched": 1}, {"fit": 1}]}}
    )
    plan = solve(problem)
    found = explain(problem, plan, "e1")
    assert (found.mentor, found.fit) == ("m2", 60_000)
    best, other = found.candidates
    assert best.chosen and best.price == 0
    assert other == Candidate(
        mentor="m1", fit=70_000, price=60_000, tier_losses=(0, 60_000), moves=(Move("e2", "m1", "m2"),),
        forbidden="", reason="", free_seats=0, chosen=False,
    )  # fmt: skip
    assert explain(problem, plan, "e1", limit=1).candidates == (best,)


def test_forbidden_mentors_come_last_each_with_its_reason() -> None:
    pool = Pool(
        mentors=(
            Mentor("full", 1, 1),
            Mentor("gone", 1, available="left"),
            Mentor("kin", 1),
            Mentor("ok", 1),
            Mentor("out", 1),
        ),
        mentees=(Mentee("e"),),
        avoid=frozenset({("e", "kin")}),
    )
    problem = build_problem(pool, Policy(), bans=[Ban("e", "out", "asked not to")])
    found = explain(problem, solve(problem), "e").candidates
    assert [(c.mentor, c.forbidden, c.reason) for c in found] == [
        ("ok", "", ""), ("full", "no_seat", ""), ("gone", "unavailable", ""), ("kin", "kinship", ""), ("out", "banned", "asked not to"),
    ]  # fmt: skip


def test_a_pinned_mentee_has_no_prices_and_a_quota_can_shut_a_mentor() -> None:
    fit = [("e1", "m1", 70), ("e1", "m2", 60)]
    world = table(mentors={"m1": 1, "m2": 1}, fit=fit)
    pinned = read_problem(world | {"pinned": [["e1", "m2"]]})
    found = explain(pinned, solve(pinned), "e1")
    assert [(c.mentor, c.forbidden) for c in found.candidates] == [("m2", ""), ("m1", "locked")]
    assert found.pairings[0].pinned
    shut = read_problem(world | {"quotas": [{"mentors": ["m1"], "mentees": ["e1"], "max": 0}]})
    assert [(c.mentor, c.forbidden) for c in explain(shut, solve(shut), "e1").candidates] == [
        ("m2", ""),
        ("m1", "quota"),
    ]


def test_shares_sum_to_the_fit_and_facts_name_what_is_common() -> None:
    mentor = Mentor(
        "m", 1, expertise={"law": 4, "land": 2}, fields=frozenset({"finance"}), dialects=frozenset({"wu"}), county="c",
        township="t", unit="u", grassroots_years=10, methods=frozenset({"cases"}), past_result=80,
    )  # fmt: skip
    mentee = Mentee(
        "e", needs=("law", "elections", "land"), field="finance", place_dialects=frozenset({"wu", "min"}), county="c",
        township="t", unit="u", methods=frozenset({"cases", "demo"}),
    )  # fmt: skip
    pool = Pool((mentor,), (mentee,), wishes=frozenset({("e", "m")}), command=frozenset({("e", "m")}))
    policy = Policy(rules={"command": "hint"}, unit_direction="same")
    problem = build_problem(pool, policy)
    found = explain(problem, solve(problem), "e")
    assert found.facts == Facts(
        covered=(("law", 4), ("land", 2)), uncovered=("elections",), field="finance", same_county=True, same_township=True,
        same_unit=True, dialects=("wu",), methods=("cases",), grassroots_years=10, wished=True,
    )  # fmt: skip
    assert found.hints == ("command",)
    # needs weigh 3, 2, 1: (3 * 4 + 1 * 2) / 30; ten of twenty years; one of two methods.
    values = {share.criterion: share.value for share in found.shares}
    assert values == {
        "expertise": 14 / 30, "field": 1, "dialect": 1, "locality": 1, "grassroots": 0.5, "method": 0.5, "wish": 1,
        "past_result": 0.8, "unit": 1,
    }  # fmt: skip
    assert sum(share.points for share in found.shares) * 1000 == pytest.approx(found.fit, abs=0.5)


def test_an_unknown_criterion_takes_no_part() -> None:
    pool = Pool((Mentor("m", 1, grassroots_years=20),), (Mentee("e"),))
    problem = build_problem(pool, Policy())
    found = explain(problem, solve(problem), "e")
    assert found.fit == 100_000
    assert {share.criterion: share.value for share in found.shares if share.value is not None} == {"grassroots": 1}


def test_an_unmatched_mentee_is_explained_and_an_unknown_one_refused() -> None:
    problem = read_problem(table(mentors={"m1": 1}, fit=[("e1", "m1", 90), ("e2", "m1", 10)]))
    found = explain(problem, solve(problem), "e2")
    assert found.mentor is None and found.fit is None and found.shares == () and found.hints == ()
    assert found.facts == Facts() and found.unmatched is not None and found.unmatched.reason == "seats_full"
    with pytest.raises(KeyError):
        explain(problem, solve(problem), "nobody")


def test_what_a_criterion_gives_with_each_mentor_is_what_it_gives_in_each_pair() -> None:
    """near knows the need at grade 4 of 5 and is of the county; far is neither; the dialect of the place is unknown."""
    pool = Pool(
        mentors=(Mentor("far", 1, county="B"), Mentor("near", 1, county="A", expertise={"reform": 4})),
        mentees=(Mentee("e", needs=("reform",), county="A"),),
    )
    problem = build_problem(pool, Policy(weights={"expertise": 30, "locality": 10, "dialect": 20}))
    for name in ("expertise", "locality", "dialect"):
        told = points_of_line(problem, 0, name)
        for column, points in enumerate(told):
            (share,) = (one for one in describe(problem, 0, column).shares if one.criterion == name)
            assert (share.value is None) == np.isnan(points)
            assert share.value is None or share.points == pytest.approx(points)
    assert points_of_line(problem, 0, "expertise").tolist() == pytest.approx([0, 60])
    assert np.isnan(points_of_line(problem, 0, "field")).all()
    given = read_problem(table(mentors={"m": 1}, fit=[("e", "m", 50)]))
    assert np.isnan(points_of_line(given, 0, "expertise")).all()
