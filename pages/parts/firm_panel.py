"""How firm the pairs of a scheme are: how many stand whatever the weights, and the contested ones with their rivals."""

import pandas as pd
import streamlit as st

from db.queries.schemes import scheme_loads, scheme_pairs
from pages.parts import tables
from pages.parts.behind import chosen_row
from pages.parts.frame import look, me, plain
from pages.parts.study_line import study_line
from pages.parts.ways import way
from programme.firmness import FIRM, Firmness, firmness_shown
from programme.studies import FIRMNESS
from texts import _


def firm_panel(scheme_id: int) -> None:
    """The count in one sentence, then who is contested; a row leads to the desk."""
    found = look(firmness_shown, scheme_id=scheme_id)
    study_line(scheme_id, FIRMNESS, known=found is not None, stale=found is not None and found.stale)
    if found is None:
        st.caption(
            _(
                "Each weight of the rules is changed by up to 20 % at random, many times, and the best plan is found anew each time: a pair is firm when it is in at least 80 % of these plans."
            )
        )
        return
    pairs = look(scheme_pairs, scheme_id=scheme_id)
    st.markdown(plain(_summary(found, len(pairs))))
    _contested(scheme_id, found, pairs)


def _summary(found: Firmness, pairs: int) -> str:
    contested = len(found.contested())
    told = _(
        "Of {pairs} pairs {firm} are firm: the same mentor in at least {limit} of {count} weightings (each weight ±{spread}). {contested} are to be looked at."
    )
    return told.format(
        pairs=pairs, firm=pairs - contested, limit=f"{FIRM:.0%}", count=found.samples, spread=f"{found.spread:.0%}",
        contested=contested,
    )  # fmt: skip


def _contested(scheme_id: int, found: Firmness, pairs: pd.DataFrame) -> None:
    """The contested pairs, the shakiest first."""
    names = dict(zip(pairs["mentor_id"], pairs["mentor"], strict=True)) | _mentors(scheme_id)
    place = {pair: number for number, pair in enumerate(found.contested())}
    keys = list(zip(pairs["mentee_id"].tolist(), pairs["mentor_id"].tolist(), strict=True))
    shown = pairs.assign(
        place=[place.get(key, -1) for key in keys],
        share=[100 * found.share(*key) for key in keys],
        rivals=[_rivals(found, key[0], names) for key in keys],
    )
    shown = shown[shown["place"] >= 0].sort_values("place")
    if shown.empty:
        st.success(_("Every pair is firm: the plan does not hang on the exact weights."))
        return
    row = chosen_row(shown, _columns(), f"contested-{scheme_id}")
    if row is not None:
        way("match/desk.py", _("Open this pair at the desk"), scheme=scheme_id, mentee=int(row["mentee_id"]))


def _rivals(found: Firmness, mentee_id: int, names: dict[int, str]) -> str:
    told = [f"{names.get(mentor, '')} {share:.0%}" for mentor, share in found.rivals(mentee_id)[:3]]
    return _(", ").join(told)


def _mentors(scheme_id: int) -> dict[int, str]:
    """Names of the snapshot's mentors; a viewer of one unit sees those of its own unit only."""
    if me().viewer.unit_id is not None:
        return {}
    loads = look(scheme_loads, scheme_id=scheme_id)
    return dict(zip(loads["mentor_id"].tolist(), loads["mentor"].tolist(), strict=True))


def _columns() -> dict[str, object]:
    percent = st.column_config.ProgressColumn(
        _("Still paired in"), min_value=0, max_value=100, format="%.0f%%", width=120
    )
    return {
        "mentee": tables.text(_("Mentee"), 80),
        "mentee_unit": tables.text(_("Unit"), 150),
        "mentor": tables.text(_("Mentor"), 80),
        "share": percent,
        "fit": tables.number(_("Fit"), 60, format="%.1f"),
        "rivals": tables.text(_("Else chosen"), 260),
    }
