"""The words of an archive (帮带工作档案): parts, events, sheets and columns; always Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

PARTS: Mapping[str, str] = MappingProxyType({"mentor": "导师", "mentee": "帮带对象"})
TITLES: Mapping[str, str] = MappingProxyType(
    {"archive_mentor": "导师帮带工作档案", "archive_mentee": "帮带对象成长档案", "archive_cohort": "批次帮带工作档案"}
)
VOLUME_OF = "第{number}卷"
PAIRED = "{mentor}—{mentee}（{cohort}，{term}，{state}）"
NOT_ON_FILE = "未登记，未附"
BOOK, BOOK_TITLE = "帮带台账", "{name}帮带台账"
TAKEN = "截至{day}"

CERTIFIED, LEFT = "聘任", "出库"
PAIRING_STATES: Mapping[str, str] = MappingProxyType(
    {
        "notice": "结对公示", "confirmed": "结对确认", "active": "结对生效", "paused": "结对暂停", "due": "期满待鉴定",
        "graduated": "出师", "extended": "延期", "changed": "变更导师", "ended": "终止",
    }
)  # fmt: skip
AGREED, ENTERED, GRADED = "制定帮带计划", "进入{stage}阶段", "{round}：{grade}"
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "party": "入党", "promotion": "提拔晋升", "posting": "挂职借调", "honour": "表彰荣誉", "talent_pool": "入选人才库",
        "task": "急难任务", "dispute": "化解矛盾", "publicity": "宣传报道", "gain": "帮带收获",
    }
)  # fmt: skip

RECORDS, PLAN, GROWTH, REVIEWS = "帮带记录", "帮带计划", "成长轨迹", "月度点评"
RECORD_HEADS = (
    "序号", "日期", "导师", "帮带对象", "类型", "主题", "内容", "解决的问题", "帮带对象体会", "帮带形式", "帮带方法", "地点",
    "走访户数", "备注",
)  # fmt: skip
PLAN_HEADS = ("序号", "导师", "帮带对象", "目标", "短板", "帮带措施", "时间节点", "完成日期", "完成情况")
GROWTH_HEADS = ("序号", "日期", "事项", "说明")
REVIEW_HEADS = (
    "序号",
    "月份",
    "导师",
    "帮带对象",
    "自评",
    "自评分",
    "分管领导点评",
    "评分",
    "主要负责人点评",
    "评分",
    "量化得分",
    "备注",
)
# Widths of the columns of long texts, in characters; the others follow from their texts.
WIDTHS: Mapping[str, float] = MappingProxyType(
    {
        "主题": 14, "内容": 36, "解决的问题": 16, "帮带对象体会": 16, "地点": 14, "短板": 18, "帮带措施": 26, "完成情况": 26,
        "说明": 36, "自评": 32, "分管领导点评": 32, "主要负责人点评": 32,
    }
)  # fmt: skip
