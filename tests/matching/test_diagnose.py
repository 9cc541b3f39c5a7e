"""Who cannot be placed, who competes for whose seats, and remedies that work when they are tried."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from matching import (
    Ban,
    Bottleneck,
    Cancelled,
    Mentee,
    Mentor,
    NoMentor,
    Policy,
    Pool,
    Problem,
    Quota,
    Repair,
    Shortage,
    build_problem,
    diagnose,
    diagnose_problem,
    read_problem,
    solve,
)
from matching.bottlenecks import bottlenecks, no_mentor
from matching.diagnose import Diagnosis
from matching.placement import Placement, place
from matching.repairs import Trial, candidates, carried_out
from matching.search import Watch
from tests.matching.worlds import random_world, table

LAW, LAND = {"law": 5}, {"land": 5}


def green() -> Pool:
    """Three of one county need the only two seats that no rule takes from them; m2 belongs to a closed stream."""
    mentees = [Mentee(f"e{k}", needs=("law",), county="Zhuyuan") for k in range(3)]
    mentors = [Mentor("m1", 2, expertise=LAW, county="Zhuyuan"), Mentor("m2", 2, expertise=LAND, stream="discipline")]
    return Pool(tuple(mentors), tuple(mentees))


def test_three_people_compete_for_two_seats_and_every_remedy_works() -> None:
    found = diagnose(green(), Policy())
    assert (found.people, found.seats, found.short, found.no_mentor) == (3, 4, 1, ())
    (gap,) = found.bottlenecks
    assert gap == Bottleneck(
        mentees=("e0", "e1", "e2"), mentors=("m1",), wanted=3, seats=2, waiting=gap.waiting,
        needs=(("law", 3),), counties=(("Zhuyuan", 3),),
    )  # fmt: skip
    assert len(gap.waiting) == 1
    assert found.shortages == (Shortage("Zhuyuan", "law", people=3, seats=2, unplaced=1),)
    kinds = [repair.kind for repair in found.repairs]
    assert kinds == ["capacity", "relax", "relax", "relax", "recruit"]
    assert Repair("capacity", 1, mentor="m1") in found.repairs
    assert found.repairs[-1] == Repair("recruit", 1, need="law", county="Zhuyuan")
    assert {(r.mentor, r.rule) for r in found.repairs if r.kind == "relax"} == {("m2", "stream")}


def test_someone_without_any_mentor_is_named_with_the_rules_counted() -> None:
    pool = Pool(
        (Mentor("m1", 1, available="paused"), Mentor("m2", 1), Mentor("m3", 1)),
        (Mentee("e1"), Mentee("old", ineligible="over_age")),
        avoid=frozenset({("e1", "m2")}),
    )
    found = diagnose(pool, Policy(), bans=[Ban("e1", "m3", "asked")])
    assert found.no_mentor == (
        NoMentor("e1", 1, {"banned": 1, "kinship": 1, "unavailable": 1}, ""),
        NoMentor("old", 1, {"ineligible": 2, "unavailable": 1}, "over_age"),
    )
    assert (found.people, found.seats, found.short, found.bottlenecks) == (1, 2, 1, ())
    assert [(r.kind, r.mentor, r.rule) for r in found.repairs] == [("relax", "m3", "banned"), ("recruit", "", "")]


def test_a_mentor_without_a_seat_is_a_bottleneck_of_one() -> None:
    found = diagnose(Pool((Mentor("m", 1, 1),), (Mentee("e"),)), Policy())
    assert [(gap.mentees, gap.mentors, gap.wanted, gap.seats) for gap in found.bottlenecks] == [(("e",), ("m",), 1, 0)]
    assert [repair.kind for repair in found.repairs] == ["capacity", "recruit"]


def test_pins_are_kept_and_their_seats_gone() -> None:
    found = diagnose(green(), Policy(), pins=[("e0", "m2")])
    assert found.short == 0 and found.bottlenecks == () and found.repairs == ()


def test_a_table_has_bottlenecks_but_neither_counties_nor_recruits() -> None:
    fit = [("e1", "m1", 50.0), ("e2", "m1", 50.0), ("e3", "m2", 50.0)]
    found = diagnose_problem(read_problem(table(mentors={"m1": 1, "m2": 2}, fit=fit)))
    assert (found.people, found.seats, found.short, found.shortages) == (3, 3, 1, ())
    assert [gap.mentees for gap in found.bottlenecks] == [("e1", "e2")]
    assert found.repairs == (Repair("capacity", 1, mentor="m1"),)


def short_pool(random: Random) -> Pool:
    """A pool with too few seats: streams and kinship shut some doors."""
    mentors = [
        Mentor(f"m{j}", random.randint(0, 2), stream=random.choice(["", "", "discipline"]), county=random.choice("ab"))
        for j in range(random.randint(1, 5))
    ]
    mentees = [
        Mentee(
            f"e{i}",
            needs=(random.choice(["law", "land"]),),
            stream=random.choice(["", "discipline"]),
            county=random.choice("ab"),
        )
        for i in range(random.randint(2, 9))
    ]
    kin = {(e.id, m.id) for e in mentees for m in mentors if random.random() < 0.1}
    return Pool(tuple(mentors), tuple(mentees), avoid=frozenset(kin))


def placed(pool: Pool) -> int:
    return len(solve(build_problem(pool, Policy())).pairs)


@pytest.mark.parametrize("seed", range(40))
def test_bottlenecks_are_minimal_and_repairs_place_more_when_carried_out(seed: int) -> None:
    pool = short_pool(Random(seed))
    found: Diagnosis = diagnose(pool, Policy())
    assert found.short == len(pool.mentees) - placed(pool)
    people = {p.id: p for p in pool.mentees}
    for gap in found.bottlenecks:
        group = [people[name] for name in gap.mentees]
        assert gap.wanted == len(group) == gap.seats + 1
        assert placed(only(pool, group)) == len(group) - 1
        for one in group:
            rest = [p for p in group if p is not one]
            assert placed(only(pool, rest)) == len(rest)
    for repair in found.repairs:
        assert placed(with_remedy(pool, repair)) >= placed(pool) + repair.gain
    assert bool(found.short) == bool(found.repairs) == bool(found.bottlenecks or found.no_mentor)


def only(pool: Pool, group: list[Mentee]) -> Pool:
    """The same mentors for these mentees alone."""
    names = {p.id for p in group}
    return replace(pool, mentees=tuple(group), avoid=frozenset((a, b) for a, b in pool.avoid if a in names))


def with_remedy(pool: Pool, repair: Repair) -> Pool:
    if repair.kind == "capacity":
        return replace(
            pool, mentors=tuple(replace(m, capacity=m.capacity + (m.id == repair.mentor)) for m in pool.mentors)
        )
    if repair.kind == "recruit":
        streams = {m.stream for m in pool.mentees}
        new = tuple(Mentor(f"new{s}", 1, county=repair.county, stream=s) for s in streams)
        return replace(pool, mentors=(*pool.mentors, *new))
    stream = next(m.stream for m in pool.mentors if m.id == repair.mentor)
    return replace(pool, mentees=tuple(replace(p, stream=stream) if p.id == repair.mentee else p for p in pool.mentees))


def most_seats(problem: Problem) -> int:
    """How many seats can be filled beside the pins: a maximum flow found by another library."""
    n, m = problem.shape
    block = problem.block(np.arange(n))
    open_ = block.code == 0
    for i, j in problem.pins:
        open_[i, j] = False
    edges = np.zeros((n + m + 2, n + m + 2), dtype=np.int32)
    edges[0, 1 : n + 1], edges[1 : n + 1, n + 1 : -1] = problem.wanted, open_
    edges[n + 1 : -1, -1] = problem.free
    return int(maximum_flow(csr_matrix(edges), 0, n + m + 1).flow_value)


def tight_pool(random: Random) -> Pool:
    """A short pool of people who ask for one mentor or two, some before others, one of them a mentor as well."""
    pool = short_pool(random)
    mentees = [replace(p, demand=random.choice([1, 1, 2]), priority=random.randint(0, 2)) for p in pool.mentees]
    mentors = [replace(p, load=random.choice([0, 0, 1])) for p in pool.mentors]
    return replace(
        pool, mentees=tuple(mentees), mentors=(*mentors, Mentor("e0", random.randint(0, 2)), Mentor("e1", 1))
    )


def tight_problem(random: Random) -> Problem:
    """Of a pool or of a table, with pins against rules and seats, and with bans."""
    if random.random() < 0.5:
        return read_problem(random_world(random))
    pool = tight_pool(random)
    pairs = [(e.id, m.id) for e in pool.mentees for m in pool.mentors]
    bans = [Ban(*pair) for pair in pairs if random.random() < 0.3]
    return build_problem(pool, Policy(), [pair for pair in pairs if random.random() < 0.04], bans)


def others(placed: Placement) -> list[Repair]:
    """Remedies that nobody would think of: a seat with anybody, any forbidden pair of an open seat, any recruit."""
    problem = placed.problem
    code = problem.block(np.arange(problem.shape[0])).code
    out = [Repair("capacity", 0, mentor=name) for name in problem.mentors]
    for i, j in np.argwhere((code > 0) & (placed.spare > 0) & (problem.wanted > 0)[:, None]):
        out.append(Repair("relax", 0, mentor=problem.mentors[j], mentee=problem.mentees[i]))
    return out + [Repair("recruit", 0, stream=stream) for stream in ("discipline", "")] * (problem.pool is not None)


@pytest.mark.parametrize("seed", range(150))
def test_each_remedy_gains_what_another_solver_finds_and_no_remedy_is_dropped_that_helps(
    seed: int, few_candidates: Callable[[int], None]
) -> None:
    if seed % 2:
        few_candidates(1)
    problem = tight_problem(Random(seed))
    placed, before = place(problem, Watch()), most_seats(problem)
    assert placed.missing.sum() == problem.wanted.sum() - before
    ideas = (*candidates(placed, bottlenecks(placed), no_mentor(placed)), *others(placed))
    trial = Trial(placed, ideas, Watch())
    asked = int(problem.wanted.sum())
    for idea in ideas:
        changed = carried_out(problem, idea)
        after = asked - (int(changed.wanted.sum()) - most_seats(changed))
        assert trial.gain(idea) == after - before, idea
    found = diagnose_problem(problem)
    assert bool(found.bottlenecks or found.no_mentor) == bool(placed.missing.sum())


@pytest.mark.parametrize("seed", range(60))
def test_the_mentors_of_a_bottleneck_are_full_and_cannot_serve_their_set(seed: int) -> None:
    problem = tight_problem(Random(seed + 1000))
    row = {name: i for i, name in enumerate(problem.mentees)}
    column = {name: j for j, name in enumerate(problem.mentors)}
    for gap in diagnose_problem(problem).bottlenecks:
        rows, columns = [row[x] for x in gap.mentees], {column[x] for x in gap.mentors}
        code = problem.block(np.array(rows)).code == 0
        doors = [{j for j in np.flatnonzero(code[k]) if (i, j) not in problem.pins} for k, i in enumerate(rows)]
        asked = sum(min(int(problem.wanted[i]), len(own)) for i, own in zip(rows, doors, strict=True))
        elsewhere = sum(len(own - columns) for own in doors)
        assert gap.seats == problem.free[list(columns)].sum()
        assert gap.seats < gap.wanted <= asked and asked - elsewhere <= gap.wanted
        assert set(gap.waiting) & set(gap.mentees)


def test_a_second_mentor_that_nobody_may_be_is_missing_for_want_of_a_mentor() -> None:
    """e asks for two and may go to m alone, who keeps a seat: no more seats with m would help."""
    pool = Pool((Mentor("m", 2), Mentor("kin", 2)), (Mentee("e", demand=2),), avoid=frozenset({("e", "kin")}))
    found = diagnose(pool, Policy())
    assert found.no_mentor == (NoMentor("e", 1, {"kinship": 1}, ""),)
    assert (found.short, found.bottlenecks) == (1, ())
    assert found.repairs == (Repair("recruit", 1),)


def test_seats_found_elsewhere_do_not_count_in_a_set() -> None:
    """e1 and e2 both need m1's only seat beside m2's, e1 by demand of two: two people, two seats wanted of m1, one there."""
    mentors = (Mentor("m1", 1), Mentor("m2", 9))
    pool = Pool(mentors, (Mentee("e1", demand=2), Mentee("e2")), avoid=frozenset({("e2", "m2")}))
    (gap,) = diagnose(pool, Policy()).bottlenecks
    assert (gap.mentees, gap.mentors, gap.wanted, gap.seats) == (("e1", "e2"), ("m1",), 2, 1)


def test_what_a_quota_forbids_is_neither_a_set_nor_mended_by_seats() -> None:
    """m1 has two seats but may take one of e1 and e2: a third seat changes nothing, m2's pair does."""
    raw = table(mentors={"m1": 2, "m2": 1}, fit=[("e1", "m1", 50), ("e2", "m1", 50)])
    raw["quotas"] = [{"mentors": ["m1"], "mentees": ["e1", "e2"], "min": 0, "max": 1}]
    found = diagnose_problem(read_problem(raw))
    assert (found.short, found.bottlenecks, found.repairs) == (1, (), ())


