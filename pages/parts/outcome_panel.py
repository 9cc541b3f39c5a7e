"""One fact in full, the chain it stands in, what it said before, and the two ways to set it right: correct it, or strike it out."""

from typing import Any

import streamlit as st

from db.clock import today
from db.queries.outcomes import chain, outcome, outcome_versions
from pages.parts import outcome_fields as fields
from pages.parts import outcome_filters, tables
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import aside, label, stated
from pages.parts.outcome_entry import follows_field, nothing, pairing_field
from pages.parts.ways import mentee_page, mentor_page, way
from programme.access import Action
from programme.outcomes import keep
from programme.outcomes.belonging import candidates
from programme.outcomes.person_row import row_brought
from programme.outcomes.wording import line, word
from texts import _

KEY = outcome_filters.KEY
# What fits into one line of the panel, in widths of a Latin letter.
LONGEST = 58
KEPT = ("happened_on", "pairing_id", "follows_id", *fields.NAMES)


def one(outcome_id: int) -> None:
    """The fact, its chain, its history, and what may be done with it."""
    told = look(outcome, outcome_id=outcome_id)
    if told is None:
        st.caption(_("This entry is not there, or not yours to see."))
        st.button(_("Back"), key="out_back", on_click=tables.close, args=(KEY,))
        return
    told = {name: None if nothing(value) else value for name, value in told.items()}
    _head(told)
    _body(told)
    _chain(told)
    _foot(told)
    history("outcome", outcome_id)
    if may(Action.KEEP_RECORDS) and not told["struck"]:
        _correcting(told)
        striking(keep.strike, {"outcome_id": told["id"], "seen_version": told["version"]})


def _head(told: dict[str, Any]) -> None:
    left, right = st.columns([2.2, 1.2], vertical_alignment="top")
    left.markdown(f"**{word('kind', told['kind'])}** ・ {day(told['happened_on'])}")
    right.button(
        _("New fact"), key="out_close", icon=":material/add:", on_click=tables.close, args=(KEY,), width="stretch"
    )
    st.markdown(aside(f"**{plain(told['name'])}**", plain(told["unit"])))
    if told["mentor"] and told["side"] == "mentee":
        st.markdown(_("In the pairing with {mentor}").format(mentor=f"**{plain(told['mentor'])}**"))
    elif told["side"] != "mentor":
        st.caption(_("Belongs to no pairing."))
    if told["struck"]:
        when, by, reason = moment(told["struck_at"]), plain(told["struck_by"]), plain(told["struck_reason"])
        st.error(_("Struck out on {when} by {by}: {reason}").format(when=when, by=by, reason=reason))


def _body(told: dict[str, Any]) -> None:
    st.markdown(plain(line(told)))
    facts = []
    if told["until_on"]:
        facts.append(_("Until {day}").format(day=day(told["until_on"])))
    if told["step"] == "probationary":
        facts.append(_introduced(told))
    for title, name in ((_("Paper number"), "evidence"), (_("Source"), "source"), (_("Note"), "note")):
        if told[name]:
            facts.append(stated(title, plain(told[name])))
    if facts:
        st.markdown("\n".join(f"- {fact}" for fact in facts))


def _introduced(told: dict[str, Any]) -> str:
    names = _(", ").join(plain(name) for name in (told["introducer"], told["other_introducer"]) if name)
    if not names:
        return _("Introducer not recorded")
    by_mentor = told["introducer_id"] is not None and told["introducer_id"] == told["mentor_id"]
    mark = _("the mentor of this pairing") if by_mentor else _("not the mentor of this pairing")
    return _("Introduced by {names} ({mark})").format(names=names, mark=mark)


def _chain(told: dict[str, Any]) -> None:
    """Everything on record of the person, in order, what came of a fact below it."""
    found = look(chain, person_id=told["person_id"])
    if len(found) < 2:
        return
    head = _("Way of growth: {count} facts").format(count=len(found))
    with st.expander(head, expanded=True), st.container(gap=None):
        for row in found.itertuples():
            mark = "　" * int(row.depth) + ("└ " if row.depth else "")
            kind = "" if row.kind in ("party", "posting", "task") else word("kind", row.kind) + " "
            st.button(
                plain(_short(f"{mark}{day(row.happened_on)} {kind}{line(row)}")), key=f"out-chain-{row.id}", type="tertiary", disabled=row.id == told["id"],
                on_click=tables.open_row, args=(KEY, int(row.id)),
            )  # fmt: skip


