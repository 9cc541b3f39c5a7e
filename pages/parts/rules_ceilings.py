"""The widest remedy of a shortage: a ceiling of the rules one higher, with how many people it would place."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import rule_words as words
from pages.parts.frame import look, may, plain
from pages.parts.rules_state import stem
from programme.access import Action
from programme.feasibility import Feasibility, feasibility
from programme.rules import CEILING, LIMITS
from texts import _

MOST, TRIED = "maximum", 2


def ceiling_lines(cohort_id: int, values: Mapping[str, Any], found: Feasibility) -> None:
    """A line for each of the ceilings that take most seats away, where one seat more would place somebody."""
    taken: Counter[str] = Counter()
    for cut in found.cuts:
        if cut.seats.cause != "override":
            taken[cut.seats.cause] += cut.seats.own - cut.seats.seats
    for cause, _seats in taken.most_common(TRIED):
        _line(cohort_id, values, found, cause)


def raised(values: Mapping[str, Any], cause: str) -> dict[str, Any] | None:
    """The form's values with this ceiling one higher; None where it is as high as one may be."""
    before = present(values, cause)
    if before >= (LIMITS["programme_maximum"] if cause == MOST else CEILING)[1]:
        return None
    if cause == MOST:
        return {**values, "programme_maximum": before + 1}
    return {**values, "ceilings": {**values["ceilings"], cause: before + 1}}


def present(values: Mapping[str, Any], cause: str) -> int:
    """The ceiling as the form has it."""
    return int(values["programme_maximum"] if cause == MOST else values["ceilings"][cause])


def _line(cohort_id: int, values: Mapping[str, Any], found: Feasibility, cause: str) -> None:
    higher = raised(values, cause)
    gain = found.short - look(feasibility, cohort_id=cohort_id, values=higher).short if higher else 0
    if gain <= 0 or higher is None:
        return
    said, more, button = st.columns([11, 3, 3], vertical_alignment="center", gap="small")
    before, after = present(values, cause), present(higher, cause)
    text = _("Any mentor: at most {before} → {after}") if cause == MOST else _("{kind}: at most {before} → {after}")
    said.markdown(plain(text.format(kind="" if cause == MOST else words.kind(cause), before=before, after=after)))
    more.markdown(f":green[{plain(_('+{count} placed').format(count=gain))}]")
    if may(Action.EDIT_RULES):
        button.button(
            _("Put it into the form"), key=f"rules-raise-{cause}", width="stretch", on_click=_put,
            args=(cohort_id, cause, after),
            help=_("Raises the ceiling in the form on the left and counts at once. Nothing is saved."),
        )  # fmt: skip


def _put(cohort_id: int, cause: str, seats: int) -> None:
    name = "programme_maximum" if cause == MOST else f"ceiling-{cause}"
    st.session_state[f"{stem(cohort_id)}-{name}"] = seats
