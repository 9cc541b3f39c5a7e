"""The words that papers put in by themselves: boxes, blanks for the pen, kinds of records, goals; always Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

# Both signs stand in every Chinese typeface of the standard, unlike ticked boxes.
TICKED, EMPTY = "■", "□"
DAY_BLANK = "　　　　年　　月　　日"
MONTH_BLANK = "　　　　年　　月"
NUMBER_BLANK = "〔{year}〕第　　　号"
SCORE_BLANK = "　　　　"
JOIN, GAP, WIDE_GAP = "、", "　", "　　"
IN_BRACKETS = "（{text}）"

WAYS: Mapping[str, str] = MappingProxyType({"telling": "言传", "hands_on": "手帮", "by_example": "身教"})
METHODS: Mapping[str, str] = MappingProxyType(
    {"case_teaching": "以案说案", "demonstration": "现身说法", "reflective_summary": "总结说理"}
)
ASPECTS: Mapping[str, str] = MappingProxyType(
    {"theory": "教理论", "doubts": "解疑惑", "conduct": "带作风", "adjustment": "角色转换"}
)
STEPS: Mapping[str, str] = MappingProxyType({"see": "让其看", "hear": "导其听", "do": "帮其做"})
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "log": "帮带日志", "talk": "谈心谈话", "home_visit": "走村入户", "case": "案例", "look_back": "回看总结",
        "campaign": "专项任务", "remedy": "四贴土方",
    }
)  # fmt: skip
REMEDIES: Mapping[str, str] = MappingProxyType(
    {"learn_dialect": "学方言", "study_customs": "查民俗", "use_local_ways": "用民方", "invite_feedback": "请民评"}
)
MODES: Mapping[str, str] = MappingProxyType({"on_site": "现场", "stationed": "驻点", "online": "在线"})
GOALS: Mapping[str, str] = MappingProxyType(
    {"politics": "政治素养", "business": "工作业务", "profession": "专业水平", "ways": "工作方法"}
)
INDICATORS: Mapping[str, str] = MappingProxyType(
    {**GOALS, "virtue": "德", "ability": "能", "diligence": "勤", "achievement": "绩", "integrity": "廉"}
)
STAGES: Mapping[str, str] = MappingProxyType({"learning": "跟学", "joint": "共做", "independent": "独立"})
EXIT_REASONS: Mapping[str, str] = MappingProxyType(
    {"left_post": "离开工作岗位", "weak_results": "帮带实效不明显", "other": "其他"}
)
CHANGES: Mapping[str, str] = MappingProxyType({"change": "变更", "pause": "暂停", "end": "终止"})
CONCLUSIONS: Mapping[str, str] = MappingProxyType({"graduated": "出师", "extended": "延期", "ended": "终止"})
GRADES: Mapping[str, str] = MappingProxyType(
    {"excellent": "优秀", "qualified": "合格", "basically_qualified": "基本合格", "unqualified": "不合格"}
)

VISITED = "走访{village}{visited}户"
OF_ALL = "（共{total}户，占{share:.0%}）"
POSTED = "{campaign}：{post}（{mode}），联系企业（项目）{links}个，走访{visits}家次"
REMEDY = "四贴土方：{remedy}"
FEEDBACK = "，请群众{count}人评价，均分{rating:.1f}"
PROBLEMS = "发现问题{found}个，解决{solved}个"
TOPICS = "主题词：{topics}"
BACKFILLED = "补录：{day}登记"
DONE = "{day}完成"
TAKEN_OVER = "（承接导师{mentor}帮带期间的培养计划）"
SUCCEEDED = "由{name}接续"

EXCUSED = "免评：{reason}"
MARKS: Mapping[str, str] = MappingProxyType({"late": "逾期完成", "backfilled": "补录（次月以后完成）"})
PAUSED = "结对暂停"
AUTHOR = "点评人：{name}"
WORK_LINE = "{day}　{kind}{title}"
MORE = "另有{count}项，见帮带日志。"

PROPOSED, DECIDED, REFUSED = "{day}{name}提出", "{day}{name}批准", "{day}{name}未批准"
WITHDRAWN, EARLIER = "已撤回", "系统启用前已出库"
CHANGE_NUMBER = "关联变更单：第{number}号（{state}）"

WHOLE = (
    "本月应评{owed}人，按时完成{on_time}人，按时率{share}；逾期完成{late}人，补录{backfilled}人，尚未完成{outstanding}人，"
    "免评{excused}人。完成期限为{due}，量化得分按自评{self}%、主要负责人{head}%、分管领导{leader}%加权。"
)
CHECK = "按{share}%比例随机抽查{drawn}份，其中属实{sound}份、内容空泛{thin}份、与事实不符{wrong}份{open}（抽查种子{seed}）。"
UNCHECKED = "、尚未核查{count}份"

FORCES = "“{campaign}”三力评价（按单位计）：{told}。"
FORCE = "{name}{grades}"
FORCE_GRADES: Mapping[str, str] = MappingProxyType(
    {"strong": "强{count}个", "fair": "一般{count}个", "weak": "弱{count}个"}
)

ROUNDS: Mapping[str, str] = MappingProxyType({"midterm": "中期考核表", "annual": "年度考核表", "final": "期满考核表"})
EITHER, SHEET, YEAR = "中期（年度）考核表", "表", "{year}年度"
PERIOD = "{start}至{end}"
FINISHED = "完成帮带计划事项{done}项（共{items}项）"
FINISHED_ITEM = "{goal}：{measure}"
REACHED = "{day}进入{stage}阶段{duty}"
KEPT = "帮带记录{records}次，其中谈心谈话{talks}次，走访{households}户"
