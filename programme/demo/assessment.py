"""Assessments of the fictitious city: the rounds of three cohorts, grades by the shares of `assessment.toml`, conclusions that fit the pairings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Account,
    Assessment,
    AssessmentGrade,
    AssessmentRound,
    Conclusion,
    GradeDispute,
    Mentee,
    Pairing,
    PairingEvent,
    Person,
)
from programme.assessment.checks import PASSING, bases, failed, kept
from programme.assessment.evidence import gather
from programme.assessment.rounds import FIELDS
from programme.assessment.values import ASSESSORS, QUOTA, WEIGHTS, usual, weighted, written
from programme.demo.draw import Dice, table
from programme.demo.life import UNTIL
from programme.demo.store import insert_all, write_all
from programme.frozen import digest
from programme.reviews.rounds import owed_in

MORNING, NOON = time(1), time(4)
OPEN_NOW = 2026
OVER = ("graduated", "due")
HARDLY, LOWEST = "basically_qualified", "unqualified"
WEIGHED = dict(zip(ASSESSORS, WEIGHTS, strict=True))


@dataclass(frozen=True, slots=True)
class Led:
    """A pairing that is assessed: its mentee's unit and category, its state, and the day on which that was decided."""

    pairing_id: int
    unit_id: int | None
    category: str
    status: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """One round as it is drawn; those graded later than a day are not graded yet."""

    cohort_id: int
    kind: str
    year: int
    opens_on: date
    due_on: date
    is_open: bool = False


def write_assessments(session: Session, seed: int, officer_id: int, cohorts: dict[int, int]) -> int:
    """The rounds, grades, disputes and conclusions of all past cohorts; the number of assessments."""
    led = _led(session)
    scene = Scene(session, Dice(seed, "assessment"), officer_id, led)
    count = sum(scene.round(due) for due in _rounds(cohorts))
    scene.conclude(cohorts)
    return count


def _rounds(cohorts: dict[int, int]) -> Iterator[Due]:
    for year in (2023, 2024):
        yield Due(cohorts[year], "annual", year + 1, date(year + 1, 11, 20), date(year + 1, 12, 31))
        last = year == OPEN_NOW - 2
        yield Due(cohorts[year], "final", year + 2, date(year + 2, 10, 16), date(year + 2, 11, 28), is_open=last)
    yield Due(cohorts[2025], "annual", OPEN_NOW, date(OPEN_NOW, 11, 2), date(OPEN_NOW, 12, 31), is_open=True)


def _led(session: Session) -> dict[int, Led]:
    """Every lead with the day of its last step."""
    rows = select(Pairing.id, Person.unit_id, Mentee.category, Pairing.status, PairingEvent.on_day)
    rows = rows.join(Mentee, Mentee.id == Pairing.mentee_id).join(Person, Person.id == Mentee.person_id)
    rows = rows.outerjoin(
        PairingEvent, (PairingEvent.pairing_id == Pairing.id) & (PairingEvent.to_status == Pairing.status)
    )
    found = session.execute(rows.where(Pairing.role == "lead").order_by(Pairing.id, PairingEvent.id))
    return {row[0]: Led(*row) for row in found}


def grades_for(count: int, shares: dict[str, float]) -> list[str]:
    """So many grades by the shares in percent, the rest of rounding to the largest; in the order of the scale.

    >>> from collections import Counter
    >>> Counter(grades_for(100, {"a": 18, "b": 70, "c": 9, "d": 3}))
    Counter({'b': 70, 'a': 18, 'c': 9, 'd': 3})
    """
    whole = {grade: int(count * share / 100) for grade, share in shares.items()}
    whole[max(shares, key=lambda grade: shares[grade])] += count - sum(whole.values())
    return [grade for grade, number in whole.items() for _ in range(number)]


