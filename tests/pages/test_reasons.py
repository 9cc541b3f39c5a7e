"""The desk's sentences: complete in both languages, with true minus signs, and honest about what they leave out."""

import pytest

from pages.parts import reasons
from pages.parts.desk_words import DEEDS, KINDS
from programme.desk_cards import Barrier, Candidate, Common, Couple, Preview, Price, Share, Shift, Who
from texts import speaking

WANG, CHEN, ZHAO = (Who(key, name, name) for key, name in ((10, "王思远"), (11, "陈国强"), (12, "赵金根")))
JIA, YI, BING, DING = (
    Who(key, name, name) for key, name in ((1, "何静怡"), (2, "李晓瑶"), (3, "周浩然"), (4, "蔡宇航"))
)

COUPLE = Couple(
    mentor=WANG,
    fit=58.0,
    shares=(
        Share("expertise", 50, 0.68, 34.0),
        Share("locality", 25, 0.6, 15.0),
        Share("dialect", 10, 0.0, 0.0),
        Share("grassroots", 15, 0.85, 9.0),
        Share("field", 0, None, 0.0),
    ),
    common=Common(covered=(("矛盾纠纷化解", 5),), uncovered=("征地拆迁",), same_county=True, grassroots_years=17),
    hints=("command",),
    capacity=2,
    burden=2,
)


def move(who: Who, former: Who | None, later: Who | None, fit: float | None = None) -> Shift:
    return Shift(who, former, later, fit)


@pytest.mark.parametrize(
    ("points", "text"), [(-1.34, "−1.3"), (1.25, "+1.2"), (0.0, "0.0"), (-0.04, "0.0"), (12.0, "+12.0")]
)
def test_a_difference_has_one_decimal_and_a_true_minus_sign(points: float, text: str) -> None:
    assert reasons.signed(points) == text


def test_why_this_mentor_in_chinese() -> None:
    with speaking("zh_CN"):
        assert reasons.why(COUPLE) == (
            "王思远的专长覆盖需求 68%：矛盾纠纷化解（5级）；两人同在一个县（市、区）；基层工作 17 年。"
            "不足：专长未覆盖征地拆迁；不会服务地方言；需斟酌：直接上级。"
        )


def test_why_this_mentor_in_english() -> None:
    with speaking("en"):
        assert reasons.why(COUPLE) == (
            "王思远 covers 68% of the needs: 矛盾纠纷化解 (5); both are in the same county; 17 years at the grass roots. "
            "Against it: no expertise in 征地拆迁; the dialect of the place is not spoken; to be considered: direct superior."
        )


def test_a_criterion_that_is_not_known_is_neither_for_nor_against() -> None:
    with speaking("en"):
        assert "field" not in reasons.why(COUPLE)


def test_the_consequence_names_the_total_and_who_moves() -> None:
    seen = Preview(Price(total=-1.3, fit=-1.3, lowest=55.4), (move(JIA, WANG, ZHAO),), (move(YI, ZHAO, CHEN),))
    with speaking("zh_CN"):
        assert reasons.consequence(seen) == (
            "何静怡改由赵金根带；总匹配度 −1.3；李晓瑶改由陈国强带；变动后无人低于 55。"
        )


def test_the_consequence_splits_the_total_where_evenness_counts() -> None:
    seen = Preview(Price(total=-5.4, fit=19.6, balance=-25.0, lowest=43.3), (move(JIA, WANG, ZHAO),))
    with speaking("zh_CN"):
        assert reasons.consequence(seen) == (
            "何静怡改由赵金根带；全局合计 −5.4（总匹配度 +19.6，负荷均衡 −25.0）；其他人不动；变动后无人低于 43。"
        )


def test_people_left_without_a_mentor_and_pairs_under_the_floor_come_before_any_comfort() -> None:
    seen = Preview(Price(total=-60, fit=-60, unmatched=1, below_floor=2, lowest=12.0), (), (move(YI, ZHAO, None),))
    with speaking("en"):
        said = reasons.consequence(seen)
    assert "李晓瑶 is left without a mentor" in said
    assert "1 more without a mentor; 2 more under the floor" in said
    assert "nobody falls below" not in said


