"""How complete the papers of each pairing are (档案齐全度): what is on record, what is owed by now, and what was made of it.

A form is not yet due, missing, there in part, ready (all that is owed is on record), or filed (made since then).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.queries.frames import table
from db.queries.kept import kept
from db.queries.paper_files import assessed, papers_of, prints_of, recorded_months, reviewed_months
from db.queries.record_plans import plan_progress
from db.queries.records_counts import exempt_months
from db.queries.viewer import Viewer, reads
from programme.recordbook.in_force import Span, spans_of

# A DataFrame as the read models give it.
Frame = Any
FORMS = ("certificate", "agreement", "plan", "log", "talk", "monthly", "assessment", "graduation")
STATES = ("filed", "ready", "partial", "missing", "not_due")
# A plan is owed so many days after the beginning; it has four goals.
PLAN_DAYS, GOALS = 30, 4
CONCLUDED = ("graduated", "extended", "ended")
CLOSED = (*CONCLUDED, "changed")


@dataclass(frozen=True, slots=True)
class Cell:
    """One form of one pairing: `have` of `owed` parts (months, goals, rounds), what is missing by its code, sheets on
    record, and how many of them the last paper had (0: never made)."""

    state: str
    have: int = 0
    owed: int = 0
    lacks: str = ""
    sheets: int = 0
    made: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all pairings of a cohort on a day, by pairings.id or as the names say."""

    on: date
    plans: Mapping[int, Mapping[Any, Any]]
    records: Mapping[tuple[int, int], Mapping[Any, Any]]
    reviews: Mapping[int, Mapping[Any, Any]]
    rounds: Mapping[int, Mapping[Any, Any]]
    prints: Mapping[tuple[str, int], int]
    spans: Mapping[int, tuple[Span, ...]]
    exempt: frozenset[tuple[int, str]]


