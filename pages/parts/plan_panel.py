"""One pairing's plan: the whole of it, its undertakings under the four goals, and the stages of growth with their days."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.record_plans import plan, plan_items, stages
from pages.parts.dates import day
from pages.parts.frame import act, look, may, plain
from pages.parts.record_words import WORDS, word, wording
from programme.access import Action
from programme.recordbook import plans
from texts import _


def one_plan(row: Any) -> None:
    """The panel of a pairing."""
    key, keeps = int(row.pairing_id), may(Action.KEEP_RECORDS)
    st.markdown(
        _("{mentee} ({unit}), mentor {mentor}").format(
            mentee=f"**{plain(row.mentee)}**", unit=plain(row.mentee_unit), mentor=f"**{plain(row.mentor)}**"
        )
    )
    _stages(key, row, keeps)
    _whole(key, keeps)
    items = look(plan_items, pairing_id=key)
    for goal in WORDS["goal"]:
        _goal(goal, items[items["goal"] == goal], keeps)
    if keeps:
        _new_item(key, row.ends_on)


def _stages(pairing_id: int, row: Any, keeps: bool) -> None:
    """The three stages in a line, each with its day; below what was handed over, and the next stage to enter."""
    known = {one.stage: one for one in look(stages, pairing_id=pairing_id).itertuples()}
    for place, (code, cell) in enumerate(zip(WORDS["stage"], st.columns(3, gap="small"), strict=True), start=1):
        told = known.get(code)
        since = day(told.entered_on) if told else _("not yet")
        colour = "blue" if told else "gray"
        cell.markdown(f":{colour}-badge[{place} {word('stage', code)}]  \n:small[{since}]")
        if told and told.taken:
            cell.caption(_("reached in the pairing before"))
        if told and told.duty:
            cell.caption(_("Handed over: {duty}").format(duty=plain(told.duty)))
        if told and keeps:
            _mend_stage(cell, told)
    following = next((code for code in WORDS["stage"] if code not in known), None)
    if keeps and following:
        _enter_stage(pairing_id, following)


def _enter_stage(pairing_id: int, code: str) -> None:
    told = _("Enter the stage {stage}").format(stage=word("stage", code))
    with st.expander(told, icon=":material/trending_up:", key=f"stage-{pairing_id}-{code}"):
        first, second = st.columns([1, 2], gap="small")
        since = first.date_input(
            _("Since"), today(), max_value=today(), format="YYYY-MM-DD", key=f"stage-on-{pairing_id}-{code}"
        )
        duty = second.text_input(_("What was handed over"), max_chars=200, key=f"stage-duty-{pairing_id}-{code}")
        asked = {"pairing_id": pairing_id, "stage": code, "entered_on": since, "duty": duty}
        done = _("The stage is entered.")
        st.button(
            told,
            key=f"stage-go-{pairing_id}-{code}",
            on_click=act,
            args=(plans.enter_stage,),
            kwargs={**asked, "done": done},
        )


def _mend_stage(place: Any, told: Any) -> None:
    key = f"stage-{told.id}-{told.version}"
    with place.popover(_("Correct"), type="tertiary", key=f"{key}-open"):
        since = st.date_input(_("Since"), told.entered_on, max_value=today(), format="YYYY-MM-DD", key=f"{key}-on")
        duty = st.text_input(_("What was handed over"), told.duty, max_chars=200, key=f"{key}-duty")
        why = st.text_input(_("Why (needed)"), max_chars=200, key=f"{key}-why")
        seen = {"stage_id": int(told.id), "seen_version": int(told.version), "reason": why}
        left, right = st.columns(2)
        left.button(_("Save the correction"), key=f"{key}-fix", on_click=act, args=(plans.correct_stage,),
                    kwargs={**seen, "entered_on": since, "duty": duty, "done": _("Corrected; what it said before stays readable.")})  # fmt: skip
        right.button(_("Strike out"), key=f"{key}-strike", on_click=act, args=(plans.strike_stage,),
                     kwargs={**seen, "done": _("The stage was struck out.")})  # fmt: skip


def _whole(pairing_id: int, keeps: bool) -> None:
    """When the plan was agreed on, what is missing, what shall come of it."""
    told = look(plan, pairing_id=pairing_id)
    if told is None:
        st.caption(_("No plan has been written down yet."))
    else:
        st.markdown("**" + _("Plan agreed on {day}").format(day=day(told["agreed_on"])) + "**")
        if told["taken_from"]:
            st.caption(
                _("Taken over from the pairing with {mentor} that began on {since}. It is corrected here.").format(
                    mentor=plain(told["taken_from"]), since=day(told["taken_since"])
                )
            )
        for label, name in ((_("What is missing: {text}"), "gap"), (_("What shall come of it: {text}"), "outcome")):
            if told[name]:
                st.markdown(f":small[{label.format(text=plain(told[name]))}]")
    if keeps:
        _plan_form(pairing_id, told)


def _plan_form(pairing_id: int, told: dict[str, Any] | None) -> None:
    label = _("Correct the plan") if told else _("Write the plan down")
    version = told["version"] if told else 0
    key = f"plan-{pairing_id}-{version}"
    with st.expander(label, icon=":material/edit_note:", key=f"{key}-open"), st.form(key, border=False):
        on = st.date_input(
            _("Agreed on"),
            told["agreed_on"] if told else today(),
            max_value=today(),
            format="YYYY-MM-DD",
            key=f"{key}-on",
        )
        gap = st.text_input(_("What is missing"), told["gap"] if told else "", max_chars=300, key=f"{key}-gap")
        outcome = st.text_input(
            _("What shall come of it"), told["outcome"] if told else "", max_chars=300, key=f"{key}-outcome"
        )
        why = st.text_input(_("Why it is corrected (needed)"), max_chars=200, key=f"{key}-why") if told else ""
        if st.form_submit_button(_("Save the plan")):
            asked = {"pairing_id": pairing_id, "seen_version": version, "agreed_on": on, "gap": gap, "outcome": outcome}
            act(plans.save_plan, done=_("The plan is saved."), reason=why, **asked)
            st.rerun()


def _goal(goal: str, items: pd.DataFrame, keeps: bool) -> None:
    done = int(items["done_on"].notna().sum())
    st.markdown(f"**{word('goal', goal)}** :small[:gray[{done}/{len(items)}]]")
    if items.empty:
        st.caption(_("No undertaking under this goal yet."))
    for item in items.itertuples():
        _item(item, keeps)


def _item(item: Any, keeps: bool) -> None:
    mark, told = _state(item)
    line, button = st.columns([2, 1], vertical_alignment="top", gap="small")
    gap = f":small[:gray[{plain(item.gap)}]]  \n" if item.gap else ""
    told = _("{told}, taken over").format(told=told) if item.taken else told
    result = f"  \n:small[{plain(item.result)}]" if item.result else ""
    line.markdown(f"{mark} {plain(item.measure)}  \n{gap}:small[{told}]{result}")
    if keeps:
        with button.popover(_("Mark or correct"), type="tertiary", key=f"item-{item.id}-{item.version}-open"):
            _change_item(item)


def _state(item: Any) -> tuple[str, str]:
    """The mark and the words for done, overdue or open."""
    if not pd.isna(item.done_on):
        return ":green[:material/check_circle:]", _("done on {day}, due {due}").format(
            day=day(item.done_on), due=day(item.due_on)
        )
    if item.due_on < today():
        return ":red[:material/error:]", _("overdue since {due}").format(due=day(item.due_on))
    return ":gray[:material/radio_button_unchecked:]", _("due {due}").format(due=day(item.due_on))


def _change_item(item: Any) -> None:
    key = f"item-{item.id}-{item.version}"
    seen = {"item_id": int(item.id), "seen_version": int(item.version)}
    if pd.isna(item.done_on):
        _finish(key, seen)
    with st.form(f"{key}-fix", border=False):
        values = item_fields(key, item)
        if not pd.isna(item.done_on):
            values |= {"done_on": item.done_on, "result": st.text_input(_("Result"), item.result, key=f"{key}-res")}
        why = st.text_input(_("Why (needed)"), max_chars=200, key=f"{key}-why")
        left, right = st.columns(2)
        if left.form_submit_button(_("Save the correction")):
            act(
                plans.correct_item,
                done=_("Corrected; what it said before stays readable."),
                values=values,
                reason=why,
                **seen,
            )
            st.rerun()
        if right.form_submit_button(_("Strike out")):
            act(plans.strike_item, done=_("The undertaking was struck out."), reason=why, **seen)
            st.rerun()


def _finish(key: str, seen: dict[str, int]) -> None:
    with st.form(f"{key}-done", border=False):
        done_on = st.date_input(_("Done on"), today(), max_value=today(), format="YYYY-MM-DD", key=f"{key}-done-on")
        result = st.text_input(_("What came of it"), max_chars=300, key=f"{key}-result")
        if st.form_submit_button(_("Mark as done"), type="primary", icon=":material/check:"):
            act(plans.finish_item, done=_("Done and written down."), done_on=done_on, result=result, **seen)
            st.rerun()


def item_fields(key: str, told: Any = None) -> dict[str, Any]:
    """The fields of an undertaking; the values they hold now."""
    goals, transfers = list(WORDS["goal"]), ["", *WORDS["transfer"]]
    first, second, third = st.columns([1.2, 1.2, 1], gap="small")
    values: dict[str, Any] = {
        "goal": first.selectbox(_("Goal"), goals, goals.index(told.goal) if told else 0, format_func=wording("goal"), key=f"{key}-goal"),
        "transfer": second.selectbox(_("Hands on"), transfers, transfers.index(told.transfer) if told else 0,
                                     format_func=wording("transfer"), key=f"{key}-transfer"),
        "due_on": third.date_input(_("Due"), told.due_on if told else today(), format="YYYY-MM-DD", key=f"{key}-due"),
    }  # fmt: skip
    values["gap"] = st.text_input(_("Gap"), told.gap if told else "", max_chars=300, key=f"{key}-gap")
    values["measure"] = st.text_input(_("Measure"), told.measure if told else "", max_chars=300, key=f"{key}-measure")
    return values


def _new_item(pairing_id: int, ends_on: date) -> None:
    key = f"newitem-{pairing_id}"
    with (
        st.expander(_("Add an undertaking"), icon=":material/add_task:", key=f"{key}-open"),
        st.form(key, border=False, clear_on_submit=True),
    ):
        values = item_fields(key)
        if st.form_submit_button(_("Add")):
            act(plans.add_item, done=_("The undertaking was added."), pairing_id=pairing_id, values=values)
            st.rerun()
