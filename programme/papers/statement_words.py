"""The statement of a pairing in words, in the language in force: what stands on screen and on paper, line by line."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.queries.viewer import Viewer, reads
from programme.deeds import did
from programme.desk_cards import Candidate, Card, Couple
from programme.eligibility import Verdict
from programme.firmness import FIRM
from programme.papers.statement import Check, Event, Statement, deed_of, statement
from programme.papers.words import NOTHING, day, listed, partial
from programme.reasons import criterion, listing, moved, price_words, rule, sentence, unmatched, why
from texts import N_, _, days

RIVALS = 2
EVENTS = 5
RULES: Mapping[str, str] = {
    "available": N_("Mentor confirmed and with a seat"),
    "eligible": N_("Mentee eligible"),
    "kinship": N_("Kinship avoidance"),
    "command": N_("Not the direct superior"),
    "stream": N_("Discipline stream apart"),
    "floor": N_("Fit not under the floor"),
}
VERDICTS: Mapping[str, str] = {
    "passed": N_("met"),
    "hint": N_("to be weighed"),
    "set_aside": N_("set aside"),
    "off": N_("not in force"),
    "below": N_("under it"),
}
NOTHING_KNOWN: Mapping[str, str] = {
    "kinship": N_("nothing is declared between the two"),
    "command": N_("unit and post show no such relation"),
    "stream": N_("both or neither belong to the stream"),
}
CATEGORIES: Mapping[str, str] = {
    "young_cadre": N_("Young cadre"),
    "institution_professional": N_("Public-institution professional"),
    "reserve_cadre": N_("Reserve cadre"),
    "new_village_committee_member": N_("New village committee member"),
}
WILLS: Mapping[str, str] = {
    "": N_("Proposed by the system"),
    "system": N_("Proposed by the system"),
    "staff": N_("Adjusted by staff"),
    "appointed": N_("Appointed by a leader"),
}
STAGES: Mapping[str, str] = {
    "proposed": N_("Submitted for approval"),
    "approved": N_("Approved"),
    "signed": N_("Signed by the leader"),
    "returned": N_("Returned"),
    "confirmed": N_("Confirmed"),
}
STATES: Mapping[str, str] = {
    "notice": N_("On public notice"),
    "confirmed": N_("Confirmed"),
    "active": N_("In force"),
    "paused": N_("Paused"),
    "due": N_("Due for appraisal"),
    "graduated": N_("Graduated"),
    "extended": N_("Extended"),
    "changed": N_("Mentor changed"),
    "ended": N_("Ended"),
}


@reads("programme")
def statement_told(session: Session, viewer: Viewer, *, scheme_id: int, mentee_id: int) -> dict[str, Any]:
    """The statement of one mentee in words, under the names of the placeholders; errors as for `statement`."""
    return told(statement(session, viewer, scheme_id=scheme_id, mentee_id=mentee_id))


def told(found: Statement) -> dict[str, Any]:
    """A statement in words; everything is text, lists have the fields of their rows."""
    couples = found.card.couples
    return {
        "cohort": found.cohort,
        "scheme": found.scheme,
        "version": found.version,
        "today": day(today()),
        **_mentee(found.card),
        **_mentors(couples),
        "fit": _each(couples, lambda couple: f"{couple.fit:.1f}") or NOTHING,
        "will": _each(couples, lambda couple: _will(couple, found.leaders[couples.index(couple)])),
        "firmness": _each(couples, lambda couple: _firmness(couple, found)) or NOTHING,
        "reasons": _reasons(found.card),
        "shares": _each(couples, _shares) or NOTHING,
        "rules": [_check(check) for checks in found.checks for check in checks],
        "candidates": [_candidate(one) for one in found.next_ones] or [_no_candidate(found)],
        "history": _history(found.events),
    }


def _each(couples: tuple[Couple, ...], words: Callable[[Couple], str]) -> str:
    """The words for the one mentor; for several each under his name."""
    if len(couples) == 1:
        return words(couples[0])
    text = _("{mentor}: {words}")
    return "\n".join(text.format(mentor=couple.mentor.name, words=words(couple)) for couple in couples)


def _mentee(card: Card) -> dict[str, str]:
    begun = _("at work since {day}").format(day=partial(card.work_start)) if card.work_start else ""
    serves = _("serves in {place}").format(place=card.place) if card.place else ""
    facts = [_(CATEGORIES[card.category]) if card.category in CATEGORIES else card.category, begun, serves]
    return {
        "mentee": card.mentee.name,
        "mentee_title": f"{card.mentee.unit}{card.mentee.post}",
        "mentee_facts": listing(fact for fact in facts if fact),
        "needs": listed(card.needs),
    }


def _mentors(couples: tuple[Couple, ...]) -> dict[str, str]:
    return {
        "mentor": listing(couple.mentor.name for couple in couples) or _("No mentor yet"),
        "mentor_title": listing(f"{couple.mentor.unit}{couple.mentor.post}" for couple in couples),
        "mentor_facts": _each(couples, _seats) or NOTHING,
        "expertise": _each(couples, lambda couple: listed(word for word, _grade in couple.expertise)) or NOTHING,
    }


def _will(couple: Couple, leader: str) -> str:
    """Whose will the pair is: the system's, staff's or a leader's by name, with the reason."""
    whose = _(WILLS.get(couple.hold, WILLS[""]))
    if couple.hold == "appointed" and leader:
        whose = _("Named by {leader}").format(leader=leader)
    reason = _("reason: {reason}").format(reason=couple.hold_reason) if couple.hold_reason else ""
    return _("; ").join(part for part in (whose, reason) if part)


