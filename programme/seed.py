"""The vocabulary that an empty database begins with: the words of the rosters' seed, with stable codes and English names.

The words and their synonyms stand once, in `documents/data/vocabulary.toml`; here are the codes that the database
keeps. The six professional fields of the programme ship as both: expertise of a mentor and field of a mentee.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Term, TermAlias
from documents.values.text import DATA
from programme import audit

EXPERTISE = MappingProxyType(
    {
        "群众工作": ("mass_work", "Mass work"),
        "矛盾纠纷化解": ("dispute_resolution", "Dispute resolution"),
        "征地拆迁": ("land_acquisition", "Land acquisition and demolition"),
        "土地整理": ("land_consolidation", "Land consolidation"),
        "换届选举": ("election_work", "Elections"),
        "重大项目推进": ("project_delivery", "Delivery of major projects"),
        "应急处突": ("emergency_response", "Emergency response"),
        "方言民俗": ("dialects_customs", "Dialects and customs"),
        "乡村振兴": ("rural_revitalization", "Rural revitalization"),
        "党建": ("party_building", "Party building"),
        "公文写作": ("official_writing", "Official writing"),
        "信访维稳": ("petitions_stability", "Petitions and stability"),
        "安全生产": ("work_safety", "Work safety"),
        "行政执法": ("law_enforcement", "Administrative law enforcement"),
        "智能制造": ("smart_manufacturing", "Intelligent manufacturing"),
        "休闲经济": ("leisure_economy", "Leisure economy"),
        "绿色金融": ("green_finance", "Green finance"),
        "规划建设": ("planning_construction", "Planning and construction"),
        "生态环保": ("eco_environment", "Eco-environment"),
        "信息技术": ("information_tech", "Information technology"),
        "文艺创作": ("literary_creation", "Literary and artistic creation"),
        "文化产业经营": ("culture_business", "Culture business"),
        "角色转换": ("role_change", "Change of role"),
    }
)

# The three forces (三力) by which units are judged in a campaign that wants it.
FORCES = MappingProxyType(
    {
        "战斗力": ("fighting", "Fighting strength"),
        "执行力": ("execution", "Execution"),
        "动员力": ("mobilising", "Power to mobilise"),
    }
)

DIALECTS = MappingProxyType(
    {
        "澜州话": ("lanzhou", "Lanzhou (Wu)"),
        "竹源话": ("zhuyuan", "Zhuyuan"),
        "岚溪话": ("lanxi", "Lanxi"),
        "桐岭话": ("tongling", "Tongling"),
        "云坞话": ("yunwu", "Yunwu"),
        "河南话": ("henan", "Henan"),
        "安庆话": ("anqing", "Anqing"),
        "湖北话": ("hubei", "Hubei"),
        "湖南话": ("hunan", "Hunan"),
        "江西话": ("jiangxi", "Jiangxi"),
        "温州话": ("wenzhou", "Wenzhou"),
        "台州话": ("taizhou", "Taizhou"),
        "绍兴话": ("shaoxing", "Shaoxing"),
        "宁波话": ("ningbo", "Ningbo"),
        "福建话": ("fujian", "Fujian"),
        "闽南话": ("minnan", "Southern Min"),
        "徽语": ("hui", "Hui"),
        "客家话": ("hakka", "Hakka"),
        "畲话": ("she", "She"),
        "苏北话": ("subei", "Northern Jiangsu"),
        "江淮话": ("jianghuai", "Jianghuai"),
        "山东话": ("shandong", "Shandong"),
    }
)

# What the report praises in the young (知识素养、思维敏捷、工作热情), and what their mentors can learn from them.
STRENGTHS = MappingProxyType(
    {
        "数字技能": ("digital_skills", "Digital skills"),
        "数据分析": ("data_analysis", "Data analysis"),
        "新媒体运营": ("new_media", "New media"),
        "摄影摄像": ("photography", "Photography and video"),
        "外语": ("foreign_language", "Foreign languages"),
        "法律知识": ("legal_knowledge", "Knowledge of law"),
        "政策理论": ("policy_theory", "Policy and theory"),
        "文字写作": ("good_writing", "Writing"),
        "专业知识": ("field_knowledge", "Professional knowledge"),
        "思维敏捷": ("quick_mind", "A quick mind"),
        "工作热情": ("zeal", "Zeal for work"),
        "组织策划": ("organizing", "Planning and organizing"),
        "沟通表达": ("speaking", "Speaking and presenting"),
        "文体特长": ("arts_sports", "Arts and sports"),
    }
)

# Each field with the majors that lead into it, as rosters write them: a mentee's field can be read off the major.
FIELDS = MappingProxyType(
    {
        "智能制造": ("机械工程", "机械设计制造及其自动化", "电气工程及其自动化", "自动化", "机械", "电气"),
        "休闲经济": ("旅游管理", "酒店管理", "旅游"),
        "绿色金融": ("金融学", "会计学", "财务管理", "经济学", "金融", "会计"),
        "规划建设": ("城乡规划", "土木工程", "建筑学", "工程管理", "城市规划"),
        "生态环保": ("环境工程", "环境科学", "生态学", "环境科学与工程"),
        "信息技术": ("计算机科学与技术", "软件工程", "信息管理与信息系统", "网络工程", "计算机", "电子信息工程"),
        "文艺创作": ("音乐学", "舞蹈学", "美术学", "戏剧影视文学"),
        "文化产业经营": ("文化产业管理", "艺术设计"),
    }
)


def seed_words(session: Session) -> int:
    """Fill every vocabulary that has no word yet, and say how many words that took (0: each has some).

    So a database of an earlier release gets the vocabularies that are new, and keeps its own words of the others.
    """
    there = set(session.scalars(select(Term.kind).distinct()))
    terms = [term for term in _terms() if term.kind not in there]
    if not terms:
        return 0
    session.add_all(terms)
    session.flush()
    session.add_all(_aliases({(term.kind, term.name): term.id for term in terms}))
    audit.append(session, account_id=None, action="seed", object="terms", terms=len(terms))
    return len(terms)


def _terms() -> Iterator[Term]:
    for kind, known in (("expertise", EXPERTISE), ("dialect", DIALECTS), ("strength", STRENGTHS), ("force", FORCES)):
        for position, (name, (code, english)) in enumerate(known.items(), start=1):
            yield Term(kind=kind, code=code, name=name, name_en=english, position=position)
    for position, name in enumerate(FIELDS, start=1):
        code, english = EXPERTISE[name]
        yield Term(kind="field", code=code, name=name, name_en=english, position=position)


def _aliases(ids: dict[tuple[str, str], int]) -> Iterator[TermAlias]:
    known = _seed()
    synonyms = {
        "expertise": known["expertise"],
        "dialect": known["dialects"],
        "strength": known["strengths"],
        "field": FIELDS,
    }
    for (kind, name), key in ids.items():
        known_as = synonyms.get(kind, {}).get(name, ())
        yield from (TermAlias(kind=kind, alias=alias, term_id=key) for alias in known_as)


@cache
def _seed() -> dict[str, Any]:
    return tomllib.loads((DATA / "vocabulary.toml").read_text("utf-8"))
