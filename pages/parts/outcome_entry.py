"""Quick entry of a fact: whose, what kind, on which day; the pairing is proposed from the day; then a few fields by the kind."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.outcomes import outcomes
from db.queries.people import people
from pages.parts import outcome_fields as fields
from pages.parts import tables
from pages.parts.dates import day, partial
from pages.parts.frame import act, look, may, say
from pages.parts.labels import label
from pages.parts.learning import suggest_gain
from programme.access import Action
from programme.outcomes import keep
from programme.outcomes.belonging import Candidate, candidates, proposed
from programme.outcomes.person_row import row_offer
from programme.outcomes.wording import WORDS, line, word, wording
from texts import _

SOUGHT, WHO, KIND, DAY = "out_sought", "out_who", "out_entry_kind", "out_entry_day"
SHOWN = 20


def entry() -> None:
    """The form; kind and day stay for the next one."""
    st.markdown("**" + _("New fact") + "**")
    person_id = _person()
    kinds, days = st.columns(2, gap="small")
    kind = kinds.selectbox(_("Kind"), list(WORDS["kind"]), format_func=wording("kind"), key=KIND)
    st.session_state.setdefault(DAY, today())
    on = days.date_input(_("Day"), max_value=today(), format="YYYY-MM-DD", key=DAY)
    if person_id is None or on is None:
        st.caption(_("Find the person first: two letters of the name will do. Only what has happened is written down."))
        return
    _form(person_id, kind, on)


def _person() -> int | None:
    """Whoever is meant: typed, then chosen where several fit; one who alone fits is chosen already."""
    sought = st.text_input(
        _("Person"), key=SOUGHT, placeholder=_("Name, pinyin, initials or unit"), icon=":material/search:",
        label_visibility="collapsed",
    )  # fmt: skip
    if not sought.strip():
        return None
    hits = tables.found(look(people), sought, ("unit",)).head(SHOWN)
    if hits.empty:
        st.caption(_("Nobody is found. Try fewer letters."))
        return None
    names = {int(row.id): _named(row) for row in hits.itertuples()}
    return st.selectbox(
        _("Person found"), list(names), 0 if len(names) == 1 else None, format_func=names.__getitem__,
        key=f"{WHO}-{'-'.join(map(str, names))}", label_visibility="collapsed",
        placeholder=_("{count} people fit: choose one").format(count=len(names)),
    )  # fmt: skip


def _named(row: Any) -> str:
    return " ・ ".join(filter(None, (row.name, row.unit, partial(row.birth))))


def _form(person_id: int, kind: str, on: date) -> None:
    found = look(candidates, person_id=person_id, day=on)
    key = f"out-{st.session_state.get('out_round', 0)}-{kind}-{person_id}"
    told = {"step": fields.step(kind, key, {})} if kind == "party" else {}
    pairing = pairing_field(found, on, f"{key}-{on}-pairing")
    if kind == "gain":
        suggest_gain(found, pairing, f"{key}-title")
    # The key belongs to the button: the form's own would work in fields of text only.
    with st.form(f"{key}-form", border=False, enter_to_submit=False):
        fields.draw(kind, key, told, fields.introducers(found))
        follows_field(person_id, on, (key, None, 0))
        version = _row_field((person_id, kind, on), told.get("step", ""), key)
        st.form_submit_button(
            _("Save"), type="primary", width="stretch", icon=":material/check:", shortcut="Ctrl+Enter", on_click=_save,
            args=((person_id, kind, on), key, pairing, version),
        )  # fmt: skip


def pairing_field(found: list[Candidate], on: date, key: str, chosen: int | None | str = "proposed") -> int | None:
    """The pairing that the fact belongs to: the proposed one is chosen already, 0 stands for none."""
    names = {one.pairing_id: _pair(one, on) for one in found} | {0: _("Belongs to no pairing")}
    own = proposed(found, on)
    first = (own.pairing_id if own else 0) if chosen == "proposed" else int(chosen or 0)
    picked = st.selectbox(
        _("Pairing (proposed from the day)"), list(names), list(names).index(first) if first in names else 0,
        format_func=names.__getitem__, key=key,
    )  # fmt: skip
    return picked or None


def _pair(one: Candidate, on: date) -> str:
    side = _("mentor {name}") if one.side == "mentee" else _("mentee {name}")
    state = _("in force on that day") if one.holds(on) else _("over by then")
    return " ・ ".join((side.format(name=one.other), _("since {day}").format(day=day(one.since)), state))


def follows_field(person_id: int, on: date, where: tuple[str, int | None, int]) -> None:
    """The earlier fact that this one came of; (key, what is told, its own id)."""
    key, told, own = where
    earlier = look(outcomes, person_id=person_id)
    earlier = earlier[(earlier["happened_on"] <= on) & (earlier["id"] != own)] if len(earlier) else earlier
    names = {
        int(row.id): f"{day(row.happened_on)} {word('kind', row.kind)} {line(row)}" for row in earlier.itertuples()
    }
    if names:
        st.selectbox(
            _("Came of (opportunity, task, result, post)"), list(names), list(names).index(told) if told in names else None,
            format_func=names.__getitem__, key=f"{key}-follows_id", placeholder=_("Of nothing on record"),
        )  # fmt: skip


def _row_field(what: tuple[int, str, date], step: str, key: str) -> int | None:
    """Whether the person's own row is brought up to date with the fact; its version, None where nothing would change."""
    person_id, kind, on = what
    found = look(row_offer, person_id=person_id, kind=kind, step=step, day=on) if may(Action.EDIT_POOL) else None
    if found is None:
        return None
    said = label("party", found.now) if found.field == "party" else found.now
    asked = {
        "party": _("Bring the Party membership on the person's row up to date (now: {said})"),
        "post": _("Bring the post on the person's row up to date (now: {said})"),
    }
    st.checkbox(asked[found.field].format(said=said or "—"), True, key=f"{key}-bring")
    return found.version


def _save(what: tuple[int, str, date], key: str, pairing_id: int | None, version: int | None) -> None:
    person_id, kind, on = what
    values = fields.read(kind, key) | {"happened_on": on, "pairing_id": pairing_id}
    values["follows_id"] = st.session_state.get(f"{key}-follows_id")
    seen = version if st.session_state.get(f"{key}-bring") else None
    kept = act(keep.add, person_id=person_id, values=values, row_version=seen)
    if kept is None:
        return
    say(_("Kept: {kind}, {day}.").format(kind=word("kind", kind), day=day(on)), "success")
    st.session_state["out_round"] = st.session_state.get("out_round", 0) + 1
    st.session_state[SOUGHT] = ""


def nothing(value: Any) -> bool:
    """Whether a value of a row says nothing."""
    return value is None or (not isinstance(value, str) and bool(pd.isna(value)))