def test_under_a_quota_remedies_are_solved_anew() -> None:
    """m1 is full twice over: by its seat, and by a quota of one. m2, free to both, is full by its seat alone."""
    fit = [(e, m, 50.0) for e in ("e1", "e2", "e3") for m in ("m1", "m2")]
    raw = table(mentors={"m1": 1, "m2": 1}, fit=fit)
    raw["quotas"] = [{"mentors": ["m1"], "mentees": ["e1", "e2", "e3"], "min": 0, "max": 1}]
    assert diagnose_problem(read_problem(raw)).repairs == (Repair("capacity", 1, mentor="m2"),)


def test_a_recruit_does_not_lift_a_quota() -> None:
    """m1 has seats for three and may take one: of the two who wait, a newcomer with one seat takes one."""
    pool = Pool((Mentor("m1", 3),), tuple(Mentee(f"e{k}") for k in range(3)))
    quota = Quota(frozenset({"m1"}), frozenset(p.id for p in pool.mentees), max=1)
    placed = place(build_problem(pool, Policy(), quotas=[quota]), Watch())
    recruit = Repair("recruit", 0)
    assert (placed.missing.sum(), Trial(placed, (recruit,), Watch()).gain(recruit)) == (2, 1)


def test_a_pair_whose_reverse_holds_already_gains_nothing() -> None:
    """a and b are both mentee and mentor. b is with a; a banned from b waits. To pin a with b takes b from a."""
    pool = Pool((Mentor("a", 1), Mentor("b", 1), Mentor("c", 0)), (Mentee("a"), Mentee("b")))
    found = diagnose(pool, Policy(), bans=[Ban("a", "b"), Ban("a", "c"), Ban("b", "c")])
    assert [one.mentee for one in found.no_mentor] == ["a"]
    assert [repair.kind for repair in found.repairs] == ["recruit"]


