"""The titles of the workload's charts: sentences that say what is seen and how to read it."""

import pandas as pd

from programme.retirement import WARN_MONTHS
from texts import _

HORIZON = 36
PAST = 0.0


def mentors(shown: pd.DataFrame) -> str:
    """For the bars of load against capacity."""
    over = int((shown["state"] == "over").sum())
    return _("{over} of {count} mentors lead more people than they have seats: bar = load, tick = capacity").format(
        over=over, count=len(shown)
    )


def counties(places: pd.DataFrame, waiting: pd.Series) -> str:
    """Names the county that lacks most seats, if any."""
    gap = places.set_index("place")["free"].rsub(waiting, fill_value=0)
    if gap.empty or gap.max() <= 0:
        return _("Every county has free seats for those who wait there (diamond)")
    worst = gap.idxmax()
    free = int(places.set_index("place")["free"].get(worst, 0))
    return _("{county} lacks seats: {waiting} wait (diamond), {free} seats are free").format(
        county=worst, waiting=int(waiting.get(worst, 0)), free=free
    )


def units(county: object, shown: pd.DataFrame) -> str:
    """For the bars by unit."""
    if county is None:
        return _("The {count} units whose mentors lead most people; click a county above for its own").format(
            count=len(shown)
        )
    return _("{county}: the {count} units whose mentors lead most people").format(county=county, count=len(shown))


def lorenz(gini: float) -> str:
    """For the Lorenz curve."""
    return _("Gini {gini}; on the dotted line it would be 0").format(gini=f"{gini:.2f}")


def counts(shown: pd.DataFrame) -> str:
    """For the histogram of load."""
    idle = int(((shown["burden"] == 0) & (shown["free"] > 0)).sum())
    return _("{idle} mentors with free seats lead nobody yet").format(idle=idle)


def supply(rows: pd.DataFrame) -> str:
    """For the butterfly of needs and seats."""
    lacking = int((rows["needs"] > rows["seats"]).sum())
    if lacking:
        return _("{lacking} kinds of expertise are needed by more people (left) than there are seats (right)").format(
            lacking=lacking
        )
    if not rows["needs"].sum():
        return _("Nobody waits: free seats of those who know it")
    return _("Every need (left) finds a free seat (right)")


def coverage(people: pd.DataFrame) -> str:
    """For the share of mentees with a mentor."""
    led, proposed = int(people["led"].sum()), int((people["proposed"] * (1 - people["led"])).sum())
    if proposed:
        return _("{led} of {count} mentees have a mentor, {proposed} more are proposed").format(
            led=led, count=len(people), proposed=proposed
        )
    return _("{led} of {count} mentees have a mentor").format(led=led, count=len(people))


def leaving(known: pd.DataFrame) -> str:
    """For the forecast of retirement."""
    soon = int((known["months"].notna() & (known["months"] <= WARN_MONTHS)).sum())
    return _("{soon} mentors have reached retirement age or will within {months} months").format(
        soon=soon, months=WARN_MONTHS
    )


def rule(known: pd.DataFrame) -> str:
    """What the forecast rests on and whom it cannot tell."""
    unknown = int((known["retires_on"].isna() & known["asked"]).sum())
    text = _(
        "Forecast by the gradual rule in force since January 2025 (men 60 to 63, women cadres 55 to 58, by month of birth). "
        "For {unknown} mentors it is unknown: the month of birth is missing. Fewer than 3 people are not counted out."
    )
    return text.format(unknown=unknown)


def half_year(half: float) -> str:
    """2027.5 -> the second half of 2027; 0 -> the time before today."""
    if half == PAST:
        return _("Reached already")
    year = int(half)
    return (_("{year} H2") if half > year else _("{year} H1")).format(year=year)
