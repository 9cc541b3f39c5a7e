"""Outcomes are facts: of days that have come, of the pairing in force on the day, corrected with their history, never deleted."""

from datetime import date, timedelta
from typing import Any

import pytest

from db.clock import today
from db.engines import Database
from db.models import Audit, EntryVersion, Outcome
from db.queries.outcomes import chain, outcome, outcome_versions, outcomes
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError, Stale
from programme.outcomes import figures, keep
from programme.outcomes.belonging import candidates
from tests.conftest import Staff
from tests.support.outcome_world import DAY, campaign, change, fact, joins, newcomer, pair, posted, promoted, report
from tests.support.record_world import RecordWorld, record_world


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    return record_world(lite, staff)


def refused(error: type[ProgrammeError], code: str) -> Any:
    """A `raises` that also looks at the code."""
    return pytest.raises(error, check=lambda raised: raised.code == code)


def test_a_fact_belongs_to_the_pairing_in_force_on_its_day_and_to_the_unit_of_that_day(
    database: Database, staff: Staff
) -> None:
    """On both engines: 甲 has been led by 王 since 2026-01-05."""
    world = record_world(database, staff)
    row = world.row(Outcome, fact(world, "甲", "honour"))
    assert (row.pairing_id, row.cohort_id, row.side) == (world.pairings["甲"], world.cohort_id, "mentee")
    assert row.unit_id == world.units["市财政局"] and row.title == "优秀共青团干部"


def test_before_a_pairing_came_into_force_a_fact_belongs_to_none(world: RecordWorld) -> None:
    row = world.row(Outcome, fact(world, "甲", "honour", date(2026, 1, 4)))
    assert row.pairing_id is None and row.cohort_id == world.cohort_id


def test_on_the_first_day_in_force_it_belongs_to_the_pairing(world: RecordWorld) -> None:
    assert world.row(Outcome, fact(world, "甲", "honour", date(2026, 1, 5))).pairing_id == world.pairings["甲"]


def test_after_a_change_of_mentors_a_fact_belongs_to_the_new_pairing(world: RecordWorld) -> None:
    """丁 was led by 李 until 2026-02-28 and by 王 from 2026-03-01."""
    newcomer(world, "丁", "李")
    old = world.pairings["丁"]
    change(world, old, date(2026, 2, 28))
    new = pair(world, "丁", "王", [("active", date(2026, 3, 1))])
    kept = [fact(world, "丁", "honour", day) for day in (date(2026, 2, 28), date(2026, 3, 1))]
    assert [world.row(Outcome, key).pairing_id for key in kept] == [old, new]


def test_staff_may_name_an_earlier_pairing_and_none_that_came_later(world: RecordWorld) -> None:
    """丙's pairing with 李 was in force from 2025-02-01 to 2025-12-31."""
    late = fact(world, "丙", "honour", pairing_id=world.pairings["丙"])
    assert world.row(Outcome, late).pairing_id == world.pairings["丙"]
    assert world.row(Outcome, fact(world, "丙", "honour")).pairing_id is None
    with refused(Conflict, "record_before_force"):
        fact(world, "丙", "honour", date(2025, 1, 31), pairing_id=world.pairings["丙"])
    with refused(Invalid, "outcome_other_pairing"):
        fact(world, "甲", "honour", pairing_id=world.pairings["丙"])


def test_a_gain_of_a_mentor_belongs_to_his_only_pairing_and_to_none_while_he_leads_several(world: RecordWorld) -> None:
    """王 leads 甲 and 乙 until 乙 rests from 2026-06-01."""
    first, second = fact(world, "王", "gain"), fact(world, "王", "gain", date(2026, 6, 2))
    assert world.row(Outcome, first).pairing_id is None and world.row(Outcome, first).side == "mentor"
    assert world.row(Outcome, second).pairing_id == world.pairings["甲"]
    shown = world.see(candidates, person_id=world.people["王"], day=date(2026, 6, 2))
    assert [(one.other, one.holds(date(2026, 6, 2))) for one in shown] == [("甲", True), ("乙", False)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "honour", "title": " "}, "outcome_title_needed"),
        ({"kind": "posting", "step": "temporary_posting"}, "outcome_place_needed"),
        ({"kind": "posting", "step": "holiday", "place": "杏湾镇"}, "not_in_list"),
        ({"kind": "promotion"}, "outcome_promotion_needed"),
        ({"kind": "promotion", "to_level": "emperor"}, "not_in_list"),
        ({"kind": "forecast"}, "not_in_list"),
        ({"kind": "dispute", "amount": -1}, "record_bad_number"),
        ({"kind": "task", "step": "result", "note": "电话13812345678"}, "record_private_number"),
        ({"kind": "posting", "step": "secondment", "place": "杏湾镇", "until_on": DAY - timedelta(1)}, "outcome_until"),
        ({"kind": "honour", "happened_on": date(1989, 12, 31)}, "record_too_early"),
        ({"kind": "talent_pool", "step": "other", "title": ""}, "outcome_title_needed"),
    ],
)
def test_what_cannot_be_a_fact_is_refused(world: RecordWorld, values: dict, code: str) -> None:
    told = {"happened_on": DAY, "title": "征地工作", **values}
    with refused(Invalid, code):
        world.do(keep.add, person_id=world.people["甲"], values=told)
    assert not world.rows(Outcome)


