"""The stored codes of everything that is chosen from a list, and the word for each as rosters write it.

Code -> canonical word. The words are those of `documents/data/vocabulary.toml`: a roster is read into canonical
words, `code_of` turns a word into what the database keeps, and `pages/parts/labels.py` says it on screen.
"""

from collections.abc import Mapping
from types import MappingProxyType

SEXES = MappingProxyType({"male": "男", "female": "女"})

PARTIES = MappingProxyType(
    {
        "party_member": "中共党员",
        "probationary_member": "中共预备党员",
        "league_member": "共青团员",
        "rcckmt": "民革党员",
        "cdl": "民盟盟员",
        "cndca": "民建会员",
        "capd": "民进会员",
        "cpwdp": "农工党党员",
        "czgp": "致公党党员",
        "js": "九三学社社员",
        "tdsgl": "台盟盟员",
        "democratic_party": "民主党派",
        "nonparty": "无党派人士",
        "masses": "群众",
    }
)

EDUCATIONS = MappingProxyType(
    {
        "postgraduate": "研究生",
        "undergraduate": "大学",
        "college": "大专",
        "secondary_vocational": "中专",
        "high_school": "高中",
        "junior_high": "初中",
    }
)

SOURCES = MappingProxyType(
    {
        "self_nomination": "自荐",
        "mass_recommendation": "群众推荐",
        "organization_recommendation": "组织推荐",
    }
)

STANDINGS = MappingProxyType(
    {
        "second_line": "退二线",
        "in_office": "在职领导",
        "professional": "专业技术",
        "village_secretary": "村书记",
        "retired": "退休",
        "rehired": "返聘",
    }
)

CATEGORIES = MappingProxyType(
    {
        "young_cadre": "年轻干部",
        "institution_professional": "事业单位专业技术人员",
        "reserve_cadre": "企事业单位储备干部",
        "new_village_committee_member": "村（社区）新进班子成员",
    }
)

STREAMS = MappingProxyType(
    {
        "organ": "机关",
        "township": "乡镇",
        "village": "村社",
        "institution": "事业",
        "enterprise": "国企",
        "culture": "文旅",
        "discipline": "纪检",
    }
)

UNIT_KINDS = MappingProxyType(
    {
        "organ": "机关",
        "township": "乡镇（街道）",
        "village": "村（社区）",
        "institution": "事业单位",
        "enterprise": "企业",
        "stationed_office": "派驻机构",
        "park_command": "园区指挥部",
    }
)

GROUNDS = MappingProxyType(
    {
        "spouse": "夫妻",
        "lineal": "直系血亲",
        "collateral": "三代以内旁系血亲",
        "in_law": "近姻亲",
        "other": "其他",
    }
)

# How far the programme goes in a cohort: pilot units only, the counties of pilot units, everywhere.
REACHES = ("pilot", "spread", "full")
MENTOR_STATES = ("nominated", "reviewed", "in_pool", "paused", "left")
PAUSE_REASONS = ("posting", "workload", "other")
LEAVE_REASONS = ("left_post", "weak_results", "other")
MENTEE_STATES = ("waiting", "paired", "graduated", "extended", "ended")
END_REASONS = ("transferred", "promoted", "returned", "other")
TERM_KINDS = ("expertise", "dialect", "field", "strength", "force")

VOCABULARIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "sex": SEXES,
        "party": PARTIES,
        "education": EDUCATIONS,
        "source": SOURCES,
        "standing": STANDINGS,
        "category": CATEGORIES,
        "stream": STREAMS,
        "unit_kind": UNIT_KINDS,
        "ground": GROUNDS,
    }
)


def code_of(kind: str, word: str) -> str:
    """The code of a canonical word ("" for an empty word); KeyError for a word that is not canonical."""
    if not word:
        return ""
    return {known: code for code, known in VOCABULARIES[kind].items()}[word]


def word_of(kind: str, code: str) -> str:
    """The canonical word of a code ("" for an empty code); KeyError for an unknown code."""
    return VOCABULARIES[kind][code] if code else ""