class Scene:
    """What drawing assessments needs."""

    def __init__(self, session: Session, dice: Dice, officer_id: int, led: dict[int, Led]):
        self.session, self.dice, self.officer_id, self.led = session, dice, officer_id, led
        self.chief_id = session.scalars(select(Account.id).where(Account.role == "chief")).one()

    def round(self, due: Due) -> int:
        """One round with everything that hangs on it."""
        people = self._assessed(due)
        if not people:
            return 0
        given = self._given(due, people)
        key = self._open(due)
        since = date(due.year, 1, 1) if due.kind == "annual" else None
        facts = gather(self.session, list(given), since, min(due.due_on, UNTIL))
        drawn = [self._drawn(due, one, given.get(one.pairing_id, ""), facts) for one in people]
        ids = insert_all(self.session, Assessment, [{"round_id": key} | row for row, _grade in drawn])
        signed = [
            {"assessment_id": own} | grade for own, (_row, grade) in zip(ids, drawn, strict=True) if grade is not None
        ]
        write_all(self.session, AssessmentGrade, signed)
        if due.is_open and due.kind == "annual":
            self._dispute(signed)
        return len(ids)

    def _assessed(self, due: Due) -> list[Led]:
        if due.kind == "annual":
            month = f"{due.year}-{'11' if due.is_open else '12'}"
            return [self.led[one.pairing_id] for one in owed_in(self.session, due.cohort_id, month)]
        rows = select(Pairing.id).where(Pairing.cohort_id == due.cohort_id, Pairing.status.in_(OVER))
        keys = self.session.scalars(rows.where(Pairing.role == "lead").order_by(Pairing.id))
        return [self.led[key] for key in keys]

    def _given(self, due: Due, people: list[Led]) -> dict[int, str]:
        """Who has which grade; of those who wait for a conclusion the weak ones come first."""
        if due.kind == "annual":
            graded = [
                one
                for one in people
                if not due.is_open or self.dice.chance(table("assessment")["shares"]["graded_now"])
            ]
            return {one.pairing_id: self.dice.share(table("assessment")["grades"]) for one in graded}
        over = [one for one in people if one.status == "due"]
        waiting = self._waiting(len(over))
        rest = grades_for(len(people) - waiting.count(""), table("assessment")["grades"])
        for grade in filter(None, waiting):
            rest.remove(grade if grade in rest else max(rest, key=rest.count))
        # Nobody unqualified graduated: a reason may set a basically qualified grade aside, more than that it does not.
        rest = [HARDLY if grade == LOWEST else grade for grade in rest]
        self.dice.random.shuffle(rest)
        graduated = [one.pairing_id for one in people if one.status != "due"]
        given = dict(zip(graduated, rest, strict=True))
        return given | {one.pairing_id: grade for one, grade in zip(over, waiting, strict=True) if grade}

    def _waiting(self, count: int) -> list[str]:
        told = table("assessment")["waiting"]
        every = [grade if grade != "ungraded" else "" for grade, number in told.items() for _ in range(number)]
        return [every[place % len(every)] for place in range(count)]

    def _open(self, due: Due) -> int:
        row = {
            "cohort_id": due.cohort_id,
            "kind": due.kind,
            "year": due.year,
            "opens_on": due.opens_on,
            "due_on": due.due_on,
        }
        row |= dict(zip(FIELDS, WEIGHTS, strict=True)) | {"quota": QUOTA, "indicators": written(usual())}
        row |= {"status": "open" if due.is_open else "closed", "by_id": self.officer_id}
        return insert_all(self.session, AssessmentRound, [row | {"at": datetime.combine(due.opens_on, MORNING)}])[0]

    def _drawn(
        self, due: Due, one: Led, grade: str, facts: dict[int, dict[str, Any]]
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:  # fmt: skip
        """An assessment and the grade signed in it (None: not graded yet)."""
        row: dict[str, Any] = {"pairing_id": one.pairing_id, "unit_id": one.unit_id, "scores": {}, "score": None, "mentor_opinion": "",
               "unit_opinion": "", "grade": "", "annual_grade": "", "status": "waiting", "number": 0,
               "graded_by_id": None, "graded_at": None}  # fmt: skip
        if not grade:
            return row, None
        at = datetime.combine(self._day(due, one), time(2, self.dice.whole(0, 59)))
        row |= self._said(grade) | {"annual_grade": self._annual(due, one)}
        row |= {"status": "graded", "number": 1, "graded_by_id": self.officer_id, "graded_at": at}
        return row, self._signed(row, facts[one.pairing_id], at)

    def _day(self, due: Due, one: Led) -> date:
        last = min(one.decided_on - timedelta(days=3) if one.decided_on and due.kind == "final" else due.due_on, UNTIL)
        return max(due.opens_on, last - timedelta(days=self.dice.whole(0, 5)))

    def _said(self, grade: str) -> dict[str, Any]:
        texts, low, high = table("assessment")["texts"], *map(int, table("assessment")["scores"][grade].split("-"))
        level = self.dice.whole(low, high)
        scores = {
            part: {"total": float(min(max(level + self.dice.whole(-3, 3), low), high)), "by": []} for part in ASSESSORS
        }
        opinions = {f"{name}_opinion": self.dice.one(texts[name]) for name in ("mentor", "unit")}
        return {"scores": scores, "score": weighted(scores, WEIGHED), "grade": grade, **opinions}

    def _annual(self, due: Due, one: Led) -> str:
        """The annual grade of young cadres only; in the first year at work usually none is set (试用期不定等次)."""
        if due.kind != "annual" or one.category != "young_cadre":
            return ""
        return "undetermined" if self.dice.chance(8) else self.dice.share(table("assessment")["annual"])

    def _signed(self, row: dict[str, Any], facts: dict[str, Any], at: datetime) -> dict[str, Any]:
        content = {name: row[name] for name in ("scores", "mentor_opinion", "unit_opinion")} | {"weights": WEIGHED}
        told = {name: row[name] for name in ("grade", "annual_grade", "score")} | {
            "content": content,
            "evidence": facts,
        }
        return told | {"frozen_hash": digest(told), "number": 1, "reason": "", "by_id": self.officer_id, "at": at}

    def _dispute(self, signed: list[dict[str, Any]]) -> None:
        """A few of the open round are disputed."""
        most = max(1, len(signed) * int(table("assessment")["shares"]["disputed_now"]) // 100)
        chosen = [one for one in signed if one["grade"] not in PASSING][:most]
        for one in chosen:
            row = self.session.get_one(Assessment, one["assessment_id"])
            row.status = "disputed"
            day = min(one["at"].date() + timedelta(days=2), UNTIL)
            told = {"assessment_id": row.id, "number": 1, "raised_by": "mentee", "received_on": day}
            told |= {"due_on": day + timedelta(days=30), "content": table("assessment")["texts"]["dispute"]}
            self.session.add(GradeDispute(**told, by_id=self.officer_id, at=datetime.combine(day, NOON)))
        self.session.flush()

    def conclude(self, cohorts: dict[int, int]) -> None:
        """What became of those who graduated or went: proposed by the officer, decided by the chief."""
        over = [one for one in self.led.values() if one.status in ("graduated", "ended") and one.decided_on]
        found = bases(self.session, [one.pairing_id for one in over])
        write_all(self.session, Conclusion, [self._concluded(one, found[one.pairing_id]) for one in over])

    def _concluded(self, one: Led, basis: Any) -> dict[str, Any]:
        kind = "graduate" if one.status == "graduated" else "end"
        against, texts, day = failed(kind, basis), table("assessment")["texts"], one.decided_on or UNTIL
        override = texts["override"]["grade_below" not in against] if against else ""
        return {
            "pairing_id": one.pairing_id, "assessment_id": basis.assessment_id, "number": basis.number, "kind": kind,
            "reason": self.dice.share(table("assessment")["ends"]) if kind == "end" else "", "override": override,
            "ground": texts["ground"] if kind == "graduate" and not against else "", "checks": kept(basis, against),
            "effective_on": day, "ends_on": None, "mentor_id": None, "change_id": None, "successor_id": None,
            "status": "carried_out", "answer": texts["answer"], "by_id": self.officer_id,
            "at": datetime.combine(day - timedelta(days=1), NOON), "decided_by_id": self.chief_id,
            "decided_at": datetime.combine(day, time(2)), "version": 2,
        }  # fmt: skip