def test_one_more_seat_is_none_where_pins_alone_fill_more() -> None:
    """m has one seat, three are pinned to it and one waits: two seats have to be found, one helps nobody."""
    pool = Pool((Mentor("m", 1),), tuple(Mentee(f"e{k}") for k in range(4)))
    found = diagnose(pool, Policy(), pins=[("e0", "m"), ("e1", "m"), ("e2", "m")])
    assert found.short == 1 and [repair.kind for repair in found.repairs] == ["recruit"]


def test_a_recruit_of_no_use_to_whoever_waits_is_not_named() -> None:
    """Two gaps of closed streams stand apart; each needs a mentor of its own stream."""
    mentors = (Mentor("m1", 1, stream="discipline"), Mentor("m2", 1))
    mentees = tuple(Mentee(f"{stream}{k}", stream=stream) for stream in ("discipline", "law") for k in range(2))
    found = diagnose(Pool(mentors, mentees), Policy())
    assert {r.stream for r in found.repairs if r.kind == "recruit"} == {"discipline", ""}
    assert all(r.gain == 1 for r in found.repairs)


def test_the_order_of_people_changes_nothing() -> None:
    pool = short_pool(Random(3))
    turned = replace(pool, mentors=pool.mentors[::-1], mentees=pool.mentees[::-1])
    assert diagnose(pool, Policy()) == diagnose(turned, Policy())


