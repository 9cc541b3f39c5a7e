"""What the panels of mentors and mentees share: declared avoidance, and what was done to an entry."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from db.queries import people
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, me, plain, say
from pages.parts.labels import label, labels, wording
from pages.parts.tables import close
from pages.parts.vocabulary import Names, listed
from programme import avoidances
from programme.access import Action
from texts import N_, _

FIELDS: Mapping[str, str] = {
    "name": N_("Name"),
    "no": N_("Staff number"),
    "sex": N_("Sex"),
    "birth": N_("Birth"),
    "work_start": N_("Start of work"),
    "party": N_("Party affiliation"),
    "branch": N_("Party branch"),
    "education": N_("Education"),
    "major": N_("Major"),
    "unit_id": N_("Unit"),
    "post": N_("Post"),
    "remark": N_("Remark"),
    "dialects": N_("Dialects spoken"),
    "strengths": N_("Strengths"),
    "standing": N_("Standing"),
    "source": N_("Nominated by"),
    "capacity": N_("Capacity"),
    "grassroots_years": N_("Grass-roots years"),
    "stream": N_("Stream"),
    "expertise": N_("Expertise"),
    "category": N_("Category"),
    "county": N_("County served"),
    "township": N_("Township served"),
    "field": N_("Professional field"),
    "demand": N_("Mentors wanted"),
    "priority": N_("Priority"),
    "needs": N_("Needs"),
    "status": N_("State"),
}
ACTS: Mapping[str, str] = {
    "edit": N_("Edited"),
    "add_mentor": N_("Added to the mentor pool by hand"),
    "add_mentee": N_("Added as mentee by hand"),
    "move": N_("State changed"),
    "confirm": N_("Confirmation recorded"),
}
DEPARTMENTS: Mapping[str, str] = {
    "organization": N_("Organization department"),
    "publicity": N_("Publicity department"),
}
CODED = ("sex", "party", "education", "standing", "source", "stream", "category")
TERMS: Mapping[str, str] = {"dialects": "dialect", "strengths": "strength", "needs": "expertise", "field": "field"}


def heading(row: pd.Series, key: str, state: str) -> None:
    """Who it is, with the state as a badge (Markdown), and the button that shuts the panel."""
    words, button = st.columns([5, 1], vertical_alignment="center")
    words.markdown(f"#### {plain(row['name'])} {state}")
    if button.button(_("Close"), key=f"{key}-close", type="tertiary"):
        shut(key)
    place = " ・ ".join(plain(part) for part in (row["unit"], row["post"]) if part)
    st.caption(place or _("No unit is entered."))


def shut(key: str) -> None:
    """Close the panel and draw the page anew."""
    close(key)
    st.rerun()


def show_tabs(key: str, drawn: Mapping[str, Callable[[], None]]) -> None:
    """Tabs of which only the open one is computed."""
    for tab, draw in zip(st.tabs(list(drawn), key=key, on_change="rerun"), drawn.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def avoidance_tab(person_id: int, name: str) -> None:
    """Declared grounds: what is declared, take it back, declare another; private."""
    if me().viewer.unit_id is not None:
        st.caption(_("Declarations of avoidance are private; the organization department keeps them."))
        return
    st.caption(
        _("Two people with a declared ground are never paired, whichever is the mentor. Only staff see the ground.")
    )
    declared = look(people.avoidances, person_id=person_id)
    for row in declared.to_dict("records"):
        _declared(row)
    if declared.empty:
        st.caption(_("Nothing is declared."))
    if may(Action.EDIT_POOL):
        _declare(person_id, name)


def _declared(row: dict[str, Any]) -> None:
    words, button = st.columns([5, 1.4], vertical_alignment="center")
    words.markdown(f"**{plain(row['name'])}** {plain(row['unit'] or '')} ・ {label('ground', row['ground'])}")
    if may(Action.EDIT_POOL) and button.button(_("Withdraw"), key=f"withdraw-{row['id']}"):
        act(avoidances.withdraw, avoidance_id=row["id"], done=_("The declaration is withdrawn."))
        st.rerun()


def _declare(person_id: int, name: str) -> None:
    known = everybody(but=person_id)
    with st.form(f"declare-{person_id}", border=True, clear_on_submit=True):
        st.markdown(_("Declare for {name}").format(name=plain(name)))
        other = st.selectbox(
            _("The other person"),
            list(known),
            None,
            format_func=lambda key: known.get(key, ""),
            placeholder=_("Type a name"),
        )
        ground = st.selectbox(_("Ground"), list(labels("ground")), format_func=wording("ground"))
        sent = st.form_submit_button(_("Declare"))
    if sent and other is not None:
        _tell(act(avoidances.declare, person_id=person_id, other_id=other, ground=ground, done=_("Declared.")))
    elif sent:
        st.warning(_("Choose the other person first."))


def _tell(declared: avoidances.Declared | None) -> None:
    if declared and declared.bound:
        say(_("These two are bound by an open pairing now. It stays until somebody changes it."), "warning")
    st.rerun()


def history_tab(objects: Sequence[str], names: Names) -> None:
    """The newest acts on an entry, each with who, when and what differed."""
    acts = look(people.history, objects=tuple(objects))
    if acts.empty:
        st.caption(_("Nothing was changed by hand yet."))
    for row in acts.to_dict("records"):
        st.markdown(f"**{moment(row['at'])}** ・ {plain(row['who'] or '—')} ・ {_told(row['detail'])}")
        for line in changed(row["detail"], names):
            st.markdown(f"- {line}")


def changed(detail: Mapping[str, Any], names: Names) -> list[str]:
    """One line per field: what it was and what it is."""
    return [
        _("{field}: {before} → {after}").format(
            field=_(FIELDS[field]) if field in FIELDS else field,
            before=plain(said(field, before, names)),
            after=plain(said(field, after, names)),
        )
        for field, (before, after) in detail.get("changes", {}).items()
    ]


def said(field: str, value: Any, names: Names) -> str:
    """A stored value in words: codes, terms and units by their names."""
    if value in (None, "", [], {}):
        return "—"
    if field in CODED:
        return label(field, value)
    if field == "unit_id":
        return names.unit_names().get(value, str(value))
    if field == "expertise":
        return graded(value.items(), names.words("expertise"))
    if field in TERMS:
        words = names.words(TERMS[field])
        return listed(words.get(code, code) for code in ([value] if isinstance(value, str) else value))
    if field in ("birth", "work_start"):
        return day(value)
    return _state(str(value)) if field == "status" else str(value)


def graded(pairs: Any, words: Mapping[str, str]) -> str:
    """Expertise with its grades: 群众工作 5、征地拆迁 3."""
    return listed(f"{words.get(code, code)} {grade}" for code, grade in pairs)


def _state(code: str) -> str:
    return label("mentor_state", code) if code in labels("mentor_state") else label("mentee_state", code)


def _told(detail: Mapping[str, Any]) -> str:
    act_name = detail.get("act", "")
    parts = [_(ACTS[act_name]) if act_name in ACTS else plain(act_name)]
    if detail.get("department"):
        parts.append(f"{_(DEPARTMENTS[detail['department']])} {day(detail.get('on'))}")
    if detail.get("reason"):
        kind = "mentor_reason" if detail["reason"] in labels("mentor_reason") else "mentee_reason"
        parts.append(label(kind, detail["reason"]))
    return " ・ ".join([*parts, *([plain(detail["note"])] if detail.get("note") else [])])


def everybody(but: int | None = None) -> dict[int, str]:
    """Everybody by id, namesakes told apart by unit and birth; all but one."""
    known = look(people.people)
    return {row.id: f"{row.name} {row.unit or ''} {day(row.birth)}" for row in known.itertuples() if row.id != but}


def known_person(key: str) -> int | None:
    """Whom the programme knows already in another role, for a form that adds somebody (None: somebody new)."""
    known = everybody()
    return st.selectbox(
        _("Already known to the programme"), list(known), None, format_func=lambda person: known.get(person, ""),
        key=f"{key}-known", placeholder=_("No, a new person"),
    )  # fmt: skip


def empty_row() -> pd.Series:
    """What an empty form begins with."""
    return pd.Series(dtype=object)
