"""The list of tasks: mine or for my information, filtered by topic, grouped by the day they are due."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from db.clock import today
from pages.parts.frame import plain
from pages.parts.today_words import BUCKETS, ICONS, about, due_badge, sentence, task_way
from programme.todo.task import Task
from programme.todo.words import TOPICS, topic
from texts import _

WHOSE, TOPIC = "today_whose", "today_topic"
# A group of more is cut; the rest is one click away.
SHOWN = 12


def task_list(found: list[Task], cohorts: Mapping[str, int]) -> None:
    """Draw the filters and what they leave."""
    shown = _of_topic(_of_mine(found))
    if not shown:
        _calm(found)
        return
    groups: dict[str, list[Task]] = {}
    for task in shown:
        groups.setdefault(task.bucket(today()), []).append(task)
    for bucket, tasks in groups.items():
        _group(bucket, tasks, cohorts)


def _of_mine(found: list[Task]) -> list[Task]:
    """What I can deal with, or what others deal with that I should know of."""
    mine = [task for task in found if task.mine]
    told = [task for task in found if not task.mine]
    words = {
        "mine": _("For me to do {count}").format(count=len(mine)),
        "told": _("For my information {count}").format(count=len(told)),
    }
    st.session_state.setdefault(WHOSE, "mine" if mine or not told else "told")
    chosen = st.segmented_control(
        _("Whose tasks"), list(words), required=True, format_func=lambda code: words[code], key=WHOSE,
        label_visibility="collapsed",
    )  # fmt: skip
    return mine if chosen == "mine" else told


def _of_topic(tasks: list[Task]) -> list[Task]:
    counts = Counter(topic(task.kind) for task in tasks)
    known = [code for code in TOPICS if counts[code]]
    if len(known) < 2:
        return tasks
    if st.session_state.get(TOPIC) not in known:
        st.session_state[TOPIC] = None
    chosen = st.pills(
        _("Kind"), known, format_func=lambda code: f"{_(TOPICS[code])} {counts[code]}", key=TOPIC,
        label_visibility="collapsed",
    )  # fmt: skip
    return tasks if chosen is None else [task for task in tasks if topic(task.kind) == chosen]


def _calm(found: list[Task]) -> None:
    with st.container(border=True):
        st.markdown(":green[:material/check_circle:] " + _("Nothing is waiting for you."))
        if any(not task.mine for task in found):
            st.caption(_("What others deal with stands under “For my information”."))


def _group(bucket: str, tasks: list[Task], cohorts: Mapping[str, int]) -> None:
    colour = "red" if bucket == "late" else "gray"
    with st.container(border=True, gap="small", key=f"today-{bucket}"):
        st.markdown(f"**:{colour}[{_(BUCKETS[bucket])}]** :small[:gray[{len(tasks)}]]")
        for task in tasks[:SHOWN]:
            _row(task, cohorts)
        if rest := tasks[SHOWN:]:
            with st.expander(_("{count} more").format(count=len(rest))):
                for task in rest:
                    _row(task, cohorts)


def _row(task: Task, cohorts: Mapping[str, int]) -> None:
    told, link = st.columns([5, 1.2], vertical_alignment="center", gap="small")
    told.markdown(
        f"{ICONS[task.weight]} {plain(sentence(task))} {due_badge(task)}  \n&emsp;&ensp;:small[:gray[{about(task)}]]"
    )
    with link:
        task_way(task, cohorts)
