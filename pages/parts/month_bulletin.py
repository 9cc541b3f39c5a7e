"""The bulletin of a month: how it would read now, publish it, and what was published before, by its number and hash."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly_checks import publication, publications
from pages.parts.dates import day, moment
from pages.parts.frame import act, look, may, need_cohort, plain
from pages.parts.labels import aside, label, stated
from pages.parts.month_words import figure, month_name, word
from programme.access import Action
from programme.frozen import digest, short
from programme.outcomes.wording import word as outcome_word
from programme.reviews import bulletin
from programme.reviews.bulletin import Wording
from texts import N_, _

NOW = 0
PARAGRAPHS = {"good": N_("What went well"), "problems": N_("Problems"), "next": N_("What comes next")}


def bulletin_view(row: Any) -> None:
    """Left the bulletin, right what staff decide about it and the history."""
    known = look(publications, cohort_id=need_cohort())
    own = known[known["round_id"] == row.id]
    left, right = st.columns([8, 4.4], gap="medium")
    with right:
        chosen = _choice(own)
        if chosen == NOW:
            _decide(row, own, left)
        else:
            _published(chosen, left)


def _choice(own: pd.DataFrame) -> int:
    labels = {int(one.id): _("No. {number}").format(number=one.number) for one in own.itertuples()}
    labels[NOW] = _("As it is now") if labels else _("Preview")
    if not may(Action.MANAGE_COHORTS) and len(labels) > 1:
        labels.pop(NOW)
    return int(
        st.segmented_control(
            _("Bulletin"), list(labels), default=next(iter(labels)), required=True, format_func=labels.__getitem__,
            key=f"mon_paper_{'-'.join(map(str, labels))}", label_visibility="collapsed",
        )
    )  # fmt: skip


def _decide(row: Any, own: pd.DataFrame, place: Any) -> None:
    wording = Wording()
    if may(Action.MANAGE_COHORTS):
        told = {
            name: st.text_area(_(label), key=f"mon_text_{name}_{row.id}", height=90)
            for name, label in PARAGRAPHS.items()
        }
        named = st.checkbox(_("Name the mentees beside their comments"), value=True, key=f"mon_named_{row.id}")
        wording = Wording(**told, named=named)
    shown = look(bulletin.preview, round_id=int(row.id), wording=wording)
    with place:
        paper(shown)
    if may(Action.MANAGE_COHORTS):
        _publish(row, own, (wording, digest(shown)))


def _publish(row: Any, own: pd.DataFrame, told: tuple[Wording, str]) -> None:
    wording, seen = told
    reason = st.text_input(_("Why it replaces the last one"), key="mon_why", max_chars=200) if len(own) else ""
    if row.status == "open":
        st.caption(
            _(
                "The month is still being filled. Publishing ends the filing; afterwards only corrections with a reason remain."
            )
        )
    asked = {
        "round_id": int(row.id),
        "seen_version": int(row.version),
        "seen": seen,
        "wording": wording,
        "reason": reason,
    }
    st.button(
        _("Publish no. {number}").format(number=len(own) + 1), type="primary", width="stretch", icon=":material/campaign:",
        on_click=act, args=(bulletin.publish,), kwargs={**asked, "done": _("Published and frozen.")},
    )  # fmt: skip
    st.caption(_("What is published is frozen under {hash}").format(hash=short(seen)))


def _published(chosen: int, place: Any) -> None:
    told = look(publication, publication_id=chosen)
    if told is None:
        return
    with place:
        paper(told["content"])
    st.markdown(
        _("**No. {number}**, published {when} by {by}").format(
            number=told["number"], when=moment(told["at"]), by=plain(told["by"])
        )
    )
    if told["reason"]:
        st.markdown(_("Why it replaced the one before: {reason}").format(reason=plain(told["reason"])))
    if bulletin.is_untouched(told["content"], told["frozen_hash"]):
        st.caption(_("Unchanged since: {hash}").format(hash=short(told["frozen_hash"])))
    else:
        st.error(_("This bulletin no longer has the hash under which it was published. Tell whoever keeps the system."))
    if told["corrected"]:
        st.warning(
            _("{count} reviews were corrected since; the list shows them as “Corrected after publication”.").format(
                count=told["corrected"]
            )
        )


def paper(told: dict[str, Any]) -> None:
    """A bulletin as it reads: the whole, the units, their comments, the check, what staff wrote."""
    with st.container(border=True):
        title = _("Monthly bulletin of {cohort}, {month}").format(
            cohort=plain(told["cohort"]), month=month_name(told["month"])
        )
        st.markdown(f"#### {title}")
        _whole(told)
        _units(told["units"])
        for name, label in PARAGRAPHS.items():
            if told["written"][name]:
                st.markdown(f"**{_(label)}**\n\n{plain(told['written'][name])}")
        _examples(told.get("examples", []))
        _forces(told.get("forces", []))
        _comments(told["units"])


def _examples(rows: list[dict[str, str]]) -> None:
    """The pairings that are an example, each in a line."""
    if rows:
        st.markdown("**" + label("pair_kind", "example") + "**")
    for row in rows:
        told = _("{mentor} ({mentor_unit}) and {mentee} ({mentee_unit}), since {since}")
        names = {name: plain(row[name]) for name in ("mentor", "mentor_unit", "mentee", "mentee_unit")}
        st.markdown("- " + told.format(**names, since=day(row["since"])))


def _forces(rows: list[dict[str, Any]]) -> None:
    """How units of the month's campaigns were graded by the three forces, a line for each campaign."""
    if rows:
        st.markdown("**" + _("By the three forces") + "**")
    for campaign, own in pd.DataFrame(rows, columns=["campaign", "force", "grade", "count"]).groupby(
        "campaign", sort=False
    ):
        graded = [
            _("{force}: {grade} {count}").format(
                force=plain(one.force), grade=outcome_word("force_grade", one.grade), count=one.count
            )
            for one in own.itertuples(name="Graded")
        ]
        st.markdown("- " + stated(plain(campaign), _("; ").join(graded)))


