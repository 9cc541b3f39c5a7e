"""The words of the official rosters: columns in the office's order, states and ways of pairing; a vocabulary, always Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

NOTHING = "—"
SECOND = "第二导师"
DEPARTMENTS: Mapping[str, str] = MappingProxyType({"organization_on": "组织部", "publicity_on": "宣传部"})

PAIRING_TITLE, MENTOR_TITLE = "师徒结对花名册", "导师师资库名册"
SUBTITLE = "填报单位：{unit}　　填报时间：{year}年{month}月{day}日"
PAIRING_HEADS = (
    "序号", "批次", "导师姓名", "导师单位及职务", "专业特长", "联系电话", "帮带对象姓名", "性别", "出生年月",
    "帮带对象单位及职务", "类别", "结对时间", "结对期限", "结对方式", "备注",
)  # fmt: skip
MENTOR_HEADS = (
    "序号", "姓名", "性别", "出生年月", "政治面貌", "学历", "专业技术职称", "单位及职务", "基层工作年限", "专业特长",
    "掌握方言", "推荐方式", "确定部门", "可带人数", "在带人数", "状态", "备注",
)  # fmt: skip

PAIRING_STATES: Mapping[str, str] = MappingProxyType(
    {"notice": "公示中", "confirmed": "已确认", "active": "", "paused": "暂停", "due": "期满待鉴定"}
)
MENTOR_STATES: Mapping[str, str] = MappingProxyType(
    {"nominated": "待审核", "reviewed": "待确定", "in_pool": "在库", "paused": "暂停", "left": "已出库"}
)
ONE_TO_ONE, ONE_TO_MANY, MANY_TO_ONE = "一带一", "一带多", "多带一"
