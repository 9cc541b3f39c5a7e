"""The schemes of the cohort beside each other: figures, proof, whether the pool moved on; ticked by their boxes."""

from functools import partial
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from db.clock import now
from db.queries.desk import last_act_elsewhere
from pages.parts import tables
from pages.parts.dates import age
from pages.parts.frame import look, plain
from pages.parts.labels import label
from pages.parts.proof import proof_word, short
from programme.scheme_figures import SchemeFigures, scheme_figures
from programme.staleness import Drift, drifts
from texts import _

KEY = "scheme"
PUT_AWAY = ("superseded", "failed")
MOST = 3
HEIGHT = 250
FIGURES = tuple(SchemeFigures.__dataclass_fields__)


def with_figures(schemes: pd.DataFrame, cohort_id: int) -> pd.DataFrame:
    """The list with the figures of each plan (none without a plan) and `drift`, what has changed since."""
    known = look(scheme_figures, cohort_id=cohort_id)
    since = _drifts(cohort_id)
    rows = [
        [getattr(known[key], name) for name in FIGURES] if key in known else [None] * len(FIGURES)
        for key in schemes["id"].tolist()
    ]
    found = pd.DataFrame(rows, columns=list(FIGURES), index=schemes.index)
    own = schemes.drop(columns=[name for name in FIGURES if name in schemes])
    return own.join(found).assign(drift=[since.get(key) for key in schemes["id"].tolist()])


def _drifts(cohort_id: int) -> dict[int, Drift]:
    """Asked anew only after an act elsewhere than at a desk, since it reads the whole pool."""
    moment = cohort_id, look(last_act_elsewhere)
    asked, answer = st.session_state.get("schemes-drift", (None, {}))
    if asked != moment:
        answer = look(drifts, cohort_id=cohort_id)
        st.session_state["schemes-drift"] = moment, answer
    return answer


def scheme_table(schemes: pd.DataFrame) -> pd.DataFrame:
    """Show the schemes; returns those ticked, in the order of the list."""
    shown = _shown(schemes)
    ids = schemes["id"].astype(str).tolist()
    chosen = ticked_ids()
    key = f"schemes-{crc32(','.join(ids).encode())}-{st.session_state.get(f'{KEY}-round', 0)}"
    st.dataframe(
        shown,
        key=key,
        height=min(HEIGHT, tables.HEAD + tables.ROW * len(ids)),
        row_height=tables.ROW,
        hide_index=True,
        column_config=_columns(),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [place for place, key in enumerate(ids) if key in chosen]}},
        on_select=partial(_tick, key, ids),
        placeholder="—",
    )
    _hint(schemes)
    return schemes[schemes["id"].astype(str).isin(chosen)]


def ticked_ids() -> list[str]:
    """What is ticked, as it stands in the address: ?scheme=12 or ?scheme=12,13."""
    return [part for part in (tables.picked(KEY) or "").split(",") if part]


def _tick(key: str, ids: list[str]) -> None:
    _choose([ids[row] for row in sorted(st.session_state[key]["selection"]["rows"])])


def _choose(ids: list[str]) -> None:
    if ids:
        st.query_params[KEY] = ",".join(ids)
    else:
        st.query_params.pop(KEY, None)


def _hint(schemes: pd.DataFrame) -> None:
    """How to compare; while fewer than two are ticked, the two newest with a plan are one click away."""
    newest = schemes.loc[schemes["fingerprint"] != "", "id"].astype(str).tolist()[:2]
    if len(newest) < 2 or len(ticked_ids()) > 1:
        return
    words, button = st.columns([5, 1.6], vertical_alignment="center")
    words.caption(_("Tick one scheme to look into it, two or three to compare them."))
    button.button(
        _("Compare the two newest"), icon=":material/compare_arrows:", key="compare-newest", width="stretch",
        on_click=_open_two, args=(newest,),
    )  # fmt: skip


def _open_two(ids: list[str]) -> None:
    tables.close(KEY)
    _choose(ids)


