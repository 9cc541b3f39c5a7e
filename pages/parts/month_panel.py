"""One review beside the list: filled in one form, saved with Ctrl+Enter, and the next one that waits is there at once."""

from typing import Any

import streamlit as st

from db.clock import today
from db.queries.monthly import review
from pages.parts import tables
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, plain, say
from pages.parts.labels import stated
from pages.parts.month_top import REVIEW
from pages.parts.month_words import figure, month_name, person, word
from pages.parts.ways import mentee_page, story_of_mentee
from programme.access import Action
from programme.reviews import filing, reviewers
from programme.reviews.values import LONGEST, PARTS, first_day
from texts import _

ROLES = PARTS[1:]


def one(review_id: int, waiting: list[int], row: Any) -> None:
    """The review: to fill in, to correct, or only to read."""
    told = look(review, review_id=review_id)
    if told is None:
        st.caption(_("This review is not there, or not yours to see."))
        return
    _head(told, waiting)
    if row.status == "open" and may(Action.KEEP_RECORDS) and not told["paused"]:
        _form(told, waiting)
        _elsewhere(told)
    else:
        _read(told, row)
        if row.status == "published" and may(Action.MANAGE_COHORTS):
            with st.expander(_("Correct after publication"), icon=":material/edit_note:"):
                _form(told, [], correcting=True)
    _versions(told)


def _head(told: dict[str, Any], waiting: list[int]) -> None:
    names = {"mentee": plain(told["mentee"]), "unit": plain(told["unit"]), "mentor": plain(told["mentor"])}
    title, back, forth = st.columns([6, 1, 1], gap="small", vertical_alignment="center")
    title.markdown(_("**{mentee}** · {unit} · led by {mentor}").format(**names))
    place = waiting.index(told["id"]) if told["id"] in waiting else -1
    before = waiting[place - 1] if place > 0 else None
    after = next_of(waiting, told["id"])
    for where, key, target, icon in ((back, "K", before, "arrow_upward"), (forth, "J", after, "arrow_downward")):
        where.button(
            "", key=f"mon_{key}", icon=f":material/{icon}:", disabled=target is None, shortcut=key, width="stretch",
            on_click=tables.open_row, args=(REVIEW, target or 0),
        )  # fmt: skip


def next_of(waiting: list[int], review_id: int) -> int | None:
    """The next review that waits after this one, else the first other."""
    others = [key for key in waiting if key != review_id]
    if review_id in waiting:
        later = waiting[waiting.index(review_id) + 1 :]
        return later[0] if later else (others[0] if others else None)
    return others[0] if others else None


def _form(told: dict[str, Any], waiting: list[int], correcting: bool = False) -> None:
    key = f"mon-{told['id']}-{told['version']}"
    with st.form(key, border=False, enter_to_submit=False):
        for part in PARTS:
            _part(key, told, part)
        if correcting:
            st.text_input(_("Why it is corrected"), key=f"{key}-reason", max_chars=200)
        label = _("Correct") if correcting else _("Save and go on to the next") if waiting else _("Save")
        st.form_submit_button(
            label, type="primary", width="stretch", icon=":material/check:", on_click=_correct if correcting else _save,
            args=(key, told, next_of(waiting, told["id"])), shortcut=None if correcting else "Ctrl+Enter",
        )  # fmt: skip


def _part(key: str, told: dict[str, Any], part: str) -> None:
    """Text, score, author and day of one part."""
    there, asked = said(told, part), person(told.get(f"{part}_name", ""), told.get(f"{part}_post", ""))
    name = word("part", part)
    st.text_area(
        stated(name, asked) if asked else name,
        there.get("content", ""),
        height="content",
        max_chars=LONGEST,
        key=f"{key}-{part}_text",
    )
    score, who, when = st.columns([1, 1.3, 1.3], gap="small")
    score.number_input(
        _("Score of {part}").format(part=name), 0.0, 100.0, there.get("score"), 1.0, "%.1f", key=f"{key}-{part}_score",
        label_visibility="collapsed", placeholder=_("0–100"),
    )  # fmt: skip
    if part != "self":
        who.text_input(
            _("Written by ({part})").format(part=name), there.get("author", told[f"{part}_name"]), max_chars=40,
            key=f"{key}-{part}_author", label_visibility="collapsed", placeholder=_("Written by"),
        )  # fmt: skip
    first, usual = first_day(told["month"]), there.get("written_on") or today()
    when.date_input(
        _("Written on ({part})").format(part=name), max(usual, first), min_value=first, max_value=max(today(), first),
        format="YYYY-MM-DD", key=f"{key}-{part}_on", label_visibility="collapsed",
    )  # fmt: skip


