"""Dates as rosters write them, with the precision they were given in; what could be two dates is never guessed."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from documents.values.reading import Note, Reading, fault
from documents.values.text import fold

EARLIEST = 1940
SERIAL_EPOCH = date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
AGE = re.compile(r"\(?\s*(?:现年|满)?\s*([0-9]{1,3})\s*(?:周岁|岁)\s*\)?|\(\s*([0-9]{1,3})\s*\)")
AROUND = re.compile(r"^(?:生于|出生于|约|自)|(?:出生|生|参加工作|入职|至今|以来|起)$")
CLOCK = re.compile(r"[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")
ENGLISH = re.compile(r"(?:([0-9]{1,2})[-\s])?([A-Za-z]{3})[a-z]*[-\s,.]+([0-9]{4}|[0-9]{2})")
SEPARATORS = re.compile(r"[\s.\-/年月日号_·、,。~–—\\]+")
CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day: `precision` says how much of it was given (0 stands for "not given")."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def precision(self) -> str:
        """ "year", "month" or "day"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def iso(self) -> str:
        """`1986`, `1986-10` or `1986-10-05`, as the database keeps it."""
        return self._joined("-")

    @property
    def dotted(self) -> str:
        """`1986`, `1986.10` or `1986.10.05`, as rosters write it."""
        return self._joined(".")

    @property
    def first_day(self) -> date:
        """The day it counts as: the first of the month, the first of the year."""
        return date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of_iso(cls, text: str) -> "PartialDate":
        """The inverse of `iso`."""
        return cls(*(int(part) for part in text.split("-")))

    def _joined(self, separator: str) -> str:
        return f"{self.year:04d}" + "".join(f"{separator}{part:02d}" for part in (self.month, self.day) if part)


@dataclass(frozen=True, slots=True)
class Window:
    """Between which days a date may lie: 1940 and `today`, or some months after it (with a warning)."""

    today: date
    months_ahead: int = 0

    @property
    def latest(self) -> date:
        """The last day that is not a fault."""
        months = self.today.month - 1 + self.months_ahead
        year, month = self.today.year + months // 12, months % 12 + 1
        return date(year, month, min(self.today.day, monthrange(year, month)[1]))


def read_date(text: str, window: Window) -> Reading:
    """A `PartialDate`, or the fault: `ambiguous_date`, `bad_date` (no such month or day), `date_out_of_range`,
    `unreadable_date`. Warnings: `two_digit_year`, `year_only`, `serial_date`, `future_date`."""
    plain = CLOCK.sub("", fold(text))
    bare = AROUND.sub("", AGE.sub("", plain, count=1).strip()).strip()
    numbers = _numbers(bare)
    readings = _readings(bare, numbers, window.today)
    possible = sorted({reading for reading in readings if _exists(reading)})
    inside = [reading for reading in possible if reading.year >= EARLIEST and reading.first_day <= window.latest]
    if len(inside) == 1 and not _lost_zero(bare, numbers):
        return Reading(inside[0], warnings=tuple(_remarks(plain, numbers, inside[0], window)))
    if inside:
        return fault("ambiguous_date", readings=[reading.iso for reading in possible])
    if possible:
        return fault("date_out_of_range", earliest=EARLIEST, latest=window.latest.isoformat())
    return fault("bad_date" if readings else "unreadable_date")


def _numbers(bare: str) -> list[str]:
    """The figures of a date in the order written; empty if anything else stands between them."""
    english = ENGLISH.fullmatch(bare)
    if english and english[2].lower() in MONTHS:
        return [part for part in (english[3], str(MONTHS.index(english[2].lower()) + 1), english[1]) if part]
    parts = [part for part in SEPARATORS.split(_arabic(bare)) if part]
    return parts if all(part.isascii() and part.isdigit() for part in parts) else []


def _arabic(bare: str) -> str:
    """一九九八年十月 as 1998年10月."""
    text = re.sub(r"(?<![一二三四五六七八九])十", "1十", bare)
    text = re.sub(r"十(?![一二三四五六七八九])", "0", text).replace("十", "")
    return text.translate(CHINESE)


