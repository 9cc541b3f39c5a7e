"""Units and words that a confirmed roster brings along: added with the import, and taken back with it while unused."""

from collections.abc import Iterable

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from db.models import (
    Account,
    MenteeNeed,
    MentorExpertise,
    Person,
    PersonDialect,
    PersonStrength,
    PilotUnit,
    PlaceDialect,
    RecordTopic,
    Term,
    Unit,
    UnitAlias,
)
from programme.roster.wanted import Wanted, township_of

# What a unit's name ends in tells its kind; everything else is an organ.
KINDS = (
    (("镇", "乡", "街道", "街道办事处"), "township"),
    (("村", "社区"), "village"),
    (("公司", "集团", "银行", "联社", "厂"), "enterprise"),
    (("中心", "学校", "小学", "中学", "大学", "学院", "医院", "馆", "站", "所", "台", "报社"), "institution"),
    (("指挥部", "园区", "开发区", "管委会"), "park_command"),
)


def add_units(session: Session, names: Iterable[str], rows: Iterable[Wanted]) -> list[int]:
    """Add the units behind the last in the official order; their ids."""
    counties = {row.unit: row.county for row in rows if row.unit}
    last = int(session.scalar(select(func.max(Unit.position))) or 0)
    units = [
        Unit(name=name, kind=_kind(name), county=counties.get(name, ""), township=township_of(name), position=last + n)
        for n, name in enumerate(names, start=1)
    ]
    session.add_all(units)
    session.flush()
    return [unit.id for unit in units]


def add_words(session: Session, words: Iterable[tuple[str, str]]) -> list[int]:
    """Add the words (kind, word) behind the last of their kind; their ids."""
    terms = []
    for kind, word in words:
        last = int(session.scalar(select(func.max(Term.position)).where(Term.kind == kind)) or 0)
        term = Term(kind=kind, code="", name=word, position=last + 1)
        session.add(term)
        session.flush()
        term.code = f"w{term.id}"
        terms.append(term)
    session.flush()
    return [term.id for term in terms]


def take_back(session: Session, unit_ids: Iterable[int], term_ids: Iterable[int]) -> None:
    """Delete those that nobody uses."""
    for unit_id in unit_ids:
        if not _used(session, [column == unit_id for column in UNIT_USES]):
            session.execute(delete(Unit).where(Unit.id == unit_id))
    for term_id in term_ids:
        if not _used(session, [column == term_id for column in TERM_USES]):
            session.execute(delete(Term).where(Term.id == term_id))


UNIT_USES = (Person.unit_id, Account.unit_id, UnitAlias.unit_id, Unit.parent_id, PilotUnit.unit_id)
TERM_USES = (
    MentorExpertise.term_id,
    PersonDialect.term_id,
    PersonStrength.term_id,
    PlaceDialect.term_id,
    MenteeNeed.term_id,
    RecordTopic.term_id,
)


def _used(session: Session, conditions: list) -> bool:
    found: list[Select] = [select(func.count()).where(condition) for condition in conditions]
    return any(session.scalar(one) for one in found)


def _kind(name: str) -> str:
    return next((kind for ends, kind in KINDS if name.endswith(ends)), "organ")
