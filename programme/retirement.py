"""When somebody reaches the statutory retirement age under the gradual rule in force since January 2025.

The old ages move up from January 2025 on, one month for every `step` months, until the new age is reached:

    who                     old age   new age   one month later for every
    men                     60        63        4 months
    women cadres            55        58        4 months

A month counts as its first day. Early or elastic retirement and the later age of some women in leading or senior
posts are personal decisions that no table knows: the date is a forecast for planning, never a decision.
"""

from dataclasses import dataclass
from datetime import date

BEGIN = 2025 * 12
WARN_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: ages in months, and how many months of birth share one month of delay."""

    old: int
    new: int
    step: int


RULES = {"male": Rule(60 * 12, 63 * 12, 4), "female": Rule(55 * 12, 58 * 12, 4)}


def retires_on(birth: str | None, sex: str) -> date | None:
    """The first day of the month of retirement, from a partial date of birth `1966-10` or `1966-10-05`.

    None where the month of birth or the sex is not known: a year alone leaves the month open, and it is never guessed.
    """
    rule = RULES.get(sex)
    if rule is None or not birth or len(birth) < len("1966-10"):
        return None
    born = int(birth[:4]) * 12 + int(birth[5:7]) - 1
    due = born + rule.old
    late = 0 if due < BEGIN else (due - BEGIN) // rule.step + 1
    month = due + min(late, rule.new - rule.old)
    return date(month // 12, month % 12 + 1, 1)


def months_until(day: date, today: date) -> int:
    """Whole months from today's month to that day's month; negative once it is past."""
    return (day.year - today.year) * 12 + day.month - today.month
