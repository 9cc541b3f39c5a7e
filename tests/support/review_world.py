"""The world of records with a monthly round: October 2026 of 甲 (市财政局, led by 王) and 乙 (青坞镇, paused since June).

丁 and 戊 (青坞镇) are led by 李 and in force, so that the liaison of 青坞镇 has reviews to file. The mentor of 甲 is 王.
"""

from datetime import UTC, date, datetime
from typing import Any

from db.models import Review, ReviewRound
from programme.reviews import filing, rounds
from tests.support import record_world as records
from tests.support.record_world import RecordWorld
from tests.support.remember import remembered

MONTH, DUE = "2026-10", date(2026, 11, 5)
IN_TIME, LATE, BACKFILLED = date(2026, 11, 5), date(2026, 11, 6), date(2026, 12, 1)
WHOLE: dict[str, Any] = {
    "self_text": "完成走访12户", "self_score": 80, "head_text": "作风扎实", "head_score": 90, "head_author": "赵甲",
    "leader_text": "还要多下村", "leader_score": 70, "leader_author": "钱乙",
}  # fmt: skip
OTHERS = {
    "丁": ("青坞镇", "李", "active", [("active", date(2026, 1, 5))]),
    "戊": ("青坞镇", "李", "active", [("active", date(2026, 10, 31))]),
    "己": ("青坞镇", "李", "ended", [("active", date(2026, 1, 5)), ("ended", date(2026, 9, 30))]),
}


@remembered
def review_world(database: Any, make_staff: Any) -> RecordWorld:
    """The world, with nothing opened yet."""
    world = records.record_world(database, make_staff)
    with database.write() as session:
        for name, told in OTHERS.items():
            records._pairing(session, world, name, told)
    return world


def opened(world: RecordWorld, **values: Any) -> int:
    """October 2026 opened by the officer; its id."""
    told = {"cohort_id": world.cohort_id, "month": MONTH, "due_on": DUE, **values}
    return int(world.do(rounds.open_round, **told))


def review_of(world: RecordWorld, name: str) -> Review:
    """Somebody's review as it is now."""
    return world.rows(Review, pairing_id=world.pairings[name])[0]


def round_now(world: RecordWorld) -> ReviewRound:
    """The round as it is now."""
    return world.rows(ReviewRound)[0]


def file(world: RecordWorld, name: str, who: str = "officer", **values: Any) -> Any:
    """File the whole review of somebody unless the values say otherwise."""
    row = review_of(world, name)
    namesake = values.pop("namesake", False)
    told = values if "only" in values else {**WHOLE, **values}
    told.pop("only", None)
    return world.do(filing.file_review, who, review_id=row.id, seen_version=row.version, values=told, namesake=namesake)


def set_day(patch: Any, day: date) -> None:
    """Let the whole programme believe that it is noon (in China) of a day."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    patch.setattr("db.clock.datetime", Stopped)
