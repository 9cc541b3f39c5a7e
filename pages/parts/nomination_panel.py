"""One nomination: its material and checklist to fill in, what it still needs, and every step with who and when."""

from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.pool_life import nomination_steps
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import labels, spoken, wording
from pages.parts.poollife_words import CRITERIA, REQUIRED, STAGES, STEPS, TRACKS
from pages.parts.vocabulary import listed
from pages.parts.ways import mentor_page
from programme import nominations
from programme.access import Action
from programme.criteria import criteria_of, track_of, unmet
from texts import _


def nomination_panel(row: pd.Series) -> None:
    """Who, where it stands, the form (locked for whoever may not edit, and once it is over), the steps."""
    st.markdown(f"#### {plain(row['name'])} :blue-badge[{_(STAGES[row['status']])}]")
    st.caption(" ・ ".join(plain(part) for part in (row["unit"], row["post"]) if part) or _("No unit is entered."))
    open_ = row["profile_status"] in ("nominated", "reviewed")
    values = _form(row, locked=not (open_ and may(Action.EDIT_POOL)))
    _needs(row, values)
    if open_ and may(Action.EDIT_POOL):
        again = row["status"] == "returned"
        words = _("Submit again") if again else _("Save")
        if st.button(words, type="primary", key="nomination-save"):
            _save(row, values)
    _steps(int(row["id"]))
    mentor_page(int(row["id"]))


def _form(row: pd.Series, locked: bool) -> dict[str, Any]:
    prefix = f"nom-{row['id']}-{_version(row)}"
    first, second = st.columns(2)
    kept = row["track"] or track_of(row["standing"])
    track = first.selectbox(
        _("Track"), list(TRACKS), list(TRACKS).index(kept), format_func=spoken(TRACKS), key=f"{prefix}-track",
        disabled=locked,
    )  # fmt: skip
    sources = ["", *labels("source")]
    source = second.selectbox(
        _("Nominated by"), sources, sources.index(row["source"] or ""), format_func=wording("source"),
        key=f"{prefix}-source", disabled=locked,
    )  # fmt: skip
    who, when = st.columns(2)
    recommended_by = who.text_input(
        _("Recommended by"), row["recommended_by"] or "", key=f"{prefix}-by", max_chars=200, disabled=locked
    )
    on = today() if not row["nominated_on"] or pd.isna(row["nominated_on"]) else row["nominated_on"]
    nominated_on = when.date_input(_("Nominated on"), on, max_value=today(), key=f"{prefix}-on", disabled=locked)
    material = st.text_area(
        _("Nomination material"), row["material"] or "", key=f"{prefix}-text", height=90, disabled=locked
    )
    criteria = _checklist(row, str(track), prefix, locked)
    override = _override(row, str(track), criteria, prefix, locked)
    return {
        "track": track, "source": source, "recommended_by": recommended_by, "nominated_on": nominated_on,
        "material": material, "criteria": criteria, "override": override,
    }  # fmt: skip


def _version(row: pd.Series) -> int:
    return 0 if pd.isna(row["version"]) else int(row["version"])


def _checklist(row: pd.Series, track: str, prefix: str, locked: bool) -> dict[str, bool]:
    marks = row["criteria"] if isinstance(row["criteria"], dict) else {}
    return {
        code: st.checkbox(_(CRITERIA[code]), bool(marks.get(code)), key=f"{prefix}-{code}", disabled=locked)
        for code in criteria_of(track)
    }


def _override(row: pd.Series, track: str, criteria: dict[str, bool], prefix: str, locked: bool) -> str:
    kept = row["override"] or ""
    if not unmet(track, criteria) and not kept:
        return ""
    return st.text_input(
        _("Reason for an exception to the checklist"), kept, key=f"{prefix}-override", max_chars=500, disabled=locked
    )


def _needs(row: pd.Series, values: dict[str, Any]) -> None:
    """What still stands against accepting, or whose confirmation is awaited."""
    if row["status"] in ("submitted", "returned") and unmet(values["track"], values["criteria"]):
        missing = [_(CRITERIA[code]) for code in unmet(values["track"], values["criteria"])]
        st.caption(_("Not met: {criteria}. Accepting then needs a reason.").format(criteria=listed(missing)))
    if row["status"] == "reviewed":
        st.caption(_("Confirmation needed: {required}.").format(required=_(REQUIRED[row["required"]])))


def _save(row: pd.Series, values: dict[str, Any]) -> None:
    act(
        nominations.edit_nomination, person_id=int(row["id"]), seen_version=_version(row), values=values,
        done=_("Saved."),
    )  # fmt: skip
    st.rerun()


def _steps(person_id: int) -> None:
    steps = look(nomination_steps, person_id=person_id)
    if steps.empty:
        return
    st.markdown(f"**{_('Steps')}**")
    for one in steps.itertuples():
        note = f" ・ {plain(one.note)}" if one.note else ""
        st.markdown(f"- {day(one.on_day)} ・ {_(STEPS[one.step])} ・ {plain(one.who)}{note}")
