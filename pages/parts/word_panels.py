"""The panels of the words page: one word or one unit with its other names, and what is merged into it."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.frame import act, may, plain
from pages.parts.labels import label, labels, wording
from pages.parts.pilot_view import pilot_part
from pages.parts.tables import close, open_row
from pages.parts.vocabulary import Names
from programme import units, words
from programme.access import Action
from programme.words import Word
from texts import _

TERM, UNIT = "term", "unit"


def heading(key: str, title: str) -> None:
    """The title of a panel with a way to close it."""
    text, button = st.columns([5, 1], vertical_alignment="center")
    text.markdown(f"#### {title}")
    button.button(_("Close"), key=f"{key}-close", type="tertiary", on_click=close, args=(key,))


def new_term(kind: str) -> None:
    """A word to add to a vocabulary."""
    heading(TERM, _("New word: {kind}").format(kind=label("term_kind", kind)))
    word = _word_fields(f"new-{kind}", Word(""), locked=False)
    if st.button(_("Add"), type="primary", key="term-add"):
        key = act(words.add_term, kind=kind, word=word, done=_("The word is added."))
        if key:
            open_row(TERM, key)
        st.rerun()


def term_panel(row: pd.Series, terms: pd.DataFrame) -> None:
    """One word: names, synonyms, retire, and merge another one into it."""
    heading(TERM, plain(row["name"]))
    st.caption(
        _("{held} people have it, {wanted} entries want or mention it.").format(held=row["held"], wanted=row["wanted"])
    )
    locked = not may(Action.MANAGE_WORDS)
    seen = Word(row["name"], row["name_en"], tuple(row["aliases"]))
    word = _word_fields(f"{row['id']}-{hash(seen)}", seen, locked)
    if locked:
        return
    save, retire = st.columns(2)
    if save.button(_("Save"), type="primary", key="term-save", width="stretch"):
        act(words.edit_term, term_id=int(row["id"]), seen=seen, word=word, done=_("Saved."))
        st.rerun()
    offered = bool(row["active"])
    if retire.button(_("Stop offering") if offered else _("Offer again"), key="term-retire", width="stretch"):
        act(words.retire_term, term_id=int(row["id"]), active=not offered, done=_("Saved."))
        st.rerun()
    _merge_terms(row, terms)


def _word_fields(prefix: str, word: Word, locked: bool) -> Word:
    name = st.text_input(_("Word"), word.name, key=f"term-{prefix}-name", disabled=locked)
    english = st.text_input(_("In English"), word.name_en, key=f"term-{prefix}-en", disabled=locked)
    return Word(name, english, _aliases(f"term-{prefix}", word.aliases, locked))


def _aliases(prefix: str, aliases: tuple[str, ...] | list[str], locked: bool) -> tuple[str, ...]:
    text = st.text_area(
        _("Other ways of writing it, one a line"),
        "\n".join(aliases),
        key=f"{prefix}-aliases",
        disabled=locked,
        height=120,
    )
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _merge_terms(row: pd.Series, terms: pd.DataFrame) -> None:
    others = terms[(terms["kind"] == row["kind"]) & (terms["id"] != row["id"]) & terms["active"].astype(bool)]
    gone = _merge_choice(TERM, row, others)
    if gone is not None:
        merged = act(words.merge_terms, keep_id=int(row["id"]), gone_id=gone, done=_("The two are merged."))
        if merged:
            open_row(TERM, merged.term_id)
        st.rerun()


def _merge_choice(key: str, row: pd.Series, others: pd.DataFrame) -> int | None:
    """The other entry to take in, once it is chosen and the button pressed."""
    known = dict(zip(others["id"].tolist(), others["name"], strict=True))
    with st.expander(_("Merge another one into this")):
        st.caption(_("Its people and other names come over; its own name stays as another way of writing this one."))
        gone = st.selectbox(
            _("Merge this one"), list(known), None, format_func=lambda one: known.get(one, ""),
            key=f"{key}-{row['id']}-gone", placeholder=_("Choose from the list"),
        )  # fmt: skip
        pressed = st.button(_("Merge into {name}").format(name=plain(row["name"])), key=f"{key}-{row['id']}-merge")
    return gone if pressed else None


def new_unit(names: Names) -> None:
    """A unit to add."""
    heading(UNIT, _("New unit"))
    values = _unit_fields("new", pd.Series(dtype=object), names, locked=False)
    aliases = values.pop("aliases")
    if st.button(_("Add"), type="primary", key="unit-add"):
        key = act(units.add_unit, values=values, aliases=aliases, done=_("The unit is added."))
        if key:
            open_row(UNIT, key)
        st.rerun()


def unit_panel(row: pd.Series, names: Names, all_units: pd.DataFrame) -> None:
    """One unit: whether it is a pilot, name, kind, place, order, other names, and merge another one into it."""
    heading(UNIT, plain(row["name"]))
    st.caption(_("{count} people").format(count=row["people"]))
    pilot_part(int(row["id"]))
    locked = not may(Action.MANAGE_WORDS)
    seen = {field: row[field] for field in units.FIELDS}
    seen["position"] = int(seen["position"])
    values = _unit_fields(f"{row['id']}-{hash((*seen.values(), *row['aliases']))}", row, names, locked)
    aliases = values.pop("aliases")
    if locked:
        return
    if st.button(_("Save"), type="primary", key="unit-save"):
        act(units.edit_unit, unit_id=int(row["id"]), seen=seen, values=values, aliases=aliases, done=_("Saved."))
        st.rerun()
    gone = _merge_choice(UNIT, row, all_units[all_units["id"] != row["id"]])
    if gone is not None:
        act(units.merge_units, keep_id=int(row["id"]), gone_id=gone, done=_("The two are merged."))
        st.rerun()


def _unit_fields(prefix: str, row: pd.Series, names: Names, locked: bool) -> dict[str, Any]:
    prefix = f"unit-{prefix}"
    name = st.text_input(_("Name of the unit"), row.get("name", ""), key=f"{prefix}-name", disabled=locked)
    first, second = st.columns(2)
    with first:
        kind = _coded(_("Kind"), "unit_kind", row.get("kind", "organ"), f"{prefix}-kind", locked)
    with second:
        stream = _coded(_("Stream"), "stream", row.get("stream", ""), f"{prefix}-stream", locked)
    county = _county(row.get("county", ""), names, prefix, locked)
    first, second = st.columns(2)
    township = first.text_input(_("Township"), row.get("township", ""), key=f"{prefix}-township", disabled=locked)
    position = second.number_input(
        _("Place in the official order"),
        0,
        100_000,
        int(row.get("position", 0)),
        key=f"{prefix}-position",
        disabled=locked,
    )
    aliases = _aliases(prefix, row.get("aliases", []), locked)
    values = {"name": name, "kind": kind, "stream": stream, "county": county, "township": township, "aliases": aliases}
    return values | ({"position": int(position)} if position else {})


def _coded(title: str, kind: str, saved: str, key: str, locked: bool) -> str:
    options = [*labels(kind)] if saved in labels(kind) else [saved, *labels(kind)]
    return st.selectbox(title, options, options.index(saved), format_func=wording(kind), key=key, disabled=locked)


def _county(saved: str, names: Names, prefix: str, locked: bool) -> str:
    """One of the counties known, or a new one typed in."""
    options = list(dict.fromkeys([*names.counties(), *([saved] if saved else [])]))
    chosen = st.selectbox(
        _("County"), options, options.index(saved) if saved else None, key=f"{prefix}-county", disabled=locked,
        accept_new_options=True, placeholder=_("Choose, or type a new one"),
    )  # fmt: skip
    return chosen or ""
