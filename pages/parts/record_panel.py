"""One record in full, what it said before, and the two ways to set it right: correct it, or strike it out."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.records import entry_versions, record
from pages.parts import record_fields, tables
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import stated
from pages.parts.record_words import said, word
from pages.parts.vocabulary import names
from pages.parts.ways import mentee_page, mentor_page, story_of_mentee
from programme.access import Action
from programme.recordbook import keep
from texts import N_, _

KEY = "record"
TEXTS = {"content": "", "outcome": N_("Result"), "reflection": N_("What the mentee took from it")}
# What undoing an import gives as its reason.
UNDONE = "import_undone"
SAID = {"methods": "method", "forms": "form", "steps": "step", "aspects": "aspect"}


def one(record_id: int) -> None:
    """The record, its history, and what may be done with it."""
    told = look(record, record_id=record_id)
    if told is None:
        st.caption(_("This record is not there, or not yours to see."))
        st.button(_("Back"), key="rec_back", on_click=tables.close, args=(KEY,))
        return
    _head(told)
    _body(told)
    _foot(told)
    _history(record_id)
    if may(Action.KEEP_RECORDS) and not told["struck"]:
        _correcting(told)
        _striking(told)


def _head(told: dict[str, Any]) -> None:
    left, right = st.columns([2.2, 1.2], vertical_alignment="top")
    left.markdown(f"**{word('kind', told['kind'])}** ・ {day(told['happened_on'])}")
    right.button(
        _("New record"), key="rec_close", icon=":material/add:", on_click=tables.close, args=(KEY,), width="stretch"
    )
    people = _("{mentee} ({unit}), mentor {mentor}").format(
        mentee=f"**{plain(told['mentee'])}**", unit=plain(told["mentee_unit"]), mentor=f"**{plain(told['mentor'])}**"
    )
    st.markdown(people)
    if told["struck"]:
        reason = _("the import was undone") if told["struck_reason"] == UNDONE else plain(told["struck_reason"])
        by = plain(told["struck_by"])
        st.error(
            _("Struck out on {when} by {by}: {reason}").format(when=moment(told["struck_at"]), by=by, reason=reason)
        )
    elif told["backfilled"]:
        st.warning(_("Back-filled: written down {count} days after it happened.").format(count=told["delay"]))


def _body(told: dict[str, Any]) -> None:
    if told["title"]:
        st.markdown(f"**{plain(told['title'])}**")
    for name, label in TEXTS.items():
        if told[name]:
            head = f":small[:gray[{_(label)}]]  \n" if label else ""
            st.markdown(head + plain(told[name]).replace("\n", "  \n"))
    facts = [stated(_(record_fields.LABELS[name]), said(kind, told[name])) for name, kind in SAID.items() if told[name]]
    facts += [*_beside(told), *([_("Place: {place}").format(place=plain(told["place"]))] if told["place"] else [])]
    if told["topics"]:
        known = names().words("expertise")
        topics = _(", ").join(plain(known.get(code, code)) for code in told["topics"])
        facts.append(_("Topics: {topics}").format(topics=topics))
    st.markdown("\n".join(f"- {fact}" for fact in facts))


def _beside(told: dict[str, Any]) -> list[str]:
    """What hangs on the record for its kind."""
    facts = []
    if told["village"]:
        total = told["households_total"]
        share = f" / {total} ({told['households_visited'] / total:.0%})" if total else ""
        facts.append(
            _("{village}: {visited} households").format(
                village=plain(told["village"]), visited=told["households_visited"]
            )
            + share
        )
    if told["problems_found"] is not None:
        solved = told["problems_solved"] or 0
        facts.append(_("{found} problems found, {solved} solved").format(found=told["problems_found"], solved=solved))
    if told["campaign"]:
        facts.append(f"{plain(told['campaign'])} ・ {plain(told['post'])} ・ {word('mode', told['mode'])}")
        facts.append(_("{links} links, {visits} visits").format(links=told["links"], visits=told["visits"]))
    if told["remedy"]:
        facts.append(word("remedy", told["remedy"]))
    if told["rating"]:
        rated = _("{count} villagers gave {rating} of 5")
        facts.append(rated.format(count=told["feedback_count"], rating=f"{told['rating']:.1f}"))
    return facts


def _foot(told: dict[str, Any]) -> None:
    written = _("Written down on {when} by {by}").format(when=moment(told["recorded_at"]), by=plain(told["by"]))
    if told["file"]:
        written += " ・ " + _("from {file}").format(file=plain(told["file"].replace("\n", _(", "))))
    st.caption(written)
    with st.container(horizontal=True):
        st.button(
            _("Plan and stages"),
            key="rec_plan",
            type="tertiary",
            icon=":material/flag:",
            on_click=_plan_of,
            args=(told["pairing_id"],),
        )
        mentor_page(int(told["mentor_id"]))
        mentee_page(int(told["mentee_id"]))
        story_of_mentee(int(told["mentee_id"]), pairing=told["pairing_id"], tab="process")


def _plan_of(pairing_id: int) -> None:
    st.session_state["records_view"] = "plans"
    tables.close(KEY)
    st.query_params["pairing"] = str(pairing_id)


def _history(record_id: int) -> None:
    found = look(entry_versions, subject="record", subject_id=record_id)
    if found.empty:
        return
    with st.expander(_("Corrected {count} times").format(count=len(found))):
        for row in found.itertuples():
            when, by, reason = moment(row.at), plain(row.by), plain(row.reason)
            st.markdown(_("{when}, {by}: {reason}").format(when=when, by=by, reason=reason))
            st.caption(plain(_before(row.content)))


def _before(content: Any) -> str:
    """What a version said, in one line."""
    kept = {name: content.get(name) for name in ("happened_on", "title", "content", "outcome", "village")}
    return " ・ ".join(str(value) for value in kept.values() if value)


def _correcting(told: dict[str, Any]) -> None:
    key = f"fix-{told['id']}-{told['version']}"
    with st.expander(_("Correct this record"), icon=":material/edit:", key=f"{key}-open"), st.form(key, border=False):
        record_fields.draw(told["kind"], key, told, record_fields.choices(told["kind"]))
        st.text_input(_("Why it is corrected (needed)"), max_chars=200, key=f"{key}-why")
        st.form_submit_button(_("Save the correction"), on_click=_correct, args=(told, key))


def _correct(told: dict[str, Any], key: str) -> None:
    values = _kept_values(told) | record_fields.read(told["kind"], key)
    done = _("Corrected; what it said before stays readable.")
    reason = st.session_state.get(f"{key}-why", "")
    act(keep.correct, done=done, record_id=told["id"], seen_version=told["version"], values=values, reason=reason)


def _kept_values(told: dict[str, Any]) -> dict[str, Any]:
    """What the form does not show stays as it is."""
    names_ = (*record_fields.NAMES, "topics")
    return {name: told[name] for name in names_ if told.get(name) is not None and not _nothing(told[name])}


def _nothing(value: Any) -> bool:
    return not isinstance(value, list | str) and bool(pd.isna(value))


def _striking(told: dict[str, Any]) -> None:
    with st.popover(_("Strike out"), icon=":material/strikethrough_s:"):
        st.caption(_("It stays readable with the reason and counts nowhere any more."))
        why = st.text_input(_("Why (needed)"), max_chars=200, key=f"strike-{told['id']}")
        asked = {"record_id": told["id"], "seen_version": told["version"], "reason": why}
        done = _("The record was struck out.")
        st.button(
            _("Strike this record out"), key=f"strike-go-{told['id']}", type="primary", on_click=act, args=(keep.strike,),
            kwargs={**asked, "done": done},
        )  # fmt: skip
