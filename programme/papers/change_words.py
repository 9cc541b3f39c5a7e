"""The words of change slips and handover sheets as papers: a vocabulary, always Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "leave": "导师离任或暂停", "change": "变更导师", "swap": "互换导师", "end": "终止结对", "pause": "暂停结对",
        "transfer": "帮带对象调动",
    }
)  # fmt: skip
STATES: Mapping[str, str] = MappingProxyType(
    {
        "draft": "草稿", "proposed": "已报审", "approved": "已审批", "carried_out": "已执行", "returned": "已退回",
        "withdrawn": "已撤回",
    }
)  # fmt: skip
STAGES: Mapping[str, str] = MappingProxyType({**STATES, "signed": "部领导已签批"})
# Illness and death stay behind 其他, so that no paper exposes them.
EXITS: Mapping[str, str] = MappingProxyType(
    {
        "retirement": "离开工作岗位（退休）", "transfer": "离开工作岗位（调动）", "left_post": "离开工作岗位",
        "weak_results": "帮带实效不明显", "other": "其他", "posting": "暂停（挂职借调）", "workload": "暂停（工作繁重）",
        "rest": "暂停（其他）",
    }
)  # fmt: skip
GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "own_wish": "一方或双方意愿", "work_need": "工作需要", "not_suited": "双方不相适应", "transferred": "调离",
        "promoted": "提拔", "returned": "退回", "posting": "挂职借调", "long_leave": "长期离岗", "other": "其他",
    }
)  # fmt: skip
ACTS: Mapping[str, str] = MappingProxyType(
    {"change": "接续", "release": "待重新结对", "end": "终止", "pause": "暂停", "keep": "保持不变"}
)
PAIRING_STATES: Mapping[str, str] = MappingProxyType(
    {
        "notice": "公示", "confirmed": "确认", "active": "生效", "paused": "暂停", "due": "期满待鉴定", "graduated": "出师",
        "extended": "延期", "changed": "变更导师", "ended": "终止",
    }
)  # fmt: skip
NOBODY = "待定"
LED = "满{months}个月"
LEFT = "尚余{months}个月"
BEFORE = "{name}（{start}至{end}）"
AGREED = "{day}商定帮带计划"
TO_DO = "待办：{goal}：{measure}（{due}前）"
MORE_ITEMS = "另有{count}项待办，见帮带计划。"
LEARNT = "体会：{text}"
UNSOLVED = "尚有{count}个问题未解决"
STOP, CUT = "；", "…"
