"""Rounds and grades: weights by hand, two scales, signed grades that stay, scope of a unit, disputes with their days."""

from datetime import timedelta
from typing import Any

import pytest

from db.clock import today
from db.engines import Database
from db.models import (
    Assessment,
    AssessmentGrade,
    AssessmentRound,
    GradeDispute,
    Pairing,
    Person,
    Unit,
)
from programme.assessment import disputes, grading, rounds
from programme.assessment.disputes import Verdict
from programme.assessment.rounds import Terms
from programme.assessment.values import Indicator, mean_of, usual, weighted
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.invariants import check
from tests.conftest import Staff
from tests.support.assess_world import (
    SCORES,
    WEIGHTED,
    assess_world,
    assessment_of,
    decided,
    graded,
    opened,
    planned,
    proposed,
    round_now,
)
from tests.support.changing import events_of, pairing_of
from tests.support.faults import fail_everywhere
from tests.support.signing import World


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    return assess_world(database, staff)


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    return assess_world(lite, staff)


def test_scores_are_weighted_as_by_hand() -> None:
    """10 % of 90 + 30 % of 80 + 30 % of 85 + 30 % of 75 = 9 + 24 + 25.5 + 22.5 = 81."""
    scores = {part: {"total": float(score), "by": []} for part, score in SCORES.items()}
    assert weighted(scores, {"self": 10, "mentor": 30, "leader": 30, "head": 30}) == WEIGHTED
    assert weighted(scores, {"self": 0, "mentor": 50, "leader": 50, "head": 0}) == 82.5
    del scores["self"]
    assert weighted(scores, {"self": 0, "mentor": 50, "leader": 50, "head": 0}) == 82.5
    assert weighted(scores, {"self": 10, "mentor": 30, "leader": 30, "head": 30}) is None


def test_halves_are_rounded_upwards() -> None:
    """84.25 is 84.3 and 84.35 is 84.4, whatever binary numbers make of them."""
    assert mean_of([84.5, 84.0], [50, 50]) == 84.3
    assert mean_of([84.7, 84.0], [50, 50]) == 84.4


@pytest.mark.parametrize("weights", [(10, 30, 30, 29), (11, 30, 30, 30), (-10, 50, 30, 30), (100, 0, 0, 0.0)])
def test_weights_must_be_whole_and_sum_to_a_hundred(small: World, weights: Any) -> None:
    if weights == (100, 0, 0, 0.0):
        weights = (99.5, 0.5, 0, 0)
    with pytest.raises(Invalid, match="assessment_weights"):
        opened(small, terms=Terms(weights))


@pytest.mark.parametrize("quota", [-1, 26])
def test_the_quota_goes_up_to_a_quarter(small: World, quota: int) -> None:
    with pytest.raises(Invalid, match="assessment_quota"):
        opened(small, terms=Terms(quota=quota))


def test_indicators_have_names_and_weights_of_a_hundred(small: World) -> None:
    for wrong in ((), (Indicator("", "", 100),), (Indicator("", "群众工作", 60), Indicator("", "作风", 30))):
        with pytest.raises(Invalid):
            opened(small, terms=Terms(indicators=wrong))
    key = opened(small, terms=Terms(indicators=(Indicator("", "群众工作", 60), Indicator("", "作风", 40))))
    assert [one["name"] for one in round_now(small, key).indicators["items"]] == ["群众工作", "作风"]


def test_a_round_is_opened_once_for_a_year_and_takes_the_leads_in_force(small: World) -> None:
    opened(small)
    assert {assessment_of(small, name).status for name in "甲乙丙"} == {"waiting"}
    with pytest.raises(Conflict, match="assessment_there"):
        opened(small)
    assert opened(small, "annual")


def test_the_next_round_begins_with_the_terms_of_the_last_of_its_kind(small: World) -> None:
    own = Terms((0, 40, 30, 30), 15, usual("conduct"))
    opened(small, "annual", terms=own)
    from programme.usecase import look

    by = small.staff["officer"]
    assert look(small.database, by, rounds.usual_terms, kind="annual") == own
    assert look(small.database, by, rounds.usual_terms, kind="final") == Terms()


def test_a_final_round_marks_those_whose_term_is_over_as_due(small: World) -> None:
    key = pairing_of(small, "甲").id
    small.change(Pairing, key, ends_on=today() - timedelta(days=1))
    small.change(Pairing, pairing_of(small, "乙").id, ends_on=today())
    opened(small)
    assert events_of(small, key)[-1] == ("active", "due", today())
    assert pairing_of(small, "乙").status == "active"


def test_a_grade_needs_every_score_that_counts(small: World) -> None:
    opened(small)
    with pytest.raises(Conflict, match="grade_needs_scores") as refused:
        graded(small, "甲", head=None, self=None)
    assert (refused.value.data["count"], refused.value.data["field"]) == (2, "self")
    assert assessment_of(small, "甲").number == 0


