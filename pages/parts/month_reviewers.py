"""Who comments for each unit: its head and the leader in charge; entered once, taken over by every month that opens."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly import unit_reviewers
from pages.parts import tables
from pages.parts.frame import act, look, may, need_cohort, plain, say
from pages.parts.month_words import person, word
from programme.access import Action
from programme.reviews import reviewers
from programme.reviews.values import PARTS
from texts import _

KEY = "reviewer"


def reviewers_view(row: Any) -> None:
    """The units, those without a reviewer first said so, and the form of one beside them."""
    known = look(unit_reviewers, cohort_id=need_cohort())
    blank = int(
        ((known["head_name"] + known["head_post"] == "") | (known["leader_name"] + known["leader_post"] == "")).sum()
    )
    st.caption(
        _(
            "A month keeps who was asked when it opened. {count} units still lack a reviewer; filling one in reaches the open months."
        ).format(count=blank)
    )
    left, right = st.columns([8, 5], gap="medium")
    with left:
        _table(known)
    with right, st.container(border=True):
        picked = known[known["unit_id"].astype(str) == tables.picked(KEY)]
        if len(picked) and may(Action.KEEP_RECORDS):
            _form(next(picked.itertuples()))
        else:
            st.caption(_("Select a unit to enter who comments for it."))


def _table(known: pd.DataFrame) -> None:
    shown = known.rename(columns={"unit_id": "id"}).assign(
        head=[person(row.head_name, row.head_post) or "—" for row in known.itertuples()],
        leader=[person(row.leader_name, row.leader_post) or "—" for row in known.itertuples()],
    )
    columns = {
        "unit": tables.text(_("Unit"), 200), "head": tables.text(word("part", "head"), 210),
        "leader": tables.text(word("part", "leader"), 210),
    }  # fmt: skip
    tables.pick(shown, KEY, columns, height=540)


def _form(row: Any) -> None:
    st.markdown(f"**{plain(row.unit)}**")
    with st.form(f"mon-reviewers-{row.unit_id}", border=False):
        fields = {}
        for role in PARTS[1:]:
            st.caption(word("part", role))
            name, post = st.columns(2, gap="small")
            fields[role] = (
                name.text_input(_("Name of the reviewer"), getattr(row, f"{role}_name"), max_chars=40, key=f"mon-{role}-name-{row.unit_id}"),
                post.text_input(_("Post of the reviewer"), getattr(row, f"{role}_post"), max_chars=80, key=f"mon-{role}-post-{row.unit_id}"),
            )  # fmt: skip
        if st.form_submit_button(_("Save"), type="primary", width="stretch"):
            _save(row, fields)
            st.rerun()


def _save(row: Any, fields: dict[str, tuple[str, str]]) -> None:
    """Save what differs."""
    filled = 0
    for role, (name, post) in fields.items():
        if (name, post) != (getattr(row, f"{role}_name"), getattr(row, f"{role}_post")):
            count = act(reviewers.set_reviewer, unit_id=int(row.unit_id), role=role, name=name, post=post)
            if count is None:
                return
            filled += count
    say(_("Saved; {count} blanks of open months were filled.").format(count=filled), "success")
