"""The sentences of the city report, always Chinese: figures stand in them, tables are named by their numbers."""

from collections.abc import Mapping
from types import MappingProxyType

SCALE = (
    "师资库现有在库导师{in_pool}人，可带{seats}人，在带{load}人，名额使用率{use}{paused}。{cohort}共有帮带对象{mentees}人，"
    "分布在{units}个单位，其中{categories}。"
)
RESTING = "；另有暂停导师{count}人，在带{load}人"
COUNTED = "{name}{count}人"
COVERAGE = (
    "累计结成师徒{pairs}对，目前在帮带{open}对（其中暂停{paused}对、期满待鉴定{due}对）；帮带对象有导师的{led}人，结对率{share}；"
    "符合条件尚未结对{waiting}人，不符合条件{ineligible}人（见表1、表2）。"
)
PROCESS = (
    "截至{on}，登记帮带记录{records}次，其中谈心谈话{talks}次，平均每对每月{rate}次；采用以案说案{cases}次、现身说法{shows}次、"
    "总结说理{sums}次。补录{backfilled}次，占{share}（见表3）。"
)
NO_PROCESS = "截至{on}，尚未登记帮带记录。"
VISITS = "走村入户记录{visits}次，走访{households}户次，覆盖{villages}个村（社区）；发现问题{found}个，解决{solved}个。"
NO_VISITS = "尚未登记走村入户记录。"
REVIEWS = "开展月度点评，已到期{rounds}期，应评{owed}人次，按时完成{on_time}人次，按时率{share}；逾期{late}人次，补录{backfilled}人次，未完成{outstanding}人次。"
NO_REVIEWS = "尚无到期的月度点评。"
GROWTH = "进入跟学阶段{learning}人，进入共做阶段{joint}人，能够独立{independent}人{months}；出师{graduated}对，延期{extended}对，终止{ended}对。"
MONTHS = "（从结对到独立平均{months:.1f}个月）"
OUTCOMES = "{party}{promoted}{petitions}（见表4）。{forces}"
FORCES = "专项任务中对参战单位开展评价：{told}。"
PARTY = "近三年35岁以下帮带对象新发展党员{count}人，其中由导师担任入党介绍人的{own}人，占{share}（参考线{line}）；"
FEW_PARTY = "近三年35岁以下帮带对象新发展党员{count}人；"
PROMOTED = "挂职锻炼{count}人，其中提拔为县处级的{own}人，占{share}（参考线{line}）；"
FEW_PROMOTED = "挂职锻炼{count}人；"
PETITIONS = "专项任务中越级上访{count}起"
NO_PETITIONS = "专项任务越级上访情况尚未填报"
STRUCTURE = "在库导师按身份分：{standings}；专业特长供需见表5。徒成师{lineages}人。"
KINDS_OF_PAIRS = "在帮带的师徒中，“老带新”{old_new}对，“党带群”{party_mass}对；现有示范对子{examples}对。"
PILOTS = (
    "试点单位（截至资格认定日）有帮带对象的{units}个、帮带对象{mentees}人，结对率{led}，其他单位{others}；平均每对帮带记录"
    "试点单位{records}次、其他单位{other_records}次（不足三人的不列）。"
)
NOBODY = "暂无"
# A bar of so many signs at most: a picture that every office program draws and every printer prints.
BAR, LONGEST_BAR = "■", 8

LINES = ("导师担任入党介绍人占比", "挂职人员提拔为县处级占比", "越级上访（起）")
SEED = "种子报告参考线"
FEW, NOT_TOLD = "人数不足三人，不列比例", "尚未填报"
MISSING = "另有{count}人介绍人不明"
SINGLE, NONE = "仅1名导师", "无导师"

WAITING = "有{count}名符合条件的帮带对象尚未结对。"
SILENT = "有{count}对在帮带师徒近{days}天没有登记任何帮带记录，涉及{units}。"
LATE = "最近一期到期的月度点评尚有{count}人未完成，涉及{units}。"
BACKFILLED = "补录占全部帮带记录的{share}，记录不够及时。"
OVER = "有{count}名导师在带人数超过可带人数。"
SHORT = "{names}等专业特长供不应求。"
SINGLES = "{names}等专业特长仅有1名导师掌握，存在断层风险。"
FINE = "按系统现有数据，未发现未结对、长期无记录、点评未完成等问题。"
AND_OTHERS = "{names}等{count}个单位"

KINDS: Mapping[str, str] = MappingProxyType({"": "未登记"})
