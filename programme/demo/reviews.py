"""Monthly reviews of the fictitious city: 24 months drawn by the shares of `reviews.toml`, the last one still being filled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from db.models.monthly import REVIEWERS
from programme.demo.draw import Dice, table
from programme.demo.life import UNTIL
from programme.reviews.rounds import DUE_DAY, WEIGHTS, Owed
from programme.reviews.values import last_day, mark_of

OPENS_DAY = 15
Asked = dict[str, str]


@dataclass(frozen=True, slots=True)
class Month:
    """One round as it is drawn: the cohort's month, when it opened, until when it was due."""

    month: str
    opens_on: date
    due_on: date

    @property
    def is_open(self) -> bool:
        """Whether it is the one that is being filled."""
        return self.month == table("reviews")["open_month"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A review and its comments as rows, still without the keys of the round and the account."""

    review: dict[str, Any]
    comments: list[dict[str, Any]]


def months() -> Iterator[Month]:
    """The 24 months, the earliest first."""
    month = table("reviews")["first_month"]
    while month <= table("reviews")["open_month"]:
        last = last_day(month)
        yield Month(month, last.replace(day=OPENS_DAY), (last + timedelta(days=1)).replace(day=DUE_DAY))
        month = f"{last + timedelta(days=1):%Y-%m}"


def draw_review(dice: Dice, month: Month, owed: Owed, asked: Asked, told: tuple[float, str]) -> Drawn:
    """The review of a pairing in a month; `told` is the score to expect and how it files: "", "late" as units that are
    late, "silent" as pairings from which nothing has been heard for long."""
    expected, slow = told
    review = {"pairing_id": owed.pairing_id, "unit_id": owed.unit_id, "paused": owed.paused, **asked}
    day = None if owed.paused else _finished(dice, month, slow)
    parts = _parts(dice, month, owed, day is not None)
    begun = min(day or UNTIL, month.due_on, UNTIL)
    review |= _self(dice, expected, begun) if parts else _nothing()
    comments = [_comment(dice, role, (expected, day or begun, asked)) for role in parts[1:]]
    return Drawn(review | _end(review, comments, month, day), comments)


def _finished(dice: Dice, month: Month, slow: str) -> date | None:
    """The day on which it was complete (None: not yet, or never)."""
    shares = table("reviews")["shares"]
    if month.is_open:
        days = (UNTIL - month.opens_on).days
        return month.opens_on + timedelta(days=dice.whole(0, days)) if dice.chance(shares["filled_now"]) else None
    if dice.chance(table("stall")["missing_of_silent"] if slow == "silent" else shares["missing"]):
        return None
    if not dice.chance(shares["late_there"] if slow == "late" else shares["late"]):
        return month.due_on - timedelta(days=dice.whole(0, 12))
    back = dice.chance(shares["back_filled_of_late"])
    return min(month.due_on + timedelta(days=dice.whole(27, 45) if back else dice.whole(1, 20)), UNTIL)


def _parts(dice: Dice, month: Month, owed: Owed, complete: bool) -> list[str]:
    if complete:
        return ["self", *REVIEWERS]
    begun = table("reviews")["shares"]["begun_now"] if month.is_open else 30
    if owed.paused or not dice.chance(begun):
        return []
    return ["self", *REVIEWERS[: dice.whole(0, 1)]]


def _score(dice: Dice, expected: float) -> float:
    told = table("reviews")["scores"]
    return float(round(min(max(dice.random.gauss(expected, told["noise"]), told["low"]), told["high"])))


def _self(dice: Dice, expected: float, day: date) -> dict[str, Any]:
    more = table("reviews")["scores"]["self_more"]
    score, text = _score(dice, expected + more), dice.one(table("reviews")["texts"]["self"])
    moment = datetime.combine(day, time(2, 30))
    return {"self_text": text, "self_score": score, "self_on": day, "self_at": moment, "state": "self_assessed"}


def _nothing() -> dict[str, Any]:
    return {"self_text": "", "self_score": None, "self_on": None, "self_at": None, "state": "not_started"}


def _comment(dice: Dice, role: str, told: tuple[float, date, Asked]) -> dict[str, Any]:
    expected, day, asked = told
    author = asked[f"{role}_name"] or dice.one(table("reviews")["spare"])
    return {
        "role": role, "content": dice.one(table("reviews")["texts"][role]), "score": _score(dice, expected),
        "author": author, "written_on": day, "filed_at": datetime.combine(day, time(3, dice.whole(0, 59))),
    }  # fmt: skip


def _end(review: dict[str, Any], comments: list[dict[str, Any]], month: Month, day: date | None) -> dict[str, Any]:
    """State, score and mark, as filing would have settled them."""
    if day is None:
        state = "commenting" if comments else review["state"]
        return {"state": state, "score": None, "completed_at": None, "mark": ""}
    scores = (review["self_score"], *(comment["score"] for comment in comments))
    score = round(sum(one * weight for one, weight in zip(scores, WEIGHTS, strict=True)) / 100, 1)
    moment = datetime.combine(day, time(4))
    return {"state": "complete", "score": score, "completed_at": moment, "mark": mark_of(day, month.due_on)}


def expect(seed: int, owed: Owed, begins: date, month: Month) -> float:
    """The score that somebody is expected to have: a level of his own that grows by a little each month."""
    told = table("reviews")["scores"]
    level = Dice(seed, f"level:{owed.mentee_id}").random.gauss(told["mean"], told["person"])
    return level + told["growth"] * max(0, (month.due_on - begins).days // 30)
