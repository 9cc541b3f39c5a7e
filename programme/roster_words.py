"""The words of the official rosters: columns in the office's order, states and ways of pairing; a vocabulary, always Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

NOTHING = "—"
LEAD, SECOND = "主导师", "第二导师"
IN_FORCE = "生效"
DEPARTMENTS: Mapping[str, str] = MappingProxyType({"organization_on": "组织部", "publicity_on": "宣传部"})

PAIRING_TITLE, MENTOR_TITLE, MENTEE_TITLE = "师徒结对花名册", "导师师资库名册", "帮带对象花名册"
SUBTITLE = "填报单位：{unit}　　填报时间：{year}年{month}月{day}日"
PAIRING_SUM = "合计：结对{pairs}对，导师{mentors}人，帮带对象{mentees}人"
MENTOR_SUM = "合计：导师{mentors}人，其中在库{in_pool}人；可带{seats}人，在带{load}人"
SIGNED = "填表人：　　　　　　　　审核人：　　　　　　　　联系电话："
PAIRING_HEADS = (
    "序号", "批次", "导师姓名", "导师单位及职务", "专业特长", "联系电话", "帮带对象姓名", "性别", "出生年月",
    "帮带对象单位及职务", "类别", "结对时间", "结对期限", "结对方式", "备注",
)  # fmt: skip
MENTOR_HEADS = (
    "序号", "姓名", "性别", "出生年月", "政治面貌", "所在党支部", "学历", "专业技术职称", "单位及职务", "基层工作年限",
    "专业特长", "掌握方言", "推荐方式", "确定部门", "可带人数", "在带人数", "状态", "备注",
)  # fmt: skip

MENTEE_SUM = "合计：帮带对象{mentees}人，其中待结对{waiting}人、在带{led}人"
MENTEE_HEADS = (
    "序号", "干部编号", "姓名", "性别", "出生年月", "政治面貌", "所在党支部", "学历", "所学专业", "参加工作时间", "单位", "职务",
    "类别", "服务县区", "服务乡镇", "培养需求", "优势特长", "掌握方言", "状态", "导师", "备注",
)  # fmt: skip
MENTEE_STATES: Mapping[str, str] = MappingProxyType(
    {"waiting": "待结对", "paired": "在带", "graduated": "出师", "extended": "延期", "ended": "终止"}
)
EXAMPLE = "示范对子"

PAIRING_STATES: Mapping[str, str] = MappingProxyType(
    {"notice": "公示中", "confirmed": "已确认", "active": "", "paused": "暂停", "due": "期满待鉴定"}
)
MENTOR_STATES: Mapping[str, str] = MappingProxyType(
    {"nominated": "待审核", "reviewed": "待确定", "in_pool": "在库", "paused": "暂停", "left": "已出库"}
)
MENTOR_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "left_post": "离开工作岗位", "weak_results": "帮带实效不明显", "posting": "挂职借调", "workload": "工作繁重",
        "other": "其他",
    }
)  # fmt: skip
ONE_TO_ONE, ONE_TO_MANY, MANY_TO_ONE = "一带一", "一带多", "多带一"

NOTICE_TITLE = "拟结对师徒公示名单"
NOTICE_HEADS = ("序号", "导师姓名", "导师单位", "帮带对象姓名", "帮带对象单位")
MEETING_TITLE = "结对方案（送审名单）"
MEETING_HEADS = (
    "序号", "帮带对象", "单位", "类别", "导师", "导师单位", "匹配度", "配对方式", "需研究事项", "理由",
)  # fmt: skip
NOBODY = "未结对"
ORIGINS: Mapping[str, str] = MappingProxyType({"system": "系统推荐", "staff": "人工调整", "appointed": "领导点名"})
CONTESTED: Mapping[str, str] = MappingProxyType(
    {
        "floor": "低于下限", "kinship": "亲属回避提示", "command": "直接上下级", "stream": "跨纪检条线",
        "shaky": "权重变动时易变", "appointed": "领导点名",
    }
)  # fmt: skip
UNPAIRED: Mapping[str, str] = MappingProxyType(
    {
        "no_eligible_mentor": "没有可配的导师", "seats_full": "合适的导师名额已满", "outweighed": "规则的在先目标不允许",
        "alone": "经研究暂不配对", "unplanned": "名单未列", "ineligible": "不符合资格",
    }
)  # fmt: skip