def _whole(told: dict[str, Any]) -> None:
    sums = told["sums"]
    owed = sum(sums[name] for name in ("on_time", "late", "backfilled", "outstanding"))
    sentence = _(
        "Due on {day}. Of {owed} reviews {on_time} were complete in time, {late} late, {backfilled} in a later month; {outstanding} "
        "are missing and {excused} excused."
    ).format(day=day(told["due_on"]), owed=owed, **sums)
    st.markdown(sentence)
    check = told["check"]
    if check:
        words = _(
            "Spot check of {share} %: {drawn} drawn, {sound} sound, {thin} with empty words, {wrong} not true to fact, {left} "
            "not looked at yet."
        )
        left = check["drawn"] - check["sound"] - check["thin"] - check["wrong"]
        st.markdown(
            words.format(**{name: check[name] for name in ("share", "drawn", "sound", "thin", "wrong")}, left=left)
        )


def _units(units: list[dict[str, Any]]) -> None:
    heads = {
        "unit": _("Unit"), "on_time": _("Filed in time"), "late": _("Late"), "backfilled": _("Later month"),
        "outstanding": _("Missing"), "excused": _("Excused"), "mean": _("Mean score"),
    }  # fmt: skip
    rows = [
        {label: figure(one[name]) if name == "mean" else one[name] for name, label in heads.items()} for one in units
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=list(heads.values())), hide_index=True, height=min(320, 40 + 35 * len(rows))
    )


def _comments(units: list[dict[str, Any]]) -> None:
    """The comments by unit, without any score."""
    st.markdown("**" + _("Comments by unit") + "**")
    names = {f"{number}": one for number, one in enumerate(units) if one["comments"]}
    if not names:
        st.caption(_("No review is complete yet."))
        return
    chosen = st.selectbox(
        _("Unit"), list(names), format_func=lambda key: aside(names[key]["unit"], len(names[key]["comments"])),
        key="mon_paper_unit", label_visibility="collapsed",
    )  # fmt: skip
    for one in names[chosen]["comments"]:
        who = f"**{plain(one['mentee'])}** " if one["mentee"] else ""
        told = " ".join(stated(word("part", role), plain(one[role])) for role in ("head", "leader"))
        st.markdown(f"- {who}{told}")