def _seats(couple: Couple) -> str:
    years = _("{years} years at the grass roots").format(years=f"{couple.common.grassroots_years:g}")
    seats = _("leads {burden} of {capacity}").format(burden=couple.burden, capacity=couple.capacity)
    return listing([years, seats])


def _firmness(couple: Couple, found: Statement) -> str:
    """Firm or contestable with the share that says so, and whom other weightings choose instead."""
    if couple.hold:
        return sentence([_("locked by staff, so weights play no part")])
    if couple.share is None or not found.card.samples:
        return _("Firmness is not computed yet.")
    kind = _("Firm pair") if couple.share >= FIRM else _("Contestable pair")
    told_share = _("in {share} of {count} weightings this mentor stays").format(
        share=f"{couple.share:.0%}", count=found.card.samples
    )
    others = [
        _("{mentor} in {share}").format(mentor=one.mentor.label, share=f"{one.share:.0%}")
        for one in found.card.rivals[:RIVALS]
    ]
    return sentence([kind, told_share, _("else {others}").format(others=listing(others)) if others else ""])


def _reasons(card: Card) -> str:
    reasons = [why(couple) for couple in card.couples]
    return "\n".join([*reasons, *([unmatched(card.barrier)] if card.barrier else [])])


def _shares(couple: Couple) -> str:
    """The points of each criterion in force, the heaviest first."""
    known = sorted((share for share in couple.shares if share.value is not None), key=lambda share: -share.most)
    text = _("{criterion} {points} of {most}")
    return listing(
        text.format(criterion=criterion(one.criterion), points=f"{one.points:.1f}", most=f"{one.most:.1f}")
        for one in known
        if one.most > 0
    )


def _check(check: Check) -> dict[str, str]:
    return {"rule": _(RULES[check.rule]), "verdict": _(VERDICTS[check.verdict]), "detail": _detail(check)}


def _detail(check: Check) -> str:
    if check.rule == "available":
        return _("leads {burden} of {capacity} with this plan").format(**check.data)
    if check.rule == "eligible":
        return _ground(check.data["verdict"])
    if check.rule == "floor":
        return _("fit {fit}, floor {floor}").format(fit=f"{check.data['fit']:.1f}", floor=f"{check.data['floor']:g}")
    if check.verdict == "set_aside":
        return _("reason: {reason}").format(reason=check.data["reason"])
    if check.verdict == "hint":
        return _("to be considered: {rule}").format(rule=rule(check.rule))
    return _(NOTHING_KNOWN[check.rule]) if check.verdict == "passed" else NOTHING


