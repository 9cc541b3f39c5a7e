"""The fields of an outcome by its kind: drawn for a new one and for a correction alike, and read back as values."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from programme.outcomes.belonging import Candidate
from programme.outcomes.values import FIELDS, STEPS
from programme.outcomes.wording import STEP_WORDS, WORDS, wording
from texts import N_, _

Told = Mapping[str, Any]
LEVELS = list(WORDS["level"])
LABELS = {
    "from_post": N_("Post before"), "to_post": N_("Post after"), "from_level": N_("Level before"),
    "to_level": N_("Level after"), "from_grade": N_("Grade before"), "to_grade": N_("Grade after"),
}  # fmt: skip
PLACES = {
    "posting": N_("Posted to (unit)"), "honour": N_("Given by"), "publicity": N_("Published in"), "task": N_("Where it was"),
    "dispute": N_("Where it was"),
}  # fmt: skip
TITLES = {
    "honour": N_("Name of the honour"), "task": N_("What it is"), "dispute": N_("What it was about"),
    "publicity": N_("Title of the report"), "gain": N_("What the mentor gained"), "talent_pool": N_("Name of the pool"),
}  # fmt: skip
STEP_LABELS = {
    "honour": N_("Rank"),
    "publicity": N_("Rank"),
    "talent_pool": N_("Pool"),
    "posting": N_("Form of posting"),
}
SHORT = {"from_grade": 40, "to_grade": 40, "other_introducer": 40}
NAMES = (
    "step", "title", "place", "from_post", "to_post", "from_level", "to_level", "from_grade", "to_grade", "until_on",
    "amount", "introducer_id", "other_introducer", "evidence", "source", "note",
)  # fmt: skip


def draw(kind: str, key: str, told: Told, introducers: Mapping[int, str]) -> None:
    """The fields of a kind under keys that begin with `key`, beginning with what is `told`."""
    if kind in STEPS and kind != "party":
        _step(kind, key, told)
    if kind in TITLES:
        _text(st, "title", (key, told), _(TITLES[kind]), 200)
    if kind == "promotion":
        _promotion(key, told)
    elif kind == "posting":
        _posting(key, told)
    else:
        _place_and_amount(kind, key, told)
    if kind == "party" and told.get("step") == "probationary":
        _introducers(key, told, introducers)
    evidence, source = st.columns(2, gap="small")
    _text(evidence, "evidence", (key, told), _("Paper number"))
    _text(source, "source", (key, told), _("Source"))
    _text(st, "note", (key, told), _("Note"), 2000)


def step(kind: str, key: str, told: Told) -> str:
    """The step into the Party, above the form because what is asked depends on it."""
    return str(
        st.selectbox(
            _("Step"), STEPS[kind], STEPS[kind].index(told.get("step") or "probationary"), format_func=wording("party"),
            key=f"{key}-step",
        )
    )  # fmt: skip


def _step(kind: str, key: str, told: Told) -> None:
    codes = STEPS[kind]
    st.selectbox(
        _(STEP_LABELS.get(kind, "Step")), codes, codes.index(told.get("step") or codes[0]),
        format_func=wording(STEP_WORDS[kind]), key=f"{key}-step",
    )  # fmt: skip


def _text(place: Any, name: str, where: tuple[str, Told], label: str, limit: int = 120) -> None:
    key, told = where
    place.text_input(label, told.get(name) or "", max_chars=SHORT.get(name, limit), key=f"{key}-{name}")


def _promotion(key: str, told: Told) -> None:
    for when in ("from", "to"):
        post, level, grade = st.columns([1.3, 1.2, 1], gap="small")
        _text(post, f"{when}_post", (key, told), _(LABELS[f"{when}_post"]))
        name = f"{when}_level"
        level.selectbox(
            _(LABELS[name]), LEVELS, LEVELS.index(told.get(name) or ""), format_func=wording("level"), key=f"{key}-{name}"
        )  # fmt: skip
        _text(grade, f"{when}_grade", (key, told), _(LABELS[f"{when}_grade"]))


def _posting(key: str, told: Told) -> None:
    _text(st, "place", (key, told), _(PLACES["posting"]))
    post, until = st.columns(2, gap="small")
    _text(post, "to_post", (key, told), _("Post there"))
    end = told.get("until_on")
    until.date_input(
        _("Until (empty: still there)"),
        None if end is None or pd.isna(end) else end,
        format="YYYY-MM-DD",
        key=f"{key}-until_on",
    )


def _place_and_amount(kind: str, key: str, told: Told) -> None:
    fields = [name for name in ("place", "amount") if name in FIELDS[kind]]
    if not fields:
        return
    places = st.columns([2, 1][: len(fields)], gap="small")
    if "place" in fields:
        _text(places[0], "place", (key, told), _(PLACES[kind]))
    if "amount" in fields:
        value = told.get("amount")
        value = None if value is None or pd.isna(value) else int(value)
        places[-1].number_input(_("How many"), 0, 100_000, value, key=f"{key}-amount", placeholder="")


def _introducers(key: str, told: Told, introducers: Mapping[int, str]) -> None:
    """Who stood for the person: one whom we know, and the name of another."""
    one, other = st.columns(2, gap="small")
    known = dict(introducers)
    if told.get("introducer_id"):
        known.setdefault(int(told["introducer_id"]), str(told["introducer"]))
    chosen = told.get("introducer_id")
    one.selectbox(
        _("Introducer: a mentor"), list(known), list(known).index(int(chosen)) if chosen else None,
        format_func=known.__getitem__, key=f"{key}-introducer_id", placeholder=_("No mentor, or not known"),
    )  # fmt: skip
    _text(other, "other_introducer", (key, told), _("The other introducer"))


def introducers(found: list[Candidate]) -> dict[int, str]:
    """The mentors of a person, to choose the introducer among."""
    return {one.other_id: one.other for one in found if one.side == "mentee"}


def read(kind: str, key: str) -> dict[str, Any]:
    """The values that the fields hold now."""
    values = {name: st.session_state.get(f"{key}-{name}") for name in NAMES}
    return {"kind": kind} | {name: value for name, value in values.items() if value is not None}