def test_a_promise_is_no_fact(world: RecordWorld) -> None:
    with refused(Invalid, "outcome_in_future"):
        fact(world, "甲", "promotion", today() + timedelta(1), to_post="副镇长")


def test_what_a_kind_does_not_have_is_left_out(world: RecordWorld) -> None:
    told: dict[str, Any] = {"introducer_id": world.people["王"], "to_level": "county", "until_on": DAY}
    row = world.row(Outcome, fact(world, "甲", "honour", **told))
    assert (row.introducer_id, row.to_level, row.until_on) == (None, "", None)
    step = fact(world, "甲", "party", step="activist", introducer_id=world.people["王"])
    assert world.row(Outcome, step).introducer_id is None, "introducers stand for somebody on the day of admission"


def test_steps_into_the_party_follow_one_another_and_come_once(world: RecordWorld) -> None:
    fact(world, "甲", "party", date(2025, 3, 1), step="activist")
    joins(world, "甲", date(2026, 3, 1), "王")
    with refused(Conflict, "outcome_party_taken"):
        joins(world, "甲", date(2026, 4, 1), "王")
    with refused(Conflict, "outcome_party_order"):
        fact(world, "甲", "party", date(2026, 3, 2), step="development")
    with refused(Conflict, "outcome_party_order"):
        fact(world, "甲", "party", date(2026, 2, 28), step="full")
    fact(world, "甲", "party", date(2026, 3, 1), step="development")


def test_nobody_introduces_himself(world: RecordWorld) -> None:
    with refused(Invalid, "outcome_own_introducer"):
        joins(world, "甲", DAY, "甲")


@pytest.mark.both_engines
def test_a_correction_keeps_what_was_said_before(database: Database, staff: Staff) -> None:
    world = record_world(database, staff)
    key = posted(world, "甲", DAY, until_on=date(2026, 9, 1))
    values = {"kind": "posting", "happened_on": DAY, "step": "secondment", "place": "白墅镇"}
    world.do(keep.correct, outcome_id=key, seen_version=1, values=values, reason="笔误")
    row = world.row(Outcome, key)
    assert (row.step, row.place, row.until_on, row.version) == ("secondment", "白墅镇", None, 2)
    before = world.rows(EntryVersion, subject="outcome", subject_id=key)[0]
    assert (before.content["place"], before.content["until_on"], before.reason) == ("杏湾镇", "2026-09-01", "笔误")
    told = world.see(outcome_versions, subject="outcome", subject_id=key)
    assert list(told["version"]) == [1]
    with refused(Stale, "row"):
        world.do(keep.correct, outcome_id=key, seen_version=1, values=values, reason="再改")
    with refused(Conflict, "pool_unchanged"):
        world.do(keep.correct, outcome_id=key, seen_version=2, values=values, reason="没改")
    with refused(Invalid, "correction_reason_needed"):
        world.do(keep.correct, outcome_id=key, seen_version=2, values={**values, "place": "槐塘镇"}, reason=" ")


def test_a_correction_leaves_the_pairing_unless_it_names_another(world: RecordWorld) -> None:
    key = fact(world, "甲", "honour", pairing_id=None)
    values = {"kind": "honour", "happened_on": DAY, "title": "先进个人"}
    world.do(keep.correct, outcome_id=key, seen_version=1, values=values, reason="名称")
    assert world.row(Outcome, key).pairing_id is None
    named = {**values, "pairing_id": world.pairings["甲"]}
    world.do(keep.correct, outcome_id=key, seen_version=2, values=named, reason="归属")
    assert world.row(Outcome, key).pairing_id == world.pairings["甲"]


def test_what_is_struck_out_stays_readable_counts_nowhere_and_is_changed_no_more(world: RecordWorld) -> None:
    key = joins(world, "甲", DAY, "王")
    with refused(Invalid, "strike_reason_needed"):
        world.do(keep.strike, outcome_id=key, seen_version=1, reason="")
    world.do(keep.strike, outcome_id=key, seen_version=1, reason="录错人")
    assert world.see(outcomes).empty
    told = world.see(outcome, outcome_id=key)
    assert told["struck"] and told["struck_reason"] == "录错人"
    with refused(Conflict, "entry_struck"):
        world.do(keep.strike, outcome_id=key, seen_version=2, reason="再划")
    joins(world, "甲", DAY, "李")


