"""The values of a pool form, checked one by one before anything is written: what is wrong names the field's own rule."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Term, Unit
from documents.values import read_name
from documents.values.dates import PartialDate, Window, read_date
from programme.codes import CATEGORIES, EDUCATIONS, PARTIES, SEXES, SOURCES, STANDINGS, STREAMS
from programme.errors import Invalid

Values = Mapping[str, Any]
PERSON = (
    "no", "name", "sex", "birth", "work_start", "party", "branch", "education", "major", "unit_id", "post", "remark",
    "dialects", "strengths",
)  # fmt: skip
MENTOR = ("standing", "source", "capacity", "grassroots_years", "stream", "expertise")
MENTEE = ("category", "county", "township", "field", "demand", "priority", "needs")
MAX_CAPACITY, MAX_GRADE, MAX_YEARS, MAX_PRIORITY, MAX_NEEDS = 20, 5, 60, 5, 5
YOUNGEST_WORKER = timedelta(days=14 * 365)
CHOICES: Mapping[str, Mapping[str, str]] = {
    "sex": SEXES,
    "party": PARTIES,
    "education": EDUCATIONS,
    "standing": STANDINGS,
    "source": SOURCES,
    "stream": STREAMS,
}
NUMBERS: Mapping[str, tuple[float, float]] = {
    "capacity": (0, MAX_CAPACITY),
    "grassroots_years": (0, MAX_YEARS),
    "demand": (1, 2),
    "priority": (0, MAX_PRIORITY),
}
LONGEST = {"no": 32, "branch": 120, "major": 120, "post": 120, "county": 40, "township": 40, "remark": 2000}


def checked(session: Session, values: Values, fields: tuple[str, ...]) -> dict[str, Any]:
    """The values in the form in which they are kept; raises Invalid for the first one that cannot be.

    Dates come as people type them and leave as partial dates (`1986-10`); terms are codes: `expertise`
    {code: grade 0..5}, `dialects` and `strengths` [code], `needs` [code] with the most wanted first, `field` a code or "".
    """
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise Invalid("unknown_field", field=unknown[0])
    out = {field: _check(session, field, values[field]) for field in fields if field in values}
    _check_order(out.get("birth"), out.get("work_start"))
    return out


def term_ids(session: Session, kind: str) -> dict[str, int]:
    """Code -> id of the words of a vocabulary, retired ones too: people may still have them."""
    rows = session.execute(select(Term.code, Term.id).where(Term.kind == kind))
    return dict(rows.all())


def _check(session: Session, field: str, value: Any) -> Any:
    if field in CHOICES:
        return _choice(field, value or "", ("", *CHOICES[field]))
    if field in NUMBERS:
        return _number(field, value)
    if field in LONGEST:
        return _text(field, value)
    if field in OWN:
        return OWN[field](value)
    return FROM_TABLES[field](session, value)


def _choice(field: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Invalid("not_in_list", field=field, value=value)
    return value


def _number(field: str, value: Any) -> float:
    low, high = NUMBERS[field]
    if not isinstance(value, int | float) or not low <= value <= high:
        raise Invalid(f"bad_{field}", value=value, low=low, high=high)
    if field != "grassroots_years" and value != int(value):
        raise Invalid(f"bad_{field}", value=value, low=low, high=high)
    return value


def _text(field: str, value: Any) -> str | None:
    text = str(value or "").strip()
    if len(text) > LONGEST[field]:
        raise Invalid("text_too_long", field=field, length=len(text), limit=LONGEST[field])
    return text or (None if field == "no" else "")


def _name(value: Any) -> str:
    reading = read_name(str(value or ""))
    if reading.fault:
        raise Invalid("bad_name", value=value)
    return str(reading.value)


def _date(field: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        text = str(value or "").strip()
        reading = read_date(text, Window(today(), months_ahead=12 if field == "work_start" else 0)) if text else None
        if reading and reading.fault:
            ambiguous = reading.fault.rule == "ambiguous_date"
            raise Invalid("ambiguous_month" if ambiguous else f"bad_{field}", value=text)
        return reading.value.iso if reading else None

    return check


def _check_order(birth: str | None, work_start: str | None) -> None:
    if not birth or not work_start:
        return
    born, began = (PartialDate.of_iso(text).first_day for text in (birth, work_start))
    if began < born + YOUNGEST_WORKER:
        raise Invalid("work_before_fourteen", birth=birth, work_start=work_start)


def _unit(session: Session, value: Any) -> int | None:
    if value is not None and session.get(Unit, value) is None:
        raise Invalid("no_unit", value=value)
    return value


def _grades(session: Session, value: Any) -> dict[str, int]:
    known = term_ids(session, "expertise")
    for code, grade in value.items():
        if code not in known:
            raise Invalid("no_term", value=code)
        if not isinstance(grade, int) or not 0 <= grade <= MAX_GRADE:
            raise Invalid("bad_grade", value=grade, low=0, high=MAX_GRADE)
    return dict(sorted(value.items()))


def _of_person(kind: str) -> Callable[[Session, Any], list[str]]:
    return lambda session, value: sorted(_terms(session, kind, value))


def _needs(session: Session, value: Any) -> list[str]:
    if len(value) > MAX_NEEDS:
        raise Invalid("too_many_needs", count=len(value), limit=MAX_NEEDS)
    return _terms(session, "expertise", value)


def _field(session: Session, value: Any) -> str:
    return _terms(session, "field", [value])[0] if value else ""


def _terms(session: Session, kind: str, codes: list[str]) -> list[str]:
    known = term_ids(session, kind)
    for code in codes:
        if code not in known:
            raise Invalid("no_term", value=code)
    return list(dict.fromkeys(codes))


OWN: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "birth": _date("birth"),
    "work_start": _date("work_start"),
    "category": lambda value: _choice("category", value or "", tuple(CATEGORIES)),
}
FROM_TABLES: Mapping[str, Callable[[Session, Any], Any]] = {
    "unit_id": _unit,
    "expertise": _grades,
    "dialects": _of_person("dialect"),
    "strengths": _of_person("strength"),
    "needs": _needs,
    "field": _field,
}
