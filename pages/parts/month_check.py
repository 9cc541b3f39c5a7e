"""The spot check of a month: draw a share, look each drawn review through, say what was found."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly_checks import findings, spot_checks
from pages.parts import tables
from pages.parts.dates import moment
from pages.parts.frame import act, look, may, plain
from pages.parts.month_panel import read_parts
from pages.parts.month_words import WORDS, word, wording
from programme.access import Action
from programme.frozen import short
from programme.reviews import spot
from texts import _

KEY = "finding"


def check_view(row: Any) -> None:
    """The draws of the month; of the chosen one the list and one review to judge."""
    known = look(spot_checks, round_id=int(row.id))
    if may(Action.MANAGE_COHORTS):
        _draw(row, known)
    if known.empty:
        st.info(_("Nothing is drawn in this month yet. A check draws from the reviews that are complete."))
        return
    check = _choice(known)
    _figures(check)
    left, right = st.columns([7, 6], gap="medium")
    found = look(findings, check_id=int(check.id))
    with left:
        _table(found)
    with right, st.container(border=True):
        _one(found, check)


def _draw(row: Any, known: pd.DataFrame) -> None:
    done = int(row.on_time + row.late + row.backfilled)
    label, share, seed, button = st.columns([3.4, 1, 1.6, 1.6], vertical_alignment="bottom", gap="small")
    told = _(
        "{count} reviews are complete. The draw follows from the seed and the frozen list alone, so anybody can draw it again."
    )
    label.caption(told.format(count=done))
    percent = share.number_input(_("Share %"), 1, 100, spot.SHARE, key="mon_share")
    chosen = seed.text_input(_("Seed"), key="mon_seed", max_chars=32, placeholder=_("by chance"))
    asked = {"round_id": int(row.id), "share": int(percent), "seed": chosen, "done": _("The reviews are drawn.")}
    button.button(
        _("Draw again") if len(known) else _("Draw"), type="secondary" if len(known) else "primary", width="stretch",
        icon=":material/casino:", disabled=not done, on_click=act, args=(spot.draw_check,), kwargs=asked,
    )  # fmt: skip


def _choice(known: pd.DataFrame) -> Any:
    rows = {int(row.id): row for row in known.itertuples()}
    if len(rows) == 1:
        return next(iter(rows.values()))
    labels = {
        key: _("Draw {number}, {when}").format(number=row.number, when=moment(row.at)) for key, row in rows.items()
    }
    chosen = st.segmented_control(
        _("Draw"), list(rows), default=next(iter(rows)), required=True, format_func=labels.__getitem__, key="mon_draw",
        label_visibility="collapsed",
    )  # fmt: skip
    return rows[chosen]


def _figures(check: Any) -> None:
    judged = int(check.sound + check.thin + check.wrong)
    told = _(
        "**{drawn} drawn** ({share} %) by {by}, {when} · seed `{seed}` · list `{hash}` · {judged} looked at: {sound} sound, {thin} with "
        "empty words, {wrong} not true to fact"
    ).format(
        drawn=int(check.drawn), share=int(check.share), by=plain(check.by), when=moment(check.at),
        seed=check.seed.replace("`", ""), hash=short(check.frozen_hash), judged=judged, sound=int(check.sound),
        thin=int(check.thin), wrong=int(check.wrong),
    )  # fmt: skip
    st.markdown(told)


def _table(found: pd.DataFrame) -> None:
    shown = found.assign(verdict=found["verdict"].map(wording("verdict")))
    columns = {
        "place": tables.number(_("No."), 44), "mentee": tables.text(_("Mentee"), 76), "unit": tables.text(_("Unit"), 150),
        "mentor": tables.text(_("Mentor"), 76), "verdict": tables.text(_("Finding"), 90), "note": tables.text(_("Note"), 180),
    }  # fmt: skip
    tables.pick(shown, KEY, columns, height=520)


def _one(found: pd.DataFrame, check: Any) -> None:
    """The picked review, else the first that nobody looked at."""
    picked = found[found["id"].astype(str) == tables.picked(KEY)]
    waiting = found[found["verdict"] == ""]
    rows = picked if len(picked) else waiting
    if rows.empty:
        st.success(_("Every drawn review is looked at."))
        return
    row = next(rows.itertuples())
    st.markdown(
        _("**{mentee}** · {unit} · led by {mentor}").format(
            mentee=plain(row.mentee), unit=plain(row.unit), mentor=plain(row.mentor)
        )
    )
    read_parts(int(row.id))
    if may(Action.MANAGE_COHORTS):
        _judge(row, int(check.id), waiting)


def _judge(row: Any, check_id: int, waiting: pd.DataFrame) -> None:
    key = f"mon-finding-{check_id}-{row.id}-{row.version}"
    note = st.text_input(_("Note"), row.note, key=f"{key}-note", max_chars=spot.LONGEST_NOTE)
    others = [int(one) for one in waiting["id"] if int(one) != int(row.id)]
    asked = {"check_id": check_id, "review_id": int(row.id), "seen_version": int(row.version), "note": note}
    for number, (place, code) in enumerate(zip(st.columns(3, gap="small"), [*WORDS["verdict"]][1:], strict=True), 1):
        place.button(
            word("verdict", code), key=f"{key}-{code}", width="stretch", on_click=_say, args=(asked, code, others),
            type="primary" if row.verdict == code else "secondary", shortcut=str(number),
        )  # fmt: skip


def _say(asked: dict[str, Any], verdict: str, others: list[int]) -> None:
    act(spot.judge, verdict=verdict, done=_("The finding is kept."), **asked)
    if others:
        tables.open_row(KEY, others[0])