def test_progress_is_told_and_cancel_stops_it() -> None:
    steps: list[tuple[float, str]] = []
    diagnose(green(), Policy(), progress=lambda share, stage: steps.append((share, stage)))
    assert all(0 <= share <= 1 for share, _ in steps)
    stages = list(dict.fromkeys(stage for _, stage in steps))
    assert stages[-3:] == ["exchanges", "bottlenecks", "repairs"]
    told = [share for share, stage in steps if stage in stages[-3:]]
    assert told == sorted(told)
    for stage in stages:
        assert stages_until_cancelled_at(stage)[-1] == stage


def stages_until_cancelled_at(stage: str) -> list[str]:
    heard: list[str] = []
    with pytest.raises(Cancelled):
        diagnose(
            green(), Policy(), progress=lambda _share, told: heard.append(told), cancel=lambda: heard[-1:] == [stage]
        )
    return heard


def test_nobody_short_in_a_pool_too_large_to_look_at_every_pair(few_candidates: Callable[[int], None]) -> None:
    few_candidates(1)
    pool = Pool(tuple(Mentor(f"m{k}", 2) for k in range(4)), tuple(Mentee(f"e{k}") for k in range(4)))
    found = diagnose(pool, Policy())
    assert (found.short, found.bottlenecks, found.repairs) == (0, (), ())
