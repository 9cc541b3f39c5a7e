"""The people of a round with their filters, the one that is being graded beside them, and graduation for the clear ones at once."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.assessment import assessments
from pages.parts import tables
from pages.parts.assess_panel import one
from pages.parts.assess_top import GRADE, ONE, STAND, UNIT
from pages.parts.assess_words import WORDS, word, wording
from pages.parts.frame import act, look, may
from pages.parts.pick_many import pick_many, untick
from programme.access import Action
from programme.assessment import conclude
from programme.assessment.checks import clear_ones
from texts import _

MANY = "ass_many"
TALL = 600


def list_view(row: Any) -> None:
    """Left the list, right one pairing: the one that was picked, else the first that is still to grade."""
    known = look(assessments, round_id=int(row.id))
    if known.empty:
        st.info(_("Nobody whom you see is assessed in this round. Choose another round or another cohort above."))
        return
    left, right = st.columns([7, 6], gap="medium")
    with left:
        clear = look(clear_ones, round_id=int(row.id)) if may(Action.PROPOSE) else set()
        found = _filtered(known, clear)
        if st.session_state.get(STAND) == "clear":
            _many(found)
        else:
            _table(found)
            _clear_hint(len(clear))
    with right, st.container(border=True):
        waiting = queue(found)
        chosen = _chosen(known, waiting, row)
        if chosen is None:
            st.caption(_("Select somebody to see the evidence and the grade."))
        else:
            one(chosen, waiting)


def _filtered(known: pd.DataFrame, clear: set[int]) -> pd.DataFrame:
    search, unit_place, stand_place, grade_place = st.columns([1.2, 1.4, 1.2, 1.1], gap="small")
    words = search.text_input(_("Name"), key="ass_words", placeholder=_("Name of mentee or mentor"))
    names = {int(key): unit for key, unit in known[["unit_id", "unit"]].dropna().drop_duplicates().to_numpy()}
    unit = tables.choose(unit_place, UNIT, _("Unit"), names, lambda key: names.get(key, ""))
    stands = [code for code in WORDS["stand"] if code != "clear" or clear or st.session_state.get(STAND) == code]
    stand = tables.choose(stand_place, STAND, _("State"), stands, wording("stand"))
    grade = tables.choose(grade_place, GRADE, _("Grade given"), WORDS["grade"], wording("grade"))
    found = known if unit is None else known[known["unit_id"] == unit]
    found = found if grade is None else found[found["grade"] == grade]
    found = (
        found if stand is None else found[standing(found, clear) == stand] if stand != "clear" else _of(found, clear)
    )
    return tables.found(found.assign(name=found["mentee"]), words, ["mentor", "unit"])


def _of(found: pd.DataFrame, clear: set[int]) -> pd.DataFrame:
    return found[found["pairing_id"].isin(clear)]


def standing(found: pd.DataFrame, clear: set[int]) -> pd.Series:
    """The state of each row as the filter knows it: what is proposed waits for a decision and is no longer just graded."""
    return found["status"].mask(found["conclusion_status"] == "proposed", "proposed")


def _columns() -> dict[str, Any]:
    return {
        "mentee": tables.text(_("Mentee"), tables.px(76, 68)), "unit": tables.text(_("Unit"), tables.px(108, 96)),
        "mentor": tables.text(_("Mentor"), tables.px(76, 66)), "score": tables.number(_("Score"), 52, format="%.1f"),
        "grade_word": tables.text(_("Grade given"), tables.px(158, 192)),
        "state": tables.text(_("State"), 84),
    }  # fmt: skip


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    stands = standing(found, set())
    concluded = [
        _stand_word(stand, kind)
        for kind, stand in zip(found["conclusion"], stands, strict=True)
    ]  # fmt: skip
    grades = [
        " / ".join(filter(None, (word("grade", grade), word("annual_grade", annual))))
        for grade, annual in zip(found["grade"], found["annual_grade"], strict=True)
    ]
    return found.assign(state=concluded, grade_word=grades)


def _stand_word(stand: str, kind: str) -> str:
    """The state of a row; a conclusion is told by what it is, proposed or carried out."""
    if stand == "proposed":
        return _("{kind} (proposed)").format(kind=word("conclusion", kind))
    return word("conclusion", kind) if stand == "concluded" else word("state", stand)


def _table(found: pd.DataFrame) -> None:
    if found.empty:
        st.info(_("Nobody fits these filters. Take one away."))
        return
    tables.pick(_shown(found), ONE, _columns(), height=TALL)
    st.caption(_("{count} people").format(count=len(found)))


def _clear_hint(count: int) -> None:
    """Those who could graduate at once are one click away."""
    if count:
        st.button(
            _("{count} are clear to graduate: choose among them").format(count=count), key="ass_show_clear",
            icon=":material/school:", on_click=_show_clear,
        )  # fmt: skip


def _show_clear() -> None:
    st.session_state[STAND] = "clear"


def _many(found: pd.DataFrame) -> None:
    """Rows to tick, and graduation proposed for them or for all."""
    st.caption(
        _(
            "A final grade of at least qualified, 80 % of the plan done, no dispute. Nothing moves before somebody else decides."
        )
    )
    ticked = pick_many(_shown(found).assign(id=found["pairing_id"]), MANY, _columns(), height=TALL - 60)
    versions = {int(key): int(version) for key, version in found[["pairing_id", "pairing_version"]].to_numpy()}
    some, every, back = st.columns([2, 2, 1], gap="small")
    for place, keys, label, name in (
        (some, ticked, _("Propose graduation for the {count} ticked"), "some"),
        (every, list(versions), _("Propose graduation for all {count}"), "all"),
    ):
        place.button(
            label.format(count=len(keys)), key=f"ass_propose_{name}", type="primary" if name == "some" else "secondary",
            disabled=not keys, width="stretch", on_click=_propose, args=({key: versions[key] for key in keys},),
        )  # fmt: skip
    back.button(_("Back to the list"), key="ass_back", width="stretch", on_click=_leave_clear)


def _propose(seen: dict[int, int]) -> None:
    done = _("Graduation is proposed for {count}; somebody else decides.").format(count=len(seen))
    if act(conclude.propose_graduations, seen=seen, done=done) is not None:
        untick(MANY)
        _leave_clear()


def _leave_clear() -> None:
    st.session_state[STAND] = None


def queue(found: pd.DataFrame) -> list[int]:
    """The assessments of the list that are still to grade, in its order."""
    return [int(key) for key in found.loc[found["status"] == "waiting", "id"]]


def _chosen(known: pd.DataFrame, waiting: list[int], row: Any) -> int | None:
    picked = tables.picked(ONE)
    if picked and picked.isdecimal() and int(picked) in set(known["id"]):
        return int(picked)
    return waiting[0] if waiting and row.status == "open" and may(Action.KEEP_RECORDS) else None
