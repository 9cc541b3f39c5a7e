"""The rules of progress on the page: what each asks for, in words with its figures; who may changes them, every saving is kept."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.progress import progress_rules_history
from pages.parts.dates import moment
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import aside, spoken, stated
from pages.parts.progress_board import Board
from pages.parts.progress_words import RULE_WORDS, rule_word, state_word
from pages.parts.record_words import WORDS as RECORD_WORDS
from pages.parts.record_words import wording
from programme.access import Action
from programme.progress.rules import (
    MODES,
    MOST_UNMET,
    RANGES,
    TOO_EARLY,
    WARNINGS,
    Rules,
    defaults,
    differences,
    from_dict,
    rules_in_force,
    save_rules,
)
from texts import N_, _

MODE_WORDS = {"counts": N_("Counts"), "told": N_("Told only"), "off": N_("Off")}
FIGURE_WORDS = {
    "days": N_("days"), "count": N_("at least"), "months": N_("months"), "points": N_("points"), "share": N_("percent"),
    "low": N_("questions"), "gap": N_("steps"),
}  # fmt: skip
MEANINGS = {
    "silent": N_("No contact for more than so many days"),
    "no_first_talk": N_("No heart-to-heart talk within so many days of the start"),
    "no_plan": N_("No plan within so many days of the start"),
    "plan_overdue": N_("At least so many undertakings more than so many days overdue"),
    "review_missing": N_("Of the reviews of so many past months at least so many late or missing"),
    "stage_stuck": N_("In one stage for more than so many days, not yet working alone"),
    "visits_low": N_("Townships and villages: fewer than so many households visited in so many days"),
    "scores_falling": N_("The mean score of so many months so many points below that of as many before"),
    "relation_risk": N_(
        "Marked by staff, or by the survey: a side answers so many questions low, both lie so many steps apart, or one does not want to go on"
    ),
    "mostly_backfilled": N_("Of the records of so many days (so many at least) so many percent back-filled"),
}


def rules_view(board: Board) -> None:
    """Left the rules in force, to be changed by who may; right the savings with what changed in each."""
    present, history = (
        look(rules_in_force, cohort_id=board.cohort_id),
        look(progress_rules_history, cohort_id=board.cohort_id),
    )
    number = int(history["number"].iloc[0]) if len(history) else 0
    left, right = st.columns([8, 5], gap="large")
    with left:
        _form(board.cohort_id, present, number)
    with right:
        st.caption(
            _("Blue, yellow and red say how many rules that count are not met. Days of rest and of excused months never count; "
              "what may still be recorded in time is told apart and never counted.")
        )  # fmt: skip
        _history(history)


def _form(cohort_id: int, present: Rules, number: int) -> None:
    """Every rule a line: how much it matters and its figures; to read only for whoever may not change them."""
    if not may(Action.MANAGE_COHORTS):
        with st.container(border=True):
            _general(present, fixed=True)
            for code in RULE_WORDS:
                _line(code, present, fixed=True)
        return
    with st.form(f"progress-rules-{cohort_id}-{number}"):
        general = _general(present, fixed=False)
        rules = {code: _line(code, present, fixed=False) for code in RULE_WORDS}
        note, send, back = st.columns([3, 1, 1.3], gap="small", vertical_alignment="bottom")
        said = note.text_input(_("Why the rules are changed"), max_chars=500, key="progress-note")
        seen = {"cohort_id": cohort_id, "seen_number": number, "note": said}
        if send.form_submit_button(_("Save"), type="primary", width="stretch"):
            _save({**general, "rules": rules}, seen)
        if back.form_submit_button(_("Back to the defaults"), width="stretch"):
            _save(defaults().to_dict(), seen)


def _save(rules: dict[str, Any], seen: dict[str, Any]) -> None:
    act(save_rules, done=_("The rules are saved."), rules=rules, **seen)
    st.rerun()


def _general(present: Rules, fixed: bool) -> dict[str, Any]:
    places = st.columns(4, gap="small")
    colours = {
        name: place.number_input(_("{state} from").format(state=state_word(name)), 1, MOST_UNMET, present.colours[name], key=f"progress-{name}", disabled=fixed)
        for name, place in zip(WARNINGS, places[:3], strict=True)
    }  # fmt: skip
    early = places[3].number_input(
        _("Too early before day"), *TOO_EARLY, present.too_early, key="progress-early", disabled=fixed
    )
    contact = st.multiselect(
        _("What counts as contact"), list(RECORD_WORDS["kind"]), list(present.contact), format_func=wording("kind"),
        key="progress-contact", disabled=fixed,
    )  # fmt: skip
    return {"colours": colours, "general": {"too_early": early, "contact": contact}}


def _line(code: str, present: Rules, fixed: bool) -> dict[str, Any]:
    rule = present.rules[code]
    name, mode, *figures = st.columns([3.6, 1.3, 1, 1, 1], gap="small", vertical_alignment="center")
    name.markdown(f"**{rule_word(code)}**  \n:small[:gray[{_(MEANINGS[code])}]]")
    told: dict[str, Any] = {
        "mode": mode.selectbox(_("Matters"), MODES, MODES.index(rule.mode), format_func=spoken(MODE_WORDS), key=f"progress-{code}-mode",
                               label_visibility="collapsed", disabled=fixed)
    }  # fmt: skip
    for place, (figure, value) in zip(figures, rule.figures.items(), strict=False):
        told[figure] = place.number_input(
            _(FIGURE_WORDS[figure]), *RANGES[figure], value, key=f"progress-{code}-{figure}", disabled=fixed
        )
    return told


def _history(history: pd.DataFrame) -> None:
    if history.empty:
        st.info(_("These are the defaults; nobody has saved rules for this cohort yet."))
        return
    st.markdown("**" + _("Savings") + "**")
    rows = list(history.itertuples())
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        earlier = from_dict(before.rules) if before else defaults()
        st.markdown(
            _("No. {number} ・ {by} ・ {at}: {note}").format(
                number=row.number, by=plain(row.by), at=moment(row.at), note=plain(row.note)
            )
        )
        for field, (old, new) in differences(earlier, from_dict(row.rules)).items():
            st.caption(stated(_field(field), f"{_value(old)} → {_value(new)}"))


def _field(field: str) -> str:
    code, _dot, figure = field.partition(".")
    if figure:
        return aside(rule_word(code), _("how much it matters") if figure == "mode" else _(FIGURE_WORDS[figure]))
    if code in WARNINGS:
        return _("{state} from").format(state=state_word(code))
    return _("Too early before day") if code == "too_early" else _("What counts as contact")


def _value(value: Any) -> str:
    if isinstance(value, list):
        return _(", ").join(map(wording("kind"), value))
    return spoken(MODE_WORDS)(value) if value in MODE_WORDS else str(value)
