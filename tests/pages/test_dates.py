"""Days as they are read."""

from datetime import datetime

from pages.parts.dates import day, day_of
from texts import speaking


def test_an_instant_late_in_the_day_of_greenwich_belongs_to_the_next_day_of_the_office() -> None:
    late = datetime(2026, 11, 24, 16, 0)
    with speaking("zh_CN"):
        assert (day_of(late), day_of(datetime(2026, 11, 24, 15, 59))) == ("2026年11月25日", "2026年11月24日")
        assert day(late) == "2026年11月24日"