def _short(text: str) -> str:
    """The text as far as one line of the panel holds it: a Chinese character takes the room of two letters."""
    width = 0
    for place, char in enumerate(text):
        width += 1 if ord(char) < 0x2000 else 2
        if width > LONGEST:
            return text[:place] + "…"
    return text


def _foot(told: dict[str, Any]) -> None:
    written = _("Written down on {when} by {by}").format(when=moment(told["at"]), by=plain(told["by"]))
    if told["file"]:
        written += " ・ " + _("from {file}").format(file=plain(str(told["file"]).replace("\n", _(", "))))
    st.caption(written)
    brought = look(row_brought, outcome_id=int(told["id"]))
    if brought is not None:
        before, after = (label("party", brought[name]) if brought["field"] == "party" else brought[name] for name in ("before", "after"))  # fmt: skip
        st.caption(
            _(
                "The person's row was brought up to date with it: {before} → {after}. Striking it out undoes that."
            ).format(before=plain(before) or "—", after=plain(after))
        )
    with st.container(horizontal=True):
        only = {outcome_filters.PERSON: (int(told["person_id"]), told["name"])}
        st.button(
            _("Only this person"), key="out_only", type="tertiary", icon=":material/filter_alt:",
            on_click=outcome_filters.lead, args=(only,), kwargs={"fresh": True},
        )  # fmt: skip
        way("prepare/person.py", _("Open the person's page"), person=told["person_id"])
        if told["own_mentee_id"]:
            mentee_page(int(told["own_mentee_id"]))
        elif told["side"] == "mentor":
            mentor_page(int(told["person_id"]))


def history(subject: str, subject_id: int) -> None:
    """What the entry said before its corrections."""
    found = look(outcome_versions, subject=subject, subject_id=subject_id)
    if found.empty:
        return
    with st.expander(_("Corrected {count} times").format(count=len(found))):
        for row in found.itertuples():
            when, by, reason = moment(row.at), plain(row.by), plain(row.reason)
            st.markdown(_("{when}, {by}: {reason}").format(when=when, by=by, reason=reason))
            hidden = ("kind", "side", "cohort_id", "pairing_id", "introducer_id", "follows_id")
            said = [str(value) for name, value in row.content.items() if name not in hidden and value not in ("", None)]
            st.caption(plain(" ・ ".join(said)))


def _correcting(told: dict[str, Any]) -> None:
    key = f"out-fix-{told['id']}-{told['version']}"
    with st.expander(_("Correct this entry"), icon=":material/edit:", key=f"{key}-open"):
        step = {"step": fields.step("party", key, told)} if told["kind"] == "party" else {}
        on = st.date_input(
            _("Day"), told["happened_on"], max_value=today(), format="YYYY-MM-DD", key=f"{key}-happened_on"
        )
        found = look(candidates, person_id=told["person_id"], day=on)
        pairing = pairing_field(found, on, f"{key}-{on}-pairing", told["pairing_id"])
        with st.form(key, border=False):
            fields.draw(told["kind"], key, {**told, **step}, fields.introducers(found))
            follows_field(told["person_id"], on, (key, told["follows_id"], told["id"]))
            st.text_input(_("Why it is corrected (needed)"), max_chars=200, key=f"{key}-why")
            st.form_submit_button(_("Save the correction"), on_click=_correct, args=(told, key, on, pairing))


def _correct(told: dict[str, Any], key: str, on: Any, pairing_id: int | None) -> None:
    values = {name: told[name] for name in KEPT} | fields.read(told["kind"], key)
    values |= {"happened_on": on, "pairing_id": pairing_id}
    for name in ("until_on", "amount", "introducer_id", "follows_id"):
        # A field that was emptied is empty; one that the form did not show stays.
        if f"{key}-{name}" in st.session_state:
            values[name] = st.session_state[f"{key}-{name}"]
    done, reason = _("Corrected; what it said before stays readable."), st.session_state.get(f"{key}-why", "")
    act(keep.correct, done=done, outcome_id=told["id"], seen_version=told["version"], values=values, reason=reason)


def striking(use_case: Any, asked: dict[str, Any]) -> None:
    """Strike an entry out, with the reason."""
    key = "-".join(map(str, asked.values()))
    with st.popover(_("Strike out"), icon=":material/strikethrough_s:"):
        st.caption(_("It stays readable with the reason and counts nowhere any more."))
        why = st.text_input(_("Why (needed)"), max_chars=200, key=f"out-strike-{key}")
        st.button(
            _("Strike this entry out"), key=f"out-strike-go-{key}", type="primary", on_click=act, args=(use_case,),
            kwargs={**asked, "reason": why, "done": _("The entry was struck out.")},
        )  # fmt: skip
