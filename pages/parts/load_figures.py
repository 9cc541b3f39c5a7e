"""Numbers of the workload from the table of mentors: states, totals, Lorenz curve and Gini, sums by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from programme.retirement import months_until, retires_on
from programme.seats import Seats

STATES = ("over", "full", "free", "closed")
# Retired already, or no civil servant whose age a statute sets.
OUTSIDE_RULE = ("retired", "rehired", "village_secretary")


@dataclass(frozen=True, slots=True)
class Totals:
    """What the figures row says: mentors who can be given somebody, seats, people led, free seats, overfull mentors."""

    mentors: int
    seats: int
    load: int
    proposed: int
    free: int
    over: int
    gini: float


def with_seats(loads: pd.DataFrame, seats: Mapping[int, Seats]) -> pd.DataFrame:
    """The mentors with the seats that count in a cohort as `capacity`, and those of the pool as `own`."""
    return loads.assign(own=loads["capacity"], capacity=[seats[int(key)].seats for key in loads["person_id"]])


def with_counted(balance: pd.DataFrame, holders: pd.DataFrame, mentors: pd.DataFrame) -> pd.DataFrame:
    """Supply and demand with the free `seats` that count in a cohort; `mentors` as `with_seats` gives them."""
    seats = holders["person_id"].map(free_seats(mentors)).fillna(0).groupby(holders["term_id"]).sum()
    return balance.assign(seats=balance["term_id"].map(seats).fillna(0).astype(int))


def free_seats(mentors: pd.DataFrame) -> pd.Series:
    """The seats that count less the people led, of those in the pool, by people.id."""
    in_pool = mentors[mentors["status"] == "in_pool"].set_index("person_id")
    return (in_pool["capacity"] - in_pool["load"]).clip(lower=0)


def with_state(loads: pd.DataFrame) -> pd.DataFrame:
    """The mentors with `burden` (load + proposed), `free` seats and `state`: over, full, free or closed.

    Over: more people than seats, whatever the status; a ceiling of a later cohort makes nobody overfull. Closed: nobody can be given to them (paused, left, no seat).
    """
    burden = loads["load"] + loads["proposed"]
    open_seats = loads["capacity"].where(loads["status"] == "in_pool", 0)
    free = (open_seats - burden).clip(lower=0)
    most = loads[["own", "capacity"]].max(axis=1) if "own" in loads else loads["capacity"]
    state = pd.Series("free", index=loads.index).mask(free == 0, "full")
    state = state.mask(open_seats == 0, "closed").mask(burden > most, "over")
    return loads.assign(burden=burden, free=free, state=state)


def totals(mentors: pd.DataFrame) -> Totals:
    """The sums over a table from `with_state`; seats are those of mentors in the pool."""
    in_pool = mentors[mentors["status"] == "in_pool"]
    return Totals(
        mentors=int((in_pool["capacity"] > 0).sum()),
        seats=int(in_pool["capacity"].sum()),
        load=int(mentors["load"].sum()),
        proposed=int(mentors["proposed"].sum()),
        free=int(mentors["free"].sum()),
        over=int((mentors["state"] == "over").sum()),
        gini=gini(lorenz(mentors)),
    )


def lorenz(mentors: pd.DataFrame) -> pd.DataFrame:
    """The curve from (0, 0) to (1, 1): share of seats against share of people led, the least used seats first.

    Columns seats, led, and use: the burden for each seat of the mentor who ends there (NaN at the beginning).

    Mentors of the pool with seats only; equal use of every seat gives the diagonal. Empty without anybody led.
    """
    able = mentors[(mentors["status"] == "in_pool") & (mentors["capacity"] > 0)]
    if able["burden"].sum() == 0:
        return pd.DataFrame({"seats": [], "led": [], "use": []}, dtype=float)
    ordered = able.assign(use=able["burden"] / able["capacity"]).sort_values(["use", "person_id"])
    shares = ordered[["capacity", "burden"]].cumsum() / ordered[["capacity", "burden"]].sum()
    shares["use"] = ordered["use"]
    points = pd.concat([pd.DataFrame({"capacity": [0.0], "burden": [0.0]}), shares], ignore_index=True)
    return points.rename(columns={"capacity": "seats", "burden": "led"})


def gini(curve: pd.DataFrame) -> float:
    """Twice the area between the diagonal and the curve: 0 when all seats are used alike; 0 for an empty curve."""
    if curve.empty:
        return 0.0
    width = curve["seats"].diff().iloc[1:]
    height = (curve["led"] + curve["led"].shift()).iloc[1:]
    return float(max(0.0, 1 - (width * height).sum()))


def behind(mentors: pd.DataFrame, key: object) -> pd.DataFrame:
    """The mentors behind a mark: "use:0.5" of the curve, "full:2" of the counts; all of them without a mark."""
    if key is None:
        return mentors
    kind, value = str(key).split(":")
    if kind == "use":
        able = mentors[(mentors["status"] == "in_pool") & (mentors["capacity"] > 0)]
        return able[able["burden"] / able["capacity"] == float(value)]
    return mentors[(mentors["state"] == kind) & (mentors["burden"] == int(value))]


def by_place(mentors: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sums by county or unit in official order: place, mentors, load, proposed, free, over (people beyond the seats)."""
    over = (mentors["burden"] - mentors["capacity"]).clip(lower=0)
    rows = mentors.assign(over=over, place=mentors[column], mentors=1)
    summed = rows.groupby("place", sort=False)[["mentors", "load", "proposed", "free", "over"]].sum()
    order = rows.groupby("place", sort=False)["unit_position"].min()
    return summed.assign(order=order).sort_values("order").drop(columns="order").reset_index()


def waiting_by_county(mentees: pd.DataFrame) -> pd.Series:
    """How many still wait in each county, without those whom the scheme would give a mentor."""
    waits = mentees[(mentees["status"] == "waiting") & (mentees["proposed"] == 0)]
    return waits.groupby("county").size()


def coverage(mentees: pd.DataFrame, column: str) -> pd.DataFrame:
    """Mentees by county or kind of unit in official order: group, total, led, proposed (not led yet), open."""
    fresh = mentees["proposed"] * (1 - mentees["led"])
    rows = mentees.assign(group=mentees[column], total=1, proposed=fresh, open=1 - mentees["led"] - fresh)
    summed = rows.groupby("group", sort=False)[["total", "led", "proposed", "open"]].sum()
    order = rows.groupby("group", sort=False)["unit_position"].min()
    return summed.assign(order=order).sort_values("order").drop(columns="order").reset_index()


def with_retirement(mentors: pd.DataFrame, today: date) -> pd.DataFrame:
    """The mentors with `retires_on`, `months` until then, and `asked` (False: the rule does not ask about them).

    `retires_on` is None for those not asked about and where the month of birth or the sex is not known.
    """
    working = ~mentors["standing"].isin(OUTSIDE_RULE)
    births = mentors["birth"].fillna("")
    people = zip(births, mentors["sex"], working, strict=True)
    days = [retires_on(birth, sex) if at_work else None for birth, sex, at_work in people]
    months = [None if day is None else months_until(day, today) for day in days]
    out = mentors.assign(asked=working, retires_on=pd.Series(days, index=mentors.index, dtype=object))
    return out.assign(months=pd.Series(months, index=mentors.index, dtype="Int64"))
