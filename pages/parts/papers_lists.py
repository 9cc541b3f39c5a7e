"""Whom papers are made for: mentors, pairings, mentees of a scheme; the rows that are picked, or all that are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.mentors import mentors
from db.queries.monthly_checks import publications
from db.queries.schemes import schemes
from db.queries.signoff import pairs_to_sign
from pages.parts.change_words import KINDS
from pages.parts.frame import look, need_cohort
from pages.parts.labels import label
from pages.parts.month_words import month_name
from pages.parts.papers_pairings import OF_PAIRINGS, pairing_list, row_table
from pages.parts.scheme_choice import asked_scheme, say_missing, scheme_choice
from pages.parts.tables import found, number, text
from programme.change_view import slips
from texts import _

WITH_PRICES = ("draft", "returned", "proposed", "approved", "confirmed", "superseded")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What papers are asked for: ids as the form's `about` says, in the order shown, the scheme or change that they stand
    in (0: none), and the month ("": all)."""

    ids: tuple[int, ...] = ()
    of: int = 0
    picked: bool = False
    month: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nobody to make papers for."""
        return not self.ids and not self.of


def choose(form: str, about: str) -> Chosen:
    """The list that a form is made from, with what is picked in it."""
    if about in OF_PAIRINGS:
        ids, picked, month = pairing_list(form, about)
        return Chosen(ids, picked=picked, month=month)
    return CHOICES[about]()


def _mentors() -> Chosen:
    known = look(mentors)
    if known.empty:
        st.info(_("The pool is empty. Import a roster of mentors first."))
        return Chosen()
    shown = known.assign(state=[label("mentor_state", code) for code in known["status"]])
    columns = {
        "name": text(_("Mentor"), 90), "unit": text(_("Unit"), 220), "post": text(_("Post"), 130),
        "state": text(_("State"), 100), "capacity": number(_("Seats")), "load": number(_("Leads now")),
    }  # fmt: skip
    return _table(shown, columns, "mentor", ["unit", "post"])


def _scheme_pairs() -> Chosen:
    scheme_id = _scheme(WITH_PRICES)
    if scheme_id is None:
        return Chosen()
    known = look(pairs_to_sign, scheme_id=scheme_id).sort_values(["mentee_unit", "mentee"])
    shown = known.drop_duplicates("mentee_id").assign(
        id=lambda rows: rows["mentee_id"], name=lambda rows: rows["mentee"]
    )
    if shown.empty:
        st.info(_("This scheme has no pair."))
        return Chosen()
    columns = {
        "mentee": text(_("Mentee"), 90), "mentee_unit": text(_("Mentee's unit"), 170), "mentor": text(_("Mentor"), 90),
        "mentor_unit": text(_("Mentor's unit"), 170), "fit": number(_("Fit"), 70, format="%.1f"),
    }  # fmt: skip
    chosen = _table(shown, columns, f"scheme-{scheme_id}", ["mentor", "mentee_unit", "mentor_unit"])
    return Chosen(chosen.ids, scheme_id, chosen.picked) if chosen.ids else Chosen()


def _whole_scheme() -> Chosen:
    scheme_id = _scheme(("confirmed",))
    return Chosen() if scheme_id is None else Chosen(of=scheme_id)


def _scheme(states: tuple[str, ...]) -> int | None:
    """The scheme in the address, else the newest in one of the states; None with a word where there is none."""
    known = look(schemes, cohort_id=need_cohort())
    known = known[known["status"].isin(states)]
    if known.empty:
        st.info(
            _("There is no confirmed scheme in this cohort yet.")
            if states == ("confirmed",)
            else _("There is no scheme with a plan in this cohort yet.")
        )
        return None
    names = dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    asked_scheme(names)
    say_missing("outcomes/papers.py")
    return scheme_choice(st, names, labelled=True)


def _change() -> Chosen:
    known = {line.id: line for line in look(slips)}
    if not known:
        st.info(_("There is no change slip yet. They are drawn up on the page of changes."))
        return Chosen()

    def words(key: int) -> str:
        line = known[key]
        said = _("No. {number} · {kind} · {names}")
        return said.format(number=line.id, kind=_(KINDS[line.kind]), names=_(", ").join(line.names[:3]))

    return Chosen(of=int(st.selectbox(_("Change slip"), list(known), format_func=words, key="papers-change") or 0))


def _publication() -> Chosen:
    """A bulletin of the cohort, the latest on top."""
    known = look(publications, cohort_id=need_cohort())
    if known.empty:
        st.info(
            _("No month of this cohort is published yet. Bulletins are published on the page of the monthly review.")
        )
        return Chosen()
    said = _("{month}, no. {number}")
    names = {int(row.id): said.format(month=month_name(row.month), number=row.number) for row in known.itertuples()}
    chosen = st.selectbox(_("Bulletin"), list(names), format_func=lambda key: names.get(key, ""), key="papers-bulletin")
    return Chosen(of=int(chosen or 0))


def _cohort() -> Chosen:
    return Chosen(of=need_cohort())


CHOICES: Mapping[str, Callable[[], Chosen]] = MappingProxyType(
    {
        "mentor": _mentors,
        "scheme_pair": _scheme_pairs,
        "scheme": _whole_scheme,
        "change": _change,
        "change_line": _change,
        "publication": _publication,
        "cohort": _cohort,
    }
)


def _table(known: pd.DataFrame, columns: Mapping[str, Any], kind: str, sought: list[str]) -> Chosen:
    """The rows that the search leaves; picked ones count alone."""
    said = st.text_input(
        _("Search"), key=f"papers-search-{kind}", placeholder=_("Name, initials or unit"), label_visibility="collapsed"
    )
    ids, picked = row_table(found(known, said or "", sought), columns, kind)
    return Chosen(ids, picked=picked)
