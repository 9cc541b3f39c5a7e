"""The head of a person's page: who it is, the parts played, and what waits about this person."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.cohorts import cohorts
from pages.parts.dates import day, partial
from pages.parts.frame import ask, look, plain
from pages.parts.labels import aside, label
from pages.parts.today_words import ICONS, about, due_badge, sentence, task_way
from pages.parts.ways import mentee_page, mentor_page
from programme.eligibility import age_on
from programme.retirement import WARN_MONTHS, months_until, retires_on
from programme.todo.tasks import tasks_of_person
from texts import _

MENTOR_COLOURS = {"in_pool": "green", "paused": "orange", "left": "gray", "nominated": "blue", "reviewed": "blue"}
MENTEE_COLOURS = {"waiting": "blue", "paired": "green", "graduated": "violet", "extended": "orange", "ended": "gray"}

# So many facts stand side by side: a mentor has more of them than a small window has room for.
ABREAST = 6


def basics(who: Mapping[str, Any], parts: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """Unit and post, the parts as badges, the facts, and the ways to the lists where they are edited."""
    place = " ・ ".join(plain(part) for part in (who["unit"], who["post"], who["no"]) if part)
    st.markdown(f"{place or _('No unit is entered.')}  {' '.join(_badges(who, parts, pairs))}")
    if who["namesakes"]:
        told = _("{count} others bear this name; unit and number tell them apart.")
        st.caption(":material/group: " + told.format(count=who["namesakes"]))
    with st.container(border=True, key="person-basics"):
        facts = list(_facts(who).items())
        for first in range(0, len(facts), ABREAST):
            for cell, (name, value) in zip(
                st.columns(ABREAST, gap="small"), facts[first : first + ABREAST], strict=False
            ):
                cell.markdown(f":small[:gray[{name}]]  \n{plain(value) if value else '—'}")


def _badges(who: Mapping[str, Any], parts: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    badges = []
    if pairs["example_since"].notna().any():
        badges.append(f":orange-badge[:material/star: {label('pair_kind', 'example')}]")
    if who["status"]:
        told = _("Mentor ({state})").format(state=label("mentor_state", who["status"]))
        badges.append(f":{MENTOR_COLOURS[who['status']]}-badge[{plain(told)}]")
    for row in parts.itertuples():
        told = aside(_("Mentee, {cohort}").format(cohort=row.cohort), label("mentee_state", row.status))
        badges.append(f":{MENTEE_COLOURS[row.status]}-badge[{plain(told)}]")
    return badges


def _facts(who: Mapping[str, Any]) -> dict[str, str]:
    """What stands on file; an age is only told where the birth is known."""
    years = age_on(who["birth"], today()) if who["birth"] else None
    birth = partial(who["birth"]) + (" " + _("({years} years old)").format(years=years) if years is not None else "")
    return {
        _("Sex"): label("sex", who["sex"]) if who["sex"] else "",
        _("Birth"): birth,
        _("Start of work"): partial(who["work_start"]),
        _("Party affiliation"): " ・ ".join(
            filter(None, (label("party", who["party"]) if who["party"] else "", who["branch"]))
        ),
        _("Education"): label("education", who["education"]) if who["education"] else "",
        _("Major"): who["major"],
        **(_of_mentor(who) if who["status"] else {}),
    }


def _of_mentor(who: Mapping[str, Any]) -> dict[str, str]:
    retires = retires_on(who["birth"], who["sex"])
    soon = retires is not None and months_until(retires, today()) <= WARN_MONTHS
    return {
        _("Standing"): label("standing", who["standing"]) if who["standing"] else "",
        _("Capacity"): str(who["capacity"]),
        _("Grass-roots years"): f"{who['grassroots_years']:g}",
        _("Retirement age in"): (partial(retires.isoformat()[:7]) + (" ⚠" if soon else "")) if retires else "",
    }


def next_steps(person_id: int) -> None:
    """What waits about this person, whoever deals with it."""
    found = ask(tasks_of_person, person_id=person_id) or []
    if not found:
        return
    known = look(cohorts)
    names = dict(zip(known["name"], known["id"].astype(int), strict=True))
    with st.container(border=True, gap="small", key="person-next"):
        st.markdown(f"**{_('What waits about this person')}** :small[:gray[{len(found)}]]")
        for task in found:
            told, link = st.columns([5, 1], vertical_alignment="center", gap="small")
            line = f"{ICONS[task.weight]} {plain(sentence(task))} {due_badge(task)} :small[:gray[{about(task)}]]"
            told.markdown(line)
            with link:
                task_way(task, names)


def edit_ways(who: Mapping[str, Any], parts: pd.DataFrame) -> None:
    """The ways to the lists where the entries are kept."""
    with st.container(horizontal=True):
        if who["status"]:
            mentor_page(int(who["id"]))
        for row in parts.itertuples():
            mentee_page(int(row.mentee_id), int(row.cohort_id))


def since_words(who: Mapping[str, Any]) -> str:
    """The state of a mentor with its reason and days."""
    told = [label("mentor_state", who["status"])]
    if who["status_reason"]:
        told.append(label("mentor_reason", who["status_reason"]))
    if who["status_on"]:
        told.append(_("since {day}").format(day=day(who["status_on"])))
    if who["return_on"]:
        told.append(_("back on {day}").format(day=day(who["return_on"])))
    return " ・ ".join(told)
