"""Remedies for a shortage, each with a button that shows the whole plan with it, and the way to make it real."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import streamlit as st

from pages.parts import rule_words
from pages.parts.frame import look, may, plain
from pages.parts.labels import label
from pages.parts.reasons import rule as rule_word
from pages.parts.rules_many import give_many
from pages.parts.rules_pairs import drop_pair
from pages.parts.rules_seats import give
from pages.parts.rules_state import put_rule
from pages.parts.vocabulary import Names
from pages.parts.ways import mentor_page, way
from programme.access import Action
from programme.feasibility import Who
from programme.many_seats import ManySeats
from programme.remedies import Remedies, Repair
from programme.remedy_trial import STRANGER, Picture, Rise, Shift, Trial, trial
from programme.rules_named import REASON_LENGTH
from programme.seats import seats_in_cohort
from programme.snapshot import person_of
from texts import _

Offer = Repair | ManySeats
CHOSEN, BANNED, MANY = "rules-tried", "banned", "many"
NAMED = 4
TALL, ROOM = 8, 420


def remedy_list(cohort_id: int, values: Mapping[str, Any], tried: Remedies, names: Names) -> None:
    """A line for each remedy; under the chosen one what it would do. A long list scrolls."""
    offers: list[Offer] = [*([tried.many] if tried.many else []), *tried.repairs]
    if not offers:
        unseen = _("Remedies name people of other units; the staff of the department see them.")
        nothing = _("No single remedy helps: no seat, rule or mentor more would place anybody.")
        st.caption(unseen if tried.names is None else nothing)
        return
    st.markdown("**" + _("What would help (each was tried by solving again)") + "**")
    long = len(offers) > TALL and st.session_state.get(CHOSEN) is None
    with st.container(height=ROOM if long else "content", gap="xsmall"):
        for offer in offers:
            if _line(offer, tried, names):
                _result(cohort_id, values, offer, tried)


def _line(repair: Offer, tried: Remedies, names: Names) -> bool:
    """The remedy, what it places, its button; whether it is the one that is being tried."""
    code = MANY if isinstance(repair, ManySeats) else "|".join(map(str, astuple(repair)))
    chosen = st.session_state.get(CHOSEN) == code
    said, gain, button = st.columns([11, 3, 3], vertical_alignment="center", gap="small")
    said.markdown(plain(_repair(repair, tried, names)))
    gain.markdown(f":green[{plain(_('+{count} placed').format(count=repair.gain))}]")
    button.button(
        _("Close") if chosen else _("Try it"), key=f"rules-try-{code}", width="stretch",
        help=None if chosen else _("Shows the whole plan with this remedy. Nothing is saved."),
        on_click=_choose, args=(None if chosen else code,),
    )  # fmt: skip
    return chosen


def _choose(code: str | None) -> None:
    st.session_state[CHOSEN] = code


def _result(cohort_id: int, values: Mapping[str, Any], repair: Offer, tried: Remedies) -> None:
    """The plan with the remedy against the plan without it, and how to make it real."""
    with st.container(border=True, gap="small"):
        with st.spinner(_("Solving the whole plan again…")):
            found = look(trial, cohort_id=cohort_id, repair=repair, values=values)
        _figures(found)
        st.markdown("\n".join(f"- {plain(line)}" for line in _lines(found)))
        if isinstance(repair, Repair) and repair.kind == "relax" and repair.rule != BANNED:
            st.caption(plain(_against(repair, found)))
        st.caption(_("This was only tried; nothing is saved. To make it real:"))
        if isinstance(repair, ManySeats):
            if give_many(cohort_id, repair, found):
                _choose(None)
                st.rerun()
        else:
            _make_real(cohort_id, repair, found, tried)


def _figures(found: Trial) -> None:
    for place, (name, before, after) in zip(st.columns(5, gap="small"), _told(found.before, found.after), strict=True):
        place.markdown(f":small[:gray[{plain(name)}]]  \n{plain(before)} → **{plain(after)}**")


def _told(before: Picture, after: Picture) -> tuple[tuple[str, str, str], ...]:
    return (
        (_("Paired"), str(before.pairs), str(after.pairs)),
        (_("Short"), str(before.short), str(after.short)),
        (_("Mean fit"), _points(before.mean_fit), _points(after.mean_fit)),
        (_("Lowest fit"), _points(before.lowest_fit), _points(after.lowest_fit)),
        (_("Gini of load"), _points(before.gini, 3), _points(after.gini, 3)),
    )


def _points(value: float | None, decimals: int = 1) -> str:
    return "—" if value is None else f"{value:.{decimals}f}"


def _lines(found: Trial) -> list[str]:
    """Who gets a mentor, who loses one, who changes, whose load rises."""
    gained = [_gains(one) for one in found.shifts if one.before is None]
    lost = [_who(one.mentee) for one in found.shifts if one.after is None]
    changed = [_changes(one) for one in found.shifts if one.before and one.after]
    told = (
        (_("Gets a mentor ({count}): {people}"), gained),
        (_("Left out instead ({count}): {people}"), lost),
        (_("Change of mentor ({count}): {people}"), changed),
        (_("Load rises ({count}): {people}"), [_rise(one) for one in found.rises]),
    )
    return [text.format(count=len(people), people=_some(people)) for text, people in told if people]


def _some(people: list[str]) -> str:
    """The first few, the others counted."""
    more = len(people) - NAMED
    said = _("; ").join(people[:NAMED])
    return _("{people}; and {count} more").format(people=said, count=more) if more > 0 else said


def _gains(one: Shift) -> str:
    text = _("{mentee} with {mentor}, fit {fit}")
    return text.format(mentee=_who(one.mentee), mentor=_who(one.after), fit=_points(one.fit))


def _changes(one: Shift) -> str:
    text = _("{mentee} from {before} to {after}, fit {fit}")
    return text.format(mentee=_who(one.mentee), before=_who(one.before), after=_who(one.after), fit=_points(one.fit))


def _rise(one: Rise) -> str:
    text = _("{mentor} from {before} to {after} people, of {seats} seats")
    return text.format(mentor=_who(one.mentor), before=one.before, after=one.after, seats=one.seats)


def _against(repair: Repair, found: Trial) -> str:
    pairs = [_("{mentee} with {mentor}").format(mentee=_who(a), mentor=_who(b)) for a, b in found.against]
    text = _("Tried with “{rule}” as a hint for everybody; these new pairs meet it: {pairs}.")
    return text.format(rule=rule_words.name(repair.rule), pairs=_some(pairs))


def _make_real(cohort_id: int, repair: Repair, found: Trial, tried: Remedies) -> None:
    """The way to the place where the remedy is made real, for those who may; the others are told whose it is."""
    if repair.rule == BANNED:
        _lift_ban(cohort_id, repair)
    elif repair.kind == "relax":
        _to_rule(cohort_id, repair.rule)
    elif not may(Action.EDIT_POOL):
        st.caption(_("Staff who keep the mentor pool can do this."))
    elif repair.kind == "recruit":
        way("prepare/mentors.py", _("Add a mentor"), ":material/person_add:", mentor="new")
    else:
        _to_seats(cohort_id, tried.who(repair.mentor), found.seats)


def _to_seats(cohort_id: int, mentor: Who | None, seats: tuple[int, int] | None) -> None:
    """In the pool, or by name for this cohort; where a ceiling or a name decides, the pool would change nothing."""
    if not mentor or not seats:
        return
    if not look(seats_in_cohort, cohort_id=cohort_id)[mentor.person_id].cause:
        text = _("Raise the seats of {mentor} from {before} to {after} in the pool.")
        st.markdown(plain(text.format(mentor=_who(mentor), before=seats[0], after=seats[1])))
        mentor_page(mentor.person_id)
    if may(Action.EDIT_RULES):
        why, button = st.columns([3, 2], vertical_alignment="bottom")
        key = f"rules-by-name-{mentor.person_id}"
        why.text_input(_("Or for this cohort only, by name; the reason:"), key=key, max_chars=REASON_LENGTH)
        button.button(
            _("Give {count} seats by name").format(count=seats[1]), key=f"{key}-give", width="stretch",
            on_click=_by_name, args=(cohort_id, mentor.person_id, seats[1], key),
        )  # fmt: skip


def _by_name(cohort_id: int, person_id: int, seats: int, key: str) -> None:
    if give(cohort_id, person_id, seats, st.session_state[key]):
        _choose(None)


def _lift_ban(cohort_id: int, repair: Repair) -> None:
    """The rules name this pair as one that must not be: the way to take that out."""
    if not may(Action.EDIT_RULES):
        st.caption(_("Staff who may change the rules can do this, under “Named pairs” on this page."))
        return
    key = f"{person_of(repair.mentee)}-{person_of(repair.mentor)}"
    st.button(
        _("Take the pair out of “Must not be paired”"), key="rules-lift", icon=":material/close:",
        on_click=drop_pair, args=(cohort_id, key),
    )  # fmt: skip


def _to_rule(cohort_id: int, rule: str) -> None:
    if not may(Action.EDIT_RULES):
        st.caption(_("Staff who may change the rules can do this, under “Hard rules” on this page."))
        return
    st.button(
        _("Set “{rule}” to “{force}” in the form").format(rule=rule_words.name(rule), force=rule_words.force("hint")),
        key="rules-relax", on_click=put_rule, args=(cohort_id, rule, "hint"), icon=":material/arrow_back:",
        help=_("The rule stands under “Hard rules” on this page; it holds once you save."),
    )  # fmt: skip


def _repair(repair: Offer, tried: Remedies, names: Names) -> str:
    if isinstance(repair, ManySeats):
        return _("One more seat with each of {count} mentors at once").format(count=len(repair.mentors))
    if repair.kind == "capacity":
        return _("One more seat with {mentor}").format(mentor=_known(repair.mentor, tried))
    if repair.kind == "relax":
        return _("Let {mentee} go to {mentor} although “{rule}”").format(
            mentee=_known(repair.mentee, tried), mentor=_known(repair.mentor, tried), rule=rule_word(repair.rule)
        )
    need = names.words("expertise").get(repair.need, repair.need) or _("any expertise")
    said = _("One more mentor who knows {need} in {county}").format(need=need, county=repair.county or _("any county"))
    if not repair.stream:
        return said
    return _("{remedy} ({stream})").format(remedy=said, stream=label("stream", repair.stream))


def _known(key: str, tried: Remedies) -> str:
    who = tried.who(key)
    return _who(who) if who else key


def _who(who: Who | None) -> str:
    if who is None or who == STRANGER:
        return _("the new mentor")
    return _("{name} ({unit})").format(name=who.name, unit=who.unit) if who.unit else who.name
