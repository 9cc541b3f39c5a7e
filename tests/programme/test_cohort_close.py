"""Closing a cohort and the next year's from it: what stands open is told by name, and only signed extensions are carried over."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Cohort, Mentee, Pairing, PairingEvent, PolicyRow
from programme import cohort_close, cohort_copy, cohorts
from programme.assessment import disputes, grading, rounds
from programme.cohort_close import Standing, closing
from programme.errors import Conflict, Forbidden, Stale
from programme.invariants import check
from programme.recordbook import keep
from programme.usecase import look
from tests.conftest import Staff
from tests.support.assess_world import (
    SCORES,
    assess_world,
    assessment_of,
    cohort_now,
    decided,
    graded,
    mentee_state,
    opened,
    pairings_of,
    planned,
    proposed,
    round_now,
)
from tests.support.changing import pairing_of
from tests.support.faults import fail_everywhere
from tests.support.signing import World

UNTIL = date(2028, 12, 31)


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    return assess_world(database, staff)


def concluded(world: World, *names: str) -> None:
    for name in names:
        planned(world, name, 5, 5)
        graded(world, name)
        decided(world, proposed(world, name))


def standing(world: World) -> Standing:
    return look(world.database, world.staff["officer"], closing, cohort_id=world.cohort_id)


def close(world: World, who: str = "officer", **more: Any) -> Any:
    asked = {"cohort_id": world.cohort_id, "seen_version": cohort_now(world).version, **more}
    return world.do(who, cohort_close.close_cohort, **asked)


def copied(world: World, name: str = "2027年批次", **more: Any) -> int:
    asked = {"cohort_id": world.cohort_id, "seen_version": cohort_now(world).version, "name": name, **more}
    return int(world.do("officer", cohort_copy.copy_to_next_year, **asked))


def test_what_stands_open_is_told_by_name_and_bars_the_close(world: World) -> None:
    opened(world)
    concluded(world, "甲")
    graded(world, "乙")
    proposed(world, "乙", override="研究同意")
    found = standing(world)
    assert [one.mentee for one in found.pairings] == ["丙", "乙"]
    assert [one.mentee for one in found.conclusions] == ["乙"]
    assert found.waiting == ("丁",)
    with pytest.raises(Conflict, match="cohort_stands_open") as refused:
        close(world, override="急")
    assert refused.value.data["pairings"] == 2
    assert cohort_now(world).status == "open"


def test_a_cohort_where_everything_is_concluded_is_closed_with_its_rounds(world: World) -> None:
    key = opened(world)
    concluded(world, "甲", "乙", "丙")
    close(world)
    assert (cohort_now(world).status, round_now(world, key).status) == ("closed", "closed")
    with world.database.read() as session:
        assert check(session) == []


def test_a_missing_final_grade_is_told_and_a_reason_sets_it_aside(world: World) -> None:
    opened(world)
    concluded(world, "甲", "乙")
    decided(world, proposed(world, "丙", override="提前出师"))
    assert [one.mentee for one in standing(world).grades] == ["丙"]
    with pytest.raises(Conflict, match="cohort_stands_open"):
        close(world)
    close(world, override="病假未评，经研究同意")
    assert cohort_now(world).status == "closed"


@pytest.mark.both_engines
def test_in_a_closed_cohort_nothing_but_corrections_with_a_reason(world: World) -> None:
    key = opened(world)
    concluded(world, "甲", "乙")
    decided(world, proposed(world, "丙", override="提前出师"))
    close(world, override="病假未评")
    row = assessment_of(world, "丙")
    asked = {"assessment_id": row.id, "seen_version": row.version, "values": {**SCORES, "grade": "qualified"}}
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do("officer", grading.file_assessment, **asked)
    with pytest.raises(Conflict, match="cohort_is_closed"):
        opened(world, "annual")
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do("officer", rounds.reopen_round, round_id=key, seen_version=round_now(world, key).version)
    world.do("officer", grading.correct, **asked, reason="补评")
    assert assessment_of(world, "丙").grade == "qualified"


def test_a_closed_cohort_takes_no_new_record_and_no_other_dates(world: World) -> None:
    opened(world)
    key = pairing_of(world, "甲").id
    concluded(world, "甲", "乙", "丙")
    close(world)
    told = {"kind": "log", "happened_on": today(), "content": "补记"}
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do("officer", keep.add, pairing_id=key, values=told)
    asked = {"cohort_id": world.cohort_id, "seen_version": cohort_now(world).version}
    with pytest.raises(Conflict, match="cohort_is_closed"):
        world.do("officer", cohorts.edit, **asked, values={"notice_days": 5})
    with pytest.raises(Forbidden):
        world.do("officer", cohorts.edit, **asked, values={"status": "open"})
    assert world.do("chief", cohorts.edit, **asked, values={"status": "open"})


def test_the_page_of_cohorts_closes_nothing_that_stands_open(world: World) -> None:
    """A grade under dispute bars the close on whatever way."""
    opened(world)
    concluded(world, "甲", "乙", "丙")
    row = assessment_of(world, "甲")
    told = {"raised_by": "mentee", "content": "复核"}
    world.do("officer", disputes.raise_dispute, assessment_id=row.id, seen_version=row.version, **told)
    asked = {"cohort_id": world.cohort_id, "seen_version": cohort_now(world).version, "values": {"status": "closed"}}
    with pytest.raises(Conflict, match="cohort_stands_open"):
        world.do("officer", cohorts.edit, **asked)


@pytest.mark.both_engines
def test_opening_it_again_takes_the_right_to_approve_and_a_reason(world: World) -> None:
    opened(world)
    concluded(world, "甲", "乙", "丙")
    close(world)
    asked = {"cohort_id": world.cohort_id, "seen_version": cohort_now(world).version}
    with pytest.raises(Forbidden):
        world.do("officer", cohort_close.reopen_cohort, **asked, reason="漏报")
    with pytest.raises(Conflict, match="verdict_reason"):
        world.do("chief", cohort_close.reopen_cohort, **asked, reason=" ")
    world.do("chief", cohort_close.reopen_cohort, **asked, reason="漏报")
    assert cohort_now(world).status == "open"


def test_a_cohort_that_moved_since_it_was_seen_is_not_closed(world: World) -> None:
    opened(world)
    concluded(world, "甲", "乙", "丙")
    with pytest.raises(Stale):
        close(world, seen_version=cohort_now(world).version + 1)


@pytest.mark.both_engines
def test_the_next_year_has_the_dates_a_year_later_and_the_rules(world: World) -> None:
    old, new = cohort_now(world), world.row(Cohort, copied(world))
    assert (new.eligible_on, new.starts_on, new.ends_on) == (date(2027, 9, 1), date(2027, 10, 8), date(2028, 10, 7))
    assert (new.notice_days, new.sign_levels, new.status) == (old.notice_days, old.sign_levels, "open")
    with world.database.read() as session:
        assert session.scalars(select(PolicyRow).filter_by(cohort_id=new.id)).one().number == 1
    with pytest.raises(Conflict, match="cohort_name_taken"):
        copied(world)


def test_leap_days_go_to_the_last_of_february() -> None:
    assert cohort_copy.a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.both_engines
def test_an_extended_pairing_is_carried_over_as_it_was_signed_and_frees_the_close(world: World) -> None:
    opened(world)
    concluded(world, "甲", "乙")
    graded(world, "丙", "unqualified")
    decided(world, proposed(world, "丙", "extend", ends_on=UNTIL, ground="延期"))
    (running,) = standing(world).running
    with pytest.raises(Conflict, match="cohort_stands_open"):
        close(world)
    new = copied(world, carry=[running.pairing_id])
    assert mentee_state(world, "丙") == "extended"
    assert [status for status, _mentor in pairings_of(world, "丙")] == ["extended", "extended"]
    with world.database.read() as session:
        (mentee,) = session.scalars(select(Mentee).filter_by(cohort_id=new))
        (pairing,) = session.scalars(select(Pairing).filter_by(cohort_id=new))
        assert (mentee.status, pairing.status, pairing.mentor_id) == ("paired", "active", world.mentors["李"])
        assert (pairing.ends_on, pairing.mentee_id) == (UNTIL, mentee.id)
        steps = session.scalars(select(PairingEvent.to_status).filter_by(pairing_id=pairing.id))
        assert list(steps) == ["confirmed", "active"]
    close(world)
    with world.database.read() as session:
        assert check(session) == []


def test_only_what_was_extended_is_carried_over(world: World) -> None:
    with pytest.raises(Conflict, match="not_extended"):
        copied(world, carry=[pairing_of(world, "甲").id])
    with world.database.read() as session:
        assert len(session.scalars(select(Cohort)).all()) == 1


def test_whatever_statement_fails_the_next_year_is_there_whole_or_not_at_all(world: World) -> None:
    opened(world)
    graded(world, "丙", "unqualified")
    decided(world, proposed(world, "丙", "extend", ends_on=UNTIL, ground="延期"))
    carry = [pairing_of(world, "丙").id]
    assert fail_everywhere(world.database, lambda: copied(world, carry=carry)) > 8


def test_a_liaison_is_told_nothing_of_the_close(world: World, staff: Staff) -> None:
    assert look(world.database, staff("liaison"), closing, cohort_id=world.cohort_id) == Standing()


def test_the_day_of_a_round_is_never_over() -> None:
    assert rounds.usual_due("final", today() - timedelta(days=400)) >= today()