def test_of_many_who_move_two_are_named_and_the_rest_counted() -> None:
    moves = [move(who, WANG, CHEN) for who in (JIA, YI, BING, DING)]
    with speaking("zh_CN"):
        assert reasons.moved(moves) == "何静怡改由陈国强带、李晓瑶改由陈国强带、另有 2 人调整"
        assert reasons.moved([]) == ""
        assert reasons.moved([move(JIA, None, CHEN)]) == "何静怡由陈国强带"


def test_the_next_best_mentor_is_the_first_that_may_be_chosen() -> None:
    found = (
        Candidate(WANG, 58, 2, 2, present=True, total=0.0),
        Candidate(CHEN, 90, 2, 2, forbidden="kinship"),
        Candidate(ZHAO, 55, 2, 1, total=-3.7, moves=(move(YI, ZHAO, CHEN),)),
    )
    with speaking("zh_CN"):
        assert reasons.runner_up(found) == "若换成次选赵金根，全局得分 −3.7；另有 1 人需要调整。"
        assert reasons.runner_up(found[:2]) == ""
        left_alone = Candidate(ZHAO, 55, 2, 1, total=-3.7, moves=(move(YI, ZHAO, None),))
        told = "若换成次选赵金根，全局得分 −3.7；另有 1 人需要调整，其中 1 人将没有导师。"
        assert reasons.runner_up([left_alone]) == told


def test_the_cell_of_a_candidate_says_who_moves_or_which_rule_bars() -> None:
    one = move(YI, CHEN, ZHAO)
    with speaking("zh_CN"):
        marks = [
            reasons.move_mark(candidate)
            for candidate in (
                Candidate(WANG, 58, 2, 2, present=True, total=0.0),
                Candidate(CHEN, 90, 2, 2, forbidden="kinship"),
                Candidate(CHEN, 60, 2, 2, total=-1.0, moves=(one,)),
                Candidate(CHEN, 60, 2, 2, total=-1.0, moves=(one, one)),
                Candidate(CHEN, 60, 2, 2, total=-1.0),
                Candidate(CHEN, 60, 2, 2),
                Candidate(CHEN, 20, 2, 2, total=-1.0, earlier=("below_floor",)),
                Candidate(CHEN, 60, 2, 2, total=-1.0, moves=(move(YI, CHEN, None),)),
            )
        ]
    assert marks == [
        "现任", "亲属回避", "李晓瑶 → 赵金根", "2 人", "无人变动", "点选后计算", "低于下限 · 无人变动",
        "有人失去导师 · 李晓瑶 → —",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("barrier", "text"),
    [
        (Barrier("ineligible", ineligible="months_reached"), "不符合资格：参加工作已满三年。"),
        (Barrier("no_eligible_mentor", rules={"stream": 9, "unavailable": 12}), "没有可结对的导师；导师未确定、暂停或已出库 12 位；条线不同 9 位。"),
        (Barrier("seats_full", mentors=(WANG, CHEN)), "可结对的 2 位导师均已满额，其中最合适的是王思远、陈国强。"),
        (Barrier("outweighed", mentors=(ZHAO,)), "赵金根尚有名额，但规则中更优先的目标不允许。"),
    ],
)  # fmt: skip
def test_somebody_without_a_mentor_is_told_why_and_what_would_help(barrier: Barrier, text: str) -> None:
    with speaking("zh_CN"):
        assert reasons.unmatched(barrier) == text
        assert reasons.remedy(barrier)


def test_an_unknown_code_names_itself_so_that_nothing_is_hidden() -> None:
    with speaking("zh_CN"):
        assert (reasons.rule("new_rule"), reasons.criterion("new"), reasons.ground("new")) == ("new_rule", "new", "new")


def test_every_act_has_a_name_and_a_deed() -> None:
    assert KINDS.keys() == DEEDS.keys()