def test_scores_may_come_before_the_grade_and_never_make_one(small: World) -> None:
    opened(small)
    filed = graded(small, "甲", "", self=100, mentor=100, leader=100, head=100)
    assert (filed.status, filed.score, filed.grade) == ("waiting", 100.0, "")


def test_a_score_for_each_indicator_gives_their_weighted_mean(small: World) -> None:
    """Four goals at 25 % each: (80 + 90 + 70 + 85) / 4 = 81.25, rounded to 81.3."""
    opened(small)
    graded(small, "甲", "", mentor=[80, 90, 70, 85])
    assert assessment_of(small, "甲").scores["mentor"] == {"total": 81.3, "by": [80.0, 90.0, 70.0, 85.0]}
    with pytest.raises(Invalid, match="score_each_indicator"):
        graded(small, "甲", "", mentor=[80, None, 70, 85])


@pytest.mark.parametrize("score", [-0.1, 100.1, 80.25, "八十"])
def test_a_score_lies_between_nought_and_a_hundred_with_one_decimal(small: World, score: Any) -> None:
    opened(small)
    with pytest.raises(Invalid, match="review_score"):
        graded(small, "甲", head=score)


def test_the_two_scales_do_not_take_each_others_grades(small: World) -> None:
    opened(small, "annual")
    for wrong in ({"grade": "competent"}, {"annual_grade": "qualified"}, {"annual_grade": "excellent"}):
        with pytest.raises(Invalid, match="not_in_list"):
            graded(small, "甲", **wrong)
    graded(small, "甲", "qualified", annual_grade="undetermined")
    row = assessment_of(small, "甲")
    assert (row.grade, row.annual_grade) == ("qualified", "undetermined")
    graded(small, "乙", "excellent")
    assert assessment_of(small, "乙").annual_grade == ""


def test_the_evidence_of_the_moment_is_kept_with_the_grade(world: World) -> None:
    opened(world)
    planned(world, "甲", 5, 3)
    graded(world, "甲")
    planned(world, "甲", 5, 5)
    kept = world.row(AssessmentGrade, (assessment_of(world, "甲").id, 1))
    assert kept.evidence["plan"] == {"items": 5, "done": 3, "share": 60}
    assert kept.evidence["until"] == today().isoformat()
    assert grading.is_as_signed(kept)


@pytest.mark.both_engines
def test_a_signed_grade_changes_with_a_reason_and_the_first_one_stays(world: World) -> None:
    opened(world)
    graded(world, "甲")
    with pytest.raises(Invalid, match="grade_reason_needed"):
        graded(world, "甲", "excellent")
    graded(world, "甲", "excellent", reason="漏计走访")
    row = assessment_of(world, "甲")
    assert (row.grade, row.number) == ("excellent", 2)
    kept = [world.row(AssessmentGrade, (row.id, number)) for number in (1, 2)]
    assert [(one.grade, one.reason) for one in kept] == [("qualified", ""), ("excellent", "漏计走访")]


@pytest.mark.both_engines
def test_two_who_saw_the_same_assessment_do_not_both_file(world: World) -> None:
    opened(world)
    row = assessment_of(world, "甲")
    asked = {"assessment_id": row.id, "seen_version": row.version}
    world.do("officer", grading.file_assessment, **asked, values={"self": 80})
    with pytest.raises(Stale):
        world.do("colleague", grading.file_assessment, **asked, values={"self": 70})
    assert assessment_of(world, "甲").scores["self"]["total"] == 80.0


def test_whatever_statement_fails_a_grade_is_signed_whole_or_not_at_all(world: World) -> None:
    opened(world)
    row = assessment_of(world, "甲")
    asked = {"assessment_id": row.id, "seen_version": row.version, "values": {**SCORES, "grade": "qualified"}}
    assert fail_everywhere(world.database, lambda: world.do("officer", grading.file_assessment, **asked)) > 5


def test_a_liaison_grades_its_own_unit_only(small: World, staff: Staff) -> None:
    with small.database.write() as session:
        other = Unit(name="青坞镇", kind="township")
        session.add(other)
        session.flush()
        key = other.id
    opened(small)
    small.change(Assessment, assessment_of(small, "甲").id, unit_id=key)
    small.staff = {**small.staff, "liaison": staff("liaison", unit_id=key)}
    graded(small, "甲", who="liaison")
    with pytest.raises(Forbidden):
        graded(small, "乙", who="liaison")


def test_what_rests_on_a_grade_keeps_it(small: World) -> None:
    opened(small)
    planned(small, "甲", 5, 5)
    graded(small, "甲")
    key = proposed(small, "甲")
    with pytest.raises(Conflict, match="grade_concluded"):
        graded(small, "甲", "excellent", reason="更正")
    decided(small, key)
    with pytest.raises(Conflict, match="grade_concluded"):
        graded(small, "甲", "excellent", reason="更正")