def said(told: dict[str, Any], part: str) -> dict[str, Any]:
    """What is filed of a part: content, score, author, written_on; {} for nothing."""
    if part != "self":
        return dict(told["comments"].get(part, {}))
    if told["self_score"] is None:
        return {}
    return {"content": told["self_text"], "score": told["self_score"], "written_on": told["self_on"]}


def _values(key: str) -> dict[str, Any]:
    fields = [f"{part}_{name}" for part in PARTS for name in ("text", "score", "author", "on")]
    return {field: st.session_state[f"{key}-{field}"] for field in fields if f"{key}-{field}" in st.session_state}


def _save(key: str, told: dict[str, Any], following: int | None) -> None:
    asked = {"review_id": told["id"], "seen_version": told["version"], "values": _values(key)}
    filed = act(filing.file_review, namesake=bool(st.session_state.get(f"mon-namesake-{told['id']}")), **asked)
    if filed is None:
        return
    names = {"name": told["mentee"], "state": word("state", filed.state)}
    say(_("Filed: {name}, {state}.").format(**names), "success")
    if filed.mark:
        say(_("{name}: {mark}").format(name=told["mentee"], mark=word("mark", filed.mark)), "info")
    if filed.state == "complete" and following is not None:
        tables.open_row(REVIEW, following)
    else:
        tables.open_row(REVIEW, told["id"])


def _correct(key: str, told: dict[str, Any], following: int | None) -> None:
    asked = {"review_id": told["id"], "seen_version": told["version"], "values": _values(key)}
    done = _("Corrected; the reason and what it said before are shown.")
    act(filing.correct, done=done, reason=st.session_state[f"{key}-reason"], **asked)


def _elsewhere(told: dict[str, Any]) -> None:
    """Somebody else is asked for a comment; a namesake of the mentor is told as such."""
    with st.popover(_("Ask somebody else"), icon=":material/swap_horiz:"):
        st.caption(
            _(
                "The mentor does not comment on his own pair. Where he is the usual reviewer, ask another leader of the unit."
            )
        )
        role = st.segmented_control(
            _("Instead of"), ROLES, default=ROLES[0], required=True, format_func=lambda code: word("part", code),
            key=f"mon-role-{told['id']}",
        )  # fmt: skip
        name = st.text_input(_("Name of the reviewer"), key=f"mon-route-name-{told['id']}", max_chars=40)
        post = st.text_input(_("Post of the reviewer"), key=f"mon-route-post-{told['id']}", max_chars=80)
        asked = {"review_id": told["id"], "seen_version": told["version"], "role": role, "name": name, "post": post}
        st.button(
            _("Ask this person"),
            on_click=act,
            args=(reviewers.route,),
            kwargs={**asked, "done": _("Somebody else is asked.")},
        )
        st.checkbox(_("A commenter has the mentor's name but is another person"), key=f"mon-namesake-{told['id']}")


def _read(told: dict[str, Any], row: Any) -> None:
    if told["excused"]:
        why = _("it rests (paused)") if told["paused"] else plain(told["excuse"])
        st.info(_("Excused in {month}: {why}.").format(month=month_name(told["month"]), why=why))
    _parts_read(told)
    if told["score"] is not None:
        st.caption(_("Weighted score: {score}").format(score=figure(told["score"])))
    with st.container(horizontal=True):
        mentee_page(int(told["mentee_id"]))
        story_of_mentee(int(told["mentee_id"]), pairing=told["pairing_id"], tab="results")


def read_parts(review_id: int) -> None:
    """What a review says, to read."""
    told = look(review, review_id=review_id)
    if told is not None:
        _parts_read(told)


def _parts_read(told: dict[str, Any]) -> None:
    for part in PARTS:
        there = said(told, part)
        if not there:
            st.markdown("**" + word("part", part) + "**: " + _("nothing filed"))
            continue
        author, on = plain(there.get("author", "")), day(there["written_on"])
        st.markdown(f"**{word('part', part)}** {figure(there['score'])} · {author} {on}\n\n{plain(there['content'])}")


def _versions(told: dict[str, Any]) -> None:
    """What it said before."""
    for kept in told["versions"]:
        label = _("Before {when} ({by})").format(when=moment(kept["at"]), by=kept["by"])
        with st.expander(f"{label} · {plain(kept['reason'])}" if kept["reason"] else label):
            for part, there in kept["content"].items():
                st.markdown(f"**{word('part', part)}** {figure(there['score'])}\n\n{plain(there['text'])}")
