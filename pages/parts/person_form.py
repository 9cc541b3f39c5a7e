"""The fields that every person has, as widgets; the values come back under the names that the use cases know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.dates import typed
from pages.parts.labels import labels, wording
from pages.parts.vocabulary import Names
from texts import _


@dataclass(frozen=True, slots=True)
class Form:
    """Where the widgets of one form stand: the prefix of their keys, what is saved now, and whether one may change it."""

    prefix: str
    row: pd.Series
    names: Names
    locked: bool

    def key(self, field: str) -> str:
        """The key of a field's widget; it holds the versions, so a saved row begins with fresh widgets."""
        return f"{self.prefix}-{field}"

    def saved(self, field: str, empty: Any = "") -> Any:
        """What is saved in a field, or what an empty form begins with."""
        value = self.row.get(field, empty)
        missing = not isinstance(value, list) and pd.isna(value)
        return empty if missing else value

    def text(self, field: str, label: str, placeholder: str = "") -> str:
        """A line of text."""
        value = str(self.saved(field))
        return st.text_input(
            label, value, key=self.key(field), disabled=self.locked, placeholder=placeholder, autocomplete="off"
        )

    def day(self, field: str, label: str) -> str:
        """A partial date as one types it."""
        return st.text_input(
            label, typed(self.saved(field)), key=self.key(field), disabled=self.locked, placeholder="1986.10"
        )

    def choice(self, field: str, label: str, kind: str) -> str:
        """One code of a list, or none."""
        return self.one(field, label, ["", *labels(kind)], wording(kind))

    def one(self, field: str, label: str, options: Sequence[Any], words: Any) -> Any:
        """One of some options; what is saved stays choosable even where it is no longer offered."""
        saved = self.saved(field, options[0])
        known = list(options) if saved in options else [*options, saved]
        return st.selectbox(
            label,
            known,
            known.index(saved),
            format_func=words,
            key=self.key(field),
            disabled=self.locked,
            placeholder="—",
        )

    def many(self, field: str, label: str, kind: str, **options: Any) -> list[str]:
        """Several words of a vocabulary, in the order in which they were chosen."""
        words, saved = self.names.words(kind), self.codes(field)
        known = list(dict.fromkeys([*self.names.codes(kind), *saved]))
        return st.multiselect(
            label, known, saved, format_func=lambda code: words.get(code, code), key=self.key(field),
            disabled=self.locked, placeholder=_("Choose from the list"), **options,
        )  # fmt: skip

    def codes(self, field: str) -> list[str]:
        """The saved codes of a list of words, without grades."""
        return [value[0] if isinstance(value, tuple) else value for value in self.saved(field, [])]

    def number(self, field: str, label: str, high: int, low: int = 0, empty: int = 0) -> int:
        """A whole number."""
        value = int(self.saved(field, empty))
        return st.number_input(label, low, high, min(max(value, low), high), key=self.key(field), disabled=self.locked)


def person_fields(form: Form) -> dict[str, Any]:
    """Who somebody is: name, number, sex, dates, party and branch, education, unit and post."""
    values: dict[str, Any] = {}
    first, second, third = st.columns([2, 2, 1.2])
    with first:
        values["name"] = form.text("name", _("Name"))
    with second:
        values["no"] = form.text("no", _("Staff number"), "LZ-000123")
    with third:
        values["sex"] = form.choice("sex", _("Sex"), "sex")
    return values | _dates(form) | _branch(form) | _schooling(form) | _post(form)


def _dates(form: Form) -> dict[str, Any]:
    first, second, third = st.columns([1.4, 1.4, 1.8])
    with first:
        birth = form.day("birth", _("Birth"))
    with second:
        work_start = form.day("work_start", _("Start of work"))
    with third:
        party = form.choice("party", _("Party affiliation"), "party")
    return {"birth": birth, "work_start": work_start, "party": party}


def _branch(form: Form) -> dict[str, Any]:
    return {"branch": form.text("branch", _("Party branch"), _("Name of the branch, as the Party register has it"))}


def _schooling(form: Form) -> dict[str, Any]:
    first, second = st.columns(2)
    with first:
        education = form.choice("education", _("Education"), "education")
    with second:
        major = form.text("major", _("Major"))
    return {"education": education, "major": major}


def _post(form: Form) -> dict[str, Any]:
    units = form.names.unit_names()
    first, second = st.columns(2)
    with first:
        unit_id = form.one("unit_id", _("Unit"), [None, *units], lambda key: units.get(key, "—"))
    with second:
        post = form.text("post", _("Post"))
    return {"unit_id": unit_id, "post": post}


def last_fields(form: Form) -> dict[str, Any]:
    """What everybody has at the end: dialects and a remark."""
    dialects = form.many("dialects", _("Dialects spoken"), "dialect")
    remark = st.text_area(
        _("Remark"), str(form.saved("remark")), key=form.key("remark"), disabled=form.locked, height=68
    )
    return {"dialects": dialects, "remark": remark}