def test_after_the_end_of_the_grading_only_the_office_corrects_with_a_reason(small: World) -> None:
    key = opened(small)
    graded(small, "甲")
    small.do("officer", rounds.close_round, round_id=key, seen_version=round_now(small, key).version)
    with pytest.raises(Conflict, match="assessment_round_closed"):
        graded(small, "乙")
    row = assessment_of(small, "乙")
    asked = {"assessment_id": row.id, "seen_version": row.version, "values": {**SCORES, "grade": "qualified"}}
    with pytest.raises(Invalid, match="grade_reason_needed"):
        small.do("officer", grading.correct, **asked, reason=" ")
    small.do("officer", grading.correct, **asked, reason="病假补评")
    assert assessment_of(small, "乙").grade == "qualified"


def disputed(world: World, name: str, **more: Any) -> int:
    row = assessment_of(world, name)
    asked = {"raised_by": "mentee", "content": "漏计走访", **more}
    return int(world.do("officer", disputes.raise_dispute, assessment_id=row.id, seen_version=row.version, **asked))


def decide(world: World, key: int, verdict: Verdict, who: str = "chief") -> Any:
    version = world.row(GradeDispute, key).version
    return world.do(who, disputes.decide_dispute, dispute_id=key, seen_version=version, verdict=verdict)


@pytest.mark.both_engines
def test_an_upheld_dispute_signs_another_grade_beside_the_old_one(world: World) -> None:
    opened(world)
    graded(world, "甲", "basically_qualified")
    key = disputed(world, "甲")
    assert assessment_of(world, "甲").status == "disputed"
    assert world.row(GradeDispute, key).due_on == today() + timedelta(days=30)
    assert decide(world, key, Verdict(True, "补计后复核", "qualified")) == "qualified"
    row = assessment_of(world, "甲")
    assert (row.grade, row.number, row.status) == ("qualified", 2, "graded")
    assert world.row(AssessmentGrade, (row.id, 1)).grade == "basically_qualified"


def test_a_dismissed_dispute_keeps_the_grade_and_its_reason(world: World) -> None:
    opened(world)
    graded(world, "甲", "basically_qualified")
    key = disputed(world, "甲")
    assert decide(world, key, Verdict(False, "记录已计入")) == "basically_qualified"
    row = world.row(GradeDispute, key)
    assert (row.decision, row.reason, assessment_of(world, "甲").number) == ("dismissed", "记录已计入", 1)
    with pytest.raises(Conflict, match="dispute_over"):
        decide(world, key, Verdict(False, "再议"))


def test_whoever_signed_the_grade_does_not_decide_its_dispute(small: World) -> None:
    opened(small)
    graded(small, "甲", who="chief")
    key = disputed(small, "甲")
    with pytest.raises(Conflict, match="own_grade"):
        decide(small, key, Verdict(False, "维持"))
    decide(small, key, Verdict(False, "维持"), "leader")


def test_a_dispute_comes_within_thirty_days_of_the_grade(small: World) -> None:
    opened(small)
    graded(small, "甲")
    row = assessment_of(small, "甲")
    small.change(Assessment, row.id, graded_at=row.graded_at - timedelta(days=31))
    with pytest.raises(Conflict, match="dispute_late"):
        disputed(small, "甲")
    disputed(small, "甲", received_on=today() - timedelta(days=1))


def test_a_dispute_bars_grading_and_concluding_and_is_open_once(small: World) -> None:
    opened(small)
    planned(small, "甲", 5, 5)
    graded(small, "甲")
    disputed(small, "甲")
    for act in (
        lambda: graded(small, "甲", "excellent", reason="更正"), lambda: proposed(small, "甲"), lambda: disputed(small, "甲"),
    ):  # fmt: skip
        with pytest.raises(Conflict, match="grade_disputed"):
            act()


@pytest.mark.parametrize(
    ("verdict", "error"),
    [
        (Verdict(True, "成立"), "dispute_same_grade"),
        (Verdict(True, "成立", "qualified"), "dispute_same_grade"),
        (Verdict(True, "成立", "competent"), "not_in_list"),
        (Verdict(True, " ", "excellent"), "verdict_reason"),
        (Verdict(False, ""), "verdict_reason"),
    ],
)
def test_a_verdict_has_its_reason_and_changes_something_if_upheld(small: World, verdict: Verdict, error: str) -> None:
    opened(small)
    graded(small, "甲")
    with pytest.raises(Invalid, match=error):
        decide(small, disputed(small, "甲"), verdict)


@pytest.mark.both_engines
def test_every_rule_holds_over_what_was_filed(world: World) -> None:
    opened(world)
    graded(world, "甲", "excellent")
    graded(world, "乙", reason="")
    decide(world, disputed(world, "乙"), Verdict(True, "成立", "excellent"))
    with world.database.read() as session:
        assert check(session) == []
        assert session.get_one(Person, 1).name
        assert session.get_one(AssessmentRound, 1).status == "open"