def _readings(bare: str, numbers: list[str], today: date) -> list[PartialDate]:
    """Every date the figures could mean, existing or not."""
    shape = tuple(len(number) for number in numbers)
    values = [int(number) for number in numbers]
    if shape in {(8,), (6,)}:
        return _run_together(numbers[0])
    if shape == (5,):
        return _serial_or_month(values[0])
    if shape == (4,):
        return [PartialDate(values[0])] if values[0] >= 1000 else []
    if len(shape) == 2 and shape[0] in (2, 4) and shape[1] <= 2:
        return _year_month(bare, numbers, today)
    if len(shape) == 2 and shape[0] <= 2 and shape[1] == 4:
        return [_given(values[1], values[0])]
    if len(shape) == 3 and max(shape[1:]) <= 2 and shape[0] in (2, 4):
        return [_given(_full_year(numbers[0], today), *values[1:]), *_american(bare, numbers, today)]
    if len(shape) == 3 and shape[2] == 4 and max(shape[:2]) <= 2:
        return [_given(values[2], values[0], values[1]), _given(values[2], values[1], values[0])]
    return _american(bare, numbers, today) if len(shape) == 3 else []


def _year_month(bare: str, numbers: list[str], today: date) -> list[PartialDate]:
    """Year and month; `1986.1` is what Excel leaves of 1986.10, so it is both January and October."""
    year, month = _full_year(numbers[0], today), int(numbers[1])
    return [_given(year, month), *([_given(year, 10)] if _lost_zero(bare, numbers) else [])]


def _lost_zero(bare: str, numbers: list[str]) -> bool:
    return len(numbers) == 2 and numbers[1] == "1" and len(numbers[0]) > 1 and "." in bare and "月" not in bare


def _run_together(digits: str) -> list[PartialDate]:
    return [_given(int(digits[:4]), int(digits[4:6]), *([int(digits[6:])] if len(digits) == 8 else []))]


def _serial_or_month(number: int) -> list[PartialDate]:
    """Five figures: Excel's count of days (27395), or a year and a month of one figure (19985)."""
    day = SERIAL_EPOCH + timedelta(days=number)
    year, month = divmod(number, 10)
    compact = [PartialDate(year, month)] if year >= EARLIEST and month else []
    return [PartialDate(day.year, day.month, day.day), *compact]


def _american(bare: str, numbers: list[str], today: date) -> list[PartialDate]:
    """7/15/94, as a CSV from an English Excel has it; only where strokes are used."""
    if "/" not in bare or len(numbers[2]) != 2 or max(map(len, numbers)) > 2:
        return []
    return [_given(_full_year(numbers[2], today), int(numbers[0]), int(numbers[1]))]


def _given(year: int, month: int, day: int | None = None) -> PartialDate:
    """A date whose month and day were written: a written 0 is an impossible one, not a missing one."""
    return PartialDate(year, month or 99, (day or 99) if day is not None else 0)


def _full_year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year + 1 else 1900 + year


def _exists(reading: PartialDate) -> bool:
    if reading.month > 12 or not 1 <= reading.year <= 9999:
        return False
    return not reading.day or reading.day <= monthrange(reading.year, reading.month)[1]


def _remarks(plain: str, numbers: list[str], reading: PartialDate, window: Window) -> list[Note]:
    notes = []
    if len(numbers) == 1 and len(numbers[0]) == 5:
        notes.append(Note("serial_date", {"date": reading.iso}))
    if len(numbers) > 1 and max(map(len, numbers)) < 4:
        notes.append(Note("two_digit_year", {"date": reading.iso}))
    if not reading.month:
        notes.append(Note("year_only", {"date": reading.iso}))
    if reading.first_day > window.today:
        notes.append(Note("future_date", {"date": reading.iso}))
    return notes


def stated_age(text: str) -> int | None:
    """The age that some write behind a date of birth: 1986.07（40岁）."""
    match = AGE.search(fold(text))
    return int(match[1] or match[2]) if match else None