@reads("programme")
@kept
def completeness(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> Frame:
    """The pairings of `papers_of` with a Cell under each name of FORMS; a liaison's are those of its mentees."""
    pairs = papers_of(session, viewer, cohort_id=cohort_id)
    known = _known(session, viewer, cohort_id, on)
    rows = pairs.to_dict("records")
    return pairs.assign(**{form: [CELLS[form](row, known) for row in rows] for form in FORMS})


def _known(session: Session, viewer: Viewer, cohort_id: int, on: date) -> Known:
    plans = plan_progress(session, viewer, cohort_id=cohort_id, on=on)
    records = recorded_months(session, viewer, cohort_id=cohort_id, on=on).to_dict("records")
    prints = prints_of(session, viewer, cohort_id=cohort_id)
    exempt = exempt_months(session, viewer)
    return Known(
        on=on,
        plans=_by_pairing(plans),
        records={(row["pairing_id"], row["talk"]): row for row in records},
        reviews=_by_pairing(reviewed_months(session, viewer, cohort_id=cohort_id, on=on)),
        rounds=_by_pairing(assessed(session, viewer, cohort_id=cohort_id)),
        prints={(row.form, row.subject_id): int(row.sheets) for row in prints.itertuples()},
        spans=spans_of(session, plans["pairing_id"].tolist()),
        exempt=frozenset(zip(exempt["unit_id"].tolist(), exempt["month"].tolist(), strict=True)),
    )


def _by_pairing(found: Frame) -> dict[int, Mapping[Any, Any]]:
    return {row["pairing_id"]: row for row in found.to_dict("records")}


def cell(have: int, owed: int, sheets: int, made: int, lacks: str = "") -> Cell:
    """The state that follows from the figures; nothing owed and nothing there is not yet due.

    >>> cell(2, 3, 5, 0).state, cell(3, 3, 5, 4).state, cell(3, 3, 5, 5).state, cell(0, 0, 0, 0).state
    ('partial', 'ready', 'filed', 'not_due')
    """
    if not owed and not sheets:
        state = "not_due"
    elif have >= owed:
        state = "filed" if made and made >= sheets else "ready"
    else:
        state = "partial" if have or sheets else "missing"
    return Cell(state, min(have, owed), owed, lacks if have < owed else "", sheets, made)


def _certificate(row: Mapping[Any, Any], known: Known) -> Cell:
    made, until = known.prints.get(("certificate", row["mentor_id"]), 0), row["certified_until"]
    has = isinstance(until, date)
    open_still = has and (until >= known.on or row["status"] in CLOSED)
    return cell(int(open_still), 1, int(has), made, "term_over" if has else "no_certificate")


def _agreement(row: Mapping[Any, Any], known: Known) -> Cell:
    have = int(row["posts"]) + int(row["needs"] > 0)
    return cell(have, 2, 1, _made(known, "agreement", row), "needs" if not row["needs"] else "posts")


def _plan(row: Mapping[Any, Any], known: Known) -> Cell:
    plan = known.plans.get(row["pairing_id"], {})
    agreed = isinstance(plan.get("agreed_on"), date)
    owed = GOALS if agreed or known.on > row["starts_on"] + timedelta(days=PLAN_DAYS) else 0
    have = int(plan.get("goals") or 0) if agreed else 0
    return cell(have, owed, int(agreed), _made(known, "plan", row), "goals" if agreed else "no_plan")


def _recorded(form: str, talk: int) -> Any:
    def told(row: Mapping[Any, Any], known: Known) -> Cell:
        found = known.records.get((row["pairing_id"], talk), {})
        owed = len(owed_months(known.spans.get(row["pairing_id"], ()), known.on) - _excused(row, known))
        return cell(int(found.get("months", 0)), owed, int(found.get("count", 0)), _made(known, form, row), "months")

    return told


def owed_months(spans: Iterable[Span], on: date) -> set[str]:
    """The whole months, over by the day, in which a pairing was in force from the first to the last.

    >>> sorted(owed_months([Span(date(2026, 1, 16))], date(2026, 4, 1)))
    ['2026-02', '2026-03']
    """
    found: set[str] = set()
    for span in spans:
        last = min(span.until or on, on)
        number = span.since.year * 12 + span.since.month - 1 + (span.since.day > 1)
        while date(number // 12, number % 12 + 1, 1) < last.replace(day=1):
            found.add(f"{number // 12}-{number % 12 + 1:02d}")
            number += 1
    return found


def _excused(row: Mapping[Any, Any], known: Known) -> set[str]:
    return {month for unit_id, month in known.exempt if unit_id == row["unit_id"]}


def _monthly(row: Mapping[Any, Any], known: Known) -> Cell:
    found = known.reviews.get(row["pairing_id"], {})
    have, owed, sheets = (int(found.get(name, 0)) for name in ("complete", "owed", "count"))
    return cell(have, owed, sheets if owed else 0, _made(known, "monthly", row), "reviews")


def _assessment(row: Mapping[Any, Any], known: Known) -> Cell:
    found = known.rounds.get(row["pairing_id"], {})
    half = row["starts_on"] + (row["ends_on"] - row["starts_on"]) / 2
    owed = int(found.get("owed", 0)) or int(known.on >= half and row["status"] != "changed")
    graded = int(found.get("graded", 0))
    return cell(graded, owed, int(bool(found)), _made(known, "assessment", row), "grades" if found else "no_round")


def _graduation(row: Mapping[Any, Any], known: Known) -> Cell:
    closed = row["status"] in CONCLUDED
    owed = int(closed or row["status"] == "due" or (row["ends_on"] < known.on and row["status"] != "changed"))
    return cell(int(closed), owed, int(closed), _made(known, "graduation", row), "conclusion")


def _made(known: Known, form: str, row: Mapping[Any, Any]) -> int:
    return known.prints.get((form, row["pairing_id"]), 0)


CELLS: Mapping[str, Any] = {
    "certificate": _certificate,
    "agreement": _agreement,
    "plan": _plan,
    "log": _recorded("log", 0),
    "talk": _recorded("talk", 1),
    "monthly": _monthly,
    "assessment": _assessment,
    "graduation": _graduation,
}


def by_form(found: Frame) -> Frame:
    """How many pairings stand where: one row for each form with a column for each state."""
    rows = [{"form": form, **_counts(found[form])} for form in FORMS]
    return table(rows, ["form", *STATES])


def _counts(cells: Iterable[Cell]) -> dict[str, int]:
    states = [one.state for one in cells]
    return {state: states.count(state) for state in STATES}


def by_unit(found: Frame) -> Frame:
    """The units in their order: unit_id, unit, pairings, and for each form `<form>` (complete) and `<form>_owed` (due)."""
    rows = []
    for (unit_id, unit), own in found.groupby(["unit_id", "unit"], sort=False, dropna=False):
        counts = {form: _counts(own[form]) for form in FORMS}
        whole = {form: count["filed"] + count["ready"] for form, count in counts.items()}
        owed = {f"{form}_owed": len(own) - count["not_due"] for form, count in counts.items()}
        rows.append({"unit_id": unit_id, "unit": unit, "pairings": len(own), **whole, **owed})
    return table(rows, ["unit_id", "unit", "pairings", *FORMS, *(f"{form}_owed" for form in FORMS)])
