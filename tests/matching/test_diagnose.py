"""Who cannot be placed, who competes for whose seats, and remedies that work when they are tried."""

from dataclasses import replace
from random import Random

import pytest

from matching import (
    Ban,
    Bottleneck,
    Mentee,
    Mentor,
    NoMentor,
    Policy,
    Pool,
    Repair,
    Shortage,
    build_problem,
    diagnose,
    diagnose_problem,
    read_problem,
    solve,
)
from matching.diagnose import Diagnosis
from tests.matching.worlds import table

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
    fit = [("e1", "m1", 50), ("e2", "m1", 50), ("e3", "m2", 50)]
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
        assert placed(carried_out(pool, repair)) >= placed(pool) + repair.gain
    assert bool(found.short) == bool(found.repairs) == bool(found.bottlenecks or found.no_mentor)


def only(pool: Pool, group: list[Mentee]) -> Pool:
    """The same mentors for these mentees alone."""
    names = {p.id for p in group}
    return replace(pool, mentees=tuple(group), avoid=frozenset((a, b) for a, b in pool.avoid if a in names))


def carried_out(pool: Pool, repair: Repair) -> Pool:
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
