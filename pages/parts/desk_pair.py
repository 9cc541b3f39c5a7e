"""The middle of the desk: the two people, what one needs and the other knows, the fit by criterion, and why."""

from collections.abc import Iterable

import streamlit as st

from pages.parts.charts_desk import need_bars, share_bars
from pages.parts.dates import partial
from pages.parts.desk_act import lock_button, offer
from pages.parts.desk_candidates import looked_at_in
from pages.parts.desk_firm import firm_head, firm_words
from pages.parts.desk_focus import CRITERION, NEED, focus_chart
from pages.parts.frame import plain
from pages.parts.labels import label
from pages.parts.reasons import remedy, rule, runner_up, unmatched, why
from pages.parts.signoff_remarks import remarks_here
from pages.parts.statement_panel import statement_button
from pages.parts.ways import person_page, story_of_mentee
from programme.desk_board import Board
from programme.desk_cards import Card, Couple, Who
from texts import _, language


def pair(board: Board, card: Card) -> None:
    """The chosen mentee with each of the present mentors, or the reason why there is none; open remarks come first."""
    remarks_here(board.scheme_id, card.mentee.id)
    if not card.couples:
        _people(card, None)
        _nobody(board, card)
    for couple in card.couples:
        _people(card, couple)
        said = _("{first} {second}").format(first=why(couple), second=runner_up(card.candidates))
        st.markdown(_headed(_("Why this mentor"), said))
        _hold(couple)
        _acts(board, card, couple)
        _fit(card, couple)
        _firm(card, couple)
        _needs(board, card, couple)
        if card.barrier:
            _nobody(board, card)


def _people(card: Card, couple: Couple | None) -> None:
    left, right = st.columns(2, gap="small")
    with left:
        story_of_mentee(card.mentee.id, _title(card.mentee, _("mentee")), "")
    begun = _("at work since {day}").format(day=partial(card.work_start)) if card.work_start else ""
    left.caption(_dotted(card.mentee.unit, card.mentee.post, label("category", card.category), begun))
    needs = _badges(_("Needs"), card.needs, "blue")
    if couple is None:
        right.markdown(_headed(_("no mentor"), ""))
        st.markdown(needs)
        return
    with right:
        person_page(couple.mentor.id, _title(couple.mentor, _("mentor")), "")
    years = _("{years} years at the grass roots").format(years=f"{couple.common.grassroots_years:g}")
    seats = _("leads {burden} of {capacity}").format(burden=couple.burden, capacity=couple.capacity)
    right.caption(_dotted(couple.mentor.unit, couple.mentor.post, years, seats))
    wanted = {need for need, _grade in couple.common.covered}
    shown = [word for word, _grade in couple.expertise]
    met, others = [word for word in shown if word in wanted], [word for word in shown if word not in wanted]
    st.markdown(f"{needs}  \n{_badges(_('Expertise'), met, 'green', others)}")


def _title(who: Who, role: str) -> str:
    return f"**{plain(who.name)}** :small[:gray[{role}]]"


def _headed(head: str, said: str) -> str:
    """A sentence behind its heading."""
    return f"**{head}**  {plain(said)}"


def _dotted(*parts: str) -> str:
    return plain(" · ".join(part for part in parts if part))


def _badges(name: str, words: Iterable[str], colour: str, others: Iterable[str] = ()) -> str:
    """Words as badges; those that meet the other side are coloured and come first."""
    marked = [f":{colour}-badge[{plain(word)}]" for word in words]
    marked += [f":gray-badge[{plain(word)}]" for word in others]
    return f":small[**{name}**] " + (" ".join(marked) or "—")


def _fit(card: Card, couple: Couple) -> None:
    figure = share_bars(couple.shares, couple.fit, language())
    focus_chart(figure, f"desk-bars-{card.mentee.id}-{couple.mentor.id}", CRITERION, card)


def _needs(board: Board, card: Card, couple: Couple) -> None:
    """Needs against the mentor's expertise, beside that of the mentor who is looked at on the right."""
    if not card.needs:
        return
    looked_at = looked_at_in(board, card)
    other = (looked_at.mentor.label, looked_at.grades) if looked_at and not looked_at.present else None
    figure = need_bars(card.needs, couple.grades, other, language())
    focus_chart(figure, f"desk-needs-{card.mentee.id}-{couple.mentor.id}", NEED, card)
    if other:
        st.caption(_("◆ {mentor}, who is chosen on the right").format(mentor=plain(other[0])))


def _firm(card: Card, couple: Couple) -> None:
    said = firm_words(card, couple)
    if said:
        st.markdown(_headed(firm_head(couple), said))


def _hold(couple: Couple) -> None:
    """What holds this pair fast, with the reason."""
    if couple.hold:
        words = label("origin", couple.hold) if couple.hold != "system" else label("hold", "pin")
        if couple.named:
            words = _("Named in the rules; to change it, change the rules")
        if couple.rule:
            words = _("{hold}, against the rule: {rule}").format(hold=words, rule=rule(couple.rule))
        said = (
            _("{hold}, reason: {reason}").format(hold=words, reason=couple.hold_reason) if couple.hold_reason else words
        )
        st.caption(f":material/lock: {plain(said)}")


def _nobody(board: Board, card: Card) -> None:
    if not card.barrier:
        return
    st.markdown(_headed(_("Why nobody"), unmatched(card.barrier)))
    st.markdown(_headed(_("What would help"), remedy(card.barrier)))
    if not board.own_unit and card.barrier.reason != "ineligible":
        kind = "call_back" if card.barrier.reason == "alone" else "alone"
        offer(st.container(horizontal=True, gap="small"), board, card, None, kind)


def _acts(board: Board, card: Card, couple: Couple) -> None:
    """Lock at once; the others lead to the right-hand side, where the price stands before the button."""
    row = st.container(horizontal=True, gap="xsmall")
    lock_button(row, board, card, couple)
    if not couple.named:
        offer(row, board, card, couple, "ban")
    if couple is card.couples[0]:
        offer(row, board, card, None, "alone")
        statement_button(row, board.scheme_id, card.mentee.id, "desk", quiet=True)