def test_a_liaison_keeps_and_sees_the_facts_of_its_own_unit_only(world: RecordWorld) -> None:
    own, other = fact(world, "乙", "honour", who="liaison"), fact(world, "甲", "honour")
    for attempt in (
        lambda: fact(world, "甲", "honour", who="liaison"),
        lambda: world.do(keep.strike, "liaison", outcome_id=other, seen_version=1, reason="不归我"),
    ):
        with refused(Forbidden, "unit"):
            attempt()
    assert list(world.see(outcomes, "liaison")["id"]) == [own]
    assert world.see(outcome, "liaison", outcome_id=other) is None
    assert world.see(candidates, "liaison", person_id=world.people["甲"], day=DAY) == []


def test_a_leader_reads_and_writes_nothing(world: RecordWorld) -> None:
    fact(world, "甲", "honour")
    assert len(world.see(outcomes, "leader")) == 1
    with pytest.raises(Forbidden):
        fact(world, "甲", "honour", who="leader")


def test_the_chain_tells_what_came_of_what(world: RecordWorld) -> None:
    """Opportunity, task, result, promotion (机会、任务、成果、任用); an honour beside them came of nothing."""
    chance = fact(world, "甲", "task", date(2026, 1, 10), step="opportunity", title="驻企服务专班")
    honour = fact(world, "甲", "honour", date(2026, 1, 20))
    task = fact(world, "甲", "task", date(2026, 2, 1), step="task", title="联系企业", follows_id=chance)
    result = fact(world, "甲", "task", date(2026, 5, 1), step="result", title="六家开工", follows_id=task)
    post = promoted(world, "甲", date(2026, 6, 1), "section_deputy", follows_id=result)
    told = world.see(chain, person_id=world.people["甲"])
    assert list(zip(told["id"], told["depth"], strict=True)) == [
        (chance, 0), (task, 1), (result, 2), (post, 3), (honour, 0)
    ]  # fmt: skip


def test_a_chain_runs_forward_in_time_within_one_person_and_never_in_a_circle(world: RecordWorld) -> None:
    first = fact(world, "甲", "task", DAY, step="task", title="一")
    second = fact(world, "甲", "task", DAY, step="result", title="二", follows_id=first)
    with refused(Invalid, "outcome_follows_later"):
        fact(world, "甲", "honour", DAY - timedelta(1), follows_id=first)
    with refused(Invalid, "outcome_follows_other"):
        fact(world, "乙", "honour", follows_id=first)
    values = {"kind": "task", "happened_on": DAY, "step": "task", "title": "一"}
    with refused(Invalid, "outcome_follows_circle"):
        world.do(keep.correct, outcome_id=first, seen_version=1, values={**values, "follows_id": second}, reason="绕")
    with refused(Conflict, "outcome_before_followers"):
        later = {**values, "happened_on": DAY + timedelta(1)}
        world.do(keep.correct, outcome_id=first, seen_version=1, values=later, reason="改日子")


def test_every_change_leaves_a_row_in_the_audit(world: RecordWorld) -> None:
    key = fact(world, "甲", "honour")
    world.do(keep.strike, outcome_id=key, seen_version=1, reason="重复")
    acts = [row.detail["act"] for row in world.rows(Audit, object=f"outcome:{key}")]
    assert acts == ["add", "strike"]


def test_figures_of_a_campaign_are_whole_and_lie_in_its_days(world: RecordWorld) -> None:
    key = campaign(world)
    with refused(Invalid, "figures_needed"):
        report(world, key, "青坞镇")
    with refused(Invalid, "figures_more_done"):
        report(world, key, "青坞镇", projects=4, projects_done=5)
    with refused(Conflict, "figures_before_campaign"):
        report(world, key, "青坞镇", date(2025, 12, 31), links=6)
    report(world, key, "青坞镇", links=6)
    with refused(Conflict, "figures_taken"):
        report(world, key, "青坞镇", links=7)
    with refused(Forbidden, "unit"):
        report(world, key, "市财政局", who="liaison", links=6)
    report(world, key, "青坞镇", DAY + timedelta(1), who="liaison", links=8)


def test_figures_are_corrected_with_their_history(world: RecordWorld) -> None:
    row_id = report(world, campaign(world), "青坞镇", petitions=1, links=6)
    values = {"as_of": DAY, "petitions": 0, "links": 6}
    world.do(figures.correct_figures, figure_id=row_id, seen_version=1, values=values, reason="核实为初访")
    before = world.rows(EntryVersion, subject="campaign_figure", subject_id=row_id)[0]
    assert before.content["petitions"] == 1
    with refused(Conflict, "pool_unchanged"):
        world.do(figures.correct_figures, figure_id=row_id, seen_version=2, values=values, reason="没改")