def kept(schemes: pd.DataFrame) -> pd.DataFrame:
    """Without what was put away or failed, unless the user wants to see that too."""
    gone = schemes["status"].isin(PUT_AWAY)
    if gone.any() and not st.toggle(
        _("Show those put away or failed, too ({count})").format(count=int(gone.sum())), key="schemes-all"
    ):
        return schemes[~gone]
    return schemes


def chosen(schemes: pd.DataFrame, shown: pd.DataFrame) -> pd.Series | None:
    """The one that the address names, else the newest of those shown that has a plan, a computed one before a list."""
    found = schemes[schemes["id"].astype(str).isin(ticked_ids())]
    if found.empty:
        with_plan = shown[shown["fingerprint"] != ""]
        computed = with_plan[with_plan["status"] != "handmade"]
        found = with_plan if computed.empty else computed
    return None if found.empty else found.iloc[0]


def say_no_plan(name: str) -> None:
    """A ticked scheme that cannot be compared."""
    st.caption(plain(_("“{name}” has no plan and is left out of the comparison.").format(name=name)))


def _shown(schemes: pd.DataFrame) -> pd.DataFrame:
    """What the table shows of each scheme."""
    moment = now()
    return pd.DataFrame(
        {
            "name": schemes["name"],
            "state": [label("scheme_state", status) for status in schemes["status"]],
            "paired": [_of(*row) for row in schemes[["paired", "eligible"]].itertuples(index=False)],
            "mean_fit": schemes["mean_fit"],
            "lowest_fit": schemes["lowest_fit"],
            "under_floor": schemes["under_floor"],
            "gini": schemes["gini"],
            "load": [_load(*row) for row in schemes[["burden", "seats"]].itertuples(index=False)],
            "moves": schemes["moves"],
            "fresh": [fresh_word(one) for one in schemes["drift"]],
            "proof": [proof_word(proof) for proof in schemes["proof"]],
            "holds": schemes["holds"],
            "rules": schemes["rules"],
            "age": [age(at, moment) for at in schemes["at"]],
            "by": schemes["by"],
            "fingerprint": [short(text) for text in schemes["fingerprint"]],
        }
    )


def _of(part: Any, whole: Any) -> str:
    return "" if pd.isna(part) else f"{int(part)} / {int(whole)}"


def _load(people: Any, seats: Any) -> str:
    """In the words of a comparison."""
    if pd.isna(people):
        return ""
    return _("leads {people}, seats {seats}").format(people=int(people), seats=int(seats))


def fresh_word(drift: Drift | None) -> str:
    """Whether the pool is still that of the snapshot, in a word."""
    if drift is None or (isinstance(drift, float) and pd.isna(drift)):
        return ""
    people = len(drift.mentors) + len(drift.mentees)
    if people:
        return _("{count} people changed").format(count=people)
    return _("relations changed") if drift.relations else _("up to date")


def _columns() -> dict[str, Any]:
    return {
        "name": tables.text(_("Scheme"), 112),
        "state": tables.text(_("State"), 66),
        "paired": tables.text(_("Paired"), 72, _("People with a mentor, of those eligible in the snapshot")),
        "mean_fit": tables.number(_("Mean fit"), 70, format="%.1f"),
        "lowest_fit": tables.number(_("Lowest fit"), 78, format="%.1f"),
        "under_floor": tables.number(_("Under floor"), 84, _("Pairs under the floor of the scheme's own rules")),
        "gini": tables.number(
            _("Gini"), tables.px(66, 46), _("How unevenly seats are taken: 0 is even"), format="%.2f"
        ),
        "load": tables.text(
            _("Biggest load"), tables.px(112, 124), _("People and seats of the mentor who is loaded most")
        ),
        "moves": tables.number(_("Moves"), 50, _("People with a pairing in force whom the scheme gives other mentors")),
        "fresh": tables.text(_("Snapshot"), 84, _("Whether people and seats are still as they were when it was made")),
        "proof": tables.text(_("Proof"), 100),
        "holds": tables.number(_("Locks, bans"), 80),
        "rules": tables.number(_("Rules no."), tables.px(64, 72)),
        "age": tables.text(_("Made"), 74),
        "by": tables.text(_("By"), 60),
        "fingerprint": tables.text(
            _("Fingerprint"), 92, _("The same fingerprint means the same input and so the same plan.")
        ),
    }
