"""How large the fictitious city is, and how its people stand, scaled from the shares of the demonstration."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """A cohort to build: its dates and how many of 420 mentees graduated, are due, are led, ended or wait."""

    year: int
    eligible_on: date
    starts_on: date
    ends_on: date
    graduated: int = 0
    due: int = 0
    led: int = 0
    ended: int = 0
    waiting: int = 0


TERMS = (
    Term(2023, date(2023, 9, 1), date(2023, 10, 16), date(2025, 10, 15), graduated=59, ended=3),
    Term(2024, date(2024, 9, 1), date(2024, 10, 16), date(2026, 10, 15), graduated=71, due=15, ended=4),
    Term(2025, date(2025, 9, 1), date(2025, 10, 16), date(2027, 10, 15), led=175, ended=3),
    Term(2026, date(2026, 11, 1), date(2026, 12, 1), date(2028, 11, 30), waiting=90),
)
CURRENT = TERMS[-1]
MENTOR_STATES = {"in_pool": 226, "nominated": 8, "reviewed": 6, "paused": 8, "left": 12}
FATES = ("graduated", "due", "led", "ended", "waiting")
WHOLE_MENTORS, WHOLE_MENTEES = 260, 420


@dataclass(frozen=True, slots=True)
class Size:
    """How many mentors and mentees; `pace` multiplies how often pairings write something down."""

    mentors: int
    mentees: int
    pace: float = 1.0


PRESETS = {
    "small": Size(40, 64),
    "demo": Size(260, 420),
    "large": Size(563, 788),
    # 2,397 pairings of three past cohorts with 200,000 records.
    "stress": Size(2000, 3000, pace=1.4),
}


def mentor_states(mentors: int) -> list[str]:
    """The state of each mentor in turn; everybody left over by rounding is in the pool."""
    others = [
        state
        for state, share in MENTOR_STATES.items()
        if state != "in_pool"
        for _ in range(max(1, mentors * share // WHOLE_MENTORS))
    ]
    return ["in_pool"] * (mentors - len(others)) + others


def mentee_fates(mentees: int) -> list[tuple[Term, str]]:
    """The cohort and the fate of each mentee in turn; everybody left over by rounding waits in the present cohort."""
    past = [
        (term, fate)
        for term in TERMS[:-1]
        for fate in FATES
        if getattr(term, fate)
        for _ in range(max(1, mentees * getattr(term, fate) // WHOLE_MENTEES))
    ]
    return past + [(CURRENT, "waiting")] * (mentees - len(past))