def _ground(verdict: Verdict) -> str:
    """What eligibility rests on, on the cohort's day."""
    on = day(verdict.on)
    if verdict.months is not None:
        text = _("Months at work on {day}: {months} (fewer than {limit} are asked for)")
        return text.format(months=verdict.months, day=on, limit=verdict.limit)
    if verdict.years is not None:
        return _("{years} years old on {day} (at most {limit})").format(
            years=verdict.years, day=on, limit=verdict.limit
        )
    return _("no limit for this category") if verdict.ok else _("by the record as it is now not eligible")


def _candidate(one: Candidate) -> dict[str, str]:
    return {
        "mentor": one.mentor.name,
        "unit": one.mentor.unit,
        "fit": f"{one.fit:.1f}",
        "price": NOTHING if one.forbidden else price_words(one) or NOTHING,
        "why": _why_not(one),
    }


def _why_not(one: Candidate) -> str:
    """What choosing this mentor would mean."""
    if one.forbidden:
        return sentence([rule(one.forbidden), one.reason])
    if one.total is None:
        return _unpriced(one)
    cost = _("the plan as a whole would lose {points} points").format(points=f"{abs(one.total):.1f}")
    same = _("the plan as a whole would be equally good; the tie was settled in a fixed order")
    ahead = _("an earlier aim of the rules speaks against it") if one.earlier else ""
    return sentence([same if one.total == 0 and not ahead else cost if one.total < 0 else "", ahead, moved(one.moves)])


def _unpriced(one: Candidate) -> str:
    """Why there is no exact price, and what is known instead."""
    if one.unpriced == "locked":
        return _("The pair is locked; the price is known once it is unlocked.")
    text = _("the plan as a whole would lose {points} points or more, unless an earlier aim suffers instead")
    least = text.format(points=f"{abs(one.least or 0):.1f}")
    ahead = _("an earlier aim of the rules speaks against it") if one.earlier else ""
    open_ = _("quotas of the rules overlap, so the exact price is found only by choosing this mentor")
    return sentence([least if one.least else "", ahead, open_])


def _no_candidate(found: Statement) -> dict[str, str]:
    """What stands where other mentors would: whoever sees one unit only is not shown those of others."""
    said = _("Other mentors are not shown to a single unit.") if found.own_unit else _("There is no other mentor.")
    return {"mentor": NOTHING, "unit": "", "fit": "", "price": "", "why": said}


def _history(events: Sequence[Event]) -> list[dict[str, str]]:
    """The first event and the last ones, so that a sheet stays one page; how many stand between them is said."""
    left_out = len(events) - EVENTS
    if left_out <= 0:
        return [_event(event) for event in events]
    between = {"at": "", "by": "", "what": _("{count} earlier entries stand in the system.").format(count=left_out)}
    return [_event(events[0]), between, *map(_event, events[1 + left_out :])]


def _event(event: Event) -> dict[str, str]:
    return {"at": days.moment(event.at), "by": event.by, "what": _what(event)}


def _what(event: Event) -> str:
    data = event.data
    if event.kind == "deed":
        return _deed(event)
    if event.kind == "run":
        return sentence([_("computed the scheme “{scheme}”").format(scheme=data["scheme"])])
    if event.kind == "remark":
        return _("Remark: {text}").format(text=data["text"])
    if event.kind == "reply":
        return _("Answer: {text}").format(text=data["text"])
    if event.kind == "signature":
        return sentence([_(STAGES[data["stage"]]), data["comment"]])
    return sentence([_(STATES[data["state"]]), day(data["day"]), data["reason"]])


def _deed(event: Event) -> str:
    deed = deed_of(event)
    reason = _("reason: {reason}").format(reason=deed.reason) if deed.reason else ""
    return sentence([did(deed) + (_(" (undone)") if deed.undone else ""), reason])
