"""The table of mentors beside a mentee: fit, price in the whole plan, people led, who moves; and by what it is narrowed."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.desk_focus import NEED, Focus
from pages.parts.reasons import move_mark, signed
from programme.desk_cards import Candidate
from texts import N_, _

BOUNDS = N_(
    "“≤” is the best that the total can come to unless an earlier aim suffers, as when somebody is left unpaired."
)


def counted(shown: int, total: int) -> str:
    """How many are shown, and what a click does."""
    if shown == total:
        return _("{count} in all; a row or a square shows what follows.").format(count=total)
    return _("{count} of {total}; a row or a square shows what follows.").format(count=shown, total=total)


def styled(found: list[Candidate], focus: Focus | None) -> Any:
    """The table with prices that carry a true minus sign, "≤" where only a bound is known; below are numbers, so sorting works."""
    rows = [
        {
            "mentor": one.mentor.label,
            "focus": focus.values[one.mentor.id] if focus else None,
            "fit": round(one.fit, 1),
            "price": 0.0 if one.present else one.least if one.total is None else one.total,
            "seats": f"{one.burden}/{one.capacity}",
            "moves": move_mark(one),
        }
        for one in found
    ]
    columns = ["mentor", *(["focus"] if focus else []), "fit", "price", "seats", "moves"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["price"] = frame["price"].astype("float64")
    shown = frame.style.format({"price": lambda value: "" if pd.isna(value) else signed(value)})
    bounds = [place for place, one in enumerate(found) if one.total is None and one.least is not None]
    return shown.format({"price": lambda value: f"≤ {signed(value)}"}, subset=(bounds, ["price"])) if bounds else shown


def price_note(found: list[Candidate]) -> str:
    """Why exact prices are missing in this list; "" when none is."""
    why = {one.unpriced for one in found}
    if "locked" in why:
        return _("The pair is locked: prices are computed when a mentor is chosen.")
    if "quotas" not in why:
        return ""
    if any(one.least is not None for one in found):
        return _("“≤”: quotas overlap, so this is the best case; the exact price is computed when a mentor is chosen.")
    return _("Quotas overlap, so prices are not known beforehand: each is computed when its mentor is chosen.")


def columns_of(found: list[Candidate], focus: Focus | None) -> dict[str, Any]:
    """The columns; one more for what a bar has narrowed the list by."""
    name, form = (_("Of 5"), "%d") if focus and focus.kind == NEED else (_("Points"), "%.1f")
    bounds = " " + _(BOUNDS) if any(one.least is not None for one in found) else ""
    price_help = _("What the whole plan gains or loses, in points of fit and evenness")
    return {
        "mentor": tables.text(_("Mentor"), 66),
        "focus": tables.number(name, 48, focus.name if focus else None, form),
        "fit": st.column_config.ProgressColumn(_("Fit"), min_value=0, max_value=100, format="%.1f", width=62),
        "price": st.column_config.NumberColumn(
            _("Price"), width=58 if price_note(found) else 50, help=price_help + bounds
        ),
        "seats": tables.text(_("Leads"), 42, _("People led with this plan / seats")),
        "moves": tables.text(_("Who moves"), help=_("Who else moves, or the rule that bars the mentor")),
    }
