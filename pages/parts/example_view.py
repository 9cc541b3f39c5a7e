"""A pairing as an example (示范对子): its kinds as badges, what was said of it, and to name it or take the name back."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.standings import examples
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import label
from programme import examples as verbs
from programme.access import Action
from programme.standings import MAX_REASON
from texts import _

COLOURS = {"example": "orange", "old_new": "blue", "party_mass": "red"}


def kind_badges(kinds: Iterable[str]) -> None:
    """What kind of pairing it is, in the report's words; nothing where none holds."""
    told = " ".join(f":{COLOURS[kind]}-badge[{label('pair_kind', kind)}]" for kind in kinds)
    if told:
        st.markdown(told)


def example_told(pairing_id: int) -> pd.DataFrame:
    """Every time that the pairing was or is an example: days, reasons and names."""
    told = look(examples, pairing_id=pairing_id)
    for row in told.itertuples():
        _told(row)
    return told


def _told(row: Any) -> None:
    if pd.isna(row.ends_on):
        head = _("Example pair since {day}").format(day=day(row.since))
    else:
        head = _("Example pair from {start} to {end}").format(start=day(row.since), end=day(row.ends_on))
    names = " ・ ".join(plain(name) for name in (row.by, row.ended_by) if name)
    why = _("; ").join(plain(text) for text in (row.reason, row.ended_why) if text)
    st.markdown(f":material/star: **{head}** :small[:gray[{names}]]  \n:small[{why}]")


def example_part(pairing_id: int, version: int, status: str) -> None:
    """What was said of it, and for whoever may approve the next step."""
    told = example_told(pairing_id)
    present = told[told["ends_on"].isna()]
    if not may(Action.APPROVE) or (present.empty and status not in verbs.SHOWN):
        return
    asked = _("Name as example pair") if present.empty else _("Example no more")
    with st.popover(asked, icon=":material/star:"):
        _step((pairing_id, version), None if present.empty else present.iloc[0], asked)


def _step(pairing: tuple[int, int], present: pd.Series | None, asked: str) -> None:
    """Name the pairing (its id and the version seen), or take the name back: a day and a reason."""
    (pairing_id, version), number = pairing, 0 if present is None else int(present["version"])
    key = f"example-{pairing_id}-{version}-{number}"
    on = st.date_input(_("From which day"), today(), max_value=today(), key=f"{key}-on")
    reason = st.text_input(_("Reason (needed)"), key=f"{key}-why", max_chars=MAX_REASON)
    if not st.button(asked, type="primary", key=f"{key}-go"):
        return
    if present is None:
        act(
            verbs.name_example, pairing_id=pairing_id, seen_version=version, since=on, reason=reason,
            done=_("The pairing is an example now."),
        )  # fmt: skip
    else:
        act(
            verbs.end_example, example_id=int(present["id"]), seen_version=number, on=on, reason=reason,
            done=_("The pairing is no example any more; what it was stays on record."),
        )  # fmt: skip
    st.rerun()
